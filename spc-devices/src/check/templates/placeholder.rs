//! Placeholders of template languages: where one is in a value, and how long it is.
//!
//! Knows: what the languages write around a name. Must not know: which parameter a value belongs to, what is reported.

use core::ops::Range;
use std::borrow::Cow;

use memchr::{memchr2, memmem};

/// The value with letters in place of its placeholders, so that the rest can be read, at the same places.
pub(crate) fn without_placeholders(value: &str) -> Cow<'_, str> {
    let ranges = core::iter::successors(next_placeholder(value, 0), |last| next_placeholder(value, last.end));
    let mut plain = String::new();
    let mut end = 0;
    for range in ranges {
        plain.push_str(value.get(end..range.start).unwrap_or_default());
        plain.extend(range.clone().map(|_| 'x'));
        end = range.end;
    }
    if end == 0 {
        return Cow::Borrowed(value);
    }
    plain.push_str(value.get(end..).unwrap_or_default());
    Cow::Owned(plain)
}

/// The first placeholder from a byte on.
pub(crate) fn next_placeholder(value: &str, from: usize) -> Option<Range<usize>> {
    if from == 0 && is_placeholder(value) {
        return Some(0..value.len());
    }
    let marked = next_marked(value, from);
    // Only up to there, so that a value with many placeholders is not searched to its end for each one.
    let end = marked.as_ref().map_or(value.len(), |range| range.start.saturating_add(LONGEST_WORD));
    word_to_replace(up_to(value, end), from)
        .filter(|word| marked.as_ref().is_none_or(|range| word.start <= range.start))
        .or(marked)
}

/// The text up to a byte, or to the end of the character before it.
fn up_to(text: &str, end: usize) -> &str {
    let end = (0..=end.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text.get(..end).unwrap_or(text)
}

/// The first placeholder from a byte on that has special characters around its name.
fn next_marked(value: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let rest = value.get(at..)?;
        let begins = |byte| matches!(byte, b'{' | b'<' | b'#' | b'@' | b'%' | b'[' | b'_' | b'$');
        let start = at.saturating_add(rest.bytes().position(begins)?);
        let rest = up_to(value.get(start..)?, LONGEST);
        // The base of a fleet writes two literal braces as `{{{{`.
        let is_literal = rest.starts_with("{{{{");
        if let Some(length) = FORMS.iter().find_map(|form| form.length(rest)).filter(|_| !is_literal) {
            return Some(start..start.saturating_add(length));
        }
        at = start.saturating_add(if is_literal { 4 } else { 1 });
    }
}

/// The bytes of the longest placeholder that is looked for: a value may contain the beginning of one ten thousand
/// times.
const LONGEST: usize = 1024;
/// The bytes that decide whether a word asks to be replaced.
const LONGEST_WORD: usize = 64;

/// Whether a whole value is only a stand-in for one: `$name$`, `@user@`, `%s`, `{0}`, `<user>`, `192.168.x.x`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let (Some(first), Some(last)) = (value.bytes().next(), value.bytes().next_back()) else { return false };
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    if let (b'%' | b'{' | b'<' | b'[', Some(inner)) = (first, value.get(1..value.len().saturating_sub(1))) {
        return match (first, last) {
            (b'%', b's' | b'd' | b'i' | b'u') => inner.is_empty(),
            (b'{', b'}') => inner.len() < 3 && !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit()),
            (b'<', b'>') => {
                let is_name = |byte: u8| is_letter(byte) || byte.is_ascii_digit() || matches!(byte, b' ' | b'-');
                inner.len() > 1
                    && inner.starts_with(|sign: char| sign.is_ascii_alphabetic())
                    && inner.bytes().all(is_name)
            }
            (b'[', b']') => BETWEEN_BRACKETS.iter().any(|word| inner.eq_ignore_ascii_case(word)),
            _ => false,
        };
    }
    if matches!(first, b'$' | b'@') && first == last && value.len() > 4 {
        return value.get(1..value.len().saturating_sub(1)).is_some_and(|name| name.bytes().all(is_letter));
    }
    if !(7..=15).contains(&value.len()) || !matches!(last, b'x' | b'X' | b'0'..=b'9') {
        return false;
    }
    let is_part = |part: &str| {
        let is_open = !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'x' | b'X'));
        (is_open || part.parse::<u8>().is_ok()) && part.len() < 4
    };
    value.contains(['x', 'X']) && value.split('.').count() == 4 && value.split('.').all(is_part)
}

/// What a name between brackets is for, where it is a whole value: `[name]`. Others may be a part of a name.
const BETWEEN_BRACKETS: [&str; 14] = [
    "domain",
    "ext",
    "extension",
    "host",
    "ip",
    "label",
    "mac",
    "name",
    "number",
    "password",
    "proxy",
    "server",
    "user",
    "username",
];

