//! Values: what the dictionary says about their kind, and what no parameter means.
//!
//! Knows: kinds, choices, ranges, lengths, and signs that devices read otherwise. Must not know: the languages of single
//! parameters, two parameters at once. No message quotes a value.

use core::ops::Range;

use memchr::memchr;
use spc_core::diagnostic::{Code, Diagnostic, Severity, Suggestion};
use spc_core::source::Syntax;

use super::definition::{Check, Example, Group, Soundness};
use super::softkeys::is_line_of_key;
use super::subject::{Entry, Subject, as_severity};
use super::templates::{next_placeholder, typographic};
use super::words::{is_no, is_yes};
use crate::dictionary::{Choices, Kind};
use crate::lang::{boolean, choice, number};
use crate::model::Model;

static YES_OR_NO: Check = Check {
    code: Code::new(520),
    name: "not-yes-or-no",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A switch is set to something that is neither yes nor no.",
    explanation: "Devices know `Yes` and `No`, and a few other words for them. What they make of any other text is not \
        documented; most keep the value that they had. A word in unusual letter case is a warning.",
    source: "profile-language 7",
    fires: || {
        vec![
            Example::on("spa504g", "<Enable_VLAN>yes please</Enable_VLAN>"),
            Example::on("spa504g", "<Enable_VLAN>YES</Enable_VLAN>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Enable_VLAN>yes</Enable_VLAN>"),
            Example::on("spa504g", "<Enable_VLAN></Enable_VLAN>"),
            Example::on("spa504g", "<Enable_VLAN>{{vlan}}</Enable_VLAN>"),
            Example::of("<Enable_VLAN>yes please</Enable_VLAN>"),
        ]
    },
};

static CHOICE: Check = Check {
    code: Code::new(521),
    name: "unknown-choice",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The value is not one of the choices that the model is known to have.",
    explanation: "A device ignores a choice that it does not know and keeps the one that it had. A newer firmware may \
        have choices that this program does not know.",
    source: "value-languages 5.2, enum",
    fires: || {
        vec![
            Example::on("spa504g", "<Connection_Type>static ip</Connection_Type>"),
            Example::on("spa504g", "<Connection_Type>Carrier pigeon</Connection_Type>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Connection_Type>DHCP</Connection_Type>"),
            Example::of("<Connection_Type>static ip</Connection_Type>"),
        ]
    },
};

static NUMBER: Check = Check {
    code: Code::new(522),
    name: "not-a-number",
    group: Group::Values,
    severity: Severity::Error,
    soundness: Soundness::NeedsModel,
    summary: "A number is expected, but the value is not one or is out of range.",
    explanation: "A value that is not a number is an error. One outside of the range is a warning, because ranges differ \
        between versions of the firmware.",
    source: "value-languages 5.2, range",
    fires: || {
        vec![
            Example::on("spa514g", "<PC_Port_VLAN_ID>$10</PC_Port_VLAN_ID>"),
            Example::on("spa504g", "<VLAN_ID>5000</VLAN_ID>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<VLAN_ID>100</VLAN_ID>"),
            Example::on("spa504g", "<VLAN_ID></VLAN_ID>"),
            Example::of("<VLAN_ID>5000</VLAN_ID>"),
        ]
    },
};

static TOO_LONG: Check = Check {
    code: Code::new(523),
    name: "value-too-long",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The value is longer than the documented limit of the parameter.",
    explanation: "What a device does with the rest is not documented: it may cut it off or ignore the value.",
    source: "profile-language 7",
    fires: || {
        vec![Example::on(
            "spa504g",
            "<User_ID_1_>0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789</User_ID_1_>",
        )]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<User_ID_1_>100</User_ID_1_>"),
            Example::of(
                "<User_ID_1_>0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789</User_ID_1_>",
            ),
        ]
    },
};

static NON_ASCII: Check = Check {
    code: Code::new(524),
    name: "non-ascii-value",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A value has a character that is not ASCII.",
    explanation: "Older phones and adapters show such characters as others or not at all, and no dial plan, rule or \
        address has any. In a name that a newer phone shows they may be fine: allow the check there. Where `Ã¼` is in \
        the place of `ü`, the file is UTF-8 and declares another encoding, or was saved twice.",
    source: "profile-language 1.5",
    fires: || {
        vec![
            Example::of("<Station_Name>B\u{fc}ro</Station_Name>"),
            Example::of("<Station_Name>B\u{c3}\u{bc}ro</Station_Name>"),
            Example::of(
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><flat-profile><Station_Name>B\u{fc}ro</Station_Name></flat-profile>",
            ),
        ]
    },
    silent: || vec![Example::of("<Station_Name>Buero</Station_Name>"), Example::of("<!-- B\u{fc}ro --><A>x</A>")],
};

