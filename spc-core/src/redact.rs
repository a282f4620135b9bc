//! What may be shown of a source: excerpts for findings, without the source's secrets.
//!
//! Knows: what readers understood, and what secrets look like. Must not know: any syntax, and how excerpts are drawn.
//!
//! The rule is an allow-list: markup, the names of complete entries, and the text of the entry that a finding is about
//! if its name is harmless and nothing in it looks like a secret. Everything else is shown as `***`: it may be a
//! password, especially in a broken source. Placeholders (`{{admin_password}}`) are names, and are always shown.

use core::cell::{Cell, OnceCell};
use core::ops::Range;
use std::borrow::Cow;

use crate::diagnostic::{LineIndex, Span};
use crate::excerpt::{AFTER, BEFORE, Drawing};
use crate::limits;
use crate::profile::{is_harmless, is_tame, looks_generated, placeholder};
use crate::source::{Outline, Part, Syntax, outline};

#[cfg(test)]
mod tests;

pub use crate::excerpt::Excerpt;

/// The longest source in bytes of which excerpts are made: the outline of a longer one takes too much memory.
const LONGEST: usize = 1 << 20;

/// The sources of a run, and what of them may be shown.
///
/// ```
/// # use spc_core::{diagnostic::Span, redact::Redactor, source::Syntax};
/// let source = b"Password_1_ \"s3cret\" ; Proxy_1_ \"a\" ;";
/// let redactor = Redactor::new().source(source, Syntax::Text);
/// let excerpt = redactor.excerpt(Span::of(0, 23..31).unwrap()).unwrap();
/// assert_eq!(excerpt.text, "Password_1_ \"***\" ; Proxy_1_ \"a\" ;");
/// assert_eq!(&excerpt.text[excerpt.mark], "Proxy_1_");
/// ```
#[derive(Debug, Default)]
pub struct Redactor<'s> {
    sources: Vec<Source<'s>>,
}

struct Source<'s> {
    bytes: &'s [u8],
    syntax: Syntax,
    index: LineIndex<'s>,
    /// Made the first time something is to be shown.
    outline: OnceCell<Outline>,
    /// The entry that was looked through last, and whether it is tame: comments and line ends cut its text into many pieces.
    last_looked_at: Cell<Option<(usize, bool)>>,
    /// If not, each byte is a character.
    is_utf8: bool,
}

/// Shows only sizes, because the sources contain passwords.
impl core::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Source({} bytes)", self.bytes.len())
    }
}

/// Returns whether a message may quote from the value of a parameter: its name is not similar to that of a secret, and
/// nothing in the value looks like one. Placeholders in double braces may always be quoted.
///
/// ```
/// # use spc_core::redact::may_quote;
/// assert!(may_quote("Dial_Plan_1_", "(xx.)"));
/// assert!(!may_quote("Pasword_1_", "x"));
/// assert!(!may_quote("Profile_Rule", "[--key x] http://h/$MA.cfg"));
/// ```
#[must_use]
pub fn may_quote(name: &str, value: &str) -> bool {
    name.len() <= limits::NAME && value.len() <= limits::VALUE && is_harmless(name) && is_tame(value)
}

/// Returns whether a message may quote a name of unknown origin: it does not look like a key or a generated password.
///
/// ```
/// # use spc_core::redact::may_name;
/// assert!(may_name("Pasword_1_"));
/// assert!(!may_name("Z7J6Q9U3b5n3"));
/// ```
#[must_use]
pub fn may_name(name: &str) -> bool {
    name.len() <= limits::NAME && !looks_generated(name)
}

impl<'s> Redactor<'s> {
    /// Creates a redactor without sources.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next source: the profile first, then what it imports, in the order it was read.
    #[must_use]
    pub fn source(mut self, bytes: &'s [u8], syntax: Syntax) -> Self {
        let is_utf8 = core::str::from_utf8(bytes).is_ok();
        let index = LineIndex::new(bytes);
        let (outline, last_looked_at) = (OnceCell::new(), Cell::new(None));
        self.sources.push(Source { bytes, syntax, index, outline, last_looked_at, is_utf8 });
        self
    }

