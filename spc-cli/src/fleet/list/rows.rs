//! The rows of a device list, in either of the two languages that lists are written in.
//!
//! Knows: which languages there are. Must not know: what a column means.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use crate::fleet::list::csv::Csv;
use crate::fleet::list::json::Json;
use crate::fleet::list::row::{Broken, Place, Row};

/// How a list is written.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// CSV, whose first row names the columns.
    Csv { delimiter: u8 },
    /// JSON objects, whose keys are these columns.
    Json(Arc<HashMap<String, usize>>),
}

/// The rows of a list; of CSV, the header as well.
#[derive(Debug)]
pub(crate) enum Rows<R> {
    Csv(Box<Csv<R>>),
    Json(Json<R>),
}

impl<R: BufRead> Rows<R> {
    pub(crate) fn new(source: R, form: &Form) -> Self {
        match form {
            Form::Csv { delimiter } => Self::Csv(Box::new(Csv::new(source, *delimiter))),
            Form::Json(columns) => Self::Json(Json::new(source, Arc::clone(columns))),
        }
    }

    /// Reads the next row; `false` when there is none.
    pub(crate) fn read(&mut self, row: &mut Row) -> Result<bool, Broken> {
        match self {
            Self::Csv(rows) => rows.read(row),
            Self::Json(rows) => rows.read(row),
        }
    }

    /// Bytes read.
    pub(crate) const fn bytes(&self) -> u64 {
        match self {
            Self::Csv(rows) => rows.bytes(),
            Self::Json(rows) => rows.bytes(),
        }
    }

    /// Where a cell of the last row begins, as near as that is known.
    pub(crate) fn place(&self, cell: usize) -> Place {
        match self {
            Self::Csv(rows) => rows.place(cell),
            Self::Json(rows) => rows.place(),
        }
    }
}
