//! The profile as a whole: a phone that applies this file and can never be reached by the next one.
//!
//! Knows: which parameters switch provisioning off, together or alone. Must not know: rules and their language.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Subject, as_severity};
use super::words::is_no;

static PROVISIONING_OFF: Check = Check {
    code: Code::new(1410),
    name: "provisioning-off",
    group: Group::Profile,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "`Provision_Enable` is set to No, which switches off every later resync.",
    explanation: "After this profile, the device never fetches another one: only its web page, its keypad or a \
        factory reset can change anything. If the web server is switched off as well, this is an error, because \
        somebody then has to go to the device. Leave it set to Yes, unless this is meant to be the device's last \
        profile.",
    source: "value-languages 6.1, prov-off",
    fires: || {
        vec![
            Example::of("<Provision_Enable>No</Provision_Enable>"),
            Example::of("<Provision_Enable>no</Provision_Enable><Enable_Web_Server>No</Enable_Web_Server>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Provision_Enable>Yes</Provision_Enable>"),
            Example::of("<Provision_Enable/>"),
            Example::of("<Enable_Web_Server>No</Enable_Web_Server>"),
        ]
    },
};

static NEVER_RESYNCS: Check = Check {
    code: Code::new(1411),
    name: "never-resyncs",
    group: Group::Profile,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Neither a timer nor a restart makes the device fetch its profile again.",
    explanation: "With `Resync_Periodic` set to 0, `Resync_On_Reset` set to No and an empty `Resync_At__HHmm_`, which some models \
        lack, the device never fetches a new profile by itself. Change one of them. A server can still ask for a resync by SIP \
        NOTIFY, unless `Resync_From_SIP` is No too.",
    source: "value-languages 6.1, never-resync",
    fires: || {
        vec![
            Example::of("<Resync_Periodic>0</Resync_Periodic><Resync_On_Reset>No</Resync_On_Reset>").complete(),
            Example::on("spa942", "<Resync_Periodic>0</Resync_Periodic><Resync_On_Reset>No</Resync_On_Reset>"),
            Example::of(
                "<Resync_Periodic>0</Resync_Periodic><Resync_On_Reset>No</Resync_On_Reset><Resync_At__HHmm_></Resync_At__HHmm_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<Resync_Periodic>3600</Resync_Periodic><Resync_On_Reset>No</Resync_On_Reset>").complete(),
            Example::of("<Resync_Periodic>0</Resync_Periodic>"),
            Example::of("<Resync_Periodic>0</Resync_Periodic><Resync_On_Reset>No</Resync_On_Reset>"),
            Example::on("spa504g", "<Resync_Periodic>0</Resync_Periodic><Resync_On_Reset>No</Resync_On_Reset>"),
            Example::of(
                "<Resync_Periodic>0</Resync_Periodic><Resync_On_Reset>No</Resync_On_Reset><Resync_At__HHmm_>0300</Resync_At__HHmm_>",
            ),
        ]
    },
};

static RESYNCS_AT_RESTART_ONLY: Check = Check {
    code: Code::new(1412),
    name: "resyncs-at-restart-only",
    group: Group::Profile,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The device fetches a changed profile only when it restarts or when a server asks it to.",
    explanation: "`Resync_Periodic` is 0 and no time of day is set. Some systems are meant to work like this. But if \
        nothing sends a NOTIFY, a change arrives only when somebody pulls the plug.",
    source: "value-languages 6.1, only-reboot",
    fires: || {
        vec![Example::of(
            "<Resync_Periodic>0</Resync_Periodic><Resync_On_Reset>Yes</Resync_On_Reset><Resync_At__HHmm_></Resync_At__HHmm_>",
        )]
    },
    silent: || {
        vec![Example::of(
            "<Resync_Periodic>3600</Resync_Periodic><Resync_On_Reset>Yes</Resync_On_Reset><Resync_At__HHmm_></Resync_At__HHmm_>",
        )]
    },
};

static MISSING_FILE_IS_SUCCESS: Check = Check {
    code: Code::new(1413),
    name: "missing-file-is-success",
    group: Group::Profile,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "`Resync_Fails_On_FNF` is set to No, which makes a missing profile count as a success.",
    explanation: "A wrong path is then never retried, and nothing in the log says that the file was not found. Leave \
        it set to Yes, unless a missing file means `nothing new` on your server.",
    source: "value-languages 6.1, fnf",
    fires: || vec![Example::of("<Resync_Fails_On_FNF>No</Resync_Fails_On_FNF>")],
    silent: || vec![Example::of("<Resync_Fails_On_FNF>Yes</Resync_Fails_On_FNF>")],
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] =
    &[&PROVISIONING_OFF, &NEVER_RESYNCS, &RESYNCS_AT_RESTART_ONLY, &MISSING_FILE_IS_SUCCESS];

/// Looks at the settings that switch provisioning on and off.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(provisioning_off(subject));
    findings.extend(resync_occasions(subject));
    if let Some(entry) = subject.get("Resync_Fails_On_FNF").filter(|entry| is_no(entry.text())) {
        findings.push(subject.on_value(&MISSING_FILE_IS_SUCCESS, entry, "a missing profile counts as a success"));
    }
}

fn provisioning_off(subject: &Subject<'_>) -> Option<Diagnostic> {
    let entry = subject.get("Provision_Enable").filter(|entry| is_no(entry.text()))?;
    let web = ["Enable_Web_Server", "Enable_Web_Admin_Access"].into_iter().filter_map(|name| subject.get(name));
    let web = web.into_iter().find(|web| is_no(web.text()));
    let finding = subject.on_value(&PROVISIONING_OFF, entry, "this profile is the last one that the device fetches");
    let finding = finding.help("leave `Provision_Enable` set to Yes");
    Some(match web {
        None => finding,
        Some(web) => {
            let note = "and the web server is switched off here, so only a factory reset helps";
            as_severity(finding.note(web.place.name, note), Severity::Error)
        }
    })
}

fn resync_occasions(subject: &Subject<'_>) -> Option<Diagnostic> {
    let periodic = subject.get("Resync_Periodic").filter(|entry| entry.text() == "0")?;
    let names = ["Resync_At__HHmm_", "Resync_At_HHmm_", "Resync_At"];
    let at = names.into_iter().find_map(|name| subject.value(name));
    // Some models cannot resync at a time of day at all.
    let is_without = || subject.dictionary().is_some_and(|own| names.iter().all(|name| own.get(name).is_none()));
    let has_no_time = at.map_or(subject.is_complete || is_without(), str::is_empty);
    let on_reset = subject.value("Resync_On_Reset")?;
    if !has_no_time {
        None
    } else if is_no(on_reset) {
        let message = "nothing makes the device fetch its profile again";
        let finding = subject.on_value(&NEVER_RESYNCS, periodic, message);
        let by_sip = match subject.value("Resync_From_SIP") {
            Some(value) if is_no(value) => "not even a NOTIFY from a server: `Resync_From_SIP` is No as well",
            _ => "set `Resync_Periodic` to a few hours (in seconds), or `Resync_On_Reset` to Yes",
        };
        Some(finding.help(by_sip))
    } else {
        let message = "a changed profile is fetched only after a restart";
        Some(subject.on_value(&RESYNCS_AT_RESTART_ONLY, periodic, message))
    }
}
