//! Typing mistakes in markup: what was meant by something that XML does not know, and how to write it.
//!
//! Knows: how tags, comments and declarations are written. Must not know: what elements mean, how a run continues.

use super::markup::{self, Tag};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::escape::HIDDEN;
use crate::profile::{flattened, is_harmless, is_tame, misfit};

/// How a file should begin.
pub(super) const DECLARATION: &str = "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const COMMENT: &str = "a comment is written <!-- .. -->";
const CUT_TAG: &str = "is its `>` missing, or was the file cut short?";
const NAMES: &str = "names consist of ASCII letters, digits, `_`, `-` and `.`, and begin with a letter or `_`";
/// How many bytes of a comment are searched for what was meant as its end.
const NEAR: usize = 4_096;

/// How a message shows an end tag: with its name if that may be quoted.
pub(super) fn write_end_tag(label: &str) -> String {
    match markup::spelling(label).filter(|_| label != HIDDEN) {
        Some(name) => format!("an end tag begins with `</`: </{name}>"),
        None => "an end tag begins with `</`".to_owned(),
    }
}

/// What is wrong with an end tag meant for the open element, and how many of the bytes between `</` and `>` belong to
/// it.
pub(super) fn in_end_tag(inner: &str, open: &str) -> Option<(&'static str, usize)> {
    let (head, next) = inner.split_once('<').map_or((inner, inner.len()), |(head, _)| (head, head.len()));
    let name = head.trim_ascii_end();
    let message = if next < inner.len() && name == open {
        "an end tag without its `>`"
    } else if name.trim_ascii_start() == open {
        "a space after `</`"
    } else if name.trim_start_matches('/') == open {
        "a second `/` in an end tag"
    } else if name.strip_suffix('/').is_some_and(|name| name.trim_ascii_end() == open) {
        "a `/` at the end of an end tag"
    } else if name.strip_prefix(open).is_some_and(|rest| rest.starts_with(markup::is_blank)) {
        "an end tag with more than a name in it"
    } else {
        return None;
    };
    Some((message, next))
}

/// The length of `<\Name>`, `< /Name>` or `<Name\>`, if that is meant as the end tag of the open element.
pub(super) fn mistyped_end_tag(text: &str, open: &str) -> Option<usize> {
    let after = text.strip_prefix('<')?;
    let slashed = after.trim_ascii_start();
    let rest = match slashed.strip_prefix(['\\', '/']) {
        Some(rest) if slashed.len() < after.len() || slashed.starts_with('\\') => {
            rest.trim_ascii_start().strip_prefix(open)?.trim_ascii_start()
        }
        _ => after.strip_prefix(open)?.strip_prefix('\\')?,
    };
    Some(text.len().saturating_sub(rest.strip_prefix('>')?.len()))
}

/// What was meant by a start tag that cannot be read.
pub(super) struct Meant {
    /// A finding that is more helpful than what XML 1.0 says.
    pub(super) finding: Diagnostic,
    /// Where the name of the element begins.
    pub(super) name: usize,
    /// Where the tag ends, if not where it seems to.
    pub(super) end: Option<usize>,
}

