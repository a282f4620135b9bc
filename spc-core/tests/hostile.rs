//! Sources as large as they may be and made to hurt: each is answered within seconds, by a report of bounded length.
//!
//! The bound is generous, for a debug build on a busy machine; what it catches is work that grows with the square of
//! the source, which takes minutes at this size.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, clippy::disallowed_types, reason = "only the library knows no clock")]

use std::time::{Duration, Instant};

use spc_core::diagnostic::Code;
use spc_core::limits::{self, Limits};
use spc_core::profile::{ParameterName, UserAccess};
use spc_core::source::{self, NoImports, Syntax};

#[path = "common/findings.rs"]
mod findings;

use findings::{findings_of, places};

const PATIENCE: Duration = Duration::from_secs(20);
/// Findings of one run, and the one that says how many more there are.
const REPORT: usize = 1_001;

/// As large a source as there may be: the unit again and again, numbered where it has a `{n}`.
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

/// Reads the source in time and gives the codes of its findings, each once, in the order of their numbers.
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

/// The same for plain text that is filled with the unit, and the head before it. What is said is bounded as well.
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
        assert!(said < 1_000, "{unit}: {said} bytes are said");
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
    assert_eq!(codes("2 000 000 elements", deep.as_bytes()), [Code::SourceTooLarge]);
    assert_eq!(codes("1 398 101 elements", &deep.as_bytes()[..limits::SOURCE - 1]), [Code::OverLimit]);
    let closed = filled("<a>", "<b><flat-profile/></b>", "</a>");
    assert_eq!(codes("a million profiles", &closed), [Code::MoreFindings, Code::NoSingleProfile]);
}

#[test]
fn parameters_and_sections_without_end_are_answered_in_time() {
    assert_profile("<A/>", &[Code::MoreFindings, Code::RepeatedSame]);
    assert_profile("<A>{n}</A>", &[Code::MoreFindings, Code::RepeatedOther]);
    assert_profile("<A{n}/>", &[Code::OverLimit]);
    assert_profile("<S><A/></S>", &[Code::MoreFindings, Code::OverLimit]);
    assert_profile("<S{n}><A/></S{n}>", &[Code::OverLimit]);
    assert_profile("<A/><A><A/></A>", &[Code::MoreFindings, Code::RepeatedSame, Code::Mixed]);
    assert_profile("<é/>", &[Code::MoreFindings, Code::InvalidName]);
    assert_profile("x<A/>", &[Code::MoreFindings, Code::StrayText, Code::RepeatedSame]);
    let nested = format!("{}<A>x</A>{}", "<S>".repeat(7), "</S>".repeat(7));
    assert_profile(&nested, &[Code::MoreFindings, Code::OverLimit]);
}

#[test]
fn repeats_without_end_are_folded_as_if_all_were_kept() {
    let sets = |text: &[u8], syntax| {
        let parsed = source::parse(text, syntax, &mut NoImports, &Limits::default()).unwrap();
        // The first `B` is no repeat.
        assert!(parsed.profile.parameters.len() <= limits::OCCURRENCES + 1);
        assert_eq!(parsed.places.len(), parsed.profile.parameters.len());
        let name = ParameterName::parse("A").unwrap();
        let place = parsed.places.iter().rfind(|place| place.value.start < place.value.end).unwrap().value;
        let folded = parsed.profile.fold();
        let last = folded.get(&name).unwrap();
        assert_eq!(last.access, Some(UserAccess::ReadOnly));
        let last = last.value.text().unwrap();
        assert_eq!(last.as_bytes(), &text[place.start as usize..place.end as usize]);
        last.to_owned()
    };
    let xml = filled("<flat-profile>", "<A>{n}</A>", "<A ua='ro'/><B/></flat-profile>");
    assert!(sets(&xml, Syntax::Xml).parse::<usize>().unwrap() > limits::OCCURRENCES);
    let text = filled("", "A?\"{n}\";", "A?;");
    assert!(sets(&text, Syntax::Text).parse::<usize>().unwrap() > limits::OCCURRENCES);
}

#[test]
fn an_error_behind_a_thousand_warnings_is_told() {
    let warnings = "x<A/>".repeat(500);
    let head = format!("<flat-profile>{warnings}");
    let one = codes("one error", format!("{head}<A>&</A></flat-profile>").as_bytes());
    assert_eq!(one, [Code::MoreFindings, Code::BareAmpersand, Code::StrayText, Code::RepeatedSame]);
    let many = codes("many errors", &filled(&head, "&", "</flat-profile>"));
    assert_eq!(many, [Code::MoreFindings, Code::BareAmpersand, Code::StrayText, Code::RepeatedSame]);
}

