//! The stock formats against other people's programs, both ways: `openssl enc`, `gzip`, Python's `http_ece`.
#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "peers are programs")]

use std::num::NonZeroU32;
use std::process::Command;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use spc_core::limits;
use spc_core::stock::openssl::{self, Digest, Kdf, Known, Phrase, ReadDigest};
use spc_core::stock::rfc8188::{self, Ikm, Keyid, RecordSize};
use spc_core::stock::template::{Effort, Piece, Template};
use spc_core::stock::{Salt, StockError, gzip};

#[path = "common/generated.rs"]
mod generated;
#[path = "common/peers.rs"]
mod peers;
#[path = "common/skipped.rs"]
mod skipped;

use generated::generated;
use peers::{answer, is_installed};

#[derive(Debug)]
struct OpensslCase {
    phrase: String,
    kdf: Kdf,
    salt: Salt<8>,
    body: Vec<u8>,
}

impl OpensslCase {
    fn phrase(&self) -> Phrase {
        Phrase::new(self.phrase.clone().into_bytes()).expect("not empty")
    }

    fn command(&self) -> Command {
        let mut command = Command::new("openssl");
        let digest = ReadDigest::from(self.kdf.digest()).to_string();
        command.args(["enc", "-aes-256-cbc", "-md", &digest, "-pass", "env:SPC_PHRASE"]);
        if let Some(rounds) = self.kdf.iterations() {
            command.args(["-pbkdf2", "-iter", &rounds.to_string()]);
        }
        command.env("SPC_PHRASE", &self.phrase);
        command
    }
}

/// 500 cases: every plaintext length from 0 to 64 several times, and some that do not fit in a pipe.
fn openssl_cases() -> Vec<OpensslCase> {
    let letter = prop_oneof![prop::char::range(' ', '~'), prop::sample::select(vec![' ', '"', '\'', '$', '\\', 'é'])];
    let phrase = vec(letter, 1..40).prop_map(String::from_iter);
    let kdf = (prop::sample::select(vec![Digest::Md5, Digest::Sha256]), prop::option::weighted(0.3, 1u32..1_000))
        .prop_map(|(digest, rounds)| match rounds.and_then(NonZeroU32::new) {
            Some(rounds) => Kdf::new(digest).pbkdf2(rounds),
            None => Kdf::new(digest),
        });
    let salt = prop::option::of(any::<[u8; 8]>()).prop_map(|salt| salt.map_or(Salt::Synthetic, Salt::Given));
    let cases = generated(500, &(phrase, kdf, salt, vec(any::<u8>(), 64)));
    let lengths = (0..=64).chain([4_095, 70_000, 1 << 20]).cycle();
    let cases = cases.into_iter().zip(lengths).map(|((phrase, kdf, salt, bytes), length)| OpensslCase {
        phrase,
        kdf,
        salt,
        body: bytes.into_iter().cycle().take(length).collect(),
    });
    cases.collect()
}

#[test]
fn openssl_reads_what_we_seal() {
    if !is_installed("openssl", "openssl", &["version"]) {
        return;
    }
    for case in openssl_cases() {
        let settings = openssl::EncSettings::new(case.phrase(), case.kdf).salt(case.salt);
        let file = openssl::seal(&case.body, &settings);
        assert!(answer(case.command().arg("-d"), &file) == case.body, "{case:?}");
    }
}

#[test]
fn we_read_what_openssl_seals_and_write_the_same() {
    if !is_installed("openssl", "openssl", &["version"]) {
        return;
    }
    for mut case in openssl_cases() {
        // A phrase is recognised by the decrypted content, so the content must be something that could be a profile.
        const START: &[u8] = b"<?xml version=\"1.0\"?><flat-profile>";
        case.body.iter_mut().zip(START).for_each(|(to, from)| *to = *from);
        let file = answer(&mut case.command(), &case.body);
        let known = case.kdf.iterations().map_or(Known::default(), |rounds| Known::default().pbkdf2(rounds));
        let stated = known.digest(case.kdf.digest().into());
        let opened = openssl::open(&file, &case.phrase(), stated).map(|opened| opened.plain);
        if case.body.is_empty() {
            assert_eq!(opened, Err(StockError::WrongKey), "{case:?}");
        } else {
            assert!(opened.as_ref() == Ok(&case.body), "{case:?}, {opened:?}");
            if case.kdf.iterations().is_none() {
                let guessed = openssl::open(&file, &case.phrase(), known).map(|opened| opened.digest);
                assert_eq!(guessed, Ok(case.kdf.digest().into()), "{case:?}");
            }
        }
        let salt = Salt::Given(file[8..16].try_into().expect("eight bytes"));
        let settings = openssl::EncSettings::new(case.phrase(), case.kdf).salt(salt);
        assert!(openssl::seal(&case.body, &settings) == file, "{case:?}");
    }
}

