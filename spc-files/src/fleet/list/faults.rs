//! Reports what is wrong with a device list, row by row and up to a limit.
//!
//! The row itself is never shown, because any of its cells may be a password, whatever its column is called.

use std::fmt;

use spc_core::diagnostic::Code;
use spc_fleet::list::{ListPlace, Located};
use spc_fleet::{Cause, ModelFormatError, codes};

use crate::fleet::list::finding::Finding;
use crate::report::advice::{Advice, Hint};
use crate::report::reporter::Reporter;

/// How many faults are shown; the others are only counted.
const SHOWN: u64 = 100;

/// What is wrong with a row in this run, whichever check found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The cell in its row, counted from 0.
    pub cell: Option<usize>,
    code: Code,
    message: String,
    hint: Option<Hint>,
}

impl RowFault {
    /// What is wrong with a cell, counted from 0.
    pub fn new(cell: usize, code: Code, message: impl Into<String>) -> Self {
        Self { cell: Some(cell), code, message: message.into(), hint: None }
    }

    /// Adds a hint on how to fix it.
    #[must_use]
    pub fn hint(self, hint: impl Into<Hint>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// What is wrong, and its code.
impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.code)
    }
}

impl From<spc_fleet::Fault> for RowFault {
    fn from(fault: spc_fleet::Fault) -> Self {
        Self::of(fault.cell, &fault.cause)
    }
}

impl RowFault {
    fn of(cell: Option<usize>, cause: &Cause) -> Self {
        Self { cell, code: cause.code(), message: cause.to_string(), hint: hint(cause) }
    }
}

/// How to fix it.
fn hint(cause: &Cause) -> Option<Hint> {
    let advice = match (cause, cause.help()) {
        (Cause::NoSuchColumn { columns: Some(columns), .. }, _) => Advice::ChooseColumn(columns.clone()),
        (Cause::MacByAnotherName(name), _) => Advice::MapColumn(name.clone(), "mac"),
        (Cause::OursByAnotherCase { name, has_ours: true, .. }, _) => Advice::KeepColumn(name.clone()),
        (Cause::OursByAnotherCase { name, ours, .. }, _) => Advice::MapOrKeepColumn(name.clone(), ours),
        (Cause::MacNotSeparated, _) => Advice::SaySeparator,
        (Cause::ModelFormat(ModelFormatError::Model(_)), None) => Advice::ListModels,
        (_, help) => return help.map(Hint::from),
    };
    Some(advice.into())
}

/// The faults of one list.
#[derive(Debug)]
pub struct Faults<'a> {
    list: &'a str,
    reporter: &'a Reporter,
    count: u64,
    /// The lines of the rows at fault.
    lines: Vec<u64>,
    /// The number of rows that are not text; only one is shown, because all have the same cause.
    not_text: u64,
}

impl<'a> Faults<'a> {
    /// `list` is the name of the list in messages.
    #[must_use]
    pub const fn new(list: &'a str, reporter: &'a Reporter) -> Self {
        Self { list, reporter, count: 0, lines: Vec::new(), not_text: 0 }
    }

    /// Reports a fault that the library found.
    pub fn located(&mut self, located: &Located) {
        let fault = RowFault::of(None, &located.cause);
        self.report(located.row, located.place, located.column.as_deref(), &fault);
    }

    /// Reports a fault of the row that begins on `line`.
    pub fn report(&mut self, line: u64, place: ListPlace, column: Option<&str>, fault: &RowFault) {
        self.lines.push(line);
        if fault.code == codes::NOT_TEXT {
            self.not_text = self.not_text.saturating_add(1);
            if self.not_text > 1 {
                return;
            }
        }
        self.count = self.count.saturating_add(1);
        if self.count > SHOWN {
            return;
        }
        let hint = fault.hint.as_ref().and_then(|hint| self.reporter.hint(hint));
        let finding = Finding::error(self.list, fault.code, &fault.message).hint(hint.as_deref());
        finding.at(place).column(column).show(self.reporter);
    }

    /// Reports how many faults were not shown, and returns the lines of all rows at fault, sorted.
    #[must_use]
    pub fn finish(mut self) -> Vec<u64> {
        let hidden = self.count.saturating_sub(SHOWN);
        if hidden > 0 {
            self.reporter.note(&format!("{hidden} more errors are not shown"));
        }
        match self.not_text {
            0 | 1 => {}
            2 => self.reporter.note("1 more row is not text"),
            rows => self.reporter.note(&format!("{} more rows are not text", rows.saturating_sub(1))),
        }
        self.lines.sort_unstable();
        self.lines.dedup();
        self.lines
    }
}
