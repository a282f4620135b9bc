//! Upgrade rules: firmware that is fetched again and again, or is not firmware.
//!
//! Knows: versions in conditions and in the names of images. Must not know: which firmware exists.

use spc_core::diagnostic::Diagnostic;

use super::definition::Check;
use super::rules::{self, PROFILE_RULES};
use super::subject::{Entry, Subject};
use super::words::is_no;
use crate::lang::condition::Relation;
use crate::lang::rule::{self as rule_text, Alternative, OptionKind, Rule};
use crate::lang::version::Version;
use crate::model::Family;

mod images;
mod rows;

use images::{Loop, asks_version, is_older, is_version, loops, named};
use rows::{
    UPGRADE_ALWAYS, UPGRADE_DOWN, UPGRADE_LOGIN, UPGRADE_LOOP, UPGRADE_OF_OTHERS, UPGRADE_OFF, UPGRADE_OVER_HTTPS,
    UPGRADE_TO_PROFILE,
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[
    &UPGRADE_LOOP,
    &UPGRADE_ALWAYS,
    &UPGRADE_TO_PROFILE,
    &UPGRADE_OVER_HTTPS,
    &UPGRADE_OFF,
    &UPGRADE_DOWN,
    &UPGRADE_OF_OTHERS,
    &UPGRADE_LOGIN,
];

/// How the names of images begin, the family that each is for, and the models if they are known; longer prefixes come
/// before shorter ones.
const IMAGES: &[(&str, Family, &[&str])] = &[
    ("ata19", Family::Ata19x, &[]),
    ("pap2t", Family::SpaAta, &[]),
    ("payton", Family::Spa1xx, &[]),
    ("sip68", Family::Mpp, &["6821", "6841", "6851", "6861", "6871"]),
    ("sip7832", Family::Mpp, &["7832"]),
    ("sip78", Family::Mpp, &["7811", "7821", "7841", "7861"]),
    ("sip8832", Family::Mpp, &["8832"]),
    ("sip8845", Family::Mpp, &["8845", "8865"]),
    ("sip88xx", Family::Mpp, &["8811", "8841", "8851", "8861"]),
    ("sip88", Family::Mpp, &[]),
    ("spa1x2", Family::Spa1xx, &[]),
    ("spa2102", Family::SpaAta, &["SPA2102"]),
    ("spa232", Family::Spa1xx, &[]),
    ("spa3102", Family::SpaAta, &["SPA3102"]),
    ("spa30x", Family::Spa5xx, SMALL),
    ("spa50x", Family::Spa5xx, SMALL),
    ("spa51x", Family::Spa5xx, SMALL),
    ("spa525", Family::Spa5xx, &["SPA525G", "SPA525G2"]),
    ("spa8000", Family::SpaAta, &["SPA8000"]),
    ("spa941", Family::Spa9xx, &["SPA901", "SPA921", "SPA941"]),
    ("spa9", Family::Spa9xx, &[]),
];

/// The phones of the series that do not use the SPA525 image; it is not documented which of them share one.
const SMALL: &[&str] =
    &["SPA301", "SPA303", "SPA501G", "SPA502G", "SPA504G", "SPA508G", "SPA509G", "SPA512G", "SPA514G"];

/// Looks at the upgrade rule, and at profile rules for firmware.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    rules::each(subject, |entry, rule| {
        if PROFILE_RULES.contains(&entry.name) {
            findings.extend(as_profile(subject, entry, rule));
        }
    });
    let Some(entry) = subject.get("Upgrade_Rule") else { return };
    // A rule that cannot be read is reported with the other rules.
    let Ok(rule) = rule_text::parse(entry.text()) else { return };
    findings.extend(logins(subject, entry, &rule));
    let mut is_of_others = false;
    let fetches = |alternative: &Alternative<'_>| alternative.targets.iter().any(|target| target.url.is_some());
    for alternative in rule.alternatives.iter().filter(|alternative| fetches(alternative)) {
        if !asks_version(alternative) {
            let message = "this image is fetched whatever version the device runs";
            findings.push(subject.within(&UPGRADE_ALWAYS, entry, alternative.extent.range(), message));
        }
        let found = image(subject, entry, alternative);
        is_of_others |= found.iter().any(|finding| finding.code == UPGRADE_OF_OTHERS.code);
        findings.extend(found);
    }
    findings.extend(off(subject, entry, &rule));
    let down = down(subject, entry, &rule);
    // Which version an image of other devices has is not the question.
    let loops = loops(&rule).into_iter().filter(|_| !is_of_others);
    findings.extend(loops.filter_map(|one| endless(subject, entry, &rule, &one, down.is_some())));
    findings.extend(down);
}

