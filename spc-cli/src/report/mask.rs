//! Finds what must not be shown in a source that may be broken, so by its characters and not by its grammar.
//!
//! Hiding too much is harmless, showing a password is not: where a value does not end, it is hidden up to a place
//! where it surely has ended.

use std::collections::HashMap;

use spc_core::profile::ParameterName;
use spc_core::source::{self, Syntax};

mod plain;

/// Bytes of a source.
pub(super) type Range = std::ops::Range<usize>;

/// Options of provisioning rules whose argument is secret, behind their dashes.
const RULE_OPTIONS: [&[u8]; 3] = [b"key", b"pwd", b"uid"];
/// What a dash may have become on its way through a word processor.
const DASHES: [&[u8]; 5] =
    [b"-", "\u{2010}".as_bytes(), "\u{2013}".as_bytes(), "\u{2014}".as_bytes(), "\u{2212}".as_bytes()];

/// The values of secret-looking names and the secret arguments of rules, in both source languages: sorted, apart.
pub(super) fn secrets(source: &[u8]) -> Vec<Range> {
    let marks = Marks::of(source);
    let mut found: Vec<Range> = Vec::new();
    let mut at = 0;
    while let Some(byte) = source.get(at) {
        let range = match byte {
            b'<' => marks.element(at),
            b'>' => marks.remainder(at),
            b'-' | 0xe2 => marks.argument(at),
            b'/' => marks.user(at),
            _ if starts_word(source, at) => marks.entry(at),
            _ => None,
        };
        // Each search begins behind the last find, so that hostile sources cost no more than their length.
        at = range.as_ref().map_or(at, |range| range.end).max(at.saturating_add(1));
        found.extend(range);
    }
    found
}

/// A source and where its line ends and tags are, and what cannot hold a tag.
struct Marks<'a> {
    source: &'a [u8],
    line_ends: Vec<usize>,
    tags: Vec<usize>,
    end_tags: Vec<usize>,
    end_tags_of: HashMap<&'a [u8], Vec<usize>>,
    /// Comments and CDATA sections.
    quiet: Vec<Range>,
    is_text: bool,
    /// The lines of plain text; none in XML, where a line end means nothing.
    lines: Vec<plain::Line>,
}

/// Bytes of a name that are looked at: names are no longer, and hostile sources must not cost more than their length.
const LONGEST: usize = 250;

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

fn starts_word(source: &[u8], at: usize) -> bool {
    let is_name_at = |at: usize| source.get(at).is_some_and(|byte| is_name(*byte));
    is_name_at(at) && !at.checked_sub(1).is_some_and(is_name_at)
}

/// The first position at or behind `from`.
fn next(positions: &[usize], from: usize) -> Option<usize> {
    positions.get(positions.partition_point(|at| *at < from)).copied()
}

/// Whether a name is one of a secret, or would be if it were spelled as a name: `Admin Password`, `x:Password`, `1Key`.
fn is_secret(name: &[u8]) -> bool {
    let first = name.first().filter(|byte| !byte.is_ascii_alphabetic()).map(|_| 'x');
    let rest = name.iter().map(|byte| if is_name(*byte) { char::from(*byte) } else { '_' });
    let name: String = first.into_iter().chain(rest).collect();
    ParameterName::parse(&name).is_ok_and(|name| name.is_secret())
}

/// The element name at the beginning of a tag's inside, as far as it may be one.
fn name_at(tag: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'/' | b'=');
    let length = tag.iter().take(LONGEST).position(is_end).unwrap_or(tag.len().min(LONGEST));
    tag.get(..length).unwrap_or_default()
}

/// `name="value"` and nothing behind it.
fn is_one_attribute(text: &[u8]) -> bool {
    let quotes = text.iter().filter(|byte| matches!(byte, b'"' | b'\'')).count();
    quotes == 2 && text.last().is_some_and(|last| matches!(last, b'"' | b'\''))
}

/// What may be meant as the name: all before the attributes.
fn head_at(tag: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'<' | b'>' | b'=');
    let length = tag.iter().take(LONGEST).position(is_end).unwrap_or(tag.len().min(LONGEST));
    let head = tag.get(..length).unwrap_or_default().trim_ascii_end();
    if tag.get(length) != Some(&b'=') {
        return head.strip_suffix(b"/").unwrap_or(head);
    }
    let attribute = head.iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).count();
    head.get(..head.len().saturating_sub(attribute)).unwrap_or_default().trim_ascii_end()
}

