//! Whatever is sealed with some settings opens with them, and the opener reports how it was made.
#![cfg(test)]

use std::num::NonZeroU32;

use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
use proptest::prelude::*;
use proptest::sample::select;
use spc_core::container::{Device, OpenError};
use spc_core::format::UnsupportedFile;
use spc_core::key::{Key, KeyText, Passphrase, RawKey};
use spc_core::open::{Encryption, Opener, Warning};
use spc_core::profile::{Parameter, ParameterName, Profile};
use spc_core::seal::{Openssl, Packing, Rfc8188, Spc};
use spc_core::stock::openssl::{self, Digest, EncSettings, Kdf, Known, Phrase, ReadDigest};
use spc_core::stock::rfc8188::{self, Ikm, IkmForm, Keyid, RecordSize};
use spc_core::stock::template::Effort;
use spc_core::stock::{Salt, StockError, gzip};
use spc_core::{Error, Format, Recipient, Target, TargetMac, source};

#[path = "common/skipped.rs"]
mod skipped;

const PHRASE: &str = "a phrase of some length";
const XML: &[u8] = b"<flat-profile><A>1</A></flat-profile>";
const HEX: &str = "000102030405060708090a0b0c0d0e0f";

fn mac() -> TargetMac {
    "000e08aabbcc".parse().unwrap()
}

fn key(text: &str) -> KeyText {
    KeyText::new(text.to_owned())
}

fn profile(values: &[String]) -> Profile<'static> {
    let parameter = |(number, value): (usize, &String)| {
        Parameter::set(ParameterName::parse(&format!("P{number}")).unwrap().into_owned(), value.trim().to_owned())
    };
    values.iter().enumerate().map(parameter).collect()
}

fn packing() -> impl Strategy<Value = Packing> {
    let level = (1_u8..=9).prop_map(|level| gzip::Level::new(level).unwrap().into());
    prop_oneof![level, Just(Effort::Fast.into())]
}

