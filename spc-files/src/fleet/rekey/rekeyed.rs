//! Files encrypted with their new key, which are then put in place.
//!
//! Knows: finished bytes, and where they belong. Must not know: formats, or how the bytes were made.

use std::fmt;
use std::path::Path;

use crate::fleet::rekey::file::Place;
use crate::fleet::write::rewritten::{Records, Rewritten};
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::{Exit, Signal};
use crate::report::numbers::grouped;
use crate::report::reporter::Reporter;
use crate::write::staged::Staged;

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
        let mut staged = Vec::with_capacity(files.len());
        for New { place, bytes, .. } in &files {
            let file = Staged::like(&place.file, &place.named.path, bytes, &place.about);
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