/// A word that asks to be replaced: `CHANGEME`, `YOUR_MAC`.
pub(super) fn word_to_replace(value: &str, from: usize) -> Option<Range<usize>> {
    // Few values contain any of this, and every value is checked.
    let rest = value.get(from..).filter(|rest| rest.len() > 7)?;
    memchr2(b'_', b'G', rest.as_bytes())?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    ["CHANGEME", "CHANGE_ME", "REPLACE_ME", "YOUR_"].into_iter().find_map(|word| {
        let start = from.saturating_add(rest.find(word)?);
        let more = value.get(start..)?.bytes().take_while(|byte| is_name(*byte)).count();
        let end = start.saturating_add(more);
        let text = value.get(start..end)?;
        let is_whole = if word == "YOUR_" { text.len() > 6 } else { text == word };
        let is_begin = !value.get(..start)?.bytes().next_back().is_some_and(is_name);
        let is_capital = text.bytes().all(|byte| !byte.is_ascii_lowercase());
        (is_whole && is_begin && is_capital).then_some(start..end)
    })
}

/// One way to write a placeholder: what is before and after its name, and what a name looks like there.
struct Form {
    open: &'static str,
    close: &'static str,
    is_name: fn(&str) -> bool,
}

/// What template languages write. Where one form begins like another, the longer one comes first.
#[rustfmt::skip]
const FORMS: [Form; 20] = [
    Form { open: "{{{", close: "}}}", is_name: |_| true },
    Form { open: "{{", close: "}}", is_name: |_| true },
    Form { open: "{%", close: "%}", is_name: |_| true },
    Form { open: "{", close: "}", is_name: |name| is_tag(name) || is_capital(name) },
    Form { open: "#{", close: "}", is_name: |name| is_tag(name) || is_capital(name) },
    Form { open: "${", close: "}", is_name: |name| is_word(name) || is_tag(name) },
    Form { open: "<?php", close: "?>", is_name: |_| true },
    Form { open: "<?=", close: "?>", is_name: |_| true },
    Form { open: "<%", close: "%>", is_name: |_| true },
    Form { open: "<", close: ">", is_name: is_capital },
    Form { open: "[%", close: "%]", is_name: |_| true },
    Form { open: "[[", close: "]]", is_name: is_word_in_brackets },
    Form { open: "[", close: "]", is_name: is_known_in_brackets },
    Form { open: "$[", close: "]", is_name: is_known_in_brackets },
    Form { open: "##", close: "##", is_name: is_capital_or_digit },
    Form { open: "#", close: "#", is_name: is_capital },
    Form { open: "@", close: "@", is_name: is_capital_or_digit },
    Form { open: "__", close: "__", is_name: |name| is_capital_or_digit(name) && name.len() > 1 },
    Form { open: "%", close: "%", is_name: is_small },
    // `%C3%A4` is two bytes of an address, not a name.
    Form { open: "%", close: "%", is_name: |name| is_capital_or_digit(name) && name.len() > 2 && !is_hexadecimal(name) },
];

impl Form {
    /// The length of the placeholder at the beginning of a text.
    fn length(&self, text: &str) -> Option<usize> {
        let rest = text.strip_prefix(self.open)?;
        // Many times faster than `str::find`, and a value may contain thousands of beginnings.
        let name = rest.get(..memmem::find(rest.as_bytes(), self.close.as_bytes())?)?;
        let length = text.len().checked_sub(rest.len())?.checked_add(name.len())?.checked_add(self.close.len())?;
        let is_element = || self.open == "<" && is_closed(name, text.get(length..).unwrap_or_default());
        ((self.is_name)(name) && !is_element()).then_some(length)
    }
}

/// Whether the end tag of an element follows: a comment may contain elements.
fn is_closed(name: &str, rest: &str) -> bool {
    rest.split("</").skip(1).any(|end| end.starts_with(name))
}

