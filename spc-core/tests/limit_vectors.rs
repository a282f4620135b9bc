//! `testdata/vectors/limits.json`: limits from both sides, what a writer refuses, and a device's limits. Its fields are
//! described in `testdata/vectors/README.md`.
#![cfg(test)]

use std::collections::BTreeSet;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use spc_core::container::{Device, Protection, Randomizer, open, seal};
use spc_core::key::KeyText;
use spc_core::payload::{Payload, PayloadError};
use spc_core::profile::{Duplicates, Parameter, ParameterName, Profile, UserAccess, Value};
use spc_core::source::{Reader, Syntax};

#[path = "common/testdata.rs"]
mod testdata;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    format: String,
    sources: Vec<Source>,
    writer: Vec<Written>,
    devices: Vec<Opening>,
    randomizers: Vec<Randomized>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    name: String,
    #[serde(rename = "clause")]
    _clause: String,
    pieces: Vec<(String, usize)>,
    expect: String,
    #[serde(default)]
    warnings: BTreeSet<String>,
    payload_len: Option<usize>,
    payload_sha256: Option<String>,
    file_sha256: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(rename = "clause")]
    _clause: String,
    params: Vec<Entry>,
    expect: String,
    payload: Option<String>,
    payload_sha256: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    ua: Option<String>,
    value: Option<String>,
    value_times: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Randomized {
    name: String,
    #[serde(rename = "clause")]
    _clause: String,
    len: usize,
    expect: String,
    file_sha256: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    name: String,
    #[serde(rename = "clause")]
    _clause: String,
    base: String,
    device: Knows,
    expect: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Knows {
    mac: Option<String>,
    key: Option<String>,
    require_target: bool,
    require_key: Option<bool>,
    min_serial: u32,
    max_ct_len: u32,
    max_kdf_iter: u32,
}

fn vectors() -> Vectors {
    let vectors: Vectors = serde_json::from_slice(&testdata::read("vectors/limits.json")).unwrap();
    assert_eq!(vectors.format, "SPC1 limits, writers and devices");
    vectors
}

/// The source that pieces stand for: each text a number of times, with the number of the repetition for `#`.
fn built(pieces: &[(String, usize)]) -> String {
    let mut source = String::new();
    for (text, times) in pieces {
        if text.contains('#') {
            (0..*times).for_each(|number| source += &text.replace('#', &format!("{number:05}")));
        } else {
            source += &text.repeat(*times);
        }
    }
    source
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The name in FORMAT 6.6 and 7 for what a writer refuses.
const fn class(error: &PayloadError) -> &'static str {
    match error {
        PayloadError::Mixed { .. } => "Mixed",
        PayloadError::IllegalCharacter { .. } => "Value",
        PayloadError::ValueTooLong { .. } | PayloadError::TooMany | PayloadError::TooLarge { .. } => "Limit",
        PayloadError::Duplicate { .. } => "Duplicate",
        _ => "?",
    }
}

#[test]
fn sources_at_a_limit_compile_and_those_over_it_do_not() {
    for vector in vectors().sources {
        let name = &vector.name;
        let source = built(&vector.pieces);
        let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes());
        let classes = |names: &mut dyn Iterator<Item = Option<&'static str>>| -> BTreeSet<String> {
            names.flatten().map(String::from).collect()
        };
        let parsed = match parsed {
            Err(findings) => {
                let found = classes(&mut findings.as_slice().iter().map(|finding| finding.code.format_name()));
                assert_eq!(found, [vector.expect.clone()].into(), "{name}");
                continue;
            }
            Ok(parsed) => parsed,
        };
        let found = classes(&mut parsed.diagnostics.iter().map(|finding| finding.code.format_name()));
        assert_eq!(found, vector.warnings, "{name}");
        match Payload::encode(&parsed.profile, Duplicates::Fold) {
            Err(error) => assert_eq!(class(&error), vector.expect, "{name}"),
            Ok(payload) => {
                assert_eq!(vector.expect, "Ok", "{name}");
                assert_eq!(Some(payload.as_bytes().len()), vector.payload_len, "{name}");
                assert_eq!(Some(sha256(payload.as_bytes())), vector.payload_sha256, "{name}");
                let file = seal(&payload, &Protection::generic());
                assert_eq!(Some(sha256(&file)), vector.file_sha256, "{name}");
                let opened = open(&file, &Device::new()).unwrap_or_else(|error| panic!("{name}: {error}"));
                let again = Payload::encode(&opened.profile(), Duplicates::Refuse).unwrap();
                assert!(again.as_bytes() == payload.as_bytes(), "{name}: another payload");
            }
        }
    }
}

