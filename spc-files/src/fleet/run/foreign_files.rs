//! Other people's files in a fleet's directory, which no row's file may replace.
//!
//! Knows: where files are, and what earlier runs say they made. Must not know: lists and rows.

use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;

use crate::fleet::run::short_name::{ShortName, short};
use crate::fleet::write::state::Earlier;
use crate::write::replace::Replaces;

/// The files of an existing directory.
#[derive(Debug)]
pub struct ForeignFiles<'a> {
    directory: &'a Path,
    manifest: Option<&'a Path>,
    /// The names in the state of the directory, or else in the manifest; read for the first file.
    known: OnceLock<HashSet<ShortName>>,
}

impl<'a> ForeignFiles<'a> {
    /// Protects the files of a directory unless this program wrote them, as shown by their content, by the state of the directory
    /// or by the manifest of an earlier run. A name in one of these is enough, whatever the file now holds.
    #[must_use]
    pub const fn new(directory: &'a Path, manifest: Option<&'a Path>) -> Self {
        Self { directory, manifest, known: OnceLock::new() }
    }

    /// Whether a file with this name may be written.
    pub(crate) fn may_write(&self, file: &str) -> bool {
        // Names are checked first, so that most files of a directory with a state need not be opened.
        self.known().contains(&short(file)) || Replaces::CompiledOrXml.takes(&self.directory.join(file))
    }

    /// Whether a folder has the name of a file.
    pub(crate) fn has_folder(&self, file: &str) -> bool {
        self.directory.join(file).is_dir()
    }

    fn known(&self) -> &HashSet<ShortName> {
        self.known.get_or_init(|| {
            let mut known = HashSet::new();
            // A state that cannot be read is reported where it is needed.
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
