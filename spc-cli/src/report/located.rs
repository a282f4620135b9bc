//! Where a finding is, in lines and columns, for those who read reports by program.

use spc_core::diagnostic::{LineIndex, Span};

/// One source of a run, under the name it was given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
}

/// The sources of a finding, each with its lines.
pub(crate) struct Lines<'a>(Vec<(&'a str, LineIndex<'a>)>);

/// A place: lines and columns are counted from 1, columns in characters, and the end is after the last character.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Located<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_line: usize,
    pub(crate) end_column: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(sources: &[Shown<'a>]) -> Self {
        Self(sources.iter().map(|source| (source.name, LineIndex::new(source.bytes))).collect())
    }

    /// The place of a span; `None` for a source that is not at hand.
    pub(crate) fn locate(&self, span: Span) -> Option<Located<'a>> {
        let (file, index) = self.0.get(usize::from(span.source))?;
        let (line, column) = index.locate(span.start);
        let (end_line, end_column) = index.locate(span.end);
        Some(Located { file, line, column, end_line, end_column })
    }
}
