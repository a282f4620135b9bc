//! Imported files: who reads them, and how deeply nested, how many and how large they may be (docs/security.md 2).

use std::io;

use super::record::shown;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits::{self, Limits};

/// Provides the files that `import` lines of a plain-text profile name; this crate itself opens no files.
///
/// This crate limits the depth, number and sizes of imports, and detects cycles. The implementor finds the files, reads
/// at most one byte more than the limit of each, and makes sure that they are below the folder it is willing to read.
pub trait Imports {
    /// Returns what distinguishes the profile itself from other files, like [`Import::identity`]; `None`, the default,
    /// for a profile that no file can import, such as one from standard input.
    fn profile(&self) -> Option<&str> {
        None
    }

    /// Reads the file that an `import` line calls `name`, relative to the folder of the source `from`.
    ///
    /// Source 0 is the profile itself. Each file that is returned becomes the next source, counted from 1, so that an
    /// implementor that keeps a list can find the file of every [`Span`].
    ///
    /// `most` is the number of bytes that can be used. A larger file is refused whatever it contains, so no more than
    /// one byte beyond that has to be read.
    ///
    /// # Errors
    /// Returns [`ImportError`] if the file is not available.
    fn read(&mut self, name: &str, from: u16, most: usize) -> Result<Import, ImportError>;
}

/// Why a file is not imported, worded to follow a colon in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportError {
    /// Imports are not supported here.
    Unsupported,
    /// The system could not find or read it.
    Io(io::ErrorKind),
    /// The file exists, but is not read, for this reason. Messages show the file's name.
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
    /// The same for the same file, whatever a line calls it: its path without links and `..`.
    pub identity: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Import {
    /// Creates a file with this identity and these bytes.
    #[must_use]
    pub fn new(identity: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { identity: identity.into(), bytes: bytes.into() }
    }
}

/// Shows only the length, because values may be passwords.
impl core::fmt::Debug for Import {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Import({:?}, {} bytes)", self.identity, self.bytes.len())
    }
}

/// Provides no files, for profiles that must be self-contained.
#[derive(Debug)]
pub(super) struct NoImports;

impl Imports for NoImports {
    fn read(&mut self, _name: &str, _from: u16, _most: usize) -> Result<Import, ImportError> {
        Err(ImportError::Unsupported)
    }
}

/// The extensions of text files.
const EXTENSIONS: [&str; 9] = ["txt", "cfg", "conf", "inc", "ini", "xml", "spc", "prf", "key"];

/// Whether a word can only be a file name. Any other word may be a secret that got after `import` by mistake.
pub(super) fn is_file_name(word: &str) -> bool {
    let has_extension = |extension: &&str| {
        word.rsplit_once('.').is_some_and(|(stem, end)| !stem.is_empty() && end.eq_ignore_ascii_case(extension))
    };
    ["./", "../", "/"].iter().any(|start| word.starts_with(start)) || EXTENSIONS.iter().any(has_extension)
}

/// The imports of one run.
pub(super) struct Importer<'i> {
    imports: &'i mut dyn Imports,
    /// The files around the current place, from the outermost to the innermost, without the profile itself.
    chain: Vec<Link>,
    /// The number of files provided so far, which numbers the sources.
    served: u16,
    /// The number of files requested so far. Requests for missing files cost the caller just as much.
    asked: usize,
    /// The limit in bytes for one file, and for all of them together.
    limit: usize,
    /// What is left of that limit.
    room: usize,
    /// Whether there were too many files, or too large ones: no more are requested, and no more errors about them
    /// reported.
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

    /// Begins the file that an `import` line of the current source names, and returns its bytes. [`Self::leave`] ends
    /// it. `hides` keeps the name out of messages. `Err(None)` means an error that was already reported.
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
        // The file exists, so this is its name.
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

    /// Ends the file that was entered most recently.
    pub(super) fn leave(&mut self) {
        self.chain.pop();
    }

    /// Adds the `import` lines that led to the current source.
    pub(super) fn traced(&self, finding: Diagnostic) -> Diagnostic {
        let imported =
            |finding: Diagnostic, link: &Link| finding.note(link.line, format!("`{}` is imported here", link.label));
        self.chain.iter().rev().fold(finding, imported)
    }

    /// Describes the cycle by which the file imports itself, if it is already being read.
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
