//! Findings as JSON, one object a line. The fields are an interface: they are added to, never changed.

use serde_json::json as object;
use spc_core::diagnostic::Diagnostic;

use super::sources::Sources;

/// The version of the fields.
pub(super) const SCHEMA: u32 = 1;

/// The object of a finding.
#[must_use]
pub fn json(finding: &Diagnostic, sources: &Sources<'_>) -> String {
    let place = sources.locate(finding.span);
    let place = place.as_ref();
    // An edit of what is not shown may hold a piece of it.
    let suggestion = finding.suggestion.as_ref().filter(|suggestion| sources.shows(suggestion.span));
    let suggestion = suggestion.and_then(|suggestion| {
        let at = sources.locate(suggestion.span)?;
        Some(object!({
            "line": at.line,
            "column": at.column,
            "end_line": at.end_line,
            "end_column": at.end_column,
            "replacement": suggestion.replacement,
        }))
    });
    let finding = object!({
        "schema": SCHEMA,
        "code": finding.code.to_string(),
        "severity": finding.severity.as_str(),
        "file": place.map(|at| at.file),
        "line": place.map(|at| at.line),
        "column": place.map(|at| at.column),
        "end_line": place.map(|at| at.end_line),
        "end_column": place.map(|at| at.end_column),
        "parameter": finding.parameter,
        "message": finding.message,
        "help": finding.help,
        "suggestion": suggestion,
    });
    finding.to_string()
}

/// The object after the last finding of a run: how many there were.
#[must_use]
pub fn json_summary(files: usize, errors: usize, warnings: usize, notes: usize) -> String {
    let summary = object!({ "files": files, "errors": errors, "warnings": warnings, "notes": notes });
    object!({ "schema": SCHEMA, "summary": summary }).to_string()
}
