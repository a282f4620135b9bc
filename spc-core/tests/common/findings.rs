//! Findings of the readers as a person meets them: code, line and column, hint.

use spc_core::diagnostic::{Code, Diagnostic, LineIndex};
use spc_core::source::{Reader, Syntax};

/// What reading XML reports, whether the source is refused or not.
pub(crate) fn findings(source: &[u8]) -> Vec<Diagnostic> {
    findings_of(source, Syntax::Xml)
}

/// What reading reports in one of the languages.
pub(crate) fn findings_of(source: &[u8], syntax: Syntax) -> Vec<Diagnostic> {
    match Reader::new().syntax(syntax).read(source) {
        Ok(parsed) => parsed.diagnostics,
        Err(findings) => findings.into_vec(),
    }
}

/// Code and place of every finding of XML.
pub(crate) fn places(source: &[u8]) -> Vec<(Code, usize, usize)> {
    let index = LineIndex::new(source);
    let place = |finding: &Diagnostic| {
        let (line, column) = index.locate(finding.span.start());
        (finding.code, line, column)
    };
    findings(source).iter().map(place).collect()
}
