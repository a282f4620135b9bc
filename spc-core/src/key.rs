//! Secrets as checked types: key texts, raw keys, passphrases, the fleet's master key and device keys.
//!
//! Knows: how a secret is written and how one follows from another (FORMAT 3, 4.1, 9). Must not know: any file
//! format. Every type here wipes itself on drop, shows nothing but its name in `Debug`, and has no `Clone`,
//! `Display`, `PartialEq` or serialisation; `expose` and `with_hex` are the only ways to the secret itself.

use core::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::primitives::pbkdf2_sha256;

mod error;
mod fleet;
mod tagged;

pub use error::KeyError;
pub use fleet::{DeviceKey, KeyId, MasterKey};
pub use tagged::is_tagged_master;
pub(crate) use tagged::refuse_master;

/// The fewest PBKDF2 rounds of a container (FORMAT 2.1).
pub const MIN_ITERATIONS: u32 = 10_000;
/// The most PBKDF2 rounds of a container (FORMAT 2.1).
pub const MAX_ITERATIONS: u32 = 10_000_000;
/// The PBKDF2 rounds to use unless there is a reason (FORMAT 5.4); fewer deserve a warning.
pub const DEFAULT_ITERATIONS: u32 = 600_000;
/// A phrase of fewer characters deserves a warning (FORMAT 3.3).
pub const SHORT_PASSPHRASE: usize = 16;

const RAW: usize = 32;

macro_rules! redacted_debug {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}
redacted_debug!(KeyText, RawKey, Passphrase, Stretched, MasterKey, DeviceKey);

/// The key text that a device stores, whatever it is: the file's `key_form` says how to read it (FORMAT 3.4).
pub struct KeyText(Zeroizing<String>);

impl KeyText {
    /// Takes over the text; its buffer is wiped on drop.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A raw key of 128 to 256 bits (FORMAT 3.2).
pub struct RawKey {
    bytes: Zeroizing<[u8; RAW]>,
    length: usize,
}

impl RawKey {
    /// Reads 32 to 64 hexadecimal digits of any case, an even number, without prefix or separators.
    ///
    /// # Errors
    /// [`KeyError::Empty`], [`KeyError::NotHex`], [`KeyError::OddDigits`], [`KeyError::RawLength`] and, for the tagged key
    /// of a fleet, [`KeyError::IsMaster`].
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        refuse_master(text.as_bytes())?;
        let digits = hex_digits(text)?;
        if !digits.is_multiple_of(2) {
            return Err(KeyError::OddDigits { digits });
        }
        let mut bytes = Zeroizing::new([0; RAW]);
        let length = digits / 2;
        let room = bytes.get_mut(..length).filter(|_| length >= RAW / 2).ok_or(KeyError::RawLength { digits })?;
        hex::decode_to_slice(text, room).map_err(|_| KeyError::RawLength { digits })?;
        Ok(Self { bytes, length })
    }

    /// Takes 16 to 32 bytes.
    ///
    /// # Errors
    /// [`KeyError::Empty`] and [`KeyError::RawLength`].
    pub fn from_bytes(key: &[u8]) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; RAW]);
        let wrong = KeyError::RawLength { digits: key.len().saturating_mul(2) };
        match bytes.get_mut(..key.len()) {
            _ if key.is_empty() => Err(KeyError::Empty),
            Some(room) if key.len() >= RAW / 2 => {
                room.copy_from_slice(key);
                Ok(Self { bytes, length: key.len() })
            }
            _ => Err(wrong),
        }
    }

    /// The secret itself: 16 to 32 bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Names the key without giving it away (FORMAT 9.4).
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.expose())
    }
}

/// A passphrase of 1 to 128 printable ASCII characters, taken literally (FORMAT 3.3).
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Checks the phrase and takes it over.
    ///
    /// # Errors
    /// [`KeyError::Empty`], [`KeyError::PhraseLength`], [`KeyError::NotPrintable`] and, for the tagged key of a fleet,
    /// [`KeyError::IsMaster`].
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

    /// Whether the phrase is short enough to deserve a warning: under [`SHORT_PASSPHRASE`] characters.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.0.len() < SHORT_PASSPHRASE
    }

    /// Turns the phrase into key bytes by PBKDF2 (FORMAT 4.1): `iterations` rounds, so once a run and not per device.
    ///
    /// # Errors
    /// [`KeyError::Iterations`] outside [`MIN_ITERATIONS`] to [`MAX_ITERATIONS`].
    pub fn stretch(&self, salt: &[u8; 16], iterations: u32) -> Result<Stretched, KeyError> {
        if !(MIN_ITERATIONS..=MAX_ITERATIONS).contains(&iterations) {
            return Err(KeyError::Iterations { iterations });
        }
        Ok(Stretched { key: pbkdf2_sha256(self.0.as_bytes(), salt, iterations), salt: *salt, iterations })
    }
}

