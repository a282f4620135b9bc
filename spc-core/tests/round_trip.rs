//! Properties of the whole round trip, from source to file and back: nothing is lost, nothing depends on order, and
//! every setting changes everything that is secret.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use proptest::prelude::*;
use proptest::sample::select;
use spc_core::container::{Demand, Device, KeyForm, OpenError, Protection, Randomizer, open, seal};
use spc_core::key::{KeyText, Passphrase, RawKey};
use spc_core::payload::Payload;
use spc_core::profile::{Duplicates, Parameter, ParameterName, Profile, UserAccess, Value};
use spc_core::seal::{Openssl, Rfc8188, Spc};
use spc_core::source::{self, Reader, Syntax};
use spc_core::stock::{StockError, gzip, openssl, rfc8188};
use spc_core::{Error, Format, Recipient, Target, TargetMac, compile, decompile};

#[path = "common/documents.rs"]
mod documents;

use documents::document;

/// The payload of a source, if it compiles.
fn payload(source: &str) -> Option<Payload> {
    let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).ok()?;
    Some(Payload::encode(&parsed.profile, Duplicates::Fold).unwrap())
}

fn profile(inside: &str) -> String {
    format!("<flat-profile>{inside}</flat-profile>")
}

fn mac() -> TargetMac {
    "000e08aabbcc".parse().unwrap()
}

