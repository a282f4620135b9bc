//! A row of a device list, in whatever language the list is written, and what can be wrong with a row.
//!
//! Knows: cells and places. Must not know: what a column means.

use core::fmt;
use std::io;

use crate::cause::{Cause, Fault};
use crate::cells::may_be_odd;

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The cells of one row. Start with an empty row and read into it repeatedly, which reuses its allocations.
#[derive(Default)]
pub struct Row {
    pub(super) text: String,
    pub(super) ends: Vec<usize>,
    pub(super) line: u64,
}

impl Row {
    /// The line on which the row begins, counted from 1; no two rows begin on the same line.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cells, as before anything is read into it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of all cells.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Whether any cell may be [odd](crate::cells::odd): a quick test of all cells at once.
    #[must_use]
    pub fn may_be_odd(&self) -> bool {
        may_be_odd(&self.text)
    }

    /// A cell; cells beyond the last one are empty.
    #[must_use]
    pub fn cell(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(index).copied());
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// All of them.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Appends a cell.
    pub(super) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Takes the text of the cells, whose ends are already known, if all of them are UTF-8; otherwise returns the first that is
    /// not.
    pub(super) fn take(&mut self, text: Vec<u8>) -> Result<(), usize> {
        let broken = match String::from_utf8(text) {
            Ok(text) => {
                self.text = text;
                self.ends.iter().position(|end| !self.text.is_char_boundary(*end))
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                Some(self.ends.partition_point(|end| *end <= valid))
            }
        };
        broken.map_or(Ok(()), Err)
    }
}

/// Shows no cell: any of them may be a password.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("line", &self.line).field("cells", &self.len()).finish_non_exhaustive()
    }
}

/// A place in a list: line and character, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ListPlace {
    /// The line.
    pub line: u64,
    /// The character in it.
    pub column: u64,
}

/// Why a row cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// The source fails.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Nothing can be read from here on.
    #[error("{0}")]
    List(Cause),
    /// This row cannot be used; the next one can still be read.
    #[error("{}", .0.cause)]
    Row(Fault),
}
