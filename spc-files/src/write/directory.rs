//! The directory that the files of a fleet go into.
//!
//! A new directory is made under a temporary name and renamed as a whole, so it appears complete or not at all. In an existing
//! directory, each file is written under a temporary name and renamed: readers see the old bytes or the new ones. Files are not
//! synced one by one, which would take 25 times as long; [`Directory::finish`] does it for all, and only after that is
//! everything safe from a power cut.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::report::error::{Error, describe};
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::sys::umask::umask;
use crate::write::abandoned::Abandoned;
use crate::write::mode::{WriteMode, WriteOutcome};
use crate::write::staged::{PRIVATE, TEMPORARY, compare, folder_of, has_mode, is_equal};
use tempfile::Builder;

use crate::write::staging::{Staging, make_folder};

/// Where the files of a fleet go.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    /// The new directory, until it is renamed.
    staging: Option<Staging>,
    way: WriteMode,
    mode: u32,
    /// The permissions that new files lose.
    mask: u32,
    /// How many files are in place.
    in_place: AtomicU64,
}

impl Directory {
    /// Opens the directory, or makes a new one. Several machines can fill a `shared` one, which is therefore never staged.
    ///
    /// # Errors
    /// It exists and is not a directory, or it cannot be made.
    pub(crate) fn open(
        path: &Path,
        way: WriteMode,
        mode: u32,
        shared: bool,
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let fail = |error: io::Error| Error::io("make", path, &error);
        let mask = umask();
        let staging = match fs::metadata(path) {
            Ok(there) if there.is_dir() => None,
            Ok(_) => return Err(Error::new(Exit::Io, format!("`{}` is not a directory", path.display()))),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            Err(_) if way == WriteMode::Compare => None,
            Err(_) if shared => {
                make_folder(path, mask).map_err(fail)?;
                None
            }
            Err(_) => Some(Staging::new(path, mask, reporter).map_err(fail)?),
        };
        Ok(Self { path: path.to_owned(), staging, way, mode, mask, in_place: AtomicU64::new(0) })
    }

    /// Puts one file in its place; `file` is a name, or a folder and a name. Any thread may call this.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn put(&self, file: &str, bytes: &[u8]) -> Result<WriteOutcome, Error> {
        let path = self.folder().join(file);
        let is_equal = || is_equal(&path, bytes);
        let outcome = match self.way {
            WriteMode::Compare => {
                let is_equal = compare(&path, bytes).map_err(|error| Error::io("read", &path, &error))?;
                return Ok(if is_equal { WriteOutcome::Equal } else { WriteOutcome::Stale });
            }
            WriteMode::KeepEqual if self.staging.is_none() && has_mode(&path, self.mode) && is_equal() => {
                WriteOutcome::Equal
            }
            WriteMode::KeepEqual | WriteMode::Replace => {
                let written = match self.write(&path, bytes) {
                    // The folder of a shard is made for its first file.
                    Err(error) if error.kind() == io::ErrorKind::NotFound && file.contains('/') => {
                        make_folder(folder_of(&path), self.mask).and_then(|()| self.write(&path, bytes))
                    }
                    written => written,
                };
                // Messages never mention the staging directory.
                written.map_err(|error| Error::io("write", &self.path.join(file), &error))?;
                WriteOutcome::Written
            }
        };
        self.in_place.fetch_add(1, Ordering::Relaxed);
        Ok(outcome)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let fill = |file: &mut File| {
            file.write_all(bytes)?;
            // Files are created with the private mode, unless the mask reduces it.
            if self.mode == PRIVATE && self.mask & PRIVATE == 0 {
                Ok(())
            } else {
                file.set_permissions(Permissions::from_mode(self.mode))
            }
        };
        if self.staging.is_some() {
            return fill(&mut OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(path)?);
        }
        let permissions = Permissions::from_mode(PRIVATE);
        let mut temporary = Builder::new().prefix(TEMPORARY).permissions(permissions).tempfile_in(folder_of(path))?;
        fill(temporary.as_file_mut())?;
        temporary.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Whether anything exists in the place of a file.
    #[must_use]
    pub(crate) fn has(&self, file: &str) -> bool {
        fs::symlink_metadata(self.path.join(file)).is_ok()
    }

    /// What a run would do about a file that was compared, and whether the file is new.
    #[must_use]
    pub(crate) fn would_do(&self, file: &str, compared: WriteOutcome) -> (String, bool) {
        let path = self.path.join(file);
        let shown = path.display();
        match compared {
            WriteOutcome::Equal => (format!("would leave `{shown}`: unchanged"), false),
            _ if path.exists() => (format!("would write `{shown}`: changed"), false),
            _ => (format!("would write `{shown}`: new"), true),
        }
    }

    /// Where its files are until it appears.
    #[must_use]
    pub(crate) fn folder(&self) -> &Path {
        self.staging.as_ref().map_or(self.path.as_path(), Staging::path)
    }

    /// The place of a new directory, which does not appear before it is finished.
    #[must_use]
    pub(crate) fn new_place(&self) -> Option<&Path> {
        self.staging.as_ref().map(|_| self.path.as_path())
    }

    /// Makes everything permanent, and lets a new directory appear.
    ///
    /// # Errors
    /// The disk does not accept it.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.way == WriteMode::Compare {
            return Ok(());
        }
        let fail = |error: io::Error| Error::io("write", &self.path, &error);
        sync(self.folder()).map_err(fail)?;
        if let Some(staging) = self.staging {
            staging.appear(&self.path).map_err(fail)?;
        }
        Ok(())
    }

    /// Ends a run that failed; `devices` is how many files there would have been.
    #[must_use]
    pub(crate) fn abandon(self, devices: u64) -> Abandoned {
        if let Some(staging) = self.staging {
            return match staging.remove() {
                Ok(()) => Abandoned::Nothing(self.path),
                Err((left, error)) => Abandoned::Temporary(left, Some(describe(&error))),
            };
        }
        let done = self.in_place.load(Ordering::Relaxed);
        Abandoned::Files { done, missing: devices.saturating_sub(done) }
    }
}

/// Flushes everything that was written to the file system of a folder to its disk.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    rustix::fs::sync();
    Ok(())
}
