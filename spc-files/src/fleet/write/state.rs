//! `.spc-fleet.json`: the files that earlier runs made in a directory, and what happens to those whose devices left the list.
//!
//! A file is removed only if an earlier run of the same list made it here and its bytes have not changed since. Everything else
//! in the directory belongs to another list or to somebody else.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use spc_core::TargetMac;
use spc_fleet::state::{Entry, Parser, SortedNames, StateError, Writer};

use crate::read::opener::LIMIT;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::sys::signals;
use crate::write::staged::sync_folder;
use crate::write::stream::Stream;

/// The name of the state file.
pub(crate) const NAME: &str = ".spc-fleet.json";
/// The most bytes of a line: a name and a hash, or the path of a list, in which each byte may take six.
const LINE: u64 = 32 << 10;
/// How many files are named.
const NAMED: usize = 100;

/// What earlier runs made.
#[derive(Clone, Debug)]
pub(crate) struct Earlier {
    path: PathBuf,
    parser: Parser,
}

impl Earlier {
    /// The state in a directory or, if there is none, the manifest of an earlier run. All of it is read once, so that errors in
    /// it are found before anything is written.
    pub(crate) fn find(directory: &Path, manifest: Option<&Path>) -> Result<Option<Self>, Error> {
        let state = Self { path: directory.join(NAME), parser: Parser::default() };
        let manifest = manifest.map(|path| Self { path: path.to_owned(), parser: Parser::manifest() });
        for earlier in [Some(state), manifest].into_iter().flatten() {
            if fs::symlink_metadata(&earlier.path).is_ok() {
                earlier.read(|_| Ok(()))?;
                return Ok(Some(earlier));
            }
        }
        Ok(None)
    }

    /// Whether it is the state, which later runs keep up to date.
    pub(crate) fn is_state(&self) -> bool {
        self.path.file_name().is_some_and(|name| name == NAME)
    }

    /// Passes the name of each recorded file to `with`.
    pub(crate) fn names(&self, mut with: impl FnMut(&str)) -> Result<(), Error> {
        self.read(|entry| {
            with(&entry.file);
            Ok(())
        })
    }

    /// Adds all files except those in `now` to a state.
    pub(crate) fn keep_all(&self, state: &mut State, list: &Arc<str>, now: &SortedNames) -> Result<(), Error> {
        self.read(|mut entry| {
            if !self.is_state() {
                entry.list = Some(Arc::clone(list));
            }
            if now.contains(&entry.file) { Ok(()) } else { state.keep(&entry) }
        })
    }

    /// Passes all files to `with`, one by one.
    pub(crate) fn read(&self, mut with: impl FnMut(Entry) -> Result<(), Error>) -> Result<(), Error> {
        let fail = |error| Error::io("read", &self.path, &error);
        let refused = |error: StateError| {
            let message = format!("cannot use `{}`: {error}", self.path.display());
            Error::new(Exit::Input, message).hint(match error {
                StateError::Later(_) => "use the version of spc that wrote it",
                _ => "to go on, move this file away; spc then no longer knows which files belong to devices that left the list",
            })
        };
        if !fs::symlink_metadata(&self.path).map_err(fail)?.is_file() {
            return Err(refused(StateError::NotOurs));
        }
        let mut parser = self.parser.clone();
        let mut lines = BufReader::new(File::open(&self.path).map_err(fail)?);
        let mut line = Vec::new();
        loop {
            line.clear();
            if (&mut lines).take(LINE).read_until(b'\n', &mut line).map_err(fail)? == 0 {
                break;
            }
            let text = String::from_utf8_lossy(&line);
            if let Some(entry) = parser.line(&text).map_err(refused)? {
                with(entry)?;
            }
        }
        parser.end().map_err(refused)
    }

