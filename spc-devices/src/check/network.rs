//! The network of a device: VLAN, what NAT does to it, and the ports that it listens on.
//!
//! Knows: which of these settings depend on each other. Must not know: addresses (`addresses`), accounts (`registration`).

use core::ops::RangeInclusive;

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::line::Line;
use super::subject::{Entry, Subject, as_severity};
use super::words::{is_no, is_yes};
use crate::lang::number;
use crate::model::Family;

static VLAN: Check = Check {
    code: Code::new(1207),
    name: "vlan-number",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The VLAN is switched on, but its number is not that of a voice network.",
    explanation: "A VLAN is 1 to 4094; 0 means none and the guides say not to use 1, which is the untagged network of \
        most switches. The device then sends its packets where no server answers. A number above 4094 is an error.",
    source: "value-languages 5.2, vlan-1",
    fires: || {
        vec![
            Example::of("<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID>1</VLAN_ID>"),
            Example::of("<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID>4095</VLAN_ID>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID>100</VLAN_ID>"),
            Example::of("<Enable_VLAN>No</Enable_VLAN><VLAN_ID>1</VLAN_ID>"),
            Example::of("<Enable_VLAN>Yes</Enable_VLAN>"),
        ]
    },
};

static STUN: Check = Check {
    code: Code::new(1208),
    name: "stun-without-server",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "STUN is switched on without a server to ask.",
    explanation: "The device learns no outside address, so that calls through NAT have no sound in one direction. Set \
        `STUN_Server`, or `STUN_Enable` to No.",
    source: "value-languages 6.3, stun-empty",
    fires: || vec![Example::of("<STUN_Enable>Yes</STUN_Enable><STUN_Server></STUN_Server>")],
    silent: || {
        vec![
            Example::of("<STUN_Enable>Yes</STUN_Enable><STUN_Server>stun.example.com</STUN_Server>"),
            Example::of("<STUN_Enable>No</STUN_Enable><STUN_Server></STUN_Server>"),
            Example::of("<STUN_Enable>Yes</STUN_Enable>"),
        ]
    },
};

static OUTSIDE_ADDRESS: Check = Check {
    code: Code::new(1209),
    name: "outside-address-unused",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "`EXT_IP` is set, but no line maps its address.",
    explanation: "The outside address is used by the lines that have `NAT_Mapping_Enable_n_` Yes only.",
    source: "value-languages 6.3, extip-nomap",
    fires: || vec![Example::of("<EXT_IP>198.51.100.7</EXT_IP><NAT_Mapping_Enable_1_>No</NAT_Mapping_Enable_1_>")],
    silent: || {
        vec![
            Example::of("<EXT_IP>198.51.100.7</EXT_IP><NAT_Mapping_Enable_1_>Yes</NAT_Mapping_Enable_1_>"),
            Example::of("<EXT_IP>198.51.100.7</EXT_IP>"),
            Example::of(
                "<EXT_IP>198.51.100.7</EXT_IP><NAT_Mapping_Enable_1_>No</NAT_Mapping_Enable_1_><NAT_Mapping_Enable_2_>Yes</NAT_Mapping_Enable_2_>",
            ),
            Example::of("<EXT_IP>0.0.0.0</EXT_IP><NAT_Mapping_Enable_1_>No</NAT_Mapping_Enable_1_>"),
        ]
    },
};

static KEEP_ALIVE: Check = Check {
    code: Code::new(1210),
    name: "nat-keep-alive",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A line behind NAT sends nothing often enough to keep its way back open.",
    explanation: "A router forgets where packets belong after a minute or a few without any. Calls then do not arrive, \
        though the line can call. Set `NAT_Keep_Alive_Enable_n_` to Yes, and `NAT_Keep_Alive_Intvl` to 15 to 600 seconds.",
    source: "value-languages 6.3, keepalive-off",
    fires: || {
        vec![
            Example::of(
                "<NAT_Mapping_Enable_1_>Yes</NAT_Mapping_Enable_1_><NAT_Keep_Alive_Enable_1_>No</NAT_Keep_Alive_Enable_1_>",
            ),
            Example::of(
                "<NAT_Keep_Alive_Enable_1_>Yes</NAT_Keep_Alive_Enable_1_><NAT_Keep_Alive_Intvl>3600</NAT_Keep_Alive_Intvl><Proxy_1_>h</Proxy_1_>",
            ),
        ]
    },
    silent: || {
        vec![Example::of(
            "<NAT_Mapping_Enable_1_>Yes</NAT_Mapping_Enable_1_><NAT_Keep_Alive_Enable_1_>Yes</NAT_Keep_Alive_Enable_1_><NAT_Keep_Alive_Intvl>15</NAT_Keep_Alive_Intvl><Proxy_1_>h</Proxy_1_>",
        )]
    },
};

