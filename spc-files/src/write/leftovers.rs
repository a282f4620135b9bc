//! Temporary files left by a run that was killed.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use spc_fleet::folders;

use crate::report::reporter::Reporter;
use crate::write::staged::TEMPORARY;
use crate::write::staging::is_unfinished;

/// Reports how many of them are in a directory and its folders `00` to `ff`. They hold what profiles hold, and nothing else
/// removes them. A run that is still at work also has some.
pub fn report_leftovers(directory: &Path, reporter: &Reporter) {
    let folders = folders::all().map(|folder| directory.join(folder));
    let mut left: Vec<PathBuf> =
        [directory.to_owned()].into_iter().chain(folders).flat_map(|folder| left_in(&folder)).collect();
    left.sort_unstable();
    let Some(first) = left.first() else { return };
    let message = match left.len() {
        1 => format!("`{}` may be left from a run that was killed", first.display()),
        more => {
            format!("`{}` and {} more may be left from a run that was killed", first.display(), more.saturating_sub(1))
        }
    };
    let directory = directory.display();
    let hint = format!("if no other run is writing to `{directory}`, remove them: they may hold passwords");
    reporter.warn(&message, Some(&hint));
}

fn left_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_left = |entry: &DirEntry| {
        let name = entry.file_name();
        let Some(end) = name.to_str().and_then(|name| name.strip_prefix(TEMPORARY)) else { return false };
        let Ok(kind) = entry.file_type() else { return false };
        if kind.is_dir() { is_unfinished(&entry.path()) } else { kind.is_file() && is_random(end) }
    };
    entries.filter(is_left).map(|entry| entry.path()).collect()
}

/// Whether this is the random end of a temporary file's name.
fn is_random(end: &str) -> bool {
    end.len() == 6 && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
