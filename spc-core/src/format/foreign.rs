//! What is not read here, and is often taken for a profile: named, so that its owner knows what to do.

use core::fmt;

use super::kind::Format;

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
        /// Whether the length is that of `openssl enc -nosalt` output, which looks like noise.
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
                "known formats: SPC container, XML, gzip, openssl enc, RFC 8188; `openssl enc -nosalt` output looks like noise, \
                 and only its key can show that"
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
            Self::Archive { name: name @ "xz" } => write!(f, "an {name} file"),
            Self::Archive { name } => write!(f, "a {name} file"),
            Self::Unknown { .. } => f.write_str("not in a known format"),
        }
    }
}

impl core::error::Error for Foreign {}
