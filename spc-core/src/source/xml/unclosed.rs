//! Elements without an end tag, found by one run over a source and known to the next.
//!
//! Knows: where they begin. Must not know: what follows from it.

/// Where elements begin that turned out not to end.
#[derive(Default)]
pub(super) struct Unclosed {
    starts: Vec<u32>,
    /// Whether there may be more, because the run ended at the limit of depth.
    has_more: bool,
}

impl Unclosed {
    /// Adds elements, by the bytes at which their start tags begin.
    pub(super) fn add(&mut self, starts: impl Iterator<Item = u32>) {
        self.starts.extend(starts);
    }

    /// Says that the run ended before it came to all of them.
    pub(super) const fn may_be_more(&mut self) {
        self.has_more = true;
    }

    /// Makes them ready to be looked up.
    pub(super) fn sorted(mut self) -> Self {
        self.starts.sort_unstable();
        self
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Whether the element that begins here does not end.
    pub(super) fn contains(&self, start: u32) -> bool {
        self.starts.binary_search(&start).is_ok()
    }

    /// Whether elements beyond those that are known may not end.
    pub(super) const fn has_more(&self) -> bool {
        self.has_more
    }
}
