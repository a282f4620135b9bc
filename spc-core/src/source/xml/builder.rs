//! Turns elements into parameters: wrappers, sections, names, access, repeats and limits (FORMAT 7.4 to 7.10).

use std::borrow::Cow;

use super::attributes;
use super::fast_path::Plain;
use super::frame::{Frame, Wrapper, over_path};
use super::markup::{self, Attribute, Tag};
use super::slips;
use super::stray_text::StrayText;
use super::unclosed::Unclosed;
use super::value::Text;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits;
use crate::profile::{Parameter, ParameterName, UserAccess, Value};
use crate::profile::{is_secret, is_tame, misfit};
use crate::source::parsed::{Parsed, Place};
use crate::source::record::{Record, open_label, shown};

pub(super) const PROFILE: &str = "flat-profile";

/// Takes elements in document order.
pub(super) struct Builder<'a, 'f> {
    record: Record<'a, 'f>,
    /// The elements around the profile that are currently open.
    wrappers: Vec<Wrapper>,
    /// The profile's start tag, once it has been seen.
    profile: Option<Span>,
    /// The open elements from the profile inwards; empty outside the profile.
    frames: Vec<Frame<'a>>,
    /// The text of the innermost open element since its start tag or its last child.
    text: Text<'a>,
    /// The first processing instruction in that text.
    instruction: Option<Span>,
    /// Whether all names from here on may be part of a secret whose end could not be found.
    is_unsure: bool,
    /// The elements that are known from an earlier run not to end.
    pub(super) unclosed: Unclosed,
}

impl<'a, 'f> Builder<'a, 'f> {
    pub(super) fn new(record: Record<'a, 'f>) -> Self {
        Self {
            record,
            wrappers: Vec::new(),
            profile: None,
            frames: Vec::new(),
            text: Text::default(),
            instruction: None,
            is_unsure: false,
            unclosed: Unclosed::default(),
        }
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.record.report(finding);
    }

    /// Whether names inside the innermost open element are hidden.
    fn hides(&self) -> bool {
        self.is_unsure || self.frames.last().is_some_and(|parent| parent.hides)
    }

    /// Hides every name from here on, because a secret may continue.
    pub(super) fn hide_rest(&mut self) {
        self.is_unsure = true;
    }

    /// Withdraws findings of text between parameters from a place on: the text belonged to an element without an end
    /// tag.
    pub(super) fn withdraw_stray_text(&mut self, from: Span) {
        self.record.withdraw(Code::STRAY_TEXT, from.start);
    }

    /// Whether the text so far of the innermost element contains this.
    pub(super) fn text_has(&self, piece: &str) -> bool {
        self.text.as_written().contains(piece)
    }

    /// Whether the innermost element has text, so that it is a value and not a section.
    pub(super) fn is_in_text(&self) -> bool {
        self.is_in_value() && !self.text.as_written().trim_ascii().is_empty()
    }

    /// Whether the innermost element has text up to here, without a blank at its end.
    pub(super) fn touches_text(&self) -> bool {
        self.is_in_value() && self.text.as_written().ends_with(|last: char| !last.is_whitespace())
    }

    /// Whether the next name may be part of a secret: it is inside a secret, or after text that looks like one.
    pub(super) fn hides_next(&self) -> bool {
        self.hides() || (self.is_in_value() && !self.text.is_empty() && !is_tame(self.text.as_written()))
    }

    /// Whether the innermost element is a parameter, as far as it has been read.
    pub(super) fn is_in_value(&self) -> bool {
        self.frames.last().is_some_and(|frame| !frame.is_section)
    }

    /// Notes a comment that a template left behind.
    pub(super) fn template(&mut self, span: Span) {
        self.record.template(span);
    }

    pub(super) fn text(&mut self, piece: &'a str, start: usize) {
        match self.frames.last() {
            // Most pieces of text in a profile are blanks between parameters, which mean nothing.
            Some(frame) if frame.is_section && piece.trim_ascii_start().is_empty() => {}
            Some(_) => self.text.push(piece, start),
            None => {}
        }
    }

    pub(super) fn character(&mut self, character: char, start: usize, end: usize) {
        if !self.frames.is_empty() {
            self.text.push_character(character, start, end);
        }
    }

    /// Notes a processing instruction: a fault inside a value, which would lack what the template did not fill in.
    pub(super) fn instruction(&mut self, span: Span) {
        if self.frames.last().is_some_and(|frame| !frame.is_section) {
            self.instruction.get_or_insert(span);
        }
    }

