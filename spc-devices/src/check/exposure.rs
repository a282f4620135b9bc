//! What lets strangers at a device, or shows them what it says: management without a password, logs.
//!
//! Knows: which services show or change a device. Must not know: passwords of the web page (`secrets`).

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::words::{is_no, is_yes};

const DEBUG: Check = Check {
    code: Code::new(716),
    name: "sip-messages-logged",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The device sends its SIP messages to a log server.",
    explanation: "They hold who calls whom, and the answers to the server's password questions, from which a weak password \
        can be found. Fine while looking for a fault; switch it off afterwards.",
    source: "value-languages 6.2, debug-out",
    fires: &[
        Example::of("<Syslog_Server>192.0.2.9</Syslog_Server><SIP_Debug_Option_1_>full</SIP_Debug_Option_1_>"),
        Example::of("<Debug_Server>192.0.2.9</Debug_Server><Debug_Level>3</Debug_Level>"),
    ],
    silent: &[
        Example::of("<Syslog_Server>192.0.2.9</Syslog_Server><SIP_Debug_Option_1_>none</SIP_Debug_Option_1_>"),
        Example::of("<Syslog_Server></Syslog_Server><SIP_Debug_Option_1_>full</SIP_Debug_Option_1_>"),
    ],
};

const SNMP: Check = Check {
    code: Code::new(717),
    name: "snmp-default-password",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "SNMP is guarded by the password that every such adapter has from the factory.",
    explanation: "`1111111111` is known to everybody; whoever reaches the adapter reads its settings by it, and changes \
        them. Set passwords of your own, or switch SNMP off.",
    source: "value-languages 6.2, snmp-default",
    fires: &[Example::of(
        "<router-configuration><SNMP><Auth_Password>1111111111</Auth_Password></SNMP></router-configuration>",
    )],
    silent: &[
        Example::of(
            "<router-configuration><SNMP><Auth_Password>kX9.mmQ2v</Auth_Password></SNMP></router-configuration>",
        ),
        Example::of(
            "<router-configuration><SNMP><SNMP_Enabled>0</SNMP_Enabled><Auth_Password>1111111111</Auth_Password></SNMP></router-configuration>",
        ),
    ],
};

const MENU: Check = Check {
    code: Code::new(718),
    name: "voice-menu-open",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "The voice menu of an adapter asks for no password.",
    explanation: "Anyone with a telephone at the adapter can change its network and reset it to the factory state, which \
        deletes its keys. Set `IVR_Admin_Passwd` where strangers reach the telephone.",
    source: "value-languages 6.2, ivr-open",
    fires: &[Example::of("<IVR_Admin_Passwd></IVR_Admin_Passwd>")],
    silent: &[Example::of("<IVR_Admin_Passwd>4821095</IVR_Admin_Passwd>"), Example::of("<IVR_Admin_Passwd/>")],
};

const NOTIFY: Check = Check {
    code: Code::new(719),
    name: "resync-without-password",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "Anyone who reaches the SIP port may make the device resync, restart or report.",
    explanation: "`Auth_Resync-Reboot_n_` No lets it follow a NOTIFY without a password. Many servers need that; then keep \
        strangers off the port, by a firewall or `Restrict_Source_IP_n_`.",
    source: "value-languages 6.1, notify-open",
    fires: &[Example::of("<Auth_Resync-Reboot_1_>No</Auth_Resync-Reboot_1_>")],
    silent: &[
        Example::of("<Auth_Resync-Reboot_1_>Yes</Auth_Resync-Reboot_1_>"),
        Example::of(
            "<Auth_Resync-Reboot_1_>No</Auth_Resync-Reboot_1_><Restrict_Source_IP_1_>Yes</Restrict_Source_IP_1_>",
        ),
    ],
};

/// The checks of this theme.
pub(super) const CHECKS: &[Check] = &[DEBUG, SNMP, MENU, NOTIFY];

/// What every adapter with SNMP has from the factory.
const FACTORY_PASSWORD: &str = "1111111111";

/// Looks at logs, and at management other than the web page.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(debug(subject));
    for entry in subject.entries().filter(|entry| is_snmp(entry)) {
        if entry.text() == FACTORY_PASSWORD && !is_snmp_off(subject, entry) {
            let message = format!("`{}` is that of every adapter from the factory", entry.name);
            findings.push(subject.on_value(&SNMP, entry, message));
        }
    }
    if let Some(entry) = subject.get("IVR_Admin_Passwd").filter(|entry| entry.value == Some("")) {
        findings.push(subject.on_name(&MENU, entry, "the voice menu asks for no password"));
    }
    let mut open = subject.entries().filter(|entry| is_open_to_notify(subject, entry));
    if let Some(first) = open.next() {
        let more = match open.count() {
            0 => String::new(),
            count => format!(", as on {count} more lines"),
        };
        let message = format!("a resync is asked for without a password{more}");
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
    Some(finding.help("switch it off once the fault is found"))
}

fn is_snmp(entry: &Entry<'_>) -> bool {
    let mut sections = entry.name.split('/').rev();
    matches!(sections.next(), Some("Auth_Password" | "Privacy_Password"))
        && sections.any(|section| section.contains("SNMP"))
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
