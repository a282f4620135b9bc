//! What a run that failed leaves behind.

use std::path::PathBuf;

/// What is left of the files of a run that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Abandoned {
    /// Nothing: this would have appeared whole, and does not appear.
    Nothing(PathBuf),
    /// What could not be removed, and why, if that is known.
    Temporary(PathBuf, Option<String>),
    /// Files that are in place, each of them complete.
    Files {
        /// How many.
        done: u64,
        /// How many are not.
        missing: u64,
    },
}
