//! Which findings of a profile are shown: the most frequent ones must not hide the others.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

/// How many findings of one file are shown unless the user asks for another number.
pub const USUAL: usize = 100;
/// How many findings of one code are among those before the others are only counted.
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

/// The findings that are shown, up to a maximum number, and how many more there are of each code.
///
/// The first findings of each code come before more of the same code, so that no kind of mistake stays hidden while
/// there is room, and errors come before other findings. Twenty findings of one code are shown, and as many more as
/// `most` is above [`USUAL`].
#[must_use]
pub fn fold(findings: &[Diagnostic], most: usize) -> (Vec<&Diagnostic>, Vec<More>) {
    let mut kinds: Vec<(More, Vec<usize>)> = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        let (code, severity) = (finding.code, finding.severity);
        match kinds.iter_mut().find(|(kind, _)| kind.code == code) {
            Some((kind, places)) => {
                kind.severity = kind.severity.min(severity);
                places.push(at);
            }
            None => kinds.push((More { code, severity, count: 0 }, vec![at])),
        }
    }
    let severity = |at: &usize| findings.get(*at).map_or(Severity::Note, |finding| finding.severity);
    // Of each code, the most severe, and of those the first.
    let firsts: Vec<usize> =
        kinds.iter().filter_map(|(_, places)| places.iter().copied().min_by_key(|at| (severity(at), *at))).collect();
    let is_first = |at: &usize| firsts.contains(at);
    let by_weight = [Severity::Error, Severity::Warning, Severity::Note].into_iter().flat_map(|severity| {
        firsts.iter().copied().filter(move |at| findings.get(*at).is_some_and(|one| one.severity == severity))
    });
    // Whoever asks for more than usual sees more of each.
    let of_one_code = OF_ONE_CODE.max(most.saturating_sub(USUAL));
    let rest = kinds.iter().flat_map(|(_, places)| places.iter().copied().take(of_one_code));
    let mut rest: Vec<usize> = rest.filter(|at| !is_first(at)).collect();
    rest.sort_unstable_by_key(|at| (severity(at), *at));
    let mut shown: Vec<usize> = by_weight.chain(rest).take(most).collect();
    shown.sort_unstable();
    for (kind, places) in &mut kinds {
        // Of a code that is shown, the findings that were not kept.
        let hidden = |at: &usize| {
            let count = findings.get(*at).map_or(0, |finding| finding.count);
            if shown.binary_search(at).is_ok() { count.saturating_sub(1) } else { count }
        };
        kind.count = places.iter().map(hidden).sum();
    }
    let shown = shown.into_iter().filter_map(|at| findings.get(at)).collect();
    (shown, kinds.into_iter().map(|(more, _)| more).filter(|more| more.count > 0).collect())
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
        assert_eq!((shown.len(), counts(more)), (1, vec![(501, 499), (601, 2)]));
        let (shown, more) = fold(&findings, 3);
        assert_eq!((shown.len(), counts(more)), (3, vec![(501, 498), (601, 1)]));
        let (shown, more) = fold(&findings, USUAL + 400);
        assert_eq!((shown.len(), counts(more)), (OF_ONE_CODE.max(400) + 2, vec![(501, 100)]), "more if asked for");
        assert!(fold(&findings, 1000).1.is_empty());
        let (shown, more) = fold(&findings, 0);
        assert_eq!((shown.len(), counts(more)), (0, vec![(501, 500), (601, 2)]));
        assert_eq!(summary(&findings), "502 warnings");
        let error = Diagnostic::new(Code::new(501), Severity::Error, Span::default(), "text");
        let findings = [of(501), error, of(601)];
        let (shown, _) = fold(&findings, 1);
        assert_eq!(
            shown.first().map(|one| one.severity),
            Some(Severity::Error),
            "even after a warning of the same code"
        );
    }
}
