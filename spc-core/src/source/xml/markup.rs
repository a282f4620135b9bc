//! The grammar inside markup: names, attributes, references and the XML declaration (XML 1.0, sections 2 and 4.1).

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::bytes;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits;
use crate::profile::{is_harmless, is_tame};
use crate::source::encoding::is_known;

/// A start tag or an empty-element tag.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    /// Whether a parameter or a section can have the name.
    pub(super) is_plain: bool,
    /// Whether the name contains a `/`, as on web pages: a fault, but not a reason to stop.
    pub(super) has_slash: bool,
    /// Whether it could not be read to its end: a fault that is reported; the element is then ignored.
    pub(super) is_broken: bool,
}

/// One attribute. Its blanks are kept as written: no value that has a meaning here contains any.
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: Cow<'a, str>,
    /// The place of the name, `=` and value.
    pub(super) span: Span,
}

/// Whether a character is white space in XML 1.0 (`S`).
pub(super) const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// `NameStartChar` of XML 1.0.
const fn starts_name(character: char) -> bool {
    matches!(character,
        ':' | '_' | 'A'..='Z' | 'a'..='z'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// `NameChar` of XML 1.0.
const fn continues_name(character: char) -> bool {
    starts_name(character)
        || matches!(character,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// The length of an element name as profiles use it: ASCII without a colon. 0 if it begins differently.
pub(super) fn plain_name_length(text: &[u8]) -> usize {
    match text.split_first() {
        Some((b'_' | b'A'..=b'Z' | b'a'..=b'z', rest)) => bytes::run(rest, bytes::NOT_NAME).0.saturating_add(1),
        _ => 0,
    }
}

/// The position of the first character that is not allowed in a `Name` of XML 1.0, or the length if all are.
fn name_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    match characters.next() {
        Some((_, first)) if starts_name(first) => {
            characters.find(|(_, c)| !continues_name(*c)).map_or(text.len(), |(at, _)| at)
        }
        _ => 0,
    }
}

/// Whether the text is a `Name` of XML 1.0.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && name_length(text) == text.len()
}

/// The first character outside the `Char` production of XML 1.0.
pub(super) fn illegal_character(text: &str) -> Option<usize> {
    let is_control = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    // Whole chunks without an early exit, because the compiler can vectorise that.
    let (chunks, rest) = text.as_bytes().as_chunks::<128>();
    let any = |chunk: &[u8; 128]| chunk.iter().fold(false, |found, byte| found | is_control(*byte));
    let is_found = chunks.iter().any(any) || rest.iter().copied().any(is_control);
    let control = if is_found { text.bytes().position(is_control) } else { None };
    let noncharacter = if text.is_ascii() { None } else { text.find(['\u{fffe}', '\u{ffff}']) };
    control.into_iter().chain(noncharacter).min()
}

/// Whether a numeric reference may refer to this character: `Char` of XML 1.0.
const fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// What `&name;` stands for (FORMAT 7.3); `start` is the position of the `&`.
pub(in crate::source) fn resolve(name: &str, start: usize) -> Result<char, Diagnostic> {
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    };
    if let Some(character) = known {
        return Ok(character);
    }
    let span = Span::at(start, name.len().saturating_add(2));
    if let Some(number) = name.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
        if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
            return Err(Diagnostic::of(Code::BARE_AMPERSAND, span, "a character reference without a number")
                .help("in a value, `&` is written &amp;"));
        }
        let character = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        return character.filter(|c| is_character(*c)).ok_or_else(|| {
            Diagnostic::of(Code::UNKNOWN_REFERENCE, span, "a reference to a character that XML does not allow")
        });
    }
    if is_name(name) {
        let help = "the five names are &amp; &lt; &gt; &apos; &quot;; any other character may be written &#number;";
        return Err(Diagnostic::of(Code::UNKNOWN_REFERENCE, span, "a reference to an unknown entity").help(help));
    }
    Err(bare_ampersand(start))
}

/// The finding for a `<` that stands for itself.
pub(super) fn bare_less_than(at: usize) -> Diagnostic {
    let finding = Diagnostic::of(Code::BARE_LESS_THAN, Span::at(at, 1), "`<` does not begin a tag");
    finding.help("in a value, such as a dial plan, `<` is written &lt;")
}

/// The finding for an `&` that stands for itself.
pub(super) fn bare_ampersand(at: usize) -> Diagnostic {
    let finding = Diagnostic::of(Code::BARE_AMPERSAND, Span::at(at, 1), "`&` does not begin a reference");
    finding.help("in a value, `&` is written &amp;")
}

/// The length of a name with slashes in it, which would be a name if each slash were a `_`.
fn slashed_name_length(text: &str) -> Option<usize> {
    let length = text.find(is_blank).unwrap_or(text.len());
    let name = text.get(..length)?;
    let mut parts = name.split('/');
    let first = parts.next().is_some_and(|part| plain_name_length(part.as_bytes()) == part.len() && !part.is_empty());
    let is_rest = |part: &str| !part.is_empty() && bytes::run(part.as_bytes(), bytes::NOT_NAME).0 == part.len();
    (first && parts.all(is_rest)).then_some(length)
}

