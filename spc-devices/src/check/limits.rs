//! Numbers and lengths that a guide limits, for parameters whose dictionary does not give the limit.
//!
//! Knows: which parameters have a documented limit, and on which families. Must not know: what a value means.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::templates::next_placeholder;
use crate::lang::number;
use crate::listing::either;
use crate::model::Family::{self, Ata19x, Mpp, Sipura, Spa1xx, Spa5xx, Spa9xx, SpaAta};
use crate::name_pattern;

static LIMIT: Check = Check {
    code: Code::new(529),
    name: "outside-documented-limit",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A number, or the length of a value, is outside the range in the model's guides.",
    explanation: "It is not documented what a device does then: most keep their old value, and some use the nearest \
        one that they allow. The usual mistake is a number of milliseconds where seconds are expected.",
    source: "profile-language 7; value-languages 1.1, 1.5, 2.1, 3.3, 4.4, 4.5 and 5.1",
    fires: || {
        vec![
            Example::on("spa504g", "<Interdigit_Long_Timer>99</Interdigit_Long_Timer>"),
            Example::on("8851", "<Interdigit_Short_Timer>3000</Interdigit_Short_Timer>"),
            Example::on("spa504g", "<Interdigit_Long_Timer>99999999999999999999</Interdigit_Long_Timer>"),
            Example::on("ata191", "<Ring_Voltage>500</Ring_Voltage>"),
            Example::on("ata191", "<Ring_Frequency>5</Ring_Frequency>"),
            Example::on("8851", "<PRT_Max_Timer>5</PRT_Max_Timer>"),
            Example::on("8851", "<DHCP_VLAN_Option>150</DHCP_VLAN_Option>"),
            Example::on("spa504g", "<Speed_Dial_2>0123456789012345678901234567890123456789</Speed_Dial_2>"),
            Example::on(
                "spa504g",
                "<Proxy_1_>a123456789012345678901234567890123456789012345678901234.example.com:5060</Proxy_1_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Interdigit_Long_Timer>10</Interdigit_Long_Timer>"),
            Example::on("spa504g", "<Interdigit_Long_Timer>0x0a</Interdigit_Long_Timer>"),
            Example::on("8851", "<DHCP_VLAN_Option>132</DHCP_VLAN_Option><PRT_Max_Timer></PRT_Max_Timer>"),
            Example::on("spa2102", "<Ring_Voltage>95</Ring_Voltage>"),
            Example::on("8851", "<Interdigit_Long_Timer>{{timer}}</Interdigit_Long_Timer>"),
            Example::of("<Interdigit_Long_Timer>99</Interdigit_Long_Timer>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&LIMIT];

/// What a value is limited to.
enum Bound {
    /// A number in one of these ranges, which include both ends.
    Number(&'static [(u32, u32)], &'static str),
    /// At most this many characters.
    Length(usize),
    /// At most this many characters before a port.
    Host(usize),
}

use Bound::{Host, Length, Number};

/// Devices of every family.
const ALL: &[Family] = &[Sipura, Spa9xx, SpaAta, Spa5xx, Spa1xx, Ata19x, Mpp];
/// The families whose data types are in the guides of 2007 to 2009.
const SPA: &[Family] = &[Sipura, Spa9xx, SpaAta, Spa5xx, Spa1xx];

/// Parameters, with `#` for each number in their names; whose guides limit them; and to what.
const LIMITS: &[(&str, &[Family], Bound)] = &[
    ("AVT_Dynamic_Payload", ALL, Number(&[(96, 127)], "")),
    ("DHCP_VLAN_Option", &[Mpp], Number(&[(128, 149), (151, 158), (161, 254)], "")),
    ("Interdigit_Long_Timer", ALL, Number(&[(0, 64)], " seconds")),
    ("Interdigit_Short_Timer", ALL, Number(&[(0, 64)], " seconds")),
    ("PRT_Max_Timer", &[Mpp], Number(&[(15, 1440)], " minutes")),
    ("Proxy_Fallback_Intvl_#_", ALL, Number(&[(0, 65535)], " seconds")),
    ("Ring_Frequency", &[Ata19x], Number(&[(15, 50)], " Hz")),
    ("Ring_Voltage", &[Ata19x], Number(&[(30, 90)], " V")),
    ("Voice_Mail_Subscribe_Interval_#_", &[Mpp], Number(&[(0, 86400)], " seconds")),
    ("Dial_Plan_#_", ALL, Length(2048)),
    ("Feature_Dial_Services_Codes", ALL, Length(79)),
    ("Referral_Services_Codes", ALL, Length(79)),
    ("Report_Rule", &[Mpp], Length(1024)),
    ("Speed_Dial_#", SPA, Length(39)),
    ("Speed_Dial_#_#_", SPA, Length(39)),
    ("VPN_Password", &[Spa5xx, Mpp], Length(31)),
    ("VPN_Server", &[Spa5xx, Mpp], Length(31)),
    ("VPN_Tunnel_Group", &[Spa5xx, Mpp], Length(31)),
    ("VPN_User_Name", &[Spa5xx, Mpp], Length(31)),
    ("Alternate_Outbound_Proxy_#_", SPA, Host(63)),
    ("Alternate_Proxy_#_", SPA, Host(63)),
    ("Outbound_Proxy_#_", SPA, Host(63)),
    ("Proxy_#_", SPA, Host(63)),
];

/// Looks at every parameter of the table.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(family) = subject.model.map(crate::model::Model::family) else { return };
    for entry in subject.entries().filter(|entry| !entry.text().trim().is_empty()) {
        if let Some(bound) = bound(entry.name, family)
            && next_placeholder(entry.text(), 0).is_none()
        {
            findings.extend(beyond(subject, entry, bound));
        }
    }
}

/// What the guides of a family limit a parameter to, in words: `0 to 64 seconds`.
pub(super) fn documented(name: &str, family: Family) -> Option<String> {
    Some(match bound(name, family)? {
        Number(ranges, unit) => format!("{}{unit}", words(ranges)),
        Length(limit) => format!("at most {limit} characters"),
        Host(limit) => format!("at most {limit} characters before a port"),
    })
}

fn bound(name: &str, family: Family) -> Option<&'static Bound> {
    let is_it = |(pattern, families, _): &&(&str, &[Family], Bound)| {
        families.contains(&family) && name_pattern::describes(pattern, name)
    };
    LIMITS.iter().find(is_it).map(|(_, _, bound)| bound)
}

/// `128 to 149, 151 to 158 or 161 to 254`.
fn words(ranges: &[(u32, u32)]) -> String {
    let ranges: Vec<String> = ranges.iter().map(|(least, most)| format!("{least} to {most}")).collect();
    either(&ranges)
}

fn beyond(subject: &Subject<'_>, entry: &Entry<'_>, bound: &Bound) -> Option<Diagnostic> {
    let message = match *bound {
        Number(ranges, unit) => {
            // What is not a number at all is reported for its kind.
            let found = number::thousandths(entry.text())?;
            let thousandths = |bound: u32| i64::from(bound).saturating_mul(1000);
            if ranges.iter().any(|(least, most)| (thousandths(*least)..=thousandths(*most)).contains(&found)) {
                return None;
            }
            format!("`{}` must be from {}{unit}", entry.name, words(ranges))
        }
        Length(limit) => too_long(entry, entry.text().chars().count(), limit)?,
        Host(limit) => {
            let text = entry.text();
            let host = text.rsplit_once(':').map_or(text, |(host, _)| host);
            too_long(entry, host.chars().count(), limit)?
        }
    };
    Some(subject.on_value(&LIMIT, entry, message))
}

/// Reports that a value is too long, without the length if it is a secret.
fn too_long(entry: &Entry<'_>, length: usize, limit: usize) -> Option<String> {
    (length > limit).then(|| match entry.is_secret {
        true => format!("`{}` is longer than the documented limit of {limit} characters", entry.name),
        false => format!("`{}` has {length} characters, but the documented limit is {limit}", entry.name),
    })
}
