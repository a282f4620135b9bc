//! `.spc-fleet.json`: the files that earlier runs made in a directory, and what becomes of those whose devices left.
//!
//! A file is removed only if an earlier run made it here and it has the bytes of then: whatever else is in the directory is
//! somebody else's.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use spc_devices::fleet::state::{Entry, Parser, SortedNames, StateError, Writer};

use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::sys::signals;
use crate::write::staged::sync_folder;
use crate::write::stream::Stream;

/// The file's name.
pub(crate) const NAME: &str = ".spc-fleet.json";
/// Bytes of a line: a name and a hash.
const LINE: u64 = 4096;
/// Bytes of a device's file: none is larger.
const LARGEST: u64 = 64 << 20;
/// Files that are named.
const NAMED: usize = 100;

/// What earlier runs made.
#[derive(Clone, Debug)]
pub(crate) struct Earlier {
    path: PathBuf,
    parser: Parser,
}

impl Earlier {
    /// The state in a directory, or the manifest of an earlier run in place of one; all of it is read once, so that what
    /// is wrong with it is known before anything is written.
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

    fn read(&self, mut with: impl FnMut(Entry) -> Result<(), Error>) -> Result<(), Error> {
        let fail = |error| Error::io("read", &self.path, &error);
        let refused = |error: StateError| {
            let message = format!("cannot use `{}`: {error}", self.path.display());
            Error::new(Exit::Input, message).hint(match error {
                StateError::Later(_) => "use the version of spc that wrote it",
                _ => "nothing was changed; move it away, and the files of devices that left are no longer known",
            })
        };
        if !fs::symlink_metadata(&self.path).map_err(fail)?.is_file() {
            return Err(refused(StateError::NotOurs));
        }
        let mut parser = self.parser;
        let mut lines = BufReader::new(File::open(&self.path).map_err(fail)?);
        let mut line = Vec::new();
        loop {
            signals::check()?;
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

    /// The files of devices that are not among `now`, as they were made; those that others took over are reported.
    pub(crate) fn left(&self, directory: &Path, now: &SortedNames, reporter: &Reporter) -> Result<Vec<Entry>, Error> {
        let mut left = Vec::new();
        let mut foreign = 0_usize;
        self.read(|entry| {
            if now.contains(&entry.file) {
                return Ok(());
            }
            match state_of(directory, &entry) {
                Found::Gone => {}
                Found::AsMade => left.push(entry),
                Found::Foreign => {
                    foreign = foreign.saturating_add(1);
                    if foreign <= NAMED {
                        let path = directory.join(&entry.file);
                        reporter.note(&format!("`{}` was changed by somebody else and is left alone", path.display()));
                    }
                }
            }
            Ok(())
        })?;
        Ok(left)
    }
}

/// What is in the place of a file that was made.
enum Found {
    Gone,
    AsMade,
    Foreign,
}

fn state_of(directory: &Path, entry: &Entry) -> Found {
    let path = directory.join(&entry.file);
    let is_folder =
        |(folder, _): (&str, &str)| fs::symlink_metadata(directory.join(folder)).is_ok_and(|about| about.is_dir());
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Found::Gone,
        // A link out of the directory as well.
        Ok(about) if about.is_file() && entry.file.split_once('/').is_none_or(is_folder) => {}
        _ => return Found::Foreign,
    }
    let mut hash = Sha256::new();
    let read = File::open(&path).and_then(|file| std::io::copy(&mut file.take(LARGEST), &mut HashWriter(&mut hash)));
    if read.is_ok() && <[u8; 32]>::from(hash.finalize()) == entry.sha256 { Found::AsMade } else { Found::Foreign }
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

/// Names the files of devices that left.
pub(crate) fn report(left: &[Entry], directory: &Path, what: &str, reporter: &Reporter) {
    for entry in left.iter().take(NAMED) {
        reporter.note(&format!("{what} `{}`: its device is not in the list", directory.join(&entry.file).display()));
    }
    if let more @ 1.. = left.len().saturating_sub(NAMED) {
        reporter.note(&format!("{more} more are not listed"));
    }
}

/// Removes files, and returns how many of them, with the error that stopped it.
pub(crate) fn remove(left: &[Entry], directory: &Path) -> (usize, Result<(), Error>) {
    for (done, entry) in left.iter().enumerate() {
        let path = directory.join(&entry.file);
        let removed = signals::check().and_then(|()| match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", &path, &error)),
            _ => Ok(()),
        });
        if let Err(error) = removed {
            let rest = left.len().saturating_sub(done);
            return (done, Err(error.hint(format!("{done} files are removed and {rest} are not: run it again"))));
        }
    }
    if let Some(entry) = left.first() {
        sync_folder(&directory.join(&entry.file));
    }
    (left.len(), Ok(()))
}

/// The new state, until all of it is written.
pub(crate) struct State {
    stream: Stream,
    writer: Writer,
}

impl State {
    pub(crate) fn new(stream: Stream) -> Self {
        Self { stream, writer: Writer::default() }
    }

    pub(crate) fn add(&mut self, file: &str, sha256: &[u8; 32]) -> Result<(), Error> {
        let text = self.writer.entry(file, sha256);
        self.stream.write_all(text.as_bytes()).map_err(|error| self.stream.failed(&error))
    }

    /// Puts it in its place.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        let text = self.writer.end();
        self.stream.write_all(text.as_bytes()).map_err(|error| self.stream.failed(&error))?;
        self.stream.finish().map(drop)
    }
}
