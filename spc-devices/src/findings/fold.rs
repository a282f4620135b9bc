//! Which findings of a profile are shown: the commonest must not hide the others.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

/// Findings of one code that are shown before the others are counted only.
const OF_ONE_CODE: usize = 20;

/// How many of one kind are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct More {
    /// Their code.
    pub code: Code,
    /// Their severity.
    pub severity: Severity,
    /// How many.
    pub count: usize,
}

/// The findings that are shown, about this many at most, and how many more there are of each code.
#[must_use]
pub fn fold(findings: &[Diagnostic], most: usize) -> (Vec<&Diagnostic>, Vec<More>) {
    let mut kinds: Vec<(usize, More)> = Vec::new();
    let mut shown = Vec::new();
    for finding in findings {
        let (code, severity) = (finding.code, finding.severity);
        let at = kinds.iter().position(|(_, kind)| kind.code == code).unwrap_or_else(|| {
            kinds.push((0, More { code, severity, count: 0 }));
            kinds.len().saturating_sub(1)
        });
        let Some((seen, kind)) = kinds.get_mut(at) else { continue };
        // The first of each code is shown even beyond the limit, so that no kind of fault stays unknown.
        if *seen < OF_ONE_CODE && (shown.len() < most || *seen == 0) {
            *seen = seen.saturating_add(1);
            shown.push(finding);
            kind.count = kind.count.saturating_add(finding.count.saturating_sub(1));
        } else {
            kind.count = kind.count.saturating_add(finding.count);
        }
    }
    (shown, kinds.into_iter().map(|(_, more)| more).filter(|more| more.count > 0).collect())
}

/// How many there are of each severity: `3 errors, 1 warning`.
#[must_use]
pub fn summary(findings: &[Diagnostic]) -> String {
    let of = |severity: Severity| findings.iter().filter(move |finding| finding.severity == severity);
    let count = |severity: Severity| match of(severity).map(|finding| finding.count).sum() {
        0 => None,
        1 => Some(format!("1 {severity}")),
        many => Some(format!("{many} {severity}s")),
    };
    let counts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count).collect();
    counts.join(", ")
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::Span;

    use super::*;

    #[test]
    fn the_commonest_finding_does_not_hide_the_next() {
        let of = |number| Diagnostic::new(Code::new(number), Severity::Warning, Span::default(), "text");
        let findings: Vec<Diagnostic> =
            std::iter::repeat_with(|| of(501)).take(500).chain([of(601), of(601)]).collect();
        let counts = |more: Vec<More>| more.iter().map(|more| (more.code.number(), more.count)).collect::<Vec<_>>();
        let (shown, more) = fold(&findings, 100);
        assert_eq!((shown.len(), counts(more)), (OF_ONE_CODE + 2, vec![(501, 480)]));
        let (shown, more) = fold(&findings, 1);
        assert_eq!((shown.len(), counts(more)), (2, vec![(501, 499), (601, 1)]));
        assert_eq!(summary(&findings), "502 warnings");
    }
}