#[test]
fn names_as_long_as_the_source_are_not_copied_for_each_child() {
    let name = "N".repeat((2 << 20) - 64);
    let (start, end) = (format!("<flat-profile><{name}>"), "</flat-profile>");
    assert_eq!(codes("a parameter", format!("{start}</{name}>{end}").as_bytes()), [Code::OverLimit]);
    let half = "N".repeat(1 << 20);
    let (start, end) = (format!("<flat-profile><{half}>"), format!("</{half}></flat-profile>"));
    assert_eq!(codes("parameters of a section", &filled(&start, "<A/>", &end)), [Code::OverLimit]);
    assert_eq!(codes("sections of a section", &filled(&start, "<S><A/></S>", &end)), [Code::OverLimit]);
    let around =
        codes("around", &filled(&format!("<{half}><flat-profile>"), "<A/>", &format!("</flat-profile></{half}>")));
    assert_eq!(around, [Code::MoreFindings, Code::RepeatedSame]);
}

#[test]
fn attributes_without_end_are_answered_in_time() {
    assert_eq!(
        codes("on one element", &filled("<flat-profile><A ", "a{n}='' ", "/></flat-profile>")),
        [Code::OverLimit]
    );
    let sixteen: String = (0..16).map(|number| format!(" a{number}='&amp;'")).collect();
    assert_profile(&format!("<A{sixteen}/>"), &[Code::MoreFindings, Code::RepeatedSame, Code::UnknownAttribute]);
    assert_profile("<A{n} ua='x'/>", &[Code::MoreFindings, Code::UnknownAccess]);
    for (unit, expected) in [("&lt;", None), ("&lt", Some(Code::BareAmpersand)), ("&", Some(Code::BareAmpersand))] {
        let source = filled("<flat-profile><A group='", unit, "'/></flat-profile>");
        assert_eq!(codes("one value", &source), Vec::from_iter(expected), "{unit}");
    }
}

#[test]
fn values_without_end_are_answered_in_time() {
    let value = |unit: &str| codes(unit, &filled("<flat-profile><A>", unit, "</A></flat-profile>"));
    for unit in ["x", "&lt;", "\r", "<![CDATA[x]]>", "<!---->x", "<?p?>x", "\u{10fffd}", "'", "\"", ">x"] {
        let trimmed = unit == "\r";
        assert_eq!(value(unit), if trimmed { &[][..] } else { &[Code::OverLimit] }, "{unit}");
    }
    for unit in ["&x;", "&#0;"] {
        assert_eq!(value(unit), [Code::MoreFindings, Code::UnknownReference], "{unit}");
    }
    assert_eq!(value("&"), [Code::MoreFindings, Code::BareAmpersand]);
    assert_eq!(value("]]>"), [Code::Malformed, Code::OverLimit]);
    assert_eq!(value("\u{7f}"), [Code::OverLimit, Code::IllegalValue]);
}

#[test]
fn markup_without_end_is_answered_in_time() {
    let profile = |unit: &str| codes(unit, &filled("<flat-profile>", unit, ""));
    for (unit, expected) in [
        ("<", Code::Unclosed),
        ("<>", Code::BareLessThan),
        ("<a ", Code::Unclosed),
        ("<a b='", Code::Unclosed),
        ("<!", Code::Malformed),
        ("<!--", Code::Unclosed),
        ("<![CDATA[", Code::Unclosed),
        ("<?", Code::Unclosed),
        ("<!DOCTYPE", Code::Doctype),
        ("</", Code::Unclosed),
        ("</a>", Code::WrongEndTag),
        ("]", Code::Unclosed),
        ("&", Code::BareAmpersand),
    ] {
        assert!(profile(unit).contains(&expected), "{unit}");
    }
    let comment = |unit: &str| codes(unit, &filled("<flat-profile><!--", unit, "--></flat-profile>"));
    assert_eq!(comment("x"), []);
    assert_eq!(comment("<"), []);
    assert_eq!(comment("-"), [Code::DashesInComment]);
    assert_profile("<!----->", &[Code::MoreFindings, Code::DashesInComment]);
}

#[test]
fn text_around_the_profile_is_answered_in_time() {
    assert_eq!(codes("blanks", &filled("", "\n", "")), [Code::Empty]);
    assert_eq!(codes("text", &filled("", "x", "")), [Code::OutsideRoot]);
    assert_eq!(codes("behind", &filled("<flat-profile/>", "<!--x-->", "")), []);
    assert_eq!(
        codes("around", &filled("<a>", "x<b>y</b>", "<flat-profile/></a>")),
        [Code::MoreFindings, Code::OutsideProfile]
    );
    assert_eq!(codes("zeros", &vec![0; limits::SOURCE]), [Code::IllegalCharacter]);
    assert_eq!(codes("bytes", &vec![0xfe; limits::SOURCE]), [Code::NotText]);
    assert_eq!(codes("broken at the end", &[&vec![b' '; limits::SOURCE - 1][..], b"\x80"].concat()), [Code::NotText]);
}

