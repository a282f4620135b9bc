//! Keeps the record of a directory true when something else than a run over its list rewrites files.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::fleet::write::state::{Earlier, NAME, State};
use crate::report::error::Error;
use crate::write::staged::PRIVATE;
use crate::write::stream::Stream;
use crate::write::way::Way;

/// A file that was rewritten.
#[derive(Clone, Debug)]
pub struct Rewritten {
    path: PathBuf,
    old: [u8; 32],
    new: [u8; 32],
}

impl Rewritten {
    /// A file and the SHA-256 of what it held and of what it holds now.
    #[must_use]
    pub const fn new(path: PathBuf, old: [u8; 32], new: [u8; 32]) -> Self {
        Self { path, old, new }
    }

    /// The directory whose record may have the file, and its name there: in the file's own folder, or above a shard.
    fn recorded(&self) -> Option<(&Path, String)> {
        let name = self.path.file_name()?.to_str()?;
        let folder = self.path.parent()?;
        if folder.join(NAME).is_file() {
            return Some((folder, name.to_owned()));
        }
        let (above, shard) = (folder.parent()?, folder.file_name()?.to_str()?);
        above.join(NAME).is_file().then(|| (above, format!("{shard}/{name}")))
    }
}

/// Records what these files hold now, in each directory that has a record and where they held what it says.
///
/// # Errors
/// A record cannot be read or written; the files are not touched.
pub fn record_rewritten(files: &[Rewritten]) -> Result<(), Error> {
    let mut by_directory: BTreeMap<&Path, HashMap<String, &Rewritten>> = BTreeMap::new();
    for file in files {
        if let Some((directory, name)) = file.recorded() {
            by_directory.entry(directory).or_default().insert(name, file);
        }
    }
    for (directory, files) in by_directory {
        let Some(earlier) = Earlier::find(directory, None)? else { continue };
        let mut state = State::empty(Stream::open(&directory.join(NAME), Way::KeepEqual, PRIVATE, &[])?);
        earlier.entries(|mut entry| {
            if let Some(file) = files.get(&entry.file).filter(|file| file.old == entry.sha256) {
                entry.sha256 = file.new;
            }
            state.keep(&entry)
        })?;
        state.finish()?;
    }
    Ok(())
}