#[test]
fn gzip_reads_what_we_pack_and_we_what_it_packs() {
    if !is_installed("gzip", "gzip", &["--version"]) {
        return;
    }
    let text = vec(prop::sample::select(b"<flat-profile/>\n \x00\xff".to_vec()), 0..100_000);
    for (level, plain) in (1..=9).cycle().zip(generated(36, &text)) {
        let file = gzip::pack(&plain, gzip::Level::new(level).expect("1 to 9"));
        assert!(answer(Command::new("gzip").arg("-dc"), &file) == plain, "level {level}, {} bytes", plain.len());
        let theirs = answer(Command::new("gzip").arg(format!("-c{level}")), &plain);
        assert!(gzip::unpack(&theirs, limits::UNPACKED) == Ok(plain), "level {level}");
    }
}

/// Realistic profiles, from 46 to 187 KB.
const PROFILES: [&str; 3] = [
    include_str!("../../testdata/profiles/ata-router.xml"),
    include_str!("../../testdata/profiles/spa-phone.xml"),
    include_str!("../../testdata/profiles/mpp-phone.xml"),
];

/// What differs from device to device, in the order of each profile.
const OWN: [&str; 6] = ["<GPP_A ", "<Proxy_1_ ", "<Auth_ID_1_ ", "<Display_Name_1_ ", "<Password_1_ ", "<User_ID_1_ "];

/// The profile with a slot for each value of [`OWN`].
fn slotted(profile: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = profile;
    for (slot, name) in OWN.iter().enumerate() {
        let (_, tail) = rest.split_once(name).and_then(|(_, tail)| tail.split_once('>')).expect("each profile has it");
        let (_, end) = tail.split_once('<').expect("the element ends");
        let constant = rest.strip_suffix(tail).expect("it is what is left");
        pieces.extend([Piece::Constant(constant.as_bytes()), Piece::Slot(slot), Piece::Constant(b"<")]);
        rest = end;
    }
    pieces.push(Piece::Constant(rest.as_bytes()));
    pieces
}

fn substitute(pieces: &[Piece<'_>], values: &[&[u8]]) -> Vec<u8> {
    let text = |piece: &Piece<'_>| match *piece {
        Piece::Constant(bytes) => bytes.to_vec(),
        Piece::Slot(slot) => values.get(slot).expect("one value a slot").to_vec(),
    };
    pieces.iter().flat_map(text).collect()
}

/// Unpacks consecutive members.
const ZLIB: &str = "
import sys, zlib
rest = sys.stdin.buffer.read()
while rest:
    member = zlib.decompressobj(31)
    sys.stdout.buffer.write(member.decompress(rest) + member.flush())
    rest = member.unused_data
";

#[test]
fn gzip_and_python_read_what_a_template_renders() {
    let gzip = is_installed("gzip", "gzip", &["--version"]);
    let python = is_installed("Python", "python3", &["--version"]);
    let every_byte: Vec<u8> = (0..=255).collect();
    let odd = prop::sample::select(vec![vec![], b"x".to_vec(), every_byte.repeat(40), every_byte]);
    let value = prop_oneof![4 => vec(any::<u8>(), 0..20), 1 => odd];
    for (profile, effort) in PROFILES.into_iter().zip([Effort::Fast, Effort::Small, Effort::Fast]) {
        let pieces = slotted(profile);
        let template = Template::compile(&pieces, effort);
        let (mut files, mut texts) = (Vec::new(), Vec::new());
        for values in generated(60, &vec(value.clone(), OWN.len())) {
            let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
            template.render_into(&values, &mut files).expect("each slot has a value");
            texts.extend(substitute(&pieces, &values));
        }
        if gzip {
            assert!(answer(Command::new("gzip").arg("-dc"), &files) == texts, "{effort:?}");
        }
        if python {
            assert!(answer(Command::new("python3").args(["-c", ZLIB]), &files) == texts, "{effort:?}");
        }
    }
}

