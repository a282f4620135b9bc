//! The phrase of `openssl enc -k`, which is also the phone's `--key` argument (FORMAT 11.1.5).

use core::fmt;

use zeroize::Zeroizing;

use crate::key::{DeviceKey, KeyError, refuse_master};

/// A phrase of one or more arbitrary bytes: it is not trimmed or terminated, and hexadecimal digits are taken as text.
///
/// It is less strict than a container's [`Passphrase`](crate::key::Passphrase), because files with odd phrases exist
/// and have to be opened. Phones accept less: see [`is_ascii`](Self::is_ascii) and
/// [`has_rule_syntax`](Self::has_rule_syntax). It is wiped on drop.
pub struct Phrase(Zeroizing<Vec<u8>>);

impl Phrase {
    /// Takes ownership of the bytes.
    ///
    /// # Errors
    /// Returns [`KeyError::Empty`] for an empty phrase, which the `openssl` command accepts but which protects nothing,
    /// and [`KeyError::IsMaster`] for the tagged key of a fleet.
    pub fn new(bytes: Vec<u8>) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(bytes);
        refuse_master(&bytes)?;
        if bytes.is_empty() { Err(KeyError::Empty) } else { Ok(Self(bytes)) }
    }

    /// Returns whether a phone can store the phrase at all: phones only know ASCII, and composed and decomposed letters
    /// would be different phrases.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    /// Returns whether the phrase contains `"` or `$`: in a provisioning rule, these end the argument or begin a macro,
    /// so the phone would decrypt with a different phrase.
    #[must_use]
    pub fn has_rule_syntax(&self) -> bool {
        self.0.iter().any(|byte| matches!(byte, b'"' | b'$'))
    }

    pub(super) fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(..)")
    }
}

impl From<DeviceKey> for Phrase {
    /// The key's 64 lowercase digits, as text (FORMAT 9.2).
    fn from(key: DeviceKey) -> Self {
        key.with_hex(|digits| Self(Zeroizing::new(digits.as_bytes().to_vec())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_type_only() {
        assert_eq!(format!("{:?}", Phrase::new(b"planted secret".to_vec()).unwrap()), "Phrase(..)");
    }

    #[test]
    fn what_a_phone_would_read_differently_is_reported() {
        let phrase = |text: &str| Phrase::new(text.into()).unwrap();
        assert!(phrase("my 'secret' \\phrase").is_ascii() && !phrase("my 'secret' \\phrase").has_rule_syntax());
        assert!(phrase("a\"b").has_rule_syntax() && phrase("$SA").has_rule_syntax());
        assert!(!phrase("päss").is_ascii());
        assert_eq!(Phrase::new(Vec::new()).unwrap_err(), KeyError::Empty);
    }
}
