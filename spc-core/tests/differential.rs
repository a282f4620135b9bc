//! Two independent implementations of the container against ours: the reference in Python, both ways, and the
//! device-side decoder in C. If Python, its package or the compiler is missing, the tests say so and pass.
#![cfg(test)]

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};
use spc_core::TargetMac;
use spc_core::container::{Device, Protection, Randomizer, open, seal};
use spc_core::key::{KeyText, Passphrase, RawKey};
use spc_core::payload::Payload;
use spc_core::profile::{Duplicates, Parameter, ParameterName, Profile, UserAccess, Value};

#[path = "common/generated.rs"]
mod generated;
#[path = "common/reference.rs"]
mod reference;
#[path = "common/skipped.rs"]
mod skipped;
#[path = "common/testdata.rs"]
mod testdata;

use generated::generated;
use reference::peers::is_installed;
use reference::{Reference, params};

/// A profile and how it is sealed.
#[derive(Clone, Debug)]
struct Case {
    profile: Profile<'static>,
    mac: Option<[u8; 6]>,
    key: Option<Key>,
    serial: u32,
    randomizer: Vec<u8>,
}

#[derive(Clone, Debug)]
enum Key {
    Raw(Vec<u8>),
    Phrase(String, [u8; 16]),
}

const ROUNDS: u32 = 10_000;

impl Case {
    /// Sections are in upper case and parameters are not, so that no element is both.
    fn strategy() -> impl Strategy<Value = Self> {
        let name = "([A-C][-.]?[AB]?(\\[[2-9]\\]|\\[1[0-9]\\])?/){0,3}[a-c][-.0]?[a-c]{0,2}";
        let value = prop_oneof![
            1 => Just(None),
            4 => "[ -~é€\u{10fffd}]{0,20}".prop_map(Some),
            1 => "[a-z]{200,400}".prop_map(Some),
        ];
        let access =
            select(vec![None, Some(UserAccess::None), Some(UserAccess::ReadOnly), Some(UserAccess::ReadWrite)]);
        let parameters = prop::collection::btree_map(name, (value, access), 0..40).prop_map(|parameters| {
            // In reverse order, so that there is something to sort.
            let parameter = |(name, (value, access)): (String, (Option<String>, _))| {
                Parameter::new(
                    ParameterName::parse(&name).unwrap().into_owned(),
                    value.map_or(Value::Keep, |text| Value::Set(text.into())),
                )
                .access(access)
            };
            parameters.into_iter().rev().map(parameter).collect()
        });
        let key = prop_oneof![
            4 => Just(None),
            4 => vec(any::<u8>(), 16..=32).prop_map(|bytes| Some(Key::Raw(bytes))),
            1 => ("[ -~]{1,30}", any::<[u8; 16]>()).prop_map(|(phrase, salt)| Some(Key::Phrase(phrase, salt))),
        ];
        let mac = prop::option::of(any::<[u8; 5]>().prop_map(|[a, b, c, d, e]| [0x02, a, b, c, d, e]));
        let serial = prop_oneof![Just(0), any::<u32>()];
        (parameters, mac, key, serial, vec(any::<u8>(), 0..20))
            .prop_map(|(profile, mac, key, serial, randomizer)| Self { profile, mac, key, serial, randomizer })
    }

    fn sealed(&self) -> Vec<u8> {
        let randomizer = Randomizer::new(self.randomizer.clone()).unwrap();
        let mut protection = Protection::generic().serial(self.serial).randomizer(randomizer);
        if let Some(octets) = self.mac {
            protection = protection.mac(TargetMac::new(octets).unwrap());
        }
        protection = match &self.key {
            None => protection,
            Some(Key::Raw(bytes)) => protection.key(RawKey::from_bytes(bytes).unwrap()),
            Some(Key::Phrase(phrase, salt)) => {
                protection.key(Passphrase::new(phrase.clone()).unwrap().stretch(salt, ROUNDS).unwrap())
            }
        };
        seal(&Payload::encode(&self.profile, Duplicates::Refuse).unwrap(), &protection)
    }

