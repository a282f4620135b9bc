//! Reports what is wrong with a device list, row by row and up to a bound.
//!
//! The row itself is never shown: any of its cells may be a password, whatever its column is called.

use spc_core::diagnostic::Code;
use spc_devices::fleet::codes;
use spc_files::report::escape::escape;
use spc_files::report::reporter::Reporter;

use crate::fleet::list::repeated::Found;
use crate::fleet::list::row::Place;

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
    /// Rows that are not text, of which one is shown: where one is, all the others are for the same reason.
    not_text: u64,
}

impl<'a> Faults<'a> {
    /// `list` is how messages name it.
    pub(crate) const fn new(list: &'a str, reporter: &'a Reporter) -> Self {
        Self { list, reporter, count: 0, lines: Vec::new(), not_text: 0 }
    }

    /// Reports a fault of the row that begins on `line`.
    pub(crate) fn report(&mut self, line: u64, place: Place, column: Option<&str>, fault: &Fault) {
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
        let column = column.map(|name| format!(" (column `{name}`)")).unwrap_or_default();
        let place = escape(&format!(" --> {}:{}:{}{column}", self.list, place.line, place.column));
        let message = format!("spc: error: {} [{}]", escape(&fault.message), fault.code);
        let hint = fault.hint.as_ref().map(|hint| format!("spc: hint: {}", escape(hint)));
        self.reporter.lines([message, place].into_iter().chain(hint));
    }

    /// Reports all places of what is there more than once, and counts them: nobody knows which one was meant.
    pub(crate) fn repeated(&mut self, repeated: Vec<Vec<Found>>, column: Option<&str>, code: Code) -> u64 {
        let what = if code == codes::REPEATED_ADDRESS { "address" } else { "file name" };
        let mut count = 0_u64;
        for places in repeated {
            for (Found { row, place }, other) in places.iter().zip(places.iter().cycle().skip(1)) {
                count = count.saturating_add(1);
                let fault = Fault::new(0, code, format!("duplicate {what}: also on line {}", other.place.line));
                self.report(*row, *place, column, &fault);
            }
        }
        count
    }

    /// Says how many faults were not shown, and returns the lines of all rows at fault, sorted.
    pub(crate) fn finish(mut self) -> Vec<u64> {
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
