//! No message, excerpt or `Debug` shows a secret of a source, whatever a slip of the hand, a cut file or an attacker did
//! to it.
#![cfg(test)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use spc_core::diagnostic::Diagnostics;
use spc_core::redact::Redactor;
use spc_core::source::{Reader, Syntax};

#[path = "common/generated.rs"]
mod generated;

use generated::generated;

/// Four characters of a secret that are shown are too many.
const PIECE: usize = 4;

/// All that is said about a source, and shown of it.
fn said(source: &[u8], syntax: Syntax) -> String {
    let parsed = Reader::new().syntax(syntax).read(source);
    let findings = parsed.map_or_else(Diagnostics::into_vec, |parsed| parsed.diagnostics);
    let redactor = Redactor::new().source(source, syntax);
    let mut said = format!("{findings:?}\n{redactor:?}\n");
    let notes = findings.iter().flat_map(|finding| &finding.notes).map(|(span, _)| *span);
    for span in findings.iter().map(|finding| finding.span).chain(notes) {
        if let Some(excerpt) = redactor.excerpt(span) {
            assert!(excerpt.text.get(excerpt.mark.clone()).is_some(), "{excerpt:?}");
            said.push_str(&excerpt.text);
            said.push('\n');
        }
    }
    said
}

/// The first piece of a secret that is shown.
fn leak(said: &str, secrets: &[String]) -> Option<String> {
    let mut pieces = secrets.iter().flat_map(|secret| secret.as_bytes().windows(PIECE));
    let found = pieces.find(|piece| said.contains(core::str::from_utf8(piece).unwrap()))?;
    let piece = core::str::from_utf8(found).unwrap();
    let line = said.lines().find(|line| line.contains(piece)).unwrap_or_default();
    Some(format!("{piece} in: {}", line.chars().take(300).collect::<String>()))
}

#[track_caller]
fn assert_silent(source: &[u8], syntax: Syntax, secrets: &[String]) {
    if let Some(leak) = leak(&said(source, syntax), secrets) {
        panic!("{leak}\n  of {}", source.escape_ascii());
    }
}

#[test]
fn slips_of_one_character_show_nothing() {
    let secrets = [String::from("s3cret-pw")];
    for source in [
        "<flat-profile>\n<Password_1_s3cret-pw</Password_1_>\n</flat-profile>",
        "<flat-profile><Password_1_ ua=\"s3cret-pw\"/></flat-profile>",
        "<flat-profile><Password_1_ s3cret-pw=\"x\"/></flat-profile>",
        "<flat-profile><Password_1_>s3cret-pw<Password_1_></flat-profile>",
        "<flat-profile><Password_1_>s3cret-pw</Password_1_><A ua='x'/><Password_1_>s3cret-pw</Password_1_></flat-profile>",
        "<flat-profile><Rule>[--key s3cret-pw] http://h/&</Rule></flat-profile>",
        "<flat-profile><Rule>http://user:s3cret-pw@h/&</Rule></flat-profile>",
        "<flat-profile><Rule>http://user:s3/s3cret-pw@h&</Rule></flat-profile>",
        "<flat-profile><!-- <Password_1_>s3cret-pw</Password_1_> -- --><A ua='x'/></flat-profile>",
        "A \"1\" ;\n-Password[1] \"s3cret-pw\" ;\n",
        "A \"1\" ;\nimport base.txt Password[1] \"s3cret-pw\" ;\n",
        "A \"1\" ;\nPassword_1_s3cret-pw\" ;\n",
        "A \"1\" ;\nPassword_1_ s3cret-pw ;\n",
        "A \"1\" ;\nPassword_1_ \u{201c}s3cret-pw\u{201d} ;\n",
        "A \"[--KEY abc\ns3cret-pw\nB \"1\" ;\n",
        "A \"1\" ;\rPassword_1_ \"s3cret-pw\rB ;\rs3cret-pw ;\r",
        "A \"1\" ;\nRule \"[\u{2013}key s3cret-pw] http://h/\" x ;\n",
        "A \"1\" ;\nRule \"[-key s3cret-pw] http://h/\" x ;\n",
        "A \"1\" ;\nRule \"http://user:s3cret-pw@h/\" x ;\n",
        "s3cret-pw\" ; Proxy_1_ \"x\" ;\n",
        "A \"1\" ;\n# Password_1_ \"a\ns3cret-pw\" ;\n",
    ] {
        for syntax in [Syntax::Xml, Syntax::Text] {
            assert_silent(source.as_bytes(), syntax, &secrets);
        }
    }
}

