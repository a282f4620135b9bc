//! What is in a file that is often taken for a profile, by how it begins.

use base64ct::{Base64, Encoding as _};

use super::foreign::Foreign;
use super::kind::Format;
use super::text::{begins_as_xml, is_text};
use crate::container;
use crate::stock::{gzip, openssl};

/// What a gzip file holds that it should not.
pub(super) fn inside_gzip(file: &[u8]) -> Option<Foreign> {
    let start = gzip::peek(file);
    if start.starts_with(&gzip::MAGIC) {
        return Some(Foreign::GzipInGzip);
    }
    let inside = encrypted(&start)?;
    Some(Foreign::EncryptedInGzip { inside })
}

/// The encrypted formats that begin with a magic number.
fn encrypted(start: &[u8]) -> Option<Format> {
    if start.starts_with(openssl::MAGIC) {
        Some(Format::Openssl)
    } else if start.starts_with(&container::MAGIC) {
        Some(Format::Spc)
    } else {
        None
    }
}

/// Everything but gzip that is worth a name.
pub(super) fn recognise(file: &[u8]) -> Option<Foreign> {
    const ARCHIVES: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "ZIP"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"BZh", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"%PDF-", "PDF"),
    ];
    if is_utf16(file) {
        return Some(Foreign::Utf16);
    }
    if let Some((_, name)) = ARCHIVES.into_iter().find(|(magic, _)| file.starts_with(magic)) {
        // `BZh` may begin a text.
        return (!is_text(file) || name == "PDF").then_some(Foreign::Archive { name });
    }
    if file.get(257..262) == Some(b"ustar") {
        return Some(Foreign::Archive { name: "tar" });
    }
    if gzip::is_zlib(file) {
        return Some(Foreign::Zlib);
    }
    if is_html(file) {
        return Some(Foreign::Html);
    }
    base64(file).map(|inside| Foreign::Base64 { inside })
}

/// By its byte order mark, or by the zero bytes beside its first characters.
fn is_utf16(file: &[u8]) -> bool {
    match file {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] => {
            [a, b].iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        }
        _ => false,
    }
}

fn is_html(file: &[u8]) -> bool {
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file).trim_ascii_start();
    let begins = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
    begins("<!doctype html") || begins("<html")
}

/// What a text of base64 encodes: only what has a magic number, since any word is base64.
fn base64(file: &[u8]) -> Option<Format> {
    const DIGITS: usize = 32;
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    if !file.iter().all(|byte| is_digit(byte) || byte.is_ascii_whitespace()) {
        return None;
    }
    // The alphabet for URLs has two other digits.
    let usual = |byte: u8| match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    };
    let mut digits: Vec<u8> = file.iter().copied().filter(is_digit).map(usual).take(DIGITS).collect();
    // Whole groups of four.
    digits.truncate(digits.len() & !3);
    let mut start = [0; DIGITS];
    let start = Base64::decode(&digits, &mut start).ok()?;
    match encrypted(start) {
        Some(format) => Some(format),
        None if start.starts_with(&[0x1f, 0x8b, 8]) => Some(Format::Gzip),
        None if begins_as_xml(start) => Some(Format::Xml),
        None => None,
    }
}
