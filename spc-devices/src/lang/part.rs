//! A piece of a value that knows its place: the parsers cut a text into such pieces.
//!
//! Knows: text. Must not know: any language.

use core::ops::Range;

use super::Fault;
use super::located::Located;

/// Spaces, tabs and line breaks around the pieces of a value. Devices do not accept any other character as one.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Part<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, start: 0 }
    }

    pub(super) const fn text(self) -> &'a str {
        self.text
    }

    pub(super) const fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    pub(super) const fn range(self) -> Range<usize> {
        self.start..self.end()
    }

    const fn end(self) -> usize {
        self.start.saturating_add(self.text.len())
    }

    /// Without the spaces around it.
    pub(super) fn trim(self) -> Self {
        let text = self.text.trim_start_matches(BLANKS);
        let start = self.end().saturating_sub(text.len());
        Self { text: text.trim_end_matches(BLANKS), start }
    }

    /// What is between the separators.
    pub(super) fn split(self, separator: char) -> impl Iterator<Item = Self> + Clone {
        let mut start = self.start;
        self.text.split(separator).map(move |text| {
            let part = Self { text, start };
            start = part.end().saturating_add(separator.len_utf8());
            part
        })
    }

    /// What is before and after the first separator.
    pub(super) fn split_once(self, separator: char) -> Option<(Self, Self)> {
        let (before, after) = self.text.split_once(separator)?;
        Some((Self { text: before, start: self.start }, self.ending(after)))
    }

    /// What is before and after the last separator.
    pub(super) fn rsplit_once(self, separator: char) -> Option<(Self, Self)> {
        let (before, after) = self.text.rsplit_once(separator)?;
        Some((Self { text: before, start: self.start }, self.ending(after)))
    }

    /// What is before the first of the characters, and the rest from there.
    pub(super) fn split_before(self, characters: &[char]) -> (Self, Self) {
        self.split_at(self.text.find(characters).unwrap_or(self.text.len()))
    }

    /// This many bytes, and the rest.
    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        let (before, rest) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        (Self { text: before, start: self.start }, self.ending(rest))
    }

    /// What follows a prefix.
    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        Some(self.ending(self.text.strip_prefix(prefix)?))
    }

    /// What precedes a suffix.
    pub(super) fn strip_suffix(self, suffix: &str) -> Option<Self> {
        Some(Self { text: self.text.strip_suffix(suffix)?, start: self.start })
    }

    /// The first character that matches, as a separate part.
    pub(super) fn find(self, fits: impl Fn(char) -> bool) -> Option<Self> {
        let (at, found) = self.text.char_indices().find(|&(_, character)| fits(character))?;
        let text = self.text.get(at..at.saturating_add(found.len_utf8()))?;
        Some(Self { text, start: self.start.saturating_add(at) })
    }

    /// What follows this many characters.
    pub(super) fn beyond(self, characters: usize) -> Option<Self> {
        let (at, _) = self.text.char_indices().nth(characters)?;
        Some(self.ending(self.text.get(at..)?))
    }

    /// The empty place after it.
    pub(super) fn after(self) -> Self {
        self.ending("")
    }

    /// The name and the value of `name=value`.
    pub(super) fn field(self) -> Option<(Self, Self)> {
        let (name, value) = self.split_once('=')?;
        Some((name.trim(), value.trim()))
    }

    pub(super) const fn fault<K>(self, kind: K) -> Fault<K> {
        Fault { kind, range: self.range() }
    }

    pub(super) fn located<T>(self, value: T) -> Located<T> {
        Located::new(value, self.range())
    }

    pub(super) fn owned(self) -> Located<String> {
        self.located(self.text.to_owned())
    }

    const fn ending(self, text: &'a str) -> Self {
        Self { text, start: self.end().saturating_sub(text.len()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn pieces_know_their_place() {
        let text = "ab ; cd=é;;x";
        let pieces: Vec<_> = Part::new(text).split(';').map(Part::trim).collect();
        assert_eq!(pieces.iter().map(|piece| piece.text()).collect::<Vec<_>>(), ["ab", "cd=é", "", "x"]);
        for piece in &pieces {
            assert_eq!(&text[piece.range()], piece.text());
        }
        let (name, value) = pieces[1].field().unwrap();
        assert_eq!((&text[name.range()], &text[value.range()]), ("cd", "é"));
        assert_eq!(pieces[1].find(|c| c == 'é').unwrap().range(), 8..10);
        assert_eq!(pieces[1].after().range(), 10..10);
    }
}
