//! Draws a line piece by piece, with a mark in it, safely for a terminal.
//!
//! Must not know: what may be shown.

use core::ops::Range;

use crate::escape::{HIDDEN, is_dangerous};

/// Bytes of a line that are looked at before a place, and after its beginning: a whole profile may be on one line.
pub(crate) const BEFORE: usize = 80;
pub(crate) const AFTER: usize = 160;

/// A line of a source as it may be shown, safe for a terminal, with one place marked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excerpt {
    /// The number of the line, counted from 1.
    pub line: usize,
    /// The line, or the part of a long line around the place; `...` stands for the rest.
    pub text: String,
    /// The range in bytes of `text` that shows the place; it ends with the line, and may be empty.
    pub mark: Range<usize>,
}

impl Excerpt {
    /// Makes an excerpt of a one-line value that was typed, with these ranges hidden; only the part around the place if
    /// it is long.
    #[must_use]
    pub fn of_value(value: &str, secrets: &[Range<usize>], place: Range<usize>) -> Self {
        let is_end = |at: &usize| value.is_char_boundary(*at);
        let start = (0..=place.start.saturating_sub(BEFORE).min(value.len())).rev().find(is_end).unwrap_or_default();
        let end = (place.start.saturating_add(AFTER).min(value.len())..).find(is_end).unwrap_or_default();
        let mut drawing = Drawing::new(place, true);
        drawing.text.push_str(if start > 0 { "..." } else { "" });
        let mut at = start;
        for secret in secrets.iter().filter(|secret| secret.end > start && secret.start < end) {
            let (from, to) = (secret.start.max(at), secret.end.min(end).max(at));
            drawing.show(value.get(at..from).unwrap_or(HIDDEN), at);
            drawing.hide(from..to.max(from));
            at = to.max(from);
        }
        drawing.show(value.get(at..end).unwrap_or(HIDDEN), at);
        drawing.finish(1, if end < value.len() { "..." } else { "" })
    }
}

/// A line that is being drawn.
pub(crate) struct Drawing {
    /// The place that is marked.
    mark: Range<usize>,
    pub(crate) text: String,
    /// Where the mark begins and ends in the text.
    from: Option<usize>,
    to: Option<usize>,
    /// Whether the last thing drawn was hidden, so that adjacent hidden text is drawn as one.
    hides: bool,
    is_utf8: bool,
}

impl Drawing {
    pub(crate) fn new(mark: Range<usize>, is_utf8: bool) -> Self {
        Self { mark, text: String::new(), from: None, to: None, hides: false, is_utf8 }
    }

    pub(crate) fn finish(mut self, line: usize, cut: &str) -> Excerpt {
        let end = self.text.len();
        let from = self.from.unwrap_or(end);
        let mark = from..self.to.unwrap_or(end).max(from);
        self.text.push_str(cut);
        Excerpt { line, text: self.text, mark }
    }

    /// Draws text that begins at this position of the source; anything that could control a terminal is replaced.
    pub(crate) fn show(&mut self, text: &str, start: usize) {
        let mut at = start;
        for character in text.chars() {
            self.reach(at..at.saturating_add(1), self.text.len());
            self.text.push(match character {
                '\t' => ' ',
                _ if is_dangerous(character) => '\u{fffd}',
                _ => character,
            });
            at = at.saturating_add(if self.is_utf8 { character.len_utf8() } else { 1 });
            self.hides = false;
        }
    }

    pub(crate) fn hide(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let shown = if self.hides { self.text.len().saturating_sub(HIDDEN.len()) } else { self.text.len() };
        self.reach(range.clone(), shown);
        if !core::mem::replace(&mut self.hides, true) {
            self.text.push_str(HIDDEN);
        }
        if self.mark.end > range.start && self.mark.end <= range.end {
            self.to.get_or_insert(self.text.len());
        }
    }

    /// Notes that this range of the source is drawn at this position.
    fn reach(&mut self, range: Range<usize>, shown: usize) {
        if self.mark.start < range.end {
            self.from.get_or_insert(shown);
        }
        if self.mark.end <= range.start {
            self.to.get_or_insert(shown);
        }
    }
}
