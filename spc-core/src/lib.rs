#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
// Types that callers match on or build may grow without breaking callers, unless they say why they never will.
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

pub mod batch;
mod class;
pub mod container;
pub mod diagnostic;
mod error;
pub mod escape;
mod excerpt;
mod file_name;
pub mod fleet;
pub mod format;
pub mod inspect;
pub mod key;
pub mod limits;
mod mac;
pub mod open;
pub mod payload;
mod primitives;
pub mod profile;
pub mod redact;
pub mod seal;
mod simple;
pub mod source;
pub mod stock;

pub use class::Class;
pub use error::Error;
pub use file_name::{FileName, FileNameError};
pub use format::Format;
pub use mac::{MacError, TargetMac};
pub use seal::{Recipient, Target};
pub use simple::{Compiled, Decompiled, compile, compile_with_findings, decompile, decompile_with_findings};
