//! What is not read here, and is often taken for a profile: named, so that its owner knows what to do.

use core::fmt;

use base64ct::{Base64, Encoding as _};

use super::Format;
use crate::container;
use crate::stock::{gzip, openssl};

/// What a file is that is not in a format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Foreign {
    /// No bytes at all: a transfer that failed, most often.
    Empty,
    /// Text in UTF-16, as some editors save it.
    Utf16,
    /// A profile in plain text, or any other: not a compiled file, so an [`Opener`](crate::open::Opener) refuses it.
    Text,
    /// A page of a web server, an error or a login.
    Html,
    /// Base64 text of a file, as `openssl enc -a` writes it: no phone decodes that.
    Base64 {
        /// What it encodes, as far as its beginning shows.
        inside: Format,
    },
    /// A file that was encrypted, then compressed. Phones decrypt first and unpack afterwards.
    EncryptedInGzip {
        /// What is inside.
        inside: Format,
    },
    /// A gzip file inside another.
    GzipInGzip,
    /// A zlib stream (RFC 1950), as PHP's `gzcompress` writes it: phones want the header of gzip.
    Zlib,
    /// An archive, or a file compressed by something else than gzip.
    Archive {
        /// What it is called.
        name: &'static str,
    },
    /// Nothing that is known.
    Unknown {
        /// Whether the length is that of `openssl enc -nosalt` output, which cannot be told from noise.
        is_whole_blocks: bool,
    },
}

impl Foreign {
    /// What its owner can do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Empty => "fetch or make it again: a transfer may have failed",
            Self::Utf16 => "save it as UTF-8",
            Self::Text => "compile it first: phones do not read plain text",
            Self::Html => "a web server sent a page instead of the file: check the address and the login",
            Self::Base64 { .. } => "decode it first with `base64 -d`",
            Self::EncryptedInGzip { .. } => "compress first, then encrypt; gunzip gives the encrypted file back",
            Self::GzipInGzip => "gunzip it once",
            Self::Zlib => "phones read gzip: in PHP gzencode, not gzcompress",
            Self::Archive { .. } => "take the profile out of it; phones read gzip",
            Self::Unknown { is_whole_blocks: true } => {
                "known formats: SPC container, XML, gzip, openssl enc, RFC 8188; if it was made with -nosalt, say so"
            }
            Self::Unknown { .. } => "known formats: SPC container, XML, gzip, openssl enc, RFC 8188",
        }
    }

    /// Whether what is inside is encrypted.
    #[must_use]
    pub const fn is_encrypted(self) -> bool {
        matches!(self, Self::Base64 { inside: Format::Openssl | Format::Spc } | Self::EncryptedInGzip { .. })
    }

    /// Its name in file facts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Utf16 => "utf-16",
            Self::Text => "text",
            Self::Html => "html",
            Self::Base64 { inside: Format::Openssl } => "openssl-base64",
            Self::Base64 { .. } => "base64",
            Self::EncryptedInGzip { .. } => "encrypted-in-gzip",
            Self::GzipInGzip => "gzip-in-gzip",
            Self::Zlib => "zlib",
            Self::Archive { name } => name,
            Self::Unknown { .. } => "unknown",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::Utf16 => f.write_str("text in UTF-16, which no phone reads"),
            Self::Text => f.write_str("plain text, not a compiled file"),
            Self::Html => f.write_str("a web page (HTML), not a profile"),
            Self::Base64 { inside: Format::Openssl } => {
                f.write_str("base64 text (`openssl enc -a`), which no phone reads")
            }
            Self::Base64 { inside } => write!(f, "base64 text of {inside}, which no phone reads"),
            Self::EncryptedInGzip { inside } => write!(f, "gzip of {inside}: encrypted, then compressed"),
            Self::GzipInGzip => f.write_str("compressed twice: gzip inside gzip"),
            Self::Zlib => f.write_str("zlib data, not gzip, which phones read"),
            Self::Archive { name } => write!(f, "a {name} file"),
            Self::Unknown { .. } => f.write_str("not in a known format"),
        }
    }
}

