//! By which plaintext a right phrase is recognised: the format has no integrity.

use crate::stock::{gzip, xml_text};

/// Whether a plaintext is what a right phrase opens.
///
/// The padding alone lets one wrong phrase in 255 pass (FORMAT 8.7), and "starts with `<`" only makes that one in
/// some 60 000. So gzip needs magic, method and no reserved flag, and XML needs sixteen bytes of text, or all when
/// there are fewer: about one wrong phrase in 2^31 passes. Only the start is checked, and as UTF-8: what is wrong
/// further on (a control character, ISO-8859-1 that nobody declared) is for the XML reader to name, and a source that
/// does declare ISO-8859-1 starts with ASCII.
pub(super) fn is_content(plain: &[u8]) -> bool {
    gzip::is_member(plain) || xml_text(plain).is_some_and(starts_as_text)
}

/// Whether a plaintext proves the phrase right although no phone reads it: UTF-16, or text that is not XML. Less than one wrong phrase in 2^24 leads to such bytes and a valid padding after them.
pub(super) fn proves_phrase(plain: &[u8]) -> bool {
    is_utf16(plain) || is_text(plain)
}

/// Text from its first byte on, all of it where it is short. A byte order mark is a character as well.
fn is_text(plain: &[u8]) -> bool {
    const ENOUGH: usize = 64;
    !plain.is_empty() && begins_with_text(plain, ENOUGH)
}

/// Eight characters of ASCII, or all where there are fewer, with a byte order mark or without one.
fn is_utf16(plain: &[u8]) -> bool {
    let text = plain.strip_prefix(b"\xff\xfe").or_else(|| plain.strip_prefix(b"\xfe\xff")).unwrap_or(plain);
    let is_text = |byte: u8| matches!(byte, b' '..=b'~') || byte.is_ascii_whitespace();
    let is_wide = |pair: &[u8]| matches!(pair, [0, byte] | [byte, 0] if is_text(*byte));
    plain.len() >= 8 && plain.len().is_multiple_of(2) && text.chunks_exact(2).take(8).all(is_wide)
}

fn starts_as_text(bytes: &[u8]) -> bool {
    begins_with_text(bytes, 16)
}

/// Whether the first bytes, or all where there are fewer, are text.
fn begins_with_text(bytes: &[u8], start: usize) -> bool {
    let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.len() >= start.min(bytes.len()) && text.chars().take(start).all(is_text)
}
