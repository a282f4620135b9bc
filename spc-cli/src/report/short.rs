//! Findings in one line each: `file:line:column: severity: message [CODE]`.

use spc_core::diagnostic::Diagnostic;

use crate::report::escape::escape;
use crate::report::located::Lines;

/// The line of a finding.
pub(crate) fn line(finding: &Diagnostic, lines: &Lines<'_>) -> String {
    let place = lines.locate(finding.span);
    let place = place.map_or_else(String::new, |at| format!("{}:{}:{}: ", escape(at.file), at.line, at.column));
    format!("{place}{}: {} [{}]", finding.severity, escape(&finding.message), finding.code)
}
