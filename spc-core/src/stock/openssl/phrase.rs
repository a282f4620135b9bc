//! The phrase of `openssl enc -k`, which is also the phone's `--key` argument (FORMAT 11.1.5).

use core::fmt;

use zeroize::Zeroizing;

use crate::key::{DeviceKey, KeyError, refuse_master};

/// A phrase of any bytes but none: no trimming, no terminator, no other reading of hexadecimal digits.
///
/// Looser than a container's [`Passphrase`](crate::key::Passphrase), because files with odd phrases exist and must
/// open. What phones can be given is narrower: see [`is_ascii`](Self::is_ascii) and
/// [`has_rule_syntax`](Self::has_rule_syntax). Wiped on drop.
pub struct Phrase(Zeroizing<Vec<u8>>);

impl Phrase {
    /// Takes the bytes over.
    ///
    /// # Errors
    /// [`KeyError::Empty`]: the command `openssl` takes an empty phrase, and it protects nothing; and
    /// [`KeyError::IsMaster`] for the tagged key of a fleet.
    pub fn new(bytes: Vec<u8>) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(bytes);
        refuse_master(&bytes)?;
        if bytes.is_empty() { Err(KeyError::Empty) } else { Ok(Self(bytes)) }
    }

    /// Whether a phone can store the phrase at all: phones know ASCII only, and composed or decomposed letters
    /// would be different phrases.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    /// Whether the phrase holds `"` or `$`, which a provisioning rule takes for the end of the argument and for a
    /// macro, so that the phone would decrypt with another phrase.
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
    fn what_a_phone_would_read_otherwise_is_reported() {
        let phrase = |text: &str| Phrase::new(text.into()).unwrap();
        assert!(phrase("my 'secret' \\phrase").is_ascii() && !phrase("my 'secret' \\phrase").has_rule_syntax());
        assert!(phrase("a\"b").has_rule_syntax() && phrase("$SA").has_rule_syntax());
        assert!(!phrase("päss").is_ascii());
        assert_eq!(Phrase::new(Vec::new()).unwrap_err(), KeyError::Empty);
    }
}
