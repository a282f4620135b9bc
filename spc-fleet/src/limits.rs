//! How much of a list is read.

/// The most columns that a list may have: a quarter of the parameters that a profile may have.
pub const MOST_COLUMNS: usize = 4096;

/// The most bytes of a row, including its line end.
pub const LONGEST_ROW: usize = 1 << 20;

/// The most combinations of a base, a model and a format that a list may name. Each one is compiled, and all of them are in
/// memory at once.
pub const MOST_KINDS: usize = 256;