#[test]
fn rendered_file_is_no_larger_than_gzip_makes_it() {
    if !is_installed("gzip", "gzip", &["--version"]) {
        return;
    }
    let values: [&[u8]; 6] =
        [b"site=south;floor=1", b"sip.example.net", b"u7301", b"Ana Ferreira", b"q6WzB2xkT9fLr4", b"7301"];
    for profile in PROFILES {
        let pieces = slotted(profile);
        let theirs = answer(Command::new("gzip").arg("-6nc"), &substitute(&pieces, &values)).len();
        for (effort, percent) in [(Effort::Fast, 102), (Effort::Small, 98)] {
            let ours = Template::compile(&pieces, effort).render(&values).expect("each slot has a value").len();
            assert!(ours.saturating_mul(100) <= theirs.saturating_mul(percent), "{effort:?}: {ours}, gzip {theirs}");
        }
    }
}

const HTTP_ECE: &str = "
import json, sys, http_ece
answers = []
for case in json.load(sys.stdin):
    plain, salt, ikm = (bytes.fromhex(case[field]) for field in ('plain', 'salt', 'ikm'))
    sealed = http_ece.encrypt(plain, salt=salt, key=ikm, keyid=case['keyid'], rs=case['rs'], version='aes128gcm')
    opened = http_ece.decrypt(bytes.fromhex(case['file']), key=ikm, version='aes128gcm')
    answers.append({'sealed': sealed.hex(), 'opened': opened.hex()})
json.dump(answers, sys.stdout)
";

#[test]
fn http_ece_and_we_write_the_same_and_read_each_other() {
    if !is_installed("Python with http_ece", "python3", &["-c", "import http_ece"]) {
        return;
    }
    let small = (vec(any::<u8>(), 0..100), 18u32..120);
    let large = (vec(any::<u8>(), 5_000..20_000), 18u32..9_000);
    let strategy = (prop_oneof![4 => small, 1 => large], any::<[u8; 16]>(), vec(any::<u8>(), 1..50), "[ -~é]{0,80}");
    let cases: Vec<(Value, Vec<u8>, Ikm)> = generated(500, &strategy)
        .into_iter()
        .map(|((plain, rs), salt, ikm, keyid)| {
            let hex_ikm = hex::encode(ikm);
            let ikm = || Ikm::from_hex(&hex_ikm).expect("digits");
            let settings = rfc8188::CodingSettings::new(ikm())
                .record_size(RecordSize::new(rs).expect("18 or more"))
                .keyid(Keyid::new(keyid.clone().into_bytes()).expect("at most 160 bytes"))
                .salt(Salt::Given(salt));
            let file = rfc8188::seal(&plain, &settings);
            let (salt, hex_file) = (hex::encode(salt), hex::encode(&file));
            let plain = hex::encode(&plain);
            let case =
                json!({"plain": plain, "salt": salt, "ikm": hex_ikm, "keyid": keyid, "rs": rs, "file": hex_file});
            (case, file, ikm())
        })
        .collect();
    let asked = Value::from_iter(cases.iter().map(|(case, ..)| case.clone())).to_string();
    let answers = answer(Command::new("python3").args(["-c", HTTP_ECE]), asked.as_bytes());
    let answers: Vec<Value> = serde_json::from_slice(&answers).expect("JSON");
    assert_eq!(answers.len(), cases.len());
    for ((case, file, ikm), theirs) in cases.iter().zip(&answers) {
        assert_eq!(theirs["opened"], case["plain"], "{case}");
        // For an empty plaintext this peer writes no record at all, which RFC 8188 section 2 does not allow.
        if case["plain"] != "" {
            assert_eq!(theirs["sealed"], hex::encode(file), "{case}");
        }
        assert_eq!(
            rfc8188::open(file, ikm).map(hex::encode),
            Ok(case["plain"].as_str().expect("text").into()),
            "{case}"
        );
    }
}
