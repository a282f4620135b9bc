//! Why something is not a payload.

/// Why a profile cannot be encoded, or why bytes are not a payload (`BadPayload`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// A name occurs more than once, which the caller asked to refuse.
    #[error("parameter `{name}` occurs more than once")]
    Duplicate {
        /// The repeated name.
        name: String,
    },
    /// An element is both a parameter and a section of the same parent.
    #[error("`{name}` is inside an element that is itself a parameter")]
    Mixed {
        /// The name that is inside the other.
        name: String,
    },
    /// A value contains a control character.
    #[error("the value of `{name}` has a control character at byte {position}")]
    IllegalCharacter {
        /// The parameter.
        name: String,
        /// The position in bytes of the value, counted from 0.
        position: usize,
    },
    /// A value is longer than [`limits::VALUE`](crate::limits::VALUE).
    #[error("the value of `{name}` is {bytes} bytes; the limit is {}", crate::limits::VALUE)]
    ValueTooLong {
        /// The parameter.
        name: String,
        /// The length of its value in bytes.
        bytes: usize,
    },
    /// There are more parameters than [`limits::PARAMETERS`](crate::limits::PARAMETERS).
    #[error("the profile has more than {} parameters", crate::limits::PARAMETERS)]
    TooMany,
    /// There are more bytes than [`limits::PAYLOAD`](crate::limits::PAYLOAD).
    #[error("the profile is {bytes} bytes in its binary form; the limit is {}", crate::limits::PAYLOAD)]
    TooLarge {
        /// The length of the payload in bytes.
        bytes: usize,
    },
    /// A record does not conform to the format.
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
    #[error("undefined attributes")]
    Attributes,
    /// A name outside the grammar of FORMAT 6.3.
    #[error("a malformed name")]
    Name,
    /// A value that is not UTF-8 or contains a control character.
    #[error("a malformed value")]
    Value,
    /// A name that does not sort after the one before it.
    #[error("a name out of order")]
    Order,
}
