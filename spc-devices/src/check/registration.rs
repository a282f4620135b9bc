//! Registration: lines that never reach their server, and accounts that cannot sign in.
//!
//! Knows: which parameters a registration needs. Must not know: ports and addresses on their own, or what a call needs.

use spc_core::diagnostic::{Diagnostic, Severity};

use super::definition::Check;
use super::line::Line;
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use super::words::is_no;
use crate::lang::host::{Host, HostPort};
use crate::lang::number;
use crate::model::Family;

mod rows;

use rows::{
    ALL_OFF, AUTH_EMPTY, AUTH_UNUSED, DUAL, EXPIRES, NEVER_CALLS, NO_PASSWORD, NO_PROXY, NO_USER, OFF, OUTBOUND_EMPTY,
    OUTBOUND_UNUSED, RETRY, SAME_ACCOUNT, SERVER_AUTH, SRV_LITERAL, SRV_PREFIX, TRANSPORT_PORT, USER_FORM,
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[
    &OFF,
    &NO_PROXY,
    &NO_USER,
    &NO_PASSWORD,
    &AUTH_EMPTY,
    &AUTH_UNUSED,
    &OUTBOUND_UNUSED,
    &OUTBOUND_EMPTY,
    &SRV_LITERAL,
    &SRV_PREFIX,
    &DUAL,
    &TRANSPORT_PORT,
    &EXPIRES,
    &RETRY,
    &SAME_ACCOUNT,
    &NEVER_CALLS,
    &ALL_OFF,
    &SERVER_AUTH,
    &USER_FORM,
];

/// Looks at every line.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let lines = Line::all(subject);
    for stem in ["User_ID", "Auth_ID"] {
        findings.extend(Line::having(subject, stem).into_iter().filter_map(|entry| user_form(subject, entry)));
    }
    for line in lines.iter().filter(|line| line.is_on()) {
        findings.extend(no_proxy(subject, line));
        findings.extend(no_user(subject, line));
        findings.extend(no_password(subject, line));
        findings.extend(auth(subject, line));
        findings.extend(outbound(subject, line));
        findings.extend(srv(subject, line));
        findings.extend(dual(subject, line));
        findings.extend(transport_port(subject, line));
        findings.extend(expires(subject, line));
        findings.extend(never_calls(subject, line));
        findings.extend(server_auth(subject, line));
    }
    for line in lines.iter().filter(|line| !line.is_on()) {
        if let (Some(user), Some(_)) = (line.filled("User_ID"), line.filled("Proxy")) {
            let message = format!("line {} has an account but is switched off", line.number);
            let finding = subject.on_name(&OFF, user, message);
            findings.push(finding.help(format!("set `{}` to Yes", line.name("Line_Enable"))));
        }
    }
    retries(subject, findings);
    same_account(subject, &lines, findings);
    findings.extend(all_off(subject));
}

fn no_proxy(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let user = line.filled("User_ID")?;
    if !line.is_yes("Register") || !line.is_empty("Proxy") {
        return None;
    }
    let Some(proxy) = line.get("Proxy") else {
        let message = format!("line {} has a user but no proxy to register with", line.number);
        return Some(subject.on_name(&NO_PROXY, user, message).help(format!("set `{}`", line.name("Proxy"))));
    };
    let finding = subject.on_value(&NO_PROXY, proxy, format!("line {} has no proxy to register with", line.number));
    Some(finding.note(user.place.name, "its user is here"))
}

fn no_user(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let proxy = line.filled("Proxy")?;
    let is_key = line.filled("Extended_Function").is_some();
    if is_key || !line.is_yes("Line_Enable") || !line.is_empty("User_ID") || line.is_no("Register") {
        return None;
    }
    let message = format!("line {} is on and has a proxy, but no user", line.number);
    let finding = subject.on_value(&NO_USER, line.get("User_ID").unwrap_or(proxy), message);
    Some(finding.help(format!("set `{}`, or set `{}` to No", line.name("User_ID"), line.name("Line_Enable"))))
}

/// A name from which the device makes an address, although it already is one.
fn user_form(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let text = entry.text();
    if next_placeholder(text, 0).is_some() {
        return None;
    }
    let scheme = text.split_once(':').map(|(scheme, _)| scheme.trim());
    let scheme = scheme.filter(|scheme| ["sip", "sips", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known)));
    let message = match (scheme, text.find('@')) {
        (Some(_), _) => format!("`{}` must be a name, not an address with a scheme", entry.name),
        (None, Some(at)) if at > 0 && entry.name.starts_with("User_ID") => {
            format!("`{}` has an `@`, but the device appends `@` and its proxy to it", entry.name)
        }
        _ => return None,
    };
    let help = "write the part before the `@`, without `sip:`";
    Some(subject.on_value(&USER_FORM, entry, message).help(help))
}

