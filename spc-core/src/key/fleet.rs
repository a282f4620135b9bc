//! The keys of a fleet: the master key, which stays on the build host, the device keys, and key ids (FORMAT 9).

use zeroize::{Zeroize, Zeroizing};

use super::error::KeyError;
use super::raw::{KeyId, RAW, RawKey};
use super::tagged;
use super::text::{KeyText, hex_digits};
use crate::mac::TargetMac;
use crate::primitives::{DIGEST, hkdf_expand, hkdf_extract};

/// A fleet's secret: 32 bytes that never leave the build host (FORMAT 9.1).
pub struct MasterKey {
    bytes: Zeroizing<[u8; RAW]>,
    /// `HKDF-Extract("SPC1 device-key", bytes)`: half the work of deriving a device key, and the same for all of them.
    prk: Zeroizing<[u8; DIGEST]>,
}

impl MasterKey {
    /// Reads 64 hexadecimal digits in either case.
    ///
    /// # Errors
    /// Returns [`KeyError::Empty`], [`KeyError::NotHex`] or [`KeyError::MasterLength`].
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let digits = hex_digits(text)?;
        let mut bytes = Zeroizing::new([0; RAW]);
        hex::decode_to_slice(text, bytes.as_mut_slice()).map_err(|_| KeyError::MasterLength { digits })?;
        Ok(Self::new(bytes))
    }

    /// Reads the text of a key file: one line with the tagged key, or with its 64 digits alone. Comments, which begin
    /// with `#`, and empty lines are ignored (FORMAT 9.5).
    ///
    /// # Errors
    /// Returns the errors of [`from_hex`](Self::from_hex), [`KeyError::MasterLines`] or [`KeyError::MasterTag`].
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        Self::from_hex(tagged::digits(text)?)
    }

    /// Takes 32 bytes, for example fresh ones from the operating system's generator.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; RAW]) -> Self {
        let master = Self::new(Zeroizing::new(bytes));
        bytes.zeroize();
        master
    }

    fn new(bytes: Zeroizing<[u8; RAW]>) -> Self {
        let prk = hkdf_extract(b"SPC1 device-key", bytes.as_slice());
        Self { bytes, prk }
    }

    /// Derives the key of one device: `HKDF-Expand(HKDF-Extract("SPC1 device-key", master), mac, 32)` (FORMAT 9.1).
    #[must_use]
    pub fn device_key(&self, mac: TargetMac) -> DeviceKey {
        DeviceKey(hkdf_expand(&self.prk, &[&mac.octets()]))
    }

    /// Passes the 64 lower-case digits to `f`, and wipes them afterwards.
    pub fn with_hex<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        with_hex(&self.bytes, f)
    }

    /// Passes the key as in its file, `SPC-MASTER-KEY-1-` and the 64 digits, to `f`, and wipes it afterwards. This form
    /// cannot be read as any other kind of key (FORMAT 9.5).
    pub fn with_tagged<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        self.with_hex(|digits| {
            // Reserved at full size, because growing would leave a copy of the key in memory.
            let mut line = Zeroizing::new(String::with_capacity(tagged::TAG.len().saturating_add(digits.len())));
            line.push_str(tagged::TAG);
            line.push_str(digits);
            f(&line)
        })
    }

    /// Returns an id that names the key without revealing it (FORMAT 9.4).
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.bytes.as_slice())
    }
}

/// The key that one phone stores. In every format, its text form is its 64 lower-case digits (FORMAT 9.2).
pub struct DeviceKey(Zeroizing<[u8; RAW]>);

impl DeviceKey {
    /// Passes the 64 lower-case digits to `f`, and wipes them afterwards.
    pub fn with_hex<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        with_hex(&self.0, f)
    }

    /// Returns an id that names the key without revealing it (FORMAT 9.4).
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.0.as_slice())
    }
}

impl From<DeviceKey> for RawKey {
    fn from(key: DeviceKey) -> Self {
        Self::whole(&key.0)
    }
}

impl From<DeviceKey> for KeyText {
    fn from(key: DeviceKey) -> Self {
        key.with_hex(|digits| Self::new(digits.to_owned()))
    }
}

fn with_hex<R>(key: &[u8; RAW], f: impl FnOnce(&str) -> R) -> R {
    let mut digits = Zeroizing::new([0; RAW * 2]);
    hex::encode_to_slice(key, digits.as_mut_slice()).expect("two digits a byte");
    f(core::str::from_utf8(digits.as_slice()).expect("digits are ASCII"))
}
