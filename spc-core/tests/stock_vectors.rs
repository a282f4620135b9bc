//! The vectors of the stock formats, `testdata/vectors/interop-*.json`: one reader per file, every field understood,
//! and each failure with its exact class.
#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "vectors are files")]

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroU32;

use aes::cipher::{BlockModeDecrypt, KeyIvInit, block_padding::Pkcs7};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use spc_core::limits;
use spc_core::stock::openssl::{self, Known, Phrase, ReadDigest};
use spc_core::stock::rfc8188::{self, Ikm, Keyid, RecordSize};
use spc_core::stock::{Salt, StockError, gzip};

#[path = "common/testdata.rs"]
mod testdata;

/// The fields of one test. A reader removes each of them, and none may be left over.
struct Case {
    name: String,
    fields: Map<String, Value>,
}

impl Case {
    fn field(&mut self, field: &str) -> Option<Value> {
        self.fields.remove(field).filter(|value| !value.is_null())
    }

    fn text(&mut self, field: &str) -> Option<String> {
        self.field(field).map(|value| value.as_str().unwrap().to_owned())
    }

    fn number(&mut self, field: &str) -> Option<u32> {
        self.field(field).map(|value| value.as_u64().unwrap().try_into().unwrap())
    }

    /// Hexadecimal digits, or `x*N` for N letters.
    fn bytes(&mut self, field: &str) -> Option<Vec<u8>> {
        self.text(field).map(|text| match text.strip_prefix("x*") {
            Some(count) => vec![b'x'; count.parse().unwrap()],
            None => hex::decode(&text).unwrap(),
        })
    }

    fn finish(self) {
        assert!(self.fields.is_empty(), "{}: nobody reads {:?}", self.name, self.fields.keys());
    }
}

/// The bytes of a file of vectors.
fn read(name: &str) -> Vec<u8> {
    testdata::read(&format!("vectors/{name}"))
}

/// The tests of a file, list by list; the file must hold exactly these lists.
fn cases<const N: usize>(file: &str, format: &str, lists: [&str; N]) -> [Vec<Case>; N] {
    let mut root: Map<String, Value> = serde_json::from_slice(&read(file)).unwrap();
    assert_eq!(root.remove("format").unwrap(), format);
    let mut names = BTreeSet::new();
    let cases = lists.map(|list| {
        let Value::Array(tests) = root.remove(list).unwrap() else { panic!("{file}: {list} is not a list") };
        assert!(!tests.is_empty(), "{file}: {list} is empty");
        let mut case = |test: Value| {
            let Value::Object(mut fields) = test else { panic!("{file}: a test is not an object") };
            let name = fields.remove("name").unwrap().as_str().unwrap().to_owned();
            assert!(names.insert(name.clone()), "{file}: {name} twice");
            Case { name, fields }
        };
        tests.into_iter().map(&mut case).collect()
    });
    assert!(root.is_empty(), "{file}: nobody reads {:?}", root.keys());
    cases
}

/// A result in the words of the vectors.
fn class(result: &Result<Vec<u8>, StockError>) -> &str {
    result.as_ref().map_or_else(StockError::name, |_| "Ok")
}

