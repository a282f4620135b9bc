//! Addresses: hosts, IP addresses, masks and URLs that no device can read, and static addresses that do not match each
//! other.
//!
//! Knows: which parameters hold an address, and the languages of addresses. Must not know: what is at an address.

use core::net::Ipv4Addr;
use core::ops::Range;

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::profile::leaf;

use super::definition::Check;
use super::line::Line;
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use super::variables;
use crate::dictionary::Language;
use crate::lang::host::{self, Host, HostPort};
use crate::lang::macro_text::{MacroName, MacroText};
use crate::lang::survivability::{self, Proxies};
use crate::lang::url::{self, Url};
use crate::lang::{Fault, address};
use crate::name_pattern;

mod rows;

use rows::{ADDRESS, HOST, INCOMPLETE, MASK, NO_NAMES, OUTSIDE, URL};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&NO_NAMES, &HOST, &ADDRESS, &URL, &MASK, &OUTSIDE, &INCOMPLETE];

/// The parameters of all families that hold an address, for a profile of an unknown model.
const KNOWN: &[(&str, Language)] = &[
    ("Alternate_Outbound_Proxy_#_", Language::Proxy),
    ("Alternate_Proxy_#_", Language::Proxy),
    ("Debug_Server", Language::Host),
    ("EXT_IP", Language::Ipv4),
    ("Gateway", Language::Ipv4),
    ("NAT_Keep_Alive_Dest_#_", Language::Host),
    ("NetMask", Language::Ipv4),
    ("Outbound_Proxy_#_", Language::Proxy),
    ("Primary_DNS", Language::Ipv4),
    ("Primary_NTP_Server", Language::Host),
    ("Proxy_#_", Language::Proxy),
    ("STUN_Server", Language::Host),
    ("Secondary_DNS", Language::Ipv4),
    ("Secondary_NTP_Server", Language::Host),
    ("Static_IP", Language::Ipv4),
    ("Survivability_Proxy_#_", Language::Survivability),
    ("Syslog_Server", Language::Host),
];

/// Looks at every address.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in subject.entries().filter(|entry| !entry.text().is_empty() && !entry.is_secret) {
        let Some(language) = language(subject, entry) else { continue };
        // Quotes around a value are a separate finding.
        if next_placeholder(entry.text(), 0).is_none() && entry.text() != "\"\"" {
            findings.extend(value(subject, entry, language));
        }
    }
    findings.extend(static_address(subject));
    findings.extend(incomplete(subject));
    findings.extend(no_names(subject));
}

