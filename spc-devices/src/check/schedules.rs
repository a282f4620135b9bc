//! Schedules: devices that fetch their profile too often, never again, or at an impossible time.
//!
//! Knows: which parameters hold a schedule. Must not know: rules and clocks.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::templates::is_open;
use crate::dictionary::{Definition, Language};
use crate::lang::schedule::{self, Schedule};
use crate::model::{Family, Model};

static FORM: Check = Check {
    code: Code::new(1040),
    name: "schedule-syntax",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A schedule or a time of day is not in any documented form.",
    explanation: "A schedule is a number of seconds, or on newer firmware also a form such as `60,120,240` or \
        `3600+600`. A time of day is four digits, such as `0300`. A device ignores anything else.",
    source: "value-languages 3.3",
    fires: || {
        vec![
            Example::of("<Resync_Periodic>1h</Resync_Periodic>"),
            Example::of("<Resync_At__HHmm_>3:00</Resync_At__HHmm_>"),
            Example::of("<Resync_At__HHmm_>2500</Resync_At__HHmm_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Resync_Periodic>3600</Resync_Periodic>"),
            Example::of("<Resync_At__HHmm_>0300</Resync_At__HHmm_>"),
            Example::of("<Resync_At__HHmm_></Resync_At__HHmm_>"),
            Example::of("<Resync_Periodic>{{seconds}}</Resync_Periodic>"),
        ]
    },
};

static FAST: Check = Check {
    code: Code::new(1041),
    name: "resync-fast",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Devices fetch their profile more often than every five minutes.",
    explanation: "`Resync_Periodic` is in seconds. Published templates have `3` and `10`, which were meant as hours \
        or minutes; with `3`, each device contacts the server twenty times a minute.",
    source: "value-languages 3.4, resync-fast",
    fires: || {
        vec![
            Example::of("<Resync_Periodic>24</Resync_Periodic>"),
            Example::on("8851", "<Resync_Periodic>60,3600</Resync_Periodic>"),
        ]
    },
    silent: || {
        vec![Example::of("<Resync_Periodic>0</Resync_Periodic>"), Example::of("<Resync_Periodic>300</Resync_Periodic>")]
    },
};

static BOTH: Check = Check {
    code: Code::new(1042),
    name: "resync-at-and-periodic",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A time of day and an interval are both set, and the interval is ignored.",
    explanation: "With a valid `Resync_At__HHmm_`, a device resyncs once a day and ignores `Resync_Periodic`.",
    source: "value-languages 3.4, resync-at-both",
    fires: || vec![Example::of("<Resync_At__HHmm_>0300</Resync_At__HHmm_><Resync_Periodic>3600</Resync_Periodic>")],
    silent: || {
        vec![
            Example::of("<Resync_At__HHmm_>0300</Resync_At__HHmm_><Resync_Periodic>0</Resync_Periodic>"),
            Example::of("<Resync_At__HHmm_></Resync_At__HHmm_><Resync_Periodic>3600</Resync_Periodic>"),
        ]
    },
};

static LIST: Check = Check {
    code: Code::new(1043),
    name: "schedule-list",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::NeedsModel,
    summary: "A list of delays or a random part needs firmware 3 or later on this model.",
    explanation: "Firmware 3 introduced the forms `60,120,240` and `3600+600`. It is not documented how firmware 1 \
        and 2 read them. Later families have them in every firmware.",
    source: "value-languages 3.4, resync-form; Linksys IP Phone Administrator Guide, firmware 5.1",
    fires: || vec![Example::on("spa2000", "<Resync_Periodic>3600+600</Resync_Periodic>")],
    silent: || {
        vec![
            Example::on("8851", "<Resync_Periodic>3600+600</Resync_Periodic>"),
            Example::on("spa504g", "<Resync_Error_Retry_Delay>1800,3600,14400+3600</Resync_Error_Retry_Delay>"),
            Example::on("spa122", "<Resync_Periodic>3600+600</Resync_Periodic>"),
            Example::on("spa2000", "<Resync_Periodic>3600</Resync_Periodic>"),
            Example::of("<Resync_Periodic>3600+600</Resync_Periodic>"),
        ]
    },
};

static NO_RETRY: Check = Check {
    code: Code::new(1044),
    name: "retry-delay-zero",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The delay after a failed resync is 0, which different guides explain in opposite ways.",
    explanation: "According to some guides the device then retries at once, according to others never. Write the \
        number of seconds that you want.",
    source: "value-languages 3.4, resync-retry0",
    fires: || vec![Example::of("<Resync_Error_Retry_Delay>0</Resync_Error_Retry_Delay>")],
    silent: || vec![Example::of("<Resync_Error_Retry_Delay>3600</Resync_Error_Retry_Delay>")],
};

