//! Third-party material, which is not in the repository but in a folder next to it, or in the one named by
//! `SPC_SHARED`. A test that needs it but cannot find it says so and passes, unless `SPC_SHARED` promises it.
#![allow(clippy::disallowed_methods, reason = "a test may look at the environment, which the libraries do not")]

use std::path::{Path, PathBuf};

/// A folder of it, such as `corpus`, if it exists.
pub(crate) fn folder(part: &str) -> Option<PathBuf> {
    let named = std::env::var_os("SPC_SHARED").map(|folder| PathBuf::from(folder).join(part));
    if let Some(folder) = named {
        assert!(folder.is_dir(), "SPC_SHARED is set, but {} is not a folder", folder.display());
        return Some(folder);
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(part);
    if !beside.is_dir() {
        crate::skipped::skipped(&format!("no folder {}; SPC_SHARED names the one that it is in", beside.display()));
        return None;
    }
    Some(beside)
}