/// How XML writes a name with slashes in it, if it may be quoted.
pub(super) fn spelling(name: &str) -> Option<String> {
    (is_harmless(name) && is_tame(name) && name.len() <= limits::NAME).then(|| name.replace('/', "_"))
}

/// The finding for a `/` in a name, as written on web pages.
pub(super) fn slash_in_name(name: &str, start: usize) -> Diagnostic {
    let at = start.saturating_add(1).saturating_add(name.find('/').unwrap_or_default());
    let span = Span::at(at, 1);
    let finding = Diagnostic::of(Code::SLASH_IN_NAME, span, "`/` in an element name");
    match spelling(name) {
        Some(spelling) => spelt(finding, &spelling),
        None => finding.help("XML uses `_` instead"),
    }
}

/// The same finding, with the spelling of XML, which is the name of the parameter that it is about.
pub(super) fn spelt(finding: Diagnostic, spelling: &str) -> Diagnostic {
    finding.help(format!("XML writes it as `{spelling}`")).parameter(spelling)
}

/// The `Name` of XML 1.0 at the beginning of the text; empty if there is none.
pub(super) fn name_of(text: &str) -> &str {
    text.get(..name_length(text)).unwrap_or_default()
}

impl Attribute<'_> {
    /// Whether it belongs to XML and its namespaces, and has no meaning here (FORMAT 7.7).
    pub(super) fn is_of_xml(&self) -> bool {
        self.name == "xmlns" || ["xmlns:", "xml:", "xsi:"].iter().any(|prefix| self.name.starts_with(prefix))
    }
}

impl<'a> Tag<'a> {
    /// Reads `<name attributes>` or `<name attributes/>`; `start` is the position of the `<`. The attributes replace
    /// those of the previous tag, because a new list for each tag would cost as much as reading the tag.
    pub(super) fn read(markup: &'a str, start: usize, found: &mut Vec<Attribute<'a>>) -> Result<Self, Diagnostic> {
        let inner = markup.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or_default();
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let plain = plain_name_length(inner.as_bytes());
        let is_plain = matches!(inner.as_bytes().get(plain), None | Some(b' ' | b'\t' | b'\r' | b'\n'));
        let length = if is_plain { plain } else { name_length(inner) };
        let slashed = if inner.as_bytes().get(length) == Some(&b'/') { slashed_name_length(inner) } else { None };
        let length = slashed.unwrap_or(length);
        let (name, rest) = inner.split_at_checked(length).unwrap_or_default();
        // `a < b` continues with a space, `<1-9>` with a digit.
        if name.is_empty() {
            return Err(bare_less_than(start));
        }
        let after_name = start.saturating_add(1).saturating_add(length);
        if let Some(character) = rest.chars().next().filter(|c| !is_blank(*c)) {
            let span = Span::at(after_name, character.len_utf8());
            let finding = Diagnostic::of(Code::MALFORMED, span, "a character that is not allowed in element names");
            return Err(match character {
                '{' | '$' | '%' | '@' | '#' => finding.help(TEMPLATE),
                '[' | ']' | '(' | ')' => finding.help("labels have brackets; names have `_` instead"),
                _ => finding,
            });
        }
        attributes(rest, after_name, found)?;
        Ok(Self { name, is_plain, has_slash: slashed.is_some(), is_broken: false })
    }
}

/// The question for text with the marks of a template language.
pub(super) const TEMPLATE: &str = "is this a template that was not rendered?";

