//! The rooms of `spc batch`: one device list into one file per device.

pub(crate) mod list;
pub(crate) mod run;
pub(crate) mod write;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Written,
    /// It was there already.
    Equal,
    /// `--check` found another one, or none.
    Stale,
}
