//! Profiles, and facts about them, that others have published: third-party, so that they stay where they are,
//! `../shared/corpus`. Without them their tests say so and pass.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};

/// The folder, if it is there.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    if !folder.is_dir() {
        eprintln!("skipped: no corpus in {}", folder.display());
        return None;
    }
    Some(folder)
}
