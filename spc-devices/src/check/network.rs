//! The network of a device: VLAN, what NAT does to it, and the ports that it listens on.
//!
//! Knows: which of these settings depend on each other. Must not know: addresses (`addresses`), accounts (`registration`).

use core::ops::RangeInclusive;

use spc_core::diagnostic::{Diagnostic, Severity};

use super::definition::Check;
use super::line::Line;
use super::subject::{Entry, Subject, as_severity};
use super::words::{is_no, is_yes};
use crate::lang::number;
use crate::model::Family;

mod rows;

use rows::{KEEP_ALIVE, OUTSIDE_ADDRESS, OVERLAP, RTP_RANGE, SIP_PORT, STUN, VLAN, WEB_PORT, WEB_PROXY};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] =
    &[&VLAN, &STUN, &OUTSIDE_ADDRESS, &KEEP_ALIVE, &WEB_PROXY, &SIP_PORT, &OVERLAP, &RTP_RANGE, &WEB_PORT];

/// Looks at the network and at every port.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let lines = Line::all(subject);
    findings.extend(vlan(subject));
    findings.extend(stun(subject));
    findings.extend(outside_address(subject));
    findings.extend(keep_alive(subject));
    findings.extend(web_proxy(subject));
    findings.extend(web_port(subject));
    let mut ranges: Vec<(&Entry<'_>, RangeInclusive<i64>)> = Vec::new();
    for module in ["", "_Mod2", "_Mod3", "_Mod4"] {
        let Some((entry, range)) = voice_ports(subject, module) else { continue };
        findings.extend(voice_range(subject, entry, &range));
        if let Some((other, _)) = ranges.iter().find(|(_, other)| overlap(other, &range)) {
            let finding = subject.on_value(&OVERLAP, entry, "another module uses these RTP ports too");
            findings.push(finding.note(other.place.name, "the other range is here"));
        }
        ranges.push((entry, range));
    }
    sip_ports(subject, &lines, &ranges, findings);
    stream_ports(subject, &lines, findings);
}

/// A number that is set here and is valid.
fn whole(entry: &Entry<'_>) -> Option<i64> {
    number::integer(entry.text(), 0..=i64::from(u32::MAX)).ok()
}

fn vlan(subject: &Subject<'_>) -> Option<Diagnostic> {
    let enable =
        subject.setting("Enable_VLAN").filter(|value| is_yes(value)).and_then(|_| subject.get("Enable_VLAN"))?;
    let (entry, id) = match subject.get("VLAN_ID") {
        Some(entry) if entry.value.is_some_and(|id| id.trim().is_empty()) => {
            let finding = subject.on_value(&VLAN, entry, "the VLAN has no number");
            return Some(finding.note(enable.place.name, "the VLAN is switched on here"));
        }
        Some(entry) => (entry, whole(entry)?),
        None => (enable, subject.setting("VLAN_ID")?.parse().ok()?),
    };
    let message = match id {
        0 => "VLAN 0 means no VLAN",
        1 => "VLAN 1 is the untagged network of most switches",
        2..=4094 => return None,
        _ => "a VLAN number is at most 4094",
    };
    let severity = if id > 4094 { Severity::Error } else { Severity::Warning };
    let finding = as_severity(subject.on_value(&VLAN, entry, message), severity);
    Some(finding.note(enable.place.name, "the VLAN is switched on here"))
}

fn stun(subject: &Subject<'_>) -> Option<Diagnostic> {
    let enable = subject.get("STUN_Enable").filter(|entry| is_yes(entry.text()))?;
    let is_empty = subject.setting("STUN_Server").is_some_and(|server| server.is_empty());
    let finding = subject.on_value(&STUN, enable, "STUN is on, but no server is set");
    is_empty.then(|| finding.help("set `STUN_Server`"))
}

fn outside_address(subject: &Subject<'_>) -> Option<Diagnostic> {
    let entry = subject.get("EXT_IP").filter(|entry| !matches!(entry.text(), "" | "0.0.0.0"))?;
    let maps = Line::having(subject, "NAT_Mapping_Enable");
    let is_unused = !maps.is_empty() && maps.iter().all(|map| is_no(map.text()));
    is_unused.then(|| subject.on_value(&OUTSIDE_ADDRESS, entry, "no line of this profile uses this public address"))
}

fn keep_alive(subject: &Subject<'_>) -> Option<Diagnostic> {
    let maps = Line::having(subject, "NAT_Mapping_Enable").into_iter().filter(|map| is_yes(map.text()));
    let silent = maps.into_iter().find_map(|map| {
        let alive = map.name.replace("Mapping", "Keep_Alive");
        subject.get(&alive).filter(|alive| is_no(alive.text()))
    });
    if let Some(silent) = silent {
        return Some(subject.on_value(&KEEP_ALIVE, silent, "this line is behind NAT and sends no keep-alives"));
    }
    let pause = subject.get("NAT_Keep_Alive_Intvl").filter(|pause| !pause.text().is_empty())?;
    let seconds = whole(pause).filter(|seconds| *seconds == 0 || *seconds > 600)?;
    Line::having(subject, "NAT_Keep_Alive_Enable").into_iter().find(|alive| is_yes(alive.text()))?;
    let message = match seconds {
        0 => "no keep-alive packet is ever sent".to_owned(),
        _ => format!("a packet every {seconds} seconds is rarely enough to keep the NAT binding open"),
    };
    Some(subject.on_value(&KEEP_ALIVE, pause, message))
}