static STATUS: Check = Check {
    code: Code::new(525),
    name: "status-of-a-dump",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Status lines of a dump are in the profile.",
    explanation: "A device puts its state, such as `group=\"Info/System_Information\"`, into the file that it gives out. \
        Such elements set nothing; they make the profile larger and show the state of one device to all others. \
        Delete them.",
    source: "profile-language 5",
    fires: || vec![Example::of("<Current_IP group=\"Info/System_Information\">192.0.2.7</Current_IP>")],
    silent: || vec![Example::of("<Proxy_1_ group=\"Ext_1/Proxy\">sip.example.com</Proxy_1_>")],
};

static QUOTED: Check = Check {
    code: Code::new(526),
    name: "quotes-in-value",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The quotes around a value are part of it.",
    explanation: "Plain text has quotes around values, XML has none: the device gets `\"sip.example.com\"` with its \
        quotes. `\"\"` is a value of two quotes and not an empty one. Delete the quotes.",
    source: "profile-language 2, 5",
    fires: || {
        vec![
            Example::of("<Proxy_1_>\"sip.example.com\"</Proxy_1_>"),
            Example::of("<Proxy_1_>\"\"</Proxy_1_>"),
            Example::of("<Proxy_1_>&quot;sip.example.com&quot;</Proxy_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Proxy_1_>sip.example.com</Proxy_1_>"),
            Example::of("<Resync_Trigger_1>\"$A\" eq \"x\"</Resync_Trigger_1>"),
            Example::of("# text\nProxy[1] \"sip.example.com\" ;\n"),
        ]
    },
};

static BLANK_AT_END: Check = Check {
    code: Code::new(527),
    name: "blank-at-end",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A value begins or ends with a blank inside its quotes.",
    explanation: "The blank is part of the value: ` 100` is not the user `100`. Delete it.",
    source: "profile-language 2",
    fires: || vec![Example::of("# text\nUser_ID[1] \" 100\" ;\n"), Example::of("# text\nUser_ID[1] \"100 \" ;\n")],
    silent: || vec![Example::of("# text\nUser_ID[1] \"100\" ;\n"), Example::of("<User_ID_1_> 100 </User_ID_1_>")],
};

static KEPT: Check = Check {
    code: Code::new(528),
    name: "value-kept",
    group: Group::Values,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "`<P/>` leaves the value of the device as it is.",
    explanation: "To a device `<P/>` is not an empty value: it keeps what it has. `<P></P>` empties the parameter. Many \
        XML tools turn one into the other when they save a file.",
    source: "profile-language 2",
    fires: || vec![Example::of("<GPP_B/>")],
    silent: || vec![Example::of("<GPP_B></GPP_B>")],
};

/// The checks of this theme.
pub(super) const CHECKS: &[&Check] =
    &[&YES_OR_NO, &CHOICE, &NUMBER, &TOO_LONG, &NON_ASCII, &STATUS, &QUOTED, &BLANK_AT_END, &KEPT];

/// Looks at every value by itself.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in subject.entries().filter(|entry| !entry.text().is_empty()) {
        findings.extend(kind(subject, entry));
        findings.extend(non_ascii(subject, entry));
        findings.extend(quoted(subject, entry));
        findings.extend(blank(subject, entry));
    }
    findings.extend(folded(subject.entries().filter(|entry| is_marked_status(subject, entry)), |entry, more| {
        let message = format!("a status line of a dump, which sets nothing{more}");
        subject.on_name(&STATUS, entry, message).help("delete the elements whose `group` begins with `Info/`")
    }));
    let is_kept = |entry: &&Entry<'_>| entry.value.is_none() && tag(subject, entry).is_some();
    findings.extend(folded(subject.entries().filter(is_kept), |entry, more| {
        let message = format!("`<{}/>` keeps the value of the device{more}", entry.name);
        subject.on_name(&KEPT, entry, message).help(format!("write `<{0}></{0}>` to empty it", entry.name))
    }));
}

