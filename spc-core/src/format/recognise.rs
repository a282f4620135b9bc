//! Recognises files that are often mistaken for profiles, by how they begin.

use base64ct::{Base64, Encoding as _};

use super::kind::Format;
use super::text::{begins_as_xml, is_text, without_mark};
use super::unsupported::UnsupportedFile;
use super::wrapped::{Inside, Wrapper};
use crate::container;
use crate::stock::{gzip, openssl};

/// How many bytes of a decoded file are examined.
const START: usize = 3 << 10;

/// What a gzip file contains, if it should not.
pub(super) fn inside_gzip(file: &[u8]) -> Option<UnsupportedFile> {
    let start = gzip::peek(file);
    let inside = match inside(&start) {
        Some(Inside::Format(Format::Xml)) => None,
        Some(inside) => Some(inside),
        None if start.is_empty() => gzip::unpack(file, 0).is_ok().then_some(Inside::Nothing),
        None => (is_text(&start) && !start.trim_ascii().is_empty()).then_some(Inside::Format(Format::Text)),
    };
    inside.map(|inside| UnsupportedFile::Wrapped { outer: Wrapper::Gzip, inside })
}

/// What was encrypted, if it should not have been: anything but XML or gzipped XML. Text is left to the XML reader,
/// which says where it fails.
pub(crate) fn inside_encryption(content: &[u8]) -> Option<UnsupportedFile> {
    let inside = match inside(content) {
        Some(Inside::Format(Format::Gzip)) => return inside_gzip(content),
        Some(Inside::Format(Format::Xml)) => None,
        None => openssl::is_deflated_text(content).then_some(Inside::Deflate),
        named => named,
    };
    inside.map(|inside| UnsupportedFile::Wrapped { outer: Wrapper::Encryption, inside })
}

/// What was encrypted, if it is neither XML nor gzip: text, unless it is something with a name.
pub(crate) fn unreadable_inside(content: &[u8]) -> UnsupportedFile {
    let text = UnsupportedFile::Wrapped { outer: Wrapper::Encryption, inside: Inside::Format(Format::Text) };
    inside_encryption(content).unwrap_or(text)
}

/// Whether it begins with the magic number of an archive or of a file of another program, of three bytes or more.
pub(crate) fn is_archive(content: &[u8]) -> bool {
    archive(content).is_some()
}

/// What is inside an encoding, if its beginning shows that beyond doubt.
fn inside(start: &[u8]) -> Option<Inside> {
    match binary(start) {
        Some(format) => return Some(Inside::Format(format)),
        None if is_utf16(start) => return Some(Inside::Utf16),
        None => {}
    }
    if let Some(name) = archive(start) {
        return Some(Inside::Archive { name });
    }
    if gzip::is_zlib(start) {
        Some(Inside::Zlib)
    } else if is_html(start) {
        Some(Inside::Html)
    } else if begins_as_xml(start) {
        Some(Inside::Format(Format::Xml))
    } else {
        base64(start).map(|_| Inside::Base64)
    }
}

/// The formats that begin with a magic number.
fn binary(start: &[u8]) -> Option<Format> {
    if start.starts_with(openssl::MAGIC) {
        Some(Format::Openssl)
    } else if start.starts_with(&container::MAGIC) {
        Some(Format::Spc)
    } else if start.starts_with(&[0x1f, 0x8b, 8]) {
        Some(Format::Gzip)
    } else {
        None
    }
}

