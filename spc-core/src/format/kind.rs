//! The formats that are read here: their names, and how a server announces them.

use core::fmt;

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

/// Whether the files of a format are made with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no further way")]
pub enum KeyUse {
    /// Never: anybody can read them.
    Never,
    /// Either way, as the maker chooses.
    Optional,
    /// Always.
    Always,
}

impl Format {
    /// The formats that a file can be made in: those of stock phones, the simplest first, then our own.
    pub const WRITABLE: [Self; 5] = [Self::Xml, Self::Gzip, Self::Openssl, Self::Rfc8188, Self::Spc];

    /// The format of this name, among those that a file can be [made in](Self::WRITABLE); letter case does not matter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::WRITABLE.into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// Whether its files are made with a key.
    #[must_use]
    pub const fn key_use(self) -> KeyUse {
        match self {
            Self::Xml | Self::Text | Self::Gzip => KeyUse::Never,
            Self::Spc => KeyUse::Optional,
            Self::Openssl | Self::Rfc8188 => KeyUse::Always,
        }
    }

    /// Whether a file is made with the XML in it compressed, at least if its maker wants that.
    #[must_use]
    pub const fn may_pack(self) -> bool {
        matches!(self, Self::Gzip | Self::Openssl)
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