fn language(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Language> {
    if subject.dictionary().is_some() {
        return entry.definition?.language();
    }
    let is_it = |(known, _): &&(&str, Language)| name_pattern::describes(known, entry.name);
    KNOWN.iter().find(is_it).map(|(_, language)| *language)
}

fn value(subject: &Subject<'_>, entry: &Entry<'_>, language: Language) -> Option<Diagnostic> {
    let text = entry.text();
    match language {
        Language::Host | Language::Proxy => {
            // Music and voice mail may be a user on a server.
            let takes_user = ["MOH_Server_", "Voice_Mail_Server_"].iter().any(|stem| entry.name.starts_with(stem));
            let start = text.rfind('@').filter(|_| takes_user).map_or(0, |at| at.saturating_add(1));
            let fault = match HostPort::parse(text.get(start..)?) {
                Ok(host) => return own_host(subject, entry, &host),
                Err(fault) => fault,
            };
            let range = start.saturating_add(fault.range.start)..start.saturating_add(fault.range.end);
            // A directory may be reached over TLS, which is in its scheme.
            let is_known = fault.kind == host::Mistake::Scheme && entry.name == "LDAP_Server";
            (!is_known).then(|| host_finding(subject, entry, range, fault.kind))
        }
        Language::Survivability => {
            let fault = match Proxies::parse(text) {
                Ok(proxies) => return proxies.list.iter().find_map(|proxy| own_host(subject, entry, &proxy.host)),
                Err(fault) => fault,
            };
            match fault.kind {
                survivability::Mistake::Host(kind) => Some(host_finding(subject, entry, fault.range, kind)),
                kind => Some(subject.within(&HOST, entry, fault.range, format!("`{}`: {kind}", entry.name))),
            }
        }
        Language::Ipv4 if entry.name.ends_with("etMask") || entry.name.ends_with("et_Mask") => {
            let fault = address::mask(text).err()?;
            let check = if fault.kind == address::Mistake::Mask { &MASK } else { &ADDRESS };
            Some(subject.within(check, entry, fault.range, format!("`{}`: {}", entry.name, fault.kind)))
        }
        Language::Ipv4 if entry.name == "Multicast_Address" => {
            let fault = match HostPort::parse(text) {
                Ok(host) => return own_host(subject, entry, &host),
                Err(fault) => fault,
            };
            Some(host_finding(subject, entry, fault.range, fault.kind))
        }
        // An address, a mask and a gateway in one value.
        Language::Ipv4 if entry.name.ends_with("Static_IP_NET") => {
            let mut end = 0_usize;
            text.split(':').find_map(|part| {
                let start = end;
                end = start.saturating_add(part.len()).saturating_add(1);
                let Fault { kind, range } = address::v4(part).err()?;
                let range = start.saturating_add(range.start)..start.saturating_add(range.end);
                Some(address_finding(subject, entry, Fault { kind, range }))
            })
        }
        Language::Ipv4 => address::v4(text).err().map(|fault| address_finding(subject, entry, fault)),
        Language::Ipv6 => address::v6(text).err().map(|fault| address_finding(subject, entry, fault)),
        Language::Url => url_finding(subject, entry),
        Language::SipUri | Language::Domains if text.trim_start().starts_with('$') => {
            Some(variable(subject, entry, 0..text.len()))
        }
        _ => None,
    }
}

/// A host that is a variable which the device does not fill in, the device itself, or nobody.
fn own_host(subject: &Subject<'_>, entry: &Entry<'_>, host: &HostPort) -> Option<Diagnostic> {
    if let Host::Macro(name) = &host.host.value {
        // Some parameters have variables, and for those of an account there is a word of its own.
        let is_known = variables::has_variables(entry.name) || matches!(name.as_str(), "$PROXY" | "$USER");
        return (!is_known).then(|| variable(subject, entry, host.host.range()));
    }
    let is_nobody = matches!(host.host.value, Host::V4(address) if address.is_unspecified() || address.is_broadcast());
    let message = match (host.is_own(), is_nobody) {
        (true, _) => "this is the address of the device itself",
        (_, true) => "no server has this address",
        _ => return None,
    };
    Some(as_severity(subject.on_value(&HOST, entry, message), Severity::Warning))
}

/// A variable that no device fills in here.
fn variable(subject: &Subject<'_>, entry: &Entry<'_>, range: Range<usize>) -> Diagnostic {
    let message = format!("`{}`: a variable, which the device does not fill in here", entry.name);
    let finding = subject.within(&HOST, entry, range, message);
    as_severity(finding, Severity::Warning).help("write what is meant itself")
}

fn host_finding(subject: &Subject<'_>, entry: &Entry<'_>, range: Range<usize>, kind: host::Mistake) -> Diagnostic {
    let finding = subject.within(&HOST, entry, range, format!("`{}`: {kind}", entry.name));
    match kind {
        host::Mistake::Scheme
        | host::Mistake::Several
        | host::Mistake::Blank
        | host::Mistake::Path
        | host::Mistake::Hyphen
        | host::Mistake::Character => as_severity(finding, Severity::Warning),
        host::Mistake::Parameters if leaf(entry.name).starts_with("Proxy_") => {
            let finding = as_severity(finding, Severity::Warning);
            finding.help("the line's `SIP_Transport_n_` says how it is reached")
        }
        host::Mistake::Parameters => as_severity(finding, Severity::Warning),
        _ => finding,
    }
}

fn address_finding(subject: &Subject<'_>, entry: &Entry<'_>, fault: Fault<address::Mistake>) -> Diagnostic {
    subject.within(&ADDRESS, entry, fault.range, format!("`{}`: {}", entry.name, fault.kind))
}

fn url_finding(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    // A feed has a name before its address; a rule may have options and conditions.
    if entry.text().contains("url=") || entry.text().starts_with(['[', '(']) {
        return None;
    }
    let fault = match Url::parse(entry.text()) {
        Ok(url) => return scheme_finding(subject, entry, &url),
        Err(fault) => fault,
    };
    // A path alone is on the server of the profile, and a host alone may be a server.
    let is_word = !entry.text().contains(['.', '/', ':', '$']);
    let is_sure = match &fault.kind {
        url::Mistake::Blank => true,
        url::Mistake::NoScheme => is_word || begins_with_variable(entry.text()),
        url::Mistake::Host(kind) => !matches!(kind, host::Mistake::Character | host::Mistake::Hyphen),
        _ => false,
    };
    is_sure.then(|| subject.within(&URL, entry, fault.range, format!("`{}`: {}", entry.name, fault.kind)))
}

/// Whether an address begins with a variable that is not a macro of any device, so that it was left over by a script.
fn begins_with_variable(text: &str) -> bool {
    let first = MacroText::new(text).macros().next();
    first.is_some_and(|(used, extent)| extent.start == 0 && MacroName::find(used.name).is_none())
}

/// The schemes that the guides show for an address.
const SCHEMES: [&str; 10] = ["http", "https", "tftp", "ftp", "file", "ldap", "ldaps", "sip", "sips", "gds"];

/// A scheme that no device is known to fetch over.
fn scheme_finding(subject: &Subject<'_>, entry: &Entry<'_>, url: &Url) -> Option<Diagnostic> {
    let scheme = url.scheme.value.to_ascii_lowercase();
    if SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    let finding = subject.within(&URL, entry, url.scheme.range(), format!("`{}`: not a known scheme", entry.name));
    let distance = |known: &&str| strsim::osa_distance(&scheme, known);
    let near = SCHEMES.into_iter().min_by_key(distance).filter(|near| near.len() > 3 && distance(near) < 2);
    Some(match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    })
}

