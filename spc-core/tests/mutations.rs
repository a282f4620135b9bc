//! Files that were cut, flipped, spliced and repaired: none that is not intact opens, and nothing panics.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value as Json;
use spc_core::TargetMac;
use spc_core::container::{Device, OpenError, Protection, open, seal};
use spc_core::key::{KeyText, MasterKey, Passphrase};
use spc_core::limits;
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::source::{Reader, Syntax};
use spc_core::stock::gzip;
use spc_core::stock::openssl::{self, Known, Phrase};
use spc_core::stock::rfc8188::{self, Ikm};

#[path = "common/generated.rs"]
mod generated;
#[path = "common/testdata.rs"]
mod testdata;

use generated::generated;

/// One change of some bytes; an [`Index`] finds its place in any length.
#[derive(Clone, Debug)]
enum Change {
    Bit(Index, u8),
    Byte(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    Cut(Index),
    Append(Vec<u8>),
    /// Bytes of another file, from the same place or from another.
    Splice {
        at: Index,
        from: Index,
        length: Index,
        aligned: bool,
    },
}

impl Change {
    fn strategy() -> impl Strategy<Value = Self> {
        let at = any::<Index>;
        prop_oneof![
            4 => (at(), 0..8_u8).prop_map(|(at, bit)| Self::Bit(at, bit)),
            2 => (at(), any::<u8>()).prop_map(|(at, byte)| Self::Byte(at, byte)),
            1 => (at(), any::<u8>()).prop_map(|(at, byte)| Self::Insert(at, byte)),
            1 => at().prop_map(Self::Remove),
            1 => at().prop_map(Self::Cut),
            1 => prop::collection::vec(any::<u8>(), 1..20).prop_map(Self::Append),
            4 => (at(), at(), at(), any::<bool>())
                .prop_map(|(at, from, length, aligned)| Self::Splice { at, from, length, aligned }),
        ]
    }

    fn apply(&self, file: &mut Vec<u8>, other: &[u8]) {
        if file.is_empty() {
            return;
        }
        match self {
            Self::Bit(at, bit) => *at.get_mut(file) ^= 1 << bit,
            Self::Byte(at, byte) => *at.get_mut(file) = *byte,
            Self::Insert(at, byte) => file.insert(at.index(file.len()), *byte),
            Self::Remove(at) => drop(file.remove(at.index(file.len()))),
            Self::Cut(at) => file.truncate(at.index(file.len())),
            Self::Append(bytes) => file.extend(bytes),
            Self::Splice { at, from, length, aligned } => {
                let at = at.index(file.len());
                let from = if *aligned { at.min(other.len()) } else { from.index(other.len()) };
                let piece = &other[from..];
                let piece = &piece[..length.index(piece.len().max(1)).min(piece.len())];
                let end = file.len().min(at + piece.len());
                file.splice(at..end, piece.iter().copied());
            }
        }
    }
}

/// Recomputes the checksum, as anyone who changes a file on purpose would.
fn repair(file: &mut [u8]) {
    if let Some((checked, crc)) = file.split_last_chunk_mut::<4>() {
        *crc = crc32fast::hash(checked).to_be_bytes();
    }
}

fn mac() -> TargetMac {
    "000e08aabbcc".parse().unwrap()
}

/// Two files of different length for each device, and the device.
fn files(protection: &Protection) -> [Vec<u8>; 2] {
    ["<A>1</A>", "<GPP_A ua='na'>some longer text, of more than a block</GPP_A><S><B/></S><Password_1_>x</Password_1_>"]
        .map(|inside| {
            let source = format!("<flat-profile>{inside}</flat-profile>");
            let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap();
            seal(&Payload::encode(&parsed.profile, Duplicates::Refuse).unwrap(), protection)
        })
}

/// Opens a number of changed files, and returns the classes of their errors.
fn classes(count: usize, protection: &Protection, device: &Device) -> BTreeSet<&'static str> {
    let originals = files(protection);
    for original in &originals {
        open(original, device).unwrap();
    }
    let strategy = (any::<bool>(), prop::collection::vec(Change::strategy(), 1..4), any::<bool>());
    let mut classes = BTreeSet::new();
    let mut opened = 0;
    for (second, changes, repaired) in generated(count, &strategy) {
        let (base, other) = if second { (1, 0) } else { (0, 1) };
        let mut file = originals[base].clone();
        for change in &changes {
            change.apply(&mut file, &originals[other]);
        }
        if repaired {
            repair(&mut file);
        }
        if originals.contains(&file) {
            continue;
        }
        opened += 1;
        match open(&file, device) {
            Ok(_) => panic!("{changes:?} opens: {}", hex::encode(file)),
            Err(error) => classes.insert(error.name()),
        };
    }
    assert!(opened * 10 > count * 9, "only {opened} of {count} files were changed");
    classes
}

