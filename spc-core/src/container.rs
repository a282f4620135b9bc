//! The SPC container v1: seals a payload for a device and opens it again (FORMAT 2 to 5 and 8).
//!
//! **No stock Linksys, Sipura or Cisco phone reads this format** (FORMAT 1.2); those get the formats of
//! [`stock`](crate::stock).
//!
//! Knows: the header, the order of the checks, and the one place where a key meets a payload. Must not know: XML
//! and file names.
//!
//! # Hazards
//! * Without a key a file is bound to a device but **hides nothing**: everybody can compute its keys
//!   ([`Protection::hides_content`]).
//! * Behind a network service report one error for all of [`OpenError`]: the difference between
//!   [`WrongTarget`](OpenError::WrongTarget) and [`WrongKey`](OpenError::WrongKey) helps whoever guesses.
//! * A passphrase file chooses its own PBKDF2 cost before it is authenticated: services set
//!   [`Device::max_iterations`].

use std::sync::Arc;

use core::fmt;
use core::num::NonZeroU32;

use crate::key::{Key, KeyText};
use crate::limits;
use crate::mac::TargetMac;
use crate::payload::Payload;
use crate::profile::Profile;

mod error;
mod header;
mod many;
mod open;
mod schedule;
mod seal;

pub use error::{Demand, OpenError};
pub use header::{Header, KeyForm};
pub use many::{Job, seal_many};
pub use open::{check_integrity, open};
pub(crate) use seal::Sealing;
pub use seal::seal;

/// The first bytes of every container: they show 7-bit, line-end and TFTP netascii damage.
pub const MAGIC: [u8; 8] = *b"\x89SPC\r\n\x1a\n";

/// Whether a file begins as a container, though it may be cut short or damaged after the first four bytes: what a
/// damaged one says about itself is worth more than that it is nothing known.
#[must_use]
pub fn begins(file: &[u8]) -> bool {
    let start = file.get(..4).unwrap_or(file);
    MAGIC.starts_with(start)
}

/// Bytes that change the file salt, and with it every byte of the file, without being stored (FORMAT 5.2).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Randomizer(Vec<u8>);

/// A randomizer has at most 255 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a randomizer has at most 255 bytes, this one has {bytes}")]
#[non_exhaustive]
pub struct RandomizerTooLong {
    /// The bytes given.
    pub bytes: usize,
}

impl Randomizer {
    /// Takes 0 to 255 bytes: random ones, or a phrase.
    ///
    /// # Errors
    /// [`RandomizerTooLong`].
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

/// How a file is protected: valid by construction, so that sealing cannot fail.
///
/// Clones share the key, so a fleet makes one and adds each device's MAC.
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
    mac: Option<TargetMac>,
    key: Option<Arc<Key>>,
    serial: u32,
    randomizer: Randomizer,
}

impl Protection {
    /// No key and no target: every device opens the file, and so does everybody else.
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

    /// A counter against rollback, for devices that store the last one they accepted; 0 when unused.
    #[must_use]
    pub const fn serial(mut self, serial: u32) -> Self {
        self.serial = serial;
        self
    }

    /// Makes equal input give other bytes; without one, equal input gives equal files.
    #[must_use]
    pub fn randomizer(mut self, randomizer: Randomizer) -> Self {
        self.randomizer = randomizer;
        self
    }

    /// Whether the file is secret to anyone: only with a key (FORMAT 10.1).
    #[must_use]
    pub const fn hides_content(&self) -> bool {
        self.key.is_some()
    }
}

/// What the opening side knows and demands (FORMAT 8.3, 8.5). The policy comes from here, never from the file.
#[derive(Clone, Debug)]
pub struct Device {
    mac: Option<TargetMac>,
    key: Option<Arc<KeyText>>,
    min_serial: u32,
    require_target: bool,
    require_key: Option<bool>,
    max_ciphertext: u32,
    max_iterations: u32,
}

