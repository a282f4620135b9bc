//! Findings about a device list, in the same forms as all others. A list is not a source of a profile, and its cells are
//! never shown.

use serde_json::json as object;
use spc_core::diagnostic::Diagnostic;

use super::github::{command, data, property};
use super::json::SCHEMA;

/// Where a finding about a device list is, as far as that is known. Lines and columns count from 1.
///
/// ```
/// use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};
/// use spc_devices::findings::{ListLocation, list_short};
///
/// let finding = Diagnostic::new(Code::new(2012), Severity::Error, Span::default(), "not an address");
/// let place = ListLocation::new("devices.csv").at(3, Some(1)).named("mac");
/// assert_eq!(list_short(&finding, place), "devices.csv:3:1: error: not an address [SPC2012]");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListLocation<'a> {
    file: &'a str,
    line: Option<u64>,
    column: Option<u64>,
    name: Option<&'a str>,
}

impl<'a> ListLocation<'a> {
    /// In this list.
    #[must_use]
    pub const fn new(file: &'a str) -> Self {
        Self { file, line: None, column: None, name: None }
    }

    /// On this line, at this character.
    #[must_use]
    pub const fn at(self, line: u64, column: Option<u64>) -> Self {
        Self { line: Some(line), column, ..self }
    }

    /// In the column with this name.
    #[must_use]
    pub const fn named(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }
}

/// The object of a finding, with the name of the column as `list_column`.
#[must_use]
pub fn list_json(finding: &Diagnostic, place: ListLocation<'_>) -> String {
    let finding = object!({
        "schema": SCHEMA,
        "code": finding.code.to_string(),
        "severity": finding.severity.as_str(),
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.line,
        "end_column": place.column,
        "parameter": null,
        "list_column": place.name,
        "message": finding.message,
        "help": finding.help,
        "suggestion": null,
    });
    finding.to_string()
}

/// The line of a finding.
#[must_use]
pub fn list_short(finding: &Diagnostic, place: ListLocation<'_>) -> String {
    let numbers = place.line.into_iter().chain(place.column).map(|number| format!(":{number}"));
    let numbers: String = numbers.collect();
    format!("{}{numbers}: {}: {} [{}]", place.file, finding.severity, finding.message, finding.code)
}

/// The workflow command of a finding.
#[must_use]
pub fn list_github(finding: &Diagnostic, place: ListLocation<'_>) -> String {
    let command = command(finding.severity);
    let line = place.line.map(|line| format!(",line={line},endLine={line}")).unwrap_or_default();
    let column = place.column.map(|column| format!(",col={column}")).unwrap_or_default();
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
    format!(
        "::{command} file={}{line}{column},title={}::{}",
        property(place.file),
        property(&finding.code.to_string()),
        data(&format!("{}{help}", finding.message))
    )
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::{Code, Severity, Span};

    use super::*;

    #[test]
    fn a_place_is_shown_as_far_as_it_is_known() {
        let finding = Diagnostic::new(Code::new(2012), Severity::Error, Span::default(), "100 %").help("a % b");
        let place = ListLocation::new("a,b.csv");
        assert_eq!(list_short(&finding, place), "a,b.csv: error: 100 % [SPC2012]");
        assert_eq!(list_github(&finding, place), "::error file=a%2Cb.csv,title=SPC2012::100 %25%0Aa %25 b");
        let place = place.at(3, Some(4)).named("mac");
        assert_eq!(
            list_github(&finding, place),
            "::error file=a%2Cb.csv,line=3,endLine=3,col=4,title=SPC2012::100 %25%0Aa %25 b"
        );
        let json: serde_json::Value = serde_json::from_str(&list_json(&finding, place)).unwrap();
        assert_eq!(
            (json["line"].as_u64(), json["list_column"].as_str(), json["schema"].as_u64()),
            (Some(3), Some("mac"), Some(1))
        );
    }
}
