//! Collects the findings of one run, up to a limit: hostile input must not turn into a report of a million lines, and
//! the most common fault must not hide the others.

use crate::diagnostic::{Code, Diagnostic, Severity, Span};

/// The most findings of one code that are kept.
const KEPT: usize = 200;

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    kept: Vec<Diagnostic>,
    /// How many there are of each code, including those that were not kept.
    counts: Vec<(Code, usize)>,
}

/// A state of the findings that can be returned to.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    kept: usize,
    counts: Vec<(Code, usize)>,
}

impl Findings {
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.push_as(finding.code, || finding);
    }

    /// Adds a finding of this code, which is made only if it is kept.
    pub(super) fn push_as(&mut self, code: Code, finding: impl FnOnce() -> Diagnostic) {
        let at = self.counts.iter().position(|(counted, _)| *counted == code).unwrap_or_else(|| {
            self.counts.push((code, 0));
            self.counts.len().saturating_sub(1)
        });
        if let Some((_, count)) = self.counts.get_mut(at) {
            *count = count.saturating_add(1);
            if *count <= KEPT {
                self.kept.push(finding());
            }
        }
    }

    /// Adds a finding, or counts it with the one that has the same code and the same help, because they have one cause.
    pub(super) fn push_once(&mut self, finding: Diagnostic) {
        let is_like = |kept: &&mut Diagnostic| kept.code == finding.code && kept.help == finding.help;
        match self.kept.iter_mut().find(is_like) {
            Some(kept) => kept.count = kept.count.saturating_add(1),
            None => self.push(finding),
        }
    }

    /// Withdraws the findings of a code from a place on, because they follow from a fault that is itself reported.
    pub(super) fn withdraw(&mut self, code: Code, from: u32) {
        let before = self.kept.len();
        self.kept.retain(|finding| finding.code != code || finding.span.start < from);
        let fewer = before.saturating_sub(self.kept.len());
        let count = self.counts.iter_mut().find(|(counted, _)| *counted == code);
        count.into_iter().for_each(|(_, count)| *count = count.saturating_sub(fewer));
    }

    pub(super) fn has_error(&self) -> bool {
        self.kept.iter().any(|finding| finding.severity == Severity::Error)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { kept: self.kept.len(), counts: self.counts.clone() }
    }

    /// Withdraws what was added since the mark.
    pub(super) fn retract_to(&mut self, mark: Mark) {
        self.kept.truncate(mark.kept);
        self.counts = mark.counts;
    }

    /// Returns all findings in source order, with their spans converted from the text to the source.
    pub(super) fn into_sorted(mut self, in_source: impl Fn(Span) -> Span) -> Vec<Diagnostic> {
        self.kept.sort_by_key(|finding| (finding.span.source, finding.span.start));
        for finding in &mut self.kept {
            finding.span = in_source(finding.span);
            for (span, _) in &mut finding.notes {
                *span = in_source(*span);
            }
            if let Some(suggestion) = &mut finding.suggestion {
                suggestion.span = in_source(suggestion.span);
            }
        }
        let mut dropped = 0_usize;
        for (code, count) in &self.counts {
            let more = count.saturating_sub(KEPT);
            if let Some(last) = self.kept.iter_mut().rfind(|finding| finding.code == *code && more > 0) {
                last.count = last.count.saturating_add(more);
            }
            dropped = dropped.saturating_add(more);
        }
        if dropped > 0 {
            let end = self.kept.last().map(|finding| finding.span).unwrap_or_default();
            let message = format!("{dropped} more findings like these are not listed");
            self.kept.push(Diagnostic::of(Code::MORE_FINDINGS, end, message));
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_of_one_kind_do_not_hide_another() {
        let mut findings = Findings::default();
        let at = |start| Span::new(start, start);
        (0..1_000).for_each(|start| findings.push(Diagnostic::of(Code::REPEATED_SAME, at(start), "again")));
        findings.push(Diagnostic::of(Code::BARE_AMPERSAND, at(1_000), "an error"));
        let found = findings.into_sorted(|span| span);
        assert_eq!(found.iter().filter(|finding| finding.severity == Severity::Error).count(), 1);
        assert_eq!(found.len(), KEPT + 2);
        assert_eq!(
            found.last().map(|finding| finding.message.as_str()),
            Some("800 more findings like these are not listed")
        );
        let of_code = found.iter().filter(|finding| finding.code == Code::REPEATED_SAME);
        assert_eq!(of_code.map(|finding| finding.count).sum::<usize>(), 1_000);
    }

    #[test]
    fn what_follows_from_a_fault_is_taken_back() {
        let mut findings = Findings::default();
        for start in 0..4 {
            let code = if start == 3 { Code::BARE_AMPERSAND } else { Code::STRAY_TEXT };
            findings.push(Diagnostic::of(code, Span::new(start, start), "text"));
        }
        findings.withdraw(Code::STRAY_TEXT, 1);
        let starts: Vec<u32> = findings.into_sorted(|span| span).iter().map(|finding| finding.span.start).collect();
        assert_eq!(starts, [0, 3]);
    }

    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        let mut findings = Findings::default();
        let add = |findings: &mut Findings| findings.push(Diagnostic::of(Code::STRAY_TEXT, Span::default(), "text"));
        add(&mut findings);
        let mark = findings.mark();
        (0..1_000).for_each(|_| add(&mut findings));
        findings.retract_to(mark);
        assert_eq!(findings.into_sorted(|span| span).len(), 1);
    }
}