/// Settings, and what opens files made with them.
fn settings() -> impl Strategy<Value = (Target, Opener)> {
    let openssl = (select(vec![Digest::Md5, Digest::Sha256]), 0_u32..3, prop::option::of(packing())).prop_map(
        |(digest, rounds, packing)| {
            let kdf = Kdf::new(digest);
            let (kdf, opener) = match NonZeroU32::new(rounds) {
                Some(rounds) => (kdf.pbkdf2(rounds), Opener::new().openssl(Known::default().pbkdf2(rounds))),
                None => (kdf, Opener::new()),
            };
            let settings = Openssl::new(Phrase::new(PHRASE.into()).unwrap(), kdf);
            let settings = packing.map_or(settings.clone(), |packing| settings.packing(packing));
            (settings.into(), opener.key(key(PHRASE)))
        },
    );
    let sizes = prop_oneof![18_u32..100, Just(4096), Just(1 << 20), Just((1 << 20) + 17), Just(u32::MAX)];
    let rfc8188 = (sizes, prop::collection::vec(any::<u8>(), 0..40), any::<bool>()).prop_map(|(size, keyid, form)| {
        let settings = Rfc8188::new(Ikm::from_hex(HEX).unwrap(), IkmForm::Hex)
            .record_size(RecordSize::new(size).unwrap())
            .keyid(Keyid::new(keyid).unwrap());
        let opener = match form {
            true => Opener::new().key(key(HEX)).ikm_form(IkmForm::Hex),
            false => Opener::new().ikm(Ikm::from_hex(HEX).unwrap()),
        };
        (settings.into(), opener)
    });
    let stretched = || -> Key { Passphrase::new(PHRASE.into()).unwrap().stretch(&[7; 16], 10_000).unwrap().into() };
    let spc = select(vec![0, 1, 2]).prop_map(move |kind| match kind {
        0 => (Spc::new().into(), Opener::new()),
        1 => (Spc::new().keys(RawKey::from_hex(HEX).unwrap()).into(), Opener::new().key(key(HEX))),
        _ => (Spc::new().keys(stretched()).into(), Opener::new().key(key(PHRASE))),
    });
    let open = prop_oneof![Just(Target::Xml), packing().prop_map(Target::from)];
    prop_oneof![2 => openssl, 3 => rfc8188, 1 => spc, 1 => open.prop_map(|target| (target, Opener::new()))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_sealed_opens_with_its_settings(
        (target, opener) in settings(),
        values in prop::collection::vec("[ -~é]{0,40}", 0..6),
        salt in prop::option::of(any::<[u8; 16]>()),
        // A synthetic salt may also have this value.
        start in select(vec![&b""[..], b"<", b"<flat-profile>", b"\x1f\x8b\x08\0\0\0\0\0", b"\xff\xfe<\0", b"PK\x03\x04"]),
    ) {
        let profile = profile(&values);
        let salt = salt.map(|mut salt| {
            salt[..start.len()].copy_from_slice(start);
            salt
        });
        let file = target.seal(&profile, &Recipient::from(mac()).serial(7).salt(salt)).unwrap();
        let opened = opener.mac(mac()).open(&file);
        let opened = opened.map_err(|error| TestCaseError::fail(format!("{target:?}: {error}")))?;
        prop_assert_eq!(opened.format(), target.format());
        prop_assert_eq!(source::to_xml(&opened.parse().unwrap().profile), source::to_xml(&profile));
        prop_assert_eq!(opened.serial(), (target.format() == Format::Spc).then_some(7));
        // A salt that begins as another format may look like one.
        if start.is_empty() {
            prop_assert_eq!(opened.is_encrypted(), Opener::new().mac(mac()).open(&file).is_err());
        }
        let has_rounds = matches!(opened.encryption(), Encryption::Openssl { iterations: Some(_), .. });
        prop_assert_eq!(opened.warnings().is_empty(), !has_rounds);
    }
}

/// A file as `openssl enc` would write it, according to what the library opens.
#[expect(clippy::disallowed_methods, reason = "a peer is a program")]
fn sealed(digest: &str, options: &[&str], plain: &[u8]) -> Option<Vec<u8>> {
    let mut command = std::process::Command::new("openssl");
    command.args(["enc", "-aes-256-cbc", "-md", digest, "-k", PHRASE]).args(options);
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .ok()?;
    std::io::Write::write_all(child.stdin.as_mut()?, plain).ok()?;
    Some(child.wait_with_output().ok()?.stdout)
}

#[test]
fn every_digest_is_found_and_what_no_phone_reads_is_reported() {
    let xml = b"<flat-profile><A>1</A></flat-profile>";
    let rounds = NonZeroU32::new(10_000).unwrap();
    for (digest, read, odd) in [
        ("md5", ReadDigest::Md5, None),
        ("sha256", ReadDigest::Sha256, None),
        ("sha1", ReadDigest::Sha1, Some(Warning::Digest(ReadDigest::Sha1))),
        ("sha512", ReadDigest::Sha512, Some(Warning::Digest(ReadDigest::Sha512))),
    ] {
        for (options, more) in [
            (&[][..], None),
            (&["-pbkdf2"][..], Some(Warning::Pbkdf2(rounds))),
            (&["-nosalt"], Some(Warning::Unsalted)),
        ] {
            let Some(file) = sealed(digest, options, xml) else {
                skipped::skipped("openssl is not installed");
                return;
            };
            let opened = Opener::new().key(key("another phrase")).key(key(PHRASE)).open(&file).unwrap();
            assert_eq!((opened.digest(), opened.xml()), (Some(read), Some(&xml[..])), "{digest} {options:?}");
            let warnings: Vec<Warning> = odd.into_iter().chain(more).collect();
            assert_eq!(opened.warnings(), warnings, "{digest} {options:?}");
            let refused = Opener::new().key(key("another phrase")).open(&file).unwrap_err();
            match options.contains(&"-nosalt") {
                true => assert_eq!(refused, Error::Format(UnsupportedFile::Unknown { is_whole_blocks: true })),
                false => assert_eq!(refused, Error::Stock(StockError::WrongKey)),
            }
        }
    }
}

#[test]
fn a_device_that_allows_few_rounds_spends_no_more_on_a_guess() {
    let kdf = Kdf::new(Digest::Sha256).pbkdf2(NonZeroU32::new(10_000).unwrap());
    let target = Target::from(Openssl::new(Phrase::new(PHRASE.into()).unwrap(), kdf));
    let file = target.seal(&Profile::default(), &Recipient::generic()).unwrap();
    let open = |device: Device| Opener::from(device.key(key(PHRASE))).open(&file).map(|opened| opened.digest());
    assert_eq!(open(Device::new()), Ok(Some(ReadDigest::Sha256)));
    assert_eq!(open(Device::new().max_iterations(9_999)), Err(Error::Stock(StockError::WrongKey)));
}

#[test]
fn what_the_right_phrase_reveals_and_no_phone_reads_is_named() {
    let seal = |plain: &[u8]| {
        openssl::seal(plain, &EncSettings::new(Phrase::new(PHRASE.into()).unwrap(), Kdf::new(Digest::Sha256)))
    };
    let utf16: Vec<u8> = "\u{feff}<flat-profile/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let once = seal(b"<flat-profile/>");
    for (plain, said) in [
        (&once[..], "encrypted twice: it contains `openssl enc` output"),
        (&utf16, "encrypted, but contains text in UTF-16, which no phone reads"),
        (&utf16[2..], "encrypted, but contains text in UTF-16, which no phone reads"),
        (b"A \"1\" ;", "encrypted, but contains plain text, which no phone reads"),
        (
            "\u{feff}Display_Name[1] \"B\u{fc}ro\" ;\r\n".as_bytes(),
            "encrypted, but contains plain text, which no phone reads",
        ),
        (b"U2FsdGVkX18BI0VniavN7w==", "encrypted, but contains base64 text, which no phone reads"),
        (&compress_to_vec_zlib(XML, 6), "encrypted, but contains zlib data: phones read gzip"),
        (&compress_to_vec_zlib(b"A \"1\" ;", 1), "encrypted, but contains zlib data: phones read gzip"),
        (&compress_to_vec(XML, 6), "encrypted, but contains deflate data without a header: phones read gzip"),
        (b"BZh91AY&SY\x00\xff\x01", "encrypted, but contains a bzip2 file, which no phone reads"),
        (b"PK\x03\x04\x14\x00", "encrypted, but contains a ZIP file, which no phone reads"),
    ] {
        let refused = |opener: Opener| opener.open(&seal(plain)).unwrap_err();
        let named = refused(Opener::new().key(key("another phrase")).key(key(PHRASE)).key(key("a third one")));
        assert_eq!(named.to_string(), format!("the file is {said}"));
        assert_eq!(refused(Opener::new().key(key("another phrase"))), Error::Stock(StockError::WrongKey), "{said}");
        // The layer below reveals no more than the format does.
        let opened = openssl::open(&seal(plain), &Phrase::new(PHRASE.into()).unwrap(), Known::default());
        assert_eq!(opened, Err(StockError::WrongKey), "{said}");
    }
    for packed in [compress_to_vec_zlib(XML, 6), compress_to_vec(XML, 6)] {
        let ikm = || Ikm::from_hex(HEX).unwrap();
        let file = rfc8188::seal(&packed, &rfc8188::CodingSettings::new(ikm()));
        let refused = Opener::new().ikm(ikm()).open(&file).unwrap_err().to_string();
        assert!(
            refused.starts_with("the file is encrypted, but") && refused.ends_with("phones read gzip"),
            "{refused}"
        );
    }
}

#[test]
fn what_a_wrong_phrase_may_also_reveal_is_not_named() {
    let file = |plain: &[u8]| {
        openssl::seal(plain, &EncSettings::new(Phrase::new(PHRASE.into()).unwrap(), Kdf::new(Digest::Sha256)))
    };
    let zlib = compress_to_vec_zlib(XML, 6);
    let mut other_sum = zlib.clone();
    *other_sum.last_mut().unwrap() ^= 1;
    let short = compress_to_vec(b"A \"1\" ;", 6);
    let binary = compress_to_vec(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], 6);
    let more = [compress_to_vec(XML, 6), vec![0]].concat();
    for plain in [&zlib[..2], &zlib[..zlib.len() - 1], &other_sum, &short, &binary, &more] {
        let refused = Opener::new().key(key(PHRASE)).open(&file(plain)).unwrap_err();
        assert_eq!(refused, Error::Stock(StockError::WrongKey), "{}", plain.escape_ascii());
    }
}

