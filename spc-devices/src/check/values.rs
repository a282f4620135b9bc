//! Values that do not match their kind in the dictionary, and values that make no sense anywhere.
//!
//! Knows: kinds, choices, ranges, lengths, and characters that devices read differently. Must not know: the languages
//! of individual parameters, or two parameters at once. No message quotes a value.

use core::ops::Range;

use spc_core::diagnostic::{Diagnostic, Severity, Span, Suggestion};
use spc_core::profile::leaf;

use super::calls;
use super::definition::Check;
use super::limits;
use super::shape::value_around;
use super::softkeys::is_line_of_key;
use super::start_tag::{has_value, is_status, is_status_at};
use super::subject::{Entry, Subject, as_severity};
use super::templates::{next_placeholder, typographic};
use super::words::{is_no, is_yes};
use crate::dictionary::{Choices, Kind};
use crate::lang::{boolean, choice, number};
use crate::listing::more;
use crate::model::Model;

mod rows;

use rows::{BLANK_AT_END, CHOICE, KEPT, NON_ASCII, NUMBER, QUOTED, STATUS, TOO_LONG, YES_OR_NO};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] =
    &[&YES_OR_NO, &CHOICE, &NUMBER, &TOO_LONG, &NON_ASCII, &STATUS, &QUOTED, &BLANK_AT_END, &KEPT];

/// Looks at each value on its own.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let mut statuses = Vec::new();
    for entry in subject.entries() {
        // A state is to be deleted, whatever else a check would say about it.
        if is_status(subject, entry) {
            statuses.push(entry);
        } else if !entry.text().is_empty() {
            findings.extend(kind(subject, entry));
            findings.extend(non_ascii(subject, entry));
            findings.extend(quoted(subject, entry));
            findings.extend(blank(subject, entry));
        }
    }
    findings.extend(status(subject, &statuses));
    let is_kept = |entry: &&Entry<'_>| {
        // The reader says where the value of an attribute goes.
        entry.value.is_none() && has_value(subject, entry) == Some(false) && value_around(entry.name).is_none()
    };
    findings.extend(folded(subject.entries().filter(is_kept), |entry, more| {
        let name = leaf(entry.name);
        let finding = subject.on_name(&KEPT, entry, format!("`<{name}/>` keeps the value of the device{more}"));
        finding.help(format!("write `<{name}></{name}>` to empty it"))
    }));
}

/// One finding for all status lines, at the first one that overrides a setting, or else at the first one.
fn status(subject: &Subject<'_>, statuses: &[&Entry<'_>]) -> Option<Diagnostic> {
    // A dump repeats the names of states, for example for each line; that overrides nothing.
    let is_setting = |name: &Span| !is_status_at(subject.sources(), *name);
    let overriding = statuses.iter().filter_map(|entry| Some((entry, entry.overridden.filter(is_setting)?)));
    let finding = |entry: &Entry<'_>, does: &str, count: usize| {
        let message = format!("a status line from a dump, which {does}{}", more(count.saturating_sub(1)));
        subject.on_name(&STATUS, entry, message).help("delete the elements whose `group` begins with `Info/`")
    };
    match overriding.clone().next() {
        Some((entry, setting)) => {
            let finding = finding(entry, "overrides a setting", overriding.count());
            Some(finding.note(setting, "the setting is here"))
        }
        None => Some(finding(statuses.first()?, "sets nothing", statuses.len())),
    }
}

/// One finding for all values of a kind, at the first of them.
fn folded<'a, 'b: 'a>(
    mut entries: impl Iterator<Item = &'a Entry<'b>>,
    finding: impl FnOnce(&Entry<'_>, String) -> Diagnostic,
) -> Option<Diagnostic> {
    let first = entries.next()?;
    Some(finding(first, more(entries.count())))
}

fn kind(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let definition = entry.definition?;
    // What a number of a language may be, the language says.
    let is_plain = definition.language().is_none() || !matches!(definition.kind(), Kind::Integer { .. } | Kind::Number);
    is_plain.then(|| of_kind(subject, entry, definition.kind()))?
}