/// Whether the profile makes the device ask DHCP for its address.
fn is_dynamic(subject: &Subject<'_>) -> bool {
    subject.setting("Connection_Type").is_some_and(|kind| !kind.to_ascii_lowercase().contains("static"))
}

fn static_address(subject: &Subject<'_>) -> Option<Diagnostic> {
    let read = |name: &str| {
        let entry = subject.get(name)?;
        Some((entry, address::v4(entry.text()).ok().filter(|address| !address.is_unspecified())?))
    };
    let ((host, own), (router, gateway)) = (read("Static_IP")?, read("Gateway")?);
    if is_dynamic(subject) {
        return None;
    }
    if own == gateway {
        let finding = subject.on_value(&OUTSIDE, router, "this is the address of the device itself, not of a gateway");
        return Some(finding.note(host.place.name, "the address of the device is here"));
    }
    let (_, mask) = read("NetMask")?;
    let ones = address::mask(&mask.to_string()).ok().filter(|ones| (1..=30).contains(ones))?;
    let mask = u32::MAX.checked_shl(32_u32.saturating_sub(ones)).unwrap_or_default();
    let network = |address: Ipv4Addr| address.to_bits() & mask;
    if network(own) != network(gateway) {
        let message = format!("this gateway is not on the device's network, which is a /{ones}");
        let finding = subject.on_value(&OUTSIDE, router, message);
        return Some(finding.note(host.place.name, "the device's address is here"));
    }
    let kind = match own.to_bits() & !mask {
        0 => "the network itself",
        part if part == !mask => "all hosts on the network",
        _ => return None,
    };
    Some(subject.on_value(&OUTSIDE, host, format!("this is the address of {kind}, not of a device")))
}

fn incomplete(subject: &Subject<'_>) -> Option<Diagnostic> {
    let kind = subject.get("Connection_Type").filter(|kind| kind.text().eq_ignore_ascii_case("static ip"))?;
    let empty = ["Static_IP", "NetMask", "Gateway"]
        .into_iter()
        .find(|name| subject.setting(name).is_some_and(|value| value.is_empty()))?;
    let finding = subject.on_value(&INCOMPLETE, kind, format!("the address is static, but `{empty}` is empty"));
    Some(match subject.get(empty) {
        Some(entry) => finding.note(entry.place.name, "it is empty here"),
        None => finding.help(format!("set `{empty}` as well")),
    })
}

fn no_names(subject: &Subject<'_>) -> Option<Diagnostic> {
    let kind = subject.get("Connection_Type").filter(|kind| kind.text().eq_ignore_ascii_case("static ip"))?;
    let is_empty = |name: &str| subject.setting(name).is_some_and(|server| server.is_empty());
    let is_name = |proxy: &HostPort| matches!(proxy.host.value, Host::Name(_));
    let is_named = |entry: &&Entry<'_>| HostPort::parse(entry.text()).is_ok_and(|proxy| is_name(&proxy));
    let proxy = Line::all(subject).iter().filter_map(|line| line.literal("Proxy")).find(is_named)?;
    let finding = subject.on_value(&NO_NAMES, kind, "the address is static, but no name server is set");
    let finding = finding.note(proxy.place.name, "this proxy is a host name").help("set `Primary_DNS`");
    (is_empty("Primary_DNS") && is_empty("Secondary_DNS")).then_some(finding)
}
