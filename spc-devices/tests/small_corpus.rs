//! Tones, rings, LEDs, keys and softkeys that others have published are read; those that are not are templates or
//! mistakes.
#![cfg(test)]

use std::collections::BTreeSet;

use spc_devices::lang::key_function::KeyFunction;
use spc_devices::lang::led::{self, Led};
use spc_devices::lang::paging::Groups;
use spc_devices::lang::ring::Ring;
use spc_devices::lang::softkeys::{KEYWORDS, Softkeys};
use spc_devices::lang::star_code::StarCode;
use spc_devices::lang::tone::{Cadence, Frequencies, Tone};
use spc_devices::lang::{clock::Zone, dictionary_script::Languages, display_attributes::Attributes, feed::Feed};

#[path = "common/corpus.rs"]
mod corpus;
#[path = "../../spc-core/tests/common/skipped.rs"]
mod skipped;

/// Reads every value, and returns how many parameters with a value were read and which were not, except for leftovers
/// of templates and comments.
fn read(is_wanted: impl Fn(&str) -> bool, reads: impl Fn(&str) -> bool) -> Option<(usize, Vec<String>)> {
    let values = corpus::parameters(is_wanted)?;
    let (read, refused): (Vec<_>, Vec<_>) = values.into_iter().partition(|(_, value)| reads(value));
    let is_left_over = |value: &String| {
        value.contains(['{', '$']) || value == "-->" || value.split(['=', ';']).any(|word| word == "x")
    };
    let refused = refused.into_iter().map(|(_, value)| value).filter(|value| !is_left_over(value));
    Some((read.len(), refused.collect()))
}

fn assert_read(count: usize, is_wanted: impl Fn(&str) -> bool, reads: impl Fn(&str) -> bool) {
    let Some((read, others)) = read(is_wanted, reads) else { return };
    assert_eq!((read, others), (count, Vec::new()));
}

/// Whether the name consists of these words around a number.
fn is_numbered(name: &str, before: &str, after: &str) -> bool {
    let number = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

#[test]
fn published_tones_are_read() {
    let is_tone = |name: &str| name.ends_with("_Tone") || is_numbered(name, "Disconnect_Tone_", "_");
    // One of them in a comment.
    assert_read(64, is_tone, |text| Tone::parse(text).is_ok());
}

#[test]
fn published_cadences_and_frequencies_are_read() {
    let is_cadence = |name: &str| {
        is_numbered(name, "Cadence_", "")
            || is_numbered(name, "Ring", "_Cadence")
            || is_numbered(name, "CWT", "_Cadence")
    };
    assert_read(31, is_cadence, |text| Cadence::parse(text).is_ok());
    assert_read(2, |name| name == "CWT_Frequency", |text| Frequencies::parse(text).is_ok());
}

#[test]
fn published_rings_are_read() {
    assert_read(47, |name| is_numbered(name, "Ring", ""), |text| Ring::parse(text).is_ok());
}

#[test]
fn published_leds_are_read_but_those_with_a_comma() {
    let Some((read, others)) = read(|name| name.ends_with("_LED"), |text| Led::parse(text).is_ok()) else { return };
    assert_eq!((read, others.len()), (2, 6));
    assert!(others.iter().all(|text| Led::parse(text).is_err_and(|fault| fault.kind == led::Mistake::Comma)));
}

#[test]
fn published_softkey_lists_are_read_and_their_keywords_known() {
    let is_list = |name: &str| name.ends_with("_Key_List");
    assert_read(69, is_list, |text| Softkeys::parse(text).is_ok());
    assert_read(1, |name| name == "Customizable_PLK_Options", |text| Softkeys::parse(text).is_ok());
    let Some(lists) = corpus::values(is_list) else { return };
    let words = lists.iter().filter_map(|text| Softkeys::parse(text).ok()).flat_map(|list| list.entries);
    let is_known = |word: &String| KEYWORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let unknown: BTreeSet<String> = words.map(|entry| entry.keyword.value).filter(|word| !is_known(word)).collect();
    assert_eq!(unknown, BTreeSet::from(["delchr".to_owned()]), "one sample misspells `delchar`");
}

#[test]
fn published_key_functions_are_read() {
    let is_key = |name: &str| {
        name.starts_with("Extended_Function_")
            || name.starts_with("Unit_") && name.contains("_Key_")
            || name.starts_with("PSK_")
    };
    assert_read(3, is_key, |text| KeyFunction::parse(text).is_ok());
}

#[test]
fn published_codes_scripts_and_zones_are_read() {
    assert_read(23, |name| name.ends_with("_Act_Code"), |text| StarCode::parse(text).is_ok());
    assert_read(1, |name| name.ends_with("_Paging_Script"), |text| Groups::parse(text).is_ok());
    assert_read(1, |name| name == "Dictionary_Server_Script", |text| Languages::parse(text).is_ok());
    assert_read(1, |name| name == "LDAP_Display_Attrs", |text| Attributes::parse(text).is_ok());
    assert_read(5, |name| is_numbered(name, "RSS_Feed_URL_", ""), |text| Feed::parse(text).is_ok());
    assert_read(8, |name| name == "Time_Zone", |text| Zone::parse(text).is_ok());
}
