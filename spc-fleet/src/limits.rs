//! How much of a list is read.

/// Columns that a list may have: a quarter of the parameters that a profile may.
pub const MOST_COLUMNS: usize = 4096;

/// Bytes of a row, its line end included.
pub const LONGEST_ROW: usize = 1 << 20;

/// Combinations of a base, a model and a format that a list may name: each is compiled, and all of them are in memory at
/// once.
pub const MOST_KINDS: usize = 256;