    /// The settings of a question; `op` says what to do with them.
    fn question(&self, op: &str, file: &[u8]) -> Json {
        let (form, key, rounds, salt) = match &self.key {
            None => (0, None, 0, [0; 16]),
            Some(Key::Raw(bytes)) => (1, Some(hex::encode(bytes)), 0, [0; 16]),
            Some(Key::Phrase(phrase, salt)) => (2, Some(phrase.clone()), ROUNDS, *salt),
        };
        let mode = u8::from(self.mac.is_some()) | if self.key.is_some() { 2 } else { 0 };
        json!({
            "op": op, "mode": mode, "form": form, "mac": self.mac.map(hex::encode), "key": key, "kdf_iter": rounds,
            "kdf_salt": hex::encode(salt), "serial": self.serial, "randomizer": hex::encode(&self.randomizer),
            "params": params(&self.profile), "file": hex::encode(file), "require_target": false, "require_key": null,
            "min_serial": self.serial, "max_ct_len": 1 << 20,
        })
    }
}

fn sorted(profile: &Profile<'_>) -> Json {
    let mut profile = profile.clone();
    profile.parameters.sort_by(|a, b| a.name.cmp(&b.name));
    params(&profile)
}

/// The device of a question.
fn device(question: &Json) -> Device {
    let number = |field: &str| u32::try_from(question[field].as_u64().unwrap()).unwrap();
    let mut device = Device::new().min_serial(number("min_serial")).max_ciphertext(number("max_ct_len"));
    device = device.require_target(question["require_target"].as_bool().unwrap());
    if let Some(mac) = question["mac"].as_str() {
        device = device.mac(mac.parse().unwrap());
    }
    if let Some(key) = question["key"].as_str() {
        device = device.key(KeyText::new(key.to_owned()));
    }
    match question["require_key"].as_bool() {
        Some(yes) => device.require_key(yes),
        None => device,
    }
}

#[test]
fn random_profiles_seal_to_the_same_bytes_and_open_both_ways() {
    let Some(reference) = Reference::find() else { return };
    let cases = generated(1_000, &Case::strategy());
    let sealed: Vec<Vec<u8>> = cases.iter().map(Case::sealed).collect();
    let sections = cases.iter().flat_map(|case| &case.profile.parameters).filter(|p| p.name.as_str().contains('/'));
    assert!(sections.count() > 5_000);
    let asked = |op: &str| cases.iter().zip(&sealed).map(|(case, file)| case.question(op, file)).collect::<Vec<_>>();
    let theirs = reference.answers(&[asked("seal"), asked("open")].concat());
    let (seals, opens) = theirs.split_at(cases.len());
    for (((case, file), seals), opens) in cases.iter().zip(&sealed).zip(seals).zip(opens) {
        assert_eq!(seals["file"], hex::encode(file), "{case:?}");
        let expected = sorted(&case.profile);
        assert_eq!(opens["params"], expected, "{case:?}");
        let file = hex::decode(seals["file"].as_str().unwrap()).unwrap();
        let opened = open(&file, &device(&case.question("open", &file))).unwrap();
        assert_eq!(params(&opened.profile()), expected, "{case:?}");
    }
}

#[test]
fn the_device_side_decoder_in_c_opens_what_we_seal() {
    let Some(reference) = Reference::find() else { return };
    if !is_installed("a C compiler", "cc", &["--version"]) {
        return;
    }
    let cases = generated(200, &Case::strategy());
    let questions: Vec<Json> = cases.iter().map(|case| case.question("c_open", &case.sealed())).collect();
    for (case, theirs) in cases.iter().zip(reference.answers(&questions)) {
        assert_eq!(theirs["params"], sorted(&case.profile), "{case:?}: {theirs}");
    }
}

