#![doc = include_str!("../README.md")]
//!
//! Knows: files, descriptors, the environment, terminals, signals, exit codes. Must not know: the bytes of any format, or
//! the words of any command line.
#![forbid(unsafe_code)]
// What callers match on or build may grow without breaking them, unless it says why it never will.
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

pub mod fleet;
pub mod read;
pub mod report;
pub mod sys;
pub mod verify;
pub mod write;

pub use report::advice::{Advice, Hint, KeyRole};
pub use report::error::{Error, ErrorKind, describe};
pub use report::exit::{Exit, Signal};
pub use report::reporter::{Program, Reporter, Words};
