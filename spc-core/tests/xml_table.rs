//! The pitfalls of the XML reader (docs/security.md 2), row by row: what quick-xml lets pass is refused with its code,
//! at its line and column and with its hint, and what must be read is read completely.
#![cfg(test)]

use spc_core::diagnostic::Code;
use spc_core::source::{Reader, Syntax};

#[path = "common/findings.rs"]
mod findings;

use findings::{findings, places};

/// Checks the only finding of a source: its code, its place, and how to fix it.
#[track_caller]
fn assert_refused(source: impl AsRef<[u8]>, code: Code, line: usize, column: usize, help: Option<&str>) {
    let source = source.as_ref();
    assert_eq!(places(source), [(code, line, column)], "{}", source.escape_ascii());
    assert_eq!(findings(source)[0].help.as_deref(), help, "{}", source.escape_ascii());
}

/// A profile that contains this, beginning at line 2, column 1.
fn profile(inside: &str) -> String {
    format!("<flat-profile>\n{inside}\n</flat-profile>\n")
}

/// The names and values of a profile that contains this, which is read without findings.
#[track_caller]
fn read(inside: &str) -> Vec<(String, Option<String>)> {
    let source = profile(inside);
    let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap();
    assert_eq!(parsed.diagnostics, [], "{inside}");
    let parameters = parsed.profile.parameters.iter();
    parameters.map(|p| (p.name.to_string(), p.value.text().map(str::to_owned))).collect()
}

/// The value of the only parameter, `A`, with this between its tags.
#[track_caller]
fn value(inside: &str) -> String {
    let read = read(&format!("<A>{inside}</A>"));
    assert_eq!(read.len(), 1, "{inside}");
    read[0].1.clone().unwrap()
}

const LESS_THAN: Option<&str> = Some("in a value, such as a dial plan, `<` is written &lt;");
const AMPERSAND: Option<&str> = Some("in a value, `&` is written &amp;");
const REFERENCES: Option<&str> =
    Some("the five names are &amp; &lt; &gt; &apos; &quot;; any other character may be written &#number;");
const NAMES: Option<&str> =
    Some("names consist of ASCII letters, digits, `_`, `-` and `.`, and begin with a letter or `_`");
const CUT: Option<&str> = Some("the file may have been cut short");

#[test]
fn a_truncated_download_does_not_compile() {
    assert_refused("<flat-profile><A>1", Code::UNCLOSED, 1, 19, CUT);
    assert_refused("<flat-profile>\n<A>1</A>\n", Code::UNCLOSED, 3, 1, CUT);
    let found = findings(b"<w>\n<flat-profile><A>1");
    let notes: Vec<(u32, &str)> = found[0].notes.iter().map(|(span, note)| (span.start(), note.as_str())).collect();
    let opened = [(18, "`<A>` is opened here"), (4, "`<flat-profile>` is opened here"), (0, "`<w>` is opened here")];
    assert_eq!(notes, opened);
    let cut_tag = Some("is its `>` missing, or was the file cut short?");
    assert_refused("<flat-profile><A>1</A", Code::UNCLOSED, 1, 19, cut_tag);
    assert_refused("<flat-profile><A>1</A></flat-profile\n", Code::UNCLOSED, 1, 23, cut_tag);
    let less_than = Some("in a value, `<` is written &lt;");
    assert_refused("<flat-profile><A>1<b", Code::UNCLOSED, 1, 19, less_than);
    let cut_comment = Some("is its `-->` missing, or was the file cut short?");
    assert_refused("<flat-profile/><!-- x", Code::UNCLOSED, 1, 16, cut_comment);
    assert_refused("<flat-profile><![CDATA[x", Code::UNCLOSED, 1, 15, None);
    assert_refused("", Code::EMPTY, 1, 1, None);
    assert_refused("\n \n", Code::EMPTY, 3, 1, None);
}

#[test]
fn nothing_but_blanks_comments_and_instructions_is_outside_the_root() {
    assert_eq!(places(b" \n<!-- x --><?y?>\n<flat-profile/>\r\n<!-- z --><?y z?>\n"), []);
    for (source, line, column) in [
        ("<flat-profile/>\n<flat-profile/>", 2, 1),
        ("<flat-profile/>\n <a/>", 2, 2),
        ("x<flat-profile/>", 1, 1),
        ("<flat-profile/>\n\n  x", 3, 3),
        ("<flat-profile/>&amp;", 1, 16),
        ("<flat-profile/>&", 1, 16),
        ("<flat-profile/><![CDATA[]]>", 1, 16),
        ("<flat-profile></flat-profile></a>", 1, 32),
    ] {
        // A second profile is also a second root.
        let found = places(source.as_bytes());
        assert_eq!(found[0], (Code::OUTSIDE_ROOT, line, column), "{source}");
        assert_eq!(found.len(), 1, "{source}");
    }
}

