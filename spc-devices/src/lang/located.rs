//! A piece of a tree that remembers where it was written.

use core::fmt;
use core::ops::Range;

/// A value and its place in the text it was read from.
///
/// Two are equal if their values are: where something was written does not change what it says.
#[derive(Clone, Default)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where, in bytes of the text, on character borders.
    pub range: Range<usize>,
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)?;
        write!(f, " @ {:?}", self.range)
    }
}
