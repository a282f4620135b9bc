//! Explains what is wrong with text that is not an entry, and how to fix it.
//!
//! No message quotes more than one character of the text, which may be a password, or a name unless the scanner is sure
//! that it is one.

use super::grammar::plain;
use super::item::{Broken, Fault};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::source::xml::{DELETE_END_OF_DOS_FILE, END_OF_DOS_FILE, help_for_text_before};

const ENTRY: &str = "an entry is a name, an optional `!` or `?`, an optional value in double quotes, and `;`";
const QUOTED: &str = "a value is written in double quotes: NAME \"VALUE\" ;";
const TEMPLATE: &str = "is this a template that was not rendered?";

/// The code of a fault, which also decides how many of its kind are kept.
pub(super) fn code(fault: Fault) -> Code {
    match fault {
        Fault::MissingSemicolon => Code::MISSING_SEMICOLON,
        Fault::UnclosedQuote { .. } => Code::UNCLOSED_QUOTE,
        Fault::QuoteInValue => Code::QUOTE_IN_VALUE,
        Fault::Typographic(_) => Code::TYPOGRAPHIC,
        Fault::SecondMark | Fault::UnknownMark(_) | Fault::MarkAfterValue | Fault::MarkInLetters => Code::UNKNOWN_MARK,
        Fault::InName(_) | Fault::BadIndex | Fault::BlankInName | Fault::BlankBeforeIndex => Code::INVALID_NAME,
        Fault::NoName(character) if begins_other_name(character) => Code::INVALID_NAME,
        Fault::TextAfterValue
        | Fault::Separator(_)
        | Fault::NoName(_)
        | Fault::MisspeltImport
        | Fault::BareValue { .. } => Code::NOT_AN_ENTRY,
    }
}

/// Explains what is wrong.
pub(super) fn explain(broken: &Broken<'_>) -> Diagnostic {
    let of = |message: String| Diagnostic::of(code(broken.fault), broken.span, message);
    let label = |what: &str| broken.name.map_or_else(|| what.to_owned(), |name| format!("`{name}`"));
    let entry = || label("an entry");
    match broken.fault {
        Fault::MissingSemicolon => of(format!("missing `;` after {}", entry())).help("each entry ends with `;`"),
        Fault::UnclosedQuote { is_pasted } => {
            let finding = of(format!("the value of {} has no closing quote", entry()));
            finding.help(if is_pasted {
                "a typographic quote, as in printed manuals, does not close it"
            } else {
                "a value ends on the line it begins on"
            })
        }
        Fault::QuoteInValue => of(format!("a quote inside the value of {}", entry()))
            .help("only XML can express that; or is a `;` missing after this quote?"),
        Fault::TextAfterValue => of(format!("unexpected text after the value of {}", entry()))
            .help("`;` ends an entry, and `#` begins a comment"),
        Fault::Typographic(character) => typographic(of, character),
        Fault::Separator(character) => of(format!("`{character}` after {}", label("a name")))
            .help(format!("files of Name{character}Value lines are in another language: {ENTRY}")),
        Fault::NoName(character) => no_name(of, character),
        Fault::SecondMark => of(format!("a second mark after {}", label("a name"))),
        Fault::UnknownMark(character) => of(format!("unknown mark {character:?} after {}", label("a name")))
            .help("write `!` to let the user account change the parameter, or `?` to only show it"),
        Fault::MarkAfterValue => of(format!("the mark of {} comes after its value", entry()))
            .help("the mark comes before the value: NAME ! \"VALUE\" ;"),
        Fault::MarkInLetters => of(format!("letters in place of the mark of {}", entry()))
            .help("`!` is rw, `?` is ro, and an entry without a mark is na"),
        Fault::MisspeltImport => of("a line that begins like an `import` line".to_owned())
            .help("did you mean `import`, in small letters and without a colon?"),
        Fault::BlankInName => of("a space in a name".to_owned())
            .help("names have `_` instead of spaces, as in `User_ID[1]`; or is a `;` missing here?"),
        Fault::BlankBeforeIndex => of("a space before the index of a name".to_owned())
            .help("the index directly follows the name, as in `Proxy[1]`"),
        Fault::InName(character) => {
            let finding = of(format!("character {character:?} is not allowed in a name"));
            if is_of_templates(character) || character == '<' { finding.help(TEMPLATE) } else { finding }
        }
        Fault::BareValue { is_import } => of(format!("neither a mark nor a quoted value after {}", label("a name")))
            .help(if is_import { "an `import` line must not begin with a space" } else { QUOTED }),
        Fault::BadIndex => of(format!("the index of {} is not a number in brackets", label("a name")))
            .help("write it as in `Proxy[1]`"),
    }
}

