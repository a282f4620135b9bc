//! Detects which format a file has.

use super::kind::Format;
use super::recognise::{inside_gzip, openssl_as_text, recognise};
use super::text::{begins_as_xml, is_text};
use super::unsupported::UnsupportedFile;
use crate::container;
use crate::stock::{gzip, openssl, rfc8188};

impl Format {
    /// Recognises a file by its content, not by its name.
    ///
    /// A file in RFC 8188 format begins with a salt, which can look like any other format (about one in a hundred looks
    /// like XML or gzip). If a file is known to be RFC 8188, say so to an [`Opener`](crate::open::Opener). Output of
    /// `openssl enc -nosalt` looks random, so it is [`UnsupportedFile::Unknown`].
    ///
    /// ```
    /// # use spc_core::format::{UnsupportedFile, Format};
    /// assert_eq!(Format::detect(b"Salted__01234567"), Ok(Format::Openssl));
    /// assert_eq!(Format::detect(b"\xef\xbb\xbf\n <flat-profile/>"), Ok(Format::Xml));
    /// assert_eq!(Format::detect(b"GPP_A \"x\" ;"), Ok(Format::Text));
    /// assert_eq!(Format::detect(b""), Err(UnsupportedFile::Empty));
    /// ```
    ///
    /// # Errors
    /// Returns [`UnsupportedFile`], which says what the file is instead, as far as can be seen.
    pub fn detect(file: &[u8]) -> Result<Self, UnsupportedFile> {
        if file.is_empty() {
            return Err(UnsupportedFile::Empty);
        } else if container::begins(file) {
            return Ok(Self::Spc);
        } else if file.starts_with(openssl::MAGIC) {
            return openssl_as_text(file).map_or(Ok(Self::Openssl), Err);
        } else if file.starts_with(&gzip::MAGIC) {
            return inside_gzip(file).map_or(Ok(Self::Gzip), Err);
        } else if rfc8188::CodingHeader::read(file).is_ok_and(|header| header.is_plausible()) {
            // Before XML: one salt in 256 begins with `<`, and no XML contains the zero byte of a plausible record
            // size.
            return Ok(Self::Rfc8188);
        }
        // The only check that reads the whole file.
        let is_text = is_text(file);
        if let Some(unsupported) = recognise(file, is_text) {
            Err(unsupported)
        } else if !is_text {
            Err(UnsupportedFile::Unknown { is_whole_blocks: openssl::is_whole_blocks(file) })
        } else if begins_as_xml(file) {
            Ok(Self::Xml)
        } else {
            Ok(Self::Text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::Salt;

    fn sealed(salt: Option<[u8; 16]>) -> Vec<u8> {
        let settings = rfc8188::CodingSettings::new(rfc8188::Ikm::from_ascii("k").unwrap());
        let settings = settings.salt(salt.map_or(Salt::Synthetic, Salt::Given));
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
    fn words_are_text_though_their_letters_are_base64() {
        for text in ["hello", "U2FsdGVk", "x^2", "BZh is not an archive", "GPP_A", "7zip"] {
            assert_eq!(Format::detect(text.as_bytes()), Ok(Format::Text), "{text}");
        }
    }
}
