//! Third-party material, which is not in the repository but in a folder next to it, or in the one named by
//! `SPC_SHARED`. A test that needs it but cannot find it says so, and passes.
#![allow(clippy::disallowed_methods, reason = "a test may look at the environment, which the libraries do not")]

use std::path::{Path, PathBuf};

/// A folder of it, such as `corpus`, if it exists.
pub(crate) fn folder(part: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("SPC_SHARED").map_or_else(beside, PathBuf::from).join(part);
    if !folder.is_dir() {
        crate::skipped::skipped(&format!("no folder {}; SPC_SHARED names the one that it is in", folder.display()));
        return None;
    }
    Some(folder)
}
