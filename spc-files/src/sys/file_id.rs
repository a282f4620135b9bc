//! The identity of files, whatever name or link leads to them.

use std::fs::{self, Metadata};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

/// A file or a pipe, as the system identifies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// The file that a path leads to after following symbolic links; `None` if there is none, and for terminals and other
    /// devices, which hold nothing.
    #[must_use]
    pub(crate) fn at(path: &Path) -> Option<Self> {
        Self::of(&fs::metadata(path).ok()?)
    }

    /// The same for a file whose metadata is known.
    #[must_use]
    pub(crate) fn of(about: &Metadata) -> Option<Self> {
        let kind = about.file_type();
        (kind.is_file() || kind.is_fifo()).then(|| Self { device: about.dev(), inode: about.ino() })
    }
}
