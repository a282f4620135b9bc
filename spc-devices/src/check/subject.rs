//! What the checks look at: the parameters of a profile as the device ends up with them, each with its place.
//!
//! Knows: profiles, places, the dictionary. Must not know: any check.

use std::borrow::Cow;
use std::collections::HashMap;

use core::cell::RefCell;
use core::ops::Range;

use foldhash::fast::RandomState;
use spc_core::diagnostic::{Diagnostic, Severity, Span};
use spc_core::profile::{ParameterName, UserAccess, leaf};
use spc_core::source::{Parsed, Place, Syntax, ValuePlaces};

use super::definition::Check;
use crate::dictionary::{Definition, Dictionary};
use crate::model::Model;

/// One source of a profile: the profile itself, or a file that it imports.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Source<'a> {
    /// Its bytes, as they were read.
    pub bytes: &'a [u8],
    /// Its language.
    pub syntax: Syntax,
}

impl<'a> Source<'a> {
    /// A source in this language.
    #[must_use]
    pub const fn new(bytes: &'a [u8], syntax: Syntax) -> Self {
        Self { bytes, syntax }
    }
}

/// Shows the size only: a source holds passwords.
impl core::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Source({} bytes, {:?})", self.bytes.len(), self.syntax)
    }
}

/// At most this many elements inside secrets are kept: each is an accident.
const KEPT: usize = 100;

/// A profile on its way through the checks.
pub(crate) struct Subject<'a> {
    sources: &'a [Source<'a>],
    entries: Vec<Entry<'a>>,
    /// The first elements inside secrets, with their places. Their names may be pieces of a secret.
    in_secrets: Vec<(&'a str, Span)>,
    by_name: HashMap<&'a str, usize, RandomState>,
    /// The places in the last value that was asked for: most findings about a value come one after another.
    last_places: RefCell<Option<(Span, ValuePlaces)>>,
    /// The model, where it is known.
    pub(crate) model: Option<Model>,
    /// Whether the profile is the whole configuration of its device.
    pub(crate) is_complete: bool,
    /// Numbers that have to get through.
    pub(crate) emergency: &'a [String],
    /// Columns of a device list, whose placeholders are filled in for each device.
    pub(crate) columns: &'a [String],
}

/// One parameter, as the device ends up with it: the last one, if a name is repeated.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Its full name, with the sections around it.
    pub(crate) name: &'a str,
    /// The value that is set, without quotes around it; `None` where the device keeps its own.
    pub(crate) value: Option<&'a str>,
    /// The value as the profile has it. Quotes around it are a separate finding, so all other checks look at what is
    /// inside them.
    written: &'a str,
    /// What the user account may do with it, where the profile says so.
    pub(crate) access: Option<UserAccess>,
    /// Where it is.
    pub(crate) place: Place,
    /// Where the profile sets it before.
    pub(crate) overridden: Option<Span>,
    /// Whether its value is never shown.
    pub(crate) is_secret: bool,
    /// What the model's dictionary knows about it.
    pub(crate) definition: Option<&'static Definition>,
}

impl<'a> Entry<'a> {
    /// The value, or empty text if none is set.
    pub(crate) fn text(&self) -> &'a str {
        self.value.unwrap_or_default()
    }

    /// The value with the quotes around it, if it has any.
    pub(crate) fn in_quotes(&self) -> Option<&'a str> {
        let inside = self.written.strip_prefix('"')?.strip_suffix('"')?;
        (!inside.contains('"')).then_some(self.written)
    }
}

/// A value without the quotes around it. Two quotes alone are not an empty value.
fn unquoted(written: &str) -> &str {
    let inside = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| !inside.is_empty() && !inside.contains('"')).unwrap_or(written)
}

