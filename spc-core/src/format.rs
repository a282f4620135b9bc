//! What a file is, told by its content: the one place that knows how every format begins.
//!
//! Knows: magic numbers, and what people mistake for a profile. Must not know: keys, and whether a file is sound.

use core::fmt;

use crate::container;
use crate::stock::{gzip, openssl, rfc8188};

mod foreign;

pub use foreign::Foreign;

/// A format that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Our own container (FORMAT 2); stock phones do not read it.
    Spc,
    /// Text that begins as XML does.
    Xml,
    /// Any other text: a profile in the plain-text language, or something else.
    Text,
    /// A gzip file (FORMAT 11.2) of anything but another format that should not be inside it.
    Gzip,
    /// `Salted__`: the output of `openssl enc` (FORMAT 11.1).
    Openssl,
    /// Nothing else, and the header could be that of RFC 8188 (FORMAT 11.3), which has no magic.
    Rfc8188,
}

impl Format {
    /// Recognises a file by its content; its name is not asked.
    ///
    /// A salt of RFC 8188 can begin as any other format does, one of some hundred as XML or gzip: whoever knows that a
    /// file is RFC 8188 says so to an [`Opener`](crate::open::Opener). A file of `openssl enc -nosalt` cannot be told
    /// from noise, so it is [`Foreign::Unknown`].
    ///
    /// ```
    /// # use spc_core::format::{Foreign, Format};
    /// assert_eq!(Format::detect(b"Salted__01234567"), Ok(Format::Openssl));
    /// assert_eq!(Format::detect(b"\xef\xbb\xbf\n <flat-profile/>"), Ok(Format::Xml));
    /// assert_eq!(Format::detect(b"GPP_A \"x\" ;"), Ok(Format::Text));
    /// assert_eq!(Format::detect(b""), Err(Foreign::Empty));
    /// ```
    ///
    /// # Errors
    /// [`Foreign`]: what it is instead, as far as that can be told.
    pub fn detect(file: &[u8]) -> Result<Self, Foreign> {
        if file.is_empty() {
            Err(Foreign::Empty)
        } else if container::begins(file) {
            Ok(Self::Spc)
        } else if file.starts_with(openssl::MAGIC) {
            Ok(Self::Openssl)
        } else if file.starts_with(&gzip::MAGIC) {
            foreign::inside_gzip(file).map_or(Ok(Self::Gzip), Err)
        } else if rfc8188::Header::read(file).is_ok_and(|header| header.is_plausible()) {
            // Before XML: one salt of 256 begins with `<`, and no XML has the zero byte of a plausible record size.
            Ok(Self::Rfc8188)
        } else if let Some(foreign) = foreign::recognise(file) {
            Err(foreign)
        } else if !is_text(file) {
            Err(Foreign::Unknown { is_whole_blocks: openssl::is_whole_blocks(file) })
        } else if begins_as_xml(file) {
            Ok(Self::Xml)
        } else {
            Ok(Self::Text)
        }
    }

    /// Its name in file facts, manifests and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spc => "spc",
            Self::Xml => "xml",
            Self::Text => "text",
            Self::Gzip => "gzip",
            Self::Openssl => "openssl",
            Self::Rfc8188 => "rfc8188",
        }
    }

    /// The `Content-Type` to serve it with. None of them names its compression or encryption as something that an HTTP
    /// client may undo before the phone sees the file.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Spc | Self::Openssl => "application/octet-stream",
            Self::Gzip => "application/gzip",
            Self::Text => "text/plain; charset=utf-8",
            Self::Xml | Self::Rfc8188 => "application/xml",
        }
    }

    /// The `Content-Encoding` that the phone needs to read it, if any (FORMAT 11.3.5).
    #[must_use]
    pub const fn content_encoding(self) -> Option<&'static str> {
        match self {
            Self::Rfc8188 => Some("aes128gcm"),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Spc => "an SPC container",
            Self::Xml => "XML",
            Self::Text => "plain text",
            Self::Gzip => "gzip",
            Self::Openssl => "`openssl enc` output",
            Self::Rfc8188 => "RFC 8188 `aes128gcm`",
        })
    }
}

/// Whether all of it is text in UTF-8 or a one-byte encoding: no control character but blanks and line ends.
fn is_text(file: &[u8]) -> bool {
    !file.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
}

/// Whether a tag, a comment or a declaration is the first thing behind a byte order mark and blanks.
fn begins_as_xml(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    match text {
        [b'<', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'_' | b':' | b'!' | b'?' | 0x80..),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(salt: Option<[u8; 16]>) -> Vec<u8> {
        let settings = rfc8188::Settings::new(rfc8188::Ikm::from_ascii("k").unwrap());
        let settings = settings.salt(salt.map_or(rfc8188::Salt::Synthetic, rfc8188::Salt::Given));
        rfc8188::seal(b"<a/>", &settings)
    }

    #[test]
    fn a_salt_that_looks_like_xml_is_still_a_salt() {
        for salt in [b"<?xml version=\"1", b"<flat-profile><A", b"\xef\xbb\xbf\n\t <012345678"] {
            assert_eq!(Format::detect(&sealed(Some(*salt))), Ok(Format::Rfc8188));
        }
        let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile/>\n";
        assert!((2..=xml.len()).all(|length| Format::detect(&xml.as_bytes()[..length]) == Ok(Format::Xml)));
    }

    #[test]
    fn each_format_is_recognised_by_its_content() {
        let rfc8188 = sealed(None);
        let cases: [(&[u8], Format); 12] = [
            (b"\x1f\x8b\x08", Format::Gzip),
            (b"Salted__", Format::Openssl),
            (b"\xef\xbb\xbf\r\n\t <?xml", Format::Xml),
            (b"<!-- x --><a/>", Format::Xml),
            (b"<?xml encoding='iso-8859-1'?><a>caf\xe9</a>", Format::Xml),
            (&rfc8188, Format::Rfc8188),
            (b"Profile_Rule \"/spa$PSN.cfg\" ; Resync_On_Reset \"yes\" ;", Format::Text),
            (b"\x89SPC\r\n\x1a\n\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10", Format::Spc),
            (b"\x89SP", Format::Spc),
            (b"   ", Format::Text),
            (b"<3 phones", Format::Text),
            (b"<", Format::Text),
        ];
        for (file, format) in cases {
            assert_eq!(Format::detect(file), Ok(format), "{}", file.escape_ascii());
        }
    }

    #[test]
    fn what_is_served_says_only_what_the_phone_must_undo() {
        assert_eq!(Format::Rfc8188.content_encoding(), Some("aes128gcm"));
        let others = [Format::Spc, Format::Xml, Format::Text, Format::Gzip, Format::Openssl];
        assert!(others.iter().all(|format| format.content_encoding().is_none()));
    }
}
