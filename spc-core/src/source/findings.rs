//! Collects the findings of one run, bounded: hostile input must not turn into a report of a million lines.

use crate::diagnostic::{Code, Diagnostic, Severity, Span};

/// Findings of one run that are kept.
const KEPT: usize = 1_000;

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    kept: Vec<Diagnostic>,
    has_error: bool,
    dropped: usize,
}

impl Findings {
    pub(super) fn push(&mut self, finding: Diagnostic) {
        let is_first_error = finding.severity == Severity::Error && !self.has_error;
        self.has_error |= is_first_error;
        if self.kept.len() >= KEPT {
            self.dropped = self.dropped.saturating_add(1);
            // An error must never be lost behind warnings: it decides whether anything is compiled.
            if !is_first_error {
                return;
            }
            self.kept.pop();
        }
        self.kept.push(finding);
    }

    /// Takes back what was said of the text from here on and of what ends here: it was read as what it is not.
    pub(super) fn retract(&mut self, from: u32) {
        self.kept.retain(|finding| finding.span.end < from);
        self.has_error = self.kept.iter().any(|finding| finding.severity == Severity::Error);
    }

    /// All of them in source order, their spans taken from the text to the source.
    pub(super) fn into_sorted(mut self, in_source: impl Fn(Span) -> Span) -> Vec<Diagnostic> {
        self.kept.sort_by_key(|finding| (finding.span.source, finding.span.start));
        for finding in &mut self.kept {
            finding.span = in_source(finding.span);
            for (span, _) in &mut finding.notes {
                *span = in_source(*span);
            }
        }
        if self.dropped > 0 {
            let end = self.kept.last().map(|finding| finding.span).unwrap_or_default();
            let message = format!("{} more findings are not shown", self.dropped);
            self.kept.push(Diagnostic::of(Code::MORE_FINDINGS, end, message));
        }
        self.kept
    }
}