/// The errors that changes are certain to cause, whoever the file is for.
const SURE: [&str; 11] = [
    "TextModeDamage",
    "BadMagic",
    "Truncated",
    "UnsupportedVersion",
    "UnsupportedSuite",
    "BadHeader",
    "TooLarge",
    "TrailingData",
    "Corrupt",
    "WrongKey",
    "Tampered",
];

#[track_caller]
fn assert_classes(found: &BTreeSet<&'static str>, further: &[&'static str]) {
    for class in SURE.iter().chain(further) {
        assert!(found.contains(class), "{class} is not among {found:?}");
    }
    // The checks after the tag are never reached.
    for class in ["Rollback", "BadPadding", "BadPayload"] {
        assert!(!found.contains(class), "{class} is among {found:?}");
    }
}

#[test]
fn no_changed_container_opens() {
    let master = MasterKey::from_bytes([0x5b; 32]);
    let key = || master.device_key(mac());
    let (generic, device) = (Protection::generic(), Device::new());
    assert_classes(&classes(28_000, &generic, &device), &[]);
    let (target, device) = (generic.clone().mac(mac()), device.mac(mac()));
    assert_classes(&classes(28_000, &target, &device), &["WrongTarget"]);
    assert_classes(&classes(28_000, &generic.key(key()), &Device::new().key(key())), &[]);
    assert_classes(&classes(28_000, &target.key(key()), &device.key(key())), &["WrongTarget"]);
}

#[test]
fn no_changed_passphrase_container_opens() {
    let phrase = "correct horse battery staple";
    let stretched = Passphrase::new(phrase.to_owned()).unwrap().stretch(&[1; 16], 10_000).unwrap();
    // Otherwise a changed number of rounds would take seconds each.
    let device = Device::new().key(KeyText::new(phrase.to_owned())).max_iterations(10_000);
    assert_classes(&classes(1_000, &Protection::generic().key(stretched), &device), &[]);
}

/// The tests that open in a list of a vector file, with their files if those are under 4 KB.
fn vectors(file: &str, list: &str) -> Vec<(Json, Vec<u8>)> {
    let json: Json = serde_json::from_slice(&testdata::read(&format!("vectors/{file}"))).unwrap();
    let tests = json[list].as_array().unwrap().iter().filter(|test| test["expect"].as_str().is_none_or(|e| e == "Ok"));
    let bytes = |test: &Json| test["file"].as_str().map(|digits| hex::decode(digits).unwrap());
    let files: Vec<_> = tests.filter_map(|test| Some((test.clone(), bytes(test)?))).collect();
    files.into_iter().filter(|(_, file)| file.len() < 4_096).collect()
}

#[test]
fn a_container_cut_anywhere_is_cut_short() {
    let vectors = vectors("spc1-valid.json", "tests");
    assert!(vectors.len() > 25, "only {} vectors", vectors.len());
    for (test, file) in vectors {
        for length in 0..file.len() {
            assert_eq!(open(&file[..length], &Device::new()).unwrap_err(), OpenError::Truncated, "{test}, {length}");
        }
    }
}

#[test]
fn a_stock_file_cut_anywhere_does_not_open_unless_its_format_cannot_show_it() {
    let text = |test: &Json, field: &str| test[field].as_str().unwrap().to_owned();
    for (test, file) in vectors("interop-gzip.json", "tests") {
        for length in 0..file.len() {
            assert!(gzip::unpack(&file[..length], limits::UNPACKED).is_err(), "{test}, {length}");
        }
    }
    for (test, file) in vectors("interop-rfc8188.json", "valid") {
        let ikm = Ikm::from_hex(&text(&test, "ikm")).unwrap();
        for length in 0..file.len() {
            assert!(rfc8188::open(&file[..length], &ikm).is_err(), "{test}, {length}");
        }
    }
    for (test, file) in vectors("interop-openssl.json", "tests") {
        let phrase = Phrase::new(text(&test, "passphrase").into_bytes()).unwrap();
        let known = if test["salt"].is_string() { Known::default() } else { Known::default().unsalted() };
        for length in 0..file.len() {
            // Only the padding of the last whole block shows the end (FORMAT 11.1.5).
            let opens = openssl::open(&file[..length], &phrase, known).is_ok();
            assert!(!opens || length % 16 == 0, "{test}, {length}");
        }
    }
}
