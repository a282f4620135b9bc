//! Writes whole files: a file has either all of the new bytes or all of the old ones, never a mix.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use crate::read::input::is_dash;
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::sys::file_id::FileId;
use crate::sys::pipe::open_for_writing;
use crate::sys::signals;

/// The mode of files that hold or may hold secrets.
pub const PRIVATE: u32 = 0o600;

/// How the names of our temporary files begin.
pub(crate) use spc_fleet::RESERVED as TEMPORARY;

/// Where an output goes.
#[derive(Debug)]
#[non_exhaustive]
pub enum Output {
    /// Standard output.
    Stdout,
    /// Written under a temporary name, then renamed.
    File(PathBuf),
    /// A device, a pipe, or what a descriptor has open: there is nothing to replace.
    Special(PathBuf),
}

/// Whether a terminal can show an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// It would spoil a terminal.
    Binary,
    /// It can.
    Text,
}

/// What to do about an existing file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existing {
    /// It is replaced.
    Replace,
    /// Equal files stay unchanged, with their times.
    LeaveEqual,
}

/// Whether bytes were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Written {
    /// All of them.
    Yes,
    /// None: the file already had them.
    WasEqual,
}

impl Output {
    /// Resolves a path: symbolic links are followed first, so that the file they lead to is replaced and not the link.
    ///
    /// `inputs` are files that must not be overwritten.
    ///
    /// # Errors
    /// It is an input or a directory, or its links lead nowhere.
    pub fn resolve(path: &Path, inputs: &[&Path]) -> Result<Self, Error> {
        Self::beside(path, &inputs.iter().filter_map(|input| FileId::at(input)).collect())
    }

    /// The same, if the files of the inputs are known.
    pub(super) fn beside(path: &Path, inputs: &HashSet<FileId>) -> Result<Self, Error> {
        let is_input = || Error::usage(format!("output `{}` is also an input", path.display()));
        if is_stdout(path) {
            // A shell may have opened an input there.
            let open = stdout_id().filter(|open| inputs.contains(open));
            return open.map_or(Ok(Self::Stdout), |_| Err(is_input()));
        }
        if let Ok(there) = fs::metadata(path) {
            if there.is_dir() {
                let failure = Error::new(Exit::Io, format!("cannot write `{}`: it is a directory", path.display()));
                return Err(failure.hint(Advice::NameDirectory));
            }
            if there.is_file() && FileId::of(&there).is_some_and(|there| inputs.contains(&there)) {
                return Err(is_input());
            }
            if !there.is_file() {
                return Ok(Self::Special(path.to_owned()));
            }
        }
        follow(path).map_err(|error| Error::io("write", path, &error))
    }

    /// Whether the file exists and has these bytes.
    ///
    /// # Errors
    /// It is not a file, or cannot be read.
    pub fn holds(&self, bytes: &[u8]) -> Result<bool, Error> {
        match self {
            Self::File(path) => compare(path, bytes).map_err(|error| Error::io("read", path, &error)),
            Self::Stdout | Self::Special(_) => {
                Err(Error::usage("only a file can be checked for changes, and the output is not one"))
            }
        }
    }

    /// Writes the output, as [`ready`](Self::ready) and [`Ready::deliver`] do.
    ///
    /// # Errors
    /// It cannot be written, or is a terminal and the content is binary.
    pub fn write(&self, bytes: &[u8], content: Content, mode: u32, existing: Existing) -> Result<Written, Error> {
        self.ready(bytes, content, mode, existing)?.deliver()
    }

    /// Does every step of writing that can fail but is not visible to others, so that all outputs of a run can be ready before
    /// the first of them is delivered.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn ready<'a>(
        &'a self,
        bytes: &'a [u8],
        content: Content,
        mode: u32,
        existing: Existing,
    ) -> Result<Ready<'a>, Error> {
        Ok(Ready(match self {
            Self::Stdout => Step::Stdout(bytes),
            Self::Special(path) => Step::Special { path, bytes, content },
            Self::File(path) => {
                if existing == Existing::LeaveEqual && has_mode(path, mode) && is_equal(path, bytes) {
                    return Ok(Ready(Step::Nothing));
                }
                Step::Rename(Staged::new(path, bytes, mode).map_err(|error| Error::io("write", path, &error))?)
            }
        }))
    }
}

/// An output that is ready to be delivered. If it is dropped, it leaves nothing behind.
pub struct Ready<'a>(Step<'a>);

/// Shows nothing, because an output may be a profile in text form.
impl fmt::Debug for Ready<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ready(..)")
    }
}

/// What is left to do.
enum Step<'a> {
    Stdout(&'a [u8]),
    Special {
        path: &'a Path,
        bytes: &'a [u8],
        content: Content,
    },
    Rename(Staged<'a>),
    /// The output already exists.
    Nothing,
}

impl Ready<'_> {
    /// Makes the output visible to others. Binary content goes to a terminal only as standard output.
    ///
    /// # Errors
    /// It cannot be written, or is a terminal and the content is binary.
    pub fn deliver(self) -> Result<Written, Error> {
        match self.0 {
            Step::Stdout(bytes) => {
                let mut stdout = io::stdout().lock();
                let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
                written.map_err(|error| Error::stdout(&error))?;
            }
            Step::Special { path, bytes, content } => {
                let fail = |error: io::Error| Error::io("write", path, &error);
                // A descriptor may lead to a file, which keeps what was written to it before.
                let mut file = open_for_writing(path).map_err(fail)?;
                if content == Content::Binary && file.is_terminal() {
                    let failure = Error::usage(format!("`{}` is a terminal, but the output is binary", path.display()));
                    return Err(failure.hint(Advice::WriteToTerminal));
                }
                file.write_all(bytes).map_err(fail)?;
            }
            Step::Rename(staged) => {
                let path = staged.path;
                staged.commit().map_err(|error| Error::io("write", path, &error))?;
            }
            Step::Nothing => return Ok(Written::WasEqual),
        }
        Ok(Written::Yes)
    }
}