/// Everything that does not begin like a readable format, if it is worth naming.
pub(super) fn recognise(file: &[u8], is_text: bool) -> Option<UnsupportedFile> {
    let wrapped = |outer, inside| UnsupportedFile::Wrapped { outer, inside };
    if let Some((outer, format)) = after_text(file).or_else(|| as_text(file)) {
        return Some(wrapped(outer, Inside::Format(format)));
    }
    if is_utf16(file) {
        return Some(UnsupportedFile::Utf16);
    }
    if let Some(name) = archive(file) {
        return Some(UnsupportedFile::Archive { name });
    }
    if gzip::is_zlib(file) {
        return Some(wrapped(Wrapper::Zlib, inside(&gzip::peek_zlib(file)).unwrap_or(Inside::Format(Format::Text))));
    }
    let text = without_mark(file).trim_ascii_start();
    let begins = |words: &[&str]| words.iter().any(|word| begins_in_any_case(text, word));
    if begins(&["HTTP/1.", "HTTP/2 ", "HTTP/3 "]) {
        return Some(UnsupportedFile::HttpReply);
    }
    if is_html(file) {
        return Some(UnsupportedFile::Html);
    }
    if !is_text {
        // There is no header, so the result must be unmistakable.
        let start = gzip::peek_deflate(file);
        return inside(&start).filter(|_| start.len() >= 16).map(|inside| wrapped(Wrapper::Deflate, inside));
    }
    if begins(&["-----BEGIN "]) {
        Some(UnsupportedFile::Pem)
    } else if begins(&[
        "&lt;?xml",
        "&lt;flat-profile",
        "&lt;device",
        "%3C?xml",
        "%3C%3Fxml",
        "%3Cflat-profile",
        "%3Cdevice",
    ]) {
        Some(wrapped(Wrapper::Escapes, Inside::Format(Format::Xml)))
    } else if is_json(text) {
        Some(UnsupportedFile::Json)
    } else if let Some(inside) = base64(text) {
        Some(wrapped(Wrapper::Base64, inside))
    } else {
        hex(text).map(|inside| wrapped(Wrapper::Hex, inside))
    }
}

/// A file whose magic number comes after a byte order mark, blanks or line ends.
fn after_text(file: &[u8]) -> Option<(Wrapper, Format)> {
    let unmarked = without_mark(file);
    let rest = unmarked.trim_ascii_start();
    let outer = match (unmarked.len() < file.len(), rest.len() < file.len()) {
        (true, _) => Wrapper::Mark,
        (false, true) => Wrapper::Blanks,
        (false, false) => return None,
    };
    binary(rest).map(|format| (outer, format))
}

/// A file with a magic number that was treated as text: each byte above 7f became a replacement character, or two
/// bytes.
fn as_text(file: &[u8]) -> Option<(Wrapper, Format)> {
    const BEGINNINGS: [(&[u8], Format); 4] = [
        (b"\x1f\xc2\x8b\x08", Format::Gzip),
        (b"\x1f\xef\xbf\xbd\x08", Format::Gzip),
        (b"\xc2\x89SPC", Format::Spc),
        (b"\xef\xbf\xbdSPC", Format::Spc),
    ];
    let (_, format) = BEGINNINGS.into_iter().find(|(beginning, _)| file.starts_with(beginning))?;
    Some((Wrapper::Text, format))
}

/// Whether `openssl enc` output was treated as text: so many random bytes are not valid UTF-8 by chance.
pub(super) fn openssl_as_text(file: &[u8]) -> Option<UnsupportedFile> {
    /// Of random data of this length, less than one in 10^12 is valid UTF-8.
    const ENOUGH: usize = 64;
    let is_recoded = file.len() >= ENOUGH && !file.is_ascii() && str::from_utf8(file).is_ok();
    is_recoded.then_some(UnsupportedFile::Wrapped { outer: Wrapper::Text, inside: Inside::Format(Format::Openssl) })
}

/// The name of an archive, or of a file of another program.
fn archive(file: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 12] = [
        (b"PK\x03\x04", "ZIP"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"\x04\x22\x4d\x18", "LZ4"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"%PDF-", "PDF"),
        (b"{\\rtf", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
    ];
    if let Some((_, name)) = MAGIC.into_iter().find(|(magic, _)| file.starts_with(magic)) {
        return Some(name);
    }
    // `BZh` may also begin a text.
    if file.starts_with(b"BZh") && !is_text(file) {
        return Some("bzip2");
    }
    (file.get(257..262) == Some(b"ustar")).then_some("tar")
}

