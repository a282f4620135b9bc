//! Files encrypted with their new key, which are then put in place.
//!
//! Knows: finished bytes, and where they belong. Must not know: formats, or how the bytes were made.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::fleet::rekey::file::Place;
use crate::fleet::write::rewritten::{Records, Rewritten};
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::{Exit, Signal};
use crate::report::numbers::grouped;
use crate::report::reporter::Reporter;
use crate::sys::signals;
use crate::write::staged::{Staged, folder_of};
use crate::write::staging::Staging;

/// Files encrypted with their new key, in memory.
#[derive(Debug)]
pub struct Rekeyed<'a> {
    records: Records,
    pub(super) files: Vec<New<'a>>,
    /// Files that an earlier run replaced; it may have ended before it recorded them.
    pub(super) earlier: Vec<Rewritten>,
}

/// A file encrypted with the new key.
pub(super) struct New<'a> {
    pub(super) place: &'a Place<'a>,
    /// For the record of its directory.
    pub(super) rewritten: Rewritten,
    pub(super) bytes: Vec<u8>,
}

/// Shows only the path and the size.
impl fmt::Debug for New<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "New({:?}, {} bytes)", self.place.file, self.bytes.len())
    }
}

/// The most directories that hold a descriptor open.
const MOST_FOLDERS: usize = 200;
/// What they are called, after the prefix of temporary files.
const FOLDER: &str = "rekey";
/// Other users have no access to them.
const MASK: u32 = 0o077;

/// Where the new files of each directory are until all are ready: in a directory of their own, so that what a killed run leaves
/// is known to be left, and can be removed.
#[derive(Default)]
struct NewFolders(HashMap<PathBuf, Staging>);

impl NewFolders {
    /// The directory for the new version of a file.
    fn of<'f>(&'f mut self, file: &'f Path, reporter: &Reporter) -> Result<&'f Path, Error> {
        let around = folder_of(file);
        let is_full = self.0.len() >= MOST_FOLDERS;
        let staging = match self.0.entry(around.to_owned()) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(_) if is_full => return Ok(around),
            Entry::Vacant(none) => {
                let staging = Staging::new(&around.join(FOLDER), MASK, reporter);
                none.insert(staging.map_err(|error| Error::io("write", around, &error))?)
            }
        };
        Ok(staging.path())
    }
}

/// An error with a message even if a signal ended the run: without a message, nobody would learn which files were replaced.
fn with_message(error: Error) -> Error {
    match error {
        Error::Ended(Signal::Interrupt) => Error::new(Exit::Interrupted, "interrupted"),
        error => error,
    }
}

impl<'a> Rekeyed<'a> {
    pub(super) fn new(records: Records, most: usize) -> Self {
        Self { records, files: Vec::with_capacity(most), earlier: Vec::new() }
    }

    /// The files that are replaced, under the names that were given.
    pub fn paths(&self) -> impl Iterator<Item = &'a Path> {
        self.files.iter().map(|file| file.place.named.path.as_path())
    }

    /// Whether the list contains the old key of one of them.
    #[must_use]
    pub fn had_listed_keys(&self) -> bool {
        self.files.iter().any(|file| file.place.named.key.is_some())
    }

    /// Replaces the files. All are ready on disk before the first one is put in place, so a full disk changes none. Then updates
    /// the records of their directories, so that a run over the list still recognises the files.
    ///
    /// # Errors
    /// A file or a record cannot be written.
    pub fn replace(self, reporter: &Reporter) -> Result<(), Error> {
        let Self { records, files, earlier: mut done } = self;
        signals::hold();
        let mut folders = NewFolders::default();
        let mut staged = Vec::with_capacity(files.len());
        for New { place, bytes, .. } in &files {
            let folder = folders.of(&place.file, reporter);
            let named = &place.named.path;
            let file = folder.and_then(|folder| Staged::like_in(folder, &place.file, named, bytes, &place.about));
            staged.push(file.map_err(|error| with_message(error).or_hint("no file was changed: try again"))?);
        }
        let all = u64::try_from(files.len()).unwrap_or(u64::MAX);
        for (count, (New { place, rewritten, .. }, file)) in (0..).zip(files.into_iter().zip(staged)) {
            if let Err(error) = file.commit() {
                // The error about the file is the one to report.
                let _ = records.update(&done);
                return Err(with_message(Error::io("write", &place.named.path, &error)).hint(format!(
                    "{} of {} files have the new key, the others still have the old one: try again",
                    grouped(count),
                    grouped(all)
                )));
            }
            done.push(rewritten);
            reporter.done(&format!("wrote `{}` with the new key", place.named.path.display()));
        }
        records.update(&done).map_err(|error| with_message(error).hint(Advice::RecordAgain))
    }
}
