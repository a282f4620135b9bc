//! The formats that this crate reads: their names, and how a server announces them.

use core::fmt;

/// A format that this crate reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The SPC container (FORMAT 2), which stock phones do not read.
    Spc,
    /// Text that begins like XML.
    Xml,
    /// Any other text: a profile in the plain-text language, or something else.
    Text,
    /// A gzip file (FORMAT 11.2), unless it contains another format that should not be inside gzip.
    Gzip,
    /// `Salted__`: the output of `openssl enc` (FORMAT 11.1).
    Openssl,
    /// None of the others, with a header that could be that of RFC 8188 (FORMAT 11.3), which has no magic number.
    Rfc8188,
}

/// Whether files of a format are made with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no further way")]
pub enum KeyUse {
    /// They are never made with a key: anybody can read them.
    Never,
    /// They may be made with or without a key.
    Optional,
    /// They are always made with a key.
    Always,
}

impl Format {
    /// The formats in which a file can be made: those of stock phones, the simplest first, then the SPC container.
    pub const WRITABLE: [Self; 5] = [Self::Xml, Self::Gzip, Self::Openssl, Self::Rfc8188, Self::Spc];

    /// Returns the [writable](Self::WRITABLE) format with this name; letter case does not matter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::WRITABLE.into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// Returns whether its files are made with a key.
    #[must_use]
    pub const fn key_use(self) -> KeyUse {
        match self {
            Self::Xml | Self::Text | Self::Gzip => KeyUse::Never,
            Self::Spc => KeyUse::Optional,
            Self::Openssl | Self::Rfc8188 => KeyUse::Always,
        }
    }

    /// Returns whether the XML in its files is, or can be, compressed.
    #[must_use]
    pub const fn may_pack(self) -> bool {
        matches!(self, Self::Gzip | Self::Openssl)
    }

    /// Returns its name in file facts, manifests and options.
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

    /// Returns the `Content-Type` to serve it with. None of these types lets an HTTP client undo the compression or
    /// encryption before the phone sees the file.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Spc | Self::Openssl => "application/octet-stream",
            Self::Gzip => "application/gzip",
            Self::Text => "text/plain; charset=utf-8",
            Self::Xml | Self::Rfc8188 => "application/xml",
        }
    }

    /// Returns the `Content-Encoding` that the phone needs to read it, if any (FORMAT 11.3.5).
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_that_can_be_made_is_found_by_its_name() {
        for format in Format::WRITABLE {
            assert_eq!(Format::named(&format.name().to_uppercase()), Some(format));
        }
        assert_eq!((Format::named("text"), Format::named("")), (None, None));
    }

    #[test]
    fn what_is_served_says_only_what_the_phone_must_undo() {
        assert_eq!(Format::Rfc8188.content_encoding(), Some("aes128gcm"));
        let others = [Format::Spc, Format::Xml, Format::Text, Format::Gzip, Format::Openssl];
        assert!(others.iter().all(|format| format.content_encoding().is_none()));
    }
}
