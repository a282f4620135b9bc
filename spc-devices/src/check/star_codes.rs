//! Star codes: services that cannot be reached because of another code, and codes that no device accepts.
//!
//! Knows: which parameters hold codes. Must not know: dial plans.

use std::collections::HashMap;

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::templates::is_open;
use crate::lang::star_code::{self, Announcements, ServiceCodes, StarCode};

static TWICE: Check = Check {
    code: Code::new(1104),
    name: "star-code-twice",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Two services have the same star code.",
    explanation: "Only one of them can be used, and a code of the device hides the same code of the server. Give one \
        of them a different code, or empty it to switch the service off.",
    source: "value-languages 4.6, star-dup; 4.4",
    fires: || {
        vec![
            Example::of("<Call_Return_Code>*69</Call_Return_Code><Call_Redial_Code>*69</Call_Redial_Code>"),
            Example::of(
                "<Call_Return_Code>*69</Call_Return_Code><Feature_Dial_Services_Codes>*69|*72</Feature_Dial_Services_Codes>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<Call_Return_Code>*69</Call_Return_Code><Call_Redial_Code>*07</Call_Redial_Code>"),
            Example::of("<Call_Return_Code></Call_Return_Code><Call_Redial_Code></Call_Redial_Code>"),
            Example::of(
                "<Call_Pickup_Code>*98</Call_Pickup_Code><Attendant_Console_Call_Pickup_Code>*98</Attendant_Console_Call_Pickup_Code>",
            ),
        ]
    },
};

static FORM: Check = Check {
    code: Code::new(1110),
    name: "star-code-form",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A star code does not begin with `*` or `#`, is too long, or has other characters.",
    explanation: "A code has up to seven keys, or eight if it is for a codec. A code without a star hides a number \
        that somebody may want to dial.",
    source: "value-languages 4.6, star-form",
    fires: || {
        vec![
            Example::of("<Call_Return_Code>69</Call_Return_Code>"),
            Example::of("<Call_Return_Code>*1234567890</Call_Return_Code>"),
            Example::of("<Cfwd_All_Act_Code>*7x</Cfwd_All_Act_Code>"),
            Example::of("<Feature_Dial_Services_Codes>*72|67</Feature_Dial_Services_Codes>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Call_Return_Code>*69</Call_Return_Code>"),
            Example::of("<Force_G711u_Code>*0271100</Force_G711u_Code>"),
            Example::of("<Referral_Services_Codes>*98|#77</Referral_Services_Codes>"),
            Example::of("<Zip_Code>95134</Zip_Code><PIN_Code>1234</PIN_Code>"),
        ]
    },
};

