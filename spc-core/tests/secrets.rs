//! No error, finding or `Debug` shows a secret: twelve are planted wherever one may be, in values, keys and phrases;
//! everything that can fail is made to fail, and its messages are searched for them.
#![cfg(test)]

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use spc_core::container::{Device, Protection, Randomizer, open, seal};
use spc_core::diagnostic::Diagnostics;
use spc_core::key::{Key, KeyText, MasterKey, Passphrase, RawKey};
use spc_core::limits;
use spc_core::open::Opener;
use spc_core::payload::Payload;
use spc_core::profile::{Duplicates, Parameter, ParameterName, Profile};
use spc_core::seal::{Openssl, Rfc8188, Spc};
use spc_core::source::{self, Reader, Syntax};
use spc_core::stock::{gzip, openssl, rfc8188};
use spc_core::{Recipient, Target, TargetMac, compile, decompile};

use crate::said::Log;

#[path = "common/said.rs"]
mod said;

/// Texts that could be element names, because that is how part of a password gets into a message.
const SECRETS: [&str; 12] = [
    "hunter2hunter2",
    "Tr0ub4dor-and-3",
    "correct.horse.battery",
    "_swordfish_",
    "xyzzy-plugh",
    "Open.Sesame.40",
    "deadbeefdeadbeefdeadbeefdeadbeef",
    "cafebabe00112233cafebabe00112233cafebabe00112233cafebabe00112233",
    "Passw0rt-geheim",
    "amp.and.quot",
    "Rule-of-Eight-9",
    "s3cr3t.sip.line1",
];

fn planted() -> Vec<String> {
    SECRETS.map(String::from).to_vec()
}

fn profile(inside: &str) -> String {
    format!("<flat-profile>{inside}</flat-profile>")
}

/// Passwords of which a part looks like markup. `{s}` is the secret.
const INSIDE_A_PASSWORD: [&str; 24] = [
    "{s}",
    "{s}&",
    "&{s};",
    "&#{s};",
    "&{s}",
    "a&amp;{s};&b;",
    "{s}]]>",
    "<{s}",
    "a<{s}>b",
    "a<{s}/>b",
    "a<{s}>b</{s}>",
    "a<{s} x='1' x='2'/>",
    "a<x {s}='1'/>",
    "a<x {s}='1' {s}='2'/>",
    "a<x ua='{s}'/>",
    "a<x y='{s}&z;'/>",
    "a<{s}>1</{s}><{s}>2</{s}>",
    "a<{s} ua='rw'><b/></{s}>",
    "a</{s}>b",
    "a<b></{s}>",
    "a<{s}\u{e9}>1</{s}\u{e9}>",
    "<![CDATA[{s}",
    "<!--{s}",
    "<!{s}>",
];

#[test]
fn broken_passwords_are_not_quoted() {
    let mut log = Log::default();
    for secret in SECRETS {
        for template in INSIDE_A_PASSWORD {
            let value = template.replace("{s}", secret);
            for name in ["Password_1_", "Admin_Passwd", "GPP_SA", "IKM_HTTP_Encrypt_Content"] {
                for source in [
                    profile(&format!("<{name}>{value}</{name}>")),
                    profile(&format!("<{name} ua='na'>{value}</{name}><{name}>2</{name}>")),
                    profile(&format!("<S><{name}>{value}</{name}></S>")),
                    // Cut off, and with the end tag of another element.
                    format!("<flat-profile><{name}>{value}"),
                    profile(&format!("<{name}>{value}</GPP_A>")),
                ] {
                    log.read(source.as_bytes());
                }
            }
        }
    }
    log.assert_silent_about(&planted(), 20_000);
}

/// Plain-text values of which a part looks like entries. `{s}` is the secret.
const INSIDE_A_VALUE: [&str; 13] = [
    "{s}",
    "a{s}\u{e9}",
    "a {s}[x] 2",
    "a {s}=3",
    "a {s}: 3 {s}",
    "a;{s} x;{s} ! y",
    "a ; {s} ; {s} ;",
    "a # {s} b",
    "a {s}! ? b",
    "a {s}{@} b",
    "a import {s}",
    "a{s} {s} {s}",
    "a, {s}] b; {s}[",
];

