//! No message, excerpt or `Debug` shows a secret of a source, whatever a typing mistake, a truncated transfer or an
//! attacker did to it.
#![cfg(test)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use spc_core::diagnostic::Diagnostics;
use spc_core::redact::Redactor;
use spc_core::source::{Reader, Syntax};

#[path = "common/generated.rs"]
mod generated;
#[path = "common/planted.rs"]
mod planted;

use generated::generated;
use planted::{ACCIDENTS, Planted, happen, leak, planted};

/// Everything that is reported about a source, and shown of it.
fn said(source: &[u8], syntax: Syntax) -> String {
    let parsed = Reader::new().syntax(syntax).read(source);
    let findings = parsed.map_or_else(Diagnostics::into_vec, |parsed| parsed.diagnostics);
    let redactor = Redactor::new().source(source, syntax);
    let mut said = format!("{findings:?}\n{redactor:?}\n");
    let notes = findings.iter().flat_map(|finding| &finding.notes).map(|(span, _)| *span);
    for span in findings.iter().map(|finding| finding.span).chain(notes) {
        let range = span.range();
        assert!(range.start <= range.end && range.end <= source.len(), "{span:?} of {}", source.escape_ascii());
        // A source with a NUL is UTF-16, or has no characters at all.
        let is_cut = core::str::from_utf8(source).is_ok_and(|text| text.get(range).is_none());
        assert!(!is_cut || source.contains(&0), "{span:?} cuts a character of {}", source.escape_ascii());
        if let Some(excerpt) = redactor.excerpt(span) {
            assert!(excerpt.text.get(excerpt.mark.clone()).is_some(), "{excerpt:?}");
            said.push_str(&excerpt.text);
            said.push('\n');
        }
    }
    said
}

#[track_caller]
fn assert_silent(source: &[u8], syntax: Syntax, secrets: &[String]) {
    if let Some(leak) = leak(&said(source, syntax), secrets) {
        panic!("{leak}\n  of {}", source.escape_ascii());
    }
}

#[test]
fn every_place_lies_inside_its_source_and_cuts_no_character() {
    let pieces: &[&[u8]] = &[
        b"<",
        b">",
        b"</",
        b"/>",
        b"<A>",
        b"</A>",
        b"<flat-profile>",
        b"</flat-profile>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?",
        b"?>",
        b"<?xml version=\"1.0\" encoding=\"",
        b"iso-8859-1",
        b"\"?>",
        b" ua=\"",
        b"&",
        b"&lt;",
        b"&#x2",
        b";",
        b"\"",
        b"A",
        b"B[",
        b"1]",
        b"!",
        b"?",
        b"#",
        b":",
        b" ",
        b"\r",
        b"\n",
        b"\t",
        b"import x",
        b"\xef\xbb\xbf",
        b"\xc3\xa9",
        b"\xe8\xa9\xb1",
        b"\xf0\x9f\x93\x9e",
        b"\xe2\x80\x9c",
        b"\xff",
        b"\xe2",
        b"\0",
        b"{{x}}",
    ];
    let cases = if option_env!("CI").is_some() { 100_000 } else { 20_000 };
    for pieces in generated(cases, &vec(select(pieces), 0..24)) {
        for syntax in [Syntax::Xml, Syntax::Text] {
            said(&pieces.concat(), syntax);
        }
    }
}

#[test]
fn mistakes_of_one_character_show_nothing() {
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
fn comments_imports_and_declarations_show_nothing_wherever_a_line_breaks() {
    // Nothing about it looks like a password.
    let secrets = [String::from("swordfish")];
    let before = "A \"1\" ;\n";
    for (syntax, source) in [
        (Syntax::Text, format!("{before}# pw swordfish\n")),
        (Syntax::Text, format!("{before}# pw swordfish for Proxy_1_\nB ;\nC \"1\" ;\n")),
        (Syntax::Text, format!("{before}# pw swordfish ;\n\nB ! ;\n")),
        (Syntax::Text, format!("{before}# pw is \"swordfish\" since May\nB ;\n")),
        (Syntax::Text, format!("{before}Proxy_1_ \"a\" ; # pw swordfish\nProxy_1_ b\n")),
        (Syntax::Text, format!("{before}import swordfish\n")),
        (Syntax::Text, format!("{before}import base.txt swordfish\n")),
        (Syntax::Text, format!("{before}pw swordfish\n")),
        (Syntax::Xml, "<?xml version=\"1.0\" encoding=\"swordfish\"?><flat-profile><A/></flat-profile>".to_owned()),
        (Syntax::Xml, "<?xml version=\"1.0\" pw=\"swordfish\"?><flat-profile><A/></flat-profile>".to_owned()),
        (Syntax::Xml, "<?xml version=\"1.swordfish\"?><flat-profile><A/></flat-profile>".to_owned()),
        (Syntax::Xml, "<!DOCTYPE swordfish><flat-profile><A/></flat-profile>".to_owned()),
        (
            Syntax::Xml,
            "<flat-profile><!-- pw swordfish -- --><?swordfish swordfish?><A>&</A></flat-profile>".to_owned(),
        ),
    ] {
        for at in 0..=source.len() {
            for slip in ["", "\n", "\n\n", "\r", " ", ";"] {
                let broken = format!("{}{slip}{}", &source[..at], &source[at..]);
                assert_silent(broken.as_bytes(), syntax, &secrets);
            }
        }
    }
    for moved in
        ["Proxy_1_ swordfish \"a\" ;", "Proxy_1_ \"a\" swordfish ;", "swordfish Proxy_1_ \"a\" ;", "! swordfish"]
    {
        assert_silent(format!("{before}{moved}\n").as_bytes(), Syntax::Text, &secrets);
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
