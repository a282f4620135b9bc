//! Collects the text of an element over comments, CDATA sections and references, and normalises it once.

use std::borrow::Cow;

use super::markup::is_blank;
use crate::diagnostic::Span;

/// The text of one element so far. Borrows as long as there is one piece that stands for itself.
#[derive(Default)]
pub(super) struct Text<'a> {
    joined: Cow<'a, str>,
    /// From the first visible character to behind the last one.
    range: Option<(usize, usize)>,
}

impl<'a> Text<'a> {
    /// Appends raw text or a CDATA section that begins at `start`.
    pub(super) fn push(&mut self, piece: &'a str, start: usize) {
        let visible = piece.trim_start_matches(is_blank);
        if !visible.is_empty() {
            let start = start.saturating_add(piece.len()).saturating_sub(visible.len());
            self.cover(start, start.saturating_add(visible.trim_end_matches(is_blank).len()));
        }
        let piece = single_line_ends(piece);
        if self.joined.is_empty() {
            self.joined = piece;
        } else {
            self.joined.to_mut().push_str(&piece);
        }
    }

    /// Appends what the reference from `start` to `end` stands for.
    pub(super) fn push_character(&mut self, character: char, start: usize, end: usize) {
        if !is_blank(character) {
            self.cover(start, end);
        }
        self.joined.to_mut().push(character);
    }

    fn cover(&mut self, start: usize, end: usize) {
        let (first, _) = self.range.unwrap_or((start, end));
        self.range = Some((first, end));
    }

    /// Where the text stands, without the blanks at its ends; `None` when there is nothing else.
    pub(super) fn span(&self) -> Option<Span> {
        self.range.map(|(start, end)| Span::new(start, end))
    }

    /// Every TAB, LF and CR a space, spaces at the ends removed (FORMAT 7.6).
    pub(super) fn normalise(self) -> Cow<'a, str> {
        match self.joined {
            Cow::Borrowed(text) => {
                let text = text.trim_matches(is_blank);
                if text.bytes().any(is_break) { Cow::Owned(spaced(text)) } else { Cow::Borrowed(text) }
            }
            Cow::Owned(text) => Cow::Owned(spaced(text.trim_matches(is_blank))),
        }
    }
}

const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

fn spaced(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

/// CR LF and lone CR of the source become LF (XML 1.0, section 2.11).
fn single_line_ends(piece: &str) -> Cow<'_, str> {
    if piece.contains('\r') {
        Cow::Owned(piece.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(piece)
    }
}