impl<'a> Subject<'a> {
    /// Works out what a device ends up with from what a source says.
    pub(crate) fn new(sources: &'a [Source<'a>], parsed: &'a Parsed<'a>, model: Option<Model>) -> Self {
        let dictionary = model.and_then(Dictionary::of);
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(parsed.profile.parameters.len());
        let mut in_secrets = Vec::new();
        let mut by_name = HashMap::with_capacity_and_hasher(parsed.profile.parameters.len(), RandomState::default());
        for (parameter, place) in parsed.profile.parameters.iter().zip(&parsed.places) {
            let name = parameter.name.as_str();
            // What is inside a secret may be part of it, and so may its name.
            let is_flat = leaf(name).len() == name.len();
            let mut sections = parameter.name.segments().rev().skip(1);
            let element = |section: &str| section.split('[').next().map(str::to_owned).unwrap_or_default();
            let is_secret = |section| ParameterName::parse(&element(section)).is_ok_and(|name| name.is_secret());
            if !is_flat && sections.any(is_secret) {
                if in_secrets.len() < KEPT {
                    in_secrets.push((name, place.name));
                }
                continue;
            }
            let entry = Entry {
                name,
                value: parameter.value.text().map(unquoted),
                written: parameter.value.text().unwrap_or_default(),
                access: parameter.access,
                place: *place,
                overridden: None,
                is_secret: parameter.name.is_secret(),
                definition: dictionary.and_then(|dictionary| dictionary.get(name)),
            };
            let at = *by_name.entry(name).or_insert(entries.len());
            match entries.get_mut(at) {
                // An element that keeps a value does not remove one (FORMAT 7.8).
                Some(earlier) if entry.value.is_none() => earlier.access = entry.access.or(earlier.access),
                Some(earlier) => {
                    let (access, overridden) = (entry.access.or(earlier.access), Some(earlier.place.name));
                    *earlier = Entry { access, overridden, ..entry };
                }
                None => entries.push(entry),
            }
        }
        Self {
            sources,
            entries,
            in_secrets,
            by_name,
            last_places: RefCell::default(),
            model,
            is_complete: false,
            emergency: &[],
            columns: &[],
        }
    }

    /// The model's dictionary, if there is one.
    pub(crate) fn dictionary(&self) -> Option<Dictionary> {
        self.model.and_then(Dictionary::of)
    }

    /// The parameters, in the order in which the profile first names them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter()
    }

    /// The paths of the first few elements inside secrets, and where they are.
    pub(crate) fn in_secrets(&self) -> impl Iterator<Item = (&'a str, Span)> {
        self.in_secrets.iter().copied()
    }

    /// The parameter with this name, if the profile has it.
    pub(crate) fn get(&self, name: &str) -> Option<&Entry<'a>> {
        self.entries.get(*self.by_name.get(name)?)
    }

    /// The value that this profile sets; `None` if it sets none, so that the device's value comes from elsewhere.
    pub(crate) fn value(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.value
    }

    /// The value that the device will have, as far as that is known: the one that this profile sets or, if it is the
    /// whole configuration, the factory default.
    pub(crate) fn setting(&self, name: &str) -> Option<Cow<'a, str>> {
        if let Some(value) = self.value(name) {
            return Some(Cow::Borrowed(value));
        }
        let definition = self.dictionary().filter(|_| self.is_complete)?.get(name)?;
        definition.default_value(definition.index_in(name))
    }

    /// Whether a device list fills in a placeholder; if there is a list, a column that it lacks is a separate error.
    pub(crate) fn is_filled_in(&self, placeholder: &str) -> bool {
        !self.columns.is_empty() && placeholder.starts_with("{{") && placeholder.ends_with("}}")
    }

    /// Whether a placeholder in single braces is one of a device list that lacks a brace at its end, which
    /// [`spc_core::batch`] reports.
    pub(crate) fn is_unclosed(&self, before: &str, placeholder: &str) -> bool {
        !self.columns.is_empty() && before.ends_with('{') && placeholder.starts_with('{')
    }

    /// The sources, the profile itself first.
    pub(crate) fn sources(&self) -> &'a [Source<'a>] {
        self.sources
    }

    /// A finding about the name of a parameter.
    pub(crate) fn on_name(&self, check: &Check, entry: &Entry<'_>, message: impl Into<String>) -> Diagnostic {
        finding(check, entry.place.name, message).parameter(entry.name)
    }

    /// A finding about a whole value, or about the name if there is no value.
    pub(crate) fn on_value(&self, check: &Check, entry: &Entry<'_>, message: impl Into<String>) -> Diagnostic {
        let place = if entry.text().is_empty() { entry.place.name } else { entry.place.value };
        finding(check, place, message).parameter(entry.name)
    }

    /// A finding about a part of a value.
    pub(crate) fn within(
        &self,
        check: &Check,
        entry: &Entry<'_>,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        finding(check, self.place(entry, range), message).parameter(entry.name)
    }

    /// Where a part of a value is in its source.
    pub(crate) fn place(&self, entry: &Entry<'_>, range: Range<usize>) -> Span {
        let place = entry.place.value;
        let before = usize::from(entry.written.len() > entry.text().len());
        let range = range.start.saturating_add(before)..range.end.saturating_add(before);
        let Some(source) = self.sources.get(usize::from(place.source())) else { return place };
        let mut last = self.last_places.borrow_mut();
        if last.as_ref().is_none_or(|(of, _)| *of != place) {
            *last = Some((place, ValuePlaces::new(source.bytes, source.syntax, place, entry.written)));
        }
        last.as_ref().map_or(place, |(_, places)| places.span(entry.written, range))
    }
}

/// A finding of a check, with the check's own severity.
pub(crate) fn finding(check: &Check, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(check.code, check.severity, span, message)
}

/// The same finding with a different severity.
pub(crate) fn as_severity(mut finding: Diagnostic, severity: Severity) -> Diagnostic {
    finding.severity = severity;
    finding
}
