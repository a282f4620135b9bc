//! What is wrong with a list, with its place.

use core::fmt;

use super::row::ListPlace;
use crate::cause::Cause;

/// What is wrong with a list, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Located {
    /// The line on which the row begins.
    pub row: u64,
    /// Where it is.
    pub place: ListPlace,
    /// The name of the column.
    pub column: Option<String>,
    /// What is wrong.
    pub cause: Cause,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, character {}", self.place.line, self.place.column)?;
        if let Some(column) = &self.column {
            write!(f, " (column `{column}`)")?;
        }
        write!(f, ": {} [{}]", self.cause, self.cause.code())
    }
}

impl core::error::Error for Located {}