fn auth(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let user = line.filled("User_ID")?;
    if line.is_yes("Use_Auth_ID") && line.is_empty("Auth_ID") {
        let entry = line.get("Auth_ID").or_else(|| line.get("Use_Auth_ID"))?;
        let message = format!("line {} authenticates with an empty name", line.number);
        let finding = subject.on_value(&AUTH_EMPTY, entry, message);
        return Some(finding.help(format!(
            "set `{}`, or set `{}` to No",
            line.name("Auth_ID"),
            line.name("Use_Auth_ID")
        )));
    }
    let other = line.literal("Auth_ID").filter(|other| other.text() != user.text())?;
    let message = format!("line {} authenticates with its `User_ID`, not with this name", line.number);
    line.is_no("Use_Auth_ID").then(|| subject.on_name(&AUTH_UNUSED, other, message))
}

fn outbound(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    if let Some(proxy) = line.filled("Outbound_Proxy") {
        let switch = line.get("Use_Outbound_Proxy").filter(|switch| is_no(switch.text()));
        if switch.is_none() && !line.is_no("Use_Outbound_Proxy") {
            return None;
        }
        let message = format!("line {} does not use its outbound proxy", line.number);
        let finding = subject.on_value(&OUTBOUND_UNUSED, proxy, message);
        return Some(match switch {
            Some(switch) => finding.note(switch.place.name, "its use is switched off here"),
            None => finding.help(format!("set `{}` to Yes", line.name("Use_Outbound_Proxy"))),
        });
    }
    let switch = line.get("Use_Outbound_Proxy").filter(|_| line.is_yes("Use_Outbound_Proxy"))?;
    // A file for many devices leaves the proxy and the user to the next one.
    let is_alone = line.is_unset("Outbound_Proxy") && !line.is_emptied("User_ID");
    let message = format!("line {} has no outbound proxy to use", line.number);
    is_alone.then(|| subject.on_value(&OUTBOUND_EMPTY, switch, message))
}

/// The host that a line sends its requests to, if it is known.
fn next_hop<'s, 'a>(line: &Line<'s, 'a>) -> Option<(&'s Entry<'a>, HostPort)> {
    let is_outbound = line.is_yes("Use_Outbound_Proxy");
    // If the setting is not in the profile, a device that has it may do either.
    let stem = if is_outbound || line.get("Use_Outbound_Proxy").is_none() && line.filled("Outbound_Proxy").is_some() {
        "Outbound_Proxy"
    } else {
        "Proxy"
    };
    let entry = line.literal(stem)?;
    Some((entry, HostPort::parse(entry.text()).ok()?))
}

fn srv(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let switch = line.get("Use_DNS_SRV").filter(|_| line.is_yes("Use_DNS_SRV"))?;
    let (entry, hop) = next_hop(line)?;
    let message = match (&hop.host.value, &hop.port) {
        (Host::V4(_) | Host::V6(_), _) => "an address has no SRV records",
        (Host::Name(_), Some(_)) => "SRV lookup does not apply to a proxy with a port",
        (Host::Name(name), None) if line.is_no("DNS_SRV_Auto_Prefix") && !name.starts_with("_sip") => {
            let message = format!("line {} looks up SRV records under the bare name", line.number);
            return Some(subject.on_value(&SRV_PREFIX, entry, message));
        }
        _ => return None,
    };
    let finding = subject.on_value(&SRV_LITERAL, entry, message);
    Some(finding.note(switch.place.name, "the lookup is switched on here"))
}

fn dual(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let switch = line.get("Dual_Registration").filter(|_| line.is_yes("Dual_Registration"))?;
    let is_alone = line.is_unset("Alternate_Proxy") && line.is_unset("Alternate_Outbound_Proxy");
    let message = format!("line {} has only one server to register with", line.number);
    is_alone.then(|| subject.on_value(&DUAL, switch, message))
}

fn transport_port(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let transport = line.get("SIP_Transport")?;
    let (entry, hop) = next_hop(line)?;
    let message = match hop.port?.value {
        5060 if transport.text().eq_ignore_ascii_case("tls") => "servers rarely answer TLS on port 5060",
        5061 if transport.text().eq_ignore_ascii_case("udp") => "servers rarely answer UDP on port 5061",
        _ => return None,
    };
    let finding = subject.on_value(&TRANSPORT_PORT, entry, message);
    Some(finding.note(transport.place.name, "the transport is set here"))
}

/// A number of seconds that is set here and is valid.
fn seconds(entry: &Entry<'_>) -> Option<i64> {
    match number::integer(entry.text(), 0..=i64::MAX) {
        Err(fault) if matches!(fault.kind, number::Mistake::OutOfRange { .. }) => {
            (!entry.text().trim().starts_with('-')).then_some(i64::MAX)
        }
        seconds => seconds.ok(),
    }
}

