//! Findings for editors and logs: `file:line:column: severity: message [CODE]`, one line each.

use spc_core::diagnostic::Diagnostic;

use super::sources::Sources;

/// The line of a finding; without a place it begins with `spc`.
#[must_use]
pub fn short(finding: &Diagnostic, sources: &Sources<'_>) -> String {
    let place = sources.locate(finding.span).map_or_else(|| "spc".to_owned(), |place| place.to_string());
    format!("{place}: {}: {} [{}]", finding.severity, finding.message, finding.code)
}
