//! Elements without an end tag, found by one run over a source and known to the next run.
//!
//! Knows: where they begin. Must not know: what that means for the document.

/// The beginnings of elements that turned out not to end.
#[derive(Default)]
pub(super) struct Unclosed {
    starts: Vec<u32>,
    /// Whether there may be more, because the run ended at the depth limit.
    has_more: bool,
}

impl Unclosed {
    /// Adds elements, by the positions at which their start tags begin.
    pub(super) fn add(&mut self, starts: impl Iterator<Item = u32>) {
        self.starts.extend(starts);
    }

    /// Notes that the run ended before it reached all of them.
    pub(super) const fn may_be_more(&mut self) {
        self.has_more = true;
    }

    /// Prepares them for lookup.
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

    /// Whether there may be more such elements than those known.
    pub(super) const fn has_more(&self) -> bool {
        self.has_more
    }
}