#[test]
fn every_interop_file_has_a_reader() {
    let files =
        fs::read_dir(testdata::path("vectors")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<_> = files.filter(|name| name.starts_with("interop-")).collect();
    let read = ["interop-gzip.json", "interop-openssl.json", "interop-rfc8188.json"];
    assert_eq!(files, read.map(String::from).into());
}

#[test]
fn gzip_files_open_or_fail_as_stated() {
    let [tests, headers] = cases("interop-gzip.json", "gzip, one member", ["tests", "headers"]);
    for mut case in tests {
        let file = match case.text("file_path") {
            Some(path) => read(&path),
            None => case.bytes("file").unwrap(),
        };
        let result = gzip::unpack(&file, limits::UNPACKED);
        assert_eq!(class(&result), case.text("expect").unwrap(), "{}", case.name);
        assert_eq!(result.ok(), case.bytes("plaintext"), "{}", case.name);
        case.finish();
    }
    for mut case in headers {
        let level = u8::try_from(case.number("level").unwrap()).unwrap();
        let packed = gzip::pack(b"x", gzip::Level::new(level).unwrap());
        assert_eq!(packed.get(..10).map(<[u8]>::to_vec), case.bytes("header"), "{}", case.name);
        case.finish();
    }
}

#[test]
fn openssl_files_open_and_are_written_byte_for_byte() {
    let [tests, _, _] = cases("interop-openssl.json", "openssl enc -aes-256-cbc", ["tests", "templates", "guesses"]);
    for mut case in tests {
        let name = case.name.clone();
        let phrase = case.text("passphrase").unwrap().into_bytes();
        let phrase = || Phrase::new(phrase.clone()).unwrap();
        let (digest, written) = match case.text("md").unwrap().as_str() {
            "md5" => (ReadDigest::Md5, Some(openssl::Digest::Md5)),
            "sha1" => (ReadDigest::Sha1, None),
            "sha256" => (ReadDigest::Sha256, Some(openssl::Digest::Sha256)),
            other => panic!("{name}: digest {other}"),
        };
        let iterations = case.number("pbkdf2_iter").map(|rounds| NonZeroU32::new(rounds).unwrap());
        let salt: Option<[u8; 8]> = case.bytes("salt").map(|salt| salt.try_into().unwrap());
        let plain = case.bytes("plaintext").unwrap();
        let file = case.bytes("file").unwrap();

        // The vector's own key and IV lead to the plaintext without our key derivation.
        let key: [u8; 32] = case.bytes("key").unwrap().try_into().unwrap();
        let iv: [u8; 16] = case.bytes("iv").unwrap().try_into().unwrap();
        let mut ciphertext = file[if salt.is_some() { 16 } else { 0 }..].to_vec();
        let cipher = cbc::Decryptor::<aes::Aes256>::new(&key.into(), &iv.into());
        assert_eq!(cipher.decrypt_padded::<Pkcs7>(&mut ciphertext).unwrap(), plain, "{name}");
        case.finish();

        let guess = iterations.map_or(Known::default(), |rounds| Known::default().pbkdf2(rounds));
        let guess = if salt.is_some() { guess } else { guess.unsalted() };
        let is_content = plain.starts_with(b"<") || plain.starts_with(b"\x1f\x8b");
        let guessable = digest == ReadDigest::Sha256 || digest == ReadDigest::Md5 && iterations.is_none();
        for (known, opens) in [(guess.digest(digest), is_content), (guess, is_content && guessable)] {
            let result = openssl::open(&file, &phrase(), known).map(|opened| (opened.plain, opened.digest));
            let expected = if opens { Ok((plain.clone(), digest)) } else { Err(StockError::WrongKey) };
            assert_eq!(result, expected, "{name}, {known:?}");
        }

        if let (Some(digest), Some(salt)) = (written, salt) {
            let is_synthetic = name.starts_with("synthetic-salt");
            let salt = if is_synthetic { Salt::Synthetic } else { Salt::Given(salt) };
            let kdf = openssl::Kdf::new(digest);
            let kdf = iterations.map_or(kdf, |rounds| kdf.pbkdf2(rounds));
            let sealed = openssl::seal(&plain, &openssl::EncSettings::new(phrase(), kdf).salt(salt));
            assert_eq!(hex::encode(sealed), hex::encode(&file), "{name}");
        }
    }
}

#[test]
fn the_digest_of_an_openssl_file_is_found_or_its_fault_named() {
    let [_, _, guesses] = cases("interop-openssl.json", "openssl enc -aes-256-cbc", ["tests", "templates", "guesses"]);
    for mut case in guesses {
        let phrase = Phrase::new(case.text("passphrase").unwrap().into_bytes()).unwrap();
        let result = openssl::open(&case.bytes("file").unwrap(), &phrase, Known::default());
        let digest = case.text("md").map(|name| if name == "md5" { ReadDigest::Md5 } else { ReadDigest::Sha256 });
        assert_eq!(result.as_ref().ok().map(|opened| opened.digest), digest, "{}", case.name);
        let result = result.map(|opened| opened.plain);
        assert_eq!(class(&result), case.text("expect").unwrap(), "{}", case.name);
        assert_eq!(result.ok(), case.bytes("plaintext"), "{}", case.name);
        case.finish();
    }
}

#[test]
fn rfc8188_files_open_and_are_written_byte_for_byte_or_fail_as_stated() {
    let [valid, invalid, _] = cases("interop-rfc8188.json", "RFC 8188 aes128gcm", ["valid", "invalid", "templates"]);
    let ikm = |case: &mut Case| Ikm::from_hex(&case.text("ikm").unwrap()).unwrap();
    for mut case in valid {
        let name = case.name.clone();
        let file = case.bytes("file");
        let hex_ikm = case.text("ikm").unwrap();
        let ikm = || Ikm::from_hex(&hex_ikm).unwrap();
        let settings = rfc8188::CodingSettings::new(ikm())
            .record_size(RecordSize::new(case.number("rs").unwrap()).unwrap())
            .keyid(Keyid::new(case.bytes("keyid").unwrap()).unwrap())
            .salt(match &file {
                _ if name == "synthetic-salt" => Salt::Synthetic,
                Some(file) => Salt::Given(file[..16].try_into().unwrap()),
                // A long file is given by its digest, and has the salt 000102..0f.
                None => Salt::Given(std::array::from_fn(|at| at.try_into().unwrap())),
            });
        let plain = case.bytes("plaintext").unwrap();
        let sealed = rfc8188::seal(&plain, &settings);
        let digest = case.text("file_sha256");
        assert!(file.is_some() || digest.is_some(), "{name} states no file");
        let file = file.unwrap_or_else(|| sealed.clone());
        assert!(digest.is_none_or(|digest| digest == hex::encode(Sha256::digest(&file))), "{name}");
        // This one has padding in its first record, which is read but never written (FORMAT 11.3.2).
        assert_eq!(sealed == file, name != "rfc8188-3.2", "{name}");
        assert_eq!(rfc8188::open(&file, &ikm()), Ok(plain), "{name}");
        case.finish();
    }
    for mut case in invalid {
        let result = rfc8188::open(&case.bytes("file").unwrap(), &ikm(&mut case));
        assert_eq!(class(&result), case.text("expect").unwrap(), "{}", case.name);
        case.finish();
    }
}
