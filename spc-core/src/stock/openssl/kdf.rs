//! How a phrase becomes a key and an IV in `openssl enc` (FORMAT 11.1.1).
//!
//! Knows: `EVP_BytesToKey` with a count of one, and PBKDF2. MD5 and SHA-1 are used here and nowhere else.

use core::fmt;
use core::num::NonZeroU32;

use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

use crate::primitives::cbc::{BLOCK, KEY};
use crate::primitives::pbkdf2_hmac;

const KEY_AND_IV: usize = KEY + BLOCK;

/// The number of PBKDF2 rounds that the `openssl` command uses by default.
pub const DEFAULT_ITERATIONS: NonZeroU32 = NonZeroU32::new(10_000).expect("not zero");

/// A digest with which files are written.
///
/// SHA-1 is missing on purpose, and so is a [`Salt`](crate::stock::Salt) for `-nosalt`: such files exist and can be
/// read (see [`Known`](super::Known)), but a new one would only be weaker, so the types do not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Digest {
    /// For SPA and ATA, and MPP before 11.3.
    Md5,
    /// For MPP from 11.3 on.
    Sha256,
}

/// A digest with which files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadDigest {
    /// See [`Digest::Md5`].
    Md5,
    /// Used by no phone; read only.
    Sha1,
    /// See [`Digest::Sha256`].
    Sha256,
    /// Used by no phone; read only.
    Sha512,
}

impl ReadDigest {
    /// Returns the digest for writing, if phones support it.
    #[must_use]
    pub const fn writable(self) -> Option<Digest> {
        match self {
            Self::Md5 => Some(Digest::Md5),
            Self::Sha256 => Some(Digest::Sha256),
            Self::Sha1 | Self::Sha512 => None,
        }
    }
}

impl From<Digest> for ReadDigest {
    fn from(digest: Digest) -> Self {
        match digest {
            Digest::Md5 => Self::Md5,
            Digest::Sha256 => Self::Sha256,
        }
    }
}

impl ReadDigest {
    /// The name that `openssl enc -md` takes.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }
}

impl fmt::Display for ReadDigest {
    /// The name that `openssl enc -md` takes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a phrase becomes a key and an IV in a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kdf {
    pub(super) digest: Digest,
    pub(super) iterations: Option<NonZeroU32>,
}

impl Kdf {
    /// Derives keys as with `-md`: what the phone's firmware accepts, by the classic `EVP_BytesToKey`.
    #[must_use]
    pub const fn new(digest: Digest) -> Self {
        Self { digest, iterations: None }
    }

    /// Derives keys by PBKDF2 instead, as with `-pbkdf2 -iter`; only for storage, because no phone's documentation
    /// mentions it.
    #[must_use]
    pub const fn pbkdf2(mut self, rounds: NonZeroU32) -> Self {
        self.iterations = Some(rounds);
        self
    }

    /// Returns the digest.
    #[must_use]
    pub const fn digest(self) -> Digest {
        self.digest
    }

    /// Returns the number of PBKDF2 rounds; `None` means `EVP_BytesToKey`.
    #[must_use]
    pub const fn iterations(self) -> Option<NonZeroU32> {
        self.iterations
    }
}

/// The AES-256 key and the IV of one file.
pub(super) struct KeyAndIv(Zeroizing<[u8; KEY_AND_IV]>);

impl KeyAndIv {
    /// `salt` is empty for `-nosalt`; without `iterations`, the classic `EVP_BytesToKey` is used.
    pub(super) fn derive(digest: ReadDigest, iterations: Option<NonZeroU32>, phrase: &[u8], salt: &[u8]) -> Self {
        Self(match (digest, iterations) {
            (ReadDigest::Md5, None) => bytes_to_key::<Md5>(phrase, salt),
            (ReadDigest::Sha1, None) => bytes_to_key::<Sha1>(phrase, salt),
            (ReadDigest::Sha256, None) => bytes_to_key::<Sha256>(phrase, salt),
            (ReadDigest::Sha512, None) => bytes_to_key::<Sha512>(phrase, salt),
            (ReadDigest::Md5, Some(rounds)) => pbkdf2_hmac::<Md5, _>(phrase, salt, rounds.get()),
            (ReadDigest::Sha1, Some(rounds)) => pbkdf2_hmac::<Sha1, _>(phrase, salt, rounds.get()),
            (ReadDigest::Sha256, Some(rounds)) => pbkdf2_hmac::<Sha256, _>(phrase, salt, rounds.get()),
            (ReadDigest::Sha512, Some(rounds)) => pbkdf2_hmac::<Sha512, _>(phrase, salt, rounds.get()),
        })
    }

    pub(super) fn key(&self) -> &[u8; KEY] {
        self.0.first_chunk().expect("the key comes first")
    }

    pub(super) fn iv(&self) -> &[u8; BLOCK] {
        self.0.last_chunk().expect("the IV comes last")
    }
}

/// The first 48 bytes of `D1 || D2 || ..`, where `Di = H(Di-1 || phrase || salt)` and D0 is empty.
fn bytes_to_key<H: md5::Digest>(phrase: &[u8], salt: &[u8]) -> Zeroizing<[u8; KEY_AND_IV]> {
    let size = <H as md5::Digest>::output_size();
    let mut out = Zeroizing::new([0; KEY_AND_IV]);
    for start in (0..KEY_AND_IV).step_by(size) {
        let (done, room) = out.split_at_mut(start);
        // Empty before the first one.
        let last = done.rchunks(size).next().unwrap_or(&[]);
        let mut digest = H::new().chain_update(last).chain_update(phrase).chain_update(salt).finalize();
        room.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        digest.as_mut_slice().zeroize();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_ivs_are_those_of_format_11_1_2() {
        let salt = &[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef][..];
        let rounds = NonZeroU32::new(10_000);
        let cases = [
            (ReadDigest::Md5, None, salt, "db38537f887bdf3f", "325b9403acc6f40f"),
            (ReadDigest::Sha256, None, salt, "5bda9ac518a4af0b", "2f6e6becab73b0ba"),
            (ReadDigest::Sha256, rounds, salt, "df63004e4eb3cba5", "5a9f031cc4c0c06b"),
            (ReadDigest::Md5, None, &[], "7bc3c9744089670b", "b7cf8aad0f578d0d"),
        ];
        for (digest, iterations, salt, key, iv) in cases {
            let derived = KeyAndIv::derive(digest, iterations, b"SecretPhrase1234", salt);
            assert_eq!((hex::encode(&derived.key()[..8]), hex::encode(&derived.iv()[..8])), (key.into(), iv.into()));
        }
    }
}