/// A passphrase after PBKDF2, with the salt and the rounds that the file's header will tell.
pub struct Stretched {
    key: Zeroizing<[u8; RAW]>,
    salt: [u8; 16],
    iterations: u32,
}

impl Stretched {
    pub(crate) fn key(&self) -> &[u8; RAW] {
        &self.key
    }

    /// The PBKDF2 salt.
    #[must_use]
    pub const fn salt(&self) -> [u8; 16] {
        self.salt
    }

    /// The PBKDF2 rounds.
    #[must_use]
    pub const fn iterations(&self) -> u32 {
        self.iterations
    }
}

/// The key of a container, in the form its header names.
#[derive(Debug)]
#[non_exhaustive]
pub enum Key {
    /// `key_form` 1.
    Raw(RawKey),
    /// `key_form` 2.
    Phrase(Stretched),
}

impl From<RawKey> for Key {
    fn from(key: RawKey) -> Self {
        Self::Raw(key)
    }
}

impl From<Stretched> for Key {
    fn from(key: Stretched) -> Self {
        Self::Phrase(key)
    }
}

impl From<DeviceKey> for Key {
    fn from(key: DeviceKey) -> Self {
        Self::Raw(key.into())
    }
}

// A key is shared between the protections of a fleet, never copied.
impl From<RawKey> for Arc<Key> {
    fn from(key: RawKey) -> Self {
        Self::new(key.into())
    }
}

impl From<Stretched> for Arc<Key> {
    fn from(key: Stretched) -> Self {
        Self::new(key.into())
    }
}

impl From<DeviceKey> for Arc<Key> {
    fn from(key: DeviceKey) -> Self {
        Self::new(key.into())
    }
}

/// The number of digits of a text that holds nothing else.
pub(crate) fn hex_digits(text: &str) -> Result<usize, KeyError> {
    match text.chars().position(|c| !c.is_ascii_hexdigit()) {
        _ if text.is_empty() => Err(KeyError::Empty),
        Some(at) => Err(KeyError::NotHex { position: at.saturating_add(1) }),
        None => Ok(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_type_only() {
        let digits = "5b".repeat(32);
        let master = MasterKey::from_hex(&digits).unwrap();
        let device = master.device_key("000e08aabbcc".parse().unwrap());
        let phrase = Passphrase::new("planted secret".into()).unwrap();
        let stretched = phrase.stretch(&[7; 16], MIN_ITERATIONS).unwrap();
        let shown = format!("{master:?} {device:?} {phrase:?} {stretched:?} {:?}", KeyText::new(digits.clone()));
        assert_eq!(shown, "MasterKey(..) DeviceKey(..) Passphrase(..) Stretched(..) KeyText(..)");
        assert_eq!(format!("{:?}", Key::from(RawKey::from_hex(&digits).unwrap())), "Raw(RawKey(..))");
    }

    #[test]
    fn key_ids_are_those_of_format_9_4() {
        let master = MasterKey::from_hex(&"5b".repeat(32)).unwrap();
        assert_eq!(master.id().to_string(), "84256dd836f3d17b");
        assert_eq!(master.device_key("000e08aabbcc".parse().unwrap()).id().to_string(), "694796025d86d82f");
    }

    #[test]
    fn each_fault_has_its_own_error() {
        let raw = |text: &str| RawKey::from_hex(text).unwrap_err();
        assert_eq!(raw(""), KeyError::Empty);
        assert_eq!(raw("0g"), KeyError::NotHex { position: 2 });
        assert_eq!(raw(&"0".repeat(33)), KeyError::OddDigits { digits: 33 });
        assert_eq!(raw(&"0".repeat(30)), KeyError::RawLength { digits: 30 });
        assert_eq!(raw(&"0".repeat(66)), KeyError::RawLength { digits: 66 });
        assert_eq!(RawKey::from_bytes(&[0; 33]).unwrap_err(), KeyError::RawLength { digits: 66 });
        assert_eq!(RawKey::from_bytes(&[]).unwrap_err(), KeyError::Empty);
        let master = MasterKey::from_hex(&"0".repeat(62)).unwrap_err();
        assert_eq!(master, KeyError::MasterLength { digits: 62 });
        let phrase = |text: &str| Passphrase::new(text.into()).unwrap_err();
        assert_eq!(phrase(""), KeyError::Empty);
        assert_eq!(phrase("naïve"), KeyError::NotPrintable { position: 3 });
        assert_eq!(phrase(&"x".repeat(129)), KeyError::PhraseLength { characters: 129 });
        let few = Passphrase::new("x".into()).unwrap().stretch(&[0; 16], 9_999).unwrap_err();
        assert_eq!(few, KeyError::Iterations { iterations: 9_999 });
    }
}