static WEB_PROXY: Check = Check {
    code: Code::new(1211),
    name: "web-proxy-without-host",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The phone is to fetch everything through a web proxy, but none is named.",
    explanation: "With `Proxy_Mode` Manual and no `Proxy_Host` it reaches no provisioning server over HTTP any more. Set \
        `Proxy_Host` and `Proxy_Port`, or `Proxy_Mode` to Off.",
    source: "value-languages 5.1, HTTP proxy",
    fires: || vec![Example::of("<Proxy_Mode>Manual</Proxy_Mode><Proxy_Host></Proxy_Host>")],
    silent: || {
        vec![
            Example::of("<Proxy_Mode>Manual</Proxy_Mode><Proxy_Host>proxy.example.com</Proxy_Host>"),
            Example::of("<Proxy_Mode>Off</Proxy_Mode><Proxy_Host></Proxy_Host>"),
        ]
    },
};

static SIP_PORT: Check = Check {
    code: Code::new(1220),
    name: "sip-port-shared",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Two lines listen on one SIP port.",
    explanation: "The factory settings of every model give each line a port of its own, 5060, 5061 and so on. What a \
        device does with two lines on one port is not documented; users report calls ringing on the wrong line.",
    source: "value-languages 6.3, sip-port-clash",
    fires: || vec![Example::of("<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5060</SIP_Port_2_>")],
    silent: || {
        vec![
            Example::of("<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5061</SIP_Port_2_>"),
            Example::of(
                "<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5060</SIP_Port_2_><Line_Enable_2_>No</Line_Enable_2_>",
            ),
            Example::of(
                "<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5060</SIP_Port_2_><SIP_Transport_2_>TCP</SIP_Transport_2_>",
            ),
        ]
    },
};

static OVERLAP: Check = Check {
    code: Code::new(1221),
    name: "ports-overlap",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A SIP port is among the voice ports or those of TCP, or two ranges of voice ports overlap.",
    explanation: "A call that gets this port disturbs the line, or has no sound. Keep `SIP_Port_n_` outside of \
        `RTP_Port_Min` to `RTP_Port_Max`, and the ranges of the modules apart. With TCP or TLS a line takes any port \
        from `SIP_TCP_Port_Min` to `SIP_TCP_Port_Max`; a port of a line among those is a note, because so they are \
        delivered.",
    source: "value-languages 6.3, port-overlap",
    fires: || {
        vec![
            Example::of(
                "<SIP_Port_1_>16400</SIP_Port_1_><RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16482</RTP_Port_Max>",
            ),
            Example::of(
                "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>18000</RTP_Port_Max><RTP_Port_Min_Mod2>17384</RTP_Port_Min_Mod2><RTP_Port_Max_Mod2>17482</RTP_Port_Max_Mod2>",
            ),
            Example::of(
                "<SIP_TCP_Port_Min>5060</SIP_TCP_Port_Min><SIP_TCP_Port_Max>5080</SIP_TCP_Port_Max><SIP_Port_1_>5070</SIP_Port_1_><SIP_Transport_1_>TCP</SIP_Transport_1_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<SIP_Port_1_>5060</SIP_Port_1_><RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16482</RTP_Port_Max>",
            ),
            Example::of("<SIP_Port_1_>16400</SIP_Port_1_><RTP_Port_Min>16384</RTP_Port_Min>"),
            Example::of(
                "<SIP_Port_1_>16400</SIP_Port_1_><SIP_Transport_1_>TLS</SIP_Transport_1_><RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16482</RTP_Port_Max>",
            ),
        ]
    },
};

static RTP_RANGE: Check = Check {
    code: Code::new(1222),
    name: "voice-port-range",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The range of voice ports, or of SIP over TCP, is empty or too small, or ends above what the phone takes.",
    explanation: "A device takes an even port for each call and the next one for its report. Adapters want at least four \
        even ports, multiplatform phones ten, all below 49152; other phones need one for each of their lines. A range of \
        voice ports that ends before it begins is an error with any model, because no call has sound. Such a range of \
        `SIP_TCP_Port_Min` and `SIP_TCP_Port_Max` is a warning: a phone in use was met with one.",
    source: "value-languages 5.1 and 5.2, rtp-range",
    fires: || {
        vec![
            Example::of("<RTP_Port_Min>16482</RTP_Port_Min><RTP_Port_Max>16384</RTP_Port_Max>"),
            Example::on("8851", "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16390</RTP_Port_Max>"),
            Example::on("8851", "<RTP_Port_Min>50000</RTP_Port_Min><RTP_Port_Max>50100</RTP_Port_Max>"),
            Example::on("spa504g", "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16384</RTP_Port_Max>"),
            Example::of("<SIP_TCP_Port_Min>5080</SIP_TCP_Port_Min><SIP_TCP_Port_Max>5060</SIP_TCP_Port_Max>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16390</RTP_Port_Max>"),
            Example::on("8851", "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16538</RTP_Port_Max>"),
            Example::of("<RTP_Port_Max>16384</RTP_Port_Max>"),
        ]
    },
};