/// What was meant by a start tag; `finding` says what XML 1.0 does not allow about it.
pub(super) fn in_start_tag(markup: &str, start: usize, finding: &Diagnostic) -> Option<Meant> {
    let inner = markup.strip_prefix('<')?;
    let after = inner.trim_ascii_start();
    let blanks = inner.len().saturating_sub(after.len());
    let at = start.saturating_add(1).saturating_add(blanks);
    let name = markup::name_of(after);
    let meant = |finding| Meant { finding, name: at, end: None };
    if finding.code == Code::BARE_LESS_THAN && finding.span.range().start == start {
        return without_name(after, name, start, at).map(meant);
    }
    if name.is_empty() {
        return None;
    }
    if let Some((offset, quote)) = quote_in_tag(markup) {
        let finding = markup::typographic_quote(quote, start.saturating_add(offset));
        let length = markup.get(offset..)?.find('>')?.saturating_add(1);
        return Some(Meant { finding, name: at, end: Some(start.saturating_add(offset).saturating_add(length)) });
    }
    let rest = after.get(name.len()..)?.strip_suffix('>')?;
    let next = rest.chars().next()?;
    if let Some(plain) = plain_sign(next) {
        let place = at.saturating_add(name.len());
        let span = Span::at(place, next.len_utf8());
        let message = format!("typographic character U+{:04X}", u32::from(next));
        let finding = Diagnostic::of(Code::TYPOGRAPHIC, span, message);
        return Some(meant(finding.help(format!("pasted from a manual? write the plain `{plain}`"))));
    }
    if finding.code != Code::MALFORMED {
        return None;
    }
    if rest.contains('<') {
        let span = Span::new(start, at.saturating_add(name.len()));
        let finding = Diagnostic::of(Code::UNCLOSED, span, "a start tag without its `>`");
        return Some(meant(finding.help("is it missing here?")));
    }
    let plain = || Diagnostic::of(finding.code, finding.span, finding.message.clone());
    let is_label = match next {
        '[' | '(' | ']' | ')' => true,
        // A `/` alone is allowed in a name by then.
        '/' => label_of(after)?.contains(['[', '(']),
        _ => false,
    };
    if is_label {
        return Some(meant(markup::spelt(plain(), &spelling_of_label(after)?)));
    }
    let help = match next {
        '=' => match ["ua", "group"].into_iter().find(|attribute| name.ends_with(attribute)) {
            Some(attribute) => format!("is a space missing before `{attribute}`?"),
            None => "the name of an attribute comes before its `=`, as in ua=\"na\"".to_owned(),
        },
        '\\' if rest == "\\" => "an empty element ends with `/>`, an end tag begins with `</`".to_owned(),
        blank if markup::is_blank(blank) && has_label(rest) => {
            "labels have spaces and brackets; names have `_` instead".to_owned()
        }
        _ => return None,
    };
    Some(meant(plain().help(help)))
}

/// What was meant by a `<` outside a value that is not followed by a name.
fn without_name(after: &str, name: &str, start: usize, at: usize) -> Option<Diagnostic> {
    let is_after_blank = at > start.saturating_add(1);
    if is_after_blank && !name.is_empty() {
        let help = match markup::spelling(name) {
            Some(name) => format!("write <{name}>"),
            None => "the name must directly follow the `<`".to_owned(),
        };
        let finding = Diagnostic::of(Code::MALFORMED, Span::new(start, at), "a space after the `<` of a tag");
        return Some(finding.help(help));
    }
    if after.starts_with("--") || after.starts_with("-!") {
        let finding = Diagnostic::of(Code::MALFORMED, Span::new(start, at), "`<` does not begin a comment");
        return Some(finding.help(COMMENT));
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let rest = after.trim_start_matches(is_part);
    let is_name = !is_after_blank && rest.len() < after.len() && rest.starts_with(['>', '/', ' ', '\t', '\r', '\n']);
    let first = Span::at(at, 1);
    let message = "an element name that does not begin with a letter or `_`";
    is_name.then(|| Diagnostic::of(Code::MALFORMED, first, message).help(NAMES))
}

/// The typographic quote that was meant to begin or end the value of an attribute, and its position in the tag.
fn quote_in_tag(markup: &str) -> Option<(usize, char)> {
    let head = markup.split('>').next()?;
    let (at, quote) = head.char_indices().find(|(_, sign)| matches!(sign, '\u{2018}'..='\u{201f}'))?;
    let before = head.get(..at)?;
    let opened = before.rfind('=')?;
    let value = before.get(opened..)?.strip_prefix('=')?.trim_ascii_start();
    let is_end =
        || value.strip_prefix(['"', '\'']).is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (value.is_empty() || is_end()).then_some((at, quote))
}

/// Bytes of a name with pieces of a template in it, and of the rest of its tag.
pub(super) fn templated_tag(text: &str) -> Option<usize> {
    let near = text.get(..NEAR).unwrap_or(text);
    let mut at = markup::name_of(near).len();
    let mut has_template = false;
    while at > 0 {
        let rest = near.get(at..)?;
        let close = match rest.get(..2)? {
            "<?" => "?>",
            "<%" => "%>",
            _ => break,
        };
        has_template = true;
        at = at.saturating_add(rest.find(close)?).saturating_add(close.len());
        let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
        let after = near.get(at..)?;
        at = at.saturating_add(after.len()).saturating_sub(after.trim_start_matches(is_name).len());
    }
    let rest = near.get(at..).filter(|_| has_template)?;
    let length = rest.find(['>', '<'])?;
    rest.get(length..)?.starts_with('>').then(|| at.saturating_add(length).saturating_add(1))
}

/// What was meant by an attribute whose quote is still open at the end of the file.
pub(super) fn in_open_quote(text: &str, start: usize) -> Option<Diagnostic> {
    let (offset, quote) = quote_in_tag(text)?;
    Some(markup::typographic_quote(quote, start.saturating_add(offset)))
}

/// The plain character for a typographic one from a printed manual, in a name.
const fn plain_sign(sign: char) -> Option<char> {
    match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{a0}' | '\u{2000}'..='\u{200b}' => Some(' '),
        _ => None,
    }
}