/// A profile rule that fetches a file with the ending of firmware, and a version before it.
fn as_profile(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>) -> Option<Diagnostic> {
    let targets = rule.alternatives.iter().flat_map(|alternative| &alternative.targets);
    let url = targets.filter_map(|target| target.url).find(|url| {
        let name = url.parts().path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let small = name.to_ascii_lowercase();
        small.ends_with(".loads") || small.ends_with(".bin") && named(name).is_some()
    })?;
    let message = "a profile from a file that is named like firmware";
    let finding = subject.within(&UPGRADE_TO_PROFILE, entry, url.text.extent().range(), message);
    Some(finding.help("firmware is fetched by `Upgrade_Rule`"))
}

/// A rule that never stops upgrading; `is_down` if it was already found that one alternative undoes another.
fn endless(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, one: &Loop, is_down: bool) -> Option<Diagnostic> {
    let at = |alternative: usize| rule.alternatives.get(alternative).map(|alternative| alternative.extent.range());
    match one {
        Loop::Again { alternative, image, condition, is_unequal } => {
            let whole = &image.text;
            let message = format!("the image seems to be {whole}, but `{condition}` is true for that too");
            let finding = subject.within(&UPGRADE_LOOP, entry, at(*alternative)?, message);
            Some(match is_unequal {
                true => finding.help(format!("write `( $SWVER != {whole} )?`, or compare with `lt`")),
                false => finding.help(format!("write `( $SWVER lt {whole} )?`")),
            })
        }
        Loop::Undone { .. } if is_down => None,
        Loop::Undone { alternative, image, other } => {
            let (to, back) = (&image.text, &other.text);
            let message =
                format!("a device that runs {back} is upgraded to {to} here, and then downgraded to {back} again");
            Some(subject.within(&UPGRADE_LOOP, entry, at(*alternative)?, message).help("leave one of the two out"))
        }
    }
}

/// Logins with the octal escape of a character that is probably not the one meant. The login itself is not shown.
fn logins(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>) -> Option<Diagnostic> {
    let targets = rule.alternatives.iter().flat_map(|alternative| &alternative.targets);
    let options = targets.flat_map(|target| &target.options);
    let login = options.filter(|option| matches!(option.kind, OptionKind::UserId | OptionKind::Password));
    let found = login.filter_map(|option| Some((option, octal(option.argument?.text.text())?)));
    let (option, message) = found.min_by_key(|(option, _)| option.extent.start)?;
    Some(subject.within(&UPGRADE_LOGIN, entry, option.extent.range(), message))
}

/// What to say about a word that has a character written as an octal escape.
fn octal(word: &str) -> Option<&'static str> {
    if word.contains("\\057") {
        return Some("`\\057` is a slash; a backslash is `\\134`");
    }
    let is_octal = |digits: &&str| digits.len() == 3 && digits.bytes().all(|digit| (b'0'..=b'7').contains(&digit));
    let mut numbers = word.split('\\').skip(1).filter_map(|rest| rest.get(..3)).filter(is_octal);
    numbers.find(|digits| *digits != "134")?;
    Some("a multiplatform phone reads a backslash and three digits as one character")
}

