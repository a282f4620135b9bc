//! The files of a fleet contain what each device's own profile, written out, compiles to.

#![cfg(test)]

use std::collections::HashMap;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use spc_core::batch::Batch;
use spc_core::container::Randomizer;
use spc_core::key::MasterKey;
use spc_core::profile::{Parameter, ParameterName, Profile, UserAccess, Value};
use spc_core::seal::{Openssl, Packing, Rfc8188, Spc};
use spc_core::source;
use spc_core::stock::rfc8188::{self, IkmForm};
use spc_core::stock::template::Effort;
use spc_core::stock::{gzip, openssl};
use spc_core::{Recipient, Target, TargetMac};

const PLACEHOLDERS: [&str; 3] = ["x", "first name", "é"];
/// Columns that set parameters: flat and nested ones of most bases, and two that no base has.
const OWN: [&str; 5] = ["A", "C", "S/Rule[2]/A", "A-new", "Z"];
const BASE: [&str; 7] = ["A", "B", "C", "D", "S/Rule/A", "S/Rule[2]/A", "S/Rule[10]/A"];

/// A piece of a value in the base.
#[derive(Clone, Debug)]
enum Token {
    Text(String),
    Braces,
    Placeholder(usize),
}

impl Token {
    fn in_base(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Braces => "{{{{".into(),
            Self::Placeholder(column) => format!("{{{{{}}}}}", PLACEHOLDERS[*column]),
        }
    }

    fn in_file(&self, cells: &[String]) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Braces => "{{".into(),
            Self::Placeholder(column) => cells[*column].clone(),
        }
    }
}

fn token() -> impl Strategy<Value = Token> {
    prop_oneof![
        3 => r#"[ a<>&"'}é€😀]{0,6}"#.prop_map(Token::Text),
        1 => Just(Token::Text("{ ".into())),
        1 => Just(Token::Braces),
        3 => (0..PLACEHOLDERS.len()).prop_map(Token::Placeholder),
    ]
}

type Entry = (&'static str, Option<Vec<Token>>, Option<UserAccess>);

fn base() -> impl Strategy<Value = Vec<Entry>> {
    let access = select(vec![None, Some(UserAccess::None), Some(UserAccess::ReadOnly), Some(UserAccess::ReadWrite)]);
    subsequence(BASE.to_vec(), 1..=BASE.len()).prop_flat_map(move |names| {
        let entry = |name| (Just(name), prop::option::weighted(0.8, vec(token(), 0..5)), access.clone());
        names.into_iter().map(entry).collect::<Vec<_>>()
    })
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![1 => Just(String::new()), 4 => r#"[ a<>&"'{}é€😀]{0,9}"#, 1 => Just("{{x}}".to_owned())]
}

fn parameter(name: &str, value: Option<String>, access: Option<UserAccess>) -> Parameter<'static> {
    let value = value.map_or(Value::Keep, |text| Value::Set(text.into()));
    Parameter::new(ParameterName::parse(name).unwrap().into_owned(), value).access(access)
}

fn written(base: &[Entry]) -> Profile<'static> {
    let text = |tokens: &Vec<Token>| tokens.iter().map(Token::in_base).collect();
    let entry = |(name, tokens, access): &Entry| parameter(name, tokens.as_ref().map(text), *access);
    base.iter().map(entry).collect()
}

/// The profile of one device, by the definition of columns and placeholders.
fn substituted(base: &[Entry], own: &[&str], cells: &[String]) -> Profile<'static> {
    let mut sets: Vec<(&str, &str)> =
        own.iter().zip(&cells[PLACEHOLDERS.len()..]).map(|(name, cell)| (*name, cell.trim_matches(' '))).collect();
    sets.retain(|(_, text)| !text.is_empty());
    let mut profile = Profile::default();
    for (name, tokens, access) in base {
        let own = sets.iter().position(|(own, _)| own == name).map(|at| sets.remove(at).1.to_owned());
        let text = |tokens: &Vec<Token>| {
            let text: String = tokens.iter().map(|token| token.in_file(cells)).collect();
            let varies = tokens.iter().any(|token| matches!(token, Token::Placeholder(_)));
            if varies { text.trim_matches(' ').to_owned() } else { text }
        };
        profile.parameters.push(parameter(name, own.or(tokens.as_ref().map(text)), *access));
    }
    profile.parameters.extend(sets.into_iter().map(|(name, text)| parameter(name, Some(text.into()), None)));
    profile
}

/// A fleet: a base, the columns that set parameters, and a device's cells for all columns.
fn fleet() -> impl Strategy<Value = (Vec<Entry>, Vec<&'static str>, Vec<Vec<String>>)> {
    (base(), subsequence(OWN.to_vec(), 0..=OWN.len())).prop_flat_map(|(base, mut own)| {
        own.retain(|name| !name.contains('/') || base.iter().any(|(known, ..)| known == name));
        let row = vec(cell(), PLACEHOLDERS.len().saturating_add(own.len()));
        (Just(base), Just(own), vec(row, 1..20))
    })
}

