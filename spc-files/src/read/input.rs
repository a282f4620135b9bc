//! Reads files and standard input, up to a limit.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use crate::report::error::Error;
use crate::report::exit::Exit;

/// A file that was read whole.
#[non_exhaustive]
pub struct Input {
    /// How messages name it.
    pub name: String,
    /// Where it is; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Its content; one byte more than the limit, if it is longer.
    pub bytes: Vec<u8>,
}

/// Shows the size only: a file may hold passwords.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Input({:?}, {} bytes)", self.name, self.bytes.len())
    }
}

impl Input {
    /// Bytes that are called `name` in messages, from this file or, without a path, from standard input.
    #[must_use]
    pub const fn new(name: String, path: Option<PathBuf>, bytes: Vec<u8>) -> Self {
        Self { name, path, bytes }
    }

    /// Reads a path, or standard input for `-`: at most `limit` bytes and one more, which shows the caller that there are too
    /// many.
    ///
    /// # Errors
    /// It cannot be opened or read.
    pub fn read(path: &Path, limit: usize) -> Result<Self, Error> {
        Self::read_unless(path, limit, |_| None)
    }

    /// Like [`read`](Self::read), but does not read a pipe or a device, unless it is a descriptor that the caller opened.
    ///
    /// # Errors
    /// It is a pipe or a device, or cannot be opened or read.
    pub fn read_regular(path: &Path, limit: usize) -> Result<Self, Error> {
        let is_open = ["/dev/fd", "/dev/stdin", "/proc"].iter().any(|place| path.starts_with(place));
        if !is_open {
            refuse_special(path)?;
        }
        Self::read(path, limit)
    }

    /// Like [`read`](Self::read), unless the file's metadata gives `refused` a reason to refuse it.
    ///
    /// # Errors
    /// It cannot be opened or read, or `refused` gave a reason.
    pub(crate) fn read_unless(
        path: &Path,
        limit: usize,
        refused: impl FnOnce(&Metadata) -> Option<Error>,
    ) -> Result<Self, Error> {
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        if is_dash(path) {
            let about = io::stdin().as_fd().try_clone_to_owned().map(File::from).and_then(|file| file.metadata());
            if let Some(error) = about.ok().as_ref().and_then(refused) {
                return Err(error);
            }
            let read = io::stdin().lock().take(most).read_to_end(&mut bytes);
            read.map_err(|error| Error::stdin(&error))?;
            return Ok(Self { name: "<stdin>".into(), path: None, bytes });
        }
        let fail = |error| Error::io("read", path, &error);
        let file = File::open(path).map_err(fail)?;
        let about = file.metadata().map_err(fail)?;
        if let Some(error) = refused(&about) {
            return Err(error);
        }
        // The length that the system reports saves a dozen reads, and is not relied on otherwise.
        bytes.reserve(usize::try_from(about.len().min(most)).unwrap_or_default().saturating_add(1));
        file.take(most).read_to_end(&mut bytes).map_err(fail)?;
        Ok(Self { name: path.display().to_string(), path: Some(path.to_owned()), bytes })
    }
}

/// Refuses a pipe, which could block, and a device, which may never end.
///
/// # Errors
/// It is a pipe, a device or a socket.
pub(crate) fn refuse_special(path: &Path) -> Result<(), Error> {
    if is_dash(path) || !fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        return Ok(());
    }
    let error = Error::new(Exit::Io, format!("cannot read `{}`: it is not a regular file", path.display()));
    Err(error.hint("save it to a file first"))
}

/// Whether an argument means standard input or output.
#[must_use]
pub fn is_dash(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}
