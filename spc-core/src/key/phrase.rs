//! Passphrases, and the keys made from them.

use zeroize::Zeroizing;

use super::error::KeyError;
use super::raw::RAW;
use super::tagged::refuse_master;
use crate::limits::{FEWEST_ITERATIONS, MOST_ITERATIONS};
use crate::primitives::pbkdf2_sha256;

/// A passphrase with fewer characters deserves a warning (FORMAT 3.3).
pub const SHORT_PASSPHRASE: usize = 16;

/// A passphrase of 1 to 128 printable ASCII characters, taken literally (FORMAT 3.3).
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Checks the passphrase and takes ownership of it.
    ///
    /// # Errors
    /// Returns [`KeyError::Empty`], [`KeyError::PhraseLength`], [`KeyError::NotPrintable`] or, for the tagged key of a
    /// fleet, [`KeyError::IsMaster`].
    pub fn new(text: String) -> Result<Self, KeyError> {
        let text = Zeroizing::new(text);
        refuse_master(text.as_bytes())?;
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        if let Some(at) = text.chars().position(|c| !matches!(c, ' '..='~')) {
            return Err(KeyError::NotPrintable { position: at.saturating_add(1) });
        }
        if text.len() > 128 {
            return Err(KeyError::PhraseLength { characters: text.len() });
        }
        Ok(Self(text))
    }

    /// Returns whether it is short enough to deserve a warning: under [`SHORT_PASSPHRASE`] characters.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.0.len() < SHORT_PASSPHRASE
    }

    /// Derives key bytes from the passphrase by `iterations` rounds of PBKDF2 (FORMAT 4.1). That is slow: do it once
    /// per run, not once per device.
    ///
    /// # Errors
    /// Returns [`KeyError::Iterations`] if `iterations` is not in [`FEWEST_ITERATIONS`] to [`MOST_ITERATIONS`].
    pub fn stretch(&self, salt: &[u8; 16], iterations: u32) -> Result<Stretched, KeyError> {
        if !(FEWEST_ITERATIONS..=MOST_ITERATIONS).contains(&iterations) {
            return Err(KeyError::Iterations { iterations });
        }
        Ok(Stretched { key: pbkdf2_sha256(self.0.as_bytes(), salt, iterations), salt: *salt, iterations })
    }
}

/// A passphrase after PBKDF2, with the salt and number of rounds that go into the file's header.
pub struct Stretched {
    key: Zeroizing<[u8; RAW]>,
    salt: [u8; 16],
    iterations: u32,
}

impl Stretched {
    pub(crate) fn key(&self) -> &[u8; RAW] {
        &self.key
    }

    /// Returns the PBKDF2 salt.
    #[must_use]
    pub const fn salt(&self) -> [u8; 16] {
        self.salt
    }

    /// Returns the number of PBKDF2 rounds.
    #[must_use]
    pub const fn iterations(&self) -> u32 {
        self.iterations
    }
}