/// One in 255 wrong phrases gives valid padding; the rest of that content is random and is never named.
#[test]
fn no_wrong_phrase_names_what_is_inside() {
    let phrase = |number: u32| Phrase::new(format!("wrong {number}").into()).unwrap();
    let known = Known::default().digest(ReadDigest::Md5);
    let file =
        openssl::seal(b"A \"1\" ;", &EncSettings::new(Phrase::new(PHRASE.into()).unwrap(), Kdf::new(Digest::Md5)));
    for number in 0..5_000 {
        assert_eq!(openssl::open(&file, &phrase(number), known), Err(StockError::WrongKey));
        let opener = Opener::new().openssl(known).key(key(&format!("wrong {number}")));
        assert_eq!(opener.open(&file).unwrap_err(), Error::Stock(StockError::WrongKey), "{number}");
    }
}

#[test]
fn half_a_block_may_be_from_another_cipher() {
    let file = openssl::seal(
        b"<flat-profile/>",
        &EncSettings::new(Phrase::new(PHRASE.into()).unwrap(), Kdf::new(Digest::Md5)),
    );
    let open = |file: &[u8]| Opener::new().key(key(PHRASE)).open(file).unwrap_err();
    assert_eq!(open(&file[..file.len() - 8]), Error::Stock(StockError::ShortBlocks));
    assert_eq!(open(&file[..file.len() - 1]), Error::Stock(StockError::Truncated));
}

