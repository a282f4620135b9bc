//! What each event of the XML reader means for the document: matching tags, text that belongs to the root element, and
//! the rules of XML 1.0 that the reader leaves to us.

use super::builder::{Builder, PROFILE};
use super::markup::{self, Attribute, Tag, resolve};
use super::sketch::Sketch;
use super::slips;
use super::unclosed::Unclosed;
use crate::diagnostic::{Code, Diagnostic, Span, Suggestion};
use crate::limits;
use crate::profile::{is_harmless, is_secret};
use crate::source::record::{Record, open_label};

/// Ends the run; the finding that explains why is already recorded.
pub(super) struct Stop;

/// An open element.
pub(super) struct Open<'a> {
    pub(super) name: &'a str,
    /// Its start tag.
    pub(super) span: Span,
    /// Whether the text before it looks like a secret of which its name may be part.
    pub(super) is_doubtful: bool,
    /// Whether it begins in the text of a value, so that its start tag may not be one.
    pub(super) is_in_text: bool,
    /// Whether its start tag could be read only up to its name.
    pub(super) is_broken: bool,
}

/// One document while it is read.
pub(super) struct Document<'a, 'f> {
    pub(super) text: &'a str,
    pub(super) builder: Builder<'a, 'f>,
    /// The open elements, from the outermost to the innermost.
    pub(super) open: Vec<Open<'a>>,
    /// The root element's start tag, once it has been seen.
    pub(super) root: Option<Span>,
    /// The attributes of the last start tag.
    attributes: Vec<Attribute<'a>>,
    /// The value in which an escape was suggested last, and whether it may be: a value can hold a million such signs.
    last_escaped: core::cell::Cell<Option<(Span, bool)>>,
    /// How many `<` were skipped.
    pub(super) passed_over: usize,
    /// The value in which a placeholder was last reported: further ones in the same value are the same fault.
    pub(super) placeholder_in: Option<Span>,
    /// After how many faulty tags the run has continued.
    pub(super) recovered: usize,
    /// The elements found not to end.
    pub(super) unclosed: Unclosed,
    /// Records what is understood, if that is wanted.
    pub(super) sketch: Option<Sketch<'a>>,
}

impl<'a, 'f> Document<'a, 'f> {
    pub(super) fn new(text: &'a str, record: Record<'a, 'f>, sketch: Option<Sketch<'a>>) -> Self {
        let builder = Builder::new(record);
        Self {
            text,
            builder,
            open: Vec::new(),
            root: None,
            attributes: Vec::new(),
            last_escaped: core::cell::Cell::default(),
            passed_over: 0,
            placeholder_in: None,
            recovered: 0,
            unclosed: Unclosed::default(),
            sketch,
        }
    }

    pub(super) fn note_text(&mut self, start: usize, end: usize) {
        if let Some(sketch) = &mut self.sketch {
            sketch.text(start, end);
        }
    }

    fn note_markup(&mut self, start: usize, end: usize) {
        if let Some(sketch) = &mut self.sketch {
            sketch.markup(start, end);
        }
    }

