//! What a file says about itself, without a key, a name or a value.
//!
//! Knows: headers, lengths and checksums. Must not know: keys, and how its facts are worded.

use crate::container::{self, Header, OpenError};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::format::{Format, UnsupportedFile};
use crate::limits;
use crate::source::{Reader, Syntax};
use crate::stock::{StockError, gzip, openssl, rfc8188};

/// What is known about a file without a key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Facts {
    /// A container.
    Spc {
        /// Its header, not yet authenticated; `None` if it is damaged.
        header: Option<Header>,
        /// Whether the file is intact.
        integrity: Integrity,
    },
    /// A gzip file.
    Gzip {
        /// The unpacked size in bytes; `None` if it cannot be unpacked.
        unpacked: Option<usize>,
        /// Whether the file is intact.
        integrity: Integrity,
    },
    /// Output of `openssl enc` with a salt; the file does not show its digest or number of rounds.
    Openssl {
        /// [`Integrity::Unprotected`], or [`Integrity::Truncated`] if its length is not a whole number of blocks.
        integrity: Integrity,
    },
    /// RFC 8188, recognised by its header, which has no magic number.
    Rfc8188 {
        /// The size of a record in bytes.
        record_size: u32,
        /// The key's name.
        keyid: Vec<u8>,
    },
    /// Well-formed XML, as far as the profile reader accepts it.
    Xml {
        /// Whether it is a profile without errors.
        is_profile: bool,
    },
    /// Any other text, perhaps a profile in plain text.
    Text {
        /// Whether it begins like XML; if so, it is broken XML.
        begins_as_xml: bool,
    },
    /// A known format that is not supported.
    Unsupported(UnsupportedFile),
}

/// Whether a file is intact, as far as can be seen without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Integrity {
    /// Its checksum matches.
    Fits,
    /// Its checksum does not match, or its header is damaged.
    Corrupt,
    /// It is cut short.
    Truncated,
    /// It has trailing bytes.
    TrailingData,
    /// It is larger than its format allows.
    TooLarge,
    /// Only its key can show whether it is intact.
    ByKey,
    /// Nothing can show whether it is intact: the format has no protection.
    Unprotected,
}

impl Facts {
    /// Returns the format, if it is supported.
    #[must_use]
    pub const fn format(&self) -> Option<Format> {
        match self {
            Self::Spc { .. } => Some(Format::Spc),
            Self::Gzip { .. } => Some(Format::Gzip),
            Self::Openssl { .. } => Some(Format::Openssl),
            Self::Rfc8188 { .. } => Some(Format::Rfc8188),
            Self::Xml { .. } => Some(Format::Xml),
            Self::Text { .. } => Some(Format::Text),
            Self::Unsupported(_) => None,
        }
    }

    /// Returns whether the file is intact.
    #[must_use]
    pub const fn integrity(&self) -> Integrity {
        match self {
            Self::Spc { integrity, .. } | Self::Gzip { integrity, .. } | Self::Openssl { integrity } => *integrity,
            Self::Rfc8188 { .. } => Integrity::ByKey,
            Self::Xml { .. } | Self::Text { .. } | Self::Unsupported(_) => Integrity::Unprotected,
        }
    }
}

/// Inspects a file without a key.
///
/// ```
/// # use spc_core::inspect::{Facts, inspect};
/// let facts = inspect(b"<flat-profile><A>1</A></flat-profile>")?;
/// assert_eq!(facts, Facts::Xml { is_profile: true });
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// # Errors
/// Returns [`Error::Format`] if nothing is known about the file, and [`Error::Open`] if the header of a container
/// cannot be read.
pub fn inspect(file: &[u8]) -> Result<Facts, Error> {
    Ok(match Format::detect(file) {
        Ok(Format::Spc) => container(file)?,
        Ok(Format::Gzip) => packed(file),
        Ok(Format::Openssl) => Facts::Openssl {
            integrity: if openssl::is_whole_blocks(file) { Integrity::Unprotected } else { Integrity::Truncated },
        },
        Ok(Format::Rfc8188) => {
            let header = rfc8188::CodingHeader::read(file)?;
            Facts::Rfc8188 { record_size: header.record_size().get(), keyid: header.keyid().to_vec() }
        }
        Ok(Format::Xml) => xml(file),
        Ok(Format::Text) => Facts::Text { begins_as_xml: false },
        Err(unsupported @ (UnsupportedFile::Empty | UnsupportedFile::Unknown { .. })) => return Err(unsupported.into()),
        Err(unsupported) => Facts::Unsupported(unsupported),
    })
}

fn container(file: &[u8]) -> Result<Facts, OpenError> {
    let header = match Header::read(file) {
        Ok(header) => Some(header),
        Err(OpenError::Truncated) => None,
        // With a checksum that matches, the header is as it was written, by another program.
        Err(OpenError::BadHeader { .. }) if !container::has_checksum(file) => None,
        Err(error) => return Err(error),
    };
    let integrity = match container::check_integrity(file) {
        Ok(_) => Integrity::Fits,
        Err(OpenError::Truncated) => Integrity::Truncated,
        Err(OpenError::TrailingData) => Integrity::TrailingData,
        Err(OpenError::TooLarge { .. }) => Integrity::TooLarge,
        Err(_) => Integrity::Corrupt,
    };
    Ok(Facts::Spc { header, integrity })
}

fn packed(file: &[u8]) -> Facts {
    let (integrity, unpacked) = match gzip::unpack(file, limits::UNPACKED) {
        Ok(plain) => (Integrity::Fits, Some(plain.len())),
        Err(StockError::TrailingData { .. }) => (Integrity::TrailingData, None),
        Err(StockError::Truncated) => (Integrity::Truncated, None),
        Err(StockError::TooLarge { .. }) => (Integrity::TooLarge, None),
        Err(_) => (Integrity::Corrupt, None),
    };
    Facts::Gzip { unpacked, integrity }
}

/// A source counts as XML only if its reader accepts it as such.
fn xml(file: &[u8]) -> Facts {
    match Reader::new().syntax(Syntax::Xml).read(file) {
        Ok(_) => Facts::Xml { is_profile: true },
        Err(findings) => {
            let is_about_xml = |finding: &Diagnostic| {
                let is_breach = matches!(finding.code.format_name(), Some("NotWellFormed" | "Reference" | "Encoding"));
                is_breach && finding.severity == Severity::Error
            };
            if findings.as_slice().iter().any(is_about_xml) {
                Facts::Text { begins_as_xml: true }
            } else {
                Facts::Xml { is_profile: false }
            }
        }
    }
}
