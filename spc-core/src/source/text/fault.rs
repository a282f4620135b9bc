//! What is wrong with text that is no entry, and how to mend it.
//!
//! No message quotes more than a character of the text, which may be a password, and a name only as the scanner shows
//! it: what it takes for a name may be a piece of a password as well, and has no end in hostile sources.

use super::scanner::{Last, Scanner};
use crate::diagnostic::{Code, Diagnostic, Span};

const ENTRY: &str = "an entry is a name, `!` or `?` or nothing, maybe a value in double quotes, and `;`";
const TEMPLATE: &str = "is this a template that was not rendered?";

/// Says why an entry breaks off where the scanner stands; `name` is its name as messages show it.
pub(super) fn explain(scanner: &Scanner<'_>, name: &str, last: Last) -> Diagnostic {
    let fault = Fault { scanner, name };
    match (last, scanner.rest().chars().next()) {
        (Last::OpenQuote, _) => fault.unclosed(),
        (_, None | Some('#' | '\n' | '\r')) => fault.missing_semicolon(),
        (Last::Value(quote), Some(_)) => fault.behind_value(quote),
        (_, Some(character)) if plain(character).is_some() => fault.typographic(character),
        (Last::Nothing, Some(character)) => fault.no_name(character),
        (Last::Name, Some(character @ (':' | '='))) => fault
            .here(Code::NOT_AN_ENTRY, format!("`{character}` behind the name `{name}`"))
            .help(format!("files of Name{character}Value are another language: {ENTRY}")),
        (Last::Name | Last::Mark, Some(character)) => fault.behind_name(character, last),
    }
}

/// Says what is wrong with the bracket of a name, which is here as messages show it.
pub(super) fn bad_index(name: &str, bracket: Span) -> Diagnostic {
    let message = format!("the index of `{name}` is no number in brackets");
    Diagnostic::of(Code::INVALID_NAME, bracket, message).help("write it as in `Proxy[1]`")
}

/// The place where an entry breaks off.
struct Fault<'c> {
    scanner: &'c Scanner<'c>,
    /// As messages show it.
    name: &'c str,
}

