//! Raw keys, and ids for keys.

use core::fmt;

use zeroize::Zeroizing;

use super::error::KeyError;
use super::tagged::refuse_master;
use super::text::hex_digits;
use crate::primitives::hmac_sha256;

/// The longest raw key in bytes.
pub(super) const RAW: usize = 32;

/// A raw key of 128 to 256 bits (FORMAT 3.2).
pub struct RawKey {
    bytes: Zeroizing<[u8; RAW]>,
    length: usize,
}

impl RawKey {
    /// Reads 32 to 64 hexadecimal digits in either case, an even number of them, without a prefix or separators.
    ///
    /// # Errors
    /// Returns [`KeyError::Empty`], [`KeyError::NotHex`], [`KeyError::OddDigits`], [`KeyError::RawLength`] or, for the
    /// tagged key of a fleet, [`KeyError::IsMaster`].
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
    /// Returns [`KeyError::Empty`] or [`KeyError::RawLength`].
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

    /// Makes a key of full size.
    pub(super) fn whole(key: &[u8; RAW]) -> Self {
        Self { bytes: Zeroizing::new(*key), length: RAW }
    }

    /// Returns the secret itself: 16 to 32 bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        let (key, _) = self.bytes.split_at(self.length);
        key
    }

    /// Returns an id that names the key without revealing it (FORMAT 9.4).
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.expose())
    }
}

/// The id of a master, device or raw key in messages and manifests: 16 lower-case hexadecimal digits (FORMAT 9.4).
///
/// It is `HMAC(key, "SPC key id")[0..8]`. Passphrases have no id: it would be a fast guessing oracle.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 8]);

impl KeyId {
    pub(super) fn of(key: &[u8]) -> Self {
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