#[test]
fn latin1_of_nothing_but_accents_is_answered_in_time() {
    let latin1 = |unit: &str| {
        let head = "<?xml version='1.0' encoding='ISO-8859-1'?><flat-profile>";
        let source = String::from_utf8(filled(head, unit, "</flat-profile>")).unwrap();
        source.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>()
    };
    let repeated = [Code::MoreFindings, Code::RepeatedSame];
    assert_eq!(codes("parameters", &latin1("<A>\u{e9}</A>")), repeated);
    assert_eq!(codes("stray", &latin1("\u{e9}<A/>")), [Code::MoreFindings, Code::StrayText, Code::RepeatedSame]);
    assert_eq!(codes("one value", &latin1("\u{e9}")), [Code::StrayText]);
}

#[test]
fn plain_text_is_answered_in_time_line_by_line() {
    use Code::{
        ImportLimit, ImportUnreadable, MissingSemicolon, MoreFindings, NotAnEntry, QuoteInValue, UnclosedQuote,
    };
    for (unit, expected) in [
        ("A ;\n", &[MoreFindings, Code::RepeatedSame][..]),
        ("A{n} ;\n", &[Code::OverLimit]),
        ("A\n", &[MoreFindings, MissingSemicolon]),
        ("A \"\n", &[MoreFindings, UnclosedQuote]),
        ("\"\n", &[MoreFindings, NotAnEntry]),
        ("A \"\"\"\n", &[MoreFindings, QuoteInValue]),
        ("A \"\"\tx\n", &[MoreFindings, NotAnEntry]),
        ("A[ ;\n", &[MoreFindings, Code::InvalidName]),
        ("import a\n", &[MoreFindings, ImportUnreadable, ImportLimit]),
        ("Password \"\n", &[MoreFindings, UnclosedQuote]),
        ("Password\n", &[MoreFindings, MissingSemicolon]),
        ("Password \"\nA \"\" ;\n", &[MoreFindings, UnclosedQuote, Code::RepeatedSame]),
        ("# Password \"\n", &[]),
        ("\r\n", &[]),
    ] {
        // What stands in the first line leaves a value open, or says nothing.
        for head in ["# c\n", "# Password \"\n"] {
            assert_eq!(text_codes(head, unit), expected, "{head}{unit}");
        }
    }
}

#[test]
fn plain_text_of_one_line_is_answered_in_time() {
    use Code::{MissingSemicolon, MoreFindings, NotAnEntry, QuoteInValue, UnclosedQuote, UnknownMark};
    for (unit, expected) in [
        ("A", &[MissingSemicolon][..]),
        (";", &[NotAnEntry]),
        ("A ;", &[MoreFindings, Code::RepeatedSame]),
        ("A \"x\" ;", &[MoreFindings, Code::RepeatedSame]),
        ("A \"x\" ", &[MoreFindings, MissingSemicolon]),
        ("A \"", &[QuoteInValue]),
        ("\"", &[NotAnEntry]),
        ("A* ;", &[MoreFindings, UnknownMark]),
        ("A* \";", &[MoreFindings, UnknownMark]),
        ("A[ ;", &[MoreFindings, Code::InvalidName]),
        ("A[1]", &[MissingSemicolon]),
        ("[", &[NotAnEntry]),
        ("#", &[]),
        (" ", &[]),
        ("A ", &[NotAnEntry]),
        ("\u{e9}", &[Code::InvalidName]),
        ("Password ;", &[MoreFindings, Code::RepeatedSame]),
        ("Password* ;", &[MoreFindings, UnknownMark]),
        ("--key ", &[NotAnEntry]),
        ("A://b", &[NotAnEntry]),
    ] {
        for head in ["B ;", "# Password \"\nB ;"] {
            assert_eq!(text_codes(head, unit), expected, "{head}{unit}");
        }
    }
    assert_eq!(text_codes("A \"", "x"), [UnclosedQuote]);
    assert_eq!(text_codes("A \"", "\t"), [UnclosedQuote]);
    assert_eq!(text_codes("import ", "a"), [Code::ImportUnreadable]);
    assert_eq!(text_codes("A ! ", "! "), [UnknownMark]);
    assert_eq!(text_codes("A ;\nPassword", " "), [MissingSemicolon]);
}
