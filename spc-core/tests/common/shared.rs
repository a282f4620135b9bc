//! What others have published, or wrote: third-party, so that it is not in the repository but in a folder beside it, which
//! `SPC_SHARED` may name. A test that needs it and does not find it says so, and passes.
#![allow(clippy::disallowed_methods, reason = "a test may look at the environment, which the libraries do not")]

use std::path::{Path, PathBuf};

/// A folder of it, such as `corpus`, if it is there.
pub(crate) fn folder(part: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("SPC_SHARED").map_or_else(beside, PathBuf::from).join(part);
    if !folder.is_dir() {
        crate::skipped::skipped(&format!("no folder {}; SPC_SHARED names the one that it is in", folder.display()));
        return None;
    }
    Some(folder)
}
