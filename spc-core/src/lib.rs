//! Compiles SIP phone and ATA profiles into encrypted files bound to one device, and opens them again.
#![forbid(unsafe_code)]

pub mod key;
pub mod limits;
mod mac;
mod primitives;
pub mod stock;

pub use mac::{MacError, TargetMac};
