#![doc = include_str!("../README.md")]
//!
//! The sources of the facts are documented with the project, in `docs/reference`; comments cite its sections as in
//! "value-languages 1.8".
//!
//! Knows: devices. Must not know: files, keys, containers, the clock, the environment, a terminal. It uses
//! [`spc_core`], which knows no device.
#![forbid(unsafe_code)]
// Types that callers match on or build may grow without breaking them, unless a type says why it never will.
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

pub mod check;
pub mod codes;
pub mod dictionary;
pub mod explain;
pub mod findings;
pub mod fleet_codes;
pub mod handover;
pub mod lang;
mod listing;
pub mod model;
mod name_pattern;
pub mod next_file;
pub mod product;
pub mod reading;

pub use listing::either;
