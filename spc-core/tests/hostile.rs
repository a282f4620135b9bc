//! Hostile sources of the maximum size: each is answered within seconds, with a report of limited length.
//!
//! The time limit is generous, for a debug build on a busy machine; it catches work that grows with the square of the
//! source, which would take minutes at this size.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, clippy::disallowed_types, reason = "only the library knows no clock")]

use std::time::{Duration, Instant};

use spc_core::diagnostic::Code;
use spc_core::limits;
use spc_core::profile::{ParameterName, UserAccess};
use spc_core::source::{Reader, Syntax};

#[path = "common/findings.rs"]
mod findings;

use findings::{findings_of, places};

const PATIENCE: Duration = Duration::from_secs(20);
/// The findings of one run, and the one that says how many more there are.
const REPORT: usize = 1_001;

/// A source of the maximum size: the unit repeated, with its number in place of `{n}`.
fn filled(head: &str, unit: &str, tail: &str) -> Vec<u8> {
    let room = limits::SOURCE - head.len() - tail.len();
    let mut inside = String::with_capacity(room);
    if unit.contains("{n}") {
        for number in 0.. {
            let next = unit.replace("{n}", &number.to_string());
            if inside.len() + next.len() > room {
                break;
            }
            inside.push_str(&next);
        }
    } else {
        inside = unit.repeat(room / unit.len());
    }
    [head, &inside, tail].concat().into_bytes()
}

