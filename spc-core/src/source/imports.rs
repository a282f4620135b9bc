//! Imported files: who reads them, and how deep, how many and how large they may be (docs/security.md 2).

use std::io;

use super::record::shown;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits::{self, Limits};

/// Serves the files that `import` lines of a plain-text profile name; the core itself opens none.
///
/// The core bounds depth, number and sizes and finds cycles. The caller finds files, reads no more of one than its
/// limit and one byte, and keeps them below the folder it is willing to read.
pub trait Imports {
    /// What distinguishes the profile itself from other files, in the manner of [`Import::identity`]; `None`, the default,
    /// for a profile that no file can import, as one from standard input.
    fn profile(&self) -> Option<&str> {
        None
    }

    /// Reads the file that an `import` line calls `name`, seen from the folder of the source `from`.
    ///
    /// Source 0 is the profile itself. Each file that is served becomes the next one, counted from 1, so that a
    /// caller who keeps a list finds the file of every [`Span`].
    ///
    /// `most` is how many bytes are of use. A larger file is refused whatever it holds, so that no more than one byte
    /// beyond has to be read.
    ///
    /// # Errors
    /// Why there is none.
    fn read(&mut self, name: &str, from: u16, most: usize) -> Result<Import, ImportError>;
}

/// Why a file is not imported, in words for a message after a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportError {
    /// Nothing is imported here.
    Unsupported,
    /// The system could not find or read it.
    Io(io::ErrorKind),
    /// The caller does not want to read this file, which exists, for this reason. Messages show its name.
    Refused(&'static str),
}

impl core::fmt::Display for ImportError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Unsupported => f.write_str("imports are not supported here"),
            Self::Io(io::ErrorKind::NotFound) => f.write_str("no such file"),
            Self::Io(io::ErrorKind::IsADirectory) => f.write_str("it is a directory"),
            Self::Io(kind) => write!(f, "{kind}"),
            Self::Refused(reason) => f.write_str(reason),
        }
    }
}

impl core::error::Error for ImportError {}

/// A file that was read for an `import` line.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Import {
    /// Equal for the same file, however a line calls it: its path without links and `..`.
    pub identity: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Import {
    /// A file with this identity and these bytes.
    #[must_use]
    pub fn new(identity: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { identity: identity.into(), bytes: bytes.into() }
    }
}

/// Shows the length only: values may be passwords.
impl core::fmt::Debug for Import {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Import({:?}, {} bytes)", self.identity, self.bytes.len())
    }
}

/// Serves nothing: for profiles that must stand for themselves.
#[derive(Debug)]
pub(super) struct NoImports;

impl Imports for NoImports {
    fn read(&mut self, _name: &str, _from: u16, _most: usize) -> Result<Import, ImportError> {
        Err(ImportError::Unsupported)
    }
}

/// What the names of text files end with.
const EXTENSIONS: [&str; 9] = ["txt", "cfg", "conf", "inc", "ini", "xml", "spc", "prf", "key"];

/// Whether a word can only be the name of a file. Another one may be a secret that a slip put after `import`.
pub(super) fn is_file_name(word: &str) -> bool {
    let has_extension = |extension: &&str| {
        word.rsplit_once('.').is_some_and(|(stem, end)| !stem.is_empty() && end.eq_ignore_ascii_case(extension))
    };
    ["./", "../", "/"].iter().any(|start| word.starts_with(start)) || EXTENSIONS.iter().any(has_extension)
}

/// The imports of one run.
pub(super) struct Importer<'i> {
    imports: &'i mut dyn Imports,
    /// The files around the current place, from the outside in, without the profile itself.
    chain: Vec<Link>,
    /// Files served so far, which numbers the sources.
    served: u16,
    /// Files asked for so far. Who asks for one that is not there costs the caller as much.
    asked: usize,
    /// Bytes of one file, and of all of them together.
    limit: usize,
    /// What is left of it.
    room: usize,
    /// Whether there were too many of them, or too large ones: no further one is asked for, and no other reported.
    is_full: bool,
}

/// A file that is being read, and the line that asked for it.
struct Link {
    /// Its name as messages show it.
    label: String,
    identity: String,
    source: u16,
    line: Span,
}

