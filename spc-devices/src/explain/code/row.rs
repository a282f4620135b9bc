//! What one row of the explanations of the readers' codes holds.

use spc_core::diagnostic::Code;

/// Why a code of the readers matters, and how to fix what it reports. What it means is a row of
/// [`CODES`](spc_core::diagnostic::CODES).
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) code: Code,
    pub(super) explanation: &'static str,
    /// A whole source in which it is reported; `None` if it would be too large, or would not be text.
    pub(super) example: Option<&'static str>,
    pub(super) source: &'static str,
}

pub(super) const fn row(
    code: Code,
    explanation: &'static str,
    example: Option<&'static str>,
    source: &'static str,
) -> Row {
    Row { code, explanation, example, source }
}
