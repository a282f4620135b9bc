//! The salts of a fleet's files, according to FORMAT 11.1.4 and 11.3.4: the vectors follow them, and so do files.

#![cfg(test)]

use std::num::NonZeroU32;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use spc_core::batch::Batch;
use spc_core::seal::{Openssl, Rfc8188};
use spc_core::source::{Reader, Syntax};
use spc_core::stock::gzip;
use spc_core::stock::openssl::{self, Digest, Kdf, Known, Phrase};
use spc_core::stock::rfc8188::{self, Ikm, IkmForm, Keyid, RecordSize};
use spc_core::stock::template::Effort;
use spc_core::{Recipient, Target};

#[path = "common/testdata.rs"]
mod testdata;

fn number(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap().to_be_bytes()
}

fn text(bytes: &[u8]) -> Vec<u8> {
    [&number(bytes.len()), bytes].concat()
}

/// T in the clause.
fn template(runs: &[Vec<u8>], slots: &[usize], empty: &[u8]) -> Vec<u8> {
    assert_eq!(runs.len(), slots.len().saturating_add(1));
    let mut message = number(slots.len()).to_vec();
    for (at, run) in runs.iter().enumerate() {
        message.extend(text(run));
        message.extend(slots.get(at).map(|slot| number(*slot)).into_iter().flatten());
    }
    message.extend(text(empty));
    Sha256::digest(&message).to_vec()
}

fn salt(phrase: &[u8], md: &str, rounds: u32, template: &[u8], values: &[Vec<u8>]) -> Vec<u8> {
    let before = [md.as_bytes(), &[0], &rounds.to_be_bytes()].concat();
    mac("SPC openssl template salt", phrase, &before, template, values)[..8].to_vec()
}

fn rfc8188_salt(ikm: &[u8], rs: u32, keyid: &[u8], template: &[u8], values: &[Vec<u8>]) -> Vec<u8> {
    let before = [&rs.to_be_bytes()[..], &[u8::try_from(keyid.len()).unwrap()], keyid].concat();
    mac("SPC rfc8188 template salt", ikm, &before, template, values)[..16].to_vec()
}

