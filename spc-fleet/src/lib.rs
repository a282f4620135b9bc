#![doc = include_str!("../README.md")]
//!
//! Knows: lists of devices, and what is made from them. Must not know: where a list is read from or where files go, the
//! clock, the environment, a terminal, threads. A list is read from any [`BufRead`](std::io::BufRead), so a million rows need
//! not be in memory.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod cause;
pub mod cells;
pub mod devices;
pub mod folders;
mod keys;
pub mod kinds;
pub mod limits;
mod lines;
pub mod list;
mod model_format;
mod names;
mod shard;
pub mod state;

pub use cause::{Cause, Fault, JsonValue};
pub use keys::key_placeholders;
pub use lines::Lines;
pub use model_format::{ModelFormat, ModelFormatError};
pub use names::{RESERVED, check_file_name, user_of};
pub use shard::{NotAShard, Shard};
/// The codes of findings about device lists.
pub use spc_devices::fleet_codes as codes;
