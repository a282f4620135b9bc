//! Ports: numbers that are not port numbers.
//!
//! Knows: which parameters hold a port, and where 0 means none. Must not know: two ports at once (`network`).

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject, as_severity};
use super::templates::is_open;
use crate::dictionary::{Definition, Language};
use crate::lang::number;

static PORT: Check = Check {
    code: Code::new(1225),
    name: "port-number",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A port is not a number from 1 to 65535.",
    explanation: "There is no such port, so the device does not listen, or keeps its old port. No guide says what 0 \
        does, so it is a warning. A public port (`EXT_SIP_Port_n_`, `EXT_RTP_Port_Min`) may be 0, which is the \
        factory setting and means that there is none.",
    source: "value-languages 5.2, host-form",
    fires: || {
        vec![
            Example::of("<SIP_Port_1_>0</SIP_Port_1_>"),
            Example::of("<SIP_Port_3_>65536</SIP_Port_3_>"),
            Example::of("<Web_Server_Port>http</Web_Server_Port>"),
            Example::on("spa504g", "<RTP_Port_Min>70000</RTP_Port_Min>"),
            Example::on("8851", "<Web_Server_Port>0</Web_Server_Port>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<SIP_Port_1_>5060</SIP_Port_1_>"),
            Example::of("<SIP_Port_1_></SIP_Port_1_><SIP_Port_2_>{{port}}</SIP_Port_2_>"),
            Example::on("8851", "<EXT_SIP_Port_1_>0</EXT_SIP_Port_1_>"),
            Example::of("<EXT_RTP_Port_Min>0</EXT_RTP_Port_Min><FXS_Port_Input_Gain>-3</FXS_Port_Input_Gain>"),
            Example::of("<SIP_Port_Comment>0</SIP_Port_Comment>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&PORT];

/// The names of the ports of all families, without the number of a line or module.
const KNOWN: [&str; 12] = [
    "EXT_RTP_Port_Min",
    "EXT_SIP_Port",
    "Proxy_Port",
    "RTP_Port_Max",
    "RTP_Port_Min",
    "SIP_Port",
    "SIP_TCP_Port_Max",
    "SIP_TCP_Port_Min",
    "Syslog_Server_Port",
    "WAN_Web_Server_Port",
    "Web_Server_Port",
    "XMPP_Port",
];

/// Looks at every port.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty() && !is_open(entry.text());
    for entry in subject.entries().filter(|entry| is_port(entry)).filter(is_set) {
        // Public ports, and the ports for traps and logs, are switched off by 0.
        let least = if is_needed(entry.name) { 1 } else { 0 };
        if let Err(fault) = number::integer(entry.text(), least..=65535) {
            let message = format!("`{}`: {}", entry.name, fault.kind);
            let finding = subject.within(&PORT, entry, fault.range, message);
            // A published dump of a phone has 0, so it may mean any port.
            let is_zero = number::integer(entry.text(), 0..=0).is_ok();
            findings.push(if is_zero { as_severity(finding, Severity::Warning) } else { finding });
        }
    }
}

fn is_port(entry: &Entry<'_>) -> bool {
    entry.definition.and_then(Definition::language) == Some(Language::Port) || KNOWN.contains(&stem(entry.name))
}

/// Whether it makes no sense for a device to have no such port.
fn is_needed(name: &str) -> bool {
    ["SIP_Port", "SIP_TCP_Port", "RTP_Port", "Web_Server_Port", "WAN_Web_Server_Port"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// `SIP_Port` of `SIP_Port_2_`, `RTP_Port_Min` of `RTP_Port_Min_Mod2`.
fn stem(name: &str) -> &str {
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let of_line = name.strip_suffix('_').and_then(|name| name.rsplit_once('_'));
    let of_module = name.rsplit_once("_Mod");
    of_line.or(of_module).filter(|(_, number)| is_number(number)).map_or(name, |(stem, _)| stem)
}
