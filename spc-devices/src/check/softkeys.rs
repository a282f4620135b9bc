//! Softkeys, line keys and the keys of attendant consoles: lists that a phone ignores, and keys that do nothing.
//!
//! Knows: lists of softkeys, lines and units. Must not know: what a key function is.

use std::collections::HashSet;

use spc_core::diagnostic::{Diagnostic, Severity};

use super::definition::Check;
use super::subject::{Entry, Subject, as_severity};
use super::templates::is_open;
use super::words::{is_no, numbered};
use crate::lang::shown;
use crate::lang::softkeys::{self, SoftkeyPlace, Softkeys};
use crate::listing::more;
use crate::model::{Family, Model};

mod rows;

use rows::{BEYOND, DEAD_KEY, LISTS_OFF, ONE_LINE, SOFTKEY_EMPTY, SYNTAX, UNIT_BEYOND, UNKNOWN};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] =
    &[&SYNTAX, &UNKNOWN, &LISTS_OFF, &SOFTKEY_EMPTY, &ONE_LINE, &DEAD_KEY, &UNIT_BEYOND, &BEYOND];

/// Keywords that belong only to some states of the phone, and how the names of their lists begin: the lists in the
/// guides, and the lists that have them in phones' own files.
const OF_STATES: [(&str, &[&str]); 16] = [
    ("answer", &["Ringing"]),
    ("bxfer", &["Connected"]),
    ("call", &["Dialing", "Broadsoft_Call_History"]),
    ("conf", &["Connected", "Start-Conf"]),
    ("delchar", &["Dialing"]),
    ("dial", &["Dialing"]),
    ("ignore", &["Ringing"]),
    ("ignoresilent", &["Ringing"]),
    ("lcr", &["Idle", "Missed", "Off_Hook"]),
    ("left", &["Dialing"]),
    ("miss", &["Missed"]),
    ("newcall", &["Connected", "Hold", "Idle", "Shared"]),
    ("park", &["Connected"]),
    ("phold", &["Conferencing", "Connected"]),
    ("resume", &["Hold", "Idle", "Shared_Held"]),
    ("right", &["Dialing"]),
];

/// The list that accepts only these keywords, and no `pskN`.
const CALL_HISTORY: (&str, [&str; 5]) =
    ("Broadsoft_Call_History_Key_List", ["option", "call", "editcall", "filter", "back"]);

/// Beyond the last position of a softkey in any published list, which is 13; a phone has this many programmable
/// softkeys.
const MOST_PLACES: u32 = 16;

/// Looks at softkeys, line keys and units.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    lists(subject, findings);
    line_keys(subject, findings);
    units(subject, findings);
}

fn lists(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_multiplatform = subject.model.map(Model::family) == Some(Family::Mpp);
    let severity = if is_multiplatform { Severity::Error } else { UNKNOWN.severity };
    let is_off = subject.value("Programmable_Softkey_Enable").is_some_and(is_no);
    let mut named: HashSet<u32> = HashSet::new();
    let (mut count, mut off) = (0_usize, Vec::new());
    for entry in subject.entries().filter(|entry| is_list(entry)) {
        let list = match Softkeys::parse(entry.text()) {
            Ok(list) => list,
            Err(fault) => {
                findings.push(subject.within(&SYNTAX, entry, fault.range.clone(), fault.to_string()));
                continue;
            }
        };
        count = count.saturating_add(1);
        if is_off
            && entry.definition.is_some_and(|known| known.default_value(None).is_some_and(|own| own != entry.text()))
        {
            off.push(entry);
        }
        for softkey in &list.entries {
            let word = &softkey.keyword;
            if let SoftkeyPlace::At(place) = softkey.place.value
                && !(1..=MOST_PLACES).contains(&place)
            {
                let message = format!("softkey lists have no position {place}, only 1 to {MOST_PLACES}");
                let finding = subject.within(&SYNTAX, entry, softkey.place.range(), message);
                findings.push(as_severity(finding, Severity::Warning));
            }
            if let Some(message) = misplaced(entry, &word.value) {
                findings.push(as_severity(subject.within(&UNKNOWN, entry, word.range(), message), severity));
            } else if let Some(number) = softkey.programmable() {
                named.insert(number);
                let emptied = subject.get(&format!("PSK_{number}")).filter(|psk| psk.value == Some(""));
                if let Some(emptied) = emptied {
                    let message = format!("`{}` is empty in this profile", emptied.name);
                    let finding = subject.within(&SOFTKEY_EMPTY, entry, word.range(), message);
                    findings.push(finding.note(emptied.place.name, "it is emptied here"));
                }
            }
        }
    }
    if let Some((first, others)) = off.split_first() {
        let more = more(others.len());
        let message = format!("`{}` is not used while programmable softkeys are off{more}", first.name);
        findings.push(subject.on_name(&LISTS_OFF, first, message).help("set `Programmable_Softkey_Enable` to `Yes`"));
    }
    if subject.is_complete && count > 0 {
        for entry in subject.entries().filter(|entry| !entry.text().trim().is_empty()) {
            let number = numbered(entry.name, "PSK_", "").map(u32::from);
            if number.is_some_and(|number| !named.contains(&number)) {
                let message = format!("no list of softkeys names `{}`", entry.name);
                findings.push(as_severity(subject.on_name(&SOFTKEY_EMPTY, entry, message), Severity::Note));
            }
        }
    }
}

