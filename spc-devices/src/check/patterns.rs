//! Lists with a language of their own: templates of numbers and of status codes, functions of line keys, DHCP options.
//!
//! Knows: which parameters hold such a list. Must not know: what matches a template.

use core::ops::Range;

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::templates::next_placeholder;
use crate::dictionary::Language;
use crate::lang::key_function;
use crate::lang::template::Templates;
use crate::lang::{shown, shown_sign};

static NUMBERS: Check = Check {
    code: Code::new(1162),
    name: "number-template",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A template for phone numbers has an invalid character, so it matches nothing, or the wrong numbers.",
    explanation: "Templates are separated by commas: `408*, 1212555????`. `?` matches any character, `*` any number \
        of characters, and `%2C` a comma. There are no classes such as `[2-9]`, and there is no `;`.",
    source: "profile-language 7, PhTmplt",
    fires: || {
        vec![
            Example::on("ata191", "<Ring1_Caller_1_>555*;abc</Ring1_Caller_1_>"),
            Example::on("ata191", "<Ring1_Caller_1_>[555</Ring1_Caller_1_>"),
            Example::on("ata191", "<Ring1_Caller_1_>555*,,1</Ring1_Caller_1_>"),
            Example::on("ata191", "<Ring1_Caller_1_>$caller</Ring1_Caller_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("ata191", "<Ring1_Caller_1_>408*, 1212555????, anna@example.com</Ring1_Caller_1_>"),
            Example::on("ata191", "<Ring1_Caller_1_></Ring1_Caller_1_>"),
            Example::on("ata191", "<Ring1_Caller_1_>{{caller}}</Ring1_Caller_1_>"),
            Example::of("<Ring1_Caller_1_>[555</Ring1_Caller_1_>"),
        ]
    },
};

static STATUS: Check = Check {
    code: Code::new(1163),
    name: "status-template",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A template for SIP status codes matches no status code.",
    explanation: "A status code has three digits; `?` stands for one digit and `*` for the rest: `404, 5??, 6*`. With \
        any other code, the device does not try its second server or register again.",
    source: "profile-language 7, RscTmplt",
    fires: || {
        vec![
            Example::on("spa504g", "<Try_Backup_RSC>5??,abc</Try_Backup_RSC>"),
            Example::on("spa504g", "<Retry_Reg_RSC>9999</Retry_Reg_RSC>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Try_Backup_RSC>404, 5??,6*</Try_Backup_RSC>"),
            Example::of("<Try_Backup_RSC>abc</Try_Backup_RSC>"),
        ]
    },
};

static KEY_OPTIONS: Check = Check {
    code: Code::new(1164),
    name: "line-key-option",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "One of the functions that users may give to a line key is not known.",
    explanation: "`Customizable_PLK_Options` is a list such as `sd;blf;mwi`. Newer firmware may have functions that \
        this program does not know.",
    source: "value-languages 4.1",
    fires: || vec![Example::of("<Customizable_PLK_Options>sd;foo</Customizable_PLK_Options>")],
    silent: || {
        vec![
            Example::of("<Customizable_PLK_Options>sd;blf;mwi;</Customizable_PLK_Options>"),
            Example::of("<Customizable_PLK_Options></Customizable_PLK_Options>"),
        ]
    },
};

static DHCP: Check = Check {
    code: Code::new(1212),
    name: "dhcp-option",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A list of DHCP options has an entry that is not an option number.",
    explanation: "The device requests these options in this order, and uses the server from the first one that is \
        answered: `66,160,159,150`. DHCP options are 1 to 254, DHCPv6 options 1 to 65535.",
    source: "profile-language 10.6",
    fires: || {
        vec![
            Example::of("<DHCP_Option_To_Use>66,foo</DHCP_Option_To_Use>"),
            Example::of("<DHCP_Option_To_Use>66;160</DHCP_Option_To_Use>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<DHCP_Option_To_Use>66, 160,159,150</DHCP_Option_To_Use>"),
            Example::of("<DHCPv6_Option_To_Use>17,160,159</DHCPv6_Option_To_Use>"),
            Example::of("<DHCP_Option_To_Use></DHCP_Option_To_Use>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&NUMBERS, &STATUS, &KEY_OPTIONS, &DHCP];

/// Looks at every list.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty() && next_placeholder(entry.text(), 0).is_none();
    for entry in subject.entries().filter(is_set) {
        let found = match entry.name {
            "DHCP_Option_To_Use" => options(subject, entry, 254),
            "DHCPv6_Option_To_Use" => options(subject, entry, 65535),
            "Customizable_PLK_Options" => functions(subject, entry),
            _ => match entry.definition.and_then(crate::dictionary::Definition::language) {
                Some(Language::NumberTemplate) => numbers(subject, entry),
                Some(Language::ResponseCodes) => {
                    let fault = Templates::parse_status(entry.text()).err();
                    fault.map(|fault| subject.within(&STATUS, entry, fault.range.clone(), fault.to_string()))
                }
                _ => None,
            },
        };
        findings.extend(found);
    }
}

fn numbers(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    if entry.text().trim_start().starts_with('$') {
        let finding = subject.on_value(&NUMBERS, entry, "a variable, which the device does not fill in here");
        return Some(finding.help("write the numbers themselves"));
    }
    if let Err(fault) = Templates::parse(entry.text()) {
        return Some(subject.within(&NUMBERS, entry, fault.range.clone(), fault.to_string()));
    }
    // These are in numbers, user names and hosts.
    let is_plain = |sign: char| !sign.is_ascii() || sign.is_ascii_alphanumeric() || " ,*?#+-._@:%~!$&'/".contains(sign);
    let (at, sign) = entry.text().char_indices().find(|(_, sign)| !is_plain(*sign))?;
    let shown = shown_sign(sign);
    let message = format!("`{shown}` is not allowed in a number template; separate templates with commas");
    Some(subject.within(&NUMBERS, entry, at..at.saturating_add(sign.len_utf8()), message))
}

/// The pieces of a list, without the spaces around them, each with its place.
fn pieces(text: &str, separator: char) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut end = 0_usize;
    text.split(separator).map(move |piece| {
        let start = end.saturating_add(piece.len().saturating_sub(piece.trim_start().len()));
        end = end.saturating_add(piece.len()).saturating_add(separator.len_utf8());
        let piece = piece.trim();
        (piece, start..start.saturating_add(piece.len()))
    })
}

fn options(subject: &Subject<'_>, entry: &Entry<'_>, most: u32) -> Option<Diagnostic> {
    let is_option = |piece: &str| piece.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number));
    let (_, range) = pieces(entry.text(), ',').find(|(piece, _)| !is_option(piece))?;
    let is_separated =
        entry.text().split([',', ';', '|', ' ']).map(str::trim).filter(|piece| !piece.is_empty()).all(is_option);
    let message = match is_separated {
        true => "options are separated by commas, as in `66,160`".to_owned(),
        false => format!("an option is a number from 1 to {most}"),
    };
    Some(subject.within(&DHCP, entry, range, message))
}

fn functions(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let is_known = |word: &str| word.is_empty() || key_function::function(word).is_some();
    let (word, range) = pieces(entry.text(), ';').find(|(word, _)| !is_known(word))?;
    Some(subject.within(&KEY_OPTIONS, entry, range, format!("`{}` is not a known function", shown(word))))
}