impl<'i> Importer<'i> {
    pub(super) fn new(imports: &'i mut dyn Imports, limits: &Limits) -> Self {
        let limit = limits.source.min(limits::SOURCE);
        Self { imports, chain: Vec::new(), served: 0, asked: 0, limit, room: limit, is_full: false }
    }

    /// The source that is being read.
    pub(super) fn source(&self) -> u16 {
        self.chain.last().map_or(0, |link| link.source)
    }

    /// Begins the file that an `import` line of the current source names, and gives its bytes. [`Self::leave`] ends it.
    /// `hides` keeps the name out of messages. `None` is an error that was reported before.
    pub(super) fn enter(&mut self, name: &str, hides: bool, line: Span) -> Result<Vec<u8>, Option<Diagnostic>> {
        if self.is_full {
            return Err(None);
        }
        self.read(name, hides, line).map_err(Some)
    }

    fn read(&mut self, name: &str, hides: bool, line: Span) -> Result<Vec<u8>, Diagnostic> {
        let refuse = |code, message: String| Diagnostic::of(code, line, message);
        if self.chain.len() >= limits::IMPORT_DEPTH {
            let message = format!("imports are nested more than {} deep", limits::IMPORT_DEPTH);
            return Err(self.traced(refuse(Code::IMPORT_LIMIT, message)));
        }
        if self.asked >= limits::IMPORTS {
            self.is_full = true;
            let message = format!("the profile imports more than {} files", limits::IMPORTS);
            return Err(refuse(Code::IMPORT_LIMIT, message));
        }
        self.asked = self.asked.saturating_add(1);
        let file = match self.imports.read(name, self.source(), self.room) {
            Ok(file) => file,
            Err(reason) => {
                let is_there = matches!(reason, ImportError::Refused(_) | ImportError::Io(io::ErrorKind::IsADirectory));
                let label = shown(name, hides || !(is_there || is_file_name(name)));
                let finding =
                    self.traced(refuse(Code::IMPORT_UNREADABLE, format!("cannot import `{label}`: {reason}")));
                let is_decorated = name.contains(['"', '#']) || name.ends_with(';');
                let help = "the file name is the rest of the line, including any quote, `;` or comment";
                return Err(if is_decorated { finding.help(help) } else { finding });
            }
        };
        self.served = self.served.saturating_add(1);
        // There is such a file, so this is its name.
        let label = shown(name, hides);
        if let Some(cycle) = self.cycle(label, &file.identity) {
            return Err(self.traced(refuse(Code::IMPORT_CYCLE, cycle)));
        }
        let bytes = file.bytes.len();
        if bytes > self.limit {
            let message = format!("`{label}` is over the limit of {} bytes", self.limit);
            return Err(self.traced(refuse(Code::SOURCE_TOO_LARGE, message)));
        }
        let Some(room) = self.room.checked_sub(bytes) else {
            self.is_full = true;
            let message = format!("imported files exceed {} bytes in total", self.limit);
            return Err(self.traced(refuse(Code::IMPORT_LIMIT, message)));
        };
        self.room = room;
        let link = Link { label: label.to_owned(), identity: file.identity, source: self.served, line };
        self.chain.push(link);
        Ok(file.bytes)
    }

    /// Ends the file that was entered last.
    pub(super) fn leave(&mut self) {
        self.chain.pop();
    }

    /// Adds the lines that led to the current source.
    pub(super) fn traced(&self, finding: Diagnostic) -> Diagnostic {
        let imported =
            |finding: Diagnostic, link: &Link| finding.note(link.line, format!("`{}` is imported here", link.label));
        self.chain.iter().rev().fold(finding, imported)
    }

    /// Says how the file goes round to itself, if it is being read already.
    fn cycle(&self, label: &str, identity: &str) -> Option<String> {
        let is_profile = self.imports.profile() == Some(identity);
        let first = self.chain.iter().position(|link| link.identity == identity);
        let (start, after) = match first {
            _ if is_profile => ("the profile", self.chain.as_slice()),
            Some(at) => {
                let (_, round) = self.chain.split_at_checked(at)?;
                let (start, after) = round.split_first()?;
                (start.label.as_str(), after)
            }
            None => return None,
        };
        if after.is_empty() {
            return Some(format!("`{label}` imports itself"));
        }
        let round: String = after.iter().map(|link| format!("{} -> ", link.label)).collect();
        Some(format!("imports form a cycle: {start} -> {round}{label}"))
    }
}