static TRIGGER: Check = Check {
    code: Code::new(1045),
    name: "trigger-blocks-resync",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A resync trigger is set on a multiplatform phone, where it blocks every resync while it is false.",
    explanation: "On SPA phones and adapters, a true trigger starts a resync. On a multiplatform phone, a false one \
        prevents every resync, even the one after power-up; only the web page or a NOTIFY can still start one.",
    source: "value-languages 3.4, trigger-mpp; 3.3",
    fires: || vec![Example::on("8851", "<Resync_Trigger_1>$GPP_A ne \"x\"</Resync_Trigger_1>")],
    silent: || {
        vec![
            Example::on("spa504g", "<Resync_Trigger_1>$A ne \"x\"</Resync_Trigger_1>"),
            Example::on("8851", "<Resync_Trigger_1></Resync_Trigger_1>"),
            Example::on("8851", "<Resync_Trigger_1># $PRVTMR gt 86400</Resync_Trigger_1>"),
            Example::of("<Resync_Trigger_1>$A ne \"x\"</Resync_Trigger_1>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&FORM, &FAST, &BOTH, &LIST, &NO_RETRY, &TRIGGER];

const SCHEDULES: [&str; 3] = ["Resync_Periodic", "Resync_Error_Retry_Delay", "Upgrade_Error_Retry_Delay"];
/// Fewer seconds than this between two resyncs are a mistake.
const FEW_SECONDS: u32 = 300;

/// Looks at every schedule.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty() && !is_open(entry.text());
    let family = subject.model.map(Model::family);
    let mut periodic = None;
    for entry in subject.entries().filter(|entry| is_schedule(entry)).filter(is_set) {
        let schedule = match schedule::parse(entry.text()) {
            Ok(schedule) => schedule,
            Err(fault) => {
                findings.push(subject.within(&FORM, entry, fault.range.clone(), fault.to_string()));
                continue;
            }
        };
        findings.extend(delays(subject, entry, &schedule));
        let is_plain = matches!(schedule.delays.as_slice(), [delay] if delay.random.is_none());
        if !is_plain && family == Some(Family::Sipura) {
            findings.push(subject.on_value(
                &LIST,
                entry,
                "a list of delays or a random part needs firmware 3 or later",
            ));
        }
        if entry.name == "Resync_Periodic" {
            periodic = Some((entry, schedule));
        }
    }
    for entry in ["Resync_At__HHmm_", "Resync_At_HHmm_"].iter().filter_map(|name| subject.get(name)).filter(is_set) {
        match (schedule::parse_time(entry.text()), &periodic) {
            (Err(fault), _) => {
                let finding = subject.within(&FORM, entry, fault.range.clone(), fault.to_string());
                findings.push(finding.help("the device ignores this value"));
            }
            (Ok(_), Some((periodic, schedule))) if schedule.delays.iter().any(|delay| delay.seconds > 0) => {
                let message = "`Resync_Periodic` is ignored, because a time of day is set";
                let finding = subject.on_value(&BOTH, periodic, message);
                findings.push(finding.note(entry.place.value, "the time of day is set here"));
            }
            _ => {}
        }
    }
    let triggers = ["Resync_Trigger_1", "Resync_Trigger_2"].into_iter().filter_map(|name| subject.get(name));
    // A `#` in front switches a trigger off (profile-language 9.1).
    let is_active = |entry: &&Entry<'_>| is_set(entry) && !entry.text().trim_start().starts_with('#');
    for entry in triggers.filter(is_active).filter(|_| family == Some(Family::Mpp)) {
        findings.push(subject.on_value(&TRIGGER, entry, "this model resyncs only while the trigger is true"));
    }
}

/// By its name, or by what the model's dictionary knows.
fn is_schedule(entry: &Entry<'_>) -> bool {
    let language = entry.definition.and_then(Definition::language);
    language == Some(Language::Schedule) || SCHEDULES.contains(&entry.name)
}

fn delays(subject: &Subject<'_>, entry: &Entry<'_>, schedule: &Schedule) -> Option<Diagnostic> {
    let first = schedule.delays.first()?;
    match entry.name {
        "Resync_Periodic" if (1..FEW_SECONDS).contains(&first.seconds) => {
            let plural = if first.seconds == 1 { "" } else { "s" };
            let message = format!("every device fetches its profile again after {} second{plural}", first.seconds);
            Some(subject.within(&FAST, entry, first.extent.range(), message).help("a day has 86400 seconds"))
        }
        "Resync_Error_Retry_Delay" if first.seconds == 0 && first.random.is_none() => {
            Some(subject.on_value(&NO_RETRY, entry, "some guides say that 0 means at once, others that it means never"))
        }
        _ => None,
    }
}