/// Places for such a value. `{v}` is the value, which a single mistake does not make part of the name.
const AROUND_A_VALUE: [&str; 10] = [
    "Password_1_ ! \"{v}\" ;",
    "GPP_SA !\"{v}\";",
    "Admin Passwd \"{v}\" ;",
    "Password[1]  {v} ;",
    "Password[1] \u{201c}{v}\u{201d} ;",
    "# Password_1_ \"{v}\" ;",
    "Proxy_1_ \"x\" ; Auth_ID_1_ ? \"{v}\" ; # id",
    "Profile_Rule \"[--key {v} ]http://example.net/a\" ;",
    "Profile_Rule \"a://b:{v}@c/d\" ;",
    "Password_1_ : \"{v}\" ;",
];

/// What a typing mistake puts into a line.
const SLIPS: [&str; 11] = ["\n", "\r\n", "\r", "\n\n ", "\"", ";", " ", "!", "#", "=", "\u{201d}"];

/// Calls `f` with the text after each mistake at each position, and without each of its characters.
fn slips(text: &str, mut f: impl FnMut(&str)) {
    for (at, character) in text.char_indices() {
        let (head, tail) = text.split_at(at);
        for slip in SLIPS {
            f(&format!("{head}{slip}{tail}"));
        }
        f(&format!("{head}{}", &tail[character.len_utf8()..]));
    }
}

/// The text itself, and without each of the marks that delimit a value.
fn without_a_mark(text: &str) -> Vec<String> {
    let marks = text.match_indices(['"', ';', '\u{201d}']);
    let without = marks.filter_map(|(at, mark)| Some([&text[..at], text[at..].strip_prefix(mark)?].concat()));
    without.chain([text.to_owned()]).collect()
}

#[test]
fn broken_values_of_plain_text_are_not_quoted() {
    // It has no part in common with a name or a message.
    const SECRETS: [&str; 3] = ["hunter2hunter2", "xyzzy-plugh", "q7[z]w9.k(x)4"];
    // One line of each text is enough.
    let mut said = BTreeMap::new();
    let mut read = |line: &str| {
        let text = format!("Proxy_2_ \"a\" ;\r\n{line}\nProxy_2_ \"b\" ;\nProxy_2_\n");
        let parsed = Reader::new().syntax(Syntax::Text).read(text.as_bytes());
        for finding in parsed.map_or_else(Diagnostics::into_vec, |parsed| parsed.diagnostics) {
            let notes = finding.notes.into_iter().map(|(_, note)| note);
            said.extend(notes.chain([finding.message]).chain(finding.help).map(|text| (text, line.to_owned())));
        }
    };
    for secret in SECRETS {
        for (value, around) in INSIDE_A_VALUE.iter().flat_map(|value| AROUND_A_VALUE.map(|around| (value, around))) {
            let line = around.replace("{v}", &value.replace("{s}", secret));
            // In comments, only one mistake is recognised: they are mostly prose.
            let lines = if around.starts_with('#') { vec![line] } else { without_a_mark(&line) };
            lines.iter().for_each(|line| slips(line, &mut read));
        }
    }
    assert!(said.len() > 40, "only {} texts to search", said.len());
    let pieces = SECRETS.iter().flat_map(|secret| secret.as_bytes().windows(4));
    let pieces: Vec<&str> = pieces.map(|piece| core::str::from_utf8(piece).unwrap()).collect();
    for (text, line) in said {
        assert!(!pieces.iter().any(|piece| text.contains(piece)), "{text} of {line:?}");
    }
}

