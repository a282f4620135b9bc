//! What the XML reader makes of odd or broken markup, beyond the rows in `xml_table.rs`: each fault has its code and
//! its place, and what XML 1.0 allows is read as XML 1.0 defines it.
#![cfg(test)]

use spc_core::diagnostic::Code;
use spc_core::profile::UserAccess;
use spc_core::source::{Reader, Syntax};

#[path = "common/findings.rs"]
mod findings;

use findings::{findings, places};

/// A profile that contains only this, beginning at column 15.
fn profile(inside: &str) -> String {
    format!("<flat-profile>{inside}</flat-profile>")
}

/// The findings of a profile that contains this.
fn inside(inside: &str) -> Vec<(Code, usize, usize)> {
    places(profile(inside).as_bytes())
}

#[test]
fn user_access_may_be_written_with_references() {
    let source = profile("<A ua=\"r&#119;\">1</A><B ua='&#x6e;&#97;'/>");
    let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap();
    let access: Vec<_> = parsed.profile.parameters.iter().map(|parameter| parameter.access).collect();
    assert_eq!(access, [Some(UserAccess::ReadWrite), Some(UserAccess::None)]);
    assert_eq!(parsed.diagnostics, []);
}

#[test]
fn a_reference_in_an_attribute_ends_with_a_semicolon() {
    for value in ["x&lt", "&amp", "&#65", "a & b"] {
        assert_eq!(inside(&format!("<A group=\"{value}\"/>")).len(), 1, "{value}");
    }
    assert_eq!(inside("<A group=\"x&lt\"/>"), [(Code::BARE_AMPERSAND, 1, 26)]);
    assert_eq!(inside("<A group=\"&lt;x&gt;&b;\"/>"), [(Code::UNKNOWN_REFERENCE, 1, 34)]);
    assert_eq!(inside("<A group=\"&lt;x&gt;\"/>"), []);
}

#[test]
fn a_declaration_states_a_whole_version_first() {
    for good in ["version='1.0'", "version=\"1.10\" encoding='UTF-8'", "version='1.0' standalone='no' "] {
        assert_eq!(places(format!("<?xml {good}?><flat-profile/>").as_bytes()), [], "{good}");
    }
    let bad = [
        "version='1.'",
        "version='2.0'",
        "version=''",
        "encoding='UTF-8'",
        "version='&#49;.0'",
        "version='1.0' standalone='maybe'",
    ];
    for bad in
        bad.into_iter().chain(["encoding='UTF-8' version='1.0'", "version='1.0' version='1.0'", "", "versio='1.0'"])
    {
        let found = places(format!("<?xml {bad}?><flat-profile/>").as_bytes());
        assert!(matches!(found[..], [(Code::MALFORMED | Code::REPEATED_ATTRIBUTE, 1, _)]), "{bad}: {found:?}");
    }
}

#[test]
fn a_name_may_begin_with_a_colon_around_the_profile_and_not_in_it() {
    assert_eq!(places(b"<:a><flat-profile/></:a>"), []);
    assert_eq!(inside("<:a/><:b>1</:b>"), [(Code::INVALID_NAME, 1, 16), (Code::INVALID_NAME, 1, 21)]);
}

#[test]
fn the_less_than_of_a_dial_plan_is_found_at_its_place() {
    let bare = |column| vec![(Code::BARE_LESS_THAN, 1, column)];
    assert_eq!(inside("<A>(<1-9>xxx)</A>"), bare(19));
    assert_eq!(inside("<A>a < b</A>"), bare(20));
    assert_eq!(inside("<A><></A>"), bare(18));
    // This is a valid tag, but nothing closes it.
    let found = inside("<A>(*xx|<:1>xxx)</A>");
    assert_eq!(found, [(Code::BARE_LESS_THAN, 1, 23)]);
}

