//! Which names of a broken source may be pieces of a secret, and are hidden in findings.
//!
//! A value that is not closed goes on where the grammar sees further entries, and so does a password without its
//! quotes. Doubt begins at a secret only, so that a slip elsewhere keeps its name, and it ends at the first line that
//! is nothing but entries with values.

use super::scanner::{is_blank, is_name};
use crate::profile::{flattened, is_secret};

/// Options of provisioning rules whose argument is secret, unless it is a macro.
const RULE_OPTIONS: [&str; 3] = ["--key", "--pwd", "--uid"];

/// What the end of a line leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Open {
    #[default]
    Nothing,
    /// Text of a secret without quotes: the next line may belong to it. No more than that, or a file in another
    /// language would show no name behind its first password.
    Text,
    /// A quoted value: all belongs to it up to a line that reads clean.
    Value,
}

/// What the source up to here says about the names that follow.
#[derive(Clone, Default)]
pub(super) struct Doubt {
    /// What the lines before this one leave open.
    before: Open,
    /// What this line leaves open, as far as it is read.
    behind: Open,
    /// Whether this line speaks of a secret, as far as it is judged.
    is_secret: bool,
    /// Where the text begins that is not judged yet: none is judged twice, or a line of faults would take the square
    /// of its length.
    judged: usize,
}

impl Doubt {
    /// Begins a line at this place.
    pub(super) fn begin_line(&mut self, at: usize) {
        *self = Self { before: self.behind, judged: at, ..Self::default() };
        if self.before == Open::Value {
            self.behind = Open::Value;
        }
    }

    /// Whether the line may belong to a secret of the lines before.
    pub(super) fn is_inside(&self) -> bool {
        self.before != Open::Nothing
    }

    /// Takes back what the lines before left open.
    pub(super) fn end(&mut self) {
        self.before = Open::Nothing;
        self.behind = Open::Nothing;
    }

    /// Whether the name at this place of the text is hidden: because of the lines before, or of a secret before it on
    /// its line.
    pub(super) fn hides(&mut self, text: &str, at: usize) -> bool {
        self.is_inside() || self.judge(text, at)
    }

    /// Notes that an entry broke off; recovery ends behind it.
    pub(super) fn broken(&mut self, text: &str, start: usize, end: usize) {
        let open = left_open(text.get(start..end).unwrap_or_default());
        if self.judge(text, end) || (self.is_inside() && open == Open::Value) {
            self.behind = self.behind.max(open);
        }
    }

    /// Notes a comment: an entry that is switched off may be broken as well.
    pub(super) fn comment(&mut self, text: &str, start: usize, end: usize) {
        let comment = text.get(start..end).unwrap_or_default();
        if comment.contains('"') && left_open(comment) == Open::Value && self.judge(text, end) {
            self.behind = Open::Value;
        }
    }

    /// Whether the line speaks of a secret before this place.
    fn judge(&mut self, text: &str, end: usize) -> bool {
        let unjudged = text.get(self.judged..end).unwrap_or_default();
        self.judged = self.judged.max(end);
        self.is_secret = self.is_secret || speaks_of_secret(unjudged);
        self.is_secret
    }
}

/// What an entry that broke off leaves open, if it is one of a secret.
fn left_open(entry: &str) -> Open {
    let is_quote = |character| matches!(character, '"' | '\u{2018}'..='\u{201f}');
    let quotes = entry.chars().filter(|character| is_quote(*character)).count();
    let is_even = quotes.is_multiple_of(2);
    let entry = entry.trim_end_matches([' ', '\t']);
    let (entry, is_closed) = match entry.strip_suffix(';') {
        Some(entry) => (entry.trim_end_matches([' ', '\t']), quotes >= 2),
        None => (entry, is_even),
    };
    let value = entry.strip_suffix(is_quote).filter(|_| is_closed);
    match value.and_then(|value| value.rsplit(is_quote).next()) {
        // What seems to close a value opens that of a secret: `A "x ; Password_1_ "`.
        Some(value) if ends_in_secret_name(value) => Open::Value,
        Some(_) => Open::Nothing,
        None if is_even => Open::Text,
        None => Open::Value,
    }
}

/// Whether a value seems to hold more, and the name of a secret and its mark behind that.
fn ends_in_secret_name(value: &str) -> bool {
    let value = value.trim_end_matches([' ', '\t', '!', '?']);
    let name = value.rsplit([' ', '\t', ';']).next().unwrap_or_default();
    name.len() < value.len() && is_secret(&flattened(name))
}

/// Whether there is a secret name in the text, or a secret argument of a rule.
fn speaks_of_secret(text: &str) -> bool {
    // As parameters or web pages write them.
    let in_label = |character| u8::try_from(character).is_ok_and(|byte| is_name(byte) || is_blank(byte));
    let mut labels = text.split(|character| !in_label(character));
    let is_argument = |behind: &str| !behind.trim_ascii_start().starts_with('$');
    labels.any(|label| is_secret(&flattened(label.trim_ascii())))
        || RULE_OPTIONS.iter().any(|option| text.split(option).skip(1).any(is_argument))
        || ends_in_credentials(text)
}