#[test]
fn files_of_a_faulty_writer_are_refused_alike() {
    let Some(reference) = Reference::find() else { return };
    let questions: Vec<Json> = (0..5_000).map(|seed| json!({"op": "hostile", "seed": seed})).collect();
    let mut classes = BTreeSet::new();
    for theirs in reference.answers(&questions) {
        let file = hex::decode(theirs["file"].as_str().unwrap()).unwrap();
        let ours = match open(&file, &device(&theirs["device"])) {
            Ok(opened) => json!({"params": params(&opened.profile())}),
            Err(error) => json!({"error": error.name()}),
        };
        assert_eq!(ours, theirs["verdict"], "{theirs}");
        classes.insert(ours["error"].as_str().unwrap_or("Ok").to_owned());
    }
    // All except those of a file that was changed after it was written.
    let expected = "BadHeader BadPadding BadPayload KeyRequired Ok PolicyRefused Rollback TargetRequired TooLarge \
        Truncated UnsupportedSuite UnsupportedVersion WrongKey WrongKeyForm WrongTarget";
    assert_eq!(classes.iter().map(String::as_str).collect::<Vec<_>>().join(" "), expected);
}

#[test]
fn the_golden_files_are_those_of_the_reference() {
    let Some(reference) = Reference::find() else { return };
    let names = ["ata-router", "awkward", "mpp-phone", "small-phone", "spa-phone"];
    let question = |name| {
        let source = testdata::read(&format!("profiles/{name}.xml"));
        json!({
            "op": "compile", "source": hex::encode(source), "mode": 3, "form": 1, "mac": "000e08aabbcc", "serial": 7,
            "key": "3389c1c64239e1be6e25f72c960112a18fe80d3c5ea0e9ff69760927468586db", "kdf_iter": 0,
            "kdf_salt": "00".repeat(16),
        })
    };
    for (name, theirs) in names.into_iter().zip(reference.answers(&names.map(question))) {
        let golden = testdata::read(&format!("golden/{name}/output.cfg"));
        assert!(theirs["file"] == hex::encode(golden), "{name}");
    }
}

#[test]
fn credentials_are_read_alike() {
    let Some(reference) = Reference::find() else { return };
    let text = prop_oneof![
        "[0-9a-fA-F]{10,14}",
        "[0-9a-f]{2}([:.-]?[0-9A-F]{2}){5}",
        "([0-9a-f]{2}:){5}[0-9a-f]{2}|([0-9a-f]{2}-){5}[0-9a-f]{2}|([0-9a-f]{4}[.]){2}[0-9a-f]{4}[.]?",
        "0[0-3](:00){5}|[0-9a-fx:. -]{0,18}",
        "[0-9a-fA-F]{28,68}",
        "[ -~]{0,3}|[ -~é\u{7f}\t]{1,4}|[ -~]{126,130}",
    ];
    let texts = generated(4_000, &text);
    let questions: Vec<Json> = texts.iter().map(|text| json!({"op": "credentials", "text": text})).collect();
    let mut counts = [0; 3];
    for (text, theirs) in texts.iter().zip(reference.answers(&questions)) {
        let mac = text.parse::<TargetMac>().ok().map(|mac| mac.to_string());
        let hex_key = RawKey::from_hex(text).ok().map(|key| hex::encode(key.expose()));
        let passphrase = Passphrase::new(text.clone()).ok().map(|_| hex::encode(text));
        let ours = [mac, hex_key, passphrase];
        counts.iter_mut().zip(&ours).for_each(|(count, ours)| *count += usize::from(ours.is_some()));
        let [mac, hex_key, passphrase] = ours;
        assert_eq!(json!({"mac": mac, "hex_key": hex_key, "passphrase": passphrase}), theirs, "{text:?}");
    }
    assert!(counts.iter().all(|count| *count > 300), "{counts:?} were read");
}