static SERVICES: Check = Check {
    code: Code::new(1111),
    name: "service-codes-syntax",
    group: Group::Keys,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A list of service codes is not in the documented form.",
    explanation: "Server codes are written ``*72`c`|*67`p` ``, with or without a tone between back quotes, in at most \
        79 characters. Announcements are written `{CWT=00;CWF=01}`.",
    source: "value-languages 4.4",
    fires: || {
        vec![
            Example::of("<Feature_Dial_Services_Codes>*72,*67</Feature_Dial_Services_Codes>"),
            Example::of("<Service_Annc_Extension_Codes>CWT=00</Service_Annc_Extension_Codes>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Feature_Dial_Services_Codes>*72`c`|*67</Feature_Dial_Services_Codes>"),
            Example::of("<Feature_Dial_Services_Codes></Feature_Dial_Services_Codes>"),
            Example::of("<Service_Annc_Extension_Codes>{CWT=00;CWF=01;}</Service_Annc_Extension_Codes>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&TWICE, &FORM, &SERVICES];

/// Lists of codes that the device sends to the server with a number.
const LISTS: [&str; 2] = ["Feature_Dial_Services_Codes", "Referral_Services_Codes"];
/// The longest code of a codec, such as `*0272616`.
const MAX_OF_CODEC: usize = 8;

/// The first parameter with a given code.
type Owners<'s> = HashMap<String, &'s Entry<'s>>;

/// Looks at every star code.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let mut owners: Owners<'_> = HashMap::new();
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty() && !is_open(entry.text());
    for entry in subject.entries().filter(|entry| is_code(entry.name)).filter(is_set) {
        let text = entry.text().trim();
        match StarCode::parse(entry.text()) {
            Err(fault) => {
                findings.push(subject.within(&FORM, entry, fault.range.clone(), fault.to_string()));
                continue;
            }
            Ok(code) if !code.has_star() => {
                findings.push(subject.on_value(&FORM, entry, "a star code must begin with `*` or `#`"));
            }
            Ok(_) => {}
        }
        let most = if is_of_codec(entry.name) { MAX_OF_CODEC } else { star_code::MAX_CODE };
        if text.len() > most {
            findings.push(subject.on_value(&FORM, entry, format!("a star code has at most {most} keys")));
        }
        twice(subject, entry, text, &mut owners, findings);
    }
    for entry in LISTS.iter().filter_map(|name| subject.get(name)).filter(is_set) {
        if entry.text().len() > star_code::MAX_LIST {
            let message = format!("this list has more than {} characters", star_code::MAX_LIST);
            findings.push(subject.on_value(&SERVICES, entry, message));
        }
        match ServiceCodes::parse(entry.text()) {
            Err(fault) => findings.push(subject.within(&SERVICES, entry, fault.range.clone(), fault.to_string())),
            Ok(codes) => {
                if let Some((code, _)) = codes.list.iter().find(|(code, _)| !code.has_star()) {
                    let message = "a code without `*` or `#` before it";
                    findings.push(subject.within(&FORM, entry, code.keys.range(), message));
                }
                for (code, _) in codes.list {
                    if let Some(owner) = owners.get(&code.keys.value) {
                        let message = format!("`{}` has one of these codes, so the server never gets it", owner.name);
                        let finding = subject.within(&TWICE, entry, code.keys.range(), message);
                        findings.push(finding.note(owner.place.value, "the device's own code is here"));
                    }
                }
            }
        }
    }
    if let Some(entry) = subject.get("Service_Annc_Extension_Codes").filter(is_set) {
        let fault = Announcements::parse(entry.text()).err();
        findings.extend(fault.map(|fault| subject.within(&SERVICES, entry, fault.range.clone(), fault.to_string())));
    }
}

fn twice<'s>(
    subject: &Subject<'_>,
    entry: &'s Entry<'s>,
    code: &str,
    owners: &mut Owners<'s>,
    findings: &mut Vec<Diagnostic>,
) {
    // Consoles have their own codes, which are the same by default.
    if ["Attendant_Console_", "SPA932_"].iter().any(|console| entry.name.starts_with(console)) {
        return;
    }
    let Some(first) = owners.get(code) else {
        owners.insert(code.to_owned(), entry);
        return;
    };
    if is_from_factory(entry) && is_from_factory(first) {
        return;
    }
    let finding = subject.on_value(&TWICE, entry, format!("`{}` has the same code", first.name));
    findings.push(finding.note(first.place.value, "its code is here"));
}

fn is_from_factory(entry: &Entry<'_>) -> bool {
    entry.definition.and_then(|known| known.default_value(None)).is_some_and(|own| own == entry.text())
}

/// `Call_Return_Code`; not `Zip_Code` and `PIN_Code`.
pub(super) fn is_code(name: &str) -> bool {
    const ENDS: [&str; 17] = [
        "_Act_Code",
        "_Deact_Code",
        "_Push_Code",
        "_Retrieve_Code",
        "_Bridge_Code",
        "_Initiate_Code",
        "Call_Return_Code",
        "Call_Redial_Code",
        "Call_Park_Code",
        "Call_Pickup_Code",
        "Call_UnPark_Code",
        "Call_Unpark_Code",
        "Call_unPark_Code",
        "Blind_Transfer_Code",
        "Paging_Code",
        "Media_Loopback_Code",
        "Line_Toggle_Code",
    ];
    is_of_codec(name) || ENDS.iter().any(|end| name.ends_with(end))
}

/// `Force_G711u_Code`, `Prefer_G729a_Code`.
fn is_of_codec(name: &str) -> bool {
    (name.starts_with("Force_") || name.starts_with("Prefer_")) && name.ends_with("_Code")
}
