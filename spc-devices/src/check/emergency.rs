//! Numbers that must be reachable: emergency numbers, and those that the profile itself dials.
//!
//! Knows: which parameters hold numbers, and how severe each problem is. Must not know: the language of plans itself.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::dial_plans::{dialer, entries, is_quoted};
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use super::words::numbered;
use crate::lang::dial_plan::analysis::{self, Emergency, Trouble};
use crate::lang::dial_plan::{DialKey, DialPlan, Dialer, Element, Item, KeySet, Keypresses, Matcher};
use crate::lang::located::Located;
use crate::lang::phone_number::PhoneNumber;
use crate::model::{Family, Model};

static EMERGENCY: Check = Check {
    code: Code::new(915),
    name: "emergency-number",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "An emergency number is not sent, is changed, or is sent only after the long timer.",
    explanation: "The numbers checked are those in `Emergency_Number_n_`, for which this is an error, and those that \
        you give, for example with `--emergency`; the country is never guessed. Add the number as a separate \
        sequence: `|112S0`.",
    source: "value-languages 1.8, dp-emergency",
    fires: || {
        vec![
            Example::of("<Dial_Plan_1_>([2-9]xxxxxx|1xxxx)</Dial_Plan_1_>").emergency(&["112"]),
            Example::of("<Dial_Plan_1_>(0xxx)</Dial_Plan_1_><Emergency_Number_1_>911</Emergency_Number_1_>"),
            Example::of("<Dial_Plan_1_>(911|0xxx)</Dial_Plan_1_><Emergency_Number_1_>[49]11</Emergency_Number_1_>"),
            Example::on("8851", "<Dial_Plan_1_>(9S0|911)</Dial_Plan_1_><Emergency_Number_1_>911</Emergency_Number_1_>"),
            Example::on(
                "8851",
                "<Dial_Plan_1_>(&lt;9:0>xx.)</Dial_Plan_1_><Emergency_Number_1_>911</Emergency_Number_1_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>([2-9]xxxxxx|112S0)</Dial_Plan_1_>").emergency(&["112"]),
            Example::of("<Dial_Plan_1_>(0xxx)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(0xxx|911)</Dial_Plan_1_><Emergency_Number_1_>911</Emergency_Number_1_>"),
        ]
    },
};

static GLUED: Check = Check {
    code: Code::new(916),
    name: "emergency-number-glued",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The plan has an emergency number only as the end of another sequence: a `|` may be missing.",
    explanation: "Without the `|`, the two sequences become one, and neither of the two numbers is sent.",
    source: "value-languages 1.8, dp-911-glued",
    fires: || vec![Example::of("<Dial_Plan_1_>(xxxx**[3469]11|0|00)</Dial_Plan_1_>").emergency(&["911"])],
    silent: || vec![Example::of("<Dial_Plan_1_>(xxxx**|[3469]11|0|00)</Dial_Plan_1_>").emergency(&["911"])],
};

static DIALECTS: Check = Check {
    code: Code::new(917),
    name: "dial-plan-dialect",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::NeedsModel,
    summary: "A speed dial in this profile is sent by some devices and rejected by others.",
    explanation: "Sipura and older Linksys devices send an incomplete number when the timer runs out; later ones \
        reject it, which is certain if the model is known. If it is not, or is one of the adapters whose guides \
        disagree, it depends on the \
        firmware whether the number is sent. Add a sequence that matches the whole number.",
    source: "value-languages 1.8, dp-dialect; 1.4",
    fires: || {
        vec![
            Example::of("<Dial_Plan_1_>(1xxx)</Dial_Plan_1_><Speed_Dial_2>12</Speed_Dial_2>"),
            Example::on("spa504g", "<Dial_Plan_1_>(1xxx)</Dial_Plan_1_><Speed_Dial_2>12</Speed_Dial_2>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>(1xxx)</Dial_Plan_1_><Speed_Dial_2>1234</Speed_Dial_2>"),
            Example::on("spa942", "<Dial_Plan_1_>(1xxx)</Dial_Plan_1_><Speed_Dial_2>12</Speed_Dial_2>"),
        ]
    },
};

