//! A range of bytes in one source.

use core::ops::Range;

/// A range of bytes in one source, counted in the bytes as they were read. It is never reversed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    pub(crate) source: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    /// Creates a range of a source; `None` if it is reversed or reaches beyond 4 GiB.
    ///
    /// ```
    /// # use spc_core::diagnostic::Span;
    /// let span = Span::of(0, 3..8).expect("in order");
    /// assert_eq!(span.part(1..2), Span::of(0, 4..5).expect("in order"));
    /// assert_eq!(Span::of(0, 8..3), None);
    /// ```
    #[must_use]
    pub fn of(source: u16, bytes: Range<usize>) -> Option<Self> {
        let (start, end) = (u32::try_from(bytes.start).ok()?, u32::try_from(bytes.end).ok()?);
        (start <= end).then_some(Self { source, start, end })
    }

    /// Returns which source it is in: 0 is the profile itself; imported files follow in the order they were read.
    #[must_use]
    pub const fn source(self) -> u16 {
        self.source
    }

    /// Returns the position of the first byte.
    #[must_use]
    pub const fn start(self) -> u32 {
        self.start
    }

    /// Returns the position after the last byte; equal to [`start`](Self::start) for a place between bytes.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Returns a part of this range, counted from its first byte and clamped to this range.
    #[must_use]
    pub fn part(self, bytes: Range<usize>) -> Self {
        let at = |offset: usize| {
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            self.start.saturating_add(offset).min(self.end)
        };
        let start = at(bytes.start);
        Self { start, end: at(bytes.end).max(start), ..self }
    }

    /// Returns the positions as indices into the source.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "memory is addressed by at least 32 bits wherever this runs")]
    pub fn range(self) -> Range<usize> {
        let at = |position: u32| usize::try_from(position).expect("an address has at least 32 bits");
        at(self.start)..at(self.end)
    }

    /// Creates a range of the profile itself.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let position = |at: usize| u32::try_from(at).expect("a source has at most 4 MiB");
        Self { source: 0, start: position(start), end: position(end) }
    }

    /// Creates a range of the profile itself by its length.
    pub(crate) fn at(start: usize, length: usize) -> Self {
        Self::new(start, start.checked_add(length).expect("a range ends inside its source"))
    }
}