/// What was meant by a `<` in a value: a placeholder or a template tag; otherwise the character itself, which the
/// caller may offer to escape.
pub(super) fn in_value(text: &str) -> Option<&'static str> {
    let tag = text.strip_prefix('<')?.split('>').next().unwrap_or_default();
    let name = markup::name_of(tag);
    let is_template = tag.starts_with('%') || (name.contains(':') && tag.contains("=\""));
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let has_end = text.get(tag.len().saturating_add(1)..).is_some_and(|rest| rest.starts_with('>'));
    if is_template {
        Some(markup::TEMPLATE)
    } else if has_end && tag.split(' ').all(is_word) {
        Some("is this a placeholder? fill it in; in a value, `<` is written &lt;")
    } else {
        None
    }
}

/// Whether there are words of a label after the first one of a tag, before the first attribute.
fn has_label(rest: &str) -> bool {
    let Some((before, _)) = rest.split_once('=') else { return !rest.contains(['"', '\'']) };
    let mut words = before.split_ascii_whitespace();
    words.next().is_some_and(|first| !matches!(first, "ua" | "group" | "um")) && words.next().is_some()
}

/// The label at the beginning of a tag.
fn label_of(tag: &str) -> Option<&str> {
    tag.get(..tag.find(|c| markup::is_blank(c) || c == '>')?)
}

/// How XML writes the label at the beginning of a tag, if it may be quoted.
fn spelling_of_label(tag: &str) -> Option<String> {
    let label = label_of(tag)?;
    let is_index = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_unit = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'/');
    let between = |open: char, close: char| label.split_once(open).map(|(_, rest)| rest.split(close).next());
    if !between('[', ']').flatten().is_none_or(is_index) || !between('(', ')').flatten().is_none_or(is_unit) {
        return None;
    }
    let name = flattened(label.strip_suffix('/').unwrap_or(label));
    (misfit(&name).is_none() && is_harmless(&name) && is_tame(&name)).then(|| name.into_owned())
}

/// What was meant by a `<!` that does not begin a comment, or by a comment that does not end.
pub(super) fn in_comment(text: &str, start: usize, span: Span) -> Diagnostic {
    if !text.starts_with("<!--") {
        let is_data = text.get(2..8).is_some_and(|word| word.to_ascii_lowercase().contains("cdata"));
        let help = if is_data { "character data is written <![CDATA[ .. ]]>" } else { COMMENT };
        let span = Span::at(start, "<!".len());
        return Diagnostic::of(Code::MALFORMED, span, "`<!` does not begin a comment").help(help);
    }
    let finding = Diagnostic::of(Code::UNCLOSED, span, "a comment without a closing `-->`");
    let near = text.get(..NEAR).unwrap_or(text);
    let ends = ["->", "-- >", "--!>", "- ->", "\u{2013}>", "\u{2014}>", "\u{2013}->", "-\u{2013}>"];
    let first = ends.iter().filter_map(|end| near.find(end).map(|at| (at, end.len()))).min();
    match first {
        Some((at, length)) => {
            let at = start.saturating_add(at);
            let finding = finding.help("a comment ends with `-->` and nothing else");
            finding.note(Span::at(at, length), "this does not end it")
        }
        None => finding.help("is its `-->` missing, or was the file cut short?"),
    }
}

/// What was meant by a tag that does not end before the file does.
pub(super) fn help_for_cut_tag(text: &str, is_in_text: bool) -> &'static str {
    if is_in_text && !text.starts_with("</") { "in a value, `<` is written &lt;" } else { CUT_TAG }
}

/// What was meant by an instruction that does not end before the file does.
pub(super) fn help_for_cut_instruction(text: &str) -> String {
    let is_declaration = text.strip_prefix("<?xml").is_some_and(|rest| rest.starts_with(markup::is_blank));
    if is_declaration {
        format!("an XML declaration ends with `?>`: {DECLARATION}")
    } else {
        format!("it ends with `?>`; {}", markup::TEMPLATE)
    }
}

