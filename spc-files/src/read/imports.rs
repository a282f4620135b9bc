//! The files that a plain-text profile imports, found next to the file that names them.
//!
//! Unless more is allowed, they must be in or below the profile's own folder after links are followed: a profile from elsewhere
//! must not read `/etc/passwd` into a file that is served. A profile on standard input imports from the current folder.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use spc_core::source::{Import, ImportError, Imports};

use crate::read::fence::{Fence, Found};
use crate::read::input::Input;
use crate::read::secret::{KeyFiles, is_key};

/// A file that was imported.
pub(crate) struct Imported {
    /// Its path, relative to the current folder if the profile's is.
    pub path: PathBuf,
    /// The path as messages show it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Shows the size only: an import may hold passwords.
impl fmt::Debug for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Imported({:?}, {} bytes)", self.name, self.bytes.len())
    }
}

/// The message about a file that is outside the folder.
const OUTSIDE: &str = "it is outside the profile's directory";

/// Where the imports of a profile may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// To any file that can be read.
    Anywhere,
    /// To the profile's folder and those below it.
    Folder {
        /// The message about a file elsewhere, which may say how to allow it.
        refusal: &'static str,
    },
}

impl Default for Scope {
    /// The profile's folder.
    fn default() -> Self {
        Self::Folder { refusal: OUTSIDE }
    }
}

/// Serves the imports of one profile.
#[derive(Debug)]
pub(crate) struct Folder<'a> {
    /// The folder for the `import` lines of the profile itself; empty for the current folder.
    own: PathBuf,
    /// `own`, which no file may leave; `None` lifts that.
    fence: Option<Fence>,
    /// The message about a file that would leave it.
    refusal: &'static str,
    /// The profile's path without links; `None` for standard input.
    profile: Option<String>,
    /// In the order they were read, so that source 1 is the first of them.
    files: Vec<Imported>,
    keys: &'a KeyFiles,
}

impl<'a> Folder<'a> {
    /// The folder of a profile that was read.
    pub(crate) fn new(input: &Input, scope: Scope, keys: &'a KeyFiles) -> Self {
        let own = input.path.as_deref().map_or(Path::new(""), folder_of);
        let (fence, refusal) = match scope {
            Scope::Anywhere => (None, OUTSIDE),
            Scope::Folder { refusal } => (Some(Fence::around(own)), refusal),
        };
        let profile = input.path.as_deref().and_then(|path| fs::canonicalize(path).ok());
        Self {
            own: own.to_owned(),
            fence,
            refusal,
            profile: profile.map(|path| identity(&path)),
            files: Vec::new(),
            keys,
        }
    }

    /// What was imported, in the order it was read.
    #[must_use]
    pub(crate) fn into_files(self) -> Vec<Imported> {
        self.files
    }

    /// The folder of a source: of the profile itself, or of a file that was imported.
    fn of(&self, source: u16) -> &Path {
        let file = usize::from(source).checked_sub(1).and_then(|at| self.files.get(at));
        file.map_or(&self.own, |file| folder_of(&file.path))
    }
}

impl Imports for Folder<'_> {
    fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    fn read(&mut self, name: &str, from: u16, most: usize) -> Result<Import, ImportError> {
        let path = self.of(from).join(name);
        let found = match &self.fence {
            Some(fence) => fence.find(&path),
            None => fs::canonicalize(&path).map(Found::Inside),
        };
        let Found::Inside(resolved) = found.map_err(|error| ImportError::Io(error.kind()))? else {
            return Err(ImportError::Refused(self.refusal));
        };
        let bytes = read_file(&resolved, most, self.keys)?;
        let import = Import::new(identity(&resolved), bytes.clone());
        self.files.push(Imported { name: path.display().to_string(), path, bytes });
        Ok(import)
    }
}

/// Reads one byte more than is useful, which shows that there is more.
fn read_file(path: &Path, most: usize, keys: &KeyFiles) -> Result<Vec<u8>, ImportError> {
    const SECRET: ImportError = ImportError::Refused("it holds keys, so it is not read as a profile");
    let io = |error: io::Error| ImportError::Io(error.kind());
    let about = fs::metadata(path).map_err(io)?;
    if about.is_dir() {
        return Err(ImportError::Io(io::ErrorKind::IsADirectory));
    }
    if !about.is_file() {
        // Reading a pipe could block, and a device may never end.
        return Err(ImportError::Refused("it is not a regular file"));
    }
    if keys.hold(&about) {
        return Err(SECRET);
    }
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path).map_err(io)?.take(most).read_to_end(&mut bytes).map_err(io)?;
    if is_key(&bytes) { Err(SECRET) } else { Ok(bytes) }
}

/// An identity that is equal only for equal files, unlike the displayed form of bytes that are not UTF-8.
fn identity(path: &Path) -> String {
    path.as_os_str().as_encoded_bytes().escape_ascii().to_string()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
