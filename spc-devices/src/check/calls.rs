//! Calls: codecs, encryption, timers, forwarding, messages and the other services of a line.
//!
//! Knows: which of these settings rule each other out. Must not know: how a line registers (`registration`).

use spc_core::diagnostic::{Diagnostic, Severity};

use super::definition::Check;
use super::line::Line;
use super::subject::{Entry, Subject, as_severity};
use super::words::{is_no, is_yes};
use crate::lang::number;
use crate::model::Family;

mod rows;

use rows::{
    DISTURB, FORWARD_LOOP, FORWARD_NOWHERE, FORWARD_OFF, LOCATION, NO_CODEC, ONLY_CODEC, PAYLOAD, PREFERRED, RANGE,
    SECURE, SERVICE, SHARED, VOICE_MAIL,
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[
    &SECURE,
    &ONLY_CODEC,
    &PREFERRED,
    &NO_CODEC,
    &PAYLOAD,
    &RANGE,
    &FORWARD_NOWHERE,
    &FORWARD_LOOP,
    &FORWARD_OFF,
    &DISTURB,
    &VOICE_MAIL,
    &SHARED,
    &LOCATION,
    &SERVICE,
];

/// What may be switched on and off as `.._Enable_n_`.
const CODECS: [&str; 13] = [
    "G711u", "G711a", "G722", "G722.2", "G723", "G726-16", "G726-24", "G726-32", "G726-40", "G729a", "OPUS", "iLBC",
    "iSAC",
];

/// Numbers with a documented range, in thousandths.
const RANGES: [(&str, i64, i64); 12] = [
    ("SIP_T1", 0, 64_000),
    ("SIP_T2", 0, 64_000),
    ("SIP_T4", 0, 64_000),
    ("SIP_Timer_B", 0, 64_000),
    ("SIP_Timer_D", 0, 64_000),
    ("SIP_Timer_F", 0, 64_000),
    ("SIP_Timer_H", 0, 64_000),
    ("SIP_Timer_J", 0, 64_000),
    ("Max_Auth", 0, 255_000),
    ("Max_Forward", 1_000, 255_000),
    ("Reorder_Delay", 0, 255_000),
    ("RTP_Packet_Size", 10, 160),
];

/// Looks at the calls of every line.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let lines = Line::all(subject);
    for line in lines.iter().filter(|line| line.is_on()) {
        findings.extend(secure(subject, line));
        findings.extend(codecs(subject, line));
        findings.extend(voice_mail(subject, line));
        findings.extend(shared(subject, line));
        findings.extend(service(subject, line));
    }
    findings.extend(location(subject, &lines));
    payloads(subject, findings);
    ranges(subject, findings);
    forwards(subject, &lines, findings);
    let settings = subject.get("DND_Setting").into_iter();
    for entry in settings.chain(lines.iter().filter_map(|line| line.get("DND_Setting"))) {
        if is_yes(entry.text()) {
            let finding = subject.on_value(&DISTURB, entry, "the phone will not ring after this profile");
            findings.push(finding.help("leave out the parameter and let the user decide"));
        }
    }
}

fn secure(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let is_strict =
        |entry: &&Entry<'_>| ["required", "strict"].iter().any(|word| entry.text().eq_ignore_ascii_case(word));
    let media = || {
        ["MediaSec_Request", "MediaSec_Over_TLS_Only"]
            .into_iter()
            .find_map(|stem| line.get(stem).filter(|entry| is_yes(entry.text())))
    };
    let wish = line.get("Secure_Call_Option").filter(is_strict).or_else(media)?;
    let transport = line.setting("SIP_Transport")?;
    if !["udp", "tcp"].iter().any(|word| transport.eq_ignore_ascii_case(word)) {
        return None;
    }
    let message = format!("line {} is set to encrypt calls, but its signalling goes over {transport}", line.number);
    let finding = subject.on_value(&SECURE, wish, message);
    Some(finding.help(format!("set `{}` to TLS", line.name("SIP_Transport"))))
}

