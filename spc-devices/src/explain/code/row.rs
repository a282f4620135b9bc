//! What one row of the explanations of the readers' codes holds.

use spc_core::diagnostic::Code;

use crate::check::Example;

/// Why a code of the readers matters, and how to fix what it reports. What it means is a row of
/// [`CODES`](spc_core::diagnostic::CODES).
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) code: Code,
    pub(super) explanation: &'static str,
    /// How it comes to be reported.
    pub(super) example: Example,
    pub(super) source: &'static str,
}

/// A row whose example is a whole source.
pub(super) const fn row(code: Code, explanation: &'static str, example: &'static str, source: &'static str) -> Row {
    shown(code, explanation, Example::of(example), source)
}

/// A row whose example is not a source alone.
pub(super) const fn shown(code: Code, explanation: &'static str, example: Example, source: &'static str) -> Row {
    Row { code, explanation, example, source }
}
