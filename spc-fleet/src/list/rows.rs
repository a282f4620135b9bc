//! The rows of a device list, in either of the two languages that lists are written in.
//!
//! Knows: which languages there are, and that both may be in UTF-16. Must not know: what a column means.

use std::collections::HashMap;
use std::fmt;
use std::io::BufRead;
use std::sync::Arc;

use super::csv::{Csv, Lines};
use super::decode::Decode;
use super::json::{Json, Keys};
use super::row::{ListPlace, Row, RowError};
use crate::cause::{Cause, Fault};

/// How a list is written.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// CSV, whose first row names the columns.
    Csv { delimiter: u8 },
    /// JSON objects, whose keys are these columns.
    Json(Arc<HashMap<String, usize>>),
}

/// The rows of a list, read from any source of bytes.
pub struct Rows<R>(Inner<R>);

/// Shows nothing of what was read: cells hold passwords.
impl<R> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rows(..)")
    }
}

enum Inner<R> {
    Csv(Box<Csv<Decode<R>>>),
    Json(Json<Decode<R>>),
}

/// Where the cells of one row are, for faults that are found after the next row has been read.
#[derive(Clone)]
pub struct Places(Written);

#[derive(Clone)]
enum Written {
    Csv(Lines),
    Json(ListPlace),
}

impl Places {
    /// Where a cell begins, as precisely as is known; for `None`, where the row begins.
    #[must_use]
    pub fn place(&self, cell: Option<usize>) -> ListPlace {
        match &self.0 {
            Written::Csv(lines) => lines.place(cell.unwrap_or_default()),
            Written::Json(place) => *place,
        }
    }
}

/// Shows nothing of the row: cells hold passwords.
impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Places(..)")
    }
}

impl<R: BufRead> Rows<R> {
    /// All rows; in CSV, the first one is the header.
    pub(super) fn new(source: R, form: &Form) -> Self {
        let source = Decode::new(source);
        Self(match form {
            Form::Csv { delimiter } => Inner::Csv(Box::new(Csv::new(source, *delimiter))),
            Form::Json(columns) => Inner::Json(Json::new(source, Arc::clone(columns))),
        })
    }

    /// Reads the next row; `false` when there is none.
    ///
    /// # Errors
    /// [`RowError`]. After a [`RowError::Row`] the next row can be read.
    pub fn read(&mut self, row: &mut Row) -> Result<bool, RowError> {
        let (read, is_utf16) = match &mut self.0 {
            Inner::Csv(rows) => (rows.read(row), rows.source().is_utf16()),
            Inner::Json(rows) => (rows.read(row), rows.source().is_utf16()),
        };
        read.map_err(|error| in_encoding(error, is_utf16))
    }

    /// Reads the keys of the next object, and which of them has an array as its value; `None` at the end, and for CSV.
    pub(super) fn keys(&mut self) -> Result<Option<Keys>, RowError> {
        match &mut self.0 {
            Inner::Csv(_) => Ok(None),
            Inner::Json(rows) => rows.keys().map_err(|error| in_encoding(error, rows.source().is_utf16())),
        }
    }

    /// Bytes read.
    pub const fn bytes(&self) -> u64 {
        match &self.0 {
            Inner::Csv(rows) => rows.bytes(),
            Inner::Json(rows) => rows.bytes(),
        }
    }

    /// Where the cells of the last row are.
    pub fn places(&self) -> Places {
        Places(match &self.0 {
            Inner::Csv(rows) => Written::Csv(rows.lines()),
            Inner::Json(rows) => Written::Json(rows.place()),
        })
    }

    /// Where a cell of the last row begins, as precisely as is known; for `None`, where the row begins.
    pub fn place(&self, cell: Option<usize>) -> ListPlace {
        match &self.0 {
            Inner::Csv(rows) => rows.place(cell.unwrap_or_default()),
            Inner::Json(rows) => rows.place(),
        }
    }
}

/// Names the encoding of the list in an error about invalid text.
fn in_encoding(error: RowError, is_utf16: bool) -> RowError {
    match error {
        RowError::Row(Fault { cell, cause: Cause::NotUtf8 { is_header } }) if is_utf16 => {
            RowError::Row(Fault { cell, cause: Cause::NotUtf16 { is_header } })
        }
        error => error,
    }
}