fn image(subject: &Subject<'_>, entry: &Entry<'_>, alternative: &Alternative<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for url in alternative.targets.iter().filter_map(|target| target.url) {
        let range = url.text.extent().range();
        let parts = url.parts();
        let path = parts.path.split('?').next().unwrap_or_default().to_ascii_lowercase();
        if [".cfg", ".xml", ".cfg.gz", ".xml.gz"].iter().any(|end| path.ends_with(end)) {
            let message = "this upgrade fetches a file that is named like a profile";
            found.push(subject.within(&UPGRADE_TO_PROFILE, entry, range.clone(), message));
        } else if [".zip", ".exe", ".cop", ".cop.sgn"].iter().any(|end| path.ends_with(end)) {
            let message = "this upgrade fetches a package; devices need the image that is in it";
            found.push(subject.within(&UPGRADE_TO_PROFILE, entry, range.clone(), message));
        }
        let is_https = parts.scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        if is_https && subject.model.is_some_and(|model| model.family() == Family::Spa9xx) {
            let message = "this series does not fetch firmware over HTTPS";
            found.push(subject.within(&UPGRADE_OVER_HTTPS, entry, range.clone(), message));
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        let known = IMAGES.iter().find(|(start, ..)| name.starts_with(start));
        if let (Some((_, owner, models)), Some(model)) = (known, subject.model) {
            let is_other = !models.is_empty() && !model.is_series() && !models.contains(&model.name());
            let message = match *owner != model.family() {
                true => format!("this image is named like one for the family {}", owner.key()),
                false => format!("this image is named like one for other models than the {}", model.name()),
            };
            if *owner != model.family() || is_other {
                found.push(subject.within(&UPGRADE_OF_OTHERS, entry, range.clone(), message));
            }
        }
    }
    found
}

/// An image that is older than the rule or the device requires.
fn down(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>) -> Option<Diagnostic> {
    let newest = rule.alternatives.iter().filter_map(|alternative| {
        let comparisons = &alternative.condition.as_ref()?.comparisons;
        let below = comparisons.iter().filter(|one| one.operator.relation == Relation::Less && is_version(one.left));
        below.filter_map(|one| Version::parse(one.right.text.text())).next()
    });
    let newest = newest.fold(Vec::new(), keep_newest);
    let limit = subject.get("Downgrade_Rev_Limit").filter(|limit| !limit.text().is_empty());
    let limit_version = limit.and_then(|limit| Version::parse(limit.text()));
    for alternative in &rule.alternatives {
        for url in alternative.targets.iter().filter_map(|target| target.url) {
            let Some(image) = url.parts().path.split('?').next().and_then(named) else { continue };
            let is_older = |than: &Version| is_older(&image.version, than);
            let range = url.text.extent().range();
            if alternative.condition.is_none() && newest.iter().any(is_older) {
                let message = "this image is older than the one that another alternative asks for";
                return Some(subject.within(&UPGRADE_DOWN, entry, range, message));
            }
            if let Some(limit) = limit.filter(|_| limit_version.as_ref().is_some_and(is_older)) {
                let message = "the device refuses an image as old as this one";
                let finding = subject.within(&UPGRADE_DOWN, entry, range, message);
                return Some(finding.note(limit.place.name, "the limit is set here"));
            }
        }
    }
    None
}

/// The newest version of each form: at most two.
fn keep_newest(mut newest: Vec<Version>, version: Version) -> Vec<Version> {
    match newest.iter_mut().find(|kept| kept.compare(&version).is_some()) {
        Some(kept) if is_older(kept, &version) => *kept = version,
        Some(_) => {}
        None => newest.push(version),
    }
    newest
}

fn off(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>) -> Option<Diagnostic> {
    let enable = subject.get("Upgrade_Enable").filter(|enable| is_no(enable.text()))?;
    let is_there = !rule.alternatives.is_empty();
    let finding = subject.on_name(&UPGRADE_OFF, entry, "this rule has no effect");
    is_there.then(|| finding.note(enable.place.name, "upgrades are switched off here"))
}