    pub(super) fn start(&mut self, tag: &Tag<'a>, attributes: &[Attribute<'a>], span: Span, is_empty: bool) {
        if tag.name == PROFILE
            && let Some(first) = self.profile
        {
            let message = "a second `flat-profile`";
            self.report(Diagnostic::of(Code::NO_SINGLE_PROFILE, span, message).note(first, "the first one is here"));
        }
        if !self.frames.is_empty() {
            return self.start_inside(tag, attributes, span, is_empty);
        }
        if tag.name == PROFILE && self.profile.is_none() {
            self.profile = Some(span);
            for wrapper in &mut self.wrappers {
                wrapper.holds_profile = true;
            }
            self.frames.push(Frame {
                name: tag.name,
                span,
                is_empty,
                is_section: true,
                access: None,
                keeps_user_value: false,
                path: String::new(),
                is_lost: false,
                is_hidden: false,
                hides: false,
            });
        } else {
            self.wrappers.push(Wrapper { span, holds_profile: false, beside: Vec::new() });
        }
    }

    fn start_inside(&mut self, tag: &Tag<'a>, attributes: &[Attribute<'a>], span: Span, is_empty: bool) {
        let is_hidden = self.hides_next();
        self.stray_text();
        self.become_section();
        let name_start = span.range().start.saturating_add(1);
        let name_span = Span::at(name_start, tag.name.len());
        let mut is_lost = tag.is_broken || self.frames.last().is_some_and(|parent| parent.is_lost);
        let is_hidden = is_hidden || self.hides();
        if !tag.is_plain {
            if !tag.has_slash {
                self.record.report_as(Code::INVALID_NAME, || {
                    let at = name_start.saturating_add(misfit(tag.name).unwrap_or_default());
                    let message = format!("`{}` is not a parameter name", open_label(tag.name, is_hidden));
                    let finding = Diagnostic::of(Code::INVALID_NAME, Span::at(at, 1), message);
                    finding.help(slips::help_for_name(tag.name))
                });
            }
            is_lost = true;
        }
        let said = attributes::read(tag, attributes, is_hidden, &mut self.record);
        self.frames.push(Frame {
            name: tag.name,
            span: name_span,
            is_empty,
            is_section: false,
            access: said.access,
            keeps_user_value: said.keeps_user_value,
            path: String::new(),
            is_lost,
            is_hidden,
            hides: false,
        });
    }

    /// Ends the innermost element; `at` is where its content ends.
    pub(super) fn end(&mut self, at: usize) {
        let Some(frame) = self.frames.last() else { return self.end_wrapper() };
        if frame.is_section {
            self.stray_text();
            self.frames.pop();
        } else {
            self.parameter(at);
        }
        self.text = Text::default();
    }

    fn end_wrapper(&mut self) {
        let Some(ended) = self.wrappers.pop() else { return };
        if ended.holds_profile {
            for span in ended.beside {
                let message = "an element outside the profile, ignored";
                self.report(Diagnostic::of(Code::OUTSIDE_PROFILE, span, message));
            }
        } else if let Some(parent) = self.wrappers.last_mut() {
            parent.beside.push(ended.span);
        }
    }

    /// Reports text of the innermost element that turns out to be between parameters.
    fn stray_text(&mut self) {
        self.instruction = None;
        let text = core::mem::take(&mut self.text);
        if let Some(span) = text.span() {
            let message = "text between parameters, ignored";
            let finding = Diagnostic::of(Code::STRAY_TEXT, span, message);
            if self.frames.len() > 1 {
                // Elements next to it turned what may have been meant as a value into a section.
                self.report(finding.help("a section has no text; in a value, `<` is written &lt;"));
                return;
            }
            let text = StrayText::of(text.as_written());
            let finding = finding.help(text.help());
            match text.is_on_each_line() {
                true => self.record.report_once(finding),
                false => self.report(finding),
            }
        }
    }

    /// Forgets the text of the innermost element since its last child: a finding about its end tag says where it belongs.
    pub(super) fn forget_text(&mut self) {
        self.text = Text::default();
    }

    /// Turns the innermost element into a section, because it has a child (FORMAT 7.5).
    fn become_section(&mut self) {
        let [.., parent, frame] = self.frames.as_mut_slice() else { return };
        if frame.is_section {
            return;
        }
        frame.is_section = true;
        frame.hides = parent.hides || is_secret(frame.name);
        // The `<` of an element comes before its name.
        let is_unclosed = self.unclosed.contains(frame.span.start.saturating_sub(1));
        if let Some((_, span)) = frame.access.filter(|_| !is_unclosed) {
            let message = format!("`ua` on the section `{}`", open_label(frame.name, frame.is_hidden));
            let finding = Diagnostic::of(Code::UNKNOWN_ACCESS, span, message);
            self.record.report(finding.help("only parameters have user access; remove it here"));
        }
        if frame.is_lost {
            return;
        }
        let path = format!("{}{}", parent.path, frame.name);
        let path = match self.record.section(path, frame.label(), frame.span) {
            None => {
                frame.is_lost = true;
                return;
            }
            Some(1) => format!("{}{}/", parent.path, frame.name),
            Some(index) => format!("{}{}[{index}]/", parent.path, frame.name),
        };
        // Reported once, here, because any parameter inside adds at least a byte and a segment. Paths never exceed the
        // limit, so that many parameters in a section with an endless name cost no more than any others.
        if path.len() >= limits::NAME || path.bytes().filter(|byte| *byte == b'/').count() >= limits::SEGMENTS {
            self.record.report(over_path(frame.label(), &path, frame.span));
            frame.is_lost = true;
        } else {
            frame.path = path;
        }
    }

    /// Turns the innermost element into a parameter.
    fn parameter(&mut self, at: usize) {
        let Some(frame) = self.frames.pop() else { return };
        if let Some(span) = self.instruction.take() {
            let message = format!("a processing instruction in the value of `{}`", frame.label());
            let finding = Diagnostic::of(Code::INSTRUCTION_IN_VALUE, span, message);
            self.report(finding.help("is this a template that was not rendered? the value would lack this part"));
        }
        let text = core::mem::take(&mut self.text);
        let place = Place { name: frame.span, value: text.span().unwrap_or_else(|| Span::new(at, at)) };
        let value = if frame.is_empty { Value::Keep } else { Value::Set(text.normalise()) };
        if let Some(value) = value.text() {
            self.record.check_value(frame.name, self.hides(), value, place.value);
        }
        let access = (frame.access.and_then(|(access, _)| access), frame.keeps_user_value);
        self.record_parameter(frame.name, frame.is_lost, access, value, place);
    }

    /// Whether the innermost element is a section without text since its last child, so that [`Self::plain`] can take
    /// the next element.
    pub(super) fn takes_plain(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_section) && self.text.is_empty()
    }

    /// Takes a complete parameter of the open section; `start` is the position of its `<`.
    pub(super) fn plain(&mut self, plain: &Plain<'a>, start: usize) {
        let name = Span::at(start.saturating_add(1), plain.name.len());
        let content = start.saturating_add(plain.head);
        let written = plain.text.unwrap_or_default();
        let end = content.saturating_add(written.len());
        let (value_span, value) = if plain.has_control {
            let mut text = Text::default();
            text.push(written, content);
            (text.span(), text.normalise())
        } else {
            // Only the blanks at the ends have to be removed.
            let visible = written.trim_ascii_start();
            let start = end.saturating_sub(visible.len());
            let visible = visible.trim_ascii_end();
            let span = (!visible.is_empty()).then(|| Span::at(start, visible.len()));
            (span, Cow::Borrowed(visible))
        };
        let place = Place { name, value: value_span.unwrap_or_else(|| Span::new(end, end)) };
        if plain.has_control || value.len() > limits::VALUE {
            self.record.check_value(plain.name, self.hides(), &value, place.value);
        }
        let value = if plain.text.is_some() { Value::Set(value) } else { Value::Keep };
        let is_lost = self.frames.last().is_some_and(|parent| parent.is_lost);
        self.record_parameter(plain.name, is_lost, (plain.access, false), value, place);
    }

    /// Records a parameter of the innermost open section; `is_lost` means that no path can be made for it. `access` is
    /// what the user may do, and whether the device keeps what the user set.
    fn record_parameter(
        &mut self,
        name: &'a str,
        is_lost: bool,
        access: (Option<UserAccess>, bool),
        value: Value<'a>,
        place: Place,
    ) {
        if is_lost {
            return;
        }
        let hides = self.hides();
        let prefix = self.frames.last().map(|parent| parent.path.as_str()).unwrap_or_default();
        let path = if prefix.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{prefix}{name}")) };
        // Every segment is valid; what remains to check is the path's length and depth.
        if path.len() > limits::NAME || self.frames.len() > limits::SEGMENTS {
            return self.report(over_path(shown(name, hides), &path, place.name));
        }
        let (access, keeps_user_value) = access;
        let parameter = Parameter { name: ParameterName::checked(path), value, access, keeps_user_value };
        self.record.parameter(parameter, place, hides);
    }

    /// Checks what is known only at the end of the source; `root` is the root element of the text.
    pub(super) fn finish(mut self, root: Span, text: &str) -> Parsed<'a> {
        if self.profile.is_none() {
            let finding = Diagnostic::of(Code::NO_SINGLE_PROFILE, root, "no `flat-profile` element");
            let name = text.get(root.range()).and_then(|tag| tag.strip_prefix('<')).map(markup::name_of);
            self.report(finding.help(slips::help_for_no_profile(name.unwrap_or_default())));
        }
        self.record.finish(self.profile.unwrap_or_default())
    }
}
