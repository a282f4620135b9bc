//! The kinds of rows of a list: each base, model and format that are named together.
//!
//! Knows: cells. Must not know: which models and formats there are, and where a base is.

use std::collections::HashMap;

use spc_core::diagnostic::Code;
use spc_devices::fleet::codes;
use spc_files::report::error::Error;
use spc_files::report::exit::Exit;
use spc_files::sys::signals;

use crate::fleet::list::List;
use crate::fleet::list::columns::{Columns, Device};
use crate::fleet::list::row::{Broken, Row};

/// Kinds that a list may have: each is compiled, and all of them are in memory at once.
const MOST: usize = 256;

/// What the rows of a kind name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) base: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) format: Option<String>,
}

/// All of them, in the order of their first rows.
#[derive(Debug)]
pub(crate) struct Kinds {
    pub(crate) all: Vec<Kind>,
    by_cells: HashMap<String, usize>,
}

impl Kinds {
    /// Reads the rows of a list, where they name anything.
    pub(crate) fn read(list: &List<'_>) -> Result<Self, Error> {
        let columns = &list.columns;
        if [columns.base(), columns.model(), columns.format()].iter().all(Option::is_none) {
            return Ok(Self { all: vec![Kind::default()], by_cells: HashMap::new() });
        }
        let mut kinds = Self { all: Vec::new(), by_cells: HashMap::new() };
        let (mut rows, mut row) = (list.rows()?, Row::default());
        loop {
            signals::check()?;
            match rows.read(&mut row) {
                Ok(true) if row.len() == columns.len() => kinds.add(&row, columns),
                // Such rows are reported when all are checked.
                Ok(true) | Err(Broken::NotUtf8 { .. } | Broken::Cell { .. }) => {}
                Ok(false) => return Ok(kinds),
                Err(broken) => return Err(list.fatal(&rows, broken)),
            }
            if kinds.all.len() > MOST {
                let code: Code = codes::TOO_MANY_BASES;
                let message =
                    format!("`{}` names more than {MOST} bases, or bases with models and formats [{code}]", list.name);
                return Err(Error::new(Exit::Input, message).hint("give the other devices a list of their own"));
            }
        }
    }

    fn add(&mut self, row: &Row, columns: &Columns) {
        let [base, model, format] = [columns.base(), columns.model(), columns.format()]
            .map(|column| column.map(|column| row.cell(column)).filter(|cell| !cell.is_empty()));
        let cells = cells(base, model, format);
        if !self.by_cells.contains_key(&cells) {
            self.by_cells.insert(cells, self.all.len());
            let [base, model, format] = [base, model, format].map(|cell| cell.map(str::to_owned));
            self.all.push(Kind { base, model, format });
        }
    }

    /// The kind of a device's row, unless the list was changed.
    pub(crate) fn find(&self, device: &Device<'_>) -> Option<usize> {
        if self.by_cells.is_empty() {
            return Some(0);
        }
        self.by_cells.get(&cells(device.base, device.model, device.format)).copied()
    }
}

/// The three cells as one text, which no other three have.
fn cells(base: Option<&str>, model: Option<&str>, format: Option<&str>) -> String {
    let [base, model, format] = [base, model, format].map(Option::unwrap_or_default);
    format!("{}:{}:{base}{model}{format}", base.len(), model.len())
}