#[test]
fn a_key_is_never_shown() {
    let key = "8e4ca25900112233445566778899aabb".repeat(2);
    let secrets = [key.clone()];
    for source in [
        key.clone(),
        format!("{key}\n"),
        format!("# a key\n{key}\n"),
        format!("f{key}"),
        format!("GPP_A {};\nProfile_Rule \"[--key $A] tftp.example.net/$MA.cfg\" ;\n", &key[..32]),
        format!("GPP_A \"{key}\" x;\nProfile_Rule \"[--key $A] tftp.example.net/$MA.cfg\" ;\n"),
        format!("Profile_Rule [--key $A] tftp.example.net/$B.cfg;\nGPP_A {key};   # the key\n"),
        format!("Station_Name \"{key}\" x ;\nA{key} \"1\"\nB \"2\" ;\n"),
        format!("<flat-profile><GPP_A>{key}&</GPP_A><A>{key}&</A><A{key}/><A{key}/></flat-profile>"),
        format!("<flat-profile><A {key}='x' ua='{key}'/></flat-profile>"),
        format!("<{key}>"),
    ] {
        for syntax in [Syntax::Xml, Syntax::Text] {
            assert_silent(source.as_bytes(), syntax, &secrets);
        }
    }
}

/// A profile of 20 secrets among other parameters.
#[derive(Clone, Debug)]
struct Planted {
    source: Vec<u8>,
    syntax: Syntax,
    secrets: Vec<String>,
}

/// Names and values that are harmless.
const OTHERS: [(&str, &str); 12] = [
    ("Proxy_1_", "sip.example.com:5060"),
    ("User_ID_1_", "101"),
    ("Display_Name_1_", "Front desk"),
    ("Dial_Plan_1_", "(*xx|[2-9]xx|xx.)"),
    ("Primary_NTP_Server", "pool.example.org"),
    ("Time_Zone", "GMT+01:00"),
    ("Station_Name", ""),
    ("Resync_Periodic", "3600"),
    ("Enable_Web_Server", "Yes"),
    ("Text_Logo", "a b c"),
    ("SIP_Port_1_", "5060"),
    ("Profile_Rule_B", "http://prov.example.com/$MA.cfg?x=1"),
];
/// Where secrets are, `%` each.
const HIDING: [(&str, &str); 10] = [
    ("Password_1_", "%"),
    ("Password_2_", "%"),
    ("Admin_Passwd", "%"),
    ("User_Password", "a % b"),
    ("Auth_ID_1_", "%"),
    ("GPP_SA", "%"),
    ("GPP_A", "%"),
    ("Profile_Rule", "[--key % ]http://prov.example.com/$MA.cfg"),
    ("Profile_Rule_C", "http://user:%@prov.example.com/$MA.cfg"),
    ("SRTP_Private_Key", "%"),
];

