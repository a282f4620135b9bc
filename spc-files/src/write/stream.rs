//! A file that is written piece by piece: an archive or a manifest.

use std::fs::{self, File, Permissions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::report::error::Error;
use crate::sys::pipe::open_for_writing;
use crate::write::mode::{WriteMode, WriteOutcome};
use crate::write::staged::{Output, PRIVATE, TEMPORARY, folder_of, has_mode, is_stdout, sync_folder};

const BUFFER: usize = 256 << 10;

/// A file that appears, or replaces another, when all of it is written.
#[derive(Debug)]
pub(crate) struct Stream {
    named: PathBuf,
    target: Target,
    mode: u32,
    /// The existing file, if it matters.
    there: Option<There>,
}

#[derive(Debug)]
enum Target {
    /// Standard output, a pipe or a device.
    Straight(BufWriter<File>),
    Beside(BufWriter<NamedTempFile>, PathBuf),
    Nowhere,
}

impl Stream {
    /// Opens the stream to a path, or to standard output for `-`. `inputs` are files that must not be overwritten.
    ///
    /// # Errors
    /// It is an input, cannot be opened, or cannot be compared with.
    pub(crate) fn open(named: &Path, way: WriteMode, mode: u32, inputs: &[&Path]) -> Result<Self, Error> {
        let fail = |error: io::Error| cannot_write(named, &error);
        let straight = |file| Target::Straight(BufWriter::with_capacity(BUFFER, file));
        let mut there = None;
        let target = match Output::resolve(named, inputs)? {
            Output::Stdout | Output::Special(_) if way == WriteMode::Compare => {
                return Err(Error::usage(format!("`{}` cannot be compared: it is not a file", named.display())));
            }
            // Uses a descriptor of its own, because the standard library's handle flushes at line ends.
            Output::Stdout => straight(io::stdout().as_fd().try_clone_to_owned().map(File::from).map_err(fail)?),
            Output::Special(path) => straight(open_for_writing(&path).map_err(fail)?),
            Output::File(path) => {
                if way != WriteMode::Replace {
                    there = Some(There::open(&path, (way == WriteMode::KeepEqual).then_some(mode)));
                }
                match way {
                    WriteMode::Compare => Target::Nowhere,
                    WriteMode::Replace | WriteMode::KeepEqual => {
                        let private = Permissions::from_mode(PRIVATE);
                        let beside =
                            Builder::new().prefix(TEMPORARY).permissions(private).tempfile_in(folder_of(&path));
                        Target::Beside(BufWriter::with_capacity(BUFFER, beside.map_err(fail)?), path)
                    }
                }
            }
        };
        Ok(Self { named: named.to_owned(), target, mode, there })
    }

    /// Uses this path in messages: the final one, if the file is opened elsewhere.
    #[must_use]
    pub(crate) fn called(self, named: &Path) -> Self {
        Self { named: named.to_owned(), ..self }
    }

    /// The path as the user wrote it.
    #[must_use]
    pub(crate) fn named(&self) -> &Path {
        &self.named
    }

    /// The file that is renamed once all of it is written, if there is one.
    #[must_use]
    pub(crate) fn temporary(&self) -> Option<&Path> {
        match &self.target {
            Target::Beside(file, _) => Some(file.get_ref().path()),
            Target::Straight(_) | Target::Nowhere => None,
        }
    }

    /// Gives up the file. Returns what is left of it, if its removal cannot be confirmed.
    #[must_use]
    pub(crate) fn abandon(self) -> Option<PathBuf> {
        let temporary = self.temporary()?.to_owned();
        drop(self);
        (!matches!(temporary.try_exists(), Ok(false))).then_some(temporary)
    }

    /// Why it cannot be written.
    #[must_use]
    pub(crate) fn failed(&self, error: &io::Error) -> Error {
        cannot_write(&self.named, error)
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn finish(mut self) -> Result<WriteOutcome, Error> {
        let fail = |error: io::Error| cannot_write(&self.named, &error);
        let is_equal = self.there.as_mut().is_some_and(There::ends);
        match self.target {
            Target::Nowhere => Ok(if is_equal { WriteOutcome::Equal } else { WriteOutcome::Stale }),
            Target::Beside(..) if is_equal => Ok(WriteOutcome::Equal),
            Target::Straight(mut file) => file.flush().map(|()| WriteOutcome::Written).map_err(fail),
            Target::Beside(file, path) => {
                let file = file.into_inner().map_err(|error| fail(error.into_error()))?;
                file.as_file().set_permissions(Permissions::from_mode(self.mode)).map_err(fail)?;
                file.as_file().sync_all().map_err(fail)?;
                file.persist(&path).map_err(|error| fail(error.error))?;
                sync_folder(&path);
                Ok(WriteOutcome::Written)
            }
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.target {
            Target::Straight(file) => file.write(bytes)?,
            Target::Beside(file, _) => file.write(bytes)?,
            Target::Nowhere => bytes.len(),
        };
        if let Some(there) = &mut self.there {
            there.compare(bytes.get(..written).unwrap_or_default());
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Straight(file) => file.flush(),
            Target::Beside(file, _) => file.flush(),
            Target::Nowhere => Ok(()),
        }
    }
}

/// An existing file that is compared with what would replace it; closed at the first difference.
#[derive(Debug)]
struct There(Option<BufReader<File>>);

impl There {
    /// Opens it if it is a file and has the requested mode, if any. Opening a pipe would wait for a writer.
    fn open(path: &Path, mode: Option<u32>) -> Self {
        let is_it =
            fs::metadata(path).is_ok_and(|there| there.is_file()) && mode.is_none_or(|mode| has_mode(path, mode));
        Self(is_it.then(|| File::open(path).ok()).flatten().map(|file| BufReader::with_capacity(BUFFER, file)))
    }

    fn compare(&mut self, bytes: &[u8]) {
        let Some(file) = &mut self.0 else { return };
        let mut there = vec![0; bytes.len()];
        if file.read_exact(&mut there).is_err() || there != bytes {
            self.0 = None;
        }
    }

    /// Whether everything was equal and nothing follows.
    fn ends(&mut self) -> bool {
        self.0.as_mut().is_some_and(|file| matches!(file.read(&mut [0]), Ok(0)))
    }
}

/// The error for a path as the user wrote it; `-` is called standard output.
fn cannot_write(named: &Path, error: &io::Error) -> Error {
    if is_stdout(named) { Error::stdout(error) } else { Error::io("write", named, error) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn write(path: &Path, way: WriteMode, pieces: &[&str]) -> WriteOutcome {
        let mut stream = Stream::open(path, way, 0o640, &[]).unwrap();
        for piece in pieces {
            stream.write_all(piece.as_bytes()).unwrap();
        }
        stream.finish().unwrap()
    }

    #[test]
    fn an_unfinished_stream_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        let mut stream = Stream::open(&path, WriteMode::Replace, PRIVATE, &[]).unwrap();
        stream.write_all(b"new").unwrap();
        drop(stream);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn files_that_cannot_be_removed_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Stream::open(&folder.path().join("a"), WriteMode::Replace, PRIVATE, &[]).unwrap();
        assert_eq!(open().abandon(), None);
        let stream = open();
        let temporary = stream.temporary().unwrap().to_owned();
        fs::remove_file(&temporary).unwrap();
        fs::create_dir(&temporary).unwrap();
        assert_eq!(stream.abandon(), Some(temporary));
    }

    #[test]
    fn only_a_file_that_differs_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert_eq!(write(&path, WriteMode::KeepEqual, &["ab", "c"]), WriteOutcome::Written);
        let there = fs::metadata(&path).unwrap();
        assert_eq!(there.mode() & 0o777, 0o640);
        assert_eq!(write(&path, WriteMode::KeepEqual, &["a", "bc"]), WriteOutcome::Equal);
        assert_eq!(fs::metadata(&path).unwrap().ino(), there.ino());
        for other in [&["abc", "d"][..], &["ab"], &["abd"], &[]] {
            assert_eq!(write(&path, WriteMode::Compare, other), WriteOutcome::Stale, "{other:?}");
        }
        assert_eq!(write(&path, WriteMode::Compare, &["abc"]), WriteOutcome::Equal);
        assert_eq!(write(&path, WriteMode::KeepEqual, &["ab"]), WriteOutcome::Written);
        assert_eq!(fs::read(&path).unwrap(), b"ab");
    }
}