    /// The files of devices that are not in `now`; those that other lists took over are reported.
    pub(crate) fn left(
        &self,
        directory: &Path,
        list: &Arc<str>,
        now: &SortedNames,
        reporter: &Reporter,
    ) -> Result<Left, Error> {
        let mut left = Left::default();
        let mut own = Vec::new();
        self.read(|mut entry| {
            if !self.is_state() {
                // The manifest is that of the list with which it is given.
                entry.list = Some(Arc::clone(list));
            }
            let is_own = entry.list.as_ref() == Some(list);
            left.made = left.made.saturating_add(is_own.into());
            match now.contains(&entry.file) {
                true if is_own => {}
                true => left.taken_over.push(entry),
                false if is_own => own.push(entry),
                false => left.others.push(entry),
            }
            Ok(())
        })?;
        left.look(own, directory, reporter, signals::check);
        Ok(left)
    }
}

/// What earlier runs left, apart from the files of this run.
#[derive(Debug, Default)]
pub(crate) struct Left {
    /// How many files of this list the earlier runs made.
    pub(crate) made: usize,
    /// Those whose devices left the list, unchanged since they were made.
    pub(crate) gone: Vec<Entry>,
    /// Those that somebody changed or that were not checked, which later runs must still know.
    pub(crate) kept: Vec<Entry>,
    /// Those of other lists.
    pub(crate) others: Vec<Entry>,
    /// Those of other lists that belong to this list from now on.
    pub(crate) taken_over: Vec<Entry>,
    /// Why not all of them were checked.
    pub(crate) failure: Option<Error>,
}

impl Left {
    /// Checks files of this list, until `check` returns an error.
    fn look(&mut self, own: Vec<Entry>, directory: &Path, reporter: &Reporter, check: impl Fn() -> Result<(), Error>) {
        let mut changed = 0_usize;
        for entry in own {
            if self.failure.is_none() {
                self.failure = check().err();
            }
            if self.failure.is_some() {
                self.kept.push(entry);
                continue;
            }
            match state_of(directory, &entry) {
                Found::Gone => {}
                Found::AsMade => self.gone.push(entry),
                Found::Changed => {
                    changed = changed.saturating_add(1);
                    if changed <= NAMED {
                        let path = directory.join(&entry.file);
                        reporter.note(&format!(
                            "`{}` differs from what the record says, so it is left alone",
                            path.display()
                        ));
                    }
                    self.kept.push(entry);
                }
            }
        }
    }
}

/// How the state names a list: by its full path, so that lists with the same file name remain distinct.
pub(crate) fn list_name(path: &Path) -> Result<Arc<str>, Error> {
    let path = fs::canonicalize(path).map_err(|error| Error::io("read", path, &error))?;
    Ok(path.to_string_lossy().into())
}

/// What is now in the place of a file that was made.
enum Found {
    Gone,
    AsMade,
    Changed,
}

fn state_of(directory: &Path, entry: &Entry) -> Found {
    let path = directory.join(&entry.file);
    let is_folder =
        |(folder, _): (&str, &str)| fs::symlink_metadata(directory.join(folder)).is_ok_and(|about| about.is_dir());
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Found::Gone,
        // A link that leads out of the directory does not count either.
        Ok(about) if about.is_file() && entry.file.split_once('/').is_none_or(is_folder) => {}
        _ => return Found::Changed,
    }
    let mut hash = Sha256::new();
    // No device's file is larger.
    let largest = u64::try_from(LIMIT).unwrap_or(u64::MAX);
    let read = File::open(&path).and_then(|file| std::io::copy(&mut file.take(largest), &mut HashWriter(&mut hash)));
    if read.is_ok() && <[u8; 32]>::from(hash.finalize()) == entry.sha256 { Found::AsMade } else { Found::Changed }
}

struct HashWriter<'a>(&'a mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Names the files that no longer belong to this list, each with the reason.
pub(crate) fn report(left: &[Entry], now: &SortedNames, directory: &Path, what: &str, reporter: &Reporter) {
    for entry in left.iter().take(NAMED) {
        let why = match is_renamed(entry, now) {
            true => "its device's file has a different name now",
            false => "its device is not in the list",
        };
        reporter.note(&format!("{what} `{}`: {why}", directory.join(&entry.file).display()));
    }
    if let more @ 1.. = left.len().saturating_sub(NAMED) {
        reporter.note(&format!("{more} more files are not listed"));
    }
}

