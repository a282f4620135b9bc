//! Which image a device fetches next, once it runs one that the rule installed.
//!
//! Knows: versions in conditions and in the names of images. Must not know: findings, and which firmware exists.

use core::cmp::Ordering;

use crate::lang::condition::{Comparison, Operand, Relation};
use crate::lang::rule::{Alternative, Rule};
use crate::lang::version::Version;

/// The most alternatives that are followed; no rule has this many, and the time grows with their square.
const MOST: usize = 64;
/// The most steps from one image to the next that are followed.
const STEPS: usize = 8;

/// An image and the version that its name says.
pub(super) struct Image {
    /// The form that is compared.
    pub(super) version: Version,
    /// The form that is shown.
    pub(super) text: String,
}

/// A device that never stops upgrading.
pub(super) enum Loop {
    /// The condition of an alternative holds for its own image as well.
    Again {
        /// Its place in the rule.
        alternative: usize,
        /// Its image.
        image: Image,
        /// What the condition requires of the version: `$SWVER != 7.6.2`.
        condition: String,
        /// Whether it requires a version other than a given one.
        is_unequal: bool,
    },
    /// Images lead to each other.
    Undone {
        /// The place of the later alternative.
        alternative: usize,
        /// Its image.
        image: Image,
        /// The image of the alternative that leads there, to which it leads back.
        other: Image,
    },
}

/// Every way in which the rule never stops.
pub(super) fn loops(rule: &Rule<'_>) -> Vec<Loop> {
    let alternatives = rule.alternatives.get(..MOST.min(rule.alternatives.len())).unwrap_or_default();
    (0..alternatives.len()).filter_map(|first| from(alternatives, first)).collect()
}

/// What happens to a device that has taken an alternative.
fn from(alternatives: &[Alternative<'_>], first: usize) -> Option<Loop> {
    let mut path = vec![first];
    while let Some(&last) = path.last().filter(|_| path.len() <= STEPS) {
        let image = image(alternatives.get(last)?)?;
        let next = next(alternatives, last, &image.version)?;
        if next == first && path.len() == 1 {
            let comparisons = asked(alternatives.get(first)?);
            let is_unequal = comparisons.iter().any(|one| one.operator.relation == Relation::NotEqual);
            let whole = |one: &&Comparison<'_>| {
                if one.left.is_none() { format!("$SWVER {one}") } else { one.to_string().replace("$(SWVER)", "$SWVER") }
            };
            let condition: Vec<String> = comparisons.iter().map(whole).collect();
            // One that does not check the version is a separate finding.
            let condition = (!condition.is_empty()).then(|| condition.join(" and "))?;
            return Some(Loop::Again { alternative: first, image, condition, is_unequal });
        }
        if next == first {
            // Each alternative in the circle finds it, but only the first one reports it.
            let later = path.get(1).copied().filter(|_| path.iter().all(|one| first <= *one))?;
            let image = self::image(alternatives.get(later)?)?;
            let other = self::image(alternatives.get(first)?)?;
            return Some(Loop::Undone { alternative: later, image, other });
        }
        if path.contains(&next) {
            return None;
        }
        path.push(next);
    }
    None
}

