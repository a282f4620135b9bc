//! What the device that opens a file knows and requires (FORMAT 8.3, 8.5).

use std::sync::Arc;

use core::num::NonZeroU32;

use super::error::{Demand, OpenError};
use super::header::MAX_CIPHERTEXT;
use crate::key::{KeyText, MAX_ITERATIONS};
use crate::mac::TargetMac;

/// What the device that opens a file knows and requires (FORMAT 8.3, 8.5). The policy comes from here, never from the
/// file.
#[derive(Clone, Debug)]
pub struct Device {
    pub(super) mac: Option<TargetMac>,
    pub(super) key: Option<Arc<KeyText>>,
    min_serial: u32,
    require_target: bool,
    require_key: Option<bool>,
    pub(super) max_ciphertext: u32,
    pub(super) max_iterations: u32,
}

impl Default for Device {
    fn default() -> Self {
        Self::new()
    }
}

impl Device {
    /// Creates a device without an address, key or policy.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            mac: None,
            key: None,
            min_serial: 0,
            require_target: false,
            require_key: None,
            max_ciphertext: MAX_CIPHERTEXT,
            max_iterations: MAX_ITERATIONS,
        }
    }

    /// Sets the device's own address.
    #[must_use]
    pub fn mac(mut self, mac: TargetMac) -> Self {
        self.mac = Some(mac);
        self
    }

    /// Sets the key text that the device stores. Files without a key are then refused, unless [`Device::require_key`]
    /// is set to `false`.
    #[must_use]
    pub fn key(mut self, key: impl Into<KeyText>) -> Self {
        self.key = Some(Arc::new(key.into()));
        self
    }

    /// Returns the key text, for formats other than the container.
    pub(crate) const fn key_text(&self) -> Option<&Arc<KeyText>> {
        self.key.as_ref()
    }

    /// Sets a key text that is shared with other devices.
    pub(crate) fn shared_key(mut self, key: Arc<KeyText>) -> Self {
        self.key = Some(key);
        self
    }

    /// Returns whether this many PBKDF2 rounds may be spent on a file.
    pub(crate) fn allows_iterations(&self, rounds: Option<NonZeroU32>) -> bool {
        rounds.is_none_or(|rounds| rounds.get() <= self.max_iterations)
    }

    /// Refuses a file that is less protected than the device requires (step 7 of FORMAT 8.2). The device's policy
    /// applies whatever the format of the file; otherwise a file in another format would bypass it.
    pub(crate) fn check_protection(&self, has_key: bool, is_keyed: bool, is_targeted: bool) -> Result<(), OpenError> {
        let missing = if self.require_key.unwrap_or(has_key) && !is_keyed {
            Demand::Key
        } else if self.require_target && !is_targeted {
            Demand::Target
        } else {
            return Ok(());
        };
        Err(OpenError::PolicyRefused { missing })
    }

    /// Refuses a file that is older than one the device has accepted (step 11 of FORMAT 8.2).
    pub(crate) const fn check_serial(&self, serial: u32) -> Result<(), OpenError> {
        if serial < self.min_serial {
            return Err(OpenError::Rollback { serial, min_serial: self.min_serial });
        }
        Ok(())
    }

    /// Sets the last accepted serial: smaller ones are refused after authentication.
    #[must_use]
    pub const fn min_serial(mut self, serial: u32) -> Self {
        self.min_serial = serial;
        self
    }

    /// Sets whether files must be bound to a device.
    #[must_use]
    pub const fn require_target(mut self, yes: bool) -> Self {
        self.require_target = yes;
        self
    }

    /// Sets whether files must be encrypted with a key.
    #[must_use]
    pub const fn require_key(mut self, yes: bool) -> Self {
        self.require_key = Some(yes);
        self
    }

    /// Sets the largest ciphertext in bytes; the format's own limit is 1 MiB.
    #[must_use]
    pub const fn max_ciphertext(mut self, bytes: u32) -> Self {
        self.max_ciphertext = bytes;
        self
    }

    /// Sets the most PBKDF2 rounds to spend before a file is authenticated; the format's own limit is 10 000 000.
    #[must_use]
    pub const fn max_iterations(mut self, rounds: u32) -> Self {
        self.max_iterations = rounds;
        self
    }
}