    /// Returns the line and column of the beginning and of the end of a place, all counted from 1; `None` if its source
    /// was not added.
    #[must_use]
    pub fn locate(&self, span: Span) -> Option<[(usize, usize); 2]> {
        let index = &self.sources.get(usize::from(span.source))?.index;
        Some([index.locate(span.start), index.locate(span.end)])
    }

    /// Returns whether a place may be shown as it is, for example for an edit that copies from it. A single `&` or `<` may
    /// be shown anywhere, because the finding about it says that it is there.
    #[must_use]
    pub fn shows(&self, span: Span) -> bool {
        let range = span.range();
        self.source_of(span).is_some_and(|source| {
            let text = source.slice(&range);
            let mut drawing = Drawing::new(range.clone(), source.is_utf8);
            source.draw(&range, Some(span), &mut drawing);
            matches!(&*text, "&" | "<") || drawing.text == text
        })
    }

    /// Returns a whole source as it may be shown. `None` if the reader understood nothing of it.
    #[must_use]
    pub fn text(&self, source: u16) -> Option<String> {
        let source = self.sources.get(usize::from(source)).filter(|source| !source.outline().pieces.is_empty())?;
        let lines = (1..).take_while(|line| source.index.start(*line) < source.bytes.len());
        let line = |line| {
            let start = source.index.start(line);
            let range = start..start.saturating_add(source.index.line(line).len());
            let mut drawing = Drawing::new(range.clone(), source.is_utf8);
            source.draw(&range, None, &mut drawing);
            drawing.finish(line, "\n").text
        };
        Some(lines.map(line).collect())
    }

    /// Returns the line on which a place begins. `None` if the reader understood nothing of the source, because it may
    /// be a key, and for sources over 1 MiB.
    #[must_use]
    pub fn excerpt(&self, span: Span) -> Option<Excerpt> {
        let source = self.source_of(span).filter(|source| source.bytes.len() <= LONGEST)?;
        let source = Some(source).filter(|source| !source.outline().pieces.is_empty())?;
        let (line, _) = source.index.locate(span.start);
        let start = source.index.start(line);
        let end = start.saturating_add(source.index.line(line).len());
        let place = span.range();
        let first = place.start.saturating_sub(BEFORE).max(start);
        let last = place.start.saturating_add(AFTER).max(place.start).min(end);
        let window = source.between_characters(first..last);
        let mut drawing = Drawing::new(place, source.is_utf8);
        drawing.text.push_str(if window.start > start { "..." } else { "" });
        source.draw(&window, Some(span), &mut drawing);
        Some(drawing.finish(line, if window.end < end { "..." } else { "" }))
    }

    /// The source that contains a place.
    fn source_of(&self, span: Span) -> Option<&Source<'s>> {
        self.sources.get(usize::from(span.source)).filter(|source| source.bytes.get(span.range()).is_some())
    }
}

