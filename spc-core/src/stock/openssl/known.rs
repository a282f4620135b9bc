//! What is known about how a file was made, since the file itself says nothing of it.

use core::num::NonZeroU32;

use super::kdf::{DEFAULT_ITERATIONS, ReadDigest};

/// What is known about how a file was made; by default nothing but that it is salted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub(super) digest: Option<ReadDigest>,
    pub(super) iterations: Option<NonZeroU32>,
    pub(super) salted: bool,
}

impl Known {
    /// `-md`. Without it MD5 is tried, then SHA-256 (FORMAT 11.1.3); with PBKDF2 only SHA-256, its default.
    #[must_use]
    pub const fn digest(mut self, digest: ReadDigest) -> Self {
        self.digest = Some(digest);
        self
    }

    /// `-pbkdf2 -iter`: PBKDF2 rounds, instead of `EVP_BytesToKey`.
    #[must_use]
    pub const fn pbkdf2(mut self, rounds: NonZeroU32) -> Self {
        self.iterations = Some(rounds);
        self
    }

    pub(crate) const fn iterations(&self) -> Option<NonZeroU32> {
        self.iterations
    }

    /// Whether the file starts with the magic and a salt.
    #[must_use]
    pub const fn is_salted(&self) -> bool {
        self.salted
    }

    /// This, with every digest that it leaves open: those of phones first.
    pub(crate) fn guesses(self) -> Vec<Self> {
        const ALL: [ReadDigest; 4] = [ReadDigest::Md5, ReadDigest::Sha256, ReadDigest::Sha1, ReadDigest::Sha512];
        match self.digest {
            Some(_) => vec![self],
            None => ALL.map(|digest| self.digest(digest)).to_vec(),
        }
    }

    /// Everything that the command `openssl enc` makes of a file with a salt, when it is given no number of rounds.
    pub(crate) fn all_salted() -> Vec<Self> {
        [Self::default(), Self::default().pbkdf2(DEFAULT_ITERATIONS)].into_iter().flat_map(Self::guesses).collect()
    }

    /// The same without a salt; of PBKDF2 nobody asks that.
    pub(crate) fn all_unsalted() -> Vec<Self> {
        Self::default().unsalted().guesses()
    }

    /// `-nosalt`: the file does not start with the magic and a salt.
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
