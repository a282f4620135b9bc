//! A new directory under a temporary name, until all of its files are made.
//!
//! A run that is killed leaves it behind, and it holds passwords, so the next run with the same output directory removes it. A
//! live run locks its own, so that no other run removes it.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::report::reporter::Reporter;
use crate::sys::signals;
use crate::write::staged::{TEMPORARY, folder_of, sync_folder};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use tempfile::{Builder, TempDir};

/// The owner's permissions in all our folders, whatever the mask for new files is.
const OWNER: u32 = 0o700;
/// The file in such a directory that shows that this program made it. It exists until the directory has its final name.
const MARK: &str = ".spc-new";
/// The pause between two checks of whose turn it is.
const PAUSE: Duration = Duration::from_millis(10);

/// The new directory.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: TempDir,
    /// Held for as long as this run lives.
    _lock: File,
}

impl Staging {
    /// Makes a directory next to `path`, which will be its final name, and removes what killed runs left there.
    pub(crate) fn new(path: &Path, mask: u32, reporter: &Reporter) -> io::Result<Self> {
        let around = folder_of(path);
        let prefix = prefix(path);
        // Between making and locking a folder, no other run may look.
        let turn = File::open(around)?;
        if is_our_turn(&turn)? {
            remove_stale(around, &prefix, reporter);
        }
        // Reduced by the mask, like any new directory; the files have their own modes.
        let permissions = Permissions::from_mode(0o777 & !mask | OWNER);
        let folder = Builder::new().prefix(&prefix).permissions(permissions).tempdir_in(around)?;
        make_usable(folder.path(), mask)?;
        File::create_new(folder.path().join(MARK))?;
        let lock = File::open(folder.path())?;
        // If locks do not work, nothing is ever considered stale.
        let _ = flock(&lock, FlockOperation::NonBlockingLockExclusive);
        Ok(Self { folder, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Gives the directory its name.
    pub(super) fn appear(self, path: &Path) -> io::Result<()> {
        fs::rename(self.folder.path(), path)?;
        // Nothing has the temporary name any more.
        let _ = self.folder.keep();
        // If that fails, the file remains, but no phone requests it.
        let _ = fs::remove_file(path.join(MARK));
        sync_folder(path);
        Ok(())
    }

    /// Removes the directory; if that fails, returns where it is.
    pub(super) fn remove(self) -> Result<(), (PathBuf, io::Error)> {
        let path = self.folder.path().to_owned();
        self.folder.close().map_err(|error| (path, error))
    }
}

/// Whether a folder is a new directory of a run, which may have been killed.
pub(super) fn is_unfinished(folder: &Path) -> bool {
    folder.join(MARK).is_file()
}

/// Waits until no other run makes a folder here; `false` if locks do not work. A held signal ends the waiting.
fn is_our_turn(turn: &File) -> io::Result<bool> {
    loop {
        match flock(turn, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(true),
            Err(Errno::WOULDBLOCK) => {
                signals::check_io()?;
                thread::sleep(PAUSE);
            }
            Err(Errno::INTR) => signals::check_io()?,
            Err(_) => return Ok(false),
        }
    }
}

/// Makes a folder for files of ours.
pub(super) fn make_folder(path: &Path, mask: u32) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => Ok(()),
        Ok(()) => make_usable(path, mask),
    }
}

/// Gives the owner back the permissions that the mask removed, because files have to be made in it.
fn make_usable(path: &Path, mask: u32) -> io::Result<()> {
    if mask & OWNER == 0 { Ok(()) } else { fs::set_permissions(path, Permissions::from_mode(0o777 & !mask | OWNER)) }
}

/// How the names of such folders begin.
fn prefix(path: &Path) -> String {
    format!("{TEMPORARY}{}-", path.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes the folders that killed runs left.
fn remove_stale(around: &Path, prefix: &str, reporter: &Reporter) {
    let Ok(entries) = fs::read_dir(around) else { return };
    for entry in entries.flatten() {
        let is_one = entry.file_name().to_str().and_then(|name| name.strip_prefix(prefix)).is_some_and(is_random);
        if !is_one || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let path = entry.path();
        // Another program's folder may have such a name by chance. A run that was killed before it made the mark left nothing.
        if !path.join(MARK).is_file() {
            let _ = fs::remove_dir(&path);
            continue;
        }
        let is_stale =
            || File::open(&path).is_ok_and(|folder| flock(&folder, FlockOperation::NonBlockingLockExclusive).is_ok());
        if !is_stale() {
            continue;
        }
        let shown = path.display();
        match fs::remove_dir_all(&path) {
            Ok(()) => reporter.note(&format!("removed `{shown}`, left behind by a killed run")),
            Err(_) => {
                let message = format!("`{shown}` was left behind by a killed run and cannot be removed");
                reporter.warn(&message, Some("it holds device files, so remove it yourself"));
            }
        }
    }
}

/// Whether this is a random suffix: six letters or digits.
fn is_random(rest: &str) -> bool {
    rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_run_waits_for_its_turn() {
        let around = tempfile::tempdir().unwrap();
        let place = around.path().join("www");
        let turn = File::open(around.path()).unwrap();
        flock(&turn, FlockOperation::LockExclusive).unwrap();
        thread::scope(|scope| {
            let second = scope.spawn(|| Staging::new(&place, 0o022, &Reporter::default()));
            thread::sleep(PAUSE * 5);
            assert_eq!(fs::read_dir(around.path()).unwrap().count(), 0);
            drop(turn);
            assert!(second.join().unwrap().unwrap().path().is_dir());
        });
    }

    #[test]
    fn leftovers_of_killed_runs_are_removed_but_not_those_of_live_ones() {
        let around = tempfile::tempdir().unwrap();
        let place = around.path().join("www");
        for name in [".spc-www-abcDE1", ".spc-www2-abcDE1", ".spc-www-abcDE12", ".spc-www-notes"] {
            fs::create_dir(around.path().join(name)).unwrap();
            fs::write(around.path().join(name).join("000e08aabbcc.cfg"), "x").unwrap();
        }
        fs::write(around.path().join(".spc-www-abcDE1").join(MARK), "").unwrap();
        // By chance, or made by somebody who wants it to be lost.
        fs::create_dir(around.path().join(".spc-www-theirs")).unwrap();
        fs::write(around.path().join(".spc-www-theirs/notes"), "x").unwrap();
        let reporter = Reporter::default();
        let first = Staging::new(&place, 0o022, &reporter).unwrap();
        let second = Staging::new(&place, 0o022, &reporter).unwrap();
        assert!(first.path().is_dir() && second.path().is_dir());
        let is_there = |name: &str| around.path().join(name).is_dir();
        assert!(!is_there(".spc-www-abcDE1"));
        assert!(is_there(".spc-www2-abcDE1") && is_there(".spc-www-abcDE12") && is_there(".spc-www-notes"));
        first.remove().unwrap();
        second.appear(&place).unwrap();
        assert!(place.is_dir());
        assert_eq!(fs::read_dir(&place).unwrap().count(), 0, "the mark is gone");
        assert!(around.path().join(".spc-www-theirs/notes").is_file());
    }
}