impl Source<'_> {
    fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| outline(self.bytes, self.syntax))
    }

    fn slice(&self, range: &Range<usize>) -> Cow<'_, str> {
        let bytes = self.bytes.get(range.clone()).expect("a place lies inside its source");
        if self.is_utf8 { String::from_utf8_lossy(bytes) } else { bytes.iter().map(|byte| char::from(*byte)).collect() }
    }

    /// Widens a range so that no character is cut.
    fn between_characters(&self, range: Range<usize>) -> Range<usize> {
        let is_inside = |at: &usize| self.is_utf8 && self.bytes.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
        let start = (range.start.saturating_sub(3)..=range.start).rev().find(|at| !is_inside(at));
        let end = (range.end..=range.end.saturating_add(3)).find(|at| !is_inside(at));
        start.unwrap_or(range.start)..end.unwrap_or(range.end).min(self.bytes.len())
    }

    /// Draws the pieces of a range and what is between them; if there is a place, only the values at that place.
    fn draw(&self, window: &Range<usize>, span: Option<Span>, drawing: &mut Drawing) {
        let pieces = &self.outline().pieces;
        let mut at = window.start;
        let first = pieces.partition_point(|piece| piece.range.end <= window.start);
        for piece in pieces.get(first..).expect("a partition is inside") {
            if piece.range.start >= window.end {
                break;
            }
            let range = piece.range.start.max(at)..piece.range.end.min(window.end);
            self.draw_unknown(at..range.start, drawing);
            at = range.end.max(at);
            let entry = |entry: usize| self.outline().entries.get(entry);
            match piece.part {
                _ if self.is_shown(piece.part, span) => drawing.show(&self.slice(&range), range.start),
                Part::Text(at) if entry(at).is_some_and(|entry| entry.has_child) => self.draw_unknown(range, drawing),
                Part::Text(at) if entry(at).is_some_and(|entry| entry.is_sure) => {
                    self.draw_placeholders(range, drawing);
                }
                _ => drawing.hide(range),
            }
        }
        self.draw_unknown(at..window.end, drawing);
    }

    /// Draws what the reader did not understand: only its blanks are shown.
    fn draw_unknown(&self, range: Range<usize>, drawing: &mut Drawing) {
        let text = self.slice(&range);
        if text.trim_matches([' ', '\t']).is_empty() {
            drawing.show(&text, range.start);
        } else {
            drawing.hide(range);
        }
    }

    /// Draws hidden text, showing the names of placeholders in it.
    fn draw_placeholders(&self, range: Range<usize>, drawing: &mut Drawing) {
        let text = self.slice(&range);
        let mut at = 0_usize;
        while let Some(name) = text.get(at..).and_then(placeholder) {
            let name = at.saturating_add(name.start)..at.saturating_add(name.end);
            let place = |at: usize| range.start.saturating_add(at);
            drawing.hide(place(at)..place(name.start));
            drawing.show(text.get(name.clone()).expect("a placeholder is in the text"), place(name.start));
            at = name.end;
        }
        drawing.hide(range.start.saturating_add(at)..range.end);
    }

    fn is_shown(&self, part: Part, span: Option<Span>) -> bool {
        let (Part::Name(entry) | Part::Text(entry)) = part else { return true };
        let Some(known) = self.outline().entries.get(entry).filter(|known| !known.is_doubtful) else { return false };
        let name = self.slice(&known.name);
        let is_harmless = || name.len() <= limits::NAME && is_harmless(&name);
        match part {
            // The cheap test comes first: the reader is sure of nearly every name.
            Part::Name(_) => (known.is_sure && may_name(&name)) || (is_harmless() && is_tame(&name)),
            _ => {
                let is_meant = span.is_none_or(|span| {
                    let place = span.range();
                    known.range.start <= place.end && place.start <= known.range.end
                });
                is_meant && known.is_sure && !known.has_child && is_harmless() && self.is_tame(entry, &known.range)
            }
        }
    }

    /// Whether nothing in all the text of an entry, which comments may cut into pieces, looks like a secret.
    fn is_tame(&self, entry: usize, range: &Range<usize>) -> bool {
        if range.len() > limits::VALUE {
            return false;
        }
        if let Some((last, is_tame)) = self.last_looked_at.get()
            && last == entry
        {
            return is_tame;
        }
        let pieces = &self.outline().pieces;
        let first = pieces.partition_point(|piece| piece.range.end <= range.start);
        let pieces = pieces.get(first..).expect("a partition is inside").iter();
        let pieces = pieces.take_while(|piece| piece.range.start < range.end);
        let text: String =
            pieces.filter(|piece| piece.part == Part::Text(entry)).map(|piece| self.slice(&piece.range)).collect();
        let is_tame = is_tame(&text);
        self.last_looked_at.set(Some((entry, is_tame)));
        is_tame
    }
}
