//! Elements -> parameters: wrappers, sections, names, access, repeats and limits (FORMAT 7.4 to 7.10).

use std::borrow::Cow;
use std::collections::HashMap;

use super::markup::Tag;
use super::shown;
use super::value::Text;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits::{self, Limits};
use crate::profile::{Parameter, ParameterName, UserAccess, Value};
use crate::profile::{check_path, is_secret, misfit};
use crate::source::findings::Findings;
use crate::source::{Parsed, Place};

const PROFILE: &str = "flat-profile";

/// Takes elements in document order.
pub(super) struct Builder<'a, 'f> {
    findings: &'f mut Findings,
    limits: Limits,
    /// Elements around the profile that are open now.
    wrappers: Vec<Wrapper>,
    /// The profile's start tag, once it was seen.
    profile: Option<Span>,
    /// The open elements from the profile inwards; empty outside of it.
    frames: Vec<Frame<'a>>,
    /// The text of the innermost open element since its start tag or its last child.
    text: Text<'a>,
    /// How each path below the profile is used.
    uses: HashMap<Cow<'a, str>, Use>,
    /// The paths of parameters among them.
    names: usize,
    /// Whether there was a parameter too many.
    is_full: bool,
    /// Bytes of the payload so far.
    payload: usize,
    parsed: Parsed<'a>,
}

/// An element around the profile, or beside it.
struct Wrapper {
    span: Span,
    holds_profile: bool,
    /// Its children that hold no profile: findings, if it turns out to hold the profile itself.
    beside: Vec<Span>,
}

/// An open element of the profile.
struct Frame<'a> {
    name: &'a str,
    /// The name in the start tag.
    span: Span,
    is_empty: bool,
    is_section: bool,
    /// The value of `ua` and its place.
    access: Option<(Option<UserAccess>, Span)>,
    /// Of a section: its path with a `/` behind it. The profile itself has none.
    path: String,
    /// Whether its name or a name around it is unusable, so that no path can be made.
    is_lost: bool,
    /// Whether it stands inside a secret, so that its name may be a piece of a value.
    is_hidden: bool,
    /// Whether what stands inside it is hidden; of a section only.
    hides: bool,
}

impl<'a> Frame<'a> {
    /// The name as messages show it.
    fn label(&self) -> &'a str {
        shown(self.name, self.is_hidden)
    }
}

/// How a path is used.
enum Use {
    Section {
        count: u16,
        first: Span,
    },
    Parameter {
        /// The latest occurrence.
        latest: usize,
        /// The occurrence that sets the value.
        value: Option<usize>,
        access: Option<UserAccess>,
    },
}

