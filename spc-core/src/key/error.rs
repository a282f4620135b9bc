//! What can be wrong with the text of a key.

use crate::limits::{FEWEST_ITERATIONS, MOST_ITERATIONS};

/// Why a string is not a key (`BadKey`). Contains lengths and positions, but never a character of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The key has no characters.
    #[error("the key is empty")]
    Empty,
    /// A raw key or a master key contains something other than hexadecimal digits.
    #[error("character {position} of the key is not a hexadecimal digit")]
    NotHex {
        /// Counted in characters from 1.
        position: usize,
    },
    /// A raw key has an odd number of digits, so one is missing or extra.
    #[error("the key has an odd number of hexadecimal digits ({digits}), so a digit is missing or extra")]
    OddDigits {
        /// Digits found.
        digits: usize,
    },
    /// A raw key is shorter than 128 or longer than 256 bits.
    #[error("a raw key has 32 to 64 hexadecimal digits (128 to 256 bits), but this one has {digits}")]
    RawLength {
        /// Digits found.
        digits: usize,
    },
    /// A master key is not 256 bits.
    #[error("a master key has 64 hexadecimal digits (32 bytes), but this one has {digits}")]
    MasterLength {
        /// Characters found.
        digits: usize,
    },
    /// The text contains a tagged master key where a device key, or a key for all devices, is expected.
    #[error("this is a fleet's master key, which does not encrypt files itself")]
    IsMaster,
    /// The text of a master key has more than one line that is neither empty nor a comment.
    #[error("the file has more than one line apart from comments, but a master key is a single line")]
    MasterLines,
    /// A master key has a tag of another version, or something before its tag.
    #[error("the master key does not begin with `SPC-MASTER-KEY-1-`; it is damaged, or from a later version")]
    MasterTag,
    /// A passphrase is too long to be typed into every device.
    #[error("a passphrase has at most 128 characters, but this one has {characters}")]
    PhraseLength {
        /// Characters found.
        characters: usize,
    },
    /// A passphrase, or a key given as ASCII, contains a character outside `0x20..=0x7e`.
    #[error("character {position} of the key text is not printable ASCII")]
    NotPrintable {
        /// Counted in characters from 1.
        position: usize,
    },
    /// A base64url key contains a character that is not base64url.
    #[error("character {position} of the key is not base64url, which consists of letters, digits, `-` and `_`")]
    NotBase64Url {
        /// Counted in characters from 1.
        position: usize,
    },
    /// A base64url key ends in the middle of a byte.
    #[error("the key's {characters} base64url characters do not form whole bytes, so one is missing or extra")]
    Base64UrlLength {
        /// Characters found.
        characters: usize,
    },
    /// A number of PBKDF2 rounds is outside the format's range.
    #[error("{iterations} PBKDF2 rounds are outside the range {FEWEST_ITERATIONS} to {MOST_ITERATIONS}")]
    Iterations {
        /// The number asked for.
        iterations: u32,
    },
}
