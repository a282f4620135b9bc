//! The SPC container v1: seals a payload for a device and opens it again (FORMAT 2 to 5 and 8).
//!
//! **No stock Linksys, Sipura or Cisco phone reads this format** (FORMAT 1.2); those get the formats of
//! [`stock`](crate::stock).
//!
//! Knows: the header, the order of the checks, and the only place where a key meets a payload. Must not know: XML
//! and file names.
//!
//! # Hazards
//! * Without a key, a file may be bound to a device but **hides nothing**: anybody can compute its keys
//!   ([`Protection::hides_content`]).
//! * In a network service, report the same error for every [`OpenError`]: the difference between
//!   [`WrongTarget`](OpenError::WrongTarget) and [`WrongKey`](OpenError::WrongKey) helps an attacker to guess.
//! * A passphrase file chooses its own PBKDF2 cost, which has to be paid before it is authenticated: services should
//!   set [`Device::max_iterations`].

mod device;
mod error;
mod header;
mod key_form;
mod open;
mod protection;
mod schedule;
mod seal;

pub use device::Device;
pub use error::{Demand, OpenError};
pub use header::{Header, MAGIC, begins};
pub use key_form::KeyForm;
pub(crate) use open::has_checksum;
pub use open::{OpenedContainer, check_integrity, open};
pub use protection::{Protection, Randomizer, RandomizerTooLong};
pub(crate) use seal::Sealing;
pub use seal::seal;