    /// Notes the marks around something that is itself not shown.
    fn note_around(&mut self, start: usize, end: usize, before: &str, after: &str) {
        self.note_markup(start, start.saturating_add(before.len()));
        self.note_markup(end.saturating_sub(after.len()), end);
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn stop<T>(&mut self, finding: Diagnostic) -> Result<T, Stop> {
        self.builder.report(finding);
        Err(Stop)
    }

    /// Reads a start tag, and returns where the run continues.
    pub(super) fn start_tag(&mut self, start: usize, end: usize, is_empty: bool) -> Result<usize, Stop> {
        let markup = self.slice(start, end);
        let read = Tag::read(markup, start, &mut self.attributes);
        if let Some(sketch) = &mut self.sketch {
            sketch.start_tag(read.as_ref().ok().map(|tag| tag.name), start, end, &self.attributes, is_empty);
        }
        let (tag, next) = match read {
            Ok(tag) => (tag, end),
            Err(finding) => {
                self.attributes.clear();
                self.broken_start_tag(start, end, finding)?
            }
        };
        if tag.name.is_empty() {
            return Ok(next);
        }
        let span = Span::new(start, end);
        let is_unmarked_end = tag.has_slash && !is_empty && self.open.last().is_some_and(|open| open.name == tag.name);
        if is_unmarked_end || self.is_meant_as_end(&tag, self.attributes.is_empty(), end) {
            self.unmarked_end_tag(start, end, is_empty);
            return Ok(end);
        }
        self.close_unclosed(start);
        if tag.has_slash {
            self.builder.report(markup::slash_in_name(tag.name, start));
        }
        if self.open.is_empty() {
            if let Some(root) = self.root {
                let finding = Diagnostic::of(Code::OUTSIDE_ROOT, span, "a second root element");
                let help = slips::help_for_second_root(self.root_name(), tag.name, PROFILE);
                return self.stop(finding.note(root, "the first one begins here").help(help));
            }
            self.root = Some(span);
        }
        if self.open.len() >= limits::DEPTH {
            self.note_unclosed(0);
            self.unclosed.may_be_more();
            let message = format!("elements are nested more than {} deep", limits::DEPTH);
            return self.stop(Diagnostic::of(Code::OVER_LIMIT, span, message));
        }
        let (is_doubtful, is_in_text) = (self.builder.hides_next(), self.builder.is_in_text());
        self.builder.start(&tag, &self.attributes, span, is_empty);
        if is_empty && next == end {
            self.builder.end(end);
        } else {
            self.open.push(Open { name: tag.name, span, is_doubtful, is_in_text, is_broken: tag.is_broken });
        }
        Ok(next)
    }

    /// The name of the root element, if there is one.
    fn root_name(&self) -> &'a str {
        let root = self.root.unwrap_or_default().range();
        markup::name_of(self.slice(root.start.saturating_add(1), root.end))
    }