impl<'a, 'f> Builder<'a, 'f> {
    pub(super) fn new(limits: &Limits, findings: &'f mut Findings) -> Self {
        Self {
            findings,
            limits: *limits,
            wrappers: Vec::new(),
            profile: None,
            frames: Vec::new(),
            text: Text::default(),
            uses: HashMap::new(),
            names: 0,
            is_full: false,
            payload: 0,
            parsed: Parsed::default(),
        }
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Whether names inside the innermost open element are hidden.
    fn hides(&self) -> bool {
        self.frames.last().is_some_and(|parent| parent.hides)
    }

    pub(super) fn text(&mut self, piece: &'a str, start: usize) {
        if !self.frames.is_empty() {
            self.text.push(piece, start);
        }
    }

    pub(super) fn character(&mut self, character: char, start: usize, end: usize) {
        if !self.frames.is_empty() {
            self.text.push_character(character, start, end);
        }
    }

    pub(super) fn start(&mut self, tag: &Tag<'a>, span: Span, is_empty: bool) {
        if tag.name == PROFILE
            && let Some(first) = self.profile
        {
            let message = "a second `flat-profile`";
            self.report(Diagnostic::new(Code::NoSingleProfile, span, message).note(first, "the first one is here"));
        }
        if !self.frames.is_empty() {
            return self.start_inside(tag, span, is_empty);
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
                path: String::new(),
                is_lost: false,
                is_hidden: false,
                hides: false,
            });
        } else {
            self.wrappers.push(Wrapper { span, holds_profile: false, beside: Vec::new() });
        }
    }

    fn start_inside(&mut self, tag: &Tag<'a>, span: Span, is_empty: bool) {
        self.stray_text();
        self.become_section();
        let name_start = usize::try_from(span.start).unwrap_or(usize::MAX).saturating_add(1);
        let name_span = Span::new(name_start, name_start.saturating_add(tag.name.len()));
        let mut is_lost = self.frames.last().is_some_and(|parent| parent.is_lost);
        let is_hidden = self.hides();
        if let Some(at) = misfit(tag.name) {
            let at = name_start.saturating_add(at);
            let message = format!("`{}` is no parameter name", shown(tag.name, is_hidden));
            let help = "names have letters, digits, `_`, `-` and `.` of ASCII, and begin with a letter or `_`";
            self.report(Diagnostic::new(Code::InvalidName, Span::new(at, at.saturating_add(1)), message).help(help));
            is_lost = true;
        }
        let mut access = None;
        for attribute in &tag.attributes {
            let name = attribute.name;
            if name == "ua" {
                let value = UserAccess::from_attribute(&attribute.value);
                if value.is_none() {
                    let value = shown(&attribute.value, is_hidden || is_secret(tag.name));
                    let message = format!("unknown user access {value:?}, expected \"na\", \"ro\" or \"rw\"");
                    let help = "na hides the parameter from the user account, ro shows it, rw lets it be changed";
                    self.report(Diagnostic::new(Code::UnknownAccess, attribute.span, message).help(help));
                }
                access = Some((value, attribute.span));
            } else if !(matches!(name, "group" | "xmlns")
                || ["xmlns:", "xml:", "xsi:"].iter().any(|prefix| name.starts_with(prefix)))
            {
                let message = format!("unknown attribute `{}`, ignored", shown(name, is_hidden));
                let finding = Diagnostic::new(Code::UnknownAttribute, attribute.span, message);
                self.report(if name == "um" { finding.help("a slip for `ua`?") } else { finding });
            }
        }
        self.frames.push(Frame {
            name: tag.name,
            span: name_span,
            is_empty,
            is_section: false,
            access,
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
                let message = "an element beside the profile, ignored";
                self.report(Diagnostic::new(Code::OutsideProfile, span, message));
            }
        } else if let Some(parent) = self.wrappers.last_mut() {
            parent.beside.push(ended.span);
        }
    }

    /// Text of the innermost element that turns out to stand between parameters.
    fn stray_text(&mut self) {
        let text = core::mem::take(&mut self.text);
        if let Some(span) = text.span()
            && !text.is_blank()
        {
            let message = "text between parameters, ignored";
            let finding = Diagnostic::new(Code::StrayText, span, message);
            self.report(finding.help("put it into a comment: <!-- .. -->"));
        }
    }

    /// Makes a section of the innermost element, because it has a child (FORMAT 7.5).
    fn become_section(&mut self) {
        let [.., parent, frame] = self.frames.as_mut_slice() else { return };
        if frame.is_section {
            return;
        }
        frame.is_section = true;
        frame.hides = parent.hides || is_secret(frame.name);
        if let Some((_, span)) = frame.access {
            let message = format!("`ua` on the section `{}`", frame.label());
            let finding = Diagnostic::new(Code::UnknownAccess, span, message);
            self.findings.push(finding.help("only parameters have user access; remove it here"));
        }
        if frame.is_lost {
            return;
        }
        let path = Cow::Owned(format!("{}{}", parent.path, frame.name));
        let entry = self.uses.entry(path).or_insert(Use::Section { count: 0, first: frame.span });
        let Use::Section { count, .. } = entry else {
            let Use::Parameter { latest, .. } = entry else { return };
            let other = self.parsed.places.get(*latest).map(|place| place.name).unwrap_or_default();
            self.findings.push(mixed(frame.label(), frame.span, other, "parameter"));
            frame.is_lost = true;
            return;
        };
        *count = count.saturating_add(1);
        if *count > limits::INDEX {
            let message = format!("`{}` is repeated more than {} times", frame.label(), limits::INDEX);
            self.findings.push(Diagnostic::new(Code::OverLimit, frame.span, message));
            frame.is_lost = true;
        }
        let path = match count {
            1 => format!("{}{}/", parent.path, frame.name),
            index => format!("{}{}[{index}]/", parent.path, frame.name),
        };
        // Told once, here: a parameter inside adds at least a byte and a segment. And no path gets longer than it
        // may be, so that many parameters in a section with an endless name cost no more than any others.
        if path.len() >= limits::NAME || path.bytes().filter(|byte| *byte == b'/').count() >= limits::SEGMENTS {
            self.findings.push(over_path(frame.label(), frame.span));
            frame.is_lost = true;
        } else {
            frame.path = path;
        }
    }

    /// Makes a parameter of the innermost element.
    fn parameter(&mut self, at: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let text = core::mem::take(&mut self.text);
        let span = text.span().unwrap_or_else(|| Span::new(at, at));
        let value = if frame.is_empty { Value::Keep } else { Value::Set(text.normalise()) };
        let length = value.text().map_or(0, str::len);
        if length > limits::VALUE {
            let message = format!("value of `{}` is {length} bytes, limit is {}", frame.label(), limits::VALUE);
            self.report(Diagnostic::new(Code::OverLimit, span, message));
        }
        if value.text().is_some_and(|text| text.bytes().any(|byte| byte == 0x7f)) {
            let message = format!("value of `{}` has the control character U+007F", frame.label());
            self.report(Diagnostic::new(Code::IllegalValue, span, message));
        }
        if frame.is_lost {
            return;
        }
        let prefix = self.frames.last().map(|parent| parent.path.as_str()).unwrap_or_default();
        let path =
            if prefix.is_empty() { Cow::Borrowed(frame.name) } else { Cow::Owned(format!("{prefix}{}", frame.name)) };
        // Every segment fits already; what is left is how long and how deep it is.
        if check_path(&path).is_err() {
            return self.report(over_path(frame.label(), frame.span));
        }
        let access = frame.access.and_then(|(access, _)| access);
        let parameter = Parameter { name: ParameterName::checked(path), value, access };
        self.record(parameter, Place { name: frame.span, value: span });
    }

    /// Adds an occurrence of a parameter and says how it goes with the earlier ones.
    fn record(&mut self, parameter: Parameter<'a>, place: Place) {
        let this = self.parsed.profile.parameters.len();
        let is_hidden = self.hides();
        let length = parameter.value.text().map(str::len);
        let sets = length.map(|_| this);
        let mut payload = self.payload;
        let first = Use::Parameter { latest: this, value: sets, access: parameter.access };
        match self.uses.entry(parameter.name.text().clone()) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                let limit = self.limits.parameters.min(limits::PARAMETERS);
                if self.names >= limit {
                    // Not kept, so that a source without end takes no memory without end.
                    if !core::mem::replace(&mut self.is_full, true) {
                        let message = format!("the profile has more than {limit} parameters");
                        self.findings.push(Diagnostic::new(Code::OverLimit, place.name, message));
                    }
                    return;
                }
                self.names = self.names.saturating_add(1);
                entry.insert(first);
                let record = parameter.name.as_str().len().saturating_add(4);
                payload = payload.saturating_add(record).saturating_add(length.unwrap_or_default());
            }
            std::collections::hash_map::Entry::Occupied(mut entry) => match entry.get_mut() {
                Use::Section { first, .. } => {
                    let finding = mixed(shown(parameter.name.leaf(), is_hidden), place.name, *first, "section");
                    self.findings.push(finding);
                }
                Use::Parameter { latest, value, access } => {
                    let text =
                        |at: usize| self.parsed.profile.parameters.get(at).and_then(|earlier| earlier.value.text());
                    let earlier = value.and_then(text);
                    let same = parameter.value.text().is_none_or(|now| earlier == Some(now))
                        && (parameter.access.is_none() || parameter.access == *access);
                    let at = self.parsed.places.get(*latest).map(|place| place.name).unwrap_or_default();
                    self.findings.push(repeated(shown(parameter.name.as_str(), is_hidden), same, place.name, at));
                    if let Some(length) = length {
                        payload = payload.saturating_sub(earlier.map_or(0, str::len)).saturating_add(length);
                    }
                    *latest = this;
                    *value = sets.or(*value);
                    *access = parameter.access.or(*access);
                }
            },
        }
        self.payload = payload;
        self.parsed.profile.parameters.push(parameter);
        self.parsed.places.push(place);
    }

    /// What is known only at the end of the source; `root` is the root element.
    pub(super) fn finish(mut self, root: Span) -> Parsed<'a> {
        let Some(profile) = self.profile else {
            let finding = Diagnostic::new(Code::NoSingleProfile, root, "no `flat-profile` element");
            let help =
                "names are case-sensitive; the enterprise files SEP*.cnf.xml and ATA*.cnf.xml are another language";
            self.report(finding.help(help));
            return self.parsed;
        };
        if self.payload > limits::PAYLOAD {
            let message =
                format!("the profile is {} bytes in its binary form, limit is {}", self.payload, limits::PAYLOAD);
            self.report(Diagnostic::new(Code::OverLimit, profile, message));
        }
        self.parsed
    }
}

fn over_path(name: &str, span: Span) -> Diagnostic {
    let message = format!("the path of `{name}` is over {} bytes or {} segments", limits::NAME, limits::SEGMENTS);
    Diagnostic::new(Code::OverLimit, span, message)
}

fn mixed(name: &str, span: Span, other: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::Mixed, span, format!("`{name}` is a parameter and a section of the same parent"))
        .note(other, format!("the {what} is here"))
}

fn repeated(name: &str, same: bool, span: Span, earlier: Span) -> Diagnostic {
    let (code, message) = if same {
        (Code::RepeatedSame, format!("`{name}` is repeated"))
    } else {
        (Code::RepeatedOther, format!("`{name}` is repeated and differs; the last one holds"))
    };
    Diagnostic::new(code, span, message).note(earlier, "an earlier one is here")
}