fn web_proxy(subject: &Subject<'_>) -> Option<Diagnostic> {
    let mode = subject.get("Proxy_Mode").filter(|mode| mode.text().eq_ignore_ascii_case("manual"))?;
    let is_empty = subject.setting("Proxy_Host").is_some_and(|host| host.is_empty());
    is_empty.then(|| {
        subject.on_value(&WEB_PROXY, mode, "a web proxy is to be used, but no host is set").help("set `Proxy_Host`")
    })
}

fn web_port(subject: &Subject<'_>) -> Option<Diagnostic> {
    let (protocol, port) = (subject.get("Enable_Protocol")?, subject.get("Web_Server_Port")?);
    let (is_http, is_https) =
        (protocol.text().eq_ignore_ascii_case("http"), protocol.text().eq_ignore_ascii_case("https"));
    let message = match port.text() {
        "443" if is_http => "port 443 belongs to HTTPS, but this page answers HTTP",
        "80" if is_https => "port 80 belongs to HTTP, but this page answers HTTPS",
        _ => return None,
    };
    let finding = subject.on_value(&WEB_PORT, port, message);
    Some(finding.note(protocol.place.name, "the protocol is set here"))
}

/// The RTP ports of a module, if both ends of the range are set here.
fn voice_ports<'s, 'a>(subject: &'s Subject<'a>, module: &str) -> Option<(&'s Entry<'a>, RangeInclusive<i64>)> {
    let first = subject.get(&format!("RTP_Port_Min{module}")).filter(|entry| !entry.text().is_empty())?;
    let last = subject.get(&format!("RTP_Port_Max{module}")).filter(|entry| !entry.text().is_empty())?;
    Some((last, whole(first)?..=whole(last)?))
}

fn voice_range(subject: &Subject<'_>, entry: &Entry<'_>, range: &RangeInclusive<i64>) -> Option<Diagnostic> {
    let (first, last) = (*range.start(), *range.end());
    if last < first {
        let finding = subject.on_value(&RTP_RANGE, entry, "the range of RTP ports ends before it begins");
        return Some(as_severity(finding, Severity::Error));
    }
    let wanted = match subject.model?.family() {
        Family::Mpp if last >= 49152 => {
            return Some(subject.on_value(&RTP_RANGE, entry, "these phones need RTP ports below 49152"));
        }
        Family::Mpp => 10,
        Family::SpaAta | Family::Spa1xx | Family::Ata19x => 4,
        _ => i64::from(subject.model?.lines()?),
    };
    let even = last.div_euclid(2).saturating_sub(first.saturating_add(1).div_euclid(2)).saturating_add(1);
    let message = format!("this range has {even} even ports, but the model needs at least {wanted}");
    (even < wanted).then(|| subject.on_value(&RTP_RANGE, entry, message))
}

/// The ports of SIP over TCP and TLS.
fn stream_ports(subject: &Subject<'_>, lines: &[Line<'_, '_>], findings: &mut Vec<Diagnostic>) {
    let port = |name: &str| subject.get(name).and_then(|entry| Some((entry, whole(entry)?)));
    let (Some((_, first)), Some((entry, last))) = (port("SIP_TCP_Port_Min"), port("SIP_TCP_Port_Max")) else { return };
    if last < first {
        findings.push(subject.on_value(&RTP_RANGE, entry, "the range of ports for SIP over TCP ends before it begins"));
        return;
    }
    for line in lines.iter().filter(|line| line.is_on()) {
        let transport = line.setting("SIP_Transport").unwrap_or_default();
        let is_stream = ["tcp", "tls"].iter().any(|stream| transport.eq_ignore_ascii_case(stream));
        let Some(own) = line.get("SIP_Port").filter(|_| is_stream) else { continue };
        if whole(own).is_some_and(|port| (first..=last).contains(&port)) {
            let message = "another line may use this port, which is one of those for SIP over TCP";
            let finding = as_severity(subject.on_value(&OVERLAP, own, message), Severity::Note);
            findings.push(finding.note(entry.place.name, "the ports for SIP over TCP are set here"));
        }
    }
}

fn overlap(one: &RangeInclusive<i64>, other: &RangeInclusive<i64>) -> bool {
    one.start() <= other.end() && other.start() <= one.end()
}

fn sip_ports(
    subject: &Subject<'_>,
    lines: &[Line<'_, '_>],
    voice: &[(&Entry<'_>, RangeInclusive<i64>)],
    findings: &mut Vec<Diagnostic>,
) {
    let mut taken: Vec<(i64, &Entry<'_>)> = Vec::new();
    for line in lines.iter().filter(|line| line.is_on()) {
        let Some(entry) = line.get("SIP_Port") else { continue };
        let Some(port) = whole(entry).filter(|&port| port > 0) else { continue };
        // A TCP port is not a UDP port, which is what voice and other lines use.
        let is_datagram = line.setting("SIP_Transport").is_none_or(|transport| transport.eq_ignore_ascii_case("udp"));
        if !is_datagram {
            continue;
        }
        if let Some((range, _)) = voice.iter().find(|(_, range)| range.contains(&port)) {
            let finding = subject.on_value(&OVERLAP, entry, "this SIP port is also an RTP port");
            findings.push(finding.note(range.place.name, "the RTP ports are set here"));
        }
        if let Some((_, other)) = taken.iter().find(|(other, _)| *other == port) {
            let message = format!("line {} listens on the port of another line", line.number);
            let finding = subject.on_value(&SIP_PORT, entry, message);
            findings.push(finding.note(other.place.name, "the other line is here"));
        } else {
            taken.push((port, entry));
        }
    }
}