static WEB_PORT: Check = Check {
    code: Code::new(1223),
    name: "web-port-of-other-protocol",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The web page answers HTTP on the port of HTTPS, or the other way round.",
    explanation: "A browser then needs both the scheme and the port: `http://192.0.2.7:443`. Port 80 belongs to Http, \
        443 to Https.",
    source: "value-languages 5.1, Web_Server_Port",
    fires: || vec![Example::of("<Enable_Protocol>Https</Enable_Protocol><Web_Server_Port>80</Web_Server_Port>")],
    silent: || {
        vec![
            Example::of("<Enable_Protocol>Https</Enable_Protocol><Web_Server_Port>443</Web_Server_Port>"),
            Example::of("<Web_Server_Port>443</Web_Server_Port>"),
        ]
    },
};

/// The checks of this theme.
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
            let finding = subject.on_value(&OVERLAP, entry, "these voice ports are those of another module as well");
            findings.push(finding.note(other.place.name, "the other range is here"));
        }
        ranges.push((entry, range));
    }
    sip_ports(subject, &lines, &ranges, findings);
    stream_ports(subject, &lines, findings);
}

/// A number that is set here and can be read.
fn whole(entry: &Entry<'_>) -> Option<i64> {
    number::integer(entry.text(), 0..=i64::from(u32::MAX)).ok()
}

fn vlan(subject: &Subject<'_>) -> Option<Diagnostic> {
    let enable =
        subject.setting("Enable_VLAN").filter(|value| is_yes(value)).and_then(|_| subject.get("Enable_VLAN"))?;
    let (entry, id) = match subject.get("VLAN_ID") {
        Some(entry) => (entry, whole(entry)?),
        None => (enable, subject.setting("VLAN_ID")?.parse().ok()?),
    };
    let message = match id {
        0 => "VLAN 0 means no VLAN",
        1 => "VLAN 1 is the untagged network of most switches",
        2..=4094 => return None,
        _ => "a VLAN is a number up to 4094",
    };
    let severity = if id > 4094 { Severity::Error } else { Severity::Warning };
    let finding = as_severity(subject.on_value(&VLAN, entry, message), severity);
    Some(finding.note(enable.place.name, "the VLAN is switched on here"))
}

fn stun(subject: &Subject<'_>) -> Option<Diagnostic> {
    let enable = subject.get("STUN_Enable").filter(|entry| is_yes(entry.text()))?;
    let is_empty = subject.setting("STUN_Server").is_some_and(|server| server.is_empty());
    let finding = subject.on_value(&STUN, enable, "STUN without a server");
    is_empty.then(|| finding.help("set `STUN_Server`"))
}

fn outside_address(subject: &Subject<'_>) -> Option<Diagnostic> {
    let entry = subject.get("EXT_IP").filter(|entry| !matches!(entry.text(), "" | "0.0.0.0"))?;
    let maps = Line::having(subject, "NAT_Mapping_Enable");
    let is_unused = !maps.is_empty() && maps.iter().all(|map| is_no(map.text()));
    is_unused.then(|| subject.on_value(&OUTSIDE_ADDRESS, entry, "no line of this profile uses the outside address"))
}

fn keep_alive(subject: &Subject<'_>) -> Option<Diagnostic> {
    let maps = Line::having(subject, "NAT_Mapping_Enable").into_iter().filter(|map| is_yes(map.text()));
    let silent = maps.into_iter().find_map(|map| {
        let alive = map.name.replace("Mapping", "Keep_Alive");
        subject.get(&alive).filter(|alive| is_no(alive.text()))
    });
    if let Some(silent) = silent {
        return Some(subject.on_value(&KEEP_ALIVE, silent, "this line is behind NAT and keeps no way back open"));
    }
    let pause = subject.get("NAT_Keep_Alive_Intvl").filter(|pause| !pause.text().is_empty())?;
    let seconds = whole(pause).filter(|seconds| *seconds == 0 || *seconds > 600)?;
    Line::having(subject, "NAT_Keep_Alive_Enable").into_iter().find(|alive| is_yes(alive.text()))?;
    let message = match seconds {
        0 => "no packet ever keeps the way back open".to_owned(),
        _ => format!("a packet every {seconds} seconds is rarely enough to keep the way back open"),
    };
    Some(subject.on_value(&KEEP_ALIVE, pause, message))
}

