//! What lets strangers into a device or shows them its messages: management without a password, and logs.
//!
//! Knows: which services show or change a device's settings. Must not know: passwords for the web page (`secrets`).

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject, as_severity};
use super::words::{is_no, is_yes};
use crate::dictionary::{Definition, Kind};
use crate::model::Family;

static DEBUG: Check = Check {
    code: Code::new(716),
    name: "sip-messages-logged",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The device sends its SIP messages to a log server.",
    explanation: "The messages show who calls whom, and the answers to the server's challenges, from which a weak \
        password can be found. This is fine while you look for a problem; switch it off afterwards.",
    source: "value-languages 6.2, debug-out",
    fires: || {
        vec![
            Example::of("<Syslog_Server>192.0.2.9</Syslog_Server><SIP_Debug_Option_1_>full</SIP_Debug_Option_1_>"),
            Example::of("<Debug_Server>192.0.2.9</Debug_Server><Debug_Level>3</Debug_Level>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Syslog_Server>192.0.2.9</Syslog_Server><SIP_Debug_Option_1_>none</SIP_Debug_Option_1_>"),
            Example::of("<Syslog_Server></Syslog_Server><SIP_Debug_Option_1_>full</SIP_Debug_Option_1_>"),
        ]
    },
};

static SNMP: Check = Check {
    code: Code::new(717),
    name: "snmp-default-password",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "SNMP is protected only by the factory password, which every such adapter has, or by DES.",
    explanation: "`1111111111` is public knowledge, so anyone who can reach the adapter can read and change its \
        settings. Set your own passwords, or switch SNMP off. DES can be broken within a day; if the adapter does not \
        have AES, this is a note.",
    source: "value-languages 6.2, snmp-default",
    fires: || {
        vec![
            Example::of(
                "<router-configuration><SNMP><Auth_Password>1111111111</Auth_Password></SNMP></router-configuration>",
            ),
            Example::on(
                "ata192",
                "<router-configuration><SNMP><Privacy_Protocol>DES</Privacy_Protocol></SNMP></router-configuration>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<router-configuration><SNMP><Auth_Password>kX9.mmQ2v</Auth_Password></SNMP></router-configuration>",
            ),
            Example::on(
                "ata192",
                "<router-configuration><SNMP><Privacy_Protocol>AES</Privacy_Protocol></SNMP></router-configuration>",
            ),
            Example::of(
                "<router-configuration><SNMP><SNMP_Enabled>0</SNMP_Enabled><Auth_Password>1111111111</Auth_Password></SNMP></router-configuration>",
            ),
        ]
    },
};

static MENU: Check = Check {
    code: Code::new(718),
    name: "voice-menu-open",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "The voice menu of an adapter asks for no password.",
    explanation: "Anyone who can use a telephone on the adapter can change its network settings and reset it to the \
        factory state, which deletes its keys. Set `IVR_Admin_Passwd` if strangers can use the telephone. If a \
        password locks the adapter, also set `Protect_IVR_FactoryReset` to Yes; otherwise the code `73738#` resets \
        it.",
    source: "value-languages 6.2, ivr-open",
    fires: || {
        vec![
            Example::of("<IVR_Admin_Passwd></IVR_Admin_Passwd>"),
            Example::on(
                "spa122",
                "<Admin_Passwd>k7Wqz.p2</Admin_Passwd><Protect_IVR_FactoryReset>No</Protect_IVR_FactoryReset>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<IVR_Admin_Passwd>4821095</IVR_Admin_Passwd>"),
            Example::of("<IVR_Admin_Passwd/>"),
            Example::on(
                "spa122",
                "<Admin_Passwd>k7Wqz.p2</Admin_Passwd><Protect_IVR_FactoryReset>Yes</Protect_IVR_FactoryReset>",
            ),
            Example::on(
                "spa504g",
                "<Admin_Passwd>k7Wqz.p2</Admin_Passwd><Protect_IVR_FactoryReset>No</Protect_IVR_FactoryReset>",
            ),
            Example::on("spa122", "<Protect_IVR_FactoryReset>No</Protect_IVR_FactoryReset>"),
        ]
    },
};

