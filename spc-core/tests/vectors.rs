//! Every test vector of `testdata/vectors`: exact bytes, exact error classes. Their fields are described in
//! `testdata/vectors/README.md`; a field or class without a reader fails.
#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "vectors are files")]

use std::collections::BTreeSet;
use std::{fs, iter};

use hkdf::Hkdf;
use serde_json::Value as Json;
use sha2::Sha256;
use spc_core::TargetMac;
use spc_core::container::{Device, Header, Protection, Randomizer, open, seal};
use spc_core::diagnostic::Severity;
use spc_core::key::{KeyText, MIN_ITERATIONS, MasterKey, Passphrase, RawKey};
use spc_core::payload::Payload;
use spc_core::profile::{Duplicates, Parameter, ParameterName, Profile, UserAccess, Value};
use spc_core::source::{self, Reader, Syntax};

#[path = "common/testdata.rs"]
mod testdata;

fn read(name: &str) -> Json {
    serde_json::from_slice(&raw(name)).unwrap()
}

fn raw(name: &str) -> Vec<u8> {
    testdata::read(&format!("vectors/{name}"))
}

fn list<'j>(json: &'j Json, field: &str) -> &'j [Json] {
    let list = json[field].as_array().unwrap_or_else(|| panic!("no list `{field}`"));
    assert!(!list.is_empty(), "`{field}` is empty");
    list
}

fn text<'j>(json: &'j Json, field: &str) -> &'j str {
    json[field].as_str().unwrap_or_else(|| panic!("no text `{field}` in {}", json["name"]))
}

fn number(json: &Json, field: &str) -> u32 {
    json[field].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or_else(|| panic!("no number `{field}`"))
}

fn bytes(json: &Json, field: &str) -> Vec<u8> {
    hex::decode(text(json, field)).unwrap()
}

/// The bytes of `file`, or of the file that `file_path` names.
fn file(test: &Json) -> Vec<u8> {
    match test["file_path"].as_str() {
        Some(path) => raw(path),
        None => bytes(test, "file"),
    }
}

fn only_fields(test: &Json, known: &[&str]) {
    for field in test.as_object().unwrap().keys() {
        assert!(known.contains(&field.as_str()), "field `{field}` of {} has no reader", test["name"]);
    }
}

fn parameter(name: &str, access: Option<&str>, value: Option<&str>) -> Parameter<'static> {
    Parameter::new(
        ParameterName::parse(name).unwrap().into_owned(),
        value.map_or(Value::Keep, |text| Value::Set(text.to_owned().into())),
    )
    .access(access.map(|text| UserAccess::from_attribute(text).unwrap()))
}

/// `params` as a list, or as the sentence used for the files in `bin/`.
fn profile(test: &Json) -> Profile<'static> {
    let parameters = match (&test["params"], text(test, "name")) {
        (Json::Array(list), _) => list
            .iter()
            .map(|entry| {
                only_fields(entry, &["name", "ua", "value"]);
                parameter(text(entry, "name"), entry["ua"].as_str(), entry["value"].as_str())
            })
            .collect(),
        (_, "limits") => vec![parameter(&"N".repeat(255), None, Some(&"v".repeat(65_535)))],
        (_, "max-records") => (0..16_384).map(|n| parameter(&format!("R{n:05}"), Some("na"), Some(""))).collect(),
        (_, "large") => {
            let table = String::from_utf8(raw("bin/large.params.tsv")).unwrap();
            let entry = |line: &str| {
                let cells: Vec<&str> = line.split('\t').collect();
                parameter(cells[0], Some(cells[1]).filter(|access| *access != "-"), Some(cells[2]))
            };
            table.lines().map(entry).collect()
        }
        (other, name) => panic!("parameters of {name} have no reader: {other}"),
    };
    Profile::new(parameters)
}