/// Why a keyword cannot be in a list, if it cannot.
fn misplaced(entry: &Entry<'_>, word: &str) -> Option<String> {
    let is = |known: &&str| word.eq_ignore_ascii_case(known);
    let shown = shown(word);
    let (history, of_history) = CALL_HISTORY;
    if entry.name == history {
        return (!of_history.iter().any(is)).then(|| {
            format!("`{shown}` is not one of {}, the only keywords that this list accepts", of_history.join(", "))
        });
    }
    if word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("psk"))
        && word.get(3..).is_some_and(|number| number.parse::<u32>().is_ok())
    {
        return None;
    }
    if !softkeys::KEYWORDS.iter().any(is) {
        let distance = |known: &&str| strsim::osa_distance(&word.to_ascii_lowercase(), known);
        let near = softkeys::KEYWORDS.iter().copied().filter(|_| (3..20).contains(&word.len())).min_by_key(distance);
        return Some(match near.filter(|near| distance(near) < 3 && distance(near) < near.len() / 2) {
            Some(near) => format!("`{shown}` is not a known softkey; did you mean `{near}`?"),
            None => format!("`{shown}` is not a known softkey"),
        });
    }
    let (_, states) = OF_STATES.iter().find(|(known, _)| is(known))?;
    let belongs = states.iter().any(|state| entry.name.starts_with(state));
    let lists: Vec<String> = states.iter().map(|state| format!("`{state}..`")).collect();
    (!belongs).then(|| format!("`{shown}` belongs only in {}", lists.join(", ")))
}

fn is_list(entry: &Entry<'_>) -> bool {
    let text = entry.text();
    !entry.is_secret && entry.name.ends_with("_Key_List") && !text.trim().is_empty() && !is_open(text)
}

fn line_keys(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty();
    let of =
        |before: &'static str| move |entry: &&Entry<'_>| numbered(entry.name, before, "_").is_some() && is_set(entry);
    let keys: Vec<&Entry<'_>> = subject.entries().filter(of("Extension_")).collect();
    let accounts = subject.entries().filter(of("User_ID_")).count();
    if accounts > 1 && keys.len() > 1 && keys.iter().all(|key| key.text().trim() == "1") {
        let message = format!("every line key belongs to line 1, but {accounts} lines have an account");
        let second = keys.iter().find(|key| numbered(key.name, "Extension_", "_") != Some(1));
        findings.extend(second.map(|key| subject.on_value(&ONE_LINE, key, message)));
    }
    if let Some(lines) = subject.model.and_then(Model::lines) {
        for key in subject.entries().filter(|entry| is_line_of_key(entry.name)) {
            let Ok(line) = key.text().trim().parse::<u32>() else { continue };
            if line == 0 || line > u32::from(lines) {
                let message = format!("there is no line {line}: the model has {lines}");
                findings
                    .push(subject.on_value(&BEYOND, key, message).help("write the number of a line, or `Disabled`"));
            }
        }
    }
    for key in keys {
        let Ok(line) = key.text().trim().parse::<u16>() else { continue };
        let off = subject.get(&format!("Line_Enable_{line}_")).filter(|entry| is_no(entry.text()));
        if let Some(off) = off {
            let finding = subject.on_value(&DEAD_KEY, key, format!("line {line} is switched off"));
            findings.push(finding.note(off.place.value, "it is switched off here"));
            continue;
        }
        let account = subject.get(&format!("User_ID_{line}_")).filter(|entry| entry.value == Some(""));
        let is_free = || subject.value(&format!("Extended_Function_{line}_")).is_none_or(|text| text.trim().is_empty());
        if let Some(account) = account.filter(|_| subject.is_complete && is_free()) {
            let finding = subject.on_value(&DEAD_KEY, key, format!("line {line} has no account"));
            // Phones ship like this.
            let finding = as_severity(finding, Severity::Note);
            findings.push(finding.note(account.place.name, "its user is empty here"));
        }
    }
}

/// Whether it says which line a key belongs to: `Extension_2_`, `Unit_1_Extension_2_`.
pub(super) fn is_line_of_key(name: &str) -> bool {
    let of_unit = name.strip_prefix("Unit_").and_then(|rest| rest.split_once("_Extension_"));
    let is_unit =
        of_unit.is_some_and(|(unit, key)| numbered(unit, "", "").is_some() && numbered(key, "", "_").is_some());
    is_unit || numbered(name, "Extension_", "_").is_some()
}

fn units(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(number) = subject.get("Number_of_Units") else { return };
    let Ok(units) = number.text().trim().parse::<u16>() else { return };
    let unit_of = |entry: &Entry<'_>| {
        let (unit, _) = entry.name.strip_prefix("Unit_")?.split_once("_Key_")?;
        numbered(unit, "", "")
    };
    let is_set =
        |entry: &&Entry<'_>| !entry.text().trim().is_empty() && unit_of(entry).is_some_and(|unit| unit > units);
    let mut beyond = subject.entries().filter(is_set);
    if let Some(first) = beyond.next() {
        let more = more(beyond.count());
        let message = format!("a key of a unit above `Number_of_Units`{more}");
        let finding = subject.on_name(&UNIT_BEYOND, first, message);
        findings.push(finding.note(number.place.value, "the number of units is set here"));
    }
}
