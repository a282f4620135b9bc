//! The formats that unmodified phones read (FORMAT 11): gzip, `openssl enc` and RFC 8188 `aes128gcm`.
//!
//! Knows: other people's formats, byte for byte, and their secrets. Must not know: our container, what a profile says,
//! files. None of these formats names its recipient; only its key identifies a device. Only [`rfc8188`] detects
//! changes: gzip has a checksum that anyone can recompute, and `openssl enc` has none, so that anyone who can write to
//! the server can edit a profile without knowing the phrase (FORMAT 11.1.5).

pub mod gzip;
pub mod openssl;
pub mod rfc8188;
mod salt;
pub mod template;

pub use salt::Salt;

/// Why a file in a stock format cannot be opened.
///
/// [`name`](Self::name) returns the name used in FORMAT 11.2.3 and 11.3.3, which two variants may share. The error says
/// nothing about the plaintext except whether it was accepted. In a network service, return the same error for all of
/// them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StockError {
    /// The file starts with other bytes than its format does.
    #[error("the file is not {expected}: it starts with other bytes")]
    BadMagic {
        /// The format that was expected.
        expected: &'static str,
    },
    /// The file is output of `openssl enc -a`, which no phone accepts.
    #[error("the file is base64 text (`openssl enc -a`), which no phone reads: decode it with `base64 -d` first")]
    Base64,
    /// The file may be RFC 8188, whose key has no agreed text form; it is opened only if the caller says how to read
    /// the key.
    #[error("the file is RFC 8188 or random data: cannot tell how to read the key")]
    KeyFormUnknown,
    /// The file ends before its format does, or within a cipher block.
    #[error("the file is cut short, or a transfer in text mode changed its length: fetch it again in binary mode")]
    Truncated,
    /// The ciphertext is a whole number of 8-byte but not of 16-byte blocks, as from a cipher other than AES.
    #[error("the file is cut short, or encrypted with a cipher other than AES-256-CBC, such as `-des3`")]
    ShortBlocks,
    /// A header field has a value that does not occur in this format.
    #[error("header field `{field}` is {found}, which the format does not allow")]
    BadHeader {
        /// The field's name.
        field: &'static str,
        /// Its value.
        found: u32,
    },
    /// The compressed data, its checksum or its length is not what was written, because of an accident.
    #[error("the compressed data does not match its checksum: fetch the file again")]
    Corrupt,
    /// Something follows the first gzip member.
    #[error("{bytes} trailing bytes after the end of the gzip data")]
    TrailingData {
        /// The number of bytes after the first member.
        bytes: usize,
    },
    /// The file unpacks to more than the caller, or its own size, allows.
    #[error("the file unpacks to more than {limit} bytes, the limit for a file of its size")]
    TooLarge {
        /// The number of bytes allowed.
        limit: usize,
    },
    /// The decrypted content is neither gzip nor XML.
    #[error("the content is neither gzip nor XML: wrong key, digest or number of rounds")]
    WrongKey,
    /// A record cannot be authenticated.
    #[error("record {record} does not authenticate: wrong key, or the file was changed")]
    Tampered {
        /// Counted from 0, as RFC 8188 does.
        record: u64,
    },
    /// A record is authentic but ends incorrectly: the writer is at fault, or whole records were cut off.
    #[error(
        "record {record} does not end as its position in the file requires: records are missing, or it is malformed"
    )]
    BadPadding {
        /// Counted from 0, as RFC 8188 does.
        record: u64,
    },
}

impl StockError {
    /// Returns the error's name in FORMAT 11 and in the test vectors.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::BadMagic { .. } | Self::Base64 | Self::KeyFormUnknown => "BadMagic",
            Self::Truncated | Self::ShortBlocks => "Truncated",
            Self::BadHeader { .. } => "BadHeader",
            Self::Corrupt => "Corrupt",
            Self::TrailingData { .. } => "TrailingData",
            Self::TooLarge { .. } => "TooLarge",
            Self::WrongKey => "WrongKey",
            Self::Tampered { .. } => "Tampered",
            Self::BadPadding { .. } => "BadPadding",
        }
    }
}

/// The bytes from the first `<` on, if only a UTF-8 byte order mark and blanks come before it.
fn xml_text(bytes: &[u8]) -> Option<&[u8]> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    text.starts_with(b"<").then_some(text)
}
