//! The rooms of `spc batch`: one device list into one file per device.

pub(crate) mod columns;
pub(crate) mod faults;
pub(crate) mod jobs;
pub(crate) mod pipeline;
pub(crate) mod repeated;
pub(crate) mod rows;
pub(crate) mod shard;
