//! The rooms of `spc batch`: one device list into one file per device.

pub(crate) mod list;
pub(crate) mod run;
pub(crate) mod write;
