//! Secrets as checked types: key texts, raw keys, passphrases, the fleet's master key and device keys.
//!
//! Knows: how a secret is written and how one follows from another (FORMAT 3, 4.1, 9). Must not know: any file
//! format. Every type here wipes itself on drop, shows nothing but its name in `Debug`, and has no `Clone`,
//! `Display`, `PartialEq` or serialisation; `expose` and `with_hex` are the only ways to the secret itself.

use core::fmt;
use std::sync::Arc;

use zeroize::{Zeroize, Zeroizing};

use crate::mac::TargetMac;
use crate::primitives::{hkdf_expand, hkdf_extract, hmac_sha256, pbkdf2_sha256};

/// The fewest PBKDF2 rounds of a container (FORMAT 2.1).
pub const MIN_ITERATIONS: u32 = 10_000;
/// The most PBKDF2 rounds of a container (FORMAT 2.1).
pub const MAX_ITERATIONS: u32 = 10_000_000;
/// The PBKDF2 rounds to use unless there is a reason (FORMAT 5.4); fewer deserve a warning.
pub const DEFAULT_ITERATIONS: u32 = 600_000;
/// A phrase of fewer characters deserves a warning (FORMAT 3.3).
pub const SHORT_PASSPHRASE: usize = 16;

const RAW: usize = 32;

/// Why a text is no key (`BadKey`). Tells lengths and positions, never a character of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The key has no characters.
    #[error("the key is empty")]
    Empty,
    /// A raw key or a master key holds something other than hexadecimal digits.
    #[error("character {position} of the key is not a hexadecimal digit")]
    NotHex {
        /// Counted in characters from 1.
        position: usize,
    },
    /// A raw key has an odd number of digits, so one is missing or too many.
    #[error("the key has an odd number of hexadecimal digits ({digits}), so a digit is missing or too many")]
    OddDigits {
        /// Digits found.
        digits: usize,
    },
    /// A raw key is shorter than 128 or longer than 256 bits.
    #[error("a raw key has 32 to 64 hexadecimal digits (128 to 256 bits), this one has {digits}")]
    RawLength {
        /// Digits found.
        digits: usize,
    },
    /// A master key is not 256 bits.
    #[error("a master key has 64 hexadecimal digits (32 bytes), this one has {digits}")]
    MasterLength {
        /// Characters found.
        digits: usize,
    },
    /// A passphrase is too long to be typed into every device.
    #[error("a passphrase has at most 128 characters, this one has {characters}")]
    PhraseLength {
        /// Characters found.
        characters: usize,
    },
    /// A passphrase, or a key given as ASCII, holds a character outside `0x20..=0x7e`.
    #[error("character {position} of the key text is not printable ASCII")]
    NotPrintable {
        /// Counted in characters from 1.
        position: usize,
    },
    /// A base64url key holds a character of no such text.
    #[error("character {position} of the key is not base64url, which has letters, digits, `-` and `_`")]
    NotBase64Url {
        /// Counted in characters from 1.
        position: usize,
    },
    /// A base64url key stops in the middle of a byte.
    #[error("the {characters} base64url characters of the key are no whole bytes, so one is missing or too many")]
    Base64UrlLength {
        /// Characters found.
        characters: usize,
    },
    /// A number of PBKDF2 rounds is outside the format's range.
    #[error("{iterations} PBKDF2 rounds are outside {MIN_ITERATIONS} to {MAX_ITERATIONS}")]
    Iterations {
        /// The number asked for.
        iterations: u32,
    },
}

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
    /// [`KeyError::Empty`], [`KeyError::NotHex`], [`KeyError::OddDigits`] and [`KeyError::RawLength`].
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
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
    /// [`KeyError::Empty`], [`KeyError::PhraseLength`] and [`KeyError::NotPrintable`].
    pub fn new(text: String) -> Result<Self, KeyError> {
        let text = Zeroizing::new(text);
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

/// The fleet's secret: 32 bytes that never leave the build host (FORMAT 9.1).
pub struct MasterKey(Zeroizing<[u8; RAW]>);

impl MasterKey {
    /// Reads 64 hexadecimal digits of any case.
    ///
    /// # Errors
    /// [`KeyError::Empty`], [`KeyError::NotHex`] and [`KeyError::MasterLength`].
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let digits = hex_digits(text)?;
        let mut bytes = Zeroizing::new([0; RAW]);
        hex::decode_to_slice(text, bytes.as_mut_slice()).map_err(|_| KeyError::MasterLength { digits })?;
        Ok(Self(bytes))
    }

    /// Takes 32 bytes, for example fresh ones from the operating system's generator.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; RAW]) -> Self {
        let master = Self(Zeroizing::new(bytes));
        bytes.zeroize();
        master
    }

    /// The key of one device: `HKDF-Expand(HKDF-Extract("SPC1 device-key", master), mac, 32)` (FORMAT 9.1).
    #[must_use]
    pub fn device_key(&self, mac: TargetMac) -> DeviceKey {
        let prk = hkdf_extract(b"SPC1 device-key", self.0.as_slice());
        DeviceKey(hkdf_expand(&prk, &[&mac.octets()]))
    }

    /// Hands the 64 lowercase digits to `f` and wipes them afterwards.
    pub fn with_hex<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        with_hex(&self.0, f)
    }

    /// Names the key without giving it away (FORMAT 9.4).
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.0.as_slice())
    }
}

/// What one phone stores. Its text form is its 64 lowercase digits, in every format (FORMAT 9.2).
pub struct DeviceKey(Zeroizing<[u8; RAW]>);

impl DeviceKey {
    /// Hands the 64 lowercase digits to `f` and wipes them afterwards.
    pub fn with_hex<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        with_hex(&self.0, f)
    }

    /// Names the key without giving it away (FORMAT 9.4).
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.0.as_slice())
    }
}

impl From<DeviceKey> for RawKey {
    fn from(key: DeviceKey) -> Self {
        Self { bytes: Zeroizing::new(*key.0), length: RAW }
    }
}

impl From<DeviceKey> for KeyText {
    fn from(key: DeviceKey) -> Self {
        key.with_hex(|digits| Self::new(digits.to_owned()))
    }
}

/// Names a master, device or raw key in messages and manifests: 16 lowercase digits (FORMAT 9.4).
///
/// `HMAC(key, "SPC key id")[0..8]`. Passphrases have none: it would be a fast guessing oracle.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 8]);

impl KeyId {
    fn of(key: &[u8]) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = hmac_sha256(key, &[b"SPC key id"]);
        Self([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
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

fn with_hex<R>(key: &[u8; RAW], f: impl FnOnce(&str) -> R) -> R {
    let mut digits = Zeroizing::new([0; RAW * 2]);
    hex::encode_to_slice(key, digits.as_mut_slice()).expect("two digits a byte");
    f(core::str::from_utf8(digits.as_slice()).expect("digits are ASCII"))
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