/// Explains what a file without a single plausible entry seems to be: its first fault stands for those of all its
/// lines.
pub(super) fn explain_file(first: &Broken<'_>, text: &str, start: Span) -> Diagnostic {
    if ["<flat-profile", "</flat-profile", "<?xml"].iter().any(|mark| text.contains(mark)) {
        let finding = Diagnostic::of(Code::OUTSIDE_ROOT, start, "text before the profile's XML");
        return finding.help(help_for_text_before(text).unwrap_or(
            "saved from a browser's view? save the file itself, or delete everything before the first `<` of the profile",
        ));
    }
    match first.fault {
        Fault::Separator(_)
        | Fault::BareValue { .. }
        | Fault::Typographic(_)
        | Fault::MisspeltImport
        | Fault::MarkInLetters
        | Fault::BlankInName
        | Fault::BlankBeforeIndex => explain(first),
        // If only the mark of an entry is wrong, it has a quoted value.
        Fault::SecondMark | Fault::UnknownMark(_) if text.contains('"') => explain(first),
        _ => Diagnostic::of(Code::NOT_AN_ENTRY, start, "this is not a profile: none of its lines is an entry")
            .help(ENTRY),
    }
}

fn typographic(of: impl Fn(String) -> Diagnostic, character: char) -> Diagnostic {
    let plain = plain(character).unwrap_or_default();
    of(format!("typographic character U+{:04X}", u32::from(character)))
        .help(format!("pasted from a manual? write the plain `{plain}`"))
}

fn no_name(of: impl Fn(String) -> Diagnostic, character: char) -> Diagnostic {
    let entry = |message: &str| of(message.to_owned());
    match character {
        ';' => entry("`;` without an entry before it"),
        '"' => entry("a value without a name").help(ENTRY),
        '!' | '?' => entry("a mark without a name").help(ENTRY),
        '[' | '/' | '-' | '*' => entry("text that does not begin an entry").help("a comment begins with `#`"),
        END_OF_DOS_FILE => entry("U+001A, which marks the end of a file in DOS").help(DELETE_END_OF_DOS_FILE),
        _ if character.is_control() => of(format!("U+{:04X}, a control character", u32::from(character))),
        _ if is_of_templates(character) => entry("text that does not begin an entry").help(TEMPLATE),
        _ if begins_other_name(character) => entry("a name must begin with an ASCII letter or `_`"),
        _ => entry("text that does not begin an entry").help(ENTRY),
    }
}

fn begins_other_name(character: char) -> bool {
    character.is_alphanumeric()
}

const fn is_of_templates(character: char) -> bool {
    matches!(character, '{' | '$' | '%' | '@')
}

