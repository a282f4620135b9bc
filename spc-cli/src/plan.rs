//! What the arguments of a run mean, decided before anything is read or written.
//!
//! Knows: arguments, keys, models. Nothing below this room sees a flag.

pub(crate) mod check;
pub(crate) mod devices;
pub(crate) mod fleet;
pub(crate) mod key;
pub(crate) mod list;
pub(crate) mod look;
pub(crate) mod names;
pub(crate) mod next_file;
pub(crate) mod open;
pub(crate) mod preset;
pub(crate) mod seal;
pub(crate) mod source;
pub(crate) mod write;
