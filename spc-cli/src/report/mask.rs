//! Finds what must not be shown in a source that may be broken, so by its characters and not by its grammar.
//!
//! Hiding too much is harmless, showing a password is not: where a value does not end, it is hidden up to a place
//! where it surely has ended.

use std::collections::HashMap;

use spc_core::profile::ParameterName;

/// Bytes of a source.
pub(super) type Range = std::ops::Range<usize>;

/// Options of provisioning rules whose argument is secret.
const RULE_OPTIONS: [&[u8]; 3] = [b"--key", b"--pwd", b"--uid"];

/// The values of secret-looking names and the secret arguments of rules, in both source languages: sorted, apart.
pub(super) fn secrets(source: &[u8]) -> Vec<Range> {
    let marks = Marks::of(source);
    let mut found: Vec<Range> = Vec::new();
    let mut at = 0;
    while let Some(byte) = source.get(at) {
        let range = match byte {
            b'<' => marks.element(at),
            b'-' => marks.argument(at),
            _ if starts_word(source, at) => marks.entry(at),
            _ => None,
        };
        // Each search begins behind the last find, so that hostile sources cost no more than their length.
        at = range.as_ref().map_or(at, |range| range.end).max(at.saturating_add(1));
        found.extend(range);
    }
    found
}

/// A source and where its line ends and tags are.
struct Marks<'a> {
    source: &'a [u8],
    line_ends: Vec<usize>,
    tags: Vec<usize>,
    end_tags: Vec<usize>,
    end_tags_of: HashMap<&'a [u8], Vec<usize>>,
}

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

fn is_secret(name: &[u8]) -> bool {
    let name: String = name.iter().map(|byte| if is_name(*byte) { char::from(*byte) } else { '_' }).collect();
    ParameterName::parse(&name).is_ok_and(|name| name.is_secret())
}

/// The bytes of a name at the beginning of a text.
fn name_at(text: &[u8]) -> &[u8] {
    let length = text.iter().take_while(|byte| is_name(**byte)).count();
    text.get(..length).unwrap_or_default()
}

impl<'a> Marks<'a> {
    fn of(source: &'a [u8]) -> Self {
        let mut marks = Self { source, line_ends: vec![], tags: vec![], end_tags: vec![], end_tags_of: HashMap::new() };
        for (at, byte) in source.iter().enumerate() {
            match byte {
                b'\n' => marks.line_ends.push(at),
                b'<' => {
                    marks.tags.push(at);
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

    /// `<Password_1_ ua="na">value</Password_1_>`: the value.
    fn element(&self, at: usize) -> Option<Range> {
        let inner = self.from(at.saturating_add(1));
        let name = name_at(inner);
        if !is_secret(name) {
            return None;
        }
        let tag = inner.iter().take_while(|byte| !matches!(byte, b'<' | b'>')).count();
        if inner.get(tag) != Some(&b'>') || inner.get(..tag)?.ends_with(b"/") {
            return None;
        }
        let start = at.saturating_add(tag).saturating_add(2);
        let line_end = self.line_end(start);
        // Without its own end tag: any end tag on the line, else all up to the next tag behind the line.
        let own = self.end_tags_of.get(name).and_then(|ends| next(ends, start));
        let end = own
            .or_else(|| next(&self.end_tags, start).filter(|end| *end < line_end))
            .or_else(|| next(&self.tags, line_end))
            .unwrap_or(self.source.len());
        Some(start..end)
    }

    /// `Password[1] ! "value" ;`: the value, without its quotes.
    fn entry(&self, at: usize) -> Option<Range> {
        let text = self.from(at);
        let in_label = |byte: &u8| is_name(*byte) || matches!(byte, b'[' | b']' | b'(' | b')' | b'/');
        let length = text.iter().take_while(|byte| in_label(byte)).count();
        // No name is longer, and a long run of letters must not be read again from each of them.
        if length > 255 || !is_secret(text.get(..length)?) {
            return None;
        }
        let between = text.get(length..)?.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'!' | b'?')).count();
        let quote = length.saturating_add(between);
        if text.get(quote) != Some(&b'"') {
            return None;
        }
        // A value may hold a quote by mistake, so it ends at the last one of its line.
        let start = at.saturating_add(quote).saturating_add(1);
        let line_end = self.line_end(start);
        let last = self.source.get(start..line_end)?.iter().rposition(|byte| *byte == b'"');
        Some(start..last.map_or(line_end, |last| start.saturating_add(last)))
    }

    /// `[--key "my phrase" --uid x]`: the argument.
    fn argument(&self, at: usize) -> Option<Range> {
        let text = self.from(at);
        let option = RULE_OPTIONS.into_iter().find(|option| text.starts_with(option))?;
        let behind = text.get(option.len()..)?;
        let blanks = behind.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let argument = behind.get(blanks..)?;
        if blanks == 0 || argument.starts_with(b"$") {
            // A macro names a secret and is none.
            return None;
        }
        let start = at.saturating_add(option.len()).saturating_add(blanks);
        let line = argument.get(..self.line_end(start).saturating_sub(start))?;
        let quotes: [&[u8]; 2] = [b"\"", b"&quot;"];
        let length = match quotes.into_iter().find(|quote| line.starts_with(quote)) {
            Some(quote) => {
                let opened = line.get(quote.len()..)?;
                opened.windows(quote.len()).position(|w| w == quote).map(|end| end.saturating_add(quote.len()))
            }
            None => line.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b']'),
        };
        Some(start..start.saturating_add(length.unwrap_or(line.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(source: &str) -> String {
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
    }

    #[test]
    fn text_values_are_hidden_even_when_broken() {
        assert_eq!(masked("Password[1] ! \"ab\" ;"), "Password[1] ! \"**\" ;");
        assert_eq!(masked("# Password[1] \"a\"b\" ;\nA \"x\" ;"), "# Password[1] \"***\" ;\nA \"x\" ;");
        assert_eq!(masked("Admin_Passwd \"abc\nA \"x\" ;"), "Admin_Passwd \"***\nA \"x\" ;");
    }

    #[test]
    fn arguments_of_rules_are_hidden_but_not_macros() {
        assert_eq!(masked("[--key abc --uid bob]http"), "[--key *** --uid ***]http");
        assert_eq!(masked("[--key \"a b\" ]"), "[--key ****\" ]");
        assert_eq!(masked("[--key $SA] /x"), "[--key $SA] /x");
    }
}
