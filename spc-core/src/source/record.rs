//! Collects the parameters of a run in source order, and checks repeats and limits, whatever language they are written
//! in (FORMAT 7.5, 7.8, 7.10).

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use super::findings::{Findings, Mark};
use super::parsed::{Parsed, Place};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::escape::HIDDEN;
use crate::limits::{self, Limits};
use crate::profile::{Parameter, Profile, UserAccess, fold_later, is_harmless, is_tame, looks_generated};

/// The bytes that a parameter takes up in a source, at the lower end of what real files show.
const USUAL_LENGTH: usize = 50;

/// What one run has read so far.
pub(super) struct Record<'a, 'f> {
    findings: &'f mut Findings,
    limits: Limits,
    /// How each path is used.
    uses: HashMap<Cow<'a, str>, Use, RandomState>,
    /// How many of those paths are parameters.
    names: usize,
    /// Whether there were too many parameters.
    is_full: bool,
    /// The bytes of the payload so far.
    payload: usize,
    /// The last comment that a template left behind.
    template: Option<Span>,
    parsed: Parsed<'a>,
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

impl<'a, 'f> Record<'a, 'f> {
    /// `bytes` is the length of the source. It shows roughly how many parameters are to come, which avoids growing;
    /// that would otherwise take up to half of a run's time.
    pub(super) fn new(bytes: usize, limits: &Limits, findings: &'f mut Findings) -> Self {
        let expected = (bytes / USUAL_LENGTH).min(limits::PARAMETERS);
        let parsed = Parsed {
            profile: Profile { parameters: Vec::with_capacity(expected) },
            places: Vec::with_capacity(expected),
            ..Parsed::default()
        };
        let uses = HashMap::with_capacity_and_hasher(expected, RandomState::default());
        Self { findings, limits: *limits, uses, names: 0, is_full: false, payload: 0, template: None, parsed }
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Reports a finding of this code, which is made only if it is kept.
    pub(super) fn report_as(&mut self, code: Code, finding: impl FnOnce() -> Diagnostic) {
        self.findings.push_as(code, finding);
    }

    /// Reports a finding, or counts it with the one that has the same code and the same help.
    pub(super) fn report_once(&mut self, finding: Diagnostic) {
        self.findings.push_once(finding);
    }

    /// Notes a comment that a template left behind, because it may explain why a parameter is repeated.
    pub(super) fn template(&mut self, span: Span) {
        self.template = Some(span);
    }

    /// Withdraws the findings of a code from a place on, because they follow from a fault that is itself reported.
    pub(super) fn withdraw(&mut self, code: Code, from: u32) {
        self.findings.withdraw(code, from);
    }

    pub(super) fn mark(&self) -> Mark {
        self.findings.mark()
    }

    pub(super) fn retract_to(&mut self, mark: Mark) {
        self.findings.retract_to(mark);
    }

    /// Counts a section: returns 1 for the first with its path within one parent, or `None` if the path cannot be used.
    pub(super) fn section(&mut self, path: String, element: &str, span: Span) -> Option<u16> {
        // No parameter in a new section would be kept, so its path is not kept either.
        if self.is_full && !self.uses.contains_key(path.as_str()) {
            return None;
        }
        let entry = self.uses.entry(Cow::Owned(path)).or_insert(Use::Section { count: 0, first: span });
        let count = match entry {
            Use::Section { count, .. } => count,
            Use::Parameter { latest, .. } => {
                let other = self.parsed.places.get(*latest).map(|place| place.name).unwrap_or_default();
                self.findings.push(mixed(element, span, other, "parameter"));
                return None;
            }
        };
        *count = count.saturating_add(1);
        if *count > limits::INDEX {
            let message = format!("`{element}` is repeated more than {} times", limits::INDEX);
            self.findings.push(Diagnostic::of(Code::OVER_LIMIT, span, message));
            return None;
        }
        Some(*count)
    }

    /// Reports what a value may not contain (FORMAT 6.7). `hides` keeps the name out of messages.
    pub(super) fn check_value(&mut self, name: &str, hides: bool, value: &str, span: Span) {
        if value.len() > limits::VALUE {
            let name = shown(name, hides);
            let message = format!("the value of `{name}` is {} bytes; the limit is {}", value.len(), limits::VALUE);
            self.report(Diagnostic::of(Code::OVER_LIMIT, span, message));
        }
        if let Some(control) = value.bytes().find(u8::is_ascii_control) {
            let name = shown(name, hides);
            let message = format!("the value of `{name}` contains the control character U+{control:04X}");
            self.report(Diagnostic::of(Code::ILLEGAL_VALUE, span, message));
        }
    }

    /// Adds an occurrence of a parameter, and reports conflicts with earlier ones. `hides` keeps its name out of
    /// messages, if it may be part of a secret.
    pub(super) fn parameter(&mut self, parameter: Parameter<'a>, place: Place, hides: bool) {
        let this = self.parsed.profile.parameters.len();
        let length = parameter.value.text().map(str::len);
        let sets = length.map(|_| this);
        match self.uses.entry(parameter.name.text().clone()) {
            Entry::Vacant(entry) => {
                let limit = self.limits.parameters.min(limits::PARAMETERS);
                if self.names >= limit {
                    // Not kept, so that an endless source does not take endless memory.
                    if !core::mem::replace(&mut self.is_full, true) {
                        let message = format!("the profile has more than {limit} parameters");
                        self.findings.push(Diagnostic::of(Code::OVER_LIMIT, place.name, message));
                    }
                    return;
                }
                self.names = self.names.saturating_add(1);
                entry.insert(Use::Parameter { latest: this, value: sets, access: parameter.access });
                let record = parameter.name.as_str().len().saturating_add(4);
                self.payload = self.payload.saturating_add(record).saturating_add(length.unwrap_or_default());
            }
            Entry::Occupied(mut entry) => match entry.get_mut() {
                Use::Section { first, .. } => {
                    self.findings.push(mixed(shown(parameter.name.leaf(), hides), place.name, *first, "section"));
                }
                Use::Parameter { latest, value, access } => {
                    let text =
                        |at: usize| self.parsed.profile.parameters.get(at).and_then(|earlier| earlier.value.text());
                    let earlier = value.and_then(text);
                    let same = parameter.value.text().is_none_or(|now| earlier == Some(now))
                        && (parameter.access.is_none() || parameter.access == *access);
                    let at = self.parsed.places.get(*latest).map(|place| place.name).unwrap_or_default();
                    let finding = repeated(shown(parameter.name.as_str(), hides), same, place.name, at);
                    self.findings.push(match self.template.filter(|template| template.start > at.start) {
                        Some(template) => {
                            finding.note(template, "a template condition left in a comment; it has no effect")
                        }
                        None => finding,
                    });
                    if let Some(length) = length {
                        self.payload = self.payload.saturating_sub(earlier.map_or(0, str::len)).saturating_add(length);
                    }
                    fold_later(access, parameter.access);
                    if this >= limits::OCCURRENCES
                        && let Some(kept) = self.parsed.profile.parameters.get_mut(*latest)
                        && let Some(kept_place) = self.parsed.places.get_mut(*latest)
                    {
                        if length.is_some() {
                            *value = Some(*latest);
                            *kept_place = place;
                        }
                        kept.absorb(parameter);
                        return;
                    }
                    *latest = this;
                    fold_later(value, sets);
                }
            },
        }
        self.parsed.profile.parameters.push(parameter);
        self.parsed.places.push(place);
    }

    /// Checks what is known only at the end; `span` is where the profile begins.
    pub(super) fn finish(mut self, span: Span) -> Parsed<'a> {
        if self.payload > limits::PAYLOAD {
            let message =
                format!("the profile is {} bytes in its binary form; the limit is {}", self.payload, limits::PAYLOAD);
            self.report(Diagnostic::of(Code::OVER_LIMIT, span, message));
        }
        self.parsed
    }
}

/// The name of a complete entry as messages show it. A name inside a secret may be part of its value, as in
/// `<Password>a<b</Password>`, and anything longer than a path is not a parameter name; neither is a key or a generated
/// password.
pub(super) fn shown(name: &str, is_hidden: bool) -> &str {
    if is_hidden || name.len() > limits::NAME || looks_generated(name) { HIDDEN } else { name }
}

/// A word from something that is not complete, or not yet: the rest of a secret may be attached to it.
pub(super) fn open_label(word: &str, is_hidden: bool) -> &str {
    if is_hidden || word.len() > LONGEST_WORD || !is_harmless(word) || !is_tame(word) { HIDDEN } else { word }
}

/// Longer words are not names of parameters, and looking for mistakes in them takes too long.
pub(super) const LONGEST_WORD: usize = 64;

fn mixed(name: &str, span: Span, other: Span, what: &str) -> Diagnostic {
    Diagnostic::of(Code::MIXED, span, format!("`{name}` is both a parameter and a section of the same parent"))
        .note(other, format!("the {what} is here"))
}

fn repeated(name: &str, same: bool, span: Span, earlier: Span) -> Diagnostic {
    let differs = if same { "" } else { " and differs; the last one counts" };
    let (code, message) = if span.source != earlier.source {
        (Code::REPEATED_ACROSS, format!("`{name}` is repeated across an `import`{differs}"))
    } else if same {
        (Code::REPEATED_SAME, format!("`{name}` is repeated"))
    } else {
        (Code::REPEATED_OTHER, format!("`{name}` is repeated{differs}"))
    };
    Diagnostic::of(code, span, message).note(earlier, "an earlier occurrence is here")
}
