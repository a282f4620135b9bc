//! What unmodified phones read (FORMAT 11): gzip, `openssl enc` and RFC 8188 `aes128gcm`.
//!
//! Knows: other people's formats, byte for byte, and their secrets. Must not know: our container, what a profile
//! says, files. None of these formats names its recipient; a device is told apart by its key alone. Only
//! [`rfc8188`] notices a change: gzip has a check sum that anyone can mend, and `openssl enc` has nothing, so that
//! whoever can write to the server can edit a profile without the phrase (FORMAT 11.1.5).

use core::fmt;

pub mod gzip;
pub mod openssl;
pub mod rfc8188;
pub mod template;

/// Why a file of a stock format does not open.
///
/// [`name`](Self::name) is the word of FORMAT 11.2.3 and 11.3.3; two variants may share one. Says nothing about the
/// plaintext but whether it was accepted. Behind a network service show one error for all of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StockError {
    /// The file starts with other bytes than its format does.
    #[error("the file is not {expected}: it starts with other bytes")]
    BadMagic {
        /// The format asked for.
        expected: Format,
    },
    /// The output of `openssl enc -a`, which no phone takes.
    #[error("the file is base64 text (`openssl enc -a`), which no phone takes: decode it with `base64 -d` first")]
    Base64,
    /// The file may be one of RFC 8188, whose key has no agreed text form, so that it is not opened unasked.
    #[error("the file is RFC 8188 or noise, and it is not told how its key is read")]
    KeyFormUnknown,
    /// The file ends before its format does, or within a cipher block.
    #[error("the file is cut short, or a transfer in text mode changed its length: fetch it again in binary mode")]
    Truncated,
    /// A field of the header has a value that no file of this format has.
    #[error("header field `{field}` is {found}, which the format does not allow")]
    BadHeader {
        /// The field's name.
        field: &'static str,
        /// Its value.
        found: u32,
    },
    /// The compressed data, its check sum or its length is not what was written: an accident.
    #[error("the compressed data does not match its check sum: fetch the file again")]
    Corrupt,
    /// Something follows the first gzip member.
    #[error("{bytes} bytes follow the end of the gzip data, where nothing may stand")]
    TrailingData {
        /// Bytes after the first member.
        bytes: usize,
    },
    /// The file unpacks to more than the caller, or its own size, allows.
    #[error("the file unpacks to more than the {limit} bytes that a file of its size may")]
    TooLarge {
        /// The bytes allowed.
        limit: usize,
    },
    /// What the phrase opens is neither gzip nor XML.
    #[error("nothing that starts as gzip or XML comes out: the phrase, the digest or the number of rounds is another")]
    WrongKey,
    /// A record does not authenticate.
    #[error("record {record} does not authenticate: the key is another, or the file was changed")]
    Tampered {
        /// Counted from 0, as RFC 8188 does.
        record: u64,
    },
    /// A record authenticates and ends wrongly: the writer's fault, or whole records were cut off.
    #[error("record {record} does not end as its place in the file demands: records are missing, or the writer erred")]
    BadPadding {
        /// Counted from 0, as RFC 8188 does.
        record: u64,
    },
}

impl StockError {
    /// The error's name in FORMAT 11 and in the test vectors.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::BadMagic { .. } | Self::Base64 | Self::KeyFormUnknown => "BadMagic",
            Self::Truncated => "Truncated",
            Self::BadHeader { .. } => "BadHeader",
            Self::Corrupt => "Corrupt",
            Self::TrailingData { .. } => "TrailingData",
            Self::TooLarge { .. } => "TooLarge",
            Self::WrongKey => "WrongKey",
            Self::Tampered { .. } => "Tampered",
            Self::BadPadding { .. } => "BadPadding",
        }
    }
}

/// A format that is not ours, as [`sniff`] tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `1f 8b`: a gzip file (FORMAT 11.2).
    Gzip,
    /// `Salted__`: the output of `openssl enc` (FORMAT 11.1).
    Openssl,
    /// The same as base64 text: recognised, never read (FORMAT 11.1.5).
    OpensslBase64,
    /// The first visible character is `<`.
    Xml,
    /// Nothing else, and the header could be that of RFC 8188 (FORMAT 11.3), which has no magic.
    Rfc8188,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Openssl => "`openssl enc` output",
            Self::OpensslBase64 => "`openssl enc -a` output",
            Self::Xml => "XML",
            Self::Rfc8188 => "RFC 8188 `aes128gcm`",
        })
    }
}

/// How our own container begins. To RFC 8188 that would be a salt like any other, and the serial a record size.
const CONTAINER: &[u8] = b"\x89SPC";

/// Recognises a file by its content; our own container and the text syntax are not among the answers.
///
/// A file of `openssl enc -nosalt` is indistinguishable from noise, so it is never recognised.
#[must_use]
pub fn sniff(file: &[u8]) -> Option<Format> {
    if file.starts_with(&gzip::MAGIC) {
        Some(Format::Gzip)
    } else if file.starts_with(openssl::MAGIC) {
        Some(Format::Openssl)
    } else if file.starts_with(openssl::MAGIC_IN_BASE64) {
        Some(Format::OpensslBase64)
    } else if file.starts_with(CONTAINER) {
        None
    } else if rfc8188::Header::read(file).is_ok_and(|header| header.is_plausible()) {
        // Before XML: one salt of 256 begins with `<`, and no XML has the zero byte of a plausible record size.
        Some(Format::Rfc8188)
    } else if xml_text(file).is_some() {
        Some(Format::Xml)
    } else {
        None
    }
}

/// The bytes from the first `<` on, when only a UTF-8 byte order mark and blanks stand before it.
fn xml_text(bytes: &[u8]) -> Option<&[u8]> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    text.starts_with(b"<").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_salt_that_looks_like_another_format_is_still_a_salt() {
        let mut settings = rfc8188::Settings::new(rfc8188::Ikm::from_ascii("k").unwrap());
        for salt in [b"<?xml version=\"1", b"<flat-profile><A", b"\xef\xbb\xbf\n\t <012345678"] {
            settings.salt = rfc8188::Salt::Given(*salt);
            assert_eq!(sniff(&rfc8188::seal(b"<a/>", &settings)), Some(Format::Rfc8188));
        }
        let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile/>\n";
        assert!((0..=xml.len()).skip(1).all(|length| sniff(&xml.as_bytes()[..length]) == Some(Format::Xml)));
    }

    #[test]
    fn each_format_is_recognised_by_its_content() {
        let rfc8188 = rfc8188::seal(b"<a/>", &rfc8188::Settings::new(rfc8188::Ikm::from_ascii("k").unwrap()));
        let cases: [(&[u8], Option<Format>); 9] = [
            (b"\x1f\x8b\x08", Some(Format::Gzip)),
            (b"Salted__", Some(Format::Openssl)),
            (b"U2FsdGVkX18BI0VniavN7w==\n", Some(Format::OpensslBase64)),
            (b"\xef\xbb\xbf\r\n\t <?xml", Some(Format::Xml)),
            (&rfc8188, Some(Format::Rfc8188)),
            (b"Profile_Rule \"/spa$PSN.cfg\" ; Resync_On_Reset \"yes\" ;", None),
            (b"\x89SPC\r\n\x1a\n\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10", None),
            (b"   ", None),
            (b"", None),
        ];
        for (file, format) in cases {
            assert_eq!(sniff(file), format, "{}", file.escape_ascii());
        }
    }
}
