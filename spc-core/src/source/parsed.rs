//! What reading a profile gives.

use crate::diagnostic::{Diagnostic, Span};
use crate::profile::Profile;

/// A profile as its source says it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Parsed<'a> {
    /// The parameters in source order; a name may repeat.
    pub profile: Profile<'a>,
    /// Where each of them is: one entry a parameter, in the same order.
    pub places: Vec<Place>,
    /// The warnings, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a parameter is in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Its name, in the start tag or at the beginning of the entry.
    pub name: Span,
    /// Its value, in XML without the blanks at its ends; empty where there is none.
    pub value: Span,
}

impl Parsed<'_> {
    /// The same without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> Parsed<'static> {
        Parsed { profile: self.profile.into_owned(), places: self.places, diagnostics: self.diagnostics }
    }
}
