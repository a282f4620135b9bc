//! Recognises the right phrase by the plaintext, because the format has no integrity protection.

use crate::stock::{gzip, xml_text};

/// Whether a plaintext is what the right phrase would reveal.
///
/// The padding check alone lets one wrong phrase in 255 pass (FORMAT 8.7), and requiring a `<` at the start makes that
/// only one in about 60 000. So gzip must have its magic number and method and no reserved flag, and XML must have
/// sixteen bytes of text, or all if there are fewer: about one wrong phrase in 2^31 passes. Only the start is checked,
/// and as UTF-8: what is wrong further on (a control character, undeclared ISO-8859-1) is left to the XML reader to
/// report, and a source that does declare ISO-8859-1 starts with ASCII.
pub(super) fn is_content(plain: &[u8]) -> bool {
    gzip::is_member(plain) || xml_text(plain).is_some_and(starts_as_text)
}

/// Whether a plaintext proves that the phrase is right although no phone can read it: UTF-16, text that is not XML, zlib data
/// with its checksum, or text that was packed without any header. Less than one wrong phrase in 2^24 produces such bytes
/// followed by valid padding.
pub(super) fn proves_phrase(plain: &[u8]) -> bool {
    is_utf16(plain) || is_text(plain) || gzip::is_whole_zlib(plain) || is_deflated_text(plain)
}

/// Whether it is text that was packed without any header. A few characters may come out of anything.
pub(crate) fn is_deflated_text(plain: &[u8]) -> bool {
    const ENOUGH: usize = 16;
    gzip::whole_deflate(plain).is_some_and(|text| text.len() >= ENOUGH && begins_with_text(&text, text.len()))
}

/// Whether it is text from the first byte on; all of it if it is short. A byte order mark counts as text.
fn is_text(plain: &[u8]) -> bool {
    const ENOUGH: usize = 64;
    !plain.is_empty() && begins_with_text(plain, ENOUGH)
}

/// Whether it begins with eight ASCII characters, or all if there are fewer, with or without a byte order mark.
fn is_utf16(plain: &[u8]) -> bool {
    let text = plain.strip_prefix(b"\xff\xfe").or_else(|| plain.strip_prefix(b"\xfe\xff")).unwrap_or(plain);
    let is_text = |byte: u8| matches!(byte, b' '..=b'~') || byte.is_ascii_whitespace();
    let is_wide = |pair: &[u8]| matches!(pair, [0, byte] | [byte, 0] if is_text(*byte));
    plain.len() >= 8 && plain.len().is_multiple_of(2) && text.chunks_exact(2).take(8).all(is_wide)
}

fn starts_as_text(bytes: &[u8]) -> bool {
    begins_with_text(bytes, 16)
}

/// Whether the first bytes, or all if there are fewer, are text.
fn begins_with_text(bytes: &[u8], start: usize) -> bool {
    let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.len() >= start.min(bytes.len()) && text.chars().take(start).all(is_text)
}
