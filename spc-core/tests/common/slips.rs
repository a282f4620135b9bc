//! Slips of the hand in XML, and all that is reported about them.

use spc_core::diagnostic::Code;

use crate::findings::{findings, places};

/// What is reported about a source: code, line and column, message, hint.
#[track_caller]
pub(crate) fn assert_said(source: &str, expected: &[(Code, usize, usize, &str, &str)]) {
    let places = places(source.as_bytes());
    let findings = findings(source.as_bytes());
    let said: Vec<_> = places
        .iter()
        .zip(&findings)
        .map(|((code, line, column), finding)| {
            (*code, *line, *column, finding.message.as_str(), finding.help.as_deref().unwrap_or_default())
        })
        .collect();
    assert_eq!(said, expected, "{source}");
}

/// A profile with this at line 2, followed by a correct parameter.
pub(crate) fn profile(line: &str) -> String {
    format!("<flat-profile>\n{line}\n<Time_Zone ua=\"na\">GMT</Time_Zone>\n</flat-profile>\n")
}