impl Fault<'_> {
    /// A finding about the next character.
    fn here(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let at = self.scanner.at();
        let width = self.scanner.rest().chars().next().map_or(0, char::len_utf8);
        Diagnostic::of(code, self.scanner.span(at, at.saturating_add(width)), message)
    }

    fn missing_semicolon(&self) -> Diagnostic {
        let end = self.scanner.last_end();
        let message = format!("`;` is missing behind `{}`", self.name);
        Diagnostic::of(Code::MISSING_SEMICOLON, self.scanner.span(end, end), message).help("each entry ends with `;`")
    }

    fn unclosed(&self) -> Diagnostic {
        let finding = self.here(Code::UNCLOSED_QUOTE, format!("value of `{}` has no closing quote", self.name));
        let is_pasted = self.scanner.rest_of_line().chars().any(|character| plain(character) == Some("\""));
        finding.help(if is_pasted {
            "a typographic quote, as in printed manuals, does not close it"
        } else {
            "a value ends on the line it begins on"
        })
    }

    /// Either the value has a quote inside, or its `;` was forgotten and another entry follows.
    fn behind_value(&self, quote: usize) -> Diagnostic {
        let behind_quote = quote.saturating_add(1);
        let follows = match self.scanner.clone().entry() {
            Ok(_) => true,
            Err((_, last)) => matches!(last, Last::Value(_)),
        };
        if follows && behind_quote < self.scanner.at() {
            return self.missing_semicolon();
        }
        if !self.scanner.rest_of_line().contains('"') {
            let finding = self.here(Code::NOT_AN_ENTRY, format!("text behind the value of `{}`", self.name));
            return finding.help("`;` ends an entry, and `#` begins a comment");
        }
        let message = format!("a quote inside the value of `{}`", self.name);
        let span = self.scanner.span(quote, behind_quote);
        Diagnostic::of(Code::QUOTE_IN_VALUE, span, message)
            .help("plain text cannot say it, XML can; or is `;` missing behind this quote?")
    }

    fn typographic(&self, character: char) -> Diagnostic {
        let message = format!("U+{:04X}, a typographic character", u32::from(character));
        let plain = plain(character).unwrap_or_default();
        self.here(Code::TYPOGRAPHIC, message).help(format!("pasted from a manual? write the plain `{plain}`"))
    }

    fn no_name(&self, character: char) -> Diagnostic {
        let entry = |message: &str| self.here(Code::NOT_AN_ENTRY, message);
        match character {
            ';' => entry("`;` without an entry before it"),
            '"' => entry("a value without a name").help(ENTRY),
            '!' | '?' => entry("a mark without a name").help(ENTRY),
            '{' | '$' | '%' | '@' => entry("text that begins no entry").help(TEMPLATE),
            '[' | '/' | '-' | '*' => entry("text that begins no entry").help("a comment begins with `#`"),
            _ if character.is_alphanumeric() => {
                let message = format!("a name begins with a letter of ASCII or `_`, not with {character:?}");
                self.here(Code::INVALID_NAME, message)
            }
            _ => entry("text that begins no entry").help(ENTRY),
        }
    }

    fn behind_name(&self, character: char, last: Last) -> Diagnostic {
        let name = self.name;
        let behind = self.scanner.rest().get(character.len_utf8()..).unwrap_or_default();
        let stands_alone = behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n', '"', ';']);
        if matches!(character, '!' | '?') {
            return self.here(Code::UNKNOWN_MARK, format!("a second mark behind `{name}`"));
        }
        if character.is_ascii_punctuation() && character != '\'' && stands_alone {
            let finding = self.here(Code::UNKNOWN_MARK, format!("unknown mark {character:?} behind `{name}`"));
            return finding.help("one may stand there: `!` lets the user account change the parameter, `?` shows it");
        }
        let is_in_name = matches!(last, Last::Name) && self.scanner.last_end() == self.scanner.at();
        if is_in_name {
            let finding = self.here(Code::INVALID_NAME, format!("character {character:?} does not belong in a name"));
            let is_template = matches!(character, '{' | '$' | '%' | '@' | '<');
            return if is_template { finding.help(TEMPLATE) } else { finding };
        }
        let finding = self.here(Code::NOT_AN_ENTRY, format!("neither a mark nor a quoted value behind `{name}`"));
        finding.help(if name == "import" { "an `import` line has no blank before it" } else { ENTRY })
    }
}

/// The plain character that a typographic one of a printed manual stands for.
const fn plain(character: char) -> Option<&'static str> {
    match character {
        '\u{2018}'..='\u{201f}' => Some("\""),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some("-"),
        '\u{a0}' => Some(" "),
        _ => None,
    }
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
            assert_eq!(findings(line), [(code, (1, column))], "{line}");
            // Whatever is wrong with a line, the next one is read.
            let text = format!("Before ;\r\n{line}\r\nZ ;Z ;");
            assert_eq!(findings(&text), [(code, (2, column)), (Code::REPEATED_SAME, (3, 4))], "{line}");
        }
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
        let findings = findings(&"A * ;".repeat(100_000));
        assert_eq!(findings.last().map(|(code, _)| *code), Some(Code::MORE_FINDINGS));
    }

    #[test]
    fn entries_behind_a_bad_name_or_mark_are_read() {
        let text = "A{x} \"; not the end\" ; B \"1\" ; B * \"2\" ; B \"3\" ;";
        let expected = [(Code::INVALID_NAME, 2), (Code::UNKNOWN_MARK, 34), (Code::REPEATED_OTHER, 42)];
        assert_eq!(findings(text), expected.map(|(code, column)| (code, (1, column))));
    }
}