impl<'a> Marks<'a> {
    fn of(source: &'a [u8]) -> Self {
        let is_text = source::sniff(source) == Syntax::Text;
        let mut marks = Self {
            source,
            line_ends: vec![],
            tags: vec![],
            end_tags: vec![],
            end_tags_of: HashMap::new(),
            quiet: vec![],
            is_text,
            lines: if is_text { plain::lines(source) } else { vec![] },
        };
        for (at, byte) in source.iter().enumerate() {
            match byte {
                b'\n' => marks.line_ends.push(at),
                b'<' => {
                    marks.tags.push(at);
                    marks.quiet.extend(marks.quiet_at(at));
                    if let Some(name) = marks.from(at).strip_prefix(b"</") {
                        marks.end_tags.push(at);
                        marks.end_tags_of.entry(name_at(name)).or_default().push(at);
                    }
                }
                _ => {}
            }
        }
        marks
    }

    fn from(&self, at: usize) -> &'a [u8] {
        self.source.get(at..).unwrap_or_default()
    }

    fn line_end(&self, from: usize) -> usize {
        next(&self.line_ends, from).unwrap_or(self.source.len())
    }

    /// `<!-- comment -->` or `<![CDATA[text]]>`, unless it stands in the one before.
    fn quiet_at(&self, at: usize) -> Option<Range> {
        let text = self.from(at);
        let brackets: [(&[u8], &[u8]); 2] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>")];
        let (open, close) = brackets.into_iter().find(|(open, _)| text.starts_with(open))?;
        if self.quiet.last().is_some_and(|before| at < before.end) {
            return None;
        }
        let length = text.windows(close.len()).skip(open.len()).position(|w| w == close);
        Some(at..length.map_or(self.source.len(), |length| at.saturating_add(open.len()).saturating_add(length)))
    }

    /// The end tag of a name whose value begins at `start`; one in a comment or CDATA section of the value is none.
    fn own_end(&self, name: &[u8], start: usize) -> Option<usize> {
        let ends = self.end_tags_of.get(name)?;
        let mut end = next(ends, start)?;
        // Few are enough for any profile, and a hostile one must not be read again from each of its elements.
        for _ in 0..16 {
            let around = self.quiet.get(self.quiet.partition_point(|range| range.end <= end));
            let Some(around) = around.filter(|range| range.contains(&end) && range.start >= start) else { break };
            end = next(ends, around.end)?;
        }
        Some(end)
    }

    /// `<Password_1_ ua="na">value</Password_1_>`: the value, and every attribute but `ua`.
    fn element(&self, at: usize) -> Option<Range> {
        let inner = self.from(at.saturating_add(1));
        if matches!(inner.first(), Some(b'/' | b'!' | b'?')) || !is_secret(head_at(inner)) {
            return None;
        }
        let name = name_at(inner);
        let tag = inner.iter().take_while(|byte| !matches!(byte, b'<' | b'>')).count();
        let attributes = inner.get(name.len()..tag)?.trim_ascii();
        let is_closed = inner.get(tag) == Some(&b'>');
        let is_plain = |text: &[u8]| text.is_empty() || (text.starts_with(b"ua") && is_one_attribute(text));
        let behind_name = at.saturating_add(1).saturating_add(name.len());
        let behind_tag = at.saturating_add(1).saturating_add(tag);
        if is_closed && let Some(attributes) = attributes.strip_suffix(b"/") {
            return (!is_plain(attributes.trim_ascii())).then(|| behind_name..behind_tag.saturating_sub(1));
        }
        let start = if is_closed && is_plain(attributes) { behind_tag.saturating_add(1) } else { behind_name };
        let line_end = self.line_end(start);
        // Without its own end tag: any end tag on the line, else all up to the next tag behind the line.
        let end = self
            .own_end(name, start)
            .or_else(|| next(&self.end_tags, start).filter(|end| *end < line_end))
            .or_else(|| next(&self.tags, line_end))
            .unwrap_or(self.source.len());
        Some(start..end)
    }

    /// `<Password_1_/>value</Password_1_>`: text before the end tag of a secret that is closed already.
    fn remainder(&self, at: usize) -> Option<Range> {
        let start = at.saturating_add(1);
        let mut end = next(&self.tags, start)?;
        // What a comment or a CDATA section holds is text as well.
        for _ in 0..16 {
            let Ok(quiet) = self.quiet.binary_search_by_key(&end, |range| range.start) else { break };
            end = next(&self.tags, self.quiet.get(quiet)?.end)?;
        }
        if end == start {
            return None;
        }
        let name = self.from(end).strip_prefix(b"</")?;
        is_secret(head_at(name)).then_some(start..end)
    }

    /// `http://user:password@server/`: what stands before the `@`, which may be in another line of a broken value.
    fn user(&self, at: usize) -> Option<Range> {
        let text = self.from(at).strip_prefix(b"//")?;
        // In a broken line of plain text, where quotes and blanks are slips, an address is told by its scheme.
        let is_broken = self.is_broken(at) && at.checked_sub(1).and_then(|at| self.source.get(at)) == Some(&b':');
        let is_end = |byte: &u8| match byte {
            b'/' | b'<' | b'>' | b']' | b'\n' => true,
            b'"' => !is_broken,
            _ => !is_broken && byte.is_ascii_whitespace(),
        };
        let length = text.iter().position(is_end).unwrap_or(text.len());
        let server = text.get(..length)?;
        let start = at.saturating_add(2);
        if let Some(user) = server.iter().rposition(|byte| *byte == b'@') {
            return Some(start..start.saturating_add(user));
        }
        let line_end = self.line_end(start);
        let rest = self.source.get(start.saturating_add(length)..line_end)?;
        if !rest.trim_ascii_start().is_empty() {
            return None;
        }
        let end = self.continuation(at);
        (end > line_end).then_some(start..end)
    }

    /// `[--key "my phrase" --uid x]`: the argument, also of an option that is misspelt by its dashes, its case or a `=`.
    fn argument(&self, at: usize) -> Option<Range> {
        let dashed = self.from(at);
        let behind_dash = |text: &'a [u8]| DASHES.into_iter().find_map(|dash| text.strip_prefix(dash));
        let text = behind_dash(dashed)?;
        let text = behind_dash(text).unwrap_or(text);
        let dashes = dashed.len().saturating_sub(text.len());
        let is_option = |option: &&[u8]| text.get(..option.len()).is_some_and(|word| word.eq_ignore_ascii_case(option));
        let option = dashes.saturating_add(RULE_OPTIONS.into_iter().find(is_option)?.len());
        let behind = dashed.get(option..)?;
        // In a broken line of plain text any slip may stand between, and any blank in the argument.
        let is_broken = self.is_broken(at);
        let is_slip = |byte: u8| byte == b'=' || is_broken && matches!(byte, b'"' | b':' | b';' | b'#');
        let between = behind.iter().take_while(|byte| byte.is_ascii_whitespace() || is_slip(**byte)).count();
        let argument = behind.get(between..)?;
        if between == 0 || argument.starts_with(b"$") {
            // A macro names a secret and is none.
            return None;
        }
        let start = at.saturating_add(option).saturating_add(between);
        let line = argument.get(..self.line_end(start).saturating_sub(start))?;
        let quotes: [&[u8]; 2] = [b"\"", b"&quot;"];
        let length = match quotes.into_iter().find(|quote| line.starts_with(quote)) {
            _ if is_broken => line.iter().position(|byte| *byte == b']'),
            Some(quote) => {
                let opened = line.get(quote.len()..)?;
                opened.windows(quote.len()).position(|w| w == quote).map(|end| end.saturating_add(quote.len()))
            }
            None => line.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b']'),
        };
        let end = length.filter(|_| !self.is_open(start)).map(|length| start.saturating_add(length));
        Some(start..end.unwrap_or_else(|| self.continuation(start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn masked(source: &str) -> String {
        let hidden = secrets(source.as_bytes());
        let keep =
            |(at, byte): (usize, u8)| if hidden.iter().any(|range| range.contains(&at)) { '*' } else { byte.into() };
        source.bytes().enumerate().map(keep).collect()
    }

    #[test]
    fn xml_values_are_hidden_even_when_broken() {
        assert_eq!(masked("<Password_1_ ua=\"na\">abc</Password_1_>"), "<Password_1_ ua=\"na\">***</Password_1_>");
        assert_eq!(masked("<Password_1_>a<b</Password_1_>"), "<Password_1_>***</Password_1_>");
        assert_eq!(masked("<Password_1_>abc</Password_2_>\n<A>x</A>"), "<Password_1_>***</Password_2_>\n<A>x</A>");
        assert_eq!(masked("<Password_1_>ab\nc\n<A>x</A>"), "<Password_1_>*****<A>x</A>");
        assert_eq!(masked("<Password_1_/><Proxy_1_>x</Proxy_1_>"), "<Password_1_/><Proxy_1_>x</Proxy_1_>");
        assert_eq!(masked("<Password_1_ ua=\"na\"abc</Password_1_>"), "<Password_1_***********</Password_1_>");
        assert_eq!(masked("<Password_1_ ua=\"na\" <A>x</A>"), "<Password_1_*************</A>");
    }

    #[test]
    fn a_slip_in_a_name_hides_its_value_all_the_same() {
        assert_eq!(masked("<x:Password_1_>abc</x:Password_1_>"), "<x:Password_1_>***</x:Password_1_>");
        assert_eq!(masked("<1Password>abc</1Password>"), "<1Password>***</1Password>");
        assert_eq!(masked("<Admin Passwd>abc</Admin Passwd>"), "<Admin***********</Admin Passwd>");
        assert_eq!(masked("<Admin Passwd ua=\"na\">abc</Admin Passwd>"), "<Admin*******************</Admin Passwd>");
        assert_eq!(
            masked("<Unit_1_Key_2_ ua=\"na\">abc</Unit_1_Key_2_>"),
            "<Unit_1_Key_2_ ua=\"na\">abc</Unit_1_Key_2_>"
        );
    }

    #[test]
    fn attributes_of_secrets_are_hidden_but_not_the_access() {
        assert_eq!(masked("<Password_1_ v=\"abc\"/><A/>"), "<Password_1_********/><A/>");
        assert_eq!(masked("<Password_1_ ua='na'/><A/>"), "<Password_1_ ua='na'/><A/>");
    }

    #[test]
    fn end_tags_in_comments_and_cdata_end_no_value() {
        assert_eq!(
            masked("<Key_Key><![CDATA[a</Key_Key>]]>b</Key_Key>c"),
            "<Key_Key>************************</Key_Key>c"
        );
        assert_eq!(masked("<Key_Key><!-- </Key_Key> -->b</Key_Key>c"), "<Key_Key>********************</Key_Key>c");
        assert_eq!(masked("<!-- <Key_Key>a</Key_Key> --><A>b</A>"), "<!-- <Key_Key>*</Key_Key> --><A>b</A>");
    }

    #[test]
    fn what_follows_a_value_up_to_a_second_end_tag_is_hidden() {
        assert_eq!(masked("<Password/>abc</Password>"), "<Password/>***</Password>");
        assert_eq!(masked("<Password>a</Password>bc</Password>"), "<Password>*</Password>**</Password>");
        let cdata = masked("<Pasword><![CDATA[abc]]></Password>");
        assert_eq!(cdata, "<Pasword>***************</Password>");
        assert_eq!(masked("<A>a</A><!-- b --><B>c</B>"), "<A>a</A><!-- b --><B>c</B>");
    }

    #[test]
    fn loose_text_and_addresses_hide_their_passwords() {
        assert_eq!(masked("<!-- Admin_Passwd: abc --><A/>"), "<!-- Admin_Passwd*********<A/>");
        assert_eq!(masked("http://bob:abc@host/x@y"), "http://*******@host/x@y");
        assert_eq!(masked("http://host/x@y"), "http://host/x@y");
    }

    #[test]
    fn arguments_of_rules_are_hidden_but_not_macros() {
        let rule = |rule: &str| masked(&format!("<A>{rule}</A>")).replace("<A>", "").replace("</A>", "");
        assert_eq!(rule("[--key abc --uid bob]http"), "[--key *** --uid ***]http");
        assert_eq!(rule("[--key \"a b\" ]"), "[--key ****\" ]");
        assert_eq!(rule("[--key $SA] /x"), "[--key $SA] /x");
        assert_eq!(masked("A \"[--key abc --uid bob]http\" ;"), "A \"[--key *** --uid ***]http\" ;");
        for option in ["-key ", "--KEY ", "--key=", "\u{2013}key ", "\u{2014}\u{2014}key "] {
            let written = format!("[{option}abc]");
            // The bytes of a dash are shown one by one here.
            assert_eq!(rule(&written).chars().filter(|c| *c == '*').count(), 3, "{written}");
        }
        assert_eq!(rule("a-keyhole x"), "a-keyhole x");
    }
}