static NOTIFY: Check = Check {
    code: Code::new(719),
    name: "resync-without-password",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "Anyone who can reach the SIP port can make the device resync, restart or report.",
    explanation: "With `Auth_Resync-Reboot_n_` set to No, the device obeys a NOTIFY without a password. Many servers \
        need this. If yours does, protect the port with a firewall or `Restrict_Source_IP_n_`.",
    source: "value-languages 6.1, notify-open",
    fires: || vec![Example::of("<Auth_Resync-Reboot_1_>No</Auth_Resync-Reboot_1_>")],
    silent: || {
        vec![
            Example::of("<Auth_Resync-Reboot_1_>Yes</Auth_Resync-Reboot_1_>"),
            Example::of(
                "<Auth_Resync-Reboot_1_>No</Auth_Resync-Reboot_1_><Restrict_Source_IP_1_>Yes</Restrict_Source_IP_1_>",
            ),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&DEBUG, &SNMP, &MENU, &NOTIFY];

/// The factory password of every adapter with SNMP.
const FACTORY_PASSWORD: &str = "1111111111";

/// Looks at logs, and at ways to manage the device other than the web page.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(debug(subject));
    for entry in subject.entries().filter(|entry| is_snmp(entry)) {
        if is_snmp_off(subject, entry) {
            continue;
        }
        if entry.name.ends_with("Privacy_Protocol") {
            findings.extend(broken_cipher(subject, entry));
        } else if entry.text() == FACTORY_PASSWORD {
            let message = format!("`{}` is the same on every adapter from the factory", entry.name);
            findings.push(subject.on_value(&SNMP, entry, message));
        }
    }
    if let Some(entry) = subject.get("IVR_Admin_Passwd").filter(|entry| entry.value == Some("")) {
        findings.push(subject.on_name(&MENU, entry, "the voice menu asks for no password"));
    }
    let is_phone =
        subject.model.is_some_and(|model| matches!(model.family(), Family::Spa9xx | Family::Spa5xx | Family::Mpp));
    let has_menu = !is_phone && (subject.model.is_some() || subject.get("IVR_Admin_Passwd").is_some());
    let is_locked = || {
        let mut passwords = ["Admin_Passwd", "IVR_Admin_Passwd"].into_iter().filter_map(|name| subject.value(name));
        passwords.any(|password| !password.is_empty())
    };
    if let Some(entry) =
        subject.get("Protect_IVR_FactoryReset").filter(|entry| has_menu && is_no(entry.text()) && is_locked())
    {
        let message = "anyone with a telephone on the adapter can reset it to the factory state without a password";
        findings.push(subject.on_value(&MENU, entry, message));
    }
    let mut open = subject.entries().filter(|entry| is_open_to_notify(subject, entry));
    if let Some(first) = open.next() {
        let more = match open.count() {
            0 => String::new(),
            count => format!(", as on {count} more lines"),
        };
        let message = format!("anyone can request a resync without a password{more}");
        findings.push(subject.on_value(&NOTIFY, first, message));
    }
}

fn debug(subject: &Subject<'_>) -> Option<Diagnostic> {
    let is_set = |name: &&str| subject.value(name).is_some_and(|server| !server.is_empty());
    let server = ["Debug_Server", "Syslog_Server"].into_iter().find(is_set)?;
    let is_level = |entry: &&Entry<'_>| matches!(entry.text(), "2" | "3" | "DEBUG");
    let is_full = |entry: &&Entry<'_>| entry.name.starts_with("SIP_Debug_Option_") && entry.text().starts_with("full");
    let level = subject.get("Debug_Level").filter(is_level).or_else(|| subject.entries().find(is_full))?;
    let finding = subject.on_value(&DEBUG, level, format!("SIP messages are sent to `{server}`"));
    Some(finding.help("switch it off once the problem is found"))
}

fn is_snmp(entry: &Entry<'_>) -> bool {
    let mut sections = entry.name.split('/').rev();
    matches!(sections.next(), Some("Auth_Password" | "Privacy_Password" | "Privacy_Protocol"))
        && sections.any(|section| section.contains("SNMP"))
}

/// DES, if the adapter has or may have something better.
fn broken_cipher(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let has_better = match entry.definition.map(Definition::kind) {
        Some(Kind::Choice(choices)) => choices.iter().any(|choice| choice.eq_ignore_ascii_case("AES")),
        _ => true,
    };
    if !entry.text().eq_ignore_ascii_case("DES") {
        return None;
    }
    let finding = subject.on_value(&SNMP, entry, "DES is broken within a day");
    Some(match has_better {
        true => finding.help("write `AES`"),
        false => as_severity(finding, Severity::Note),
    })
}

/// Whether the section around it is switched off.
fn is_snmp_off(subject: &Subject<'_>, entry: &Entry<'_>) -> bool {
    let ancestors = entry.name.match_indices('/').filter_map(|(at, _)| entry.name.get(..at));
    let mut switches = ancestors.map(|section| format!("{section}/SNMP_Enabled"));
    switches.any(|name| subject.value(&name).is_some_and(is_no))
}

fn is_open_to_notify(subject: &Subject<'_>, entry: &Entry<'_>) -> bool {
    let Some(line) = entry.name.strip_prefix("Auth_Resync-Reboot_") else { return false };
    let is_restricted = subject.value(&format!("Restrict_Source_IP_{line}")).is_some_and(is_yes);
    is_no(entry.text()) && !is_restricted
}
