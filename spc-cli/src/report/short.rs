//! Findings for editors and logs: `file:line:column: severity: message [CODE]`, one line each.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use crate::report::escape::escape;
use crate::report::sources::{Place, Sources};

/// The line of a finding.
pub(super) fn of(finding: &Diagnostic, sources: &Sources<'_>) -> String {
    line(finding.severity, &finding.message, Some(finding.code), sources.locate(finding.span))
}

/// One line; without a place it begins with the program's name.
pub(super) fn line(severity: Severity, message: &str, code: Option<Code>, place: Option<Place<'_>>) -> String {
    let place = place.map_or_else(|| "spc".to_owned(), |place| place.to_string());
    let code = code.map(|code| format!(" [{code}]")).unwrap_or_default();
    format!("{place}: {severity}: {}{code}", escape(message))
}
