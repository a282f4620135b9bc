//! A place in a value that only moves forward.
//!
//! Knows: characters and spaces. Must not know: any language.

use super::Extent;

/// What a parser has read of a value, and what is left. Positions are bytes of the whole value.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The same value, as if it began and ended there; a cursor of this value has been at both positions.
    pub(super) fn within(self, start: usize, end: usize) -> Self {
        Self { text: self.text.get(..end).expect("positions of a cursor are character boundaries"), at: start }
    }

    pub(super) const fn at(self) -> usize {
        self.at
    }

    pub(super) fn rest(self) -> &'a str {
        self.text.get(self.at..).expect("a cursor rests on a character boundary")
    }

    pub(super) fn is_done(self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn is_at(self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.advance(next.len_utf8());
        Some(next)
    }

    /// Reads this text if it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let is_next = self.is_at(text);
        if is_next {
            self.advance(text.len());
        }
        is_next
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = rest.find(|c| !wanted(c)).map_or(rest, |end| rest.get(..end).expect("`find` gives a boundary"));
        self.advance(taken.len());
        taken
    }

    pub(super) fn skip_blanks(&mut self) {
        self.take_while(is_blank);
    }

    /// The text between an earlier position and this one.
    pub(super) fn since(self, start: usize) -> &'a str {
        self.text.get(start..self.at).expect("positions of a cursor are character boundaries in order")
    }

    pub(super) const fn extent_since(self, start: usize) -> Extent {
        Extent { start, end: self.at }
    }

    /// What is between the next quote and the one that closes it; if nothing closes it, `None`, and nothing is read.
    pub(super) fn quoted(&mut self) -> Option<&'a str> {
        let inner = self.rest().strip_prefix('"')?;
        let inner = inner.get(..inner.find('"')?)?;
        self.advance(inner.len().saturating_add(2));
        Some(inner)
    }

    const fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }
}

/// Spaces between the parts of a value; in XML, values may extend over several lines.
pub(super) const fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace()
}
