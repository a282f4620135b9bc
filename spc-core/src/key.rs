//! Secrets as checked types: key texts, raw keys, passphrases, the fleet's master key and device keys.
//!
//! Knows: how a secret is written, and how one is derived from another (FORMAT 3, 4.1, 9). Must not know: any file
//! format. Every type here wipes itself on drop, shows only its name in `Debug`, and has no `Clone`,
//! `Display`, `PartialEq` or serialisation; `expose` and `with_hex` are the only ways to the secret itself.

use core::fmt;
use std::sync::Arc;

mod error;
mod fleet;
mod phrase;
mod raw;
mod tagged;
mod text;

pub use error::KeyError;
pub use fleet::{DeviceKey, MasterKey};
pub use phrase::{Passphrase, SHORT_PASSPHRASE, Stretched};
pub use raw::{KeyId, RawKey};
pub use tagged::is_tagged_master;
pub(crate) use tagged::refuse_master;
pub use text::KeyText;
pub(crate) use text::hex_digits;

pub use crate::limits::{FEWEST_ITERATIONS as MIN_ITERATIONS, MOST_ITERATIONS as MAX_ITERATIONS};

/// The number of PBKDF2 rounds to use unless there is a reason not to (FORMAT 5.4); fewer deserve a warning.
pub const DEFAULT_ITERATIONS: u32 = 600_000;

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

// The protections of a fleet share a key; it is never copied.
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
