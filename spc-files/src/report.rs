//! What people and programs see of a run: errors, progress, and findings about a source as a compiler shows them.
//!
//! The forms for programs are those of [`spc_devices::findings`], each with a row in [`Form`](style::Form). The core decides
//! which parts of a source may be shown in them.
//!
//! Knows: words, forms, styles, exit codes. Must not know: how anything is read or written, or the command line.

use std::ops::Range;

use spc_core::diagnostic::{Diagnostic, Span};
use spc_core::redact::Excerpt;
use spc_core::source::Syntax;
use spc_devices::findings::{Sources, USUAL};

use crate::report::reporter::Reporter;

pub(crate) mod advice;
pub(crate) mod error;
pub(crate) mod exit;
pub mod findings;
mod human;
pub(crate) mod numbers;
pub mod progress;
pub(crate) mod reporter;
mod snippet;
pub mod style;

pub use spc_devices::findings::Shown;

/// Shows findings in order. `sources` are the profile and its imports, in the order in which they were read.
pub fn show(findings: &[Diagnostic], sources: &[Shown<'_>], reporter: &Reporter) {
    // Most runs have none, and working out what may be shown would cost more than compiling.
    if !findings.is_empty() {
        reporter.lines(findings::lines(findings, &Sources::of(sources), reporter.voice(), USUAL));
    }
}

/// Shows an error in a value that was typed. `secrets` are the ranges that must not be shown.
pub fn show_in_value(
    message: &str,
    name: &str,
    value: &str,
    secrets: &[Range<usize>],
    place: Range<usize>,
    reporter: &Reporter,
) {
    let typed = [Shown::new(name, value.as_bytes(), Syntax::Text)];
    let excerpt = Excerpt::of_value(value, secrets, place.clone());
    let sources = Sources::of(&typed);
    let place = Span::of(0, place).and_then(|span| sources.locate(span));
    reporter.lines(human::error(message, place, Some(&excerpt), reporter.voice()));
}

/// Which places in these sources may be shown unchanged.
pub(crate) fn may_be_shown<'a>(sources: &[Shown<'a>]) -> impl Fn(Span) -> bool + 'a {
    let sources = Sources::of(sources);
    move |span| sources.shows(span)
}

/// A whole source for display, with `***` in place of everything that may be a secret.
#[must_use]
pub fn redacted(source: Shown<'_>) -> String {
    Sources::of(&[source]).redacted().unwrap_or_default()
}
