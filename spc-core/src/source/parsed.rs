//! The result of reading a profile.

use crate::diagnostic::{Diagnostic, Span};
use crate::profile::Profile;

/// A profile as its source defines it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Parsed<'a> {
    /// The parameters in source order; names may be repeated.
    pub profile: Profile<'a>,
    /// Where each parameter is: one entry per parameter, in the same order.
    pub places: Vec<Place>,
    /// The warnings, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a parameter is in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The place of its name, in the start tag or at the beginning of the entry.
    pub name: Span,
    /// The place of its value, in XML without the blanks at its ends; empty if there is no value.
    pub value: Span,
}

impl Parsed<'_> {
    /// Returns the same result without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> Parsed<'static> {
        Parsed { profile: self.profile.into_owned(), places: self.places, diagnostics: self.diagnostics }
    }
}
