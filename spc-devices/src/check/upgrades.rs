//! Upgrade rules: firmware that is fetched again and again, or is not firmware.
//!
//! Knows: versions in conditions and in the names of images. Must not know: which firmware exists.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::words::is_no;
use crate::lang::condition::Relation;
use crate::lang::rule::{self, Alternative, OptionKind, Rule};
use crate::lang::version::Version;
use crate::model::Family;

mod images;

use images::{Loop, asks_version, is_older, is_version, loops, named};

static UPGRADE_LOOP: Check = Check {
    code: Code::new(620),
    name: "upgrade-loop",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The condition of an upgrade still holds after it, so the device upgrades forever.",
    explanation: "`$SWVER != 7.6.2` is also true for a phone that runs 7.6.2f: versions are compared whole. Write the \
        version exactly as the device reports it, or compare with `lt`. Two alternatives may undo each other in the same way: \
        each is true for the image that the other installs. Versions are read from the names of the files.",
    source: "value-languages 6.1, upgrade-always; profile-language 9.2",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>( $SWVER != 7.6.2 ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER ge 7.5.2 ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>"),
            Example::of(
                "<Upgrade_Rule>( $SWVER ne 7.6.2 )? http://h/spa50x-7-6-2.bin | ( $SWVER eq 7.6.2 )? http://h/spa50x-7-4-9.bin</Upgrade_Rule>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER != 7.6.2f ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>"),
        ]
    },
};

static UPGRADE_ALWAYS: Check = Check {
    code: Code::new(621),
    name: "upgrade-always",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "An alternative of the upgrade rule does not ask for the version, so it applies whatever the device runs.",
    explanation: "Devices reportedly do not fetch an image again until the rule changes, so this alone is not a loop; \
        a device that already runs something newer is downgraded. Put `( $SWVER lt 7.6.2 )?` in front of it.",
    source: "value-languages 6.1, upgrade-always",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>http://prov.example.com/fw/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( \"$PN\" eq \"SPA504G\" )? http://h/fw/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://prov.example.com/fw/spa50x-30x-7-6-2.bin</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Rule></Upgrade_Rule>"),
        ]
    },
};

static UPGRADE_TO_PROFILE: Check = Check {
    code: Code::new(622),
    name: "upgrade-fetches-profile",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The upgrade rule fetches a file that is named like a profile or an archive.",
    explanation: "An image ends in `.bin` or `.loads`; vendors publish it in a `.zip`, which no device unpacks. A profile that is fetched as firmware is refused, and one that \
        should have been fetched is not. Perhaps `Profile_Rule` is meant.",
    source: "value-languages 6.1",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/$MA.cfg</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.zip</Upgrade_Rule>"),
        ]
    },
    silent: || vec![Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x.bin</Upgrade_Rule>")],
};

static UPGRADE_OVER_HTTPS: Check = Check {
    code: Code::new(623),
    name: "upgrade-over-https",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "These phones upgrade over TFTP and HTTP only.",
    explanation: "The guide of the SPA900 series says that firmware is not fetched over HTTPS. Put the image on a server \
        that answers HTTP.",
    source: "Linksys IP Phone Administrator Guide, firmware 5.1, p. 2-15; value-languages 6.1, upgrade-https",
    fires: || vec![Example::on("spa942", "<Upgrade_Rule>( $SWVER lt 6.1.5 )? https://h/spa942.bin</Upgrade_Rule>")],
    silent: || {
        vec![
            Example::on("spa942", "<Upgrade_Rule>( $SWVER lt 6.1.5 )? http://h/spa942.bin</Upgrade_Rule>"),
            Example::on("spa504g", "<Upgrade_Rule>( $SWVER lt 7.6.2 )? https://h/spa50x.bin</Upgrade_Rule>"),
        ]
    },
};

static UPGRADE_OFF: Check = Check {
    code: Code::new(624),
    name: "upgrade-off",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The profile has an upgrade rule but switches upgrades off.",
    explanation: "`Upgrade_Enable` No makes the device ignore `Upgrade_Rule`.",
    source: "value-languages 6.1, upgrade-off",
    fires: || {
        vec![Example::of(
            "<Upgrade_Enable>No</Upgrade_Enable><Upgrade_Rule>( $SWVER lt 7 )? http://h/f.bin</Upgrade_Rule>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Enable>Yes</Upgrade_Enable><Upgrade_Rule>( $SWVER lt 7 )? http://h/f.bin</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Enable>No</Upgrade_Enable><Upgrade_Rule></Upgrade_Rule>"),
        ]
    },
};

static UPGRADE_DOWN: Check = Check {
    code: Code::new(625),
    name: "upgrade-to-older",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The rule leads to an image that is older than one of its conditions asks for, or than the device takes.",
    explanation: "A device that was just upgraded by the condition is downgraded by the next alternative. And below \
        `Downgrade_Rev_Limit` a device refuses an image. Versions are read from the names of the files.",
    source: "value-languages 6.1, upgrade-down",
    fires: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.bin | http://h/spa50x-30x-7-5-2.bin</Upgrade_Rule>",
            ),
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.5.2 )? http://h/spa50x-30x-7-5-2.bin</Upgrade_Rule><Downgrade_Rev_Limit>7.5.5</Downgrade_Rev_Limit>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.5.2b )? http://h/spa50x-7-5-2b.bin | http://h/spa50x-7-6-2.bin</Upgrade_Rule>",
            ),
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.5.2 )? http://h/spa50x-30x-7-5-2.bin</Upgrade_Rule><Downgrade_Rev_Limit>7.4.9</Downgrade_Rev_Limit>",
            ),
        ]
    },
};