/// Whether this is a name of letters, digits and underscores.
fn is_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether this is a name in capitals that may contain digits.
fn is_capital_or_digit(name: &str) -> bool {
    name.starts_with(|sign: char| sign.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether this is a name between two brackets. `[[x]` may be a class of a dial plan.
fn is_word_in_brackets(inner: &str) -> bool {
    let name = inner.trim();
    name.len() > 1
        && name.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// Whether a name between brackets is a placeholder within a value. Anything else there may be part of a label.
fn is_known_in_brackets(name: &str) -> bool {
    ["MAC", "EXT", "EXTENSION", "USER", "USERNAME", "PASSWORD", "SERVER", "mac"].contains(&name)
}

/// Whether each letter may be a digit of a byte, as in `%DE%`.
fn is_hexadecimal(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether this is a name in capitals, as in `{MAC_ADDRESS}`.
fn is_capital(inner: &str) -> bool {
    inner.len() > 2
        && inner.starts_with(|sign: char| sign.is_ascii_uppercase())
        && inner.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Whether this is a name in small letters that is not two bytes of an address, as in `%displayname%`.
fn is_small(inner: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    inner.len() > 2 && inner.bytes().all(is_letter) && !is_hexadecimal(inner)
}

/// Whether this is a name with its owners, as in `{account.1.user}`.
fn is_path(inner: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    inner.starts_with(|sign: char| sign.is_ascii_lowercase()) && inner.contains('.') && inner.split('.').all(is_part)
}

/// Whether this is what Smarty and similar engines write between braces.
fn is_tag(inner: &str) -> bool {
    let word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let begins = |mark: &str| inner.strip_prefix(mark).is_some_and(|rest| rest.starts_with([' ', '(']));
    inner.starts_with('$')
        || word(inner)
        || is_path(inner)
        || inner.strip_prefix('/').is_some_and(word)
        || ["if", "elseif", "foreach", "section", "include", "assign"].into_iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_every_kind_are_found_whole() {
        for (value, found) in [
            ("a{{ x }}b", "{{ x }}"),
            ("a{{{name}}}b", "{{{name}}}"),
            ("{{{name}}", "{{{name}}"),
            ("a#{user}b", "#{user}"),
            ("##{{user}}", "{{user}}"),
            ("{% if a %}b", "{% if a %}"),
            ("x${vlan}", "${vlan}"),
            ("{$line.password}", "{$line.password}"),
            ("{if $a eq 1}", "{if $a eq 1}"),
            ("{mac}", "{mac}"),
            ("a<?php echo 1; ?>", "<?php echo 1; ?>"),
            ("sip:##USER##@h", "##USER##"),
            ("@A1_B@", "@A1_B@"),
            ("sip:##X##@h", "##X##"),
            ("@X@", "@X@"),
            ("%s", "%s"),
            ("%d", "%d"),
            ("{0}", "{0}"),
            ("<user>", "<user>"),
            ("<your extension>", "<your extension>"),
            ("[name]", "[name]"),
            ("{{{{x}} {{y}}", "{{y}}"),
            ("a${PROXY_HOST}:5060", "${PROXY_HOST}"),
            ("<%= ext %>", "<%= ext %>"),
            ("a[[extension]]", "[[extension]]"),
            ("sip-__EXT__", "__EXT__"),
            ("%EXT%@h", "%EXT%"),
            ("%%MAC%%", "%MAC%"),
            ("{MAC_ADDRESS}", "{MAC_ADDRESS}"),
            ("http://h/#MAC#.xml", "#MAC#"),
            ("http://h/[MAC].xml", "[MAC]"),
            ("$[mac]", "$[mac]"),
            ("http://h/YOUR_MAC.xml", "YOUR_MAC"),
            ("CHANGEME", "CHANGEME"),
            ("%displayname%", "%displayname%"),
            ("%%mac%%", "%mac%"),
            ("[% name %]", "[% name %]"),
            ("sip:<NAME>@h", "<NAME>"),
            ("{account.1.user}", "{account.1.user}"),
            ("$name$", "$name$"),
            ("@user@", "@user@"),
            ("192.168.x.x", "192.168.x.x"),
            ("x.x.x.x", "x.x.x.x"),
            ("10.xxx.xxx.1", "10.xxx.xxx.1"),
        ] {
            assert_eq!(next_placeholder(value, 0).map(|range| &value[range]), Some(found), "{value}");
        }
        for value in [
            "{",
            "{{",
            "{ x }",
            "a@b@c",
            "@@",
            "####",
            "##a##",
            "<?xml",
            "(x{3})",
            "{%",
            "a%20b%C3%A4",
            "[[1]]",
            "__a__",
            "%DE%",
            "[[x]",
            "$(MA)",
            "{A}",
            "#S0#",
            "[LAB] Phone",
            "YOURS",
            "CHANGEMENT",
            "%abc%20",
            "<A>",
            "<GPP_SA></GPP_SA>",
            "(<9,:>xx.)",
            "$MA$PN",
            "$$",
            "@a@b",
            "10.0.0.1",
            "x.x",
            "x.x.x.x.x",
            "{1.2}",
            "a 10% of 20%",
        ] {
            assert_eq!(next_placeholder(value, 0), None, "{value}");
        }
    }
}