impl Default for Device {
    fn default() -> Self {
        Self::new()
    }
}

impl Device {
    /// Knows nothing and demands nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            mac: None,
            key: None,
            min_serial: 0,
            require_target: false,
            require_key: None,
            max_ciphertext: header::MAX_CIPHERTEXT,
            max_iterations: crate::key::MAX_ITERATIONS,
        }
    }

    /// The device's own address.
    #[must_use]
    pub fn mac(mut self, mac: TargetMac) -> Self {
        self.mac = Some(mac);
        self
    }

    /// The key text that the device stores. From now on files without a key are refused, unless
    /// [`Device::require_key`] says otherwise.
    #[must_use]
    pub fn key(mut self, key: impl Into<KeyText>) -> Self {
        self.key = Some(Arc::new(key.into()));
        self
    }

    /// The key text, for formats beside the container.
    pub(crate) const fn key_text(&self) -> Option<&Arc<KeyText>> {
        self.key.as_ref()
    }

    /// With a key text that others share.
    pub(crate) fn shared_key(mut self, key: Arc<KeyText>) -> Self {
        self.key = Some(key);
        self
    }

    /// Whether so many PBKDF2 rounds may be spent on a file.
    pub(crate) fn allows_iterations(&self, rounds: Option<NonZeroU32>) -> bool {
        rounds.is_none_or(|rounds| rounds.get() <= self.max_iterations)
    }

    /// Refuses a file that is less protected than the device demands (step 7 of FORMAT 8.2). The policy is that of the
    /// device whatever the format of the file, or a file of another format would be the way round it.
    pub(crate) fn judge_protection(&self, has_key: bool, is_keyed: bool, is_targeted: bool) -> Result<(), OpenError> {
        let missing = if self.require_key.unwrap_or(has_key) && !is_keyed {
            Demand::Key
        } else if self.require_target && !is_targeted {
            Demand::Target
        } else {
            return Ok(());
        };
        Err(OpenError::PolicyRefused { missing })
    }

    /// Refuses a file that is older than one the device accepted (step 11 of FORMAT 8.2).
    pub(crate) const fn judge_serial(&self, serial: u32) -> Result<(), OpenError> {
        if serial < self.min_serial {
            return Err(OpenError::Rollback { serial, min_serial: self.min_serial });
        }
        Ok(())
    }

    /// The last accepted serial: smaller ones are refused after authentication.
    #[must_use]
    pub const fn min_serial(mut self, serial: u32) -> Self {
        self.min_serial = serial;
        self
    }

    /// Whether files must be bound to a device.
    #[must_use]
    pub const fn require_target(mut self, yes: bool) -> Self {
        self.require_target = yes;
        self
    }

    /// Whether files must be keyed.
    #[must_use]
    pub const fn require_key(mut self, yes: bool) -> Self {
        self.require_key = Some(yes);
        self
    }

    /// The largest ciphertext in bytes; the format's own limit is 1 MiB.
    #[must_use]
    pub const fn max_ciphertext(mut self, bytes: u32) -> Self {
        self.max_ciphertext = bytes;
        self
    }

    /// The most PBKDF2 rounds to spend before a file is authenticated; the format's own limit is 10 000 000.
    #[must_use]
    pub const fn max_iterations(mut self, rounds: u32) -> Self {
        self.max_iterations = rounds;
        self
    }
}

/// A file that passed every check.
#[derive(Debug)]
pub struct Opened {
    header: Header,
    payload: Payload,
}

impl Opened {
    /// The file's header, authenticated.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The payload.
    #[must_use]
    pub const fn payload(&self) -> &Payload {
        &self.payload
    }

    /// The parameters in the order of their names.
    #[must_use]
    pub fn profile(&self) -> Profile<'_> {
        self.payload.profile()
    }
}

const _: () = assert!(limits::PAYLOAD + 1 == header::MAX_CIPHERTEXT as usize, "FORMAT 2.1 and 6.1 agree");
