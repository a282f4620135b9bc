//! Reports what is wrong with a device list, row by row and up to a bound.
//!
//! The row itself is never shown: any of its cells may be a password, whatever its column is called.

use spc_core::diagnostic::Code;

use crate::fleet::list::rows::Place;
use crate::report::escape::escape;
use crate::report::reporter::Reporter;

/// Faults that are shown; the others are counted.
const SHOWN: u64 = 100;

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Which cell of its row, counted from 0.
    pub(crate) cell: usize,
    pub(crate) code: Code,
    pub(crate) message: String,
    hint: Option<String>,
}

impl Fault {
    pub(crate) fn new(cell: usize, code: Code, message: impl Into<String>) -> Self {
        Self { cell, code, message: message.into(), hint: None }
    }

    /// Adds a way to mend it.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// The faults of one list.
#[derive(Debug)]
pub(crate) struct Faults<'a> {
    list: &'a str,
    reporter: &'a Reporter,
    count: u64,
    /// The rows at fault, by their lines.
    lines: Vec<u64>,
}

impl<'a> Faults<'a> {
    /// `list` is how messages name it.
    pub(crate) const fn new(list: &'a str, reporter: &'a Reporter) -> Self {
        Self { list, reporter, count: 0, lines: Vec::new() }
    }

    /// Reports a fault of the row that begins on `line`.
    pub(crate) fn report(&mut self, line: u64, place: Place, column: Option<&str>, fault: &Fault) {
        self.lines.push(line);
        self.count = self.count.saturating_add(1);
        if self.count > SHOWN {
            return;
        }
        let column = column.map(|name| format!(" (column `{name}`)")).unwrap_or_default();
        let place = escape(&format!(" --> {}:{}:{}{column}", self.list, place.line, place.column));
        let message = format!("spc: error: {} [{}]", escape(&fault.message), fault.code);
        let hint = fault.hint.as_ref().map(|hint| format!("spc: hint: {}", escape(hint)));
        self.reporter.lines([message, place].into_iter().chain(hint));
    }

    /// Says how many faults were not shown, and returns the lines of all rows at fault, sorted.
    pub(crate) fn finish(mut self) -> Vec<u64> {
        let hidden = self.count.saturating_sub(SHOWN);
        if hidden > 0 {
            self.reporter.note(&format!("{hidden} more errors are not shown"));
        }
        self.lines.sort_unstable();
        self.lines.dedup();
        self.lines
    }
}