/// What was meant by an instruction without a proper name.
pub(super) fn in_instruction(inner: &str, span: Span) -> Diagnostic {
    let word = inner.trim_ascii_start();
    if word.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("xml")) {
        let message = "an XML declaration that does not begin with `<?xml` and a space";
        return Diagnostic::of(Code::MALFORMED, span, message).help(DECLARATION);
    }
    Diagnostic::of(Code::MALFORMED, span, "a processing instruction without a proper name").help(markup::TEMPLATE)
}

/// What was meant by a declaration that looks like a tag, if the text is one.
pub(super) fn in_declaration(markup: &str, start: usize) -> Option<Diagnostic> {
    let name = markup::name_of(markup.strip_prefix('<')?);
    let is_declaration = name.eq_ignore_ascii_case("xml") && markup.ends_with("?>");
    let span = Span::at(start, "<xml".len());
    let message = "an XML declaration that does not begin with `<?xml`";
    is_declaration.then(|| Diagnostic::of(Code::MALFORMED, span, message).help(DECLARATION))
}

/// What to do about a second root element, or an end tag after the root element.
pub(super) fn help_for_second_root(root: &str, second: &str, profile: &str) -> &'static str {
    match (root == profile, second == profile) {
        (true, true) => "a file has one profile: put all parameters into the first one",
        (false, true) => "is the start tag `<flat-profile>` missing at the beginning?",
        (false, false) => "put all parameters between `<flat-profile>` and `</flat-profile>`",
        (true, false) => "only comments may follow `</flat-profile>`; is it too early?",
    }
}

/// What to do about a file without a profile, by its root element.
pub(super) fn help_for_no_profile(root: &str) -> &'static str {
    let letters: String = root.chars().filter(char::is_ascii_alphabetic).collect();
    if letters.eq_ignore_ascii_case("flatprofile") || letters.eq_ignore_ascii_case("flatprofiles") {
        "write `flat-profile`, in small letters and with a hyphen"
    } else {
        "names are case-sensitive; the enterprise files SEP*.cnf.xml and ATA*.cnf.xml are another language"
    }
}

/// What to do about the name of an element that no parameter can have.
pub(super) fn help_for_name(name: &str) -> &'static str {
    let is_template =
        ["xsl:", "c:", "jsp:", "fmt:", "th:", "py:", "tal:"].iter().any(|prefix| name.starts_with(prefix));
    if is_template { markup::TEMPLATE } else { NAMES }
}

/// What was meant by text before the root element.
pub(in crate::source) fn help_for_text_before(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if begins(&["?xml", "xml ", "flat-profile>"]) {
        Some("is the `<` at the beginning missing?")
    } else if begins(&["{", "%", "@", "$"]) {
        Some(markup::TEMPLATE)
    } else if begins(&["#", "//", "/*", ";", "--", "!--", "'"]) {
        Some(COMMENT)
    } else {
        None
    }
}

/// Whether a tag in a value is a placeholder and no element: `<extNo>` or `<MAC>`, which no parameter is called. `around` is the
/// name of the element that it is in, and `is_in_text` whether other text comes directly before it.
pub(super) fn is_placeholder(after: &str, name: &str, around: &str, is_in_text: bool) -> bool {
    let is_of_one_case =
        name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.contains(|c: char| c.is_ascii_lowercase());
    let Some(rest) = after.get(name.len()..).and_then(|rest| rest.strip_prefix('>')) else { return false };
    let is_all = || rest.strip_prefix("</").is_some_and(|end| end.starts_with(around));
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_of_one_case && is_word && name != around && (is_in_text || is_all())
}

/// The start tag that was meant by a broken one.
pub(super) const fn broken_tag(name: &str) -> Tag<'_> {
    Tag { name, is_plain: true, has_slash: false, is_broken: true }
}

/// Why an XML declaration cannot be where it is, after a text other than spaces.
pub(super) fn before_declaration(before: &str, declaration: Span) -> Option<Diagnostic> {
    let malformed = |span, message| Diagnostic::of(Code::MALFORMED, span, message);
    if before.contains("</flat-profile") {
        let finding = malformed(declaration, "an XML declaration after the end of a profile");
        return Some(finding.help("are two profiles joined in one file?"));
    }
    if before.starts_with("<?") {
        let length = before.find("?>").map_or(before.len(), |length| length.saturating_add("?>".len()));
        let span = Span::at(declaration.range().start.saturating_sub(before.len()), length);
        let finding = malformed(span, "an instruction before the XML declaration: it was never run");
        return Some(finding.help(markup::TEMPLATE));
    }
    let finding = malformed(declaration, "an XML declaration inside the file");
    (!before.is_empty()).then(|| finding.help("move it to the very beginning, or remove it"))
}