impl core::error::Error for Foreign {}

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
        return (!super::is_text(file) || name == "PDF").then_some(Foreign::Archive { name });
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
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if !file.iter().all(|byte| is_digit(byte) || byte.is_ascii_whitespace()) {
        return None;
    }
    let mut digits: Vec<u8> = file.iter().copied().filter(is_digit).take(DIGITS).collect();
    // Whole groups of four.
    digits.truncate(digits.len() & !3);
    let mut start = [0; DIGITS];
    let start = Base64::decode(&digits, &mut start).ok()?;
    match encrypted(start) {
        Some(format) => Some(format),
        None if start.starts_with(&[0x1f, 0x8b, 8]) => Some(Format::Gzip),
        None if super::begins_as_xml(start) => Some(Format::Xml),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const XML: &[u8] = b"<flat-profile><Proxy_1_>sip.example.net</Proxy_1_></flat-profile>";

    fn detected(file: &[u8]) -> Foreign {
        Format::detect(file).unwrap_err()
    }

    fn gzipped(plain: &[u8]) -> Vec<u8> {
        gzip::pack(plain, gzip::Level::default())
    }

    #[test]
    fn what_is_often_taken_for_a_profile_is_named() {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(XML).unwrap();
        let zlib = zlib.finish().unwrap();
        let utf16: Vec<u8> = XML.iter().flat_map(|byte| [*byte, 0]).collect();
        let openssl = [&b"Salted__01234567"[..], &[9; 32]].concat();
        let base64 = |bytes: &[u8]| {
            let mut text = vec![0; bytes.len() * 2 + 4];
            let text = Base64::encode(bytes, &mut text).unwrap();
            text.as_bytes().chunks(64).map(|line| [line, &b"\n"[..]].concat()).collect::<Vec<_>>().concat()
        };
        let cases: [(&[u8], Foreign); 15] = [
            (b"", Foreign::Empty),
            (&utf16, Foreign::Utf16),
            (&[&b"\xff\xfe"[..], &utf16].concat(), Foreign::Utf16),
            (&[&b"\xfe\xff\0"[..], &utf16].concat(), Foreign::Utf16),
            (b"\n<!DOCTYPE HTML PUBLIC>", Foreign::Html),
            (b"<html lang=\"en\">", Foreign::Html),
            (&zlib, Foreign::Zlib),
            (&gzipped(&gzipped(XML)), Foreign::GzipInGzip),
            (&gzipped(&openssl), Foreign::EncryptedInGzip { inside: Format::Openssl }),
            (&base64(&openssl), Foreign::Base64 { inside: Format::Openssl }),
            (&base64(&gzipped(XML)), Foreign::Base64 { inside: Format::Gzip }),
            (&base64(XML), Foreign::Base64 { inside: Format::Xml }),
            (b"PK\x03\x04\x14\0\0\0", Foreign::Archive { name: "ZIP" }),
            (&[0xa5; 48], Foreign::Unknown { is_whole_blocks: true }),
            (&[1, 2, 3], Foreign::Unknown { is_whole_blocks: false }),
        ];
        for (file, foreign) in cases {
            let file = if foreign == (Foreign::Unknown { is_whole_blocks: true }) {
                &[&[1][..], &file[1..]].concat()
            } else {
                file
            };
            assert_eq!(detected(file), foreign, "{}", file.escape_ascii());
        }
    }

    #[test]
    fn words_are_text_though_their_letters_are_base64() {
        for text in ["hello", "U2FsdGVk", "x^2", "BZh is no archive", "GPP_A", "7zip"] {
            assert_eq!(Format::detect(text.as_bytes()), Ok(Format::Text), "{text}");
        }
        assert_eq!(Format::detect(&gzipped(XML)), Ok(Format::Gzip));
    }
}
