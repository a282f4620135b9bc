//! The kinds of rows in a list: each combination of base, model and format that a row names.
//!
//! Knows: cells. Must not know: which models and formats exist, or where a base is.

use std::collections::HashMap;
use std::fmt;

use crate::limits::MOST_KINDS;
use crate::list::{Columns, Device, Row};

/// What the rows of a kind name.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowKind {
    /// The name of the base profile.
    pub base: Option<String>,
    /// The name of the model.
    pub model: Option<String>,
    /// The name of the format.
    pub format: Option<String>,
}

/// Shows which of the three are named, but no cells: if cells are shifted, one may be a password.
impl fmt::Debug for RowKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (base, model, format) = (self.base.is_some(), self.model.is_some(), self.format.is_some());
        write!(f, "RowKind {{ base: {base}, model: {model}, format: {format} }}")
    }
}

/// All kinds of rows, in the order of their first rows.
#[derive(Clone)]
pub struct RowKinds {
    all: Vec<RowKind>,
    by_cells: HashMap<String, usize>,
    is_one: bool,
}

/// The list has more kinds of rows than may be in memory at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one list names more than {MOST_KINDS} combinations of base, model and format")]
#[non_exhaustive]
pub struct TooManyRowKinds;

/// Shows how many there are.
impl fmt::Debug for RowKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowKinds({})", self.all.len())
    }
}

impl RowKinds {
    /// The kinds of a list with these columns, before any row has been read.
    #[must_use]
    pub fn new(columns: &Columns) -> Self {
        let is_one = [columns.base(), columns.model(), columns.format()].iter().all(Option::is_none);
        Self { all: if is_one { vec![RowKind::default()] } else { Vec::new() }, by_cells: HashMap::new(), is_one }
    }

    /// All kinds, in the order of their first rows.
    #[must_use]
    pub fn all(&self) -> &[RowKind] {
        &self.all
    }

    /// Whether no column can make a difference, so no row has to be read.
    #[must_use]
    pub const fn is_one(&self) -> bool {
        self.is_one
    }

    /// Adds the kind of a row; a row with too many or too few cells has none.
    ///
    /// # Errors
    /// [`TooManyRowKinds`].
    pub fn add(&mut self, row: &Row, columns: &Columns) -> Result<(), TooManyRowKinds> {
        if self.is_one || row.len() != columns.count() {
            return Ok(());
        }
        let [base, model, format] = [columns.base(), columns.model(), columns.format()]
            .map(|column| column.map(|column| row.cell(column)).filter(|cell| !cell.is_empty()));
        let cells = cells(base, model, format);
        if !self.by_cells.contains_key(&cells) {
            self.by_cells.insert(cells, self.all.len());
            let [base, model, format] = [base, model, format].map(|cell| cell.map(str::to_owned));
            self.all.push(RowKind { base, model, format });
        }
        if self.all.len() > MOST_KINDS { Err(TooManyRowKinds) } else { Ok(()) }
    }

    /// The kind of a device's row; `None` only if the list has changed.
    #[must_use]
    pub fn find(&self, device: &Device<'_>) -> Option<usize> {
        if self.is_one {
            return Some(0);
        }
        self.by_cells.get(&cells(device.base, device.model, device.format)).copied()
    }
}

/// The three cells as one text, which is unique to them.
fn cells(base: Option<&str>, model: Option<&str>, format: Option<&str>) -> String {
    let [base, model, format] = [base, model, format].map(Option::unwrap_or_default);
    format!("{}:{}:{base}{model}{format}", base.len(), model.len())
}
