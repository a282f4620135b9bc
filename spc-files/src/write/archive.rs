//! The files of a fleet as one tar stream.

use core::fmt;
use std::path::Path;

use crate::report::error::Error;
use crate::write::abandoned::Abandoned;
use crate::write::mode::WriteOutcome;
use crate::write::stream::Stream;

/// Endings of names that promise a compressed file, or an archive other than tar.
const OTHER: [&str; 14] =
    ["gz", "tgz", "bz2", "tbz", "tbz2", "xz", "txz", "zst", "tzst", "lz", "lzma", "z", "zip", "7z"];

/// Refuses a name under which other programs would expect something else than plain tar.
///
/// # Errors
/// The name is such a name.
pub(crate) fn refuse_compressed(path: &Path) -> Result<(), Error> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !OTHER.iter().any(|other| ending.eq_ignore_ascii_case(other)) {
        return Ok(());
    }
    let message = format!("the archive is tar, not compressed, which does not fit the name `{}`", path.display());
    Err(Error::usage(message)
        .hint("end the name in .tar, or write the archive to standard output and compress it there"))
}

/// An archive that is being written. Its bytes depend only on the files, because it records no times and no owners.
pub(crate) struct Archive {
    tar: tar::Builder<Stream>,
    mode: u32,
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive").field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl Archive {
    /// `mode` is the mode of the files inside.
    #[must_use]
    pub(crate) fn new(stream: Stream, mode: u32) -> Self {
        Self { tar: tar::Builder::new(stream), mode }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn append(&mut self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(self.mode);
        for set in [tar::Header::set_mtime, tar::Header::set_uid, tar::Header::set_gid] {
            set(&mut header, 0);
        }
        let appended = self.tar.append_data(&mut header, file, bytes);
        appended.map_err(|error| self.tar.get_ref().failed(&error))
    }

    /// Ends a run that failed, and returns what it leaves behind; `None` if it was written directly to a pipe or a device.
    #[must_use]
    pub(crate) fn abandon(self) -> Option<Abandoned> {
        let stream = self.tar.get_ref();
        let (temporary, place) = (stream.temporary()?.to_owned(), stream.named().to_owned());
        drop(self);
        Some(match temporary.try_exists() {
            Ok(false) => Abandoned::Nothing(place),
            _ => Abandoned::Temporary(temporary, None),
        })
    }

    /// Ends the archive and puts it in its place.
    ///
    /// # Errors
    /// It cannot be written.
    ///
    /// # Panics
    /// Never: a finished archive has nothing left to write.
    pub(crate) fn finish(mut self) -> Result<WriteOutcome, Error> {
        self.tar.finish().map_err(|error| self.tar.get_ref().failed(&error))?;
        self.tar.into_inner().expect("a finished archive has nothing left to write").finish()
    }
}