fn codecs(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    if let Some(finding) = no_codec(subject, line) {
        return Some(finding);
    }
    let preferred = line.literal("Preferred_Codec")?;
    let codec = CODECS.iter().find(|codec| preferred.text().eq_ignore_ascii_case(codec))?;
    let switch = line.get(&format!("{codec}_Enable")).filter(|switch| is_no(switch.text()))?;
    let is_only = line.is_yes("Use_Pref_Codec_Only");
    let (check, message) = match is_only {
        true => (&ONLY_CODEC, format!("line {} may use only {codec}, which is switched off", line.number)),
        false => (&PREFERRED, format!("line {} prefers {codec}, which is switched off", line.number)),
    };
    Some(subject.on_value(check, preferred, message).note(switch.place.name, "it is switched off here"))
}

fn no_codec(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let dictionary = subject.dictionary()?;
    let first = line.get("G711u_Enable")?;
    let mut switches =
        CODECS.iter().map(|codec| format!("{codec}_Enable")).filter(|stem| dictionary.get(&line.name(stem)).is_some());
    let message = format!("every codec of line {} is switched off", line.number);
    switches.all(|stem| line.is_no(&stem)).then(|| subject.on_value(&NO_CODEC, first, message))
}

fn voice_mail(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    subject.model.filter(|model| model.family() == Family::Mpp)?;
    // Of a line that another file sets up nothing is known.
    let is_here = !line.is_emptied("User_ID");
    let waiting = line.get("Message_Waiting").filter(|waiting| is_here && is_yes(waiting.text()))?;
    let message = if line.is_no("Voice_Mail_Enable") {
        format!("line {} does not ask for its messages", line.number)
    } else if line.is_empty("Voice_Mail_Server") {
        format!("line {} has no server to ask for its messages", line.number)
    } else {
        return None;
    };
    Some(subject.on_value(&VOICE_MAIL, waiting, message))
}

fn shared(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    line.filled("User_ID")?;
    let share =
        line.get("Share_Ext").filter(|share| share.text().eq_ignore_ascii_case("shared") || is_yes(share.text()))?;
    let message = format!("line {} has an empty shared user", line.number);
    line.is_empty("Shared_User_ID").then(|| subject.on_value(&SHARED, share, message))
}

fn location(subject: &Subject<'_>, lines: &[Line<'_, '_>]) -> Option<Diagnostic> {
    let has_no_place =
        |line: &&Line<'_, '_>| line.is_on() && !line.is_emptied("User_ID") && line.is_empty("Company_UUID");
    let numbers = lines.iter().filter(has_no_place).find_map(|line| line.filled("Emergency_Number"))?;
    Some(subject.on_name(&LOCATION, numbers, "emergency numbers are set, but no location service to find the phone"))
}

fn service(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let switch = ["CFWD_Enable", "DND_Enable"]
        .into_iter()
        .find_map(|stem| line.get(stem).filter(|entry| is_yes(entry.text())))?;
    let server = line.setting("XSI_Host_Server").or_else(|| subject.setting("XSI_Host_Server"))?;
    let message = format!("line {} leaves this to an XSI server that is not set", line.number);
    server.is_empty().then(|| subject.on_value(&SERVICE, switch, message))
}