/// What is wrong with a value of this kind.
pub(super) fn of_kind(subject: &Subject<'_>, entry: &Entry<'_>, kind: Kind) -> Option<Diagnostic> {
    let value = entry.text();
    if value.is_empty() || next_placeholder(value, 0).is_some() {
        return None;
    }
    match kind {
        Kind::YesNo => yes_or_no(subject, entry),
        Kind::Flag => flag(subject, entry),
        // The model knows better than a list which lines there are.
        Kind::Choice(_)
            if is_line_of_key(entry.name)
                && value.trim().parse::<u32>().is_ok()
                && subject.model.and_then(Model::lines).is_some() =>
        {
            None
        }
        Kind::Choice(choices) => one_of(subject, entry, choices),
        Kind::Integer { min, max } => {
            let fault = number::integer(value, i64::from(min)..=i64::from(max)).err()?;
            Some(not_a_number(subject, entry, fault.range, &fault.kind))
        }
        Kind::Number => decimal(subject, entry),
        Kind::Text { limit: Some(limit) } if value.len() > usize::from(limit) => {
            let message = format!("this value has {} bytes, but the documented limit is {limit}", value.len());
            Some(subject.on_value(&TOO_LONG, entry, message))
        }
        _ => None,
    }
}

/// What is wrong with a number that may have decimals.
fn decimal(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    let warning = |what: &str| {
        let message = format!("`{}`: {what}", entry.name);
        Some(as_severity(subject.on_value(&NUMBER, entry, message), Severity::Warning))
    };
    if is_word_for_number(entry.name, value) {
        return None;
    }
    let Some(found) = number::thousandths(value) else {
        let fault = number::float(value).err()?;
        // The number of digits that a device reads does not matter.
        let is_wrong = matches!(fault.kind, number::Mistake::NotANumber);
        return is_wrong.then(|| not_a_number(subject, entry, fault.range, &fault.kind));
    };
    // A limit from the guides is more useful than that of the type.
    let has_limit = |model: Model| limits::documented(entry.name, model.family()).is_some();
    if calls::documented(entry.name).is_some() || subject.model.is_some_and(has_limit) {
        return None;
    }
    // No guide has a type of more than 32 bits (profile-language 7).
    if found > i64::from(u32::MAX).saturating_mul(1000) {
        return warning("more than any device can count");
    }
    if found < 0 && is_time(entry.name) {
        return warning("a time cannot be negative");
    }
    // Durations are in whole seconds everywhere (value-languages 5.1).
    if found % 1000 != 0 && stem(entry.name).ends_with("Expires") {
        return warning("a whole number of seconds is expected");
    }
    None
}

/// A name without the index of a line.
fn stem(name: &str) -> &str {
    name.trim_end_matches('_').trim_end_matches(|sign: char| sign.is_ascii_digit()).trim_end_matches('_')
}

/// Whether the guides have a word for a number without an end.
fn is_word_for_number(name: &str, value: &str) -> bool {
    // A tone that is never played (value-languages 2.1).
    name == "Reorder_Delay" && value.trim().eq_ignore_ascii_case("inf")
}

/// Whether a number is a duration, going by its name, with or without the index of a line.
fn is_time(name: &str) -> bool {
    ["Delay", "Timer", "Intvl", "Interval", "Expires", "Timeout"].iter().any(|word| stem(name).ends_with(word))
}

/// Whether the published choices of a parameter are all that there are: zones are a fixed list (value-languages 3.4).
fn is_whole_list(subject: &Subject<'_>, entry: &Entry<'_>) -> bool {
    let is_own = subject.dictionary().is_some_and(|dictionary| !dictionary.is_fallback());
    is_own && entry.name == "Time_Zone"
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
        let finding = subject.within(&YES_OR_NO, entry, fault.range, message);
        return Some(match entry.text().trim().to_ascii_lowercase().as_str() {
            "true" | "on" | "y" => finding.help("did you mean `Yes`?"),
            "false" | "off" | "n" => finding.help("did you mean `No`?"),
            _ => finding,
        });
    };
    let message = format!("an unusual spelling of `{word}`");
    let finding = as_severity(subject.within(&YES_OR_NO, entry, fault.range.clone(), message), Severity::Warning);
    Some(suggest(subject, entry, finding, fault.range, word))
}

