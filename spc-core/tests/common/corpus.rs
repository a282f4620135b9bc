//! Profiles, and facts about them, that others have published.

use std::path::PathBuf;

#[path = "shared.rs"]
mod shared;

/// The folder, if it is there.
pub(crate) fn folder() -> Option<PathBuf> {
    shared::folder("corpus")
}