fn mac(number: usize) -> TargetMac {
    TargetMac::new([0, 0x0e, 8, 0, 0, u8::try_from(number).unwrap()]).unwrap()
}

/// What a file contains, so that files that are packed in different ways can be compared.
fn content(target: &Target, file: &[u8], number: usize, master: &MasterKey) -> Vec<u8> {
    let key = master.device_key(mac(number));
    let plain = match target {
        Target::Openssl(_) => openssl::open(file, &key.into(), openssl::Known::default()).unwrap().plain,
        Target::Rfc8188(_) => rfc8188::open(file, &key.with_hex(rfc8188::Ikm::from_hex).unwrap()).unwrap(),
        _ => file.to_vec(),
    };
    if plain.starts_with(&[0x1f, 0x8b]) { gzip::unpack(&plain, 1 << 20).unwrap() } else { plain }
}

fn sorted_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// What a reader makes of a text.
fn canonical(xml: &str) -> String {
    source::to_xml(&source::read(xml.as_bytes()).unwrap().profile).unwrap()
}

const KDF: openssl::Kdf = openssl::Kdf::new(openssl::Digest::Md5);

fn targets(master: &Arc<MasterKey>) -> Vec<Target> {
    let master = || Arc::clone(master);
    let level = gzip::Level::default();
    let templates = [Packing::Template(Effort::Fast), Packing::Template(Effort::Small)];
    let mut targets = vec![
        Spc::new().keys(master()).randomizer(Randomizer::new(*b"r").unwrap()).into(),
        Target::Xml,
        Rfc8188::new(master(), IkmForm::Hex)
            .record_size(rfc8188::RecordSize::new(100).unwrap())
            .keyid(rfc8188::Keyid::new(b"k".to_vec()).unwrap())
            .into(),
        level.into(),
        Openssl::new(master(), KDF).into(),
        Openssl::new(master(), KDF).packing(level).into(),
        Openssl::new(master(), KDF).packing(templates[0]).into(),
    ];
    targets.extend(templates.map(Target::Gzip));
    targets
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn each_file_holds_what_that_of_the_device_alone_does((base, own, rows) in fleet()) {
        let columns: Vec<&str> = PLACEHOLDERS.into_iter().chain(own.iter().copied()).collect();
        // Otherwise a placeholder that the base does not use would be a column with an invalid name.
        let mut base = base;
        base.push(("Used", Some((0..PLACEHOLDERS.len()).map(Token::Placeholder).collect()), None));
        let master = Arc::new(MasterKey::from_bytes([7; 32]));
        let rows: Vec<(Vec<&str>, Profile<'_>)> = rows
            .iter()
            .map(|cells| (cells.iter().map(String::as_str).collect(), substituted(&base, &own, cells)))
            .collect();
        let recipients: Vec<Recipient<'_>> = rows
            .iter()
            .enumerate()
            .map(|(number, (values, _))| Recipient::new(mac(number), values).serial(7))
            .collect();
        let mut texts = HashMap::new();
        for target in targets(&master) {
            let batch = Batch::prepare(&written(&base), &columns, target.clone()).unwrap();
            let again = Batch::prepare(&written(&base), &columns, target.clone()).unwrap();
            let files = batch.seal_many(&recipients);
            for (number, (recipient, (_, profile))) in recipients.iter().zip(&rows).enumerate() {
                let file = batch.seal_for(recipient).unwrap();
                prop_assert_eq!(&files[number], &Ok(file.clone()), "{:?}", target);
                prop_assert_eq!(&again.seal_for(recipient), &Ok(file.clone()), "{:?}", target);
                let xml = source::to_xml(profile).unwrap();
                prop_assert_eq!(batch.xml_for(recipient), Ok(xml.clone()), "{:?}", target);
                let alone = target.seal(profile, &Recipient::from(mac(number)).serial(7)).unwrap();
                if matches!(target, Target::Spc(_)) {
                    prop_assert_eq!(file, alone);
                    continue;
                }
                // What devices share is compressed into bytes of its own, and what differs comes last in the text.
                prop_assert_eq!(content(&target, &alone, number, &master), xml.as_bytes(), "{:?}", target);
                let text = String::from_utf8(content(&target, &file, number, &master)).unwrap();
                let first: &String = texts.entry(number).or_insert_with(|| text.clone());
                prop_assert_eq!(&text, first, "{:?}", target);
                prop_assert_eq!(sorted_lines(&text), sorted_lines(&xml), "{:?}", target);
                prop_assert_eq!(canonical(&text), canonical(&xml), "{:?}", target);
            }
        }
    }
}
