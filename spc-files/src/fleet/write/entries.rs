//! What is in a directory of a fleet.

use std::fs::{self, DirEntry};
use std::io;
use std::iter;
use std::path::{Path, PathBuf};

use spc_fleet::folders;

use crate::report::error::Error;

/// An entry, with its name relative to the directory.
type Entry = Result<(String, DirEntry), Error>;

/// What is in a directory and in its folders `00` to `ff`. Hidden files are left out.
pub(crate) fn entries(directory: &Path) -> impl Iterator<Item = Entry> + use<> {
    let with_folders = |entry: Entry| -> Box<dyn Iterator<Item = Entry>> {
        match entry {
            Ok((name, folder)) if folders::is_one(&name) && folder.path().is_dir() => {
                Box::new(shown(folder.path(), format!("{name}/")))
            }
            other => Box::new(iter::once(other)),
        }
    };
    shown(directory.to_owned(), String::new()).flat_map(with_folders)
}

/// What is in one folder, with `prefix` before each name.
fn shown(folder: PathBuf, prefix: String) -> impl Iterator<Item = Entry> {
    let (entries, failed) = match fs::read_dir(&folder) {
        Ok(entries) => (Some(entries), None),
        Err(error) => (None, Some(Err(error))),
    };
    let named = move |entry: io::Result<DirEntry>| match entry {
        Ok(entry) => {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            (!name.starts_with('.')).then(|| Ok((format!("{prefix}{name}"), entry)))
        }
        Err(error) => Some(Err(Error::io("read", &folder, &error))),
    };
    failed.into_iter().chain(entries.into_iter().flatten()).filter_map(named)
}