#[test]
fn a_writer_refuses_what_cannot_be_encoded() {
    for vector in vectors().writer {
        let name = &vector.name;
        let parameter = |entry: &Entry| {
            let name = ParameterName::parse(&entry.name).map_err(|_| "Name")?.into_owned();
            let times = entry.value_times.unwrap_or(1);
            let value = entry.value.as_ref().map_or(Value::Keep, |value| Value::Set(value.repeat(times).into()));
            let access = entry.ua.as_deref().map(|ua| UserAccess::from_attribute(ua).unwrap());
            Ok(Parameter::new(name, value).access(access))
        };
        let parameters: Result<Vec<_>, &str> = vector.params.iter().map(parameter).collect();
        let payload = parameters.and_then(|parameters| {
            Payload::encode(&Profile::new(parameters), Duplicates::Refuse).map_err(|error| class(&error))
        });
        assert_eq!(payload.as_ref().map_or_else(|class| *class, |_| "Ok"), vector.expect, "{name}");
        let payload = payload.as_ref().ok().map(Payload::as_bytes);
        assert_eq!(payload.map(|_| 1), vector.payload.as_ref().or(vector.payload_sha256.as_ref()).map(|_| 1), "{name}");
        if let Some(expected) = vector.payload {
            assert_eq!(payload.map(hex::encode), Some(expected), "{name}");
        }
        if let Some(expected) = vector.payload_sha256 {
            assert_eq!(payload.map(sha256), Some(expected), "{name}");
        }
    }
}

#[test]
fn a_randomizer_has_at_most_255_bytes() {
    for vector in vectors().randomizers {
        let made = Randomizer::new(vec![0; vector.len]);
        assert_eq!(made.is_ok(), vector.expect == "Ok", "{}", vector.name);
        let file = made.ok().map(|randomizer| {
            let payload = Payload::encode(&Profile::default(), Duplicates::Refuse).unwrap();
            sha256(&seal(&payload, &Protection::generic().randomizer(randomizer)))
        });
        assert_eq!(file, vector.file_sha256, "{}", vector.name);
    }
}

#[test]
fn a_device_keeps_to_its_own_limits() {
    let valid: serde_json::Value = serde_json::from_slice(&testdata::read("vectors/spc1-valid.json")).unwrap();
    for vector in vectors().devices {
        let base = valid["tests"].as_array().unwrap().iter().find(|test| test["name"] == vector.base.as_str()).unwrap();
        let file = hex::decode(base["file"].as_str().unwrap()).unwrap();
        let knows = vector.device;
        let mut device = Device::new()
            .require_target(knows.require_target)
            .min_serial(knows.min_serial)
            .max_ciphertext(knows.max_ct_len)
            .max_iterations(knows.max_kdf_iter);
        if let Some(mac) = knows.mac {
            device = device.mac(mac.parse().unwrap());
        }
        if let Some(key) = knows.key {
            device = device.key(KeyText::new(key));
        }
        if let Some(yes) = knows.require_key {
            device = device.require_key(yes);
        }
        assert_eq!(open(&file, &device).map_or_else(|error| error.name(), |_| "Ok"), vector.expect, "{}", vector.name);
    }
}
