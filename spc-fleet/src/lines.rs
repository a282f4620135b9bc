//! Rows that have something in common.

/// How many rows there are, and where the first one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lines {
    /// How many.
    pub count: u64,
    /// The line on which the first one begins.
    pub first: u64,
}

impl Lines {
    /// Counts one more row, which begins on this line.
    pub const fn note(&mut self, line: u64) {
        if self.count == 0 {
            self.first = line;
        }
        self.count = self.count.saturating_add(1);
    }
}