/// Whether a fault is one of all lines of a template that are not entries.
pub(super) const fn is_template_line(fault: Fault) -> bool {
    matches!(fault, Fault::NoName(character) if is_of_templates(character))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostics, LineIndex};

    use crate::source::{Reader, Syntax};

    /// Code and `line:column` of each finding.
    fn findings(text: &str) -> Vec<(Code, (usize, usize))> {
        let index = LineIndex::new(text.as_bytes());
        let parsed = Reader::new().syntax(Syntax::Text).read(text.as_bytes());
        let findings = parsed.map_or_else(Diagnostics::into_vec, |parsed| parsed.diagnostics);
        findings.iter().map(|finding| (finding.code, index.locate(finding.span.start))).collect()
    }

    #[test]
    fn each_fault_has_its_code_and_place() {
        let cases = [
            ("A \"x\"", Code::MISSING_SEMICOLON, 6),
            ("A \"x\"  # why", Code::MISSING_SEMICOLON, 6),
            ("A !", Code::MISSING_SEMICOLON, 4),
            ("A", Code::MISSING_SEMICOLON, 2),
            ("A \"x\" B \"y\" ;", Code::MISSING_SEMICOLON, 6),
            ("A \"x ;", Code::UNCLOSED_QUOTE, 3),
            ("A \"x\u{201d} ;", Code::UNCLOSED_QUOTE, 3),
            ("A \"say \"hi\" now\" ;", Code::QUOTE_IN_VALUE, 8),
            ("A \"\"\" ;", Code::QUOTE_IN_VALUE, 4),
            ("A \"x\\\"y\" ;", Code::QUOTE_IN_VALUE, 6),
            ("A * \"x\" ;", Code::UNKNOWN_MARK, 3),
            ("A& \"x\" ;", Code::UNKNOWN_MARK, 2),
            ("A !? \"x\" ;", Code::UNKNOWN_MARK, 4),
            ("A \"x\" ! ;", Code::UNKNOWN_MARK, 7),
            ("A \"x\" ?", Code::UNKNOWN_MARK, 7),
            ("A rw \"x\" ;", Code::UNKNOWN_MARK, 3),
            ("A RO ;", Code::UNKNOWN_MARK, 3),
            ("User_ID [1] \"x\" ;", Code::INVALID_NAME, 8),
            ("User ID[1] ! \"x\" ;", Code::INVALID_NAME, 5),
            ("Resync On Reset \"x\" ;", Code::INVALID_NAME, 7),
            ("A row \"x\" ;", Code::INVALID_NAME, 2),
            ("Include base.txt", Code::NOT_AN_ENTRY, 9),
            ("IMPORT base.txt", Code::NOT_AN_ENTRY, 8),
            ("import: base.txt", Code::NOT_AN_ENTRY, 7),
            ("A \"x\" !!", Code::NOT_AN_ENTRY, 7),
            ("\u{1a}", Code::NOT_AN_ENTRY, 1),
            ("A:x", Code::NOT_AN_ENTRY, 2),
            ("A = x", Code::NOT_AN_ENTRY, 3),
            ("A x ;", Code::NOT_AN_ENTRY, 3),
            ("A 'x' ;", Code::NOT_AN_ENTRY, 3),
            ("A \"x\" // why", Code::NOT_AN_ENTRY, 7),
            (" import base.txt", Code::NOT_AN_ENTRY, 9),
            ("; A ;", Code::NOT_AN_ENTRY, 1),
            ("\"x\" ;", Code::NOT_AN_ENTRY, 1),
            ("[System]", Code::NOT_AN_ENTRY, 1),
            ("// Web", Code::NOT_AN_ENTRY, 1),
            ("{if $x}", Code::NOT_AN_ENTRY, 1),
            ("A \u{201c}x\u{201d} ;", Code::TYPOGRAPHIC, 3),
            ("Auth_Resync\u{2013}Reboot[1] \"x\" ;", Code::TYPOGRAPHIC, 12),
            ("A\u{a0}\"x\" ;", Code::TYPOGRAPHIC, 2),
            ("Line_Enable[{@}] \"Yes\" ;", Code::INVALID_NAME, 13),
            ("Gr\u{fc}n \"x\" ;", Code::INVALID_NAME, 3),
            ("1st \"x\" ;", Code::INVALID_NAME, 1),
            ("Proxy[1 \"x\" ;", Code::INVALID_NAME, 6),
            ("Proxy[] \"x\" ;", Code::INVALID_NAME, 6),
            ("Proxy1] \"x\" ;", Code::INVALID_NAME, 7),
            ("A \"x\ty\" ;", Code::ILLEGAL_VALUE, 4),
            ("import", Code::IMPORT_UNREADABLE, 1),
            ("import \t", Code::IMPORT_UNREADABLE, 1),
        ];
        for (line, code, column) in cases {
            // Whatever is wrong with a line, the next one is read.
            let text = format!("Before ;\r\n{line}\r\nZ ;Z ;");
            assert_eq!(findings(&text), [(code, (2, column)), (Code::REPEATED_SAME, (3, 4))], "{line}");
        }
    }

    #[test]
    fn each_typographic_quote_of_a_line_is_found() {
        let text = "Z ;\nA \u{201c}x\u{201d} ; B \u{201c}y\u{201d} ;\nC \u{201e}z\u{201c} ;\nD \u{201c}x\u{201d} \u{201c}y\u{201d} ;\n";
        let places: Vec<_> =
            findings(text).into_iter().map(|(code, place)| (code == Code::TYPOGRAPHIC, place)).collect();
        assert_eq!(places, [(true, (2, 3)), (true, (2, 11)), (true, (3, 3)), (true, (4, 3))]);
    }

    #[test]
    fn a_file_in_another_language_has_one_fault() {
        let found = |text: &str| findings(text);
        assert_eq!(found("Proxy_1_:a\nPassword_1_:b\nX:c\n"), [(Code::NOT_AN_ENTRY, (1, 9))]);
        assert_eq!(
            found("Profile_Rule [--key $A] a/b;\nGPP_A 8e4c;  # key\nGPP_B Gp3;"),
            [(Code::NOT_AN_ENTRY, (1, 14))]
        );
        assert_eq!(
            found("\n \nView of the file.\n- <flat-profile>\n<A>1</A>\n</flat-profile>"),
            [(Code::OUTSIDE_ROOT, (3, 1))]
        );
        assert_eq!(found(&"8e4ca25900112233445566778899aabb".repeat(2)), [(Code::NOT_AN_ENTRY, (1, 1))]);
        assert_eq!(found(&"a8e4ca25900112233445566778899aab\n".repeat(2)), [(Code::NOT_AN_ENTRY, (1, 1))]);
        // A mark in front of a quoted value shows that an entry was meant.
        assert_eq!(found("Line_Enable[2] !! \"Yes\" ;"), [(Code::UNKNOWN_MARK, (1, 17))]);
        assert_eq!(found("Line_Enable[2] ~ \"Yes\" ;"), [(Code::UNKNOWN_MARK, (1, 16))]);
        // One entry shows that the other lines were meant as entries too.
        assert_eq!(found("A:x\nB \"1\" ;\nC:x").len(), 2);
    }

    #[test]
    fn a_value_on_several_lines_is_one_fault() {
        for text in ["Z ;\nA \"(xx.\n| 9xx.)\" ;\nB ;", "Z ;\nA \"(xx.\r\n| 8xx.\r\n| 9xx.)\";\r\nB ;\nB ;"] {
            let found = findings(text);
            assert_eq!(found[0], (Code::UNCLOSED_QUOTE, (2, 3)), "{text}");
            assert!(found[1..].iter().all(|(code, _)| *code == Code::REPEATED_SAME), "{text}: {found:?}");
        }
        // Here the lines after it are at fault themselves, or not at all.
        for text in ["Z ;\nA \"x\nB y\nC \"1\" ;", "Z ;\nA \"x\nB ;\ny\" ;", "Z ;\nA \"x\n# y\nB z\" ;"] {
            assert_eq!(findings(text).len(), 2, "{text}");
        }
        assert_eq!(findings("Z ;\nA \"x\nB \"1\" ;"), [(Code::UNCLOSED_QUOTE, (2, 3))]);
    }

    #[test]
    fn the_lines_of_a_template_are_one_fault() {
        let text = "{if $a}\nA \"1\" ;\n{else}\nB \"1\" ;\n{/if}\n";
        let refused = Reader::new().syntax(Syntax::Text).read(text.as_bytes()).unwrap_err();
        assert_eq!((refused.as_slice().len(), refused.as_slice()[0].count), (1, 3));
    }

    #[test]
    fn text_before_the_xml_is_reported_as_what_it_is() {
        let profile = "<flat-profile>\n<A>1</A>\n</flat-profile>\n";
        for (before, help) in [
            ("# desk phones\n", "a comment is written <!-- .. -->"),
            ("// desk phones\n", "a comment is written <!-- .. -->"),
            ("{% for line in lines %}\n", "is this a template that was not rendered?"),
            ("?xml version=\"1.0\"?>\n", "is the `<` at the beginning missing?"),
        ] {
            let source = format!("{before}{profile}");
            let refused = Reader::new().syntax(Syntax::Text).read(source.as_bytes()).unwrap_err();
            let help_of = |finding: &crate::diagnostic::Diagnostic| finding.help.as_deref().map(str::to_owned);
            let helps: Vec<_> = refused.iter().map(help_of).collect();
            assert_eq!(helps, [Some(help.to_owned())], "{before}");
        }
        assert_eq!(findings(profile.trim_start_matches('<')), [(Code::OUTSIDE_ROOT, (1, 1))]);
    }

    #[test]
    fn names_are_quoted_where_they_are_beyond_doubt() {
        let messages = |text: &str| -> Vec<String> {
            let refused = Reader::new().syntax(Syntax::Text).read(text.as_bytes()).unwrap_err();
            refused.into_iter().map(|finding| finding.message).collect()
        };
        for (line, message) in [
            ("Proxy_1_ \"a\"", "missing `;` after `Proxy_1_`"),
            ("Proxy_1_ a", "neither a mark nor a quoted value after `Proxy_1_`"),
            ("Proxy[x] ;", "the index of `Proxy[x]` is not a number in brackets"),
            ("Proxy_1_ \"a b", "the value of `Proxy_1_` has no closing quote"),
            ("Proxy a", "neither a mark nor a quoted value after a name"),
            ("hunter2", "missing `;` after an entry"),
            ("hunter2\" ;", "the value of an entry has no closing quote"),
            ("hunter2 b\" ;", "neither a mark nor a quoted value after a name"),
            ("Password_1_ \"a\"", "missing `;` after an entry"),
            ("Password_1_hunter2\" ;", "the value of an entry has no closing quote"),
            ("B ; hunter2", "missing `;` after an entry"),
        ] {
            assert_eq!(messages(&format!("A \"1\" ;\n{line}")), [message], "{line}");
        }
        // What follows an open value is in doubt, up to a line that is not.
        let text = "A ;\nPassword_1_ \"abc\nhunter2 ;\nhunter2\nB \"1\" ;\nC_1_";
        assert_eq!(messages(text)[1..], ["missing `;` after an entry", "missing `;` after `C_1_`"]);
    }

    #[test]
    fn a_value_is_in_no_message() {
        let sources = [
            "P secret ;",
            "P \"a\" secret ;",
            "P \"secret ;",
            "P \"secret\" x\" ;",
            "P:secret",
            "P=secret",
            "secret\u{e9}",
        ];
        for text in sources {
            let refused = Reader::new().syntax(Syntax::Text).read(text.as_bytes()).unwrap_err();
            assert!(!format!("{refused:?}").contains("secret"), "{text}");
        }
    }

    #[test]
    fn a_name_without_end_is_in_no_message() {
        let name = "N".repeat(256);
        for rest in [" \"x", "", " \"x\"", " \"x\" y", " \"x\" y\"", "=", " ! !", " &", " y", "[ ;", " \"\t\" ;", " ;"]
        {
            let text = format!("{name}{rest}");
            let refused = Reader::new().syntax(Syntax::Text).read(text.as_bytes()).unwrap_err();
            assert!(!format!("{refused:?}").contains(&name), "{rest}");
        }
    }

    #[test]
    fn a_line_of_faults_takes_time_by_its_length() {
        let findings = findings(&format!("B ;{}", "A * ;".repeat(100_000)));
        assert_eq!(findings.last().map(|(code, _)| *code), Some(Code::MORE_FINDINGS));
    }

    #[test]
    fn entries_after_a_bad_name_or_mark_are_read() {
        let text = "A{x} \"; not the end\" ; B \"1\" ; B * \"2\" ; B \"3\" ;";
        let expected = [(Code::INVALID_NAME, 2), (Code::UNKNOWN_MARK, 34), (Code::REPEATED_OTHER, 42)];
        assert_eq!(findings(text), expected.map(|(code, column)| (code, (1, column))));
    }
}