/// A file written next to the one it will replace: complete and on disk, but not in place yet.
///
/// It removes itself unless it is committed.
#[derive(Debug)]
pub struct Staged<'a> {
    temporary: TempPath,
    /// Where it is.
    path: &'a Path,
}

impl<'a> Staged<'a> {
    /// Writes a file of the given mode.
    ///
    /// # Errors
    /// It cannot be written, or a signal was received.
    pub fn new(path: &'a Path, bytes: &[u8], mode: u32) -> io::Result<Self> {
        Self::write(path, folder_of(path), bytes, |file| file.set_permissions(Permissions::from_mode(mode)))
    }

    /// Writes a file with the owner, group and mode of the one it will replace.
    ///
    /// # Errors
    /// It cannot be written or made like the old one, or a signal was received.
    pub fn like(path: &'a Path, named: &Path, bytes: &[u8], old: &Metadata) -> Result<Self, Error> {
        Self::like_in(folder_of(path), path, named, bytes, old)
    }

    /// The same in this folder, until it is put in its place.
    pub(crate) fn like_in(
        folder: &Path,
        path: &'a Path,
        named: &Path,
        bytes: &[u8],
        old: &Metadata,
    ) -> Result<Self, Error> {
        let staged = Self::write(path, folder, bytes, |file| {
            let new = file.metadata()?;
            // Done only if needed, because most users are not permitted to do it.
            if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
                fchown(file, Some(old.uid()), Some(old.gid()))?;
            }
            file.set_permissions(old.permissions())
        });
        staged.map_err(|error| {
            let failure = Error::io("write", named, &error);
            if error.kind() != io::ErrorKind::PermissionDenied {
                return failure;
            }
            failure.hint(Advice::RunAsOwner)
        })
    }

    fn write(
        path: &'a Path,
        folder: &Path,
        bytes: &[u8],
        dress: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<Self> {
        signals::hold();
        signals::check_io()?;
        let mut temporary =
            Builder::new().prefix(TEMPORARY).permissions(Permissions::from_mode(PRIVATE)).tempfile_in(folder)?;
        temporary.write_all(bytes)?;
        // Set again by descriptor, because the umask applies to the mode at creation.
        dress(temporary.as_file())?;
        temporary.as_file().sync_all()?;
        signals::check_io()?;
        // The descriptor is closed, so that a whole fleet can be ready.
        Ok(Self { temporary: temporary.into_temp_path(), path })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// It cannot be renamed, or a signal was received.
    pub fn commit(self) -> io::Result<()> {
        signals::check_io()?;
        self.temporary.persist(self.path).map_err(|error| error.error)?;
        sync_folder(self.path);
        Ok(())
    }

    /// Puts the file in its place unless something already exists there.
    ///
    /// # Errors
    /// Something exists there, or the file cannot be renamed.
    pub fn commit_new(self) -> io::Result<()> {
        self.temporary.persist_noclobber(self.path).map_err(|error| error.error)?;
        sync_folder(self.path);
        Ok(())
    }
}

/// The file or pipe that standard output is.
pub(crate) fn stdout_id() -> Option<FileId> {
    let file = io::stdout().as_fd().try_clone_to_owned().map(File::from).ok()?;
    FileId::of(&file.metadata().ok()?)
}

/// Whether a path names standard output: `-`, or a name of its descriptor such as `/dev/stdout`.
#[must_use]
pub fn is_stdout(path: &Path) -> bool {
    const NAMES: [&str; 3] = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
    let is_one = |path: &Path| NAMES.iter().any(|name| path == Path::new(name));
    // A link to one of them counts as well; they themselves are links to whatever is open.
    is_dash(path) || is_one(path) || fs::read_link(path).is_ok_and(|target| is_one(&target))
}

/// A rename is permanent only once the directory is on disk. Some file systems cannot sync directories.
pub(crate) fn sync_folder(path: &Path) {
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

/// Whether there is a file with these bytes; a file that cannot be read counts as different.
#[must_use]
pub(crate) fn is_equal(path: &Path, bytes: &[u8]) -> bool {
    compare(path, bytes).unwrap_or(false)
}

/// Whether there is a file with these bytes. No more of it is read than necessary, and a pipe is not waited for.
pub(crate) fn compare(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
        Ok(there) if !there.is_file() || there.len() != length => return Ok(false),
        Ok(_) => {}
    }
    let mut there = Vec::with_capacity(bytes.len().saturating_add(1));
    File::open(path)?.take(length.saturating_add(1)).read_to_end(&mut there)?;
    Ok(there == bytes)
}

/// Whether a file has this mode. A user who requests another mode and does not get it would look for the fault elsewhere.
#[must_use]
pub(crate) fn has_mode(path: &Path, mode: u32) -> bool {
    fs::metadata(path).is_ok_and(|there| there.permissions().mode() & 0o777 == mode)
}

/// The folder of a file; `.` if the path has none.
#[must_use]
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file at the end of a chain of symbolic links, whether it exists or not.
fn follow(path: &Path) -> io::Result<Output> {
    let mut path = path.to_owned();
    // The kernel also gives up at this depth.
    for _ in 0..40 {
        match fs::read_link(&path) {
            // `/dev/stdout`: the output goes to what is open there, which need not have a name.
            Ok(_) if path.starts_with("/proc") || path.starts_with("/dev/fd") => return Ok(Output::Special(path)),
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => return Ok(Output::File(path)),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}
