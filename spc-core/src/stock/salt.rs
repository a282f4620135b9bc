//! Where the salt of an encrypted file comes from.

/// Where the salt of a file comes from: 8 bytes for [`openssl`](super::openssl), 16 for [`rfc8188`](super::rfc8188).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Salt<const N: usize> {
    /// From the key, the settings and the plaintext, so that equal input gives equal bytes (FORMAT 11.1.4 and 11.3.4).
    Synthetic,
    /// Given by the caller. It must be fresh and random: with RFC 8188, two files with the same key and salt reveal the
    /// key stream.
    Given([u8; N]),
}
