//! How a file is going to be protected: target, key, serial and randomizer.

use std::sync::Arc;

use core::fmt;

use crate::key::Key;
use crate::mac::TargetMac;

/// Bytes that change the file salt, and with it every byte of the file, without being stored (FORMAT 5.2).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Randomizer(pub(super) Vec<u8>);

/// The error for a randomizer of more than 255 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a randomizer has at most 255 bytes, but this one has {bytes}")]
#[non_exhaustive]
pub struct RandomizerTooLong {
    /// The number of bytes given.
    pub bytes: usize,
}

impl Randomizer {
    /// Takes 0 to 255 bytes: random ones, or a phrase.
    ///
    /// # Errors
    /// Returns [`RandomizerTooLong`] if there are more.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Result<Self, RandomizerTooLong> {
        let bytes = bytes.into();
        if bytes.len() > 255 { Err(RandomizerTooLong { bytes: bytes.len() }) } else { Ok(Self(bytes)) }
    }
}

impl fmt::Debug for Randomizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Randomizer({} bytes)", self.0.len())
    }
}

/// How a file is protected; valid by construction, so that sealing cannot fail.
///
/// Clones share the key, so for a fleet one is made, and each device's MAC is added to a clone.
///
/// ```
/// # use spc_core::container::Protection;
/// # use spc_core::key::MasterKey;
/// # let master = MasterKey::from_bytes([7; 32]);
/// let mac = "000e08aabbcc".parse()?;
/// let protection = Protection::generic().mac(mac).key(master.device_key(mac)).serial(7);
/// assert!(protection.hides_content());
/// assert!(!Protection::generic().mac(mac).hides_content());
/// # Ok::<(), spc_core::MacError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Protection {
    pub(super) mac: Option<TargetMac>,
    pub(super) key: Option<Arc<Key>>,
    pub(super) serial: u32,
    pub(super) randomizer: Randomizer,
}

impl Protection {
    /// Creates a protection without key or target: every device can open the file, and so can everybody else.
    #[must_use]
    pub fn generic() -> Self {
        Self::default()
    }

    /// Binds the file to one device.
    #[must_use]
    pub fn mac(mut self, mac: TargetMac) -> Self {
        self.mac = Some(mac);
        self
    }

    /// Encrypts the file under a key.
    #[must_use]
    pub fn key(mut self, key: impl Into<Arc<Key>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Sets the counter that prevents rollback, for devices that remember the last one they accepted; 0 if unused.
    #[must_use]
    pub const fn serial(mut self, serial: u32) -> Self {
        self.serial = serial;
        self
    }

    /// Makes equal input give different files; without a randomizer, equal input gives equal files.
    #[must_use]
    pub fn randomizer(mut self, randomizer: Randomizer) -> Self {
        self.randomizer = randomizer;
        self
    }

    /// Returns whether the content is secret, which requires a key (FORMAT 10.1).
    #[must_use]
    pub const fn hides_content(&self) -> bool {
        self.key.is_some()
    }
}