/// Whether the file of an earlier run has a different name now, because the pattern of the names or the list has changed.
pub(crate) fn is_renamed(entry: &Entry, now: &SortedNames) -> bool {
    entry.mac.is_some_and(|mac| now.has_device(mac))
}

/// Removes files, and returns how many were removed, with the error that stopped it.
pub(crate) fn remove(left: &[Entry], directory: &Path) -> (usize, Result<(), Error>) {
    for (done, entry) in left.iter().enumerate() {
        let path = directory.join(&entry.file);
        let removed = signals::check().and_then(|()| match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", &path, &error)),
            _ => Ok(()),
        });
        if let Err(error) = removed {
            let rest = left.len().saturating_sub(done);
            return (done, Err(error.hint(format!("{done} files were removed and {rest} were not: try again"))));
        }
    }
    if let Some(entry) = left.first() {
        sync_folder(&directory.join(&entry.file));
    }
    (left.len(), Ok(()))
}

/// The new state, until all of it is written.
#[derive(Debug)]
pub(crate) struct State {
    stream: Stream,
    writer: Writer,
    /// The list that the added files belong to.
    list: Option<Arc<str>>,
    /// Whether something could not be written.
    is_broken: bool,
}

impl State {
    /// A state whose first files belong to this list.
    pub(crate) fn new(stream: Stream, list: &Arc<str>) -> Result<Self, Error> {
        let mut state = Self::empty(stream);
        state.turn_to(Some(list))?;
        Ok(state)
    }

    /// A state without files.
    pub(crate) fn empty(stream: Stream) -> Self {
        Self { stream, writer: Writer::default(), list: None, is_broken: false }
    }

    fn turn_to(&mut self, list: Option<&Arc<str>>) -> Result<(), Error> {
        if self.list.as_ref() == list {
            return Ok(());
        }
        self.list = list.cloned();
        let text = self.writer.list(list.map(AsRef::as_ref));
        self.write(&text)
    }

    /// Adds a file of an earlier run.
    pub(crate) fn keep(&mut self, entry: &Entry) -> Result<(), Error> {
        self.turn_to(entry.list.as_ref())?;
        self.add(&entry.file, &entry.sha256, entry.mac)
    }

    fn write(&mut self, text: &str) -> Result<(), Error> {
        let written = match self.is_broken {
            // The text so far may end in the middle of a line.
            true => Err(ErrorKind::WriteZero.into()),
            false => self.stream.write_all(text.as_bytes()),
        };
        self.is_broken = written.is_err();
        written.map_err(|error| self.stream.failed(&error))
    }

    /// Adds a file of the same list as the last one.
    pub(crate) fn add(&mut self, file: &str, sha256: &[u8; 32], mac: Option<TargetMac>) -> Result<(), Error> {
        let text = self.writer.entry(file, sha256, mac);
        self.write(&text)
    }

    /// Puts it in its place.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        let text = self.writer.end();
        self.write(&text)?;
        self.stream.finish().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupted_check_forgets_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = b"made";
        let own: Vec<Entry> = ["a", "b", "c"]
            .iter()
            .map(|name| {
                fs::write(folder.path().join(name), bytes).unwrap();
                let text = Writer::default().entry(name, &Sha256::digest(bytes).into(), None);
                let mut parser = Parser::default();
                text.lines().find_map(|line| parser.line(line).unwrap()).unwrap()
            })
            .collect();
        let is_later = std::cell::Cell::new(false);
        let check = || match is_later.replace(true) {
            false => Ok(()),
            true => Err(Error::new(Exit::Interrupted, "interrupted")),
        };
        let mut left = Left::default();
        left.look(own.clone(), folder.path(), &Reporter::default(), check);
        assert_eq!((left.gone.as_slice(), left.kept.as_slice()), own.split_at(1));
        assert_eq!(left.failure.map(|error| error.exit()), Some(Exit::Interrupted));
    }
}
