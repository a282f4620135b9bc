//! What a reader understood of a source: markup and the texts of entries, each with its place.
//!
//! Knows: ranges. Must not know: any syntax, or what of it is shown.

use core::ops::Range;

/// What a reader understood of one source. It did not understand anything that is not in a piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) entries: Vec<Entry>,
    /// In source order, without overlaps.
    pub(crate) pieces: Vec<Piece>,
}

/// An entry of plain text, or an element of XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// From its beginning to its end, as far as it was read.
    pub(crate) range: Range<usize>,
    pub(crate) name: Range<usize>,
    /// Whether everything in it certainly belongs to it: nothing is missing, or only its end is.
    pub(crate) is_sure: bool,
    /// Whether it may be part of another entry's value.
    pub(crate) is_doubtful: bool,
    /// Whether it contains other entries, so that its text is not part of a value.
    pub(crate) has_child: bool,
}

/// A range of a source that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    pub(crate) part: Part,
}

/// What a range means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Characters and words of the language itself.
    Markup,
    /// The name of this entry.
    Name(usize),
    /// Text of this entry: its value, or a part of it.
    Text(usize),
}

impl Outline {
    /// Begins an entry; its content follows.
    pub(crate) fn begin(&mut self, name: Range<usize>, is_doubtful: bool) -> usize {
        self.entries.push(Entry { range: name.clone(), name, is_sure: false, is_doubtful, has_child: false });
        self.entries.len().saturating_sub(1)
    }

    /// Notes that an entry contains another one.
    pub(crate) fn has_child(&mut self, entry: usize) {
        if let Some(entry) = self.entries.get_mut(entry) {
            entry.has_child = true;
        }
    }

    /// Ends an entry that certainly is one.
    pub(crate) fn complete(&mut self, entry: usize, end: usize) {
        if let Some(entry) = self.entries.get_mut(entry) {
            entry.range.end = end;
            entry.is_sure = true;
        }
    }

    /// Adds a range, which must not begin before the end of the last one.
    pub(crate) fn add(&mut self, range: Range<usize>, part: Part) {
        if range.is_empty() {
            return;
        }
        if let Part::Name(at) | Part::Text(at) = part
            && let Some(entry) = self.entries.get_mut(at)
        {
            entry.range.end = entry.range.end.max(range.end);
        }
        self.pieces.push(Piece { range, part });
    }

    /// Moves every position.
    pub(crate) fn map(&mut self, position: impl Fn(usize) -> usize) {
        let entries = self.entries.iter_mut().flat_map(|entry| [&mut entry.range, &mut entry.name]);
        for range in entries.chain(self.pieces.iter_mut().map(|piece| &mut piece.range)) {
            *range = position(range.start)..position(range.end);
        }
    }
}