#[test]
fn references_are_resolved_or_refused_and_never_dropped() {
    assert_eq!(value("&amp;&lt;&gt;&apos;&quot;"), "&<>'\"");
    assert_eq!(value("s3c&amp;r&#101;t&#x21;"), "s3c&ret!");
    assert_eq!(value("&amp;lt;"), "&lt;");
    for name in ["b", "undef", "nbsp", "Amp"] {
        assert_refused(profile(&format!("<A>x&{name};</A>")), Code::UNKNOWN_REFERENCE, 2, 5, REFERENCES);
    }
    for bare in ["x& y", "x&", "x&;", "x&1;", "x&#;", "x&#x;", "x&#x1g;", "x&#-1;", "x&# 1;"] {
        assert_refused(profile(&format!("<A>{bare}</A>")), Code::BARE_AMPERSAND, 2, 5, AMPERSAND);
    }
    // All of them are reported in one run.
    assert_eq!(places(profile("<A>&x;</A>\n<B>& &y;</B>").as_bytes()).len(), 3);
}

#[test]
fn a_document_type_is_refused() {
    let help = Some("remove it: profiles need no entities, and devices do not read them");
    assert_refused("<!DOCTYPE flat-profile>\n<flat-profile/>", Code::DOCTYPE, 1, 1, help);
    assert_refused("<?xml version='1.0'?>\n<!DOCTYPE f [<!ENTITY b 'x'>]><f/>", Code::DOCTYPE, 2, 1, help);
    assert_refused("<!DOCTYPE f SYSTEM \"other.xml\"><flat-profile/>", Code::DOCTYPE, 1, 1, help);
    assert_refused(profile("<!DOCTYPE f>"), Code::DOCTYPE, 2, 1, help);
    for broken in ["<!DOCTYPE", "<!DOCTYPE>", "<!DOCTYPE f [<!ENTITY b 'x'>"] {
        assert_eq!(places(broken.as_bytes())[0].0, Code::DOCTYPE, "{broken}");
    }
}

#[test]
fn characters_that_xml_does_not_allow_are_refused_raw_and_by_number() {
    for number in ["0", "x1F", "xD800", "xDFFF", "xFFFE", "xFFFF", "x110000", "x100000041", "8"] {
        assert_refused(profile(&format!("<A>x&#{number};</A>")), Code::UNKNOWN_REFERENCE, 2, 5, None);
    }
    for raw in ['\0', '\u{1}', '\u{1f}', '\u{b}', '\u{fffe}', '\u{ffff}'] {
        assert_refused(profile(&format!("<A>é{raw}</A>")), Code::ILLEGAL_CHARACTER, 2, 5, None);
        assert_refused(profile(&format!("<!--{raw}-->")), Code::ILLEGAL_CHARACTER, 2, 5, None);
    }
    assert_eq!(value("a&#9;&#10;&#13;\u{85}&#xD7FF;&#xE000;&#xFFFD;&#x10FFFF;z").chars().count(), 10);
    // XML allows this one, but a value must not contain it (FORMAT 6.7).
    assert_refused(profile("<A>&#127;</A>"), Code::ILLEGAL_VALUE, 2, 4, None);
}

#[test]
fn pieces_of_a_value_are_joined_and_normalised_once() {
    assert_eq!(value("se<!--x-->cret"), "secret");
    assert_eq!(value("x<![CDATA[ <&> ]]>y"), "x <&> y");
    assert_eq!(value(" a<!-- --> <![CDATA[ b ]]> "), "a  b");
    assert_eq!(value("<![CDATA[]]]]><![CDATA[>]]>"), "]]>");
}

#[test]
fn each_template_in_short_tags_is_found_in_one_run() {
    let source = b"<flat-profile><A><?= $u ?></A><B>x<?=$p?></B><C><? echo 1 ?></C></flat-profile>";
    let findings = findings(source);
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::MALFORMED; 3]);
    assert!(findings.iter().all(|finding| finding.help.as_deref().is_some_and(|help| help.contains("template"))));
}

#[test]
fn an_instruction_in_a_value_is_refused_once_and_elsewhere_ignored() {
    let template = Some("is this a template that was not rendered? the value would lack this part");
    for value in ["<?php echo $u; ?>", "<?x?>a", "a<?x?> ", "a<?x?>b<?y?>", "<!-- --><?x?>"] {
        let column = 4 + value.find("<?").unwrap();
        assert_refused(profile(&format!("<A>{value}</A>")), Code::INSTRUCTION_IN_VALUE, 2, column, template);
    }
    assert_eq!(read("<?x?><A>1</A><?x?><S><?y?><B>2</B><C/><?x?></S><?x?>").len(), 3);
}

#[test]
fn blanks_around_a_reference_stay() {
    assert_eq!(value("A &amp; B"), "A & B");
    assert_eq!(value("\n  A &amp; B\t"), "A & B");
    assert_eq!(value("&#32;&#9;x&#10;"), "x");
    assert_eq!(value("\u{a0}x\u{a0}"), "\u{a0}x\u{a0}");
}

#[test]
fn an_empty_tag_keeps_and_an_empty_element_sets() {
    let read = read("<A/><B></B><C />\n<D> <!-- --> </D><E><![CDATA[]]></E><F>/></F>");
    let values: Vec<Option<&str>> = read.iter().map(|(_, value)| value.as_deref()).collect();
    assert_eq!(values, [None, Some(""), None, Some(""), Some(""), Some("/>")]);
}

