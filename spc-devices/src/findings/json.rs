//! Findings as JSON, one object a line. The fields are an interface: fields may be added, but never changed.

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
    // An edit to something that is not shown may contain part of it.
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

/// The result of a run over many files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// How many files there were.
    pub files: usize,
    /// How many findings were errors.
    pub errors: usize,
    /// How many were warnings.
    pub warnings: usize,
    /// How many were notes.
    pub notes: usize,
    /// How many files were checked without the parameters of their model, because nothing says the model or its
    /// parameters are not known.
    pub files_without_dictionary: usize,
}

/// The object after the last finding of a run.
#[must_use]
pub fn json_summary(summary: &Summary) -> String {
    let Summary { files, errors, warnings, notes, files_without_dictionary } = summary;
    let counts = object!({
        "files": files,
        "errors": errors,
        "warnings": warnings,
        "notes": notes,
        "files_without_dictionary": files_without_dictionary,
    });
    object!({ "schema": SCHEMA, "summary": counts }).to_string()
}