    /// Reads an end tag, and returns where the run continues.
    pub(super) fn end_tag(&mut self, start: usize, end: usize) -> Result<usize, Stop> {
        let inner_start = start.saturating_add(2);
        let inner = self.slice(inner_start, end.saturating_sub(1));
        let name = inner.trim_ascii_end();
        let span = Span::at(inner_start, name.len());
        let Some(&Open { name: open, span: opened, is_broken, .. }) = self.open.last() else {
            let finding = Diagnostic::of(Code::OUTSIDE_ROOT, span, "an end tag without a start tag");
            let help = slips::help_for_second_root(self.root_name(), name, PROFILE);
            return self.stop(finding.help(help));
        };
        // If a blank is missing, an attribute is joined to the name in the start tag.
        let is_near = is_broken && !name.is_empty() && (name.starts_with(open) || open.starts_with(name));
        let is_matching = open == name || is_near;
        if let Some(sketch) = &mut self.sketch {
            sketch.end_tag(inner, start, end, open == name);
        }
        if is_matching {
            self.open.pop();
            self.builder.end(start);
            // The name may have a `>` of a template in it.
            let templated = || slips::templated_tag(self.slice(inner_start, self.text.len()));
            let length = if is_broken { templated() } else { None };
            return Ok(length.map_or(end, |length| inner_start.saturating_add(length)));
        }
        if let Some((message, length)) = slips::in_end_tag(inner, open) {
            let next = inner_start.saturating_add(length);
            let span = Span::new(start, next);
            self.meant_end_tag(Diagnostic::of(Code::WRONG_END_TAG, span, message), start)?;
            return Ok(if length < inner.len() { next } else { end });
        }
        let (labels, hides) = self.labels();
        let expected = labels.last().copied().unwrap_or_default();
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            let findings = self.without_end_tag(at, span);
            return self.go_on_after(findings, start, end, at);
        }
        if let Some(finding) = self.ended_before(name, start, span) {
            if !self.goes_on() {
                return self.stop(finding);
            }
            self.builder.report(finding);
            self.builder.forget_text();
            return Ok(end);
        }
        let found = if labels.contains(&name) { name } else { open_label(name, hides || self.builder.hides_next()) };
        let message = format!("end tag `</{found}>` where `</{expected}>` is expected");
        let finding = Diagnostic::of(Code::WRONG_END_TAG, span, message);
        let finding = finding.note(opened, format!("`<{expected}>` is opened here"));
        let is_case = name.eq_ignore_ascii_case(open);
        let finding = if is_case { finding.help("names are case-sensitive") } else { finding };
        if !self.goes_on() {
            return self.stop(finding);
        }
        self.builder.report(finding);
        self.pass_wrong_end(start, end);
        Ok(end)
    }

    /// Adds the edit that fixes it to a finding about an unescaped character, unless the value has the name of a secret.
    pub(super) fn escaped(&self, finding: Diagnostic) -> Diagnostic {
        let replacement = if finding.code == Code::BARE_LESS_THAN { "&lt;" } else { "&amp;" };
        let Some(value) = self.open.last().map(|open| open.span) else { return finding };
        let known = self.last_escaped.get().filter(|(last, _)| *last == value);
        let may_escape = known.map_or_else(|| self.may_escape(), |(_, may_escape)| may_escape);
        self.last_escaped.set(Some((value, may_escape)));
        let edit = Suggestion::new(finding.span, replacement);
        if may_escape { finding.suggest(edit) } else { finding }
    }

    /// Whether an escape may be suggested in the innermost element: neither it nor one around it is a secret by its name.
    fn may_escape(&self) -> bool {
        // `GPP_A` to `GPP_P` hold keys as well as addresses; an escape shows neither.
        let is_general = |name: &str| name.strip_prefix("GPP_").is_some_and(|letter| letter.len() == 1);
        let is_known = |name: &str| name.len() <= limits::NAME && (is_harmless(name) || is_general(name));
        self.open.iter().all(|open| !open.is_doubtful && is_known(open.name))
    }

    /// The names of the open elements as messages show them, and whether another one would be hidden.
    pub(super) fn labels(&self) -> (Vec<&'a str>, bool) {
        let mut hides = false;
        let label = |open: &Open<'a>| {
            hides |= open.is_doubtful;
            // A name that was cut off may be part of anything.
            let label = open_label(open.name, hides || open.is_broken);
            hides |= is_secret(open.name);
            label
        };
        let labels = self.open.iter().map(label).collect();
        (labels, hides)
    }

    pub(super) fn characters(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let text = self.slice(start, end);
        if self.open.is_empty() {
            let visible = text.trim_ascii_start();
            return match text.len().saturating_sub(visible.len()) {
                _ if visible.is_empty() => Ok(()),
                blanks => {
                    let start = start.saturating_add(blanks);
                    let place = if self.root.is_some() { "after" } else { "before" };
                    let message = format!("text {place} the root element");
                    let finding = Diagnostic::of(Code::OUTSIDE_ROOT, Span::at(start, 1), message);
                    let help = if self.root.is_some() { None } else { slips::help_for_text_before(visible) };
                    self.stop(match help {
                        Some(help) => finding.help(help),
                        None => finding,
                    })
                }
            };
        }
        if let Some(after) = text.strip_prefix('&') {
            let finding = markup::bare_ampersand(start);
            // `&lt9:` may also be a reference without its `;`.
            let is_clear = !["#", "amp", "lt", "gt", "apos", "quot"].iter().any(|name| after.starts_with(name));
            self.builder.report(if is_clear { self.escaped(finding) } else { finding });
        }
        if let Some(at) = text.as_bytes().contains(&b'>').then(|| text.find("]]>")).flatten() {
            let at = start.saturating_add(at);
            let finding = Diagnostic::of(Code::MALFORMED, Span::at(at, 3), "`]]>` in text");
            self.builder.report(finding.help("write ]]&gt;"));
        }
        self.note_text(start, end);
        self.builder.text(text, start);
        Ok(())
    }

    pub(super) fn character_data(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        if self.open.is_empty() {
            let message = "a CDATA section outside the root element";
            return self.stop(Diagnostic::of(Code::OUTSIDE_ROOT, Span::new(start, end), message));
        }
        let (inner, inner_end) = (start.saturating_add("<![CDATA[".len()), end.saturating_sub("]]>".len()));
        self.note_markup(start, inner);
        self.note_text(inner, inner_end);
        self.note_markup(inner_end, end);
        self.builder.text(self.slice(inner, inner_end), inner);
        Ok(())
    }

    pub(super) fn reference(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let span = Span::new(start, end);
        if self.open.is_empty() {
            return self.stop(Diagnostic::of(Code::OUTSIDE_ROOT, span, "a reference outside the root element"));
        }
        self.note_text(start, end);
        let name = self.slice(start.saturating_add(1), end.saturating_sub(1));
        match resolve(name, start) {
            Ok(character) => self.builder.character(character, start, end),
            Err(finding) => self.builder.report(finding),
        }
        Ok(())
    }

    pub(super) fn comment(&mut self, start: usize, end: usize) {
        let inner = self.slice(start.saturating_add("<!--".len()), end.saturating_sub("-->".len()));
        self.note_around(start, end, "<!--", "-->");
        if ["{", "%", "<?", "<%"].iter().any(|sign| inner.trim_start().starts_with(sign)) {
            self.builder.template(Span::new(start, end));
        }
        if inner.contains("--") || inner.ends_with('-') {
            let finding = Diagnostic::of(Code::DASHES_IN_COMMENT, Span::new(start, end), "`--` inside a comment");
            let help = if inner.contains("<!--") {
                "comments do not nest: this one ends at the first `-->`; is an earlier `-->` missing?"
            } else {
                "XML 1.0 forbids it; a strict reader refuses the whole file"
            };
            self.builder.report(finding.help(help));
        }
    }

    pub(super) fn declaration(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let span = Span::new(start, end);
        if start > 0 {
            let before = self.slice(0, start).trim_ascii_start();
            if let Some(finding) = slips::before_declaration(before, span) {
                return self.stop(finding);
            }
            let message = "spaces or blank lines before the XML declaration";
            let finding = Diagnostic::of(Code::BLANK_BEFORE_DECLARATION, Span::new(0, start), message);
            self.builder.report(finding.help("remove them: `<?xml` must come first in a file"));
        }
        if let Some(sketch) = &mut self.sketch {
            sketch.declaration(start, end);
        }
        let start = start.saturating_add("<?xml".len());
        let inner = self.slice(start, end.saturating_sub("?>".len()));
        markup::check_declaration(inner, start).or_else(|finding| self.stop(finding))
    }

    pub(super) fn instruction(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        self.note_around(start, end, "<?", "?>");
        let inner = self.slice(start.saturating_add("<?".len()), end.saturating_sub("?>".len()));
        let target = inner.split(markup::is_blank).next().unwrap_or_default();
        if !markup::is_name(target) || target.eq_ignore_ascii_case("xml") {
            // Its end is known, so that the next one is found in the same run.
            self.builder.report(slips::in_instruction(inner, Span::new(start, end)));
            return Ok(());
        }
        self.builder.instruction(Span::new(start, end));
        Ok(())
    }

    pub(super) fn doctype(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let finding = Diagnostic::of(Code::DOCTYPE, Span::new(start, end), "a document type declaration");
        self.stop(finding.help("remove it: profiles need no entities, and devices do not read them"))
    }

    pub(super) fn end_of_file(&mut self) -> Result<(), Stop> {
        let end = Span::new(self.text.len(), self.text.len());
        if self.open.is_empty() {
            if self.root.is_some() {
                return Ok(());
            }
            let message = if self.text.is_empty() { "the source is empty" } else { "the source has no elements" };
            return self.stop(Diagnostic::of(Code::EMPTY, end, message));
        }
        self.note_unclosed(0);
        let (labels, _) = self.labels();
        let message = format!("end of file inside `<{}>`", labels.last().copied().unwrap_or_default());
        let is_declaration = self.open.first().is_some_and(|open| open.name.eq_ignore_ascii_case("xml"));
        let help = if is_declaration { slips::DECLARATION } else { "the file may have been cut short" };
        let finding = Diagnostic::of(Code::UNCLOSED, end, message).help(help);
        let opened = |finding: Diagnostic, (name, open): (&str, &Open<'_>)| {
            finding.note(open.span, format!("`<{name}>` is opened here"))
        };
        let finding = labels.into_iter().zip(&self.open).rev().fold(finding, opened);
        self.stop(finding)
    }
}
