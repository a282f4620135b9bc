//! The sources of a run, each under the name it was given.

use std::fmt;

use spc_core::diagnostic::Span;
use spc_core::redact::{Excerpt, Redactor};
use spc_core::source::Syntax;

use crate::report::escape::escape;

/// One source of a run.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// How findings name it.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
    /// Its language.
    pub syntax: Syntax,
}

/// All of them, and what of them may be shown.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    names: Vec<&'a str>,
    redactor: Redactor<'a>,
}

/// A place: lines and columns are counted from 1, columns in characters, and the end is after the last character.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// `name:line:column`, safe for a terminal.
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", escape(self.file), self.line, self.column)
    }
}

impl<'a> Sources<'a> {
    /// The profile and what it imports, in the order they were read.
    pub(super) fn of(sources: &[Shown<'a>]) -> Self {
        let add = |redactor: Redactor<'a>, source: &Shown<'a>| redactor.source(source.bytes, source.syntax);
        let names = sources.iter().map(|source| source.name).collect();
        Self { names, redactor: sources.iter().fold(Redactor::new(), add) }
    }

    /// The name of the profile.
    pub(super) fn profile(&self) -> &'a str {
        self.names.first().copied().unwrap_or_default()
    }

    /// The place of a span; `None` for a source that is not at hand.
    pub(super) fn locate(&self, span: Span) -> Option<Place<'a>> {
        let [(line, column), (end_line, end_column)] = self.redactor.locate(span)?;
        Some(Place { file: self.names.get(usize::from(span.source))?, line, column, end_line, end_column })
    }

    pub(super) fn excerpt(&self, span: Span) -> Option<Excerpt> {
        self.redactor.excerpt(span)
    }

    pub(super) fn shows(&self, span: Span) -> bool {
        self.redactor.shows(span)
    }

    /// The profile without its secrets.
    pub(super) fn redacted(&self) -> Option<String> {
        self.redactor.text(0)
    }
}