/// Elements of a profile with distinct names: parameters, and sections without repeats.
fn distinct_elements() -> impl Strategy<Value = Vec<String>> {
    let parameter = ("[a-z &;x]{0,8}", select(vec!["", " ua='na'", " ua='rw'"]));
    let parameters = prop::collection::vec(parameter, 1..6);
    let sections = prop::collection::vec(parameters.clone(), 0..4);
    (parameters, sections).prop_map(|(parameters, sections)| {
        let element = |(number, (text, access)): (usize, (String, &str))| {
            let text = text.replace('&', "&amp;");
            format!("<P{number}{access}>{text}</P{number}>")
        };
        let inside = |parameters: Vec<(String, &'static str)>| parameters.into_iter().enumerate().map(element);
        let section =
            |(number, parameters)| format!("<S{number}>{}</S{number}>", inside(parameters).collect::<String>());
        inside(parameters).chain(sections.into_iter().enumerate().map(section)).collect()
    })
}

/// One occurrence of a parameter: its name, value and access.
fn occurrence() -> impl Strategy<Value = (&'static str, Option<String>, Option<&'static str>)> {
    let access = prop::option::of(select(vec!["na", "ro", "rw"]));
    (select(vec!["A", "B", "S/A"]), prop::option::of("[xy]?"), access)
}

/// A profile that does not have to come from XML: indices with gaps, blanks at the ends of values.
fn profile_from_elsewhere() -> impl Strategy<Value = Profile<'static>> {
    let name = "([A-C](\\[[2-4]\\])?/){0,3}[a-c]{1,2}";
    let parameter = |(name, value): (String, Option<String>)| {
        Parameter::new(
            ParameterName::parse(&name).unwrap().into_owned(),
            value.map_or(Value::Keep, |text| Value::Set(text.into())),
        )
    };
    prop::collection::btree_map(name, prop::option::of("[ x\u{a0}]{0,3}"), 0..12)
        .prop_map(move |parameters| parameters.into_iter().map(parameter).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn canonical_xml_says_the_same_and_is_its_own_canonical_xml(document in document()) {
        if let Some(payload) = payload(&document) {
            let xml = source::to_xml(&payload.profile()).unwrap();
            let parsed = Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap();
            prop_assert_eq!(&parsed.diagnostics, &[]);
            let again = Payload::encode(&parsed.profile, Duplicates::Refuse).unwrap();
            prop_assert_eq!(again.as_bytes(), payload.as_bytes());
            prop_assert_eq!(source::to_xml(&parsed.profile).unwrap(), xml);
        }
    }

    #[test]
    fn the_order_of_the_source_does_not_matter(
        (elements, shuffled) in distinct_elements().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let original = payload(&profile(&elements.concat())).unwrap();
        let shuffled = payload(&profile(&shuffled.concat())).unwrap();
        prop_assert_eq!(shuffled.as_bytes(), original.as_bytes());
    }

    #[test]
    fn repetitions_survive_beyond_ten(counts in prop::collection::vec(1..4_usize, 12..30)) {
        // Each repetition of the outer section contains several of an inner one.
        let rule = |(number, count): (usize, &usize)| {
            let inner: String = (0..*count).map(|inner| format!("<Host><IP>{number}.{inner}</IP></Host>")).collect();
            format!("<Rule><Order>{number}</Order>{inner}</Rule>")
        };
        let source = profile(&counts.iter().enumerate().map(rule).collect::<String>());
        let sealed = compile(&source, &Spc::new().into(), mac()).unwrap();
        let device = Device::new().mac(mac());
        let xml = decompile(&sealed, &device).unwrap();
        prop_assert_eq!(compile(&xml, &Spc::new().into(), mac()).unwrap(), sealed);
        let orders: Vec<_> = xml.lines().filter(|line| line.contains("Order")).map(str::trim).collect();
        let expected: Vec<_> = (0..counts.len()).map(|number| format!("<Order>{number}</Order>")).collect();
        prop_assert_eq!(orders, expected);
    }

    #[test]
    fn repeats_fold_as_format_7_8_says(occurrences in prop::collection::vec(occurrence(), 0..12)) {
        let mut model: BTreeMap<&str, (Option<String>, Option<&str>)> = BTreeMap::new();
        let mut flat = String::new();
        let mut nested = String::new();
        for (name, value, access) in &occurrences {
            let (value_now, access_now) = model.entry(name).or_default();
            if value.is_some() {
                value_now.clone_from(value);
            }
            *access_now = access.or(*access_now);
            let element = name.trim_start_matches("S/");
            let attribute = access.map(|access| format!(" ua='{access}'")).unwrap_or_default();
            let written = match value {
                None => format!("<{element}{attribute}/>"),
                Some(text) => format!("<{element}{attribute}>{text}</{element}>"),
            };
            if *name == element { flat.push_str(&written) } else { nested.push_str(&written) }
        }
        let section = if nested.is_empty() { nested } else { format!("<S>{nested}</S>") };
        let payload = payload(&profile(&(flat + &section))).unwrap();
        let folded = payload.profile();
        let read = folded.parameters.iter().map(|parameter| {
            let value = parameter.value.text().map(str::to_owned);
            (parameter.name.as_str(), (value, parameter.access.map(UserAccess::as_str)))
        });
        prop_assert_eq!(read.collect::<BTreeMap<_, _>>(), model);
    }

    #[test]
    fn xml_loses_exactly_what_its_losses_say(profile in profile_from_elsewhere()) {
        let xml = source::to_xml(&profile).unwrap();
        let original = Payload::encode(&profile, Duplicates::Refuse).unwrap();
        let is_same = payload(&xml).unwrap().as_bytes() == original.as_bytes();
        prop_assert_eq!(source::xml_losses(&profile).is_empty(), is_same, "{}", xml);
    }

    #[test]
    fn every_mode_opens_to_what_was_sealed(
        document in document(),
        target in prop::option::of(any::<[u8; 5]>()),
        key in prop::option::of(prop::collection::vec(any::<u8>(), 16..=32)),
        serial in any::<u32>(),
        randomizer in prop::collection::vec(any::<u8>(), 0..=255),
    ) {
        let payload = payload(&document).unwrap_or_else(|| payload(&profile("<A/>")).unwrap());
        let mut protection = Protection::generic().serial(serial).randomizer(Randomizer::new(randomizer).unwrap());
        let mut device = Device::new().min_serial(serial);
        if let Some([a, b, c, d, e]) = target {
            let mac = TargetMac::new([2, a, b, c, d, e]).unwrap();
            protection = protection.mac(mac);
            device = device.mac(mac).require_target(true);
        }
        if let Some(key) = &key {
            protection = protection.key(RawKey::from_bytes(key).unwrap());
            device = device.key(KeyText::new(hex::encode(key)));
        }
        let file = seal(&payload, &protection);
        prop_assert_eq!(&seal(&payload, &protection), &file);
        let opened = open(&file, &device).unwrap();
        prop_assert_eq!(opened.payload().as_bytes(), payload.as_bytes());
        let header = opened.header();
        let (is_targeted, is_keyed) = (header.is_targeted(), header.mode() & 2 != 0);
        prop_assert_eq!((is_targeted, is_keyed, header.serial()), (target.is_some(), key.is_some(), serial));
        prop_assert_eq!(header.file_length(), file.len() as u64);
    }
}

/// File salt, key check and ciphertext (FORMAT 2.1): what an observer can see of the keys.
fn observed(file: &[u8]) -> [&[u8]; 3] {
    let (body, _) = file.split_last_chunk::<36>().unwrap();
    [&body[40..56], &body[64..80], &body[80..]]
}

#[test]
fn every_setting_changes_salt_keys_and_ciphertext() {
    const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let raw = |digits: &str| RawKey::from_hex(digits).unwrap();
    let phrase = |salt, rounds| Passphrase::new(KEY.to_owned()).unwrap().stretch(&[salt; 16], rounds).unwrap();
    let base = || Protection::generic().mac(mac()).key(raw(KEY)).serial(7);
    let other_mac: TargetMac = "000e08aabbcd".parse().unwrap();
    let variants = [
        ("base", base()),
        ("mode generic", Protection::generic().serial(7)),
        ("mode target", Protection::generic().mac(mac()).serial(7)),
        ("mode key", Protection::generic().key(raw(KEY)).serial(7)),
        ("form", base().key(phrase(0, 10_000))),
        ("kdf salt", base().key(phrase(1, 10_000))),
        ("kdf rounds", base().key(phrase(0, 10_001))),
        ("MAC", base().mac(other_mac)),
        ("key", base().key(raw(&KEY.replace("1f", "1e")))),
        ("key length", base().key(raw(&KEY[..62]))),
        ("serial", base().serial(8)),
        ("randomizer", base().randomizer(Randomizer::new([0]).unwrap())),
        ("longer randomizer", base().randomizer(Randomizer::new([0, 0]).unwrap())),
    ];
    let payload = payload(&profile("<Password_1_>x</Password_1_>")).unwrap();
    let files = variants.map(|(name, protection)| (name, seal(&payload, &protection)));
    for (at, (name, file)) in files.iter().enumerate() {
        for (other, earlier) in &files[..at] {
            for (ours, theirs) in observed(file).into_iter().zip(observed(earlier)) {
                assert_ne!(ours, theirs, "{name} and {other}");
            }
        }
    }
}

#[test]
fn no_two_of_ten_thousand_files_share_a_salt() {
    let payloads: Vec<Payload> =
        (0..100).map(|number| payload(&profile(&format!("<A>{number}</A>"))).unwrap()).collect();
    let mut salts = BTreeSet::new();
    let mut first_blocks = BTreeSet::new();
    for serial in 0..10 {
        for octet in 0..10 {
            let mac = TargetMac::new([0, 14, 8, 0, 0, octet]).unwrap();
            let protection = Protection::generic().mac(mac).serial(serial);
            for payload in &payloads {
                let file = seal(payload, &protection);
                let [salt, _, ciphertext] = observed(&file);
                salts.insert(salt.to_vec());
                first_blocks.insert(ciphertext[..16].to_vec());
            }
        }
    }
    assert_eq!((salts.len(), first_blocks.len()), (10_000, 10_000));
}

#[test]
fn one_call_opens_containers_of_any_serial() {
    let source = profile("<A>1</A>");
    for serial in [0, 17, 18, 100, 4_096, 1 << 20, u32::MAX] {
        let file = compile(&source, &Spc::new().into(), Recipient::generic().serial(serial)).unwrap();
        assert!(decompile(&file, &Device::new()).is_ok(), "serial {serial}");
    }
}

#[test]
fn one_call_writes_every_format_and_reads_it_back() {
    let source = profile("<S><A ua='na'>x &amp; y</A></S><Password_1_>p</Password_1_><A/>");
    let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap();
    let canonical = source::to_xml(&parsed.profile).unwrap();
    let phrase = || openssl::Phrase::new(b"a phrase of some length".to_vec()).unwrap();
    let openssl = |digest, gzip| {
        let settings = Openssl::new(phrase(), openssl::Kdf::new(digest));
        Target::from(if gzip { settings.packing(gzip::Level::default()) } else { settings })
    };
    let device = Device::new().mac(mac()).key(KeyText::new("a phrase of some length".to_owned()));
    let stretched = Passphrase::new("a phrase of some length".to_owned()).unwrap().stretch(&[7; 16], 10_000).unwrap();
    let container = compile(&source, &Spc::new().keys(stretched).into(), mac()).unwrap();
    assert_eq!(decompile(&container, &device.clone().require_target(true)).unwrap(), canonical);
    for target in [
        Target::Xml,
        gzip::Level::default().into(),
        openssl(openssl::Digest::Md5, false),
        openssl(openssl::Digest::Sha256, true),
    ] {
        let file = compile(&source, &target, Recipient::generic()).unwrap();
        let is_keyed = target.format() == Format::Openssl;
        assert_eq!(decompile(&file, &device.clone().require_key(is_keyed)).unwrap(), canonical, "{target:?}");
        // The device's requirements apply to every format; otherwise each format would be a way around a container.
        let refused = |device: Device| decompile(&file, &device).unwrap_err();
        let missing = |missing| Error::Open(OpenError::PolicyRefused { missing });
        if is_keyed {
            let without = refused(Device::new());
            assert_eq!(without, Error::Open(OpenError::KeyRequired { form: KeyForm::Passphrase }));
        } else {
            assert_eq!(refused(device.clone()), missing(Demand::Key));
        }
        let lenient = device.clone().require_key(false);
        assert_eq!(refused(lenient.clone().require_target(true)), missing(Demand::Target));
        let rollback = Error::Open(OpenError::Rollback { serial: 0, min_serial: 1 });
        assert_eq!(refused(lenient.min_serial(1)), rollback);
    }

    // What cannot be recognised is opened by callers who know what it is.
    let ikm = || rfc8188::Ikm::from_ascii("a key").unwrap();
    let file = compile(&source, &Rfc8188::new(ikm(), rfc8188::IkmForm::Ascii).into(), mac()).unwrap();
    assert_eq!(rfc8188::open(&file, &ikm()).unwrap(), canonical.as_bytes());
    assert_eq!(decompile(&file, &device).unwrap_err(), Error::Stock(StockError::KeyFormUnknown));
    let rounds = NonZeroU32::new(100).unwrap();
    let target = Target::from(Openssl::new(phrase(), openssl::Kdf::new(openssl::Digest::Sha256).pbkdf2(rounds)));
    let file = compile(&source, &target, Recipient::generic().salt([1; 16])).unwrap();
    let known = openssl::Known::default().pbkdf2(rounds);
    assert_eq!(openssl::open(&file, &phrase(), known).unwrap().plain, canonical.as_bytes());
}
