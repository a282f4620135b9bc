//! The payload: the canonical binary form of a profile (FORMAT 6), the plaintext of a container.
//!
//! Knows: the bytes of records and their one order. Must not know: XML, keys.

use zeroize::Zeroizing;

use crate::profile::{Duplicates, Profile};

mod decode;
mod encode;
mod outline;
mod sections;

pub(crate) use outline::{Fill, Outline};

/// Bytes before the name of a record: name length, attributes, value length.
const RECORD_HEADER: usize = 4;
/// The attribute bits of a record (FORMAT 6.2).
const ACCESS_BITS: u8 = 0b011;
const HAS_VALUE: u8 = 0b100;

/// The canonical bytes of a valid profile: whoever holds one can be sure that sealing it cannot fail.
///
/// There is one payload per set of parameters, whatever the order of the source. Its bytes are wiped on drop.
pub struct Payload(Zeroizing<Vec<u8>>);

/// Why a profile has no payload, or why bytes are no payload (`BadPayload`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// The same name twice, and the caller wants that refused.
    #[error("parameter `{name}` occurs more than once")]
    Duplicate {
        /// The repeated name.
        name: String,
    },
    /// One element is both a parameter and a section of the same parent.
    #[error("`{name}` stands inside an element that is a parameter as well")]
    Mixed {
        /// The name inside the other.
        name: String,
    },
    /// A control character in a value.
    #[error("value of `{name}` has a control character at byte {position}")]
    IllegalCharacter {
        /// The parameter.
        name: String,
        /// The byte of the value, from 0.
        position: usize,
    },
    /// A value over the limit of [`limits::VALUE`](crate::limits::VALUE).
    #[error("value of `{name}` is {bytes} bytes, limit is {}", crate::limits::VALUE)]
    ValueTooLong {
        /// The parameter.
        name: String,
        /// The length of its value.
        bytes: usize,
    },
    /// More parameters than [`limits::PARAMETERS`](crate::limits::PARAMETERS).
    #[error("the profile has more than {} parameters", crate::limits::PARAMETERS)]
    TooMany,
    /// More bytes than [`limits::PAYLOAD`](crate::limits::PAYLOAD).
    #[error("the profile is {bytes} bytes in its binary form, limit is {}", crate::limits::PAYLOAD)]
    TooLarge {
        /// The length of the payload.
        bytes: usize,
    },
    /// A record that breaks the format.
    #[error("the record at byte {position} has {fault}")]
    Record {
        /// Where the record begins.
        position: usize,
        /// What is wrong with it.
        fault: RecordFault,
    },
}

/// What is wrong with a record of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordFault {
    /// Fewer bytes than it announces.
    #[error("fewer bytes than it announces")]
    Truncated,
    /// A reserved attribute bit, or a value length without a value.
    #[error("attributes that are not defined")]
    Attributes,
    /// A name outside the grammar of FORMAT 6.3.
    #[error("a malformed name")]
    Name,
    /// A value that is not UTF-8 or holds a control character.
    #[error("a malformed value")]
    Value,
    /// A name that is not above the one before it.
    #[error("a name out of order")]
    Order,
}

impl Payload {
    /// Writes the records of a profile in canonical order.
    ///
    /// # Errors
    /// Every [`PayloadError`] but [`PayloadError::Record`]; [`PayloadError::Duplicate`] only when `duplicates`
    /// says so.
    pub fn encode(profile: &Profile<'_>, duplicates: Duplicates) -> Result<Self, PayloadError> {
        encode::encode(profile, duplicates).map(Self)
    }

    /// Accepts exactly the bytes that [`Payload::encode`] writes.
    ///
    /// # Errors
    /// [`PayloadError::Record`], [`PayloadError::Mixed`], [`PayloadError::TooMany`] and [`PayloadError::TooLarge`].
    pub fn decode(bytes: Vec<u8>) -> Result<Self, PayloadError> {
        let payload = Self(Zeroizing::new(bytes));
        decode::check(&payload.0)?;
        Ok(payload)
    }

    /// The bytes. They are the profile in clear.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The parameters in the order of their names.
    #[must_use]
    pub fn profile(&self) -> Profile<'_> {
        decode::profile(&self.0)
    }
}

/// Shows the length only: the bytes are the profile in clear.
impl core::fmt::Debug for Payload {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Payload({} bytes)", self.0.len())
    }
}
