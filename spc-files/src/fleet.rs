//! The rooms of `spc batch`: one device list into one file per device.

pub mod list;
pub mod run;
pub mod write;