fn mac(label: &str, key: &[u8], before: &[u8], template: &[u8], values: &[Vec<u8>]) -> Vec<u8> {
    let (prk, _) = Hkdf::<Sha256>::extract(Some(label.as_bytes()), key);
    let mut mac = Hmac::<Sha256>::new_from_slice(&prk).unwrap();
    mac.update(&[before, template].concat());
    values.iter().for_each(|value| mac.update(&text(value)));
    mac.finalize().into_bytes().to_vec()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

/// T and the values of a vector.
fn made_of(test: &Value) -> (Vec<u8>, Vec<Vec<u8>>) {
    let all = |field: &str| -> Vec<Vec<u8>> { test[field].as_array().unwrap().iter().map(bytes).collect() };
    let slots: Vec<usize> = serde_json::from_value(test["slots"].clone()).unwrap();
    let template = template(&all("runs"), &slots, &bytes(&test["empty"]));
    assert_eq!(hex::encode(&template), test["template"], "{}", test["name"]);
    (template, all("values"))
}

#[test]
fn vectors_follow_the_clauses() {
    let tests = |file: &str, count: usize| {
        let file: Value = serde_json::from_slice(&testdata::read(&format!("vectors/{file}"))).unwrap();
        let tests = file["templates"].as_array().unwrap().clone();
        assert_eq!(tests.len(), count);
        tests
    };
    let number = |value: &Value| value.as_u64().map_or(0, |number| number.try_into().unwrap());
    for test in tests("interop-openssl.json", 9) {
        let (template, values) = made_of(&test);
        let (phrase, md) = (test["passphrase"].as_str().unwrap(), test["md"].as_str().unwrap());
        let salt = salt(phrase.as_bytes(), md, number(&test["pbkdf2_iter"]), &template, &values);
        assert_eq!(hex::encode(salt), test["salt"], "{}", test["name"]);
    }
    for test in tests("interop-rfc8188.json", 5) {
        let (template, values) = made_of(&test);
        let salt = rfc8188_salt(&bytes(&test["ikm"]), number(&test["rs"]), &bytes(&test["keyid"]), &template, &values);
        assert_eq!(hex::encode(salt), test["salt"], "{}", test["name"]);
    }
}

#[test]
fn files_that_a_template_renders_follow_the_clause() {
    let base = b"<flat-profile><C>constant</C><X>{{x}}</X><Y ua=\"na\">{{y}}</Y></flat-profile>";
    let base = Reader::new().syntax(Syntax::Xml).read(base).unwrap().profile;
    let made = |target: Target, values: [&str; 2]| {
        Batch::prepare(&base, &["x", "y"], target).unwrap().seal_for(&Recipient::new(None, &values)).unwrap()
    };
    let xml = String::from_utf8(made(Target::Xml, ["@x", "@y"])).unwrap();
    let runs: Vec<Vec<u8>> = xml.split(['@']).map(|run| run.trim_start_matches(['x', 'y']).into()).collect();
    let phrase = || Phrase::new(b"a phrase".to_vec()).unwrap();
    for (kdf, md, rounds) in [
        (Kdf::new(Digest::Md5), "md5", 0),
        (Kdf::new(Digest::Sha256), "sha256", 0),
        (Kdf::new(Digest::Sha256).pbkdf2(NonZeroU32::new(3).unwrap()), "sha256", 3),
    ] {
        let known = NonZeroU32::new(rounds).map_or(Known::default(), |rounds| Known::default().pbkdf2(rounds));
        for effort in [Effort::Fast, Effort::Small] {
            let file = |values| made(Openssl::new(phrase(), kdf).packing(effort).into(), values);
            let empty = openssl::open(&file(["", ""]), &phrase(), known).unwrap().plain;
            let template = template(&runs, &[0, 1], &empty);
            for (cells, values) in
                [(["", ""], ["", ""]), (["1", "23"], ["1", "23"]), (["<&>", " é "], ["&lt;&amp;&gt;", "é"])]
            {
                let values = values.map(|value| value.as_bytes().to_vec());
                assert_eq!(file(cells)[8..16], salt(b"a phrase", md, rounds, &template, &values), "{md} {cells:?}");
            }
        }
    }
}

#[test]
fn rfc8188_files_of_a_fleet_follow_the_clause() {
    let base =
        Reader::new().syntax(Syntax::Xml).read(b"<flat-profile><C>c</C><X>{{x}}</X><Y/></flat-profile>").unwrap();
    let ikm = || Ikm::from_ascii("an input key").unwrap();
    let keyid = || Keyid::new(b"key".to_vec()).unwrap();
    let target = Rfc8188::new(ikm(), IkmForm::Ascii).record_size(RecordSize::new(100).unwrap()).keyid(keyid());
    let made = |target: Target, values: [&str; 2]| {
        Batch::prepare(&base.profile, &["x", "Y"], target).unwrap().seal_for(&Recipient::new(None, &values)).unwrap()
    };
    let xml = String::from_utf8(made(Target::Xml, ["@", "@"])).unwrap();
    let runs: Vec<Vec<u8>> = xml.replace(">@</Y>", "@").split('@').map(Into::into).collect();
    let template = template(&runs, &[0, 1], &[]);
    for (cells, values) in [(["", ""], ["", "/>"]), (["1", "<2>"], ["1", ">&lt;2&gt;</Y>"])] {
        let file = made(target.clone().into(), cells);
        let values = values.map(|value| value.as_bytes().to_vec());
        assert_eq!(file[..16], rfc8188_salt(b"an input key", 100, b"key", &template, &values), "{cells:?}");
        assert_eq!(rfc8188::open(&file, &ikm()).unwrap(), made(Target::Xml, cells));
    }
}

#[test]
fn other_files_have_the_salt_of_their_plaintext() {
    let base = Reader::new().syntax(Syntax::Xml).read(b"<flat-profile><X>{{x}}</X></flat-profile>").unwrap().profile;
    let phrase = || Phrase::new(b"a phrase".to_vec()).unwrap();
    let kdf = Kdf::new(Digest::Md5);
    for target in [Openssl::new(phrase(), kdf), Openssl::new(phrase(), kdf).packing(gzip::Level::default())] {
        let batch = Batch::prepare(&base, &["x"], target).unwrap();
        let file = batch.seal_for(&Recipient::new(None, &["1"])).unwrap();
        let plain = openssl::open(&file, &phrase(), Known::default()).unwrap().plain;
        assert_eq!(file, openssl::seal(&plain, &openssl::EncSettings::new(phrase(), kdf)));
    }
}
