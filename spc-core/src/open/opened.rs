//! The result of opening a file.

use core::fmt;
use core::num::NonZeroU32;

use crate::container;
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::format::{Format, inside_encryption};
use crate::limits;
use crate::source::{Parsed, Reader, Syntax};
use crate::stock::gzip;
use crate::stock::openssl::ReadDigest;
use crate::stock::rfc8188::{Keyid, RecordSize};

/// What was inside a file, and everything that can be known about how it was made.
#[derive(Debug)]
pub struct Opened {
    format: Format,
    content: Content,
    encryption: Encryption,
    warnings: Vec<Warning>,
}

enum Content {
    Container(container::OpenedContainer),
    Stock {
        /// XML or gzip: what was encrypted, or the file itself.
        bytes: Vec<u8>,
        /// What that unpacks to, if it is gzip.
        unpacked: Option<Vec<u8>>,
    },
}

/// How the content of a file was encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encryption {
    /// It was not encrypted.
    None,
    /// As the container's header says.
    Container,
    /// By `openssl enc`.
    Openssl {
        /// The digest that opened the file.
        digest: ReadDigest,
        /// The number of PBKDF2 rounds; `None` means `EVP_BytesToKey`.
        iterations: Option<NonZeroU32>,
        /// Whether the file has a salt.
        is_salted: bool,
    },
    /// By RFC 8188.
    Rfc8188 {
        /// The size of a record.
        record_size: RecordSize,
        /// The key's name.
        keyid: Keyid,
    },
}

/// Something odd about a file that could be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// It was made with a digest that no phone supports.
    Digest(ReadDigest),
    /// It was made with PBKDF2, which no phone's documentation mentions.
    Pbkdf2(NonZeroU32),
    /// It was made without a salt: equal profiles begin with equal blocks.
    Unsalted,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(digest) => write!(f, "made with {digest}, which no phone reads"),
            Self::Pbkdf2(rounds) => write!(f, "made with PBKDF2 ({rounds} rounds), which no phone is known to read"),
            Self::Unsalted => f.write_str("made without a salt, which no phone is known to read"),
        }
    }
}

impl Opened {
    pub(super) fn container(opened: container::OpenedContainer) -> Self {
        Self {
            format: Format::Spc,
            content: Content::Container(opened),
            encryption: Encryption::Container,
            warnings: Vec::new(),
        }
    }

    pub(super) fn plain(format: Format, bytes: Vec<u8>) -> Result<Self, Error> {
        Self::decrypted(format, bytes, Encryption::None)
    }

    pub(super) fn decrypted(format: Format, bytes: Vec<u8>, encryption: Encryption) -> Result<Self, Error> {
        let unpacked = unpack(&bytes)?;
        let mut warnings = Vec::new();
        if let Encryption::Openssl { digest, iterations, is_salted } = encryption {
            warnings.extend((digest.writable().is_none()).then_some(Warning::Digest(digest)));
            warnings.extend(iterations.map(Warning::Pbkdf2));
            warnings.extend((!is_salted).then_some(Warning::Unsalted));
        }
        Ok(Self { format, content: Content::Stock { bytes, unpacked }, encryption, warnings })
    }

    /// Returns the format of the file.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Returns how it was encrypted.
    #[must_use]
    pub const fn encryption(&self) -> &Encryption {
        &self.encryption
    }

    /// Returns whether reading it takes a key: a container may have none.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        match self.as_container() {
            Some(opened) => opened.header().is_keyed(),
            None => !matches!(self.encryption, Encryption::None),
        }
    }

    /// Returns the digest of an `openssl enc` file.
    #[must_use]
    pub const fn digest(&self) -> Option<ReadDigest> {
        match &self.encryption {
            Encryption::Openssl { digest, .. } => Some(*digest),
            _ => None,
        }
    }

    /// Returns the container, which has passed every check, if the file is one.
    #[must_use]
    pub const fn as_container(&self) -> Option<&container::OpenedContainer> {
        match &self.content {
            Content::Container(opened) => Some(opened),
            Content::Stock { .. } => None,
        }
    }

    /// Returns the counter that prevents rollback, which only containers have.
    #[must_use]
    pub const fn serial(&self) -> Option<u32> {
        match self.as_container() {
            Some(opened) => Some(opened.header().serial()),
            None => None,
        }
    }

    /// Returns what is odd about the file.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Returns the content of a stock format after decryption: XML, or gzipped XML. `None` for a container.
    #[must_use]
    pub fn content(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Container(_) => None,
            Content::Stock { bytes, .. } => Some(bytes),
        }
    }

    /// Returns whether the content is gzip.
    #[must_use]
    pub const fn is_packed(&self) -> bool {
        matches!(self.content, Content::Stock { unpacked: Some(_), .. })
    }

    /// Returns the XML in a stock format. `None` for a container.
    #[must_use]
    pub fn xml(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Container(_) => None,
            Content::Stock { bytes, unpacked } => Some(unpacked.as_deref().unwrap_or(bytes)),
        }
    }

    /// Parses the profile, with the warnings about its XML.
    ///
    /// # Errors
    /// Returns [`Diagnostics`] if the XML is not a profile; a container's payload always is.
    pub fn parse(&self) -> Result<Parsed<'_>, Diagnostics> {
        match &self.content {
            Content::Container(opened) => Ok(Parsed { profile: opened.profile(), ..Parsed::default() }),
            Content::Stock { bytes, unpacked } => {
                let xml = unpacked.as_deref().unwrap_or(bytes);
                Reader::new().syntax(Syntax::Xml).read(xml)
            }
        }
    }
}

/// Shows only lengths: the content is full of passwords.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Container(opened) => opened.fmt(f),
            Self::Stock { bytes, .. } => write!(f, "Stock({} bytes)", bytes.len()),
        }
    }
}

/// Unpacks the content of a stock format, if it is compressed.
fn unpack(content: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    if let Some(unsupported) = inside_encryption(content) {
        return Err(unsupported.into());
    }
    if !content.starts_with(&gzip::MAGIC) {
        return Ok(None);
    }
    Ok(Some(gzip::unpack(content, limits::UNPACKED)?))
}