static UPGRADE_OF_OTHERS: Check = Check {
    code: Code::new(626),
    name: "upgrade-of-other-model",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The image is named like the firmware of another family of devices, or of other models of the family.",
    explanation: "A device refuses an image that is not its own, so nothing is broken, and nothing is upgraded. It asks \
        for the image again at every check.",
    source: "value-languages 6.1, upgrade-model",
    fires: || {
        vec![
            Example::on("8851", "<Upgrade_Rule>( $SWVER lt 11.3.2 )? http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::on("8851", "<Upgrade_Rule>http://h/sip78xx.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("8841", "<Upgrade_Rule>http://h/sip8832.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("spa525g2", "<Upgrade_Rule>http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::on("spa962", "<Upgrade_Rule>http://h/spa941-5-1-8.bin</Upgrade_Rule>"),
            Example::on("ata192", "<Upgrade_Rule>http://h/Payton_1.4.1_SR5.bin</Upgrade_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::on("8851", "<Upgrade_Rule>http://h/sip88xx.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("8865", "<Upgrade_Rule>http://h/sip8845_65.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("spa112", "<Upgrade_Rule>http://h/Payton_1.4.1_SR5.bin</Upgrade_Rule>"),
        ]
    },
};

static UPGRADE_LOGIN: Check = Check {
    code: Code::new(627),
    name: "upgrade-login",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The login of an upgrade rule has a character written as an octal number, such as `\\057`, which is `/`.",
    explanation: "Multiplatform phones take `[--uid u --pwd p]` in `Upgrade_Rule`, and a character that the rule would read \
        otherwise as an octal number: `\\043` for `#`. One page of the guide writes a backslash as `\\057`; that is a slash, and \
        a backslash is `\\134`. Any other number is noted, so that nobody takes it literally: a word in quotes needs \
        none. If the character is meant, ignore the note.",
    source: "value-languages 6.1, upgrade-cred",
    fires: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 11.3.2 )? [--uid fw --pwd a\\057b] http://h/sip88xx.loads</Upgrade_Rule>",
            ),
            Example::on(
                "8851",
                "<Upgrade_Rule>( $SWVER lt 11.3.2 )? [--uid fw --pwd a\\043b] http://h/sip88xx.loads</Upgrade_Rule>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 11.3.2 )? [--uid fw --pwd a\\134b] http://h/sip88xx.loads</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Rule>( $SWVER lt 11.3.2 )? http://h/a\\057b/sip88xx.loads</Upgrade_Rule>"),
        ]
    },
};

/// The checks of this theme.
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

/// How the names of images begin, the family that each is for, and the models where these are known; more of a name
/// comes before less of it.
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

/// The phones of the series that have no image of the SPA525; which of them share one is not documented.
const SMALL: &[&str] =
    &["SPA301", "SPA303", "SPA501G", "SPA502G", "SPA504G", "SPA508G", "SPA509G", "SPA512G", "SPA514G"];

/// Looks at the upgrade rule.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(entry) = subject.get("Upgrade_Rule") else { return };
    // A rule that cannot be read is reported with the others.
    let Ok(rule) = rule::parse(entry.text()) else { return };
    findings.extend(logins(subject, entry, &rule));
    let fetches = |alternative: &Alternative<'_>| alternative.targets.iter().any(|target| target.url.is_some());
    for alternative in rule.alternatives.iter().filter(|alternative| fetches(alternative)) {
        if !asks_version(alternative) {
            let message = "this image is fetched whatever version the device runs";
            findings.push(subject.within(&UPGRADE_ALWAYS, entry, alternative.extent.range(), message));
        }
        findings.extend(image(subject, entry, alternative));
    }
    findings.extend(off(subject, entry, &rule));
    let down = down(subject, entry, &rule);
    findings.extend(loops(&rule).into_iter().filter_map(|one| endless(subject, entry, &rule, &one, down.is_some())));
    findings.extend(down);
}

/// A rule that never stops upgrading; `is_down` where that one alternative undoes another was found already.
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
            let message = format!("a device that runs {back} is upgraded to {to} here, and then taken back to {back}");
            Some(subject.within(&UPGRADE_LOOP, entry, at(*alternative)?, message).help("leave one of the two out"))
        }
    }
}

/// Logins with the number of another character than is probably meant. The login itself is not shown.
fn logins(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>) -> Option<Diagnostic> {
    let targets = rule.alternatives.iter().flat_map(|alternative| &alternative.targets);
    let options = targets.flat_map(|target| &target.options);
    let login = options.filter(|option| matches!(option.kind, OptionKind::UserId | OptionKind::Password));
    let found = login.filter_map(|option| Some((option, octal(option.argument?.text.text())?)));
    let (option, message) = found.min_by_key(|(option, _)| option.extent.start)?;
    Some(subject.within(&UPGRADE_LOGIN, entry, option.extent.range(), message))
}

/// What there is to say about a word with a character that is written as an octal number.
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
            let message = "an upgrade from a file that is named like a profile";
            found.push(subject.within(&UPGRADE_TO_PROFILE, entry, range.clone(), message));
        } else if path.ends_with(".zip") {
            let message = "an upgrade from an archive; devices take the image that is in it";
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
                true => format!("this image is named like one of the family {}", owner.key()),
                false => format!("this image is named like one of other models than the {}", model.name()),
            };
            if *owner != model.family() || is_other {
                found.push(subject.within(&UPGRADE_OF_OTHERS, entry, range.clone(), message));
            }
        }
    }
    found
}

/// An image that is older than what the rule, or the device, wants at least.
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

/// The newest version of each form: two at most.
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
