#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod batch;
mod class;
pub mod container;
pub mod diagnostic;
mod error;
pub mod key;
pub mod limits;
mod mac;
pub mod payload;
mod primitives;
pub mod profile;
mod simple;
pub mod source;
pub mod stock;

pub use class::Class;
pub use error::Error;
pub use mac::{MacError, TargetMac};
pub use simple::{Target, compile, decompile};
