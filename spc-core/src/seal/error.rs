//! Why a file cannot be made for a recipient.

use crate::class::Class;
use crate::key::KeyError;
use crate::limits;
use crate::payload::PayloadError;
use crate::source::EmitError;

/// Why a file cannot be made. Contains columns and positions, never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The profile, with the recipient's values filled in, cannot be encoded as a payload.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The profile cannot be written as XML.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// The profile is too large as XML for any reader (FORMAT 7.1, 11.2.3).
    #[error("the profile is {bytes} bytes as XML; the limit is {limit}{}", if *.is_packed { " for a compressed file" } else { "" })]
    TooLarge {
        /// The size of the XML in bytes.
        bytes: usize,
        /// The largest size that can be read.
        limit: usize,
        /// Whether the limit is that of compressed files.
        is_packed: bool,
    },
    /// The profile shrinks so much that readers would mistake the file for a decompression bomb (FORMAT 11.2.3).
    #[error(
        "compression shrinks the profile from {bytes} bytes to {packed}; readers refuse more than {}:1, so do not compress it",
        limits::EXPANSION
    )]
    TooDense {
        /// The size of the XML in bytes.
        bytes: usize,
        /// The size of the compressed file in bytes.
        packed: usize,
    },
    /// A container keeps parameters, not the bytes of XML.
    #[error("an SPC container cannot store XML verbatim")]
    NoPlaceForXml,
    /// The number of values differs from the number of columns.
    #[error("{given} values for {columns} columns")]
    Values {
        /// The number of columns of the batch.
        columns: usize,
        /// The number of values given.
        given: usize,
    },
    /// A value contains a character that no profile may contain: a control character (including line ends and TAB),
    /// U+FFFE or U+FFFF.
    #[error("column `{name}` contains U+{:04X} at byte {position}, which is not allowed in a value", u32::from(*.character))]
    Character {
        /// The column, counted from 0.
        column: usize,
        /// Its name.
        name: String,
        /// The character.
        character: char,
        /// Its position in the value, in bytes from 0.
        position: usize,
    },
    /// A parameter's value, with the recipient's values filled in, is too long.
    #[error("column `{name}` makes the value of `{parameter}` {bytes} bytes long; the limit is {}", limits::VALUE)]
    ValueTooLong {
        /// The column that contributes most, counted from 0.
        column: usize,
        /// Its name.
        name: String,
        /// The parameter.
        parameter: String,
        /// The length of its value in bytes.
        bytes: usize,
    },
    /// A master key gives each device its own key, but no device is named.
    #[error("a master key gives each device its own key, so the device's MAC address is needed")]
    NoMac,
    /// Each recipient must have its own key, but this one has none.
    #[error("the recipient has no key")]
    NoKey,
    /// The recipient has a key that would not be used.
    #[error("the recipient has a key, but this format would not use it")]
    UnusedKey,
    /// The key of a container for one recipient is not a raw key. Each passphrase would cost a run of PBKDF2.
    #[error(
        "in a container, the key of one device must be 32 to 64 hexadecimal digits; only a key shared by all can be a passphrase"
    )]
    Passphrase,
    /// The recipient's key is malformed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl SealError {
    /// Returns who can fix it.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::Payload(_)
            | Self::Emit(_)
            | Self::TooLarge { .. }
            | Self::TooDense { .. }
            | Self::Values { .. }
            | Self::Character { .. }
            | Self::ValueTooLong { .. } => Class::Input,
            Self::NoPlaceForXml | Self::NoMac => Class::Usage,
            Self::NoKey | Self::UnusedKey | Self::Passphrase | Self::Key(_) => Class::Key,
        }
    }
}