/// Reads the source in time, and returns the codes of its findings, each once, in numerical order.
fn codes(name: &str, source: &[u8]) -> Vec<Code> {
    let start = Instant::now();
    let places = places(source);
    let elapsed = start.elapsed();
    assert!(elapsed < PATIENCE, "{name}: {elapsed:?}");
    assert!(places.len() <= REPORT, "{name}: {} findings", places.len());
    let mut codes: Vec<Code> = places.into_iter().map(|(code, ..)| code).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The same for plain text that is filled with the unit, after a head. The length of the messages is limited as well.
fn text_codes(head: &str, unit: &str) -> Vec<Code> {
    let source = filled(head, unit, "");
    let start = Instant::now();
    let findings = findings_of(&source, Syntax::Text);
    let elapsed = start.elapsed();
    assert!(elapsed < PATIENCE, "{unit}: {elapsed:?}");
    assert!(findings.len() <= REPORT, "{unit}: {} findings", findings.len());
    for finding in &findings {
        let notes: usize = finding.notes.iter().map(|(_, note)| note.len()).sum();
        let said = finding.message.len() + finding.help.as_deref().unwrap_or_default().len() + notes;
        assert!(said < 1_000, "{unit}: {said} bytes of messages");
    }
    let mut codes: Vec<Code> = findings.into_iter().map(|finding| finding.code).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// Fills a profile with the unit and compares what reading reports.
fn assert_profile(unit: &str, expected: &[Code]) {
    assert_eq!(codes(unit, &filled("<flat-profile>", unit, "</flat-profile>")), expected, "{unit}");
}

#[test]
fn two_million_nested_elements_end_at_a_limit() {
    let deep = "<a>".repeat(2_000_000);
    assert_eq!(codes("2 000 000 elements", deep.as_bytes()), [Code::SOURCE_TOO_LARGE]);
    assert_eq!(codes("1 398 101 elements", &deep.as_bytes()[..limits::SOURCE - 1]), [Code::OVER_LIMIT]);
    let closed = filled("<a>", "<b><flat-profile/></b>", "</a>");
    assert_eq!(
        codes("a million profiles", &closed),
        [Code::MORE_FINDINGS, Code::NO_SINGLE_PROFILE, Code::OUTSIDE_PROFILE]
    );
}

#[test]
fn parameters_and_sections_without_end_are_answered_in_time() {
    assert_profile("<A/>", &[Code::MORE_FINDINGS, Code::REPEATED_SAME]);
    assert_profile("<A>{n}</A>", &[Code::MORE_FINDINGS, Code::REPEATED_OTHER]);
    assert_profile("<A{n}/>", &[Code::OVER_LIMIT]);
    assert_profile("<S><A/></S>", &[Code::MORE_FINDINGS, Code::OVER_LIMIT]);
    assert_profile("<S{n}><A/></S{n}>", &[Code::OVER_LIMIT]);
    assert_profile("<A/><A><A/></A>", &[Code::MORE_FINDINGS, Code::REPEATED_SAME, Code::MIXED]);
    assert_profile("<é/>", &[Code::MORE_FINDINGS, Code::INVALID_NAME]);
    assert_profile("x<A/>", &[Code::MORE_FINDINGS, Code::STRAY_TEXT, Code::REPEATED_SAME]);
    let nested = format!("{}<A>x</A>{}", "<S>".repeat(7), "</S>".repeat(7));
    assert_profile(&nested, &[Code::MORE_FINDINGS, Code::OVER_LIMIT]);
}

#[test]
fn repeats_without_end_are_folded_as_if_all_were_kept() {
    let sets = |text: &[u8], syntax| {
        let parsed = Reader::new().syntax(syntax).read(text).unwrap();
        // The first `B` is not a repeat.
        assert!(parsed.profile.parameters.len() <= limits::OCCURRENCES + 1);
        assert_eq!(parsed.places.len(), parsed.profile.parameters.len());
        let name = ParameterName::parse("A").unwrap();
        let place = parsed.places.iter().rfind(|place| place.value.start() < place.value.end()).unwrap().value;
        let folded = parsed.profile.fold();
        let last = folded.get(&name).unwrap();
        assert_eq!(last.access, Some(UserAccess::ReadOnly));
        let last = last.value.text().unwrap();
        assert_eq!(last.as_bytes(), &text[place.start() as usize..place.end() as usize]);
        last.to_owned()
    };
    let xml = filled("<flat-profile>", "<A>{n}</A>", "<A ua='ro'/><B/></flat-profile>");
    assert!(sets(&xml, Syntax::Xml).parse::<usize>().unwrap() > limits::OCCURRENCES);
    let text = filled("", "A?\"{n}\";", "A?;");
    assert!(sets(&text, Syntax::Text).parse::<usize>().unwrap() > limits::OCCURRENCES);
}

#[test]
fn an_error_after_a_thousand_warnings_is_reported() {
    let warnings = "x<A/>".repeat(5_000);
    let head = format!("<flat-profile>{warnings}");
    let one = codes("one error", format!("{head}<A>&</A></flat-profile>").as_bytes());
    assert_eq!(one[..4], [Code::MORE_FINDINGS, Code::BARE_AMPERSAND, Code::STRAY_TEXT, Code::REPEATED_SAME]);
    let many = codes("many errors", &filled(&head, "&", "</flat-profile>"));
    assert_eq!(many, one[..4]);
}

#[test]
fn names_as_long_as_the_source_are_not_copied_for_each_child() {
    let name = "N".repeat((2 << 20) - 64);
    let (start, end) = (format!("<flat-profile><{name}>"), "</flat-profile>");
    assert_eq!(codes("a parameter", format!("{start}</{name}>{end}").as_bytes()), [Code::OVER_LIMIT]);
    let half = "N".repeat(1 << 20);
    let (start, end) = (format!("<flat-profile><{half}>"), format!("</{half}></flat-profile>"));
    assert_eq!(codes("parameters of a section", &filled(&start, "<A/>", &end)), [Code::OVER_LIMIT]);
    assert_eq!(codes("sections of a section", &filled(&start, "<S><A/></S>", &end)), [Code::OVER_LIMIT]);
    let around =
        codes("around", &filled(&format!("<{half}><flat-profile>"), "<A/>", &format!("</flat-profile></{half}>")));
    assert_eq!(around, [Code::MORE_FINDINGS, Code::REPEATED_SAME]);
}

#[test]
fn attributes_without_end_are_answered_in_time() {
    assert_eq!(
        codes("on one element", &filled("<flat-profile><A ", "a{n}='' ", "/></flat-profile>")),
        [Code::OVER_LIMIT]
    );
    let sixteen: String = (0..16).map(|number| format!(" a{number}='&amp;'")).collect();
    assert_profile(&format!("<A{sixteen}/>"), &[Code::MORE_FINDINGS, Code::REPEATED_SAME, Code::UNKNOWN_ATTRIBUTE]);
    assert_profile("<A{n} ua='x'/>", &[Code::MORE_FINDINGS, Code::UNKNOWN_ACCESS, Code::OVER_LIMIT]);
    for (unit, expected) in [("&lt;", None), ("&lt", Some(Code::BARE_AMPERSAND)), ("&", Some(Code::BARE_AMPERSAND))] {
        let source = filled("<flat-profile><A group='", unit, "'/></flat-profile>");
        assert_eq!(codes("one value", &source), Vec::from_iter(expected), "{unit}");
    }
}

#[test]
fn values_without_end_are_answered_in_time() {
    let value = |unit: &str| codes(unit, &filled("<flat-profile><A>", unit, "</A></flat-profile>"));
    for unit in ["x", "&lt;", "\r", "<![CDATA[x]]>", "<!---->x", "\u{10fffd}", "'", "\"", ">x"] {
        let trimmed = unit == "\r";
        assert_eq!(value(unit), if trimmed { &[][..] } else { &[Code::OVER_LIMIT] }, "{unit}");
    }
    assert_eq!(value("<?p?>x"), [Code::INSTRUCTION_IN_VALUE, Code::OVER_LIMIT]);
    for unit in ["&x;", "&#0;"] {
        assert_eq!(value(unit), [Code::MORE_FINDINGS, Code::UNKNOWN_REFERENCE], "{unit}");
    }
    assert_eq!(value("&"), [Code::MORE_FINDINGS, Code::BARE_AMPERSAND, Code::OVER_LIMIT]);
    assert_eq!(value("]]>"), [Code::MALFORMED, Code::OVER_LIMIT]);
    assert_eq!(value("\u{7f}"), [Code::OVER_LIMIT, Code::ILLEGAL_VALUE]);
}

#[test]
fn markup_without_end_is_answered_in_time() {
    let profile = |unit: &str| codes(unit, &filled("<flat-profile>", unit, ""));
    for (unit, expected) in [
        ("<", Code::UNCLOSED),
        ("<>", Code::BARE_LESS_THAN),
        ("<a ", Code::UNCLOSED),
        ("<a b='", Code::UNCLOSED),
        ("<!", Code::MALFORMED),
        ("<!--", Code::UNCLOSED),
        ("<![CDATA[", Code::UNCLOSED),
        ("<?", Code::UNCLOSED),
        ("<!DOCTYPE", Code::DOCTYPE),
        ("</", Code::UNCLOSED),
        ("</a>", Code::WRONG_END_TAG),
        ("]", Code::UNCLOSED),
        ("&", Code::BARE_AMPERSAND),
    ] {
        assert!(profile(unit).contains(&expected), "{unit}");
    }
    let comment = |unit: &str| codes(unit, &filled("<flat-profile><!--", unit, "--></flat-profile>"));
    assert_eq!(comment("x"), []);
    assert_eq!(comment("<"), []);
    assert_eq!(comment("-"), [Code::DASHES_IN_COMMENT]);
    assert_profile("<!----->", &[Code::MORE_FINDINGS, Code::DASHES_IN_COMMENT]);
}

#[test]
fn text_around_the_profile_is_answered_in_time() {
    assert_eq!(codes("blanks", &filled("", "\n", "")), [Code::EMPTY]);
    assert_eq!(codes("text", &filled("", "x", "")), [Code::OUTSIDE_ROOT]);
    assert_eq!(codes("after", &filled("<flat-profile/>", "<!--x-->", "")), []);
    assert_eq!(
        codes("around", &filled("<a>", "x<b>y</b>", "<flat-profile/></a>")),
        [Code::MORE_FINDINGS, Code::OUTSIDE_PROFILE]
    );
    assert_eq!(codes("zeros", &vec![0; limits::SOURCE]), [Code::ILLEGAL_CHARACTER]);
    assert_eq!(codes("bytes", &vec![0xfe; limits::SOURCE]), [Code::NOT_TEXT]);
    assert_eq!(codes("broken at the end", &[&vec![b' '; limits::SOURCE - 1][..], b"\x80"].concat()), [Code::NOT_TEXT]);
}

#[test]
fn latin1_of_nothing_but_accents_is_answered_in_time() {
    let latin1 = |unit: &str| {
        let head = "<?xml version='1.0' encoding='ISO-8859-1'?><flat-profile>";
        let source = String::from_utf8(filled(head, unit, "</flat-profile>")).unwrap();
        source.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>()
    };
    let repeated = [Code::MORE_FINDINGS, Code::REPEATED_SAME];
    assert_eq!(codes("parameters", &latin1("<A>\u{e9}</A>")), repeated);
    assert_eq!(codes("stray", &latin1("\u{e9}<A/>")), [Code::MORE_FINDINGS, Code::STRAY_TEXT, Code::REPEATED_SAME]);
    assert_eq!(codes("one value", &latin1("\u{e9}")), [Code::STRAY_TEXT]);
}

#[test]
fn plain_text_is_answered_in_time_line_by_line() {
    for (unit, expected) in [
        ("A ;\n", &[Code::MORE_FINDINGS, Code::REPEATED_SAME][..]),
        ("A{n} ;\n", &[Code::OVER_LIMIT]),
        ("A\n", &[Code::MORE_FINDINGS, Code::MISSING_SEMICOLON]),
        ("A \"\n", &[Code::MORE_FINDINGS, Code::UNCLOSED_QUOTE]),
        ("\"\n", &[Code::MORE_FINDINGS, Code::NOT_AN_ENTRY]),
        ("A \"\"\"\n", &[Code::MORE_FINDINGS, Code::QUOTE_IN_VALUE]),
        ("A \"\"\tx\n", &[Code::MORE_FINDINGS, Code::NOT_AN_ENTRY]),
        ("A[ ;\n", &[Code::MORE_FINDINGS, Code::INVALID_NAME]),
        ("import a\n", &[Code::IMPORT_UNREADABLE, Code::IMPORT_LIMIT]),
        ("Password \"\n", &[Code::MORE_FINDINGS, Code::UNCLOSED_QUOTE]),
        ("Password\n", &[Code::MORE_FINDINGS, Code::MISSING_SEMICOLON]),
        ("Password \"\nA \"\" ;\n", &[Code::MORE_FINDINGS, Code::UNCLOSED_QUOTE, Code::REPEATED_SAME]),
        ("# Password \"\n", &[]),
        ("\r\n", &[]),
    ] {
        // What is in the first line leaves a value open, or says nothing.
        for head in ["Z \"\" ;\n", "Z \"\" ;\n# Password \"\n"] {
            assert_eq!(text_codes(head, unit), expected, "{head}{unit}");
        }
    }
}

#[test]
fn plain_text_of_one_line_is_answered_in_time() {
    for (unit, expected) in [
        ("A", &[Code::MISSING_SEMICOLON][..]),
        (";", &[Code::NOT_AN_ENTRY]),
        ("A ;", &[Code::MORE_FINDINGS, Code::REPEATED_SAME]),
        ("A \"x\" ;", &[Code::MORE_FINDINGS, Code::REPEATED_SAME]),
        ("A \"x\" ", &[Code::MORE_FINDINGS, Code::MISSING_SEMICOLON]),
        ("A \"", &[Code::QUOTE_IN_VALUE]),
        ("\"", &[Code::NOT_AN_ENTRY]),
        ("A* ;", &[Code::MORE_FINDINGS, Code::UNKNOWN_MARK]),
        ("A* \";", &[Code::MORE_FINDINGS, Code::UNKNOWN_MARK]),
        ("A[ ;", &[Code::MORE_FINDINGS, Code::INVALID_NAME]),
        ("A[1]", &[Code::MISSING_SEMICOLON]),
        ("[", &[Code::NOT_AN_ENTRY]),
        ("#", &[]),
        (" ", &[]),
        ("A ", &[Code::NOT_AN_ENTRY]),
        ("\u{e9}", &[Code::INVALID_NAME]),
        ("Password ;", &[Code::MORE_FINDINGS, Code::REPEATED_SAME]),
        ("Password* ;", &[Code::MORE_FINDINGS, Code::UNKNOWN_MARK]),
        ("--key ", &[Code::NOT_AN_ENTRY]),
        ("A://b", &[Code::NOT_AN_ENTRY]),
    ] {
        for head in ["B ;", "# Password \"\nB ;"] {
            assert_eq!(text_codes(head, unit), expected, "{head}{unit}");
        }
    }
    assert_eq!(text_codes("A \"", "x"), [Code::UNCLOSED_QUOTE]);
    assert_eq!(text_codes("A \"", "\t"), [Code::UNCLOSED_QUOTE]);
    assert_eq!(text_codes("import ", "a"), [Code::IMPORT_UNREADABLE]);
    assert_eq!(text_codes("B ;\nA ! ", "! "), [Code::UNKNOWN_MARK]);
    assert_eq!(text_codes("A ;\nPassword", " "), [Code::MISSING_SEMICOLON]);
}
