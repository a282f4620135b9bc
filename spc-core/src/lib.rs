//! Compiles SIP phone and ATA profiles into encrypted files bound to one device, and opens them again.
#![forbid(unsafe_code)]

pub mod container;
pub mod diagnostic;
pub mod key;
pub mod limits;
mod mac;
pub mod payload;
mod primitives;
pub mod profile;
pub mod source;
pub mod stock;

pub use mac::{MacError, TargetMac};