fn sorted(mut profile: Profile<'_>) -> Profile<'_> {
    profile.parameters.sort_by(|a, b| a.name.cmp(&b.name));
    profile
}

#[test]
fn every_file_has_a_reader() {
    let known = [
        "README.md",
        "bin",
        // Vectors of dial plans, which spc-devices reads.
        "dial.tsv",
        "interop-gzip.json",
        "interop-openssl.json",
        "interop-rfc8188.json",
        "limits.json",
        "spc1-exhaustive.json",
        "spc1-invalid.json",
        "spc1-valid.json",
        "text.json",
        "xml.json",
    ];
    let found: BTreeSet<String> = fs::read_dir(testdata::path("vectors"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, known.map(String::from).into());
}

#[test]
fn containers_seal_to_the_exact_bytes_and_open_again() {
    const FIELDS: &str = "name comment mode key_form mac key kdf_iter kdf_salt serial randomizer params file file_path \
        file_len file_sha256 ikm prk k_siv enc_key mac_key iv file_salt target_check key_check header payload \
        ciphertext tag crc";
    let json = read("spc1-valid.json");
    for test in list(&json, "tests") {
        only_fields(test, &FIELDS.split_ascii_whitespace().collect::<Vec<_>>());
        let name = text(test, "name");
        let mut protection = Protection::generic()
            .serial(number(test, "serial"))
            .randomizer(Randomizer::new(bytes(test, "randomizer")).unwrap());
        let mut device = Device::new();
        if let Some(mac) = test["mac"].as_str() {
            let mac: TargetMac = mac.parse().unwrap();
            protection = protection.mac(mac);
            device = device.mac(mac);
        }
        if let Some(key) = test["key"].as_str() {
            device = device.key(KeyText::new(key.to_owned()));
            protection = match number(test, "key_form") {
                1 => protection.key(RawKey::from_hex(key).unwrap()),
                2 => {
                    let salt = bytes(test, "kdf_salt").try_into().unwrap();
                    let phrase = Passphrase::new(key.to_owned()).unwrap();
                    protection.key(phrase.stretch(&salt, number(test, "kdf_iter")).unwrap())
                }
                form => panic!("key form {form} has no reader"),
            };
        }
        let profile = profile(test);
        let payload = Payload::encode(&profile, Duplicates::Refuse).unwrap();
        if test["payload"].is_string() {
            assert_eq!(hex::encode(payload.as_bytes()), text(test, "payload"), "{name}");
        }
        let sealed = seal(&payload, &protection);
        let expected = file(test);
        assert!(sealed == expected, "{name}: other bytes");
        assert_eq!(sealed.len(), number(test, "file_len") as usize, "{name}");
        assert_eq!(u32::from(Header::read(&sealed).unwrap().mode()), number(test, "mode"), "{name}");
        let opened = open(&expected, &device).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(opened.profile(), sorted(profile), "{name}");
        assert_eq!(opened.header().serial(), number(test, "serial"), "{name}");
    }
}

fn device(json: &Json) -> Device {
    only_fields(json, &["mac", "key", "require_target", "require_key", "min_serial", "max_ct_len"]);
    let mut device = Device::new()
        .require_target(json["require_target"].as_bool().unwrap())
        .min_serial(number(json, "min_serial"))
        .max_ciphertext(number(json, "max_ct_len"));
    if let Some(mac) = json["mac"].as_str() {
        device = device.mac(mac.parse().unwrap());
    }
    if let Some(key) = json["key"].as_str() {
        device = device.key(KeyText::new(key.to_owned()));
    }
    if let Some(yes) = json["require_key"].as_bool() {
        device = device.require_key(yes);
    }
    device
}

fn outcome(file: &[u8], device: &Device) -> &'static str {
    open(file, device).map_or_else(|error| error.name(), |_| "Ok")
}

#[test]
fn bad_containers_fail_with_the_exact_class() {
    let json = read("spc1-invalid.json");
    for test in list(&json, "tests") {
        only_fields(test, &["name", "class", "mutation", "device", "expect", "detail", "file", "file_path"]);
        assert_eq!(outcome(&file(test), &device(&test["device"])), text(test, "expect"), "{}", text(test, "name"));
    }
}

/// Compares outcomes with run lengths `[class, count]`.
fn assert_runs(json: &Json, field: &str, outcomes: impl Iterator<Item = &'static str>) {
    let run = |run: &Json| (run[0].as_str().unwrap().to_owned(), usize::try_from(run[1].as_u64().unwrap()).unwrap());
    let runs = list(json, field).iter().map(run);
    let expected: Vec<String> = runs.flat_map(|(class, count)| iter::repeat_n(class, count)).collect();
    let outcomes: Vec<&str> = outcomes.collect();
    let base = text(json, "base");
    assert_eq!(outcomes.len(), expected.len(), "{base} {field}");
    for (case, (outcome, expected)) in outcomes.iter().zip(&expected).enumerate() {
        assert_eq!(outcome, expected, "{base} {field} case {case}");
    }
}

#[test]
fn every_flipped_bit_and_every_truncation_has_its_class() {
    let json = read("spc1-exhaustive.json");
    for test in list(&json, "tests") {
        only_fields(test, &["base", "file", "device", "bitflip", "bitflip_recrc", "truncate"]);
        let file = file(test);
        let device = device(&test["device"]);
        let flipped = |bit: usize| {
            let mut file = file.clone();
            file[bit / 8] ^= 1 << (bit % 8);
            file
        };
        assert_runs(test, "bitflip", (0..file.len() * 8).map(|bit| outcome(&flipped(bit), &device)));
        let repaired = |bit: usize| {
            let mut file = flipped(bit);
            let end = file.len() - 4;
            let crc = crc32fast::hash(&file[..end]);
            file[end..].copy_from_slice(&crc.to_be_bytes());
            file
        };
        assert_runs(test, "bitflip_recrc", (0..file.len() * 8).map(|bit| outcome(&repaired(bit), &device)));
        assert_runs(test, "truncate", (0..=file.len()).map(|length| outcome(&file[..length], &device)));
    }
}

#[test]
fn xml_sources_give_their_parameters_or_their_error() {
    let json = read("xml.json");
    for test in list(&json, "tests") {
        only_fields(test, &["name", "xml", "xml_hex", "expect", "params", "warnings", "expect_strict"]);
        let name = text(test, "name");
        let source = match test["xml"].as_str() {
            Some(xml) => xml.as_bytes().to_vec(),
            None => bytes(test, "xml_hex"),
        };
        let parsed = Reader::new().syntax(Syntax::Xml).read(&source);
        let expect = text(test, "expect");
        let parsed = match parsed {
            Err(findings) => {
                let errors = findings.as_slice().iter().filter(|finding| finding.severity == Severity::Error);
                let names: BTreeSet<&str> = errors.filter_map(|finding| finding.code.format_name()).collect();
                assert_eq!(names, [expect].into(), "{name}");
                continue;
            }
            Ok(parsed) => parsed,
        };
        assert_eq!(expect, "Ok", "{name}");
        let warnings: BTreeSet<&str> =
            parsed.diagnostics.iter().filter_map(|finding| finding.code.format_name()).collect();
        let expected: BTreeSet<&str> = list_or_empty(test, "warnings").map(|name| name.as_str().unwrap()).collect();
        assert_eq!(warnings, expected, "{name}");
        assert_eq!(parsed.places.len(), parsed.profile.parameters.len(), "{name}");
        let payload = Payload::encode(&parsed.profile, Duplicates::Fold).unwrap();
        let expected: Profile<'_> = list_or_empty(test, "params")
            .map(|entry| parameter(text(entry, "name"), entry["ua"].as_str(), entry["value"].as_str()))
            .collect();
        assert_eq!(payload.profile(), expected, "{name}");
        let strict = Payload::encode(&parsed.profile, Duplicates::Refuse);
        assert_eq!(strict.is_err(), test["expect_strict"] == "Duplicate", "{name}");
        let xml = source::to_xml(&parsed.profile).unwrap();
        let again = Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap();
        assert_eq!(again.diagnostics, [], "{name}");
        assert_eq!(again.profile.kept_for_users(), parsed.profile.kept_for_users(), "{name}: what users may keep");
        // XML can express `preserve-value`; a payload cannot.
        let mut again = sorted(again.profile);
        again.parameters.iter_mut().for_each(|parameter| parameter.keeps_user_value = false);
        assert_eq!(again, expected, "{name}: from its canonical XML");
    }
}

fn list_or_empty<'j>(json: &'j Json, field: &str) -> impl Iterator<Item = &'j Json> {
    json[field].as_array().into_iter().flatten()
}