/// The alternative that a device takes if it runs this version because it took the one at `taken`; `None` if that
/// cannot be known, or if no condition holds.
fn next(alternatives: &[Alternative<'_>], taken: usize, version: &Version) -> Option<usize> {
    for (at, alternative) in alternatives.iter().enumerate() {
        let comparisons = alternative.condition.as_ref().map_or(&[][..], |condition| &condition.comparisons);
        // A condition that is the same before and after an upgrade held for the alternative that was taken, and for
        // none before it.
        let steady = comparisons.iter().filter(|one| is_steady(one)).count();
        let others = comparisons.iter().filter(|one| !is_steady(one));
        let outcomes: Vec<Option<bool>> = others.map(|one| holds(one, version)).collect();
        if outcomes.contains(&Some(false)) || (at < taken && steady > 0 && outcomes.is_empty()) {
            continue;
        }
        let is_known = outcomes.iter().all(Option::is_some) && (steady == 0 || at == taken);
        return is_known.then_some(at);
    }
    None
}

/// Whether a comparison has the same outcome before and after an upgrade.
fn is_steady(comparison: &Comparison<'_>) -> bool {
    const STEADY: [&str; 8] = ["MA", "MAC", "MAU", "PN", "PSN", "SN", "HWVER", "IP"];
    let is_fixed = |name: &str| STEADY.contains(&name) || name.len() == 1;
    let operands = comparison.left.iter().chain([&comparison.right]);
    let mut names = operands.flat_map(|operand| operand.text.macros().map(|(used, _)| used.name));
    comparison.left.is_some() && names.all(is_fixed)
}

/// Whether a version meets a comparison; `None` if that cannot be known.
fn holds(comparison: &Comparison<'_>, version: &Version) -> Option<bool> {
    let (relation, wanted) = wanted(comparison)?;
    // An image of `1.4.1(002)` may be named `1.4.1`; that of `7.4.8a` has its letter in the name.
    if version.lacks_letters_of(&wanted) && !wanted.has_one_letter() {
        return None;
    }
    // A multiplatform phone never reports `11.3.1`.
    if version.is_multiplatform() && !wanted.is_multiplatform() {
        return (relation == Relation::NotEqual).then_some(true);
    }
    Some(relation.holds(version.compare(&wanted)?))
}

/// What a comparison requires of the version that the device runs, on whichever side that is.
fn wanted(comparison: &Comparison<'_>) -> Option<(Relation, Version)> {
    let relation = comparison.operator.relation;
    if is_version(comparison.left) {
        return Some((relation, Version::parse(comparison.right.text.text())?));
    }
    let left = comparison.left.filter(|_| is_version(Some(comparison.right)))?;
    Some((relation.mirrored(), Version::parse(left.text.text())?))
}

/// The comparisons of an alternative that check the version.
fn asked<'r, 'a>(alternative: &'r Alternative<'a>) -> Vec<&'r Comparison<'a>> {
    let comparisons = alternative.condition.as_ref().map_or(&[][..], |condition| &condition.comparisons);
    comparisons.iter().filter(|one| is_version(one.left) || is_version(Some(one.right))).collect()
}

/// Whether an alternative checks, in any way, the version that the device runs.
pub(super) fn asks_version(alternative: &Alternative<'_>) -> bool {
    let Some(condition) = &alternative.condition else { return false };
    condition.comparisons.iter().any(|one| one.left.is_none())
        || condition.operands().any(|operand| operand.text.macros().any(|(used, _)| used.name == "SWVER"))
}

/// Whether one side of a comparison is the version that the device runs.
pub(super) fn is_version(left: Option<Operand<'_>>) -> bool {
    left.is_none_or(|left| matches!(left.text.text(), "$SWVER" | "$(SWVER)"))
}

/// The image that an alternative fetches, if its name contains a version.
fn image(alternative: &Alternative<'_>) -> Option<Image> {
    let url = alternative.targets.iter().find_map(|target| target.url)?;
    named(url.parts().path.split('?').next()?)
}

/// The image in a path: `7.6.2f` in `spa50x-30x-7-6-2f.bin`, or in the nearest folder that has a version.
pub(super) fn named(path: &str) -> Option<Image> {
    path.rsplit('/').take(3).find_map(of_name)
}

fn of_name(name: &str) -> Option<Image> {
    // The names of multiplatform images are their versions.
    if let Some(version) = Version::parse(name) {
        let text = name.strip_suffix(".loads").unwrap_or(name).to_owned();
        return Some(Image { version, text });
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, end)| if is_number(end) { name } else { stem });
    let parts: Vec<&str> = stem.split(['-', '.', '_']).collect();
    let is_last = |part: &str| part.starts_with(|c: char| c.is_ascii_digit()) && part.len() < 6;
    let found = parts.windows(3).find(|window| match window {
        [major, minor, patch] => is_number(major) && is_number(minor) && is_last(patch),
        _ => false,
    })?;
    let text = found.join(".");
    Some(Image { version: Version::parse(&text)?, text })
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.len() < 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether one version is older than another; no if they have different forms.
pub(super) fn is_older(version: &Version, than: &Version) -> bool {
    version.compare(than) == Some(Ordering::Less)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::rule;

    /// `again 0 7.6.2f`, `undone 1 7.4.9 7.6.2`.
    fn found(text: &str) -> Vec<String> {
        let show = |one: Loop| match one {
            Loop::Again { alternative, image, condition, .. } => {
                format!("again {alternative} {} {condition}", image.text)
            }
            Loop::Undone { alternative, image, other } => format!("undone {alternative} {} {}", image.text, other.text),
        };
        loops(&rule::parse(text).unwrap()).into_iter().map(show).collect()
    }

    #[test]
    fn a_condition_that_holds_for_its_own_image_is_a_loop() {
        for (rule, image) in [
            ("( $SWVER ne 7.6.2 )? /spa50x-30x-7-6-2f.bin", "7.6.2f $SWVER ne 7.6.2"),
            ("( $SWVER lt 7.6.3 )? /spa50x-30x-7-6-2.bin", "7.6.2 $SWVER lt 7.6.3"),
            ("( $SWVER ne 7.6.2sr7 )? /spa50x-30x-7-6-2SR7.bin", "7.6.2SR7 $SWVER ne 7.6.2sr7"),
            ("( $SWVER le 7.6.2 )? /spa50x-30x-7-6-2.bin", "7.6.2 $SWVER le 7.6.2"),
            ("( $SWVER ne 11.3.1 )? /sip88xx.11-3-1MPP-678.loads", "sip88xx.11-3-1MPP-678 $SWVER ne 11.3.1"),
            ("( ne 7.6.1 )? /fw/7.6.2/spa.bin", "7.6.2 $SWVER ne 7.6.1"),
            ("( 7.6.2 ne $SWVER )? /spa50x-30x-7-6-2f.bin", "7.6.2f 7.6.2 ne $SWVER"),
            ("( 7.6.3 gt $SWVER )? /spa50x-30x-7-6-2.bin", "7.6.2 7.6.3 gt $SWVER"),
            ("( $SWVER != 7.4.8a )? /spa50x-30x-7-4-8.bin", "7.4.8 $SWVER != 7.4.8a"),
            ("( $SWVER ge 7.1 and \"$PN\" eq \"SPA504G\" )? /spa50x-7-6-2.bin", "7.6.2 $SWVER ge 7.1"),
            (
                "( $SWVER ne sip88xx.11-3-1MPP-1 )? /sip88xx.11-3-2MPP0001-609.loads",
                "sip88xx.11-3-2MPP0001-609 $SWVER ne sip88xx.11-3-1MPP-1",
            ),
        ] {
            assert_eq!(found(rule), [format!("again 0 {image}")], "{rule}");
        }
    }

    #[test]
    fn two_alternatives_that_undo_each_other_are_found_once() {
        for rule in [
            "( $SWVER ne 7.6.2 )? /spa50x-7-6-2.bin | /spa50x-7-4-9.bin",
            "( $SWVER lt 7.6.2 )? /spa50x-7-6-2.bin | ( $SWVER ge 7.6.2 )? /spa50x-7-4-9.bin",
        ] {
            assert_eq!(found(rule), ["undone 1 7.4.9 7.6.2"], "{rule}");
        }
    }

    #[test]
    fn what_ends_or_is_not_known_is_not_a_loop() {
        for rule in [
            "( $SWVER ne 7.6.2f )? /spa50x-30x-7-6-2f.bin",
            "( $SWVER ne 7.6.2SR7 )? /spa50x-30x-7-6-2SR7.bin",
            "( $SWVER lt 7.6.2 )? /spa50x-30x-7-6-2f.bin",
            "( $SWVER ne 1.4.1(002) )? /spa1x2_1.4.1_SR5.bin",
            "( $SWVER lt 7.4.9 )? /spa50x-7-4-9.bin | ( $SWVER lt 7.6.2 )? /spa50x-7-6-2.bin",
            "( $SWVER ne 7.6.2 )? /firmware.bin",
            "( 7.6.2 gt $SWVER )? /spa50x-30x-7-6-2.bin",
            "( 7.4.8a ne $SWVER )? /spa50x-30x-7-4-8a.bin",
            "( $SWVER lt 11.3.1 )? /sip88xx.11-3-1MPP-678.loads",
            "/spa50x-7-6-2.bin",
            "( $SWVER ne sip88xx.11-3-2MPP0001-609 )? /sip88xx.11-3-2MPP0001-609.loads",
            "( $SWVER ne 7.6.1 and $UPGST eq 1 )? /spa50x-7-6-2.bin",
            "( \"$A\" eq \"x\" and $SWVER ne 7.6.2 )? /a-7-6-2.bin | ( $SWVER ne 7.4.9 )? /a-7-4-9.bin",
        ] {
            assert_eq!(found(rule), [""; 0], "{rule}");
        }
    }

    #[test]
    fn a_rule_of_many_alternatives_takes_no_longer() {
        let rule = vec!["( $SWVER ne 7.6.1 )? /spa50x-7-6-2.bin"; 10_000].join("|");
        assert!(!loops(&rule::parse(&rule).unwrap()).is_empty());
    }
}
