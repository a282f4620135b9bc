//! Whose key encrypts a file.

use std::sync::Arc;

use super::error::SealError;
use super::recipient::Recipient;
use crate::key::{DeviceKey, Key, MasterKey, RawKey, Stretched};
use crate::stock::openssl::Phrase;
use crate::stock::rfc8188::Ikm;

/// Whose key encrypts a file. Clones share the keys.
#[derive(Debug)]
#[non_exhaustive]
pub enum Keys<K> {
    /// Each device has its own, derived from the fleet's secret and its MAC (FORMAT 9).
    Master(Arc<MasterKey>),
    /// All devices share one key.
    Shared(Arc<K>),
    /// Each recipient has its own key text. For a container it must be a raw key: stretching a passphrase for each
    /// recipient would cost more than everything else.
    PerRecipient,
}

impl<K> Clone for Keys<K> {
    fn clone(&self) -> Self {
        match self {
            Self::Master(master) => Self::Master(Arc::clone(master)),
            Self::Shared(key) => Self::Shared(Arc::clone(key)),
            Self::PerRecipient => Self::PerRecipient,
        }
    }
}

impl<K> From<MasterKey> for Keys<K> {
    fn from(master: MasterKey) -> Self {
        Self::Master(Arc::new(master))
    }
}

impl<K> From<Arc<MasterKey>> for Keys<K> {
    fn from(master: Arc<MasterKey>) -> Self {
        Self::Master(master)
    }
}

macro_rules! shared {
    ($($key:ty => $kind:ty),+) => {$(
        impl From<$key> for Keys<$kind> {
            fn from(key: $key) -> Self {
                Self::Shared(Arc::new(key.into()))
            }
        }
    )+};
}
shared!(Key => Key, RawKey => Key, Stretched => Key, DeviceKey => Key, Phrase => Phrase, DeviceKey => Phrase, Ikm => Ikm);

impl From<Arc<Key>> for Keys<Key> {
    fn from(key: Arc<Key>) -> Self {
        Self::Shared(key)
    }
}

impl<K> Keys<K> {
    /// Checks that [`key`](Self::key) would return a key; `read` is tried on the recipient's key text. A device key
    /// derived from the master key is valid in every form, so it is not derived for this.
    pub(super) fn check(
        &self,
        recipient: &Recipient<'_>,
        read: impl FnOnce(&str) -> Result<K, SealError>,
    ) -> Result<(), SealError> {
        match self {
            Self::Master(_) => {
                recipient.without_key()?;
                recipient.mac.map(drop).ok_or(SealError::NoMac)
            }
            Self::Shared(_) | Self::PerRecipient => self.key(recipient, read).map(drop),
        }
    }

    /// Returns the key of a recipient; `read` makes it from a device's key text.
    pub(super) fn key(
        &self,
        recipient: &Recipient<'_>,
        read: impl FnOnce(&str) -> Result<K, SealError>,
    ) -> Result<Arc<K>, SealError> {
        match self {
            Self::Master(master) => {
                recipient.without_key()?;
                let mac = recipient.mac.ok_or(SealError::NoMac)?;
                master.device_key(mac).with_hex(read).map(Arc::new)
            }
            Self::Shared(key) => recipient.without_key().map(|()| Arc::clone(key)),
            Self::PerRecipient => read(recipient.key.ok_or(SealError::NoKey)?.expose()).map(Arc::new),
        }
    }
}
