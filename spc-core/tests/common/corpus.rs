//! Profiles that others have published, and facts about them.

use std::path::PathBuf;

#[path = "shared.rs"]
mod shared;

/// The folder, if it exists.
pub(crate) fn folder() -> Option<PathBuf> {
    shared::folder("corpus")
}
