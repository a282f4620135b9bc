//! A row of a device list, whatever that is written in, and what can be wrong with one.
//!
//! Knows: cells and places. Must not know: what a column means.

use std::io;

use spc_core::diagnostic::Code;

/// Bytes of a row, its line end included (SECURITY-NOTES 2.1).
pub(crate) const LIMIT: usize = 1 << 20;

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The cells of one row. An empty one to begin with; reading into it again saves its allocations.
#[derive(Default)]
pub(crate) struct Row {
    pub(super) text: String,
    pub(super) ends: Vec<usize>,
    pub(super) line: u64,
}

impl Row {
    /// The line on which the row begins, counted from 1: no two rows have the same.
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all cells.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// A cell; beyond the last one they are empty.
    pub(crate) fn cell(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(index).copied());
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Appends a cell.
    pub(super) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Takes the text of the cells, whose ends are known already, if each of them is UTF-8.
    pub(super) fn take(&mut self, text: Vec<u8>) -> Result<bool, Broken> {
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
        broken.map_or(Ok(true), |cell| Err(Broken::NotUtf8 { cell }))
    }
}

/// Where something is in a list: line and character, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// Why a row cannot be had.
#[derive(Debug)]
pub(crate) enum Broken {
    Io(io::Error),
    /// A row is longer than [`LIMIT`]; what follows it is not read.
    TooLong,
    /// A quote is not closed before the list ends.
    OpenQuote,
    /// Why nothing can be read from here on.
    Fatal {
        code: Code,
        message: String,
        hint: &'static str,
    },
    /// This cell is not UTF-8. The next row can still be read.
    NotUtf8 {
        cell: usize,
    },
    /// Something else is wrong with this cell. The next row can still be read.
    Cell {
        cell: usize,
        code: Code,
        message: String,
    },
}
