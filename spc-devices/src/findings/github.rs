//! Findings as annotations of GitHub Actions: workflow commands, escaped as its toolkit escapes them.

use spc_core::diagnostic::{Diagnostic, Severity};

use super::sources::Sources;

/// The workflow command of a finding.
#[must_use]
pub fn github(finding: &Diagnostic, sources: &Sources<'_>) -> String {
    let command = command(finding.severity);
    let place = sources.locate(finding.span).map_or_else(String::new, |at| {
        let file = property(at.file);
        let (line, column, end_line) = (at.line, at.column, at.end_line);
        // The columns of a range over several lines mean nothing there.
        let end = if end_line == line { format!(",endColumn={}", at.end_column) } else { String::new() };
        format!("file={file},line={line},endLine={end_line},col={column}{end},")
    });
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
    format!(
        "::{command} {place}title={}::{}",
        property(&finding.code.to_string()),
        data(&format!("{}{help}", finding.message))
    )
}

/// The name of the command for a severity.
pub(super) const fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "notice",
    }
}

pub(super) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

pub(super) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_it_early() {
        assert_eq!(data("100 %\r\n::error::x"), "100 %25%0D%0A::error::x");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