#[test]
fn of_several_keys_the_one_that_fits_is_used() {
    let raw = |text: &str| -> Target { Spc::new().keys(RawKey::from_hex(text).unwrap()).into() };
    let file = raw(HEX).seal(&Profile::default(), &Recipient::from(mac())).unwrap();
    let other = "ff".repeat(16);
    let opener = |keys: &[&str]| keys.iter().fold(Opener::new().mac(mac()), |opener, text| opener.key(key(text)));
    for keys in [&[HEX][..], &[&other, HEX], &[HEX, &other], &["a phrase", &other, HEX]] {
        assert!(opener(keys).open(&file).is_ok(), "{keys:?}");
    }
    assert_eq!(opener(&[&other, "a phrase"]).open(&file).unwrap_err(), Error::Open(OpenError::WrongKey));
    assert_eq!(opener(&["a phrase", &other]).open(&file).unwrap_err(), Error::Open(OpenError::WrongKey));
}

#[test]
fn an_input_key_decides_and_a_wrong_one_says_so() {
    let salted = |start: &[u8]| {
        let mut salt = [9; 16];
        salt[..start.len()].copy_from_slice(start);
        let settings = rfc8188::CodingSettings::new(Ikm::from_hex(HEX).unwrap()).salt(Salt::Given(salt));
        rfc8188::seal(b"<flat-profile/>", &settings)
    };
    let wrong = Opener::new().ikm(Ikm::from_ascii("another key").unwrap());
    let right = Opener::new().ikm(Ikm::from_hex(HEX).unwrap());
    for start in [&b""[..], b"<", b"\x1f\x8b", b"\x1f\x8b\x08\0", b"\xff\xfe", b"x\x9c", b"U2FsdGVk"] {
        let file = salted(start);
        assert!(right.open(&file).is_ok(), "{}", start.escape_ascii());
        let refused = wrong.open(&file).unwrap_err();
        assert_eq!(refused, Error::Stock(StockError::Tampered { record: 0 }), "{}", start.escape_ascii());
    }
    // Other files are not mistaken for RFC 8188: they are refused for having no key, as with any other key.
    let xml = format!("<flat-profile><Proxy_1_>{}</Proxy_1_></flat-profile>", "a".repeat(300));
    for file in [xml.as_bytes(), &gzip::pack(xml.as_bytes(), gzip::Level::default())] {
        assert!(matches!(right.open(file).unwrap_err(), Error::Open(OpenError::PolicyRefused { .. })));
    }
}
