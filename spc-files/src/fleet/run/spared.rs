//! Other people's files in a fleet's directory, which no row's file may replace.
//!
//! Knows: where files are, and what earlier runs say they made. Must not know: lists and rows.

use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;

use crate::fleet::run::short_name::{ShortName, short};
use crate::fleet::write::state::Earlier;
use crate::write::replace::Replaces;

/// A directory that is there.
#[derive(Debug)]
pub struct Spared<'a> {
    directory: &'a Path,
    manifest: Option<&'a Path>,
    /// The names that the state of the directory has, or else the manifest; read for the first file.
    known: OnceLock<HashSet<ShortName>>,
}

impl<'a> Spared<'a> {
    /// The files of a directory, unless this program wrote them as their content shows, or as the state of the directory or
    /// the manifest of an earlier run says. A name that these have is enough, whatever the file holds now.
    #[must_use]
    pub const fn new(directory: &'a Path, manifest: Option<&'a Path>) -> Self {
        Self { directory, manifest, known: OnceLock::new() }
    }

    /// Whether a file of this name may be written.
    pub(crate) fn lets(&self, file: &str) -> bool {
        // Names first: most files of a directory with a state need not be opened then.
        self.known().contains(&short(file)) || Replaces::CompiledOrXml.takes(&self.directory.join(file))
    }

    /// Whether a folder has the name of a file.
    pub(crate) fn has_folder(&self, file: &str) -> bool {
        self.directory.join(file).is_dir()
    }

    fn known(&self) -> &HashSet<ShortName> {
        self.known.get_or_init(|| {
            let mut known = HashSet::new();
            // One that cannot be read is reported where it is needed.
            if let Ok(Some(earlier)) = Earlier::find(self.directory, self.manifest) {
                let read = earlier.names(|name| {
                    known.insert(short(name));
                });
                if read.is_err() {
                    known.clear();
                }
            }
            known
        })
    }
}