#[test]
fn values_and_misplaced_texts_are_not_quoted() {
    let mut log = Log::default();
    for secret in SECRETS {
        let long = secret.repeat(limits::VALUE / secret.len() + 1);
        let sources = [
            // Any parameter, because any may contain a secret.
            profile(&format!("<GPP_A>{secret}&{secret};</GPP_A>")),
            profile(&format!("<GPP_A>{secret}&#127;</GPP_A>")),
            profile(&format!("<GPP_A>{long}</GPP_A>")),
            profile(&format!("<GPP_A>{secret}\u{1}</GPP_A>")),
            profile(&format!("<GPP_A>{secret}</GPP_B>")),
            profile(&format!("<GPP_A group='{secret}&{secret};'/>")),
            profile(&format!("<GPP_A note='{secret}'/>")),
            profile(&format!("<Password_1_ ua='{secret}'/>")),
            profile(&format!("<Password_1_ ua='{secret}'><A/></Password_1_>")),
            profile(&format!("{secret}<GPP_A/>")),
            profile(&format!(
                "<!-- -- {secret} --><?{secret} {secret}?><GPP_A>{secret}<GPP_B>{secret}</GPP_B></GPP_A>"
            )),
            format!("<a>{secret}<b>{secret}</b><flat-profile/></a>"),
            format!("<!DOCTYPE x [<!ENTITY y '{secret}'>]><flat-profile/>"),
            format!("{secret}<flat-profile/>"),
            format!("<flat-profile/>{secret}"),
            format!("<no-profile>{secret}</no-profile>"),
        ];
        let values = profile(&format!("<GPP_A>{secret}</GPP_A><GPP_A>{secret}2</GPP_A>"));
        log.debug(&Reader::new().syntax(Syntax::Xml).read(values.as_bytes()).unwrap());
        for source in sources {
            for end in [&b""[..], b"\xe9"] {
                let before = log.said.len();
                log.read(&[source.as_bytes(), end].concat());
                assert!(log.said.len() > before, "{source} is not refused");
            }
        }
    }
    log.assert_silent_about(&planted(), 12 * 32 * 3);
}

fn mac() -> TargetMac {
    "000e08aabbcc".parse().unwrap()
}

#[test]
fn keys_and_phrases_are_not_shown() {
    let mut log = Log::default();
    let mut secrets = planted();
    for secret in SECRETS {
        for bad in [format!("{secret}é"), format!("{secret}\n"), format!("{secret} ")] {
            log.refused(RawKey::from_hex(&bad));
            log.refused(MasterKey::from_hex(&bad));
            log.refused(bad.parse::<TargetMac>());
            log.refused(ParameterName::parse(&bad));
            log.refused(rfc8188::Ikm::from_hex(&bad));
            log.refused(rfc8188::Ikm::from_base64url(&format!("{bad}=")));
        }
        log.refused(Passphrase::new(format!("{secret}é")));
        log.refused(Passphrase::new(secret.repeat(12)));
        log.refused(rfc8188::Ikm::from_ascii(&format!("{secret}é")));
        log.refused(Randomizer::new(secret.repeat(24)));
        log.refused(RawKey::from_bytes(secret.repeat(3).as_bytes()));

        let phrase = Passphrase::new(secret.to_owned()).unwrap();
        log.debug(&phrase);
        log.refused(phrase.stretch(&[1; 16], 1));
        let raw = RawKey::from_bytes(&secret.as_bytes()[..secret.len().min(32)].repeat(2)[..16]).unwrap();
        secrets.push(hex::encode(raw.expose()));
        secrets.push(format!("{:?}", raw.expose()));
        log.debug(&raw);
        let master = MasterKey::from_bytes(core::array::from_fn(|at| secret.as_bytes()[at % secret.len()]));
        let device_key = master.device_key(mac());
        device_key.with_hex(|digits| secrets.push(digits.to_owned()));
        master.with_hex(|digits| secrets.push(digits.to_owned()));
        log.debug(&(&master, master.id(), &device_key, device_key.id()));
        let randomizer = Randomizer::new(secret).unwrap();
        log.debug(&Protection::generic().key(Key::from(device_key)).randomizer(randomizer));
        log.debug(&Device::new().key(KeyText::new(secret.to_owned())));

        let phrase = || openssl::Phrase::new(secret.as_bytes().to_vec()).unwrap();
        let kdf = openssl::Kdf::new(openssl::Digest::Sha256).pbkdf2(NonZeroU32::MIN);
        log.debug(&openssl::EncSettings::new(phrase(), kdf));
        log.debug(&Target::from(Openssl::new(phrase(), kdf)));
        log.refused(openssl::open(&[b"Salted__", &[7; 24][..]].concat(), &phrase(), openssl::Known::default()));
        let ikm = || rfc8188::Ikm::from_ascii(secret).unwrap();
        log.debug(&rfc8188::CodingSettings::new(ikm()));
        log.debug(&Target::from(Rfc8188::new(ikm(), rfc8188::IkmForm::Ascii)));
        log.debug(&Opener::new().key(KeyText::new(secret.to_owned())).ikm(ikm()));
        let target = Target::from(Openssl::new(phrase(), kdf));
        let file = compile(profile(&format!("<A>{secret}</A>")), &target, Recipient::generic()).unwrap();
        log.debug(
            &Opener::new()
                .key(KeyText::new(secret.to_owned()))
                .openssl(openssl::Known::default().pbkdf2(NonZeroU32::MIN))
                .open(&file)
                .unwrap(),
        );
        log.refused(rfc8188::open(&[1; 64], &ikm()));
    }
    log.assert_silent_about(&secrets, 1_000);
}

