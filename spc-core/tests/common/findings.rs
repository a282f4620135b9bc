//! The readers' findings as a person sees them: code, line and column, hint.

use spc_core::diagnostic::{Code, Diagnostic, LineIndex};
use spc_core::source::{Reader, Syntax};

/// What reading XML reports, whether the source is refused or not.
pub(crate) fn findings(source: &[u8]) -> Vec<Diagnostic> {
    findings_of(source, Syntax::Xml)
}

/// What reading in one of the languages reports.
pub(crate) fn findings_of(source: &[u8], syntax: Syntax) -> Vec<Diagnostic> {
    match Reader::new().syntax(syntax).read(source) {
        Ok(parsed) => parsed.diagnostics,
        Err(findings) => findings.into_vec(),
    }
}

/// The code and place of every finding in an XML source.
pub(crate) fn places(source: &[u8]) -> Vec<(Code, usize, usize)> {
    let index = LineIndex::new(source);
    let place = |finding: &Diagnostic| {
        let (line, column) = index.locate(finding.span.start());
        (finding.code, line, column)
    };
    findings(source).iter().map(place).collect()
}