/// Reads `name="value"` pairs, each with white space before it.
fn attributes<'a>(text: &'a str, start: usize, found: &mut Vec<Attribute<'a>>) -> Result<(), Diagnostic> {
    found.clear();
    let mut rest = text;
    let position = |rest: &str| start.saturating_add(text.len()).saturating_sub(rest.len());
    loop {
        let trimmed = rest.trim_ascii_start();
        if trimmed.is_empty() {
            return Ok(());
        }
        let at = position(trimmed);
        let malformed = |at: usize, message: &str| {
            Diagnostic::of(Code::MALFORMED, Span::at(at, 1), message.to_owned())
                .help("write attributes as name=\"value\"")
        };
        if trimmed.len() == rest.len() {
            return Err(malformed(at, "no space between attributes"));
        }
        let plain = plain_name_length(trimmed.as_bytes());
        let length = if trimmed.as_bytes().get(plain) == Some(&b'=') { plain } else { name_length(trimmed) };
        let (name, after) = trimmed.split_at_checked(length).unwrap_or_default();
        if name.is_empty() {
            return Err(malformed(at, "a character that cannot begin an attribute"));
        }
        let Some(quoted) = after.trim_ascii_start().strip_prefix('=') else {
            return Err(malformed(at, "an attribute without a value"));
        };
        let quoted = quoted.trim_ascii_start();
        let Some(quote) = quoted.bytes().next().filter(|byte| matches!(byte, b'"' | b'\'')) else {
            let at = position(quoted);
            return Err(match quoted.chars().next().filter(|quote| matches!(quote, '\u{2018}'..='\u{201f}')) {
                Some(quote) => typographic_quote(quote, at),
                None => malformed(at, "an attribute value without quotes"),
            });
        };
        let opened = quoted.get(1..).unwrap_or_default();
        // Most values have two bytes, and calling a search function costs more than looking.
        let near = opened.bytes().take(4).position(|byte| byte == quote);
        let closing = near.or_else(|| memchr(quote, opened.as_bytes()));
        let Some((value, after)) =
            closing.and_then(|end| Some((opened.get(..end)?, opened.get(end.checked_add(1)?..)?)))
        else {
            return Err(malformed(position(quoted), "an attribute value without a closing quote"));
        };
        let value = attribute_value(value, position(opened))?;
        let span = Span::new(at, position(after));
        // At most 16 are kept, so searching them is cheap.
        if let Some(first) = found.iter().find(|attribute| attribute.name == name) {
            let finding = Diagnostic::of(Code::REPEATED_ATTRIBUTE, span, "a repeated attribute");
            return Err(finding.note(first.span, "the first one is here"));
        }
        if found.len() >= limits::ATTRIBUTES {
            let message = format!("more than {} attributes", limits::ATTRIBUTES);
            return Err(Diagnostic::of(Code::OVER_LIMIT, span, message));
        }
        found.push(Attribute { name, value, span });
        rest = after;
    }
}

/// The finding for a quote from a printed manual where XML needs the plain one.
pub(super) fn typographic_quote(quote: char, at: usize) -> Diagnostic {
    let message = format!("typographic quote U+{:04X}", u32::from(quote));
    let finding = Diagnostic::of(Code::TYPOGRAPHIC, Span::at(at, quote.len_utf8()), message);
    finding.help("pasted from a manual? write the plain `\"`")
}

/// The value of an attribute with its references resolved; a raw `<` is refused.
fn attribute_value(written: &str, start: usize) -> Result<Cow<'_, str>, Diagnostic> {
    if memchr2(b'<', b'&', written.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(written));
    }
    if let Some(at) = written.find('<') {
        let at = start.saturating_add(at);
        let finding = Diagnostic::of(Code::BARE_LESS_THAN, Span::at(at, 1), "`<` in an attribute");
        return Err(finding.help("write &lt;; or is the closing quote missing?"));
    }
    if !written.contains('&') {
        return Ok(Cow::Borrowed(written));
    }
    let mut value = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('&') {
        let at = start.saturating_add(written.len()).saturating_sub(after.len()).saturating_sub(1);
        let (name, after) = after.split_once(';').ok_or_else(|| bare_ampersand(at))?;
        value.push_str(before);
        value.push(resolve(name, at)?);
        rest = after;
    }
    value.push_str(rest);
    Ok(Cow::Owned(value))
}

/// Whether a declaration contains only what one normally contains, and so nothing that got there by mistake.
pub(super) fn is_usual_declaration(text: &str) -> bool {
    let inner = text.strip_prefix("<?xml").and_then(|rest| rest.strip_suffix("?>")).unwrap_or("=");
    let mut found = Vec::new();
    let is_usual = |attribute: &Attribute<'_>| match attribute.name {
        "version" => matches!(&*attribute.value, "1.0" | "1.1"),
        "encoding" => is_known(&attribute.value),
        "standalone" => matches!(&*attribute.value, "yes" | "no"),
        _ => false,
    };
    attributes(inner, 0, &mut found).is_ok() && found.iter().all(is_usual)
}

/// Checks what is between `<?xml` and `?>`: the version, then optionally the encoding, then optionally standalone.
pub(super) fn check_declaration(inner: &str, start: usize) -> Result<(), Diagnostic> {
    let begin = start.saturating_sub("<?xml".len());
    let whole = Span::at(begin, "<?xml".len().saturating_add(inner.len()).saturating_add("?>".len()));
    let malformed = || {
        let finding = Diagnostic::of(Code::MALFORMED, whole, "a malformed XML declaration");
        finding.help("write <?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    };
    // It only looks like a tag: it contains no references.
    if inner.contains(['&', '<']) {
        return Err(malformed());
    }
    let mut found = Vec::new();
    attributes(inner, start, &mut found)?;
    let mut order = found.iter().map(|attribute| (attribute.name, &*attribute.value)).peekable();
    let version = order.next_if(|(name, value)| {
        let is_minor = |minor: &str| !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit());
        *name == "version" && value.strip_prefix("1.").is_some_and(is_minor)
    });
    order.next_if(|(name, _)| *name == "encoding");
    order.next_if(|(name, value)| *name == "standalone" && matches!(*value, "yes" | "no"));
    if version.is_some() && order.next().is_none() { Ok(()) } else { Err(malformed()) }
}