#[test]
fn a_finding_covers_whole_characters_of_the_source() {
    let sources = [
        profile("<é>1</é>"),
        profile("<A ×='1'/>"),
        profile("<A a=×/>"),
        profile("<A>\u{ffff}</A>"),
        "\u{feff}€<flat-profile/>".to_owned(),
        "<flat-profile/>📞".to_owned(),
        "<flat-profile><A".to_owned(),
        "<flat-profile>&".to_owned(),
    ];
    for source in sources {
        let found = findings(source.as_bytes());
        assert!(!found.is_empty(), "{source}");
        for finding in found {
            let span = usize::try_from(finding.span.start()).unwrap()..usize::try_from(finding.span.end()).unwrap();
            assert!(source.get(span).is_some(), "{source}: {finding:?}");
        }
    }
    let latin1 = b"<?xml version='1.0' encoding='ISO-8859-1'?><flat-profile><\xe9/></flat-profile>\xe9";
    let spans: Vec<_> = findings(latin1).iter().map(|finding| (finding.span.start(), finding.span.end())).collect();
    assert_eq!(spans, [(58, 59), (76, 77)]);
}

#[test]
fn only_the_first_byte_order_mark_is_skipped() {
    let marked = |marks: usize| format!("{}<flat-profile><A>\u{feff}</A></flat-profile>", "\u{feff}".repeat(marks));
    let once = marked(1);
    let parsed = Reader::new().syntax(Syntax::Xml).read(once.as_bytes()).unwrap();
    assert_eq!(parsed.profile.parameters[0].value.text(), Some("\u{feff}"));
    assert_eq!(places(marked(2).as_bytes()), [(Code::OUTSIDE_ROOT, 1, 1)]);
    assert_eq!(findings(marked(2).as_bytes())[0].span.start(), 3);
}

#[test]
fn the_faults_after_the_first_are_found_in_the_same_run() {
    use Code as C;
    let (end, less, bad) = (C::WRONG_END_TAG, C::BARE_LESS_THAN, C::MALFORMED);
    for (text, expected) in [
        ("<Dial_Plan_1_>(<8,:1>xx|a<b)</Dial_Plan_1_>", vec![(less, 30), (less, 40)]),
        ("<Dial_Plan_1_>(<9:>xx|<x:>x)</Dial_Plan_1_>", vec![(less, 30), (less, 37)]),
        ("<Dial_Plan_1_>(<abc>xx)</Dial_Plan_1_><B>a&b</B>", vec![(less, 30), (C::BARE_AMPERSAND, 57)]),
        ("<Dial_Plan_1_>(<Abc>xx)</Dial_Plan_1_><B>a&b</B>", vec![(end, 30), (C::BARE_AMPERSAND, 57)]),
        ("<A>x</B><C>x</D><E>a & b</E>", vec![(end, 21), (end, 29), (C::BARE_AMPERSAND, 36)]),
        ("<A>1</A></B><C>a&b</C>", vec![(end, 25), (C::BARE_AMPERSAND, 31)]),
        ("<A>1</b>2</A><C>a&b</C>", vec![(end, 21), (C::BARE_AMPERSAND, 32)]),
        ("<A B>x</A B><C ua=na>x</C>", vec![(bad, 18), (bad, 33)]),
        ("<A B>x</A B><A C>x</A C>", vec![(bad, 18), (bad, 30)]),
        (
            "<A ua=\u{201c}na\u{201d}>x</A><B ua=\u{2018}na\u{2019}>x</B>",
            vec![(C::TYPOGRAPHIC, 21), (C::TYPOGRAPHIC, 37)],
        ),
        ("<A>1<B>2</B><C>3<D>4</D>", vec![(end, 15), (end, 27)]),
    ] {
        let found: Vec<_> = inside(text).into_iter().map(|(code, _, column)| (code, column)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn an_element_inside_another_stays_one() {
    for text in ["<A><B>1</B></A>", "<A><B group='x'/></A>", "<A>\n<B ua='na'>1</B>\n<C/></A>"] {
        assert_eq!(inside(text), [], "{text}");
    }
}

#[test]
fn after_a_secret_without_its_end_no_name_is_shown() {
    let source = profile("<Password_1_>s3</x><t3ll>me</t3lll><n0w/><n0w/>");
    let error = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap_err();
    let shown = error.to_string();
    assert!(!shown.contains("t3ll") && !shown.contains("n0w"), "{shown}");
}