#[test]
fn names_of_parameters_and_of_sections_are_checked() {
    assert_refused(profile("<1a/>"), Code::MALFORMED, 2, 2, NAMES);
    assert_refused(profile("<-a/>"), Code::MALFORMED, 2, 2, NAMES);
    assert_refused(profile("<-9:a/>"), Code::BARE_LESS_THAN, 2, 1, LESS_THAN);
    assert_refused(profile("<:x/>"), Code::INVALID_NAME, 2, 2, NAMES);
    assert_refused(profile("<x:y/>"), Code::INVALID_NAME, 2, 3, NAMES);
    assert_refused(profile("<Größe>1</Größe>"), Code::INVALID_NAME, 2, 4, NAMES);
    assert_refused(profile("<é><A/></é>"), Code::INVALID_NAME, 2, 2, NAMES);
    assert_refused(profile("<S><é><A/></é></S>"), Code::INVALID_NAME, 2, 5, NAMES);
    let template = Some("is this a template that was not rendered?");
    assert_refused(profile("<Name_{$n}_>1</Name_{$n}_>"), Code::MALFORMED, 2, 7, template);
    assert_eq!(places("<é><flat-profile/></é>".as_bytes()), []);
}

#[test]
fn a_repeated_attribute_is_refused_wherever_it_is() {
    assert_refused(profile("<A ua=\"na\" ua=\"rw\">1</A>"), Code::REPEATED_ATTRIBUTE, 2, 12, None);
    assert_refused("<w a='1'\na='1'><flat-profile/></w>", Code::REPEATED_ATTRIBUTE, 2, 1, None);
    assert_eq!(findings(b"<w a='1' a='2'/>")[0].notes[0].0.start(), 3);
}

#[test]
fn line_ends_become_one_space() {
    assert_eq!(value("a\r\nb\rc\nd\te"), "a b c d e");
    assert_eq!(value("a\r\n\r\nb"), "a  b");
    assert_eq!(value("<![CDATA[a\r\nb\rc]]>"), "a b c");
    assert_eq!(value("a&#13;&#10;b"), "a  b");
}

#[test]
fn bytes_in_no_known_encoding_are_refused_and_latin1_is_read_when_declared() {
    let save = Some("save the file as UTF-8");
    let source = profile("<A>1</A>");
    let utf16 = |to: fn(u16) -> [u8; 2]| source.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    assert_refused([b"\xff\xfe", &utf16(u16::to_le_bytes)[..]].concat(), Code::UNSUPPORTED_ENCODING, 1, 1, save);
    assert_refused([b"\xfe\xff", &utf16(u16::to_be_bytes)[..]].concat(), Code::UNSUPPORTED_ENCODING, 1, 1, save);
    assert_refused(utf16(u16::to_le_bytes), Code::UNSUPPORTED_ENCODING, 1, 1, save);
    assert_refused(utf16(u16::to_be_bytes), Code::UNSUPPORTED_ENCODING, 1, 1, save);
    let other = b"<?xml version='1.0' encoding='windows-1252'?><flat-profile><A>\x93</A></flat-profile>";
    assert_refused(other, Code::UNSUPPORTED_ENCODING, 1, 31, save);

    let declare =
        Some("save the file as UTF-8; XML in Latin-1 may begin with <?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>");
    for (bytes, what) in [
        (&b"caf\xe9"[..], "undeclared Latin-1"),
        (b"caf\xc0\xaf", "an overlong form"),
        (b"caf\xed\xa0\x80", "a surrogate"),
        (b"caf\xf4\x90\x80\x80", "a number beyond Unicode"),
    ] {
        let source = [b"<flat-profile>\n<A>", bytes, b"</A></flat-profile>"].concat();
        assert_eq!(places(&source), [(Code::NOT_TEXT, 2, 7)], "{what}");
        assert_eq!(findings(&source)[0].help.as_deref(), declare, "{what}");
    }

    let latin1 = b"<?xml version='1.0' encoding='iso-8859-1'?><flat-profile><A>caf\xe9</A></flat-profile>";
    let parsed = Reader::new().syntax(Syntax::Xml).read(latin1).unwrap();
    assert_eq!(parsed.profile.parameters[0].value.text(), Some("café"));
}

#[test]
fn elements_are_counted_from_the_root_and_not_by_recursion() {
    let nested = |depth: usize| format!("{}<flat-profile/>{}", "<w>".repeat(depth), "</w>".repeat(depth));
    assert_eq!(places(nested(15).as_bytes()), []);
    assert_refused(nested(16), Code::OVER_LIMIT, 1, 49, None);
    assert_refused("<a>".repeat(1_000_000), Code::OVER_LIMIT, 1, 49, None);
}

#[test]
fn sections_of_one_name_are_counted_by_parent() {
    let read = read("<S><A/></S><T><S><A/></S><S><A/></S></T><S><A/></S><A/><T><S><A/></S></T><S><A/></S>");
    let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["S/A", "T/S/A", "T/S[2]/A", "S[2]/A", "A", "T[2]/S/A", "S[3]/A"]);
}
