//! A piece of a tree that remembers where it was written.

use core::fmt;
use core::ops::Range;

/// Where a piece of a value is, in bytes of the value and on character boundaries.
///
/// It is ignored in comparisons: two trees are equal if they say the same thing, wherever their pieces are.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Extent {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Extent {
    /// The same as a range, as in the faults of a value.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl PartialEq for Extent {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Extent {}

impl From<Range<usize>> for Extent {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A value and its place in the text it was read from.
///
/// Two are equal if their values are: where something was written does not change what it says.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub extent: Extent,
}

impl<T> Located<T> {
    /// A value that was read there.
    pub fn new(value: T, extent: impl Into<Extent>) -> Self {
        Self { value, extent: extent.into() }
    }

    /// Where, as in a [`Fault`](crate::lang::Fault).
    pub const fn range(&self) -> Range<usize> {
        self.extent.range()
    }
}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)?;
        write!(f, " @ {:?}", self.range())
    }
}
