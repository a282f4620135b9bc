//! Keeps the records of directories correct when something other than a run over their lists rewrites files.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use spc_fleet::folders;

use crate::fleet::write::state::{Earlier, NAME, State};
use crate::report::error::Error;
use crate::write::mode::WriteMode;
use crate::write::staged::PRIVATE;
use crate::write::stream::Stream;

/// A file that is rewritten, with the hashes of its old and its new content.
#[derive(Clone, Debug)]
pub(crate) struct Rewritten {
    path: PathBuf,
    /// The hash that the record must have; any, if the file itself shows that it is ours.
    old: Option<[u8; 32]>,
    new: [u8; 32],
}

impl Rewritten {
    /// A file that holds `old` and will hold `new`.
    pub(crate) fn new(path: PathBuf, old: &[u8], new: &[u8]) -> Self {
        Self { path, old: Some(Sha256::digest(old).into()), new: Sha256::digest(new).into() }
    }

    /// A file that an earlier run rewrote, which may have ended before it was recorded.
    pub(crate) fn earlier(path: PathBuf, held: &[u8]) -> Self {
        Self { path, old: None, new: Sha256::digest(held).into() }
    }
}

/// The records of the directories that files are in.
#[derive(Debug)]
pub(crate) struct Records(BTreeMap<PathBuf, Earlier>);

impl Records {
    /// Finds the records of these files, and reads all of them, so that errors in one are found before a file is replaced.
    ///
    /// # Errors
    /// A record cannot be read or used.
    pub(crate) fn find<'p>(files: impl IntoIterator<Item = &'p Path>) -> Result<Self, Error> {
        let mut records = BTreeMap::new();
        for (directory, _) in files.into_iter().filter_map(recorded) {
            if records.contains_key(&directory) {
                continue;
            }
            if let Some(earlier) = Earlier::find(&directory, None)? {
                records.insert(directory, earlier);
            }
        }
        Ok(Self(records))
    }

    /// Records the new content of these files, if their old content was what the record says. If one record cannot be written,
    /// the others are still correct.
    ///
    /// # Errors
    /// A record cannot be written.
    pub(crate) fn update(&self, files: &[Rewritten]) -> Result<(), Error> {
        let mut by_directory: HashMap<PathBuf, HashMap<String, &Rewritten>> = HashMap::new();
        for file in files {
            if let Some((directory, name)) = recorded(&file.path) {
                by_directory.entry(directory).or_default().insert(name, file);
            }
        }
        let mut outcome = Ok(());
        for (directory, earlier) in &self.0 {
            if let Some(files) = by_directory.get(directory) {
                outcome = outcome.and(rewrite(directory, earlier, files));
            }
        }
        outcome
    }
}

/// The directory whose record may list a file, with the file's name there: the file's own folder, or the folder above `00` to
/// `ff`. Links are followed, because a record is about the real file.
fn recorded(path: &Path) -> Option<(PathBuf, String)> {
    let path = fs::canonicalize(path).ok()?;
    let name = path.file_name()?.to_str()?;
    let folder = path.parent()?;
    if folder.join(NAME).exists() {
        return Some((folder.to_owned(), name.to_owned()));
    }
    let (above, shard) = (folder.parent()?, folder.file_name()?.to_str()?);
    (folders::is_one(shard) && above.join(NAME).exists()).then(|| (above.to_owned(), format!("{shard}/{name}")))
}

fn rewrite(directory: &Path, earlier: &Earlier, files: &HashMap<String, &Rewritten>) -> Result<(), Error> {
    let mut state = State::empty(Stream::open(&directory.join(NAME), WriteMode::KeepEqual, PRIVATE, &[])?);
    earlier.read(|mut entry| {
        let is_its = |file: &&&Rewritten| file.old.is_none_or(|old| old == entry.sha256);
        if let Some(file) = files.get(&entry.file).filter(is_its) {
            entry.sha256 = file.new;
        }
        state.keep(&entry)
    })?;
    state.finish()
}
