//! The sources of a run, each with the name that it was given.

use core::fmt;

use spc_core::diagnostic::Span;
use spc_core::redact::{Excerpt, Redactor};
use spc_core::source::Syntax;

/// One source of a run.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Shown<'a> {
    /// How findings name it.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
    /// Its language.
    pub syntax: Syntax,
}

impl<'a> Shown<'a> {
    /// A source that findings call `name`.
    #[must_use]
    pub const fn new(name: &'a str, bytes: &'a [u8], syntax: Syntax) -> Self {
        Self { name, bytes, syntax }
    }
}

/// Shows the size only: a source holds passwords.
impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({:?}, {} bytes)", self.name, self.bytes.len())
    }
}

/// All sources, and what may be shown of them.
#[derive(Debug)]
pub struct Sources<'a> {
    names: Vec<&'a str>,
    redactor: Redactor<'a>,
}

/// A place: lines and columns count from 1, columns in characters, and the end is after the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Location<'a> {
    /// The name of the source.
    pub file: &'a str,
    /// The first line.
    pub line: usize,
    /// The first character in it.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The character after the last one.
    pub end_column: usize,
}

/// `name:line:column`
impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl<'a> Sources<'a> {
    /// The profile and what it imports, in the order in which they were read.
    #[must_use]
    pub fn of(sources: &[Shown<'a>]) -> Self {
        let add = |redactor: Redactor<'a>, source: &Shown<'a>| redactor.source(source.bytes, source.syntax);
        let names = sources.iter().map(|source| source.name).collect();
        Self { names, redactor: sources.iter().fold(Redactor::new(), add) }
    }

    /// The name of the profile.
    #[must_use]
    pub fn profile(&self) -> &'a str {
        self.names.first().copied().unwrap_or_default()
    }

    /// The place of a span; `None` for a source that is not available.
    #[must_use]
    pub fn locate(&self, span: Span) -> Option<Location<'a>> {
        let [(line, column), (end_line, end_column)] = self.redactor.locate(span)?;
        Some(Location { file: self.names.get(usize::from(span.source()))?, line, column, end_line, end_column })
    }

    /// The line that contains a span, as far as it may be shown.
    #[must_use]
    pub fn excerpt(&self, span: Span) -> Option<Excerpt> {
        self.redactor.excerpt(span)
    }

    /// Whether all of a span may be shown.
    #[must_use]
    pub fn shows(&self, span: Span) -> bool {
        self.redactor.shows(span)
    }

    /// The profile without its secrets.
    #[must_use]
    pub fn redacted(&self) -> Option<String> {
        self.redactor.text(0)
    }
}