fn planted() -> impl Strategy<Value = Planted> {
    // Nothing in a name or a message looks like a piece of one.
    let secret = "([A-Z][0-9]){4}([a-z][0-9]){0,8}";
    let other = select(&OTHERS[..]);
    let mark = select(vec!["", "na", "ro", "rw"]);
    let between = select(vec!["\n", "\n", "\n", "\r\n", " ", "\n\n"]);
    let hiding = vec((select(&HIDING[..]), secret), 20);
    let entries = vec((vec(other, 0..3), mark, between), 20);
    (hiding, entries, any::<bool>()).prop_map(|(hiding, entries, is_xml)| {
        let mut text = String::from(if is_xml { "<flat-profile>\n" } else { "# a profile\n" });
        let mut secrets = Vec::new();
        for ((name, value), (others, mark, between)) in hiding
            .into_iter()
            .map(|(entry, secret)| {
                let value = entry.1.replace('%', &secret);
                secrets.push(secret);
                (entry.0, value)
            })
            .zip(entries)
        {
            let others = others.into_iter().map(|(name, value)| (name, value.to_owned()));
            for (name, value) in others.chain([(name, value)]) {
                text.push_str(&match (is_xml, mark) {
                    (true, "") => format!("<{name}>{value}</{name}>"),
                    (true, access) => format!("<{name} ua=\"{access}\">{value}</{name}>"),
                    (false, mark) => {
                        let mark = match mark {
                            "ro" => "? ",
                            "rw" => "! ",
                            _ => "",
                        };
                        format!("{name} {mark}\"{value}\" ;")
                    }
                });
                text.push_str(between);
            }
        }
        text.push_str(if is_xml { "</flat-profile>\n" } else { "" });
        let syntax = if is_xml { Syntax::Xml } else { Syntax::Text };
        Planted { source: text.into_bytes(), syntax, secrets }
    })
}

/// What happens to a file.
#[derive(Clone, Copy, Debug)]
enum Accident {
    CutBefore,
    CutAfter,
    SwapBytes,
    SwapNeighbours,
    DeleteBytes,
    RepeatBytes,
    DeleteLine,
    RepeatLine,
    SwapLines,
}

const ACCIDENTS: [Accident; 9] = [
    Accident::CutBefore,
    Accident::CutAfter,
    Accident::SwapBytes,
    Accident::SwapNeighbours,
    Accident::DeleteBytes,
    Accident::RepeatBytes,
    Accident::DeleteLine,
    Accident::RepeatLine,
    Accident::SwapLines,
];

fn happen(source: &mut Vec<u8>, accident: Accident, at: Index, other: Index, length: usize) {
    if source.len() < 2 {
        return;
    }
    let (first, second) = (at.index(source.len()), other.index(source.len()));
    let end = first.saturating_add(length).min(source.len());
    let next = first.saturating_add(1).min(source.len().saturating_sub(1));
    let lines = |source: &[u8]| source.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    match accident {
        Accident::CutBefore => drop(source.drain(..first)),
        Accident::CutAfter => source.truncate(first),
        Accident::SwapBytes => source.swap(first, second),
        Accident::SwapNeighbours => source.swap(first, next),
        Accident::DeleteBytes => drop(source.drain(first..end)),
        Accident::RepeatBytes => {
            let piece = source[first..end].to_vec();
            drop(source.splice(first..first, piece));
        }
        Accident::DeleteLine | Accident::RepeatLine | Accident::SwapLines => {
            let mut lines = lines(source);
            let (first, second) = (at.index(lines.len()), other.index(lines.len()));
            match accident {
                Accident::DeleteLine => drop(lines.remove(first)),
                Accident::RepeatLine => lines.insert(second, lines[first].clone()),
                _ => lines.swap(first, second),
            }
            *source = lines.concat();
        }
    }
}

#[test]
fn accidents_show_no_secret() {
    let cases = if option_env!("CI").is_some() { 100_000 } else { 10_000 };
    let profiles = generated(200, &planted());
    let accident = (select(&ACCIDENTS[..]), any::<Index>(), any::<Index>(), select(vec![1, 1, 1, 2, 3]));
    let mut leaks = Vec::new();
    for (number, accidents) in generated(cases, &vec(accident, 1..4)).into_iter().enumerate() {
        let Planted { mut source, syntax, secrets } = profiles[number % profiles.len()].clone();
        for (accident, at, other, length) in &accidents {
            happen(&mut source, *accident, *at, *other, *length);
        }
        if let Some(leak) = leak(&said(&source, syntax), &secrets) {
            leaks.push(format!("{leak}\n  {accidents:?}"));
        }
    }
    assert!(leaks.is_empty(), "{} of {cases}:\n{}", leaks.len(), leaks[..leaks.len().min(20)].join("\n"));
}