/// `http://user:password`, broken off where an `@` may follow.
fn ends_in_credentials(text: &str) -> bool {
    text.rsplit_once("//").is_some_and(|(scheme, server)| {
        let is_address = scheme.ends_with(':') || !server.contains(['"', ' ', '\t']);
        is_address && !server.contains('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::source::{Reader, Syntax};

    #[test]
    fn quotes_tell_what_a_broken_entry_leaves_open() {
        for closed in ["P \"a\"", "P \"a\" ;", "P \"a\"b\" ; ", "P \u{201c}a\u{201d};"] {
            assert_eq!(left_open(closed), Open::Nothing, "{closed}");
        }
        for text in ["P", "P a ;", "P \"a\" b", "P 'a' ;"] {
            assert_eq!(left_open(text), Open::Text, "{text}");
        }
        for value in ["P \"", "P \"a", "P \" ;", "P \"a\" b\"", "P = \"a", "P \u{201c}a", "A \"x ; GPP_SA ! \""] {
            assert_eq!(left_open(value), Open::Value, "{value}");
        }
    }

    #[test]
    fn secrets_are_known_by_names_labels_and_arguments() {
        for text in
            ["Password[1] ", "A ; GPP_SA", "Auth ID \"x\"", "1Password", "[--key ab", "--pwd", "a://b:c d", "a://"]
        {
            assert!(speaks_of_secret(text), "{text}");
        }
        for text in
            ["Proxy[1] \"x\" ;", "Unit_1_Key_2_", "[--key $SA] /a", "http://a:5060/b", "http://a/\"", "// a", "Ping_1"]
        {
            assert!(!speaks_of_secret(text), "{text}");
        }
    }

    /// The messages of a source that is refused.
    fn messages(text: &str) -> Vec<String> {
        let refused = Reader::new().syntax(Syntax::Text).read(text.as_bytes()).unwrap_err();
        refused.into_vec().into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn names_behind_an_open_secret_are_hidden() {
        let unclosed = "value of `Password_1_` has no closing quote";
        for (rest, message) in [
            ("hunter2\" ;", "value of `***` has no closing quote"),
            ("hunter2[x] 2\" ;", "neither a mark nor a quoted value behind `***`"),
            ("hunter2[x] \"a\" ;", "the index of `***` is no number in brackets"),
            ("hunter2=3\";", "`=` behind the name `***`"),
            ("hunter2 ? ?", "a second mark behind `***`"),
            ("hunter2 & a", "unknown mark '&' behind `***`"),
            ("hunter2 \"a\" b", "text behind the value of `***`"),
            ("hunter2 \"a\" b\"", "a quote inside the value of `***`"),
            ("hunter2", "`;` is missing behind `***`"),
            ("A ;\n\nB ;\n# c \"d\"\nhunter2", "`;` is missing behind `***`"),
            ("import hunter2", "cannot import `***`: files are not imported here"),
        ] {
            for end in ["\n", "\r\n", "\r"] {
                assert_eq!(messages(&format!("Password_1_ \"abc{end}{rest}")), [unclosed, message], "{rest}");
            }
        }
        assert_eq!(
            messages("Password_1_ \"a\nhunter2 ;\nhunter2 ;"),
            [unclosed, "`***` is repeated"],
            "a repeat is a finding as well"
        );
    }

    #[test]
    fn names_behind_a_secret_on_its_line_are_hidden() {
        assert_eq!(messages("Password_1_ ! ; hunter2"), ["`;` is missing behind `***`"]);
        assert_eq!(messages("Password_1_ ! ; a ; a ;\nB"), ["`***` is repeated", "`;` is missing behind `B`"]);
        assert_eq!(messages("A \"[--key b\" ; hunter2"), ["`;` is missing behind `***`"]);
    }

    #[test]
    fn a_slip_keeps_its_name() {
        let shows = |text: &str, names: &[&str]| {
            let messages = messages(text);
            assert_eq!(messages.len(), names.len(), "{messages:?}");
            for (message, name) in messages.iter().zip(names) {
                assert!(message.contains(&format!("`{name}`")), "{text}: {message}");
            }
        };
        // Behind a line that reads clean, or a value that is closed.
        shows("Password_1_ \"a\nB \"1\" ;\nProxy_1_ 2 ;", &["Password_1_", "Proxy_1_"]);
        shows("Password_1_ \"a\"\nPassword_2_ \"b\"\nProxy_1_", &["Password_1_", "Password_2_", "Proxy_1_"]);
        shows("Password_1_ \"a\"b\" ;\nProxy_1_ 2 ;", &["Password_1_", "Proxy_1_"]);
        shows("Password_1_ * \"a\" ;\nProxy_1_ 2 ;", &["Password_1_", "Proxy_1_"]);
        shows("Proxy_1_ 2 ; Password_1_ \"a\" ;", &["Proxy_1_"]);
        // Of what is no secret.
        shows("A \"a\nB \"b\nC \"c", &["A", "B", "C"]);
        shows("Profile_Rule \"[--key $SA]http://a/b\nB \"b", &["Profile_Rule", "B"]);
        shows("# the \"password\"\nB \"b", &["B"]);
        // In another language each password hides the next name and no more.
        shows("A:1\nPassword:2\nB:3\nC:4\n", &["A", "Password", "***", "C"]);
        // A repeat is told of an entry, which has a value.
        shows("Password_1_ \"a\" ; B \"1\" ; B \"1\" ;\nC", &["B", "C"]);
    }
}
