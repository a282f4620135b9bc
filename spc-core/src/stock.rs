//! What unmodified phones read (FORMAT 11): gzip, `openssl enc` and RFC 8188 `aes128gcm`.
//!
//! Knows: other people's formats, byte for byte, and their secrets. Must not know: our container, what a profile
//! says, files. None of these formats names its recipient; a device is known by its key alone. Only
//! [`rfc8188`] notices a change: gzip has a check sum that anyone can mend, and `openssl enc` has nothing, so that
//! anyone who can write to the server can edit a profile without the phrase (FORMAT 11.1.5).

pub mod gzip;
pub mod openssl;
pub mod rfc8188;
mod salt;
pub mod template;

pub use salt::Salt;

/// Why a file of a stock format does not open.
///
/// [`name`](Self::name) is the word of FORMAT 11.2.3 and 11.3.3; two variants may share one. Says nothing about the
/// plaintext but whether it was accepted. In a network service, return the same error for all of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StockError {
    /// The file starts with other bytes than its format does.
    #[error("the file is not {expected}: it starts with other bytes")]
    BadMagic {
        /// The format asked for.
        expected: &'static str,
    },
    /// The output of `openssl enc -a`, which no phone takes.
    #[error("the file is base64 text (`openssl enc -a`), which no phone reads: decode it with `base64 -d` first")]
    Base64,
    /// The file may be RFC 8188, whose key has no agreed text form, so it is not opened unless asked for.
    #[error("the file is RFC 8188 or random data: cannot tell how to read the key")]
    KeyFormUnknown,
    /// The file ends before its format does, or within a cipher block.
    #[error("the file is cut short, or a transfer in text mode changed its length: fetch it again in binary mode")]
    Truncated,
    /// What is encrypted is whole blocks of eight bytes and not of sixteen, as of another cipher than AES.
    #[error("the file is cut short, or encrypted with a cipher other than AES-256-CBC, such as `-des3`")]
    ShortBlocks,
    /// A field of the header has a value that no file of this format has.
    #[error("header field `{field}` is {found}, which the format does not allow")]
    BadHeader {
        /// The field's name.
        field: &'static str,
        /// Its value.
        found: u32,
    },
    /// The compressed data, its check sum or its length is not what was written: an accident.
    #[error("the compressed data does not match its checksum: fetch the file again")]
    Corrupt,
    /// Something follows the first gzip member.
    #[error("{bytes} trailing bytes after the end of the gzip data")]
    TrailingData {
        /// Bytes after the first member.
        bytes: usize,
    },
    /// The file unpacks to more than the caller, or its own size, allows.
    #[error("the file unpacks to more than {limit} bytes, the limit for a file of its size")]
    TooLarge {
        /// The bytes allowed.
        limit: usize,
    },
    /// What the phrase opens is neither gzip nor XML.
    #[error("the content is neither gzip nor XML: wrong phrase, digest or number of rounds")]
    WrongKey,
    /// A record does not authenticate.
    #[error("record {record} does not authenticate: wrong key, or the file was changed")]
    Tampered {
        /// Counted from 0, as RFC 8188 does.
        record: u64,
    },
    /// A record authenticates and ends wrongly: the writer's fault, or whole records were cut off.
    #[error(
        "record {record} does not end as its position in the file requires: records are missing, or it is malformed"
    )]
    BadPadding {
        /// Counted from 0, as RFC 8188 does.
        record: u64,
    },
}

impl StockError {
    /// The error's name in FORMAT 11 and in the test vectors.
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

/// The bytes from the first `<` on, when only a UTF-8 byte order mark and blanks come before it.
fn xml_text(bytes: &[u8]) -> Option<&[u8]> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    text.starts_with(b"<").then_some(text)
}