fn expires(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let entry = line.literal("Register_Expires")?;
    let seconds = seconds(entry)?;
    let (how, severity) = match seconds {
        0..60 => ("very often", Severity::Note),
        60..=86_400 => return None,
        86_401..=0x7fff_ffff => ("very rarely", Severity::Note),
        _ => ("less often than any device can", Severity::Warning),
    };
    let message = format!("line {} registers {how}: every {} seconds", line.number, entry.text().trim());
    Some(as_severity(subject.on_value(&EXPIRES, entry, message), severity))
}

fn never_calls(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    line.filled("User_ID")?;
    let register = line.get("Register").filter(|_| line.is_no("Register"))?;
    let message = format!("line {} does not register, but cannot make calls unless it does", line.number);
    let finding = subject.on_value(&NEVER_CALLS, register, message);
    let switch = line.name("Make_Call_Without_Reg");
    line.is_no("Make_Call_Without_Reg").then(|| finding.help(format!("set `{switch}` to Yes")))
}

fn server_auth(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    subject.model.filter(|model| model.family() == Family::Ata19x)?;
    let is_asked = |stem: &&str| line.get(stem).is_some() && line.is_yes(stem);
    ["Auth_INVITE", "Auth_Resync-Reboot"].into_iter().filter(is_asked).find_map(|stem| {
        let entry = line.get(stem)?;
        let missing = ["User_ID", "Password"].into_iter().find(|stem| line.is_empty(stem))?;
        // A factory setting requires a password for resyncs before there is an account.
        let default = entry.definition.and_then(|definition| definition.default_value(None));
        let is_unused = default.as_deref() == Some(entry.text()) && line.is_emptied("User_ID");
        let message = format!("`{}` needs `{}`, which is empty", entry.name, line.name(missing));
        (!is_unused).then(|| subject.on_value(&SERVER_AUTH, entry, message))
    })
}

/// A line that registers without a password, if no other file can have it.
fn no_password(subject: &Subject<'_>, line: &Line<'_, '_>) -> Option<Diagnostic> {
    let (user, _) = (line.filled("User_ID")?, line.filled("Proxy")?);
    let password = line.get("Password").filter(|password| password.value == Some(""));
    if !subject.is_complete || !line.is_yes("Register") || password.is_none() {
        return None;
    }
    let message = format!("line {} registers without a password", line.number);
    let finding = subject.on_name(&NO_PASSWORD, password?, message);
    Some(finding.note(user.place.name, "its user is here"))
}

fn retries(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let zero = |name: &str| subject.get(name).filter(|entry| seconds(entry) == Some(0));
    if let Some(entry) = zero("Reg_Retry_Intvl") {
        let message = "a failed registration is not tried again; the guides rule out 0";
        findings.push(subject.on_value(&RETRY, entry, message).help("30 seconds is usual"));
    }
    if let Some(entry) = zero("Reg_Retry_Long_Intvl") {
        let message = "after a refusal, the line never registers again";
        let finding = subject.on_value(&RETRY, entry, message).help("1200 seconds is usual");
        findings.push(as_severity(finding, Severity::Warning));
    }
}

fn same_account(subject: &Subject<'_>, lines: &[Line<'_, '_>], findings: &mut Vec<Diagnostic>) {
    let is_shared = |line: &Line<'_, '_>| {
        let shared = |stem: &str| line.setting(stem).is_some_and(|value| value.eq_ignore_ascii_case("shared"));
        shared("Share_Ext") || shared("Share_Call_Appearance") || line.filled("Shared_User_ID").is_some()
    };
    let mut seen: Vec<(&str, &str, &Entry<'_>)> = Vec::new();
    for line in lines.iter().filter(|line| line.is_on() && !line.is_no("Register") && !is_shared(line)) {
        let (Some(user), Some(proxy)) = (line.literal("User_ID"), line.literal("Proxy")) else { continue };
        let account = (user.text(), proxy.text());
        match seen.iter().find(|(user, proxy, _)| (*user, *proxy) == account) {
            Some((.., first)) => {
                let message = format!("line {} registers the user of another line", line.number);
                let finding = subject.on_value(&SAME_ACCOUNT, user, message);
                findings.push(finding.note(first.place.name, "the other line is here"));
            }
            None => seen.push((account.0, account.1, user)),
        }
    }
}

fn all_off(subject: &Subject<'_>) -> Option<Diagnostic> {
    let lines = subject.model.filter(|_| subject.is_complete)?.lines()?;
    let is_off = |number: u16| subject.value(&format!("Line_Enable_{number}_")).is_some_and(is_no);
    let first = subject.get("Line_Enable_1_").filter(|_| (1..=lines).all(is_off))?;
    Some(subject.on_value(&ALL_OFF, first, "every line of the model is switched off"))
}