static STAR_FOR_X: Check = Check {
    code: Code::new(918),
    name: "dial-plan-x-star",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::NeedsModel,
    summary: "A number with `*` or `#` in it is sent only if `x` matches any key, but on this model `x` matches only \
        a digit.",
    explanation: "`x` matches any key of the keypad on the ATA 191 and 192 and on multiplatform phones, but only a \
        digit on older devices. Write `[0-9*#]` to match `*` and `#` as well.",
    source: "value-languages 1.8, dp-x-star; 1.3",
    fires: || vec![Example::on("spa942", "<Dial_Plan_1_>(xxxx)</Dial_Plan_1_><Speed_Dial_2>12*3</Speed_Dial_2>")],
    silent: || {
        vec![
            Example::on("spa942", "<Dial_Plan_1_>(xx[0-9*]x)</Dial_Plan_1_><Speed_Dial_2>12*3</Speed_Dial_2>"),
            Example::on("8851", "<Dial_Plan_1_>(xxxx)</Dial_Plan_1_><Speed_Dial_2>12*3</Speed_Dial_2>"),
            Example::of("<Dial_Plan_1_>(xxxx)</Dial_Plan_1_><Speed_Dial_2>12*3</Speed_Dial_2>"),
        ]
    },
};

static PATTERN: Check = Check {
    code: Code::new(921),
    name: "emergency-number-syntax",
    group: Group::DialPlans,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "An entry of `Emergency_Number_n_` is neither a number nor a pattern of a dial plan.",
    explanation: "Entries are separated by commas. Each is a number, or a pattern such as `[49]11`. The device \
        ignores an entry that it cannot read.",
    source: "value-languages 1.1",
    fires: || {
        vec![
            Example::of("<Emergency_Number_1_>[49]11,[99</Emergency_Number_1_>"),
            Example::of("<Emergency_Number_1_>911;112</Emergency_Number_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Emergency_Number_1_>[49]11, 112</Emergency_Number_1_>"),
            Example::of("<Emergency_Number_1_>911,112</Emergency_Number_1_>"),
            Example::of("<Emergency_Number_1_></Emergency_Number_1_>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&EMERGENCY, &GLUED, &DIALECTS, &STAR_FOR_X, &PATTERN];

/// A pattern that matches more numbers than this is not tried number by number.
const MOST_NUMBERS: usize = 100;

/// Tries every known number on the plan of its line.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let dialled: Vec<(&Entry<'_>, Keypresses)> =
        subject.entries().filter_map(|entry| Some((entry, speed_dial(entry)?))).collect();
    for entry in entries(subject) {
        let Ok(plan) = DialPlan::parse(entry.text()) else { continue };
        let dialer = dialer(subject);
        emergency(subject, entry, &plan, dialer, findings);
        let of_line = |(speed_dial, _): &&(&Entry<'_>, Keypresses)| line_of(speed_dial.name) == line_of(entry.name);
        for (speed_dial, keys) in dialled.iter().filter(of_line) {
            findings.extend(own_number(subject, speed_dial, keys, entry, &plan, dialer));
        }
    }
    for entry in subject.entries().filter(|entry| numbered(entry.name, "Emergency_Number_", "_").is_some()) {
        patterns(subject, entry, findings);
    }
}

/// The keys that a speed dial presses, if it is a number that goes through the plan.
fn speed_dial(entry: &Entry<'_>) -> Option<Keypresses> {
    let rest = entry.name.strip_prefix("Speed_Dial_")?;
    let is_number = rest.ends_with("_Number") || rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let number = PhoneNumber::parse(entry.text()).ok().filter(|number| is_number && number.host.is_none())?;
    // It is dialled all at once, which ends the number.
    let keys = Keypresses::parse(&format!("{}~", number.user.value)).ok()?;
    (keys.presses().len() > 1).then_some(keys)
}

/// The line of a plan or of an adapter's speed dial; a phone dials on its first line.
fn line_of(name: &str) -> u16 {
    let of_plan = name.strip_prefix("Dial_Plan_");
    let of_speed_dial = name.strip_prefix("Speed_Dial_").and_then(|rest| rest.split_once('_')).map(|(_, rest)| rest);
    of_plan.or(of_speed_dial).and_then(|rest| numbered(rest, "", "_")).unwrap_or(1)
}

/// Whether it is not known which of the two dialects the device has.
fn is_of_either(subject: &Subject<'_>) -> bool {
    subject.model.map(Model::family).is_none_or(|family| family == Family::SpaAta)
}

/// Whether the two dialects send something different for these keys.
fn differs(plan: &DialPlan, dialer: Dialer, keys: &Keypresses) -> bool {
    let other = dialer.dialect(dialer.dialect.other());
    Matcher::new(plan, dialer).dial(keys).sent() != Matcher::new(plan, other).dial(keys).sent()
}

/// What the plan of its line does to a speed dial.
fn own_number(
    subject: &Subject<'_>,
    speed_dial: &Entry<'_>,
    keys: &Keypresses,
    plan_entry: &Entry<'_>,
    plan: &DialPlan,
    dialer: Dialer,
) -> Option<Diagnostic> {
    let by_plan = |finding: Diagnostic| finding.note(plan_entry.place.value, "the plan is here");
    let is_sent = |dialer: Dialer| Matcher::new(plan, dialer).dial(keys).sent().is_some();
    if subject.model.is_some() && !dialer.any_key && !is_sent(dialer) && is_sent(dialer.any_key(true)) {
        let message = "the plan rejects this number, because `x` matches only a digit on this model";
        return Some(by_plan(subject.on_value(&STAR_FOR_X, speed_dial, message)));
    }
    let message = match is_of_either(subject) {
        true => "older devices send this number, later ones reject it",
        false if is_sent(dialer) => return None,
        false => "the plan rejects this number on this model; older devices send it",
    };
    differs(plan, dialer, keys).then(|| by_plan(subject.on_value(&DIALECTS, speed_dial, message)))
}

/// Entries that no device can read.
fn patterns(subject: &Subject<'_>, entry: &Entry<'_>, findings: &mut Vec<Diagnostic>) {
    let text = entry.text();
    if text.trim().is_empty() || next_placeholder(text, 0).is_some() {
        return;
    }
    let mut start = 0_usize;
    for piece in text.split(',') {
        let end = start.saturating_add(piece.len());
        let is_readable = DialPlan::parse(&format!("({piece})"))
            .is_ok_and(|plan| matches!(plan.sequences.as_slice(), [only] if is_readable(&only.value.items)));
        if piece.trim().is_empty() || !is_readable {
            let message = "neither a number nor a pattern of a dial plan";
            findings.push(subject.within(&PATTERN, entry, start..end, message).help("entries are separated by commas"));
        }
        start = end.saturating_add(1);
    }
}

fn is_readable(items: &[Located<Item>]) -> bool {
    !items.iter().any(|item| matches!(item.value, Item::Unknown(_)))
}

/// The numbers that a pattern matches; none if there are too many to try them all.
fn numbers(pattern: &str) -> Vec<Keypresses> {
    let Ok(plan) = DialPlan::parse(&format!("({pattern})")) else { return Vec::new() };
    let [sequence] = plan.sequences.as_slice() else { return Vec::new() };
    let mut numbers = vec![String::new()];
    for item in &sequence.value.items {
        match &item.value {
            Item::Element(Element { pattern, repeated: false }) => {
                let keys: Vec<DialKey> = pattern.keys(KeySet::DIGITS).iter().collect();
                if numbers.len().saturating_mul(keys.len()) > MOST_NUMBERS {
                    return Vec::new();
                }
                let longer = |number: &String| keys.iter().map(move |key| format!("{number}{key}")).collect::<Vec<_>>();
                numbers = numbers.iter().flat_map(longer).collect();
            }
            Item::Timer(_) | Item::Tone => {}
            _ => return Vec::new(),
        }
    }
    numbers.iter().filter_map(|number| Keypresses::parse(number).ok()).filter(|keys| !keys.is_empty()).collect()
}

/// Numbers that have to get through. Without a model, a number is reported only if it fails in both dialects.
fn emergency(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    plan: &DialPlan,
    dialer: Dialer,
    findings: &mut Vec<Diagnostic>,
) {
    let line = entry.name.strip_prefix("Dial_Plan_").unwrap_or_default();
    let own = subject.value(&format!("Emergency_Number_{line}")).unwrap_or_default();
    let own = own.split(',').map(|pattern| (numbers(pattern.trim()), Severity::Error));
    let named = subject.emergency.iter().filter_map(|number| Keypresses::parse(number).ok());
    let named = named.filter(|keys| !keys.is_empty()).map(|keys| (vec![keys], Severity::Warning));
    let all: Vec<(Vec<Keypresses>, Severity)> = own.chain(named).collect();
    let known: Vec<&Keypresses> = all.iter().flat_map(|(numbers, _)| numbers).collect();
    for (numbers, severity) in &all {
        let severity = *severity;
        let other = dialer.dialect(dialer.dialect.other());
        let also = analysis::emergency(plan, other, numbers);
        let mut troubles = analysis::emergency(plan, dialer, numbers);
        troubles.retain(|trouble| {
            let is_everywhere = || also.iter().any(|one| one.number == trouble.number && is_grave(one));
            is_grave(trouble) && (subject.model.is_some() || is_everywhere())
        });
        let Some((trouble, others)) = troubles.split_first() else { continue };
        let (number, wait) = (&trouble.number, trouble.wait);
        let (message, severity) = match &trouble.trouble {
            Trouble::Rejected if subject.model.is_none() => {
                (format!("{number} is rejected, or sent only after the long timer"), severity)
            }
            Trouble::Changed { sent } => {
                // A plan may reach the same destination in another way: over an outside line, or by a country's other
                // number.
                let reaches = sent.ends_with(number.as_str()) || known.iter().any(|keys| keys.to_string() == *sent);
                let severity = match trouble.outcome.left_over.is_empty() {
                    false => severity,
                    true if reaches => Severity::Note,
                    true => Severity::Warning,
                };
                // What is sent for a number may be a login before an `@`.
                let shown = if is_quoted(entry) { sent } else { "another number" };
                (format!("{number} is sent as {shown}"), severity)
            }
            Trouble::WaitsLong => (format!("{number} is sent only after {wait} s"), severity),
            Trouble::Rejected | Trouble::WaitsShort => (format!("{number} is not sent"), severity),
        };
        if let Some((_, range)) = trouble.glued.clone() {
            let message = format!("{number} is only the end of this sequence; a `|` may be missing before it");
            findings.push(as_severity(subject.within(&GLUED, entry, range, message), severity));
            continue;
        }
        let more = match others.len() {
            0 => String::new(),
            more => format!(", and {more} more in its pattern"),
        };
        let finding = as_severity(subject.on_value(&EMERGENCY, entry, format!("{message}{more}")), severity);
        let keys = numbers.iter().find(|keys| keys.to_string() == *number);
        findings.push(match keys.and_then(|keys| mend(entry.text(), dialer, keys)) {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}

/// How a plan can be changed so that it sends these keys as they are: the first change that helps, by trying it.
fn mend(plan: &str, dialer: Dialer, keys: &Keypresses) -> Option<String> {
    let dialled = |plan: &str, keys: &Keypresses| {
        let plan = DialPlan::parse(plan).ok()?;
        Some(Matcher::new(&plan, dialer).dial(keys))
    };
    let appended = plan.rsplit_once(')').map(|(before, after)| format!("{before}|{keys}S0){after}"));
    let begun = plan.split_once('(').map(|(before, after)| format!("{before}({keys}S0|{after}"));
    let changes = [
        (appended, format!("add `|{keys}S0` to the plan")),
        (begun, format!("put `{keys}S0|` at the beginning of the plan, so that no other sequence decides first")),
        (
            without_hurry(plan, dialer, keys),
            "delete the `S0` of the sequence that is sent before the last key".to_owned(),
        ),
        (
            Some(plan.replacen(&format!("{keys}!"), &format!("{keys}S0"), 1)),
            format!("write `{keys}S0` in place of `{keys}!`, which rejects the number"),
        ),
    ];
    let is_sent = |plan: &str| dialled(plan, keys).is_some_and(|outcome| outcome.sent() == Some(&keys.to_string()));
    let helps = |(changed, _): &(Option<String>, String)| changed.as_deref().is_some_and(is_sent);
    if let Some((_, help)) = changes.into_iter().find(helps) {
        return Some(help);
    }
    let is_hot_line = dialled(plan, &Keypresses::default()).is_some_and(|outcome| outcome.sent().is_some());
    is_hot_line.then(|| {
        format!("the plan is a hot line, which dials before any key: give it a pause, as in `P5`, and add `|{keys}S0`")
    })
}

/// The plan without the `S0` of the sequence that decides.
fn without_hurry(plan: &str, dialer: Dialer, keys: &Keypresses) -> Option<String> {
    let parsed = DialPlan::parse(plan).ok()?;
    let sequence = Matcher::new(&parsed, dialer).dial(keys).sequence?.checked_sub(1)?;
    let (before, rest) = plan.split_at_checked(parsed.sequences.get(sequence)?.range().start)?;
    Some([before, &rest.replacen("S0", "", 1)].concat())
}

/// Any complete number may wait for the short timer.
const fn is_grave(emergency: &Emergency) -> bool {
    !matches!(emergency.trouble, Trouble::WaitsShort)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::dial_plan::Dialect;

    #[test]
    fn only_what_helps_is_suggested() {
        for (plan, help) in [
            ("(0xxx)", Some("add `|911S0` to the plan")),
            ("(91S0|911)", Some("delete the `S0`")),
            ("(<:1>xxx|[2-9]xxx)", Some("put `911S0|` at the beginning")),
            ("(911!|xx.)", Some("write `911S0` in place of `911!`")),
            ("(P0<:1000>)", Some("the plan is a hot line")),
            ("(911!|9xx!)", None),
        ] {
            let keys = Keypresses::parse("911").unwrap();
            let found = mend(plan, Dialer::new(Dialect::Cisco), &keys);
            let is_it = match (&found, help) {
                (Some(found), Some(help)) => found.starts_with(help),
                (found, help) => found.is_none() && help.is_none(),
            };
            assert!(is_it, "{plan}: {found:?}");
        }
    }
}
