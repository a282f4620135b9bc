//! Collects the text of an element across comments, CDATA sections and references, and normalises it once.

use std::borrow::Cow;

use super::markup::is_blank;
use crate::diagnostic::Span;

/// The text of one element so far. It is borrowed as long as there is only one, literal piece.
#[derive(Default)]
pub(super) struct Text<'a> {
    /// The first piece, as written.
    first: &'a str,
    /// All pieces, once there is more than one, with each TAB, LF and CR already a space.
    joined: Option<String>,
    /// From the first visible character to after the last one.
    range: Option<(usize, usize)>,
}

impl<'a> Text<'a> {
    /// Appends raw text or a CDATA section that begins at `start`.
    pub(super) fn push(&mut self, piece: &'a str, start: usize) {
        let visible = piece.trim_ascii_start();
        if !visible.is_empty() {
            let start = start.saturating_add(piece.len()).saturating_sub(visible.len());
            self.cover(start, start.saturating_add(visible.trim_ascii_end().len()));
        }
        if self.is_empty() {
            self.first = piece;
        } else {
            push_spaced(self.join(), piece);
        }
    }

    /// Appends what the reference from `start` to `end` stands for.
    pub(super) fn push_character(&mut self, character: char, start: usize, end: usize) {
        if !is_blank(character) {
            self.cover(start, end);
        }
        // Unlike CR LF in the source, a CR and an LF that are written as references are two spaces.
        self.join().push(if matches!(character, '\t' | '\n' | '\r') { ' ' } else { character });
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.first.is_empty() && self.joined.is_none()
    }

    /// The text so far.
    pub(super) fn as_written(&self) -> &str {
        self.joined.as_deref().unwrap_or(self.first)
    }

    fn join(&mut self) -> &mut String {
        let first = self.first;
        self.joined.get_or_insert_with(|| spaced(first))
    }

    fn cover(&mut self, start: usize, end: usize) {
        let (first, _) = self.range.unwrap_or((start, end));
        self.range = Some((first, end));
    }

    /// Where the text is, without the blanks at its ends; `None` if there is nothing else.
    pub(super) fn span(&self) -> Option<Span> {
        self.range.map(|(start, end)| Span::new(start, end))
    }

    /// Turns every TAB, LF and CR into a space, and removes the spaces at the ends (FORMAT 7.6).
    pub(super) fn normalise(self) -> Cow<'a, str> {
        match self.joined {
            Some(text) => Cow::Owned(text.trim_matches(' ').to_owned()),
            None => {
                let text = self.first.trim_ascii();
                let has_break = text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r'));
                if has_break { Cow::Owned(spaced(text)) } else { Cow::Borrowed(text) }
            }
        }
    }
}

fn spaced(piece: &str) -> String {
    let mut text = String::with_capacity(piece.len());
    push_spaced(&mut text, piece);
    text
}

/// Appends a piece of the source; CR LF is one line end (XML 1.0, section 2.11), and therefore one space.
fn push_spaced(text: &mut String, piece: &str) {
    let mut characters = piece.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\r' {
            characters.next_if_eq(&'\n');
        }
        text.push(if matches!(character, '\t' | '\n' | '\r') { ' ' } else { character });
    }
}