/// One finding for all of a kind, at the first of them.
fn folded<'a, 'b: 'a>(
    mut entries: impl Iterator<Item = &'a Entry<'b>>,
    finding: impl FnOnce(&Entry<'_>, String) -> Diagnostic,
) -> Option<Diagnostic> {
    let first = entries.next()?;
    let more = match entries.count() {
        0 => String::new(),
        count => format!(", and {count} more like it"),
    };
    Some(finding(first, more))
}

/// The start tag after the name, in XML.
fn tag<'a>(subject: &Subject<'a>, entry: &Entry<'_>) -> Option<&'a [u8]> {
    let name = entry.place.name;
    let source = subject.sources().get(usize::from(name.source)).filter(|source| source.syntax == Syntax::Xml)?;
    let rest = source.bytes.get(name.range().end..)?;
    rest.get(..memchr(b'>', rest)?)
}

/// Whether the group of an element says that it shows a state and sets nothing.
pub(super) fn is_marked_status(subject: &Subject<'_>, entry: &Entry<'_>) -> bool {
    tag(subject, entry).is_some_and(has_status_group)
}

fn has_status_group(tag: &[u8]) -> bool {
    // Few tags have the letter, and every tag is asked.
    memchr(b'I', tag).is_some()
        && [&b"group=\"Info/"[..], b"group='Info/"]
            .iter()
            .any(|group| tag.windows(group.len()).any(|part| part == *group))
}

fn kind(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let definition = entry.definition?;
    let value = entry.text();
    if next_placeholder(value, 0).is_some() {
        return None;
    }
    match definition.kind() {
        Kind::YesNo | Kind::Flag => yes_or_no(subject, entry),
        // Which lines there are is better said by the model than by a list.
        Kind::Choice(_)
            if is_line_of_key(entry.name)
                && value.trim().parse::<u32>().is_ok()
                && subject.model.and_then(Model::lines).is_some() =>
        {
            None
        }
        Kind::Choice(choices) => one_of(subject, entry, choices),
        Kind::Integer { min, max } if definition.language().is_none() => {
            let fault = number::integer(value, i64::from(min)..=i64::from(max)).err()?;
            Some(not_a_number(subject, entry, fault.range, &fault.kind))
        }
        Kind::Number if definition.language().is_none() => {
            let fault = number::float(value).err()?;
            // How many digits a device reads is not the question.
            let is_wrong = matches!(fault.kind, number::Mistake::NotANumber);
            is_wrong.then(|| not_a_number(subject, entry, fault.range, &fault.kind))
        }
        Kind::Text { limit: Some(limit) } if value.len() > usize::from(limit) => {
            let message = format!("a value of {} bytes, and at most {limit} are documented", value.len());
            Some(subject.on_value(&TOO_LONG, entry, message))
        }
        _ => None,
    }
}

fn yes_or_no(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let fault = boolean::parse(entry.text()).err()?;
    let word = match fault.kind {
        boolean::Mistake::OtherCase(word) => Some(word),
        _ if is_yes(entry.text()) => Some(boolean::word(true)),
        _ if is_no(entry.text()) => Some(boolean::word(false)),
        _ => None,
    };
    let Some(word) = word else {
        let message = format!("`{}` is neither `Yes` nor `No`", entry.name);
        return Some(subject.within(&YES_OR_NO, entry, fault.range, message));
    };
    let message = format!("an unusual spelling of `{word}`");
    let finding = as_severity(subject.within(&YES_OR_NO, entry, fault.range.clone(), message), Severity::Warning);
    Some(suggest(subject, entry, finding, fault.range, word))
}

fn one_of(subject: &Subject<'_>, entry: &Entry<'_>, choices: Choices) -> Option<Diagnostic> {
    let fault = choice::parse(entry.text(), choices.iter()).err()?;
    match fault.kind {
        choice::Mistake::OtherCase(choice) => {
            let message = format!("the choice is written `{choice}`");
            let finding = subject.within(&CHOICE, entry, fault.range.clone(), message);
            Some(suggest(subject, entry, finding, fault.range, choice))
        }
        choice::Mistake::NotAChoice => {
            let message = format!("not one of the known choices of `{}`", entry.name);
            let finding = subject.within(&CHOICE, entry, fault.range, message);
            let known: Vec<_> = choices.iter().take(8).collect();
            let more = if choices.iter().count() > known.len() { ", .." } else { "" };
            Some(finding.help(format!("known are: {}{more}", known.join(", "))))
        }
    }
}

