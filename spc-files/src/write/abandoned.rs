//! What a run that failed leaves behind.

use std::path::PathBuf;

/// What is left of the files of a run that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Abandoned {
    /// Nothing: this would have appeared whole, and does not.
    Nothing(PathBuf),
    /// What could not be removed, and why where that is known.
    Temporary(PathBuf, Option<String>),
    /// Files that are in their places, each of them whole.
    Files {
        /// How many.
        done: u64,
        /// How many are not.
        missing: u64,
    },
}