#[test]
fn files_that_do_not_open_reveal_nothing_of_key_or_content() {
    let mut log = Log::default();
    for secret in SECRETS {
        let xml = profile(&format!("<Password_1_>{secret}</Password_1_><GPP_A>{secret}</GPP_A>"));
        let parsed = Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap();
        let payload = Payload::encode(&parsed.profile, Duplicates::Refuse).unwrap();
        let stretched = || Passphrase::new(secret.to_owned()).unwrap().stretch(&[1; 16], 10_000).unwrap();
        let protection = Protection::generic().mac(mac()).key(stretched()).serial(7);
        let file = seal(&payload, &protection);
        let key = |text: &str| Device::new().mac(mac()).key(KeyText::new(text.to_owned()));
        let opened = open(&file, &key(secret)).unwrap();
        log.debug(&(&payload, &opened, opened.profile()));

        log.refused(open(&file, &Device::new().mac(mac())));
        log.refused(open(&file, &key(&format!("{secret}x"))));
        log.refused(open(&file, &key(&format!("{secret}é"))));
        log.refused(open(&file, &key(&secret.repeat(12))));
        log.refused(open(&file, &key(secret).min_serial(8)));
        let unkeyed = seal(&payload, &Protection::generic());
        log.refused(open(&unkeyed, &key(secret)));
        let raw = seal(&payload, &Protection::generic().key(RawKey::from_bytes(&[7; 32]).unwrap()));
        log.refused(open(&raw, &key(&format!("{secret}x"))));
        // Generic files have no secret, so that the payload's own checks get to see changed bytes.
        for at in 0..unkeyed.len() {
            let mut changed = unkeyed.clone();
            changed[at] ^= 0x20;
            log.refused(open(&changed, &Device::new()));
        }
        for at in 0..payload.as_bytes().len() {
            let mut changed = payload.as_bytes().to_vec();
            changed[at] ^= 0x80;
            if let Err(error) = Payload::decode(changed) {
                log.error(&error);
            }
        }
        log.refused(compile(format!("{xml}{secret}"), &Spc::new().keys(stretched()).into(), mac()));
        for file in [gzip::pack(&xml.as_bytes()[1..], gzip::Level::default()), xml.as_bytes()[..xml.len() - 1].to_vec()]
        {
            log.refused(decompile(&file, &key(secret)));
        }
    }
    log.assert_silent_about(&planted(), 5_000);
}

#[test]
fn errors_about_unwritable_profiles_name_only_the_parameter() {
    let mut log = Log::default();
    for secret in SECRETS {
        let of = |value: String| Parameter::set(ParameterName::parse("Password_1_").unwrap(), value);
        let alone = |value: String| Profile::new(vec![of(value)]);
        log.refused(Payload::encode(&alone(format!("{secret}\n")), Duplicates::Fold));
        log.refused(Payload::encode(&alone(secret.repeat(limits::VALUE)), Duplicates::Fold));
        let twice = Profile::new(vec![of(secret.to_owned()), of(format!("{secret}2"))]);
        log.debug(&twice);
        log.refused(Payload::encode(&twice, Duplicates::Refuse));
        log.refused(source::to_xml(&alone(format!("{secret}\u{fffe}"))));
        let losses = source::xml_losses(&alone(format!(" {secret}")));
        log.error(&losses[0]);
        log.refused(Err::<(), Diagnostics>(Reader::new().syntax(Syntax::Xml).read(secret.as_bytes()).unwrap_err()));
    }
    log.assert_silent_about(&planted(), 12 * 12);
    let named = log.said.iter().filter(|said| said.contains("Password_1_")).count();
    assert!(named > 100, "a parameter is named in only {named} texts");
}
