//! What is known about how a file was made, since the file itself does not say.

use core::num::NonZeroU32;

use super::kdf::{DEFAULT_ITERATIONS, ReadDigest};

/// What is known about how a file was made; by default only that it is salted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub(super) digest: Option<ReadDigest>,
    pub(super) iterations: Option<NonZeroU32>,
    pub(super) salted: bool,
}

impl Known {
    /// Sets the digest (`-md`). Without it, MD5 and then SHA-256 are tried (FORMAT 11.1.3); with PBKDF2, only its
    /// default, SHA-256.
    #[must_use]
    pub const fn digest(mut self, digest: ReadDigest) -> Self {
        self.digest = Some(digest);
        self
    }

    /// Sets the number of PBKDF2 rounds (`-pbkdf2 -iter`), instead of `EVP_BytesToKey`.
    #[must_use]
    pub const fn pbkdf2(mut self, rounds: NonZeroU32) -> Self {
        self.iterations = Some(rounds);
        self
    }

    pub(crate) const fn iterations(&self) -> Option<NonZeroU32> {
        self.iterations
    }

    /// Returns whether the file starts with the magic number and a salt.
    #[must_use]
    pub const fn is_salted(&self) -> bool {
        self.salted
    }

    /// Returns this with every digest that it leaves open, those of phones first.
    pub(crate) fn guesses(self) -> Vec<Self> {
        const ALL: [ReadDigest; 4] = [ReadDigest::Md5, ReadDigest::Sha256, ReadDigest::Sha1, ReadDigest::Sha512];
        match self.digest {
            Some(_) => vec![self],
            None => ALL.map(|digest| self.digest(digest)).to_vec(),
        }
    }

    /// Returns every way in which `openssl enc` makes a salted file without an explicit number of rounds.
    pub(crate) fn all_salted() -> Vec<Self> {
        [Self::default(), Self::default().pbkdf2(DEFAULT_ITERATIONS)].into_iter().flat_map(Self::guesses).collect()
    }

    /// Returns the same without a salt; nobody combines that with PBKDF2.
    pub(crate) fn all_unsalted() -> Vec<Self> {
        Self::default().unsalted().guesses()
    }

    /// Sets that the file does not start with the magic number and a salt (`-nosalt`).
    #[must_use]
    pub const fn unsalted(mut self) -> Self {
        self.salted = false;
        self
    }
}

impl Default for Known {
    fn default() -> Self {
        Self { digest: None, iterations: None, salted: true }
    }
}