/// A flag of the router section, which is `0` or `1` (profile-language 4.6, 7).
fn flag(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text().trim();
    if matches!(value, "" | "0" | "1") {
        return None;
    }
    let digit = if is_yes(value) {
        "1"
    } else if is_no(value) {
        "0"
    } else {
        let message = format!("`{}` is neither `0` nor `1`", leaf(entry.name));
        return Some(as_severity(subject.on_value(&YES_OR_NO, entry, message), Severity::Warning));
    };
    let message = format!("`{}` in the router section is `0` or `1`, not a word", leaf(entry.name));
    let finding = as_severity(subject.on_value(&YES_OR_NO, entry, message), Severity::Warning);
    Some(suggest(subject, entry, finding.help(format!("write `{digit}`")), 0..entry.text().len(), digit))
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
            let message = format!("not one of the known choices for `{}`", entry.name);
            let finding = subject.within(&CHOICE, entry, fault.range, message);
            let severity = if is_whole_list(subject, entry) { Severity::Error } else { CHOICE.severity };
            let finding = as_severity(finding, severity);
            Some(finding.help(match near_zone(entry, choices) {
                Some(zone) => format!("did you mean `{zone}`?"),
                None => {
                    let known: Vec<_> = choices.iter().take(8).collect();
                    let more = if choices.iter().count() > known.len() { ", .." } else { "" };
                    format!("known choices: {}{more}", known.join(", "))
                }
            }))
        }
    }
}

/// The time zone that a shorter spelling stands for: `GMT+01:00` for `GMT+1`, `UTC+1:00`, `+01:00` or `1`.
fn near_zone(entry: &Entry<'_>, choices: Choices) -> Option<&'static str> {
    let text = entry.text().trim().to_ascii_uppercase();
    let offset = text.strip_prefix("GMT").or_else(|| text.strip_prefix("UTC")).unwrap_or(&text).trim();
    let (sign, digits) = match offset.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', offset.strip_prefix('+').unwrap_or(offset)),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let (hours, minutes) = (hours.trim().parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    let zone = if (hours, minutes) == (0, 0) { "GMT".to_owned() } else { format!("GMT{sign}{hours:02}:{minutes:02}") };
    choices.iter().find(|choice| *choice == zone).filter(|_| entry.name == "Time_Zone")
}

/// The same finding with an edit that puts the word there, if it needs no escaping.
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
        true => "the file is UTF-8, but its declaration says otherwise: write `encoding=\"UTF-8\"`",
        false => "UTF-8 was read as ISO-8859-1 and written again: save the original as UTF-8",
    });
    let explained = |finding: Diagnostic| match help {
        Some(help) => finding.help(help),
        None => finding,
    };
    if entry.is_secret {
        let message = "this secret has a character that is not ASCII";
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

/// What a value would be if it were UTF-8 that was read byte by byte, as in `Ã¼` for `ü`.
fn misread(value: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = value.chars().map(latin1).collect();
    String::from_utf8(bytes?).ok()
}

/// The byte of a character in ISO-8859-1, or in the part of windows-1252 that misread text has.
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
    let source = subject.sources().get(usize::from(place.source()));
    let written = source.and_then(|source| source.bytes.get(place.range()));
    // A value that was read correctly contains its own characters.
    let is_as_read =
        |text: &str| entry.text().chars().filter(|c| !c.is_ascii()).eq(text.chars().filter(|c| !c.is_ascii()));
    written.and_then(|bytes| core::str::from_utf8(bytes).ok()).is_some_and(|text| !is_as_read(text))
}

fn quoted(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let message = match entry.in_quotes()? {
        "\"\"" => "a value of two quotes, not an empty one",
        _ => "the quotes around this value are part of it",
    };
    Some(subject.on_value(&QUOTED, entry, message).help("delete the quotes"))
}

fn blank(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    (value.trim() != value).then(|| {
        let message = "a space at the beginning or the end of this value is part of it";
        subject.on_value(&BLANK_AT_END, entry, message)
    })
}