fn web_proxy(subject: &Subject<'_>) -> Option<Diagnostic> {
    let mode = subject.get("Proxy_Mode").filter(|mode| mode.text().eq_ignore_ascii_case("manual"))?;
    let is_empty = subject.setting("Proxy_Host").is_some_and(|host| host.is_empty());
    is_empty.then(|| subject.on_value(&WEB_PROXY, mode, "a web proxy without a host").help("set `Proxy_Host`"))
}

fn web_port(subject: &Subject<'_>) -> Option<Diagnostic> {
    let (protocol, port) = (subject.get("Enable_Protocol")?, subject.get("Web_Server_Port")?);
    let (is_http, is_https) =
        (protocol.text().eq_ignore_ascii_case("http"), protocol.text().eq_ignore_ascii_case("https"));
    let message = match port.text() {
        "443" if is_http => "port 443 is that of HTTPS, and this page answers HTTP",
        "80" if is_https => "port 80 is that of HTTP, and this page answers HTTPS",
        _ => return None,
    };
    let finding = subject.on_value(&WEB_PORT, port, message);
    Some(finding.note(protocol.place.name, "the protocol is set here"))
}

/// The voice ports of a module, where both ends of the range are here.
fn voice_ports<'s, 'a>(subject: &'s Subject<'a>, module: &str) -> Option<(&'s Entry<'a>, RangeInclusive<i64>)> {
    let first = subject.get(&format!("RTP_Port_Min{module}")).filter(|entry| !entry.text().is_empty())?;
    let last = subject.get(&format!("RTP_Port_Max{module}")).filter(|entry| !entry.text().is_empty())?;
    Some((last, whole(first)?..=whole(last)?))
}

fn voice_range(subject: &Subject<'_>, entry: &Entry<'_>, range: &RangeInclusive<i64>) -> Option<Diagnostic> {
    let (first, last) = (*range.start(), *range.end());
    if last < first {
        let finding = subject.on_value(&RTP_RANGE, entry, "the voice ports end before they begin");
        return Some(as_severity(finding, Severity::Error));
    }
    let wanted = match subject.model?.family() {
        Family::Mpp if last >= 49152 => {
            return Some(subject.on_value(&RTP_RANGE, entry, "these phones need voice ports below 49152"));
        }
        Family::Mpp => 10,
        Family::SpaAta | Family::Spa1xx | Family::Ata19x => 4,
        _ => i64::from(subject.model?.lines()?),
    };
    let even = last.div_euclid(2).saturating_sub(first.saturating_add(1).div_euclid(2)).saturating_add(1);
    let message = format!("{even} even ports, but the model needs at least {wanted}");
    (even < wanted).then(|| subject.on_value(&RTP_RANGE, entry, message))
}

/// The ports of SIP over TCP and TLS.
fn stream_ports(subject: &Subject<'_>, lines: &[Line<'_, '_>], findings: &mut Vec<Diagnostic>) {
    let port = |name: &str| subject.get(name).and_then(|entry| Some((entry, whole(entry)?)));
    let (Some((_, first)), Some((entry, last))) = (port("SIP_TCP_Port_Min"), port("SIP_TCP_Port_Max")) else { return };
    if last < first {
        findings.push(subject.on_value(&RTP_RANGE, entry, "the ports of SIP over TCP end before they begin"));
        return;
    }
    for line in lines.iter().filter(|line| line.is_on()) {
        let transport = line.setting("SIP_Transport").unwrap_or_default();
        let is_stream = ["tcp", "tls"].iter().any(|stream| transport.eq_ignore_ascii_case(stream));
        let Some(own) = line.get("SIP_Port").filter(|_| is_stream) else { continue };
        if whole(own).is_some_and(|port| (first..=last).contains(&port)) {
            let message = "another line may take this port, which is among those of SIP over TCP";
            let finding = as_severity(subject.on_value(&OVERLAP, own, message), Severity::Note);
            findings.push(finding.note(entry.place.name, "the ports of SIP over TCP are set here"));
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
        // The port of TCP is not that of UDP, where voice is and other lines are.
        let is_datagram = line.setting("SIP_Transport").is_none_or(|transport| transport.eq_ignore_ascii_case("udp"));
        if !is_datagram {
            continue;
        }
        if let Some((range, _)) = voice.iter().find(|(_, range)| range.contains(&port)) {
            let finding = subject.on_value(&OVERLAP, entry, "this SIP port is a voice port as well");
            findings.push(finding.note(range.place.name, "the voice ports are set here"));
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
