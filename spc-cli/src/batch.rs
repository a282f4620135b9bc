//! The rooms of `spc batch`: one device list into one file per device.

pub(crate) mod archive;
pub(crate) mod bases;
pub(crate) mod columns;
pub(crate) mod directory;
pub(crate) mod faults;
pub(crate) mod interrupt;
pub(crate) mod jobs;
pub(crate) mod layout;
pub(crate) mod list;
pub(crate) mod manifest;
pub(crate) mod pipeline;
pub(crate) mod progress;
pub(crate) mod repeated;
pub(crate) mod rows;
pub(crate) mod shard;
pub(crate) mod stream;
pub(crate) mod summary;
pub(crate) mod survey;
pub(crate) mod work;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Written,
    /// It was there already.
    Equal,
    /// `--check` found another one, or none.
    Stale,
}
