//! Rows that have something in common, in words.

use spc_fleet::Lines;

/// `line 7`, or `3 rows, the first on line 7`.
#[must_use]
pub(crate) fn shown(lines: Lines) -> String {
    match lines {
        Lines { count: 1, first, .. } => format!("line {first}"),
        Lines { count, first, .. } => format!("{count} rows, the first on line {first}"),
    }
}