fn payloads(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(i64, &Entry<'_>)> = Vec::new();
    for entry in subject.entries() {
        // Two kinds of video agree in another way on what they share.
        if !entry.name.ends_with("_Dynamic_Payload") || entry.name.starts_with("H26") {
            continue;
        }
        let Ok(payload) = number::integer(entry.text(), 96..=127) else { continue };
        match seen.iter().find(|(other, _)| *other == payload) {
            Some((_, other)) => {
                let message = format!("`{}` and `{}` are both {payload}", entry.name, other.name);
                let finding = subject.on_value(&PAYLOAD, entry, message);
                findings.push(finding.note(other.place.name, "the other one is here"));
            }
            None => seen.push((payload, entry)),
        }
    }
}

/// A number that is set here and is valid, in thousandths.
fn thousandths(entry: &Entry<'_>) -> Option<i64> {
    number::thousandths(entry.text())
}

fn shown(thousandths: i64) -> String {
    match thousandths % 1000 {
        0 => format!("{}", thousandths / 1000),
        _ => format!("0.{:02}", thousandths / 10),
    }
}

/// The range that every guide gives for a SIP or RTP number, in words.
pub(super) fn documented(name: &str) -> Option<String> {
    let (_, least, most) = RANGES.iter().find(|(known, _, _)| *known == name)?;
    Some(format!("{} to {}", shown(*least), shown(*most)))
}

/// Whether a value is the one that the device has from the factory; of an unknown model it may be.
fn is_from_factory(entry: &Entry<'_>) -> bool {
    entry.definition.is_none_or(|known| known.default_value(None).is_none_or(|own| own == entry.text()))
}

fn ranges(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let value = |name: &str| subject.get(name).and_then(|entry| Some((entry, thousandths(entry)?)));
    for (name, least, most) in RANGES {
        let Some((entry, found)) = value(name) else { continue };
        if (least..=most).contains(&found) {
            continue;
        }
        let message = format!("`{name}` must be from {} to {}", shown(least), shown(most));
        findings.push(subject.on_value(&RANGE, entry, message));
    }
    let note = |finding: Diagnostic| as_severity(finding, Severity::Note);
    if let (Some((entry, first)), Some((_, second))) = (value("SIP_T1"), value("SIP_T2"))
        && first >= second
        && first <= 64_000
    {
        findings.push(note(subject.on_value(&RANGE, entry, "`SIP_T1` is usually far below `SIP_T2`")));
    }
    // A request is given up before it has been repeated as often as it should be (RFC 3261 17.1.1.2).
    if let (Some((_, first)), Some((entry, whole))) = (value("SIP_T1"), value("SIP_Timer_B"))
        && whole < first.saturating_mul(64)
        && first <= 64_000
        // The factory setting of phones, against the advice.
        && (!is_from_factory(entry) || (first, whole) != (500, 16_000))
    {
        findings.push(note(subject.on_value(&RANGE, entry, "`SIP_Timer_B` is usually 64 times `SIP_T1`")));
    }
    // Phones have one setting for all lines, adapters have one for each.
    let delays = subject.get("Cfwd_No_Ans_Delay").into_iter().chain(Line::having(subject, "Cfwd_No_Ans_Delay"));
    for entry in delays.filter(|entry| thousandths(entry).is_some_and(|delay| delay > 120_000)) {
        findings.push(note(subject.on_value(&RANGE, entry, "the phone rings for minutes before it forwards the call")));
    }
}

fn forwards(subject: &Subject<'_>, lines: &[Line<'_, '_>], findings: &mut Vec<Diagnostic>) {
    let most = lines.iter().map(|line| line.number).max().unwrap_or(1);
    let users: Vec<(u16, &Entry<'_>)> =
        lines.iter().filter_map(|line| Some((line.number, line.literal("User_ID")?))).collect();
    for (kind, switch) in [("Cfwd_All", "Cfwd_All"), ("Cfwd_Busy", "Cfwd_Busy"), ("Cfwd_No_Ans", "Cfwd_No_Answer")] {
        // Phones have one setting for all lines, adapters have one for each.
        for line in 0..=most {
            let name = |stem: &str| if line == 0 { stem.to_owned() } else { format!("{stem}_{line}_") };
            let destination = name(&format!("{kind}_Dest"));
            let is_empty = subject.setting(&destination).is_some_and(|value| value.is_empty());
            if let Some(entry) = subject.get(&name(switch)).filter(|entry| is_yes(entry.text()) && is_empty) {
                let finding = subject.on_value(&FORWARD_NOWHERE, entry, "calls are forwarded, but no number is set");
                findings.push(finding.help(format!("set `{destination}`")));
            }
            let Some(entry) = subject.get(&destination).filter(|entry| !entry.text().is_empty()) else { continue };
            let number = entry.text().split('@').next().unwrap_or_default();
            if let Some((_, user)) =
                users.iter().find(|(owner, user)| (line == 0 || line == *owner) && user.text() == number)
            {
                let finding = subject.on_value(&FORWARD_LOOP, entry, "calls are forwarded to the line itself");
                findings.push(finding.note(user.place.name, "its user is here"));
            }
            if let Some(service) = subject.get(&name(&format!("{kind}_Serv"))).filter(|service| is_no(service.text())) {
                let finding = subject.on_name(&FORWARD_OFF, entry, "this number has no effect");
                findings.push(finding.note(service.place.name, "forwarding is switched off here"));
            }
        }
    }
}