/// Recognises UTF-16 by its byte order mark, or by the zero bytes next to its first characters.
fn is_utf16(file: &[u8]) -> bool {
    match file {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] => {
            [a, b].iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        }
        _ => false,
    }
}

fn begins_in_any_case(text: &[u8], word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether the first thing after any XML declaration and comments is a page, a part of one, or a PHP message.
fn is_html(file: &[u8]) -> bool {
    const PARTS: [&str; 8] =
        ["<!doctype html", "<html", "<head>", "<title>", "<body", "<center>", "<br />\n<b>", "<br />\r\n<b>"];
    let mut text = without_mark(file).trim_ascii_start();
    while let Some(end) = [("<?xml", &b"?>"[..]), ("<!--", b"-->")]
        .iter()
        .find(|(beginning, _)| begins_in_any_case(text, beginning))
        .and_then(|(_, end)| Some(memchr::memmem::find(text, end)?.saturating_add(end.len())))
    {
        text = text.get(end..).unwrap_or_default().trim_ascii_start();
    }
    PARTS.iter().any(|part| {
        let ends = text.get(part.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        begins_in_any_case(text, part) && (ends || part.ends_with('>'))
    })
}

/// Whether it is an object with a member, or a list of objects. A placeholder, `{{mac}}`, is neither.
fn is_json(text: &[u8]) -> bool {
    fn after<'t>(text: &'t [u8], first: &[u8]) -> Option<&'t [u8]> {
        Some(text.strip_prefix(first)?.trim_ascii_start())
    }
    let is_object = |text| after(text, b"{").is_some_and(|rest| rest.starts_with(b"\""));
    is_object(text) || after(text, b"[").is_some_and(is_object)
}

/// What a base64 text encodes: only what has a magic number or is markup, because any word is valid base64.
fn base64(text: &[u8]) -> Option<Inside> {
    // As in a URL.
    let text = match text.strip_prefix(b"data:") {
        Some(address) => address.get(memchr::memmem::find(address, b";base64,")?.saturating_add(8)..)?,
        None => text,
    };
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    if !text.iter().all(|byte| is_digit(byte) || byte.is_ascii_whitespace()) {
        return None;
    }
    // The URL-safe alphabet has two different digits, and omits the padding.
    let usual = |byte: u8| match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    };
    let digits = text.iter().copied().filter(is_digit).map(usual);
    let mut digits: Vec<u8> = digits.take(START).collect();
    // Only whole groups of four.
    digits.truncate(digits.len() & !3);
    let mut bytes = [0; START];
    let start = Base64::decode(&digits, &mut bytes).ok()?;
    decoded(start)
}

/// What hexadecimal digits encode.
fn hex(text: &[u8]) -> Option<Inside> {
    let digits = || text.iter().filter(|byte| !byte.is_ascii_whitespace());
    let value = |digit: &u8| char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    if !digits().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let values: Vec<u8> = digits().take(START).filter_map(value).collect();
    let bytes: Vec<u8> =
        values.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    decoded(&bytes)
}

/// What was decoded from text that may also be a word or a key: only what cannot be a coincidence.
fn decoded(start: &[u8]) -> Option<Inside> {
    const ENOUGH: usize = 12;
    // This also ends the recursion: each level is shorter than the one around it.
    if start.is_empty() {
        return None;
    }
    match inside(start)? {
        inside @ Inside::Format(Format::Openssl | Format::Spc | Format::Gzip) => Some(inside),
        inside @ Inside::Format(Format::Xml) => {
            let shown = start.get(..ENOUGH).unwrap_or(start);
            (shown.is_ascii() && is_text(shown)).then_some(inside)
        }
        Inside::Utf16 => {
            let is_wide = |pair: &[u8]| pair.contains(&0) || matches!(pair, [0xff, 0xfe] | [0xfe, 0xff]);
            (start.len() >= ENOUGH && start.chunks_exact(2).take(ENOUGH / 2).all(is_wide)).then_some(Inside::Utf16)
        }
        inside => (start.len() >= ENOUGH).then_some(inside),
    }
}