/// The same with the word to put there, where it needs no escaping.
fn suggest(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    finding: Diagnostic,
    range: Range<usize>,
    word: &str,
) -> Diagnostic {
    let is_plain = !entry.is_secret && !word.contains(['&', '<', '"', '>']);
    match is_plain {
        true => finding.suggest(Suggestion::new(subject.place(entry, range), word)),
        false => finding,
    }
}

fn not_a_number(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    range: Range<usize>,
    mistake: &number::Mistake,
) -> Diagnostic {
    let finding = subject.within(&NUMBER, entry, range, format!("`{}`: {mistake}", entry.name));
    match mistake {
        number::Mistake::OutOfRange { .. } => as_severity(finding, Severity::Warning),
        _ => finding,
    }
}

fn non_ascii(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    let (at, character) = value.char_indices().find(|(_, character)| !character.is_ascii())?;
    if typographic(subject, entry).is_some() {
        return None;
    }
    let help = misread(value).map(|_| match is_utf8(subject, entry) {
        true => "the file is UTF-8, and its declaration says otherwise: write `encoding=\"UTF-8\"`",
        false => "UTF-8 was read as ISO-8859-1 and written again: save the original as UTF-8",
    });
    let explained = |finding: Diagnostic| match help {
        Some(help) => finding.help(help),
        None => finding,
    };
    if entry.is_secret {
        let message = "a secret with a character that is not ASCII";
        return Some(explained(subject.on_value(&NON_ASCII, entry, message)));
    }
    let meant = misread(value).and_then(|text| text.chars().find(|character| !character.is_ascii()));
    let Some(meant) = meant else {
        let message = format!("U+{:04X} is not ASCII", u32::from(character));
        return Some(subject.within(&NON_ASCII, entry, at..at.saturating_add(character.len_utf8()), message));
    };
    let (seen, meant_code) = (u32::from(character), u32::from(meant));
    let message = format!(
        "U+{seen:04X} is not ASCII, and with what follows it seems to be U+{meant_code:04X}, read in the wrong encoding"
    );
    let length = value.get(at..)?.chars().take(meant.len_utf8()).map(char::len_utf8).fold(0, usize::saturating_add);
    Some(explained(subject.within(&NON_ASCII, entry, at..at.saturating_add(length), message)))
}

/// What a value would be if it were UTF-8 that was read byte by byte, as `Ã¼` is `ü`.
fn misread(value: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = value.chars().map(latin1).collect();
    String::from_utf8(bytes?).ok()
}

/// The byte of a character in ISO-8859-1, or in the part of windows-1252 that text which was read wrongly has.
fn latin1(character: char) -> Option<u8> {
    const HIGH: [(char, u8); 6] = [
        ('\u{20ac}', 0x80),
        ('\u{201e}', 0x84),
        ('\u{2013}', 0x96),
        ('\u{153}', 0x9c),
        ('\u{178}', 0x9f),
        ('\u{160}', 0x8a),
    ];
    let high = HIGH.into_iter().find(|(high, _)| *high == character).map(|(_, byte)| byte);
    high.or_else(|| u8::try_from(u32::from(character)).ok())
}

/// Whether the value is written in UTF-8, whatever the source says about itself.
fn is_utf8(subject: &Subject<'_>, entry: &Entry<'_>) -> bool {
    let place = entry.place.value;
    let source = subject.sources().get(usize::from(place.source));
    let written = source.and_then(|source| source.bytes.get(place.range()));
    // A value that was read as what it is holds its own characters.
    let is_as_read =
        |text: &str| entry.text().chars().filter(|c| !c.is_ascii()).eq(text.chars().filter(|c| !c.is_ascii()));
    written.and_then(|bytes| core::str::from_utf8(bytes).ok()).is_some_and(|text| !is_as_read(text))
}

fn quoted(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let inside = entry.text().strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('"') {
        return None;
    }
    let message = match inside.is_empty() {
        true => "a value of two quotes, not an empty one",
        false => "the quotes around this value are part of it",
    };
    Some(subject.on_value(&QUOTED, entry, message).help("delete the quotes"))
}

fn blank(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    (value.trim() != value).then(|| {
        let message = "a blank at the beginning or the end of this value is part of it";
        subject.on_value(&BLANK_AT_END, entry, message)
    })
}