/// The field `key_check` of a file without a target for these bytes of a phrase, computed by FORMAT 4 alone: a phrase
/// only shows in what it seals.
fn key_check(phrase: &[u8], file: &[u8]) -> [u8; 16] {
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(phrase, &file[24..40], MIN_ITERATIONS, &mut key);
    let ikm = [&[2, 2, 0, 0, 0, 0, 0, 0, 32][..], &key].concat();
    let mut okm = [0; 96];
    let (_, prk) = Hkdf::<Sha256>::extract(Some(b"SPC1-A256CBC-HS256"), &ikm);
    prk.expand_multi_info(&[b"file", &file[40..56]], &mut okm).unwrap();
    *okm.last_chunk().unwrap()
}

#[test]
fn credentials_are_read_as_written() {
    let json = read("text.json");
    only_fields(&json, &["format", "mac", "hex_key", "passphrase", "device_key", "key_id"]);
    let check = |field: &str, read: &dyn Fn(&str) -> Option<String>| {
        for test in list(&json, field) {
            only_fields(test, &["in", "out", "error", "detail"]);
            let text = test["in"].as_str().unwrap();
            assert_eq!(read(text).as_deref(), test["out"].as_str(), "{field} {text:?}");
        }
    };
    check("mac", &|text| text.parse::<TargetMac>().ok().map(|mac| mac.to_string()));
    check("hex_key", &|text| RawKey::from_hex(text).ok().map(|key| hex::encode(key.expose())));
    for test in list(&json, "passphrase") {
        only_fields(test, &["in", "out", "error", "detail"]);
        let read = Passphrase::new(text(test, "in").to_owned()).ok();
        assert_eq!(read.is_some(), test["out"].is_string(), "{test}");
        let Some(phrase) = read else { continue };
        let key = phrase.stretch(b"SPC1 test salt!!", MIN_ITERATIONS).unwrap();
        let payload = Payload::encode(&Profile::new(vec![]), Duplicates::Refuse).unwrap();
        let file = seal(&payload, &Protection::generic().key(key));
        assert_eq!(file[64..80], key_check(&bytes(test, "out"), &file), "{test}");
    }
    for test in list(&json, "device_key") {
        let key = MasterKey::from_hex(text(test, "master")).unwrap().device_key(text(test, "mac").parse().unwrap());
        key.with_hex(|digits| assert_eq!(digits, text(test, "out")));
    }
    for test in list(&json, "key_id") {
        only_fields(test, &["key", "out"]);
        assert_eq!(RawKey::from_hex(text(test, "key")).unwrap().id().to_string(), text(test, "out"));
    }
}
