//! Tells what is wrong with a device list, row by row and up to a bound.
//!
//! The row itself is never shown: any of its cells may be a password, whatever its column is called.

use crate::fleet::list::rows::Place;
use crate::report::escape::escape;
use crate::report::reporter::Reporter;

/// Faults that are told; the others are counted.
const TOLD: u64 = 100;

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

    /// Tells a fault of the row that begins on `line`.
    pub(crate) fn tell(&mut self, line: u64, place: Place, column: Option<&str>, message: &str) {
        self.lines.push(line);
        self.count = self.count.saturating_add(1);
        if self.count > TOLD {
            return;
        }
        let column = column.map(|name| format!(" (column `{name}`)")).unwrap_or_default();
        let place = escape(&format!(" --> {}:{}:{}{column}", self.list, place.line, place.column));
        self.reporter.lines([format!("spc: error: {}", escape(message)), place]);
    }

    /// Says how many faults were not told, and returns the lines of all rows at fault, sorted.
    pub(crate) fn finish(mut self) -> Vec<u64> {
        let untold = self.count.saturating_sub(TOLD);
        if untold > 0 {
            self.reporter.note(&format!("{untold} more errors are not shown"));
        }
        self.lines.sort_unstable();
        self.lines.dedup();
        self.lines
    }
}
