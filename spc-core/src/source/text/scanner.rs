//! Splits a plain-text source into entries, `import` lines and what is neither, each with its place.
//!
//! Knows: where an entry ends or breaks off, and how far that can be believed. Must not know: what messages say about
//! it.
//!
//! An unclosed value continues where the grammar sees further entries, and so does a password without its quotes.
//! Therefore, after a line that leaves something open, everything is in doubt up to a line that consists only of
//! entries, at least one of them with a value: the rest of a broken value rarely looks like that. The first line is in
//! doubt as well, because something may have been cut off before it. Nothing that is in doubt is ever quoted.

use super::grammar::{bad_bracket, begins_name, is_blank, is_line_end, is_name, quotes};
use super::item::{Broken, Doubt, Entry, Fault, Import, Item, Last};
use super::visible;
use crate::diagnostic::Span;
use crate::profile::{UserAccess, flattened, is_secret, is_tame, looks_generated};
use crate::source::parsed::Place;
use crate::source::record::LONGEST_WORD;

mod fault;
mod recovery;

/// Walks through one source.
#[derive(Clone)]
pub(super) struct Scanner<'s> {
    text: &'s str,
    at: usize,
    is_line_start: bool,
    /// Whether the last non-empty line ends with a comment.
    follows_comment: bool,
    /// Where the first entry of the line can begin.
    line: usize,
    /// Up to where entries without a value are believed on this line, once that has been determined.
    believed: Option<usize>,
    doubt: Doubt,
    /// The bytes of the source before the text.
    skipped: usize,
    source: u16,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(text: &'s str, skipped: usize, source: u16) -> Self {
        let doubt = Doubt::Start;
        Self {
            text,
            at: 0,
            is_line_start: true,
            follows_comment: false,
            line: 0,
            believed: None,
            doubt,
            skipped,
            source,
        }
    }

    /// Converts a range of the text to a range of the source.
    fn span(&self, start: usize, end: usize) -> Span {
        let span = Span::new(self.skipped.saturating_add(start), self.skipped.saturating_add(end));
        Span { source: self.source, ..span }
    }

    /// Where the last part ends, without the blanks after it.
    fn last_end(&self) -> usize {
        self.text.get(..self.at).unwrap_or_default().trim_end_matches([' ', '\t']).len()
    }

    /// The unread part of the current line. Only for faults that end the line, because looking for its end takes time.
    fn rest_of_line(&self) -> &'s str {
        self.clone().take_until(is_line_end)
    }

    /// The unread part of the text.
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn slice(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// Takes everything before the first byte that ends it; that byte must be ASCII.
    fn take_until(&mut self, ends: impl FnMut(u8) -> bool) -> &'s str {
        let rest = self.rest();
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        self.advance(length);
        rest.get(..length).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        self.take_until(|byte| !is_blank(byte));
    }

    /// `import FILE`, if the line begins with it.
    fn import(&mut self) -> Option<Import<'s>> {
        let after = self.rest().strip_prefix("import")?;
        if after.bytes().next().is_some_and(|next| !is_blank(next) && !is_line_end(next)) {
            return None;
        }
        let start = self.at;
        self.take_until(is_line_end);
        let line = self.span(start, self.last_end());
        let name = after.split(['\n', '\r']).next().unwrap_or_default().trim_matches([' ', '\t']);
        // A file may be named after a key.
        let is_plain = !name.contains(['"', ';', '#', ' ', '\t', '@', '=', ':']) && name.len() <= LONGEST_WORD;
        let is_doubtful = self.doubt == Doubt::Open || !is_plain || looks_generated(name);
        Some(Import { name, line, is_doubtful })
    }

    /// Reads an entry, or returns the last part of it that could be read.
    fn entry(&mut self) -> Result<Entry<'s>, (&'s str, Last<'s>)> {
        let start = self.at;
        if !self.peek().is_some_and(begins_name) {
            return Err(("", Last::Nothing));
        }
        let name = self.take_until(|byte| !is_name(byte));
        let name_span = self.span(start, self.at);
        if !self.peek().is_none_or(|next| is_blank(next) || is_line_end(next) || b"!?\";#".contains(&next)) {
            return Err((name, Last::Name));
        }
        self.skip_blanks();
        let (access, last) = match self.peek() {
            Some(b'!') => (UserAccess::ReadWrite, Last::Mark),
            Some(b'?') => (UserAccess::ReadOnly, Last::Mark),
            _ => (UserAccess::None, Last::Name),
        };
        if let Last::Mark = last {
            self.advance(1);
            self.skip_blanks();
        }
        let (value, value_span, last) = if self.peek() == Some(b'"') {
            let quote = self.at;
            self.advance(1);
            let start = self.at;
            let value = self.take_until(|byte| byte == b'"' || is_line_end(byte));
            let end = self.at;
            if self.peek() != Some(b'"') {
                self.at = quote;
                return Err((name, Last::OpenQuote));
            }
            self.advance(1);
            self.skip_blanks();
            (Some(value), self.span(start, end), Last::Value(value, end))
        } else {
            (None, self.span(self.at, self.at), last)
        };
        if self.peek() != Some(b';') {
            return Err((name, last));
        }
        self.advance(1);
        let place = Place { name: name_span, value: value_span };
        Ok(Entry { name, access, value, place, end: self.span(self.at, self.at).range().end, is_doubtful: false })
    }

    /// Begins a line, if it is not empty: CR LF ends a single line, but would count as two.
    fn begin_line(&mut self) {
        if self.peek().is_none_or(is_line_end) {
            return;
        }
        // A line break may have split a comment in two.
        let follows_comment = core::mem::take(&mut self.follows_comment);
        self.doubt = match self.doubt {
            Doubt::Start if self.at > 0 && !follows_comment => Doubt::None,
            Doubt::None if follows_comment => Doubt::Start,
            doubt => doubt,
        };
        self.line = self.at;
        self.believed = None;
        if self.doubt != Doubt::None && self.reads_clean().is_some_and(|has_value| has_value) {
            self.doubt = Doubt::None;
        }
    }

    /// If the rest of the line consists only of entries, whether one of them has a value.
    fn reads_clean(&self) -> Option<bool> {
        let mut line = self.clone();
        let mut has_value = false;
        loop {
            line.skip_blanks();
            if line.peek().is_none_or(|next| is_line_end(next) || next == b'#') {
                return Some(has_value);
            }
            match line.entry() {
                Ok(entry) if bad_bracket(entry.name).is_none() => has_value |= entry.value.is_some(),
                _ => return None,
            }
        }
    }

    /// Whether an entry is in doubt. One without a value may be part of a value that lacks its quotes, so it is
    /// believed only on a line without faults, and up to the first entry there that is named like a secret and has no
    /// value either.
    fn doubts(&mut self, entry: &Entry<'_>, start: usize) -> bool {
        if self.doubt != Doubt::None || entry.value.is_some() {
            return self.doubt != Doubt::None;
        }
        let believed = self.believed.unwrap_or_else(|| self.believes());
        self.believed = Some(believed);
        start > believed
    }

    /// The position on this line up to which entries without a value are believed.
    fn believes(&self) -> usize {
        let mut line = Self { at: self.line, ..self.clone() };
        let mut secret = None;
        loop {
            line.skip_blanks();
            if line.peek().is_none_or(|next| is_line_end(next) || next == b'#') {
                return secret.unwrap_or(line.at);
            }
            let start = line.at;
            match line.entry() {
                Ok(entry) if bad_bracket(entry.name).is_none() => {
                    if secret.is_none() && entry.value.is_none() && is_secret(&flattened(entry.name)) {
                        secret = Some(start);
                    }
                }
                _ => return 0,
            }
        }
    }

    /// Makes a fault of the entry that begins at `start`, and continues after it.
    fn broken(&mut self, start: usize, name: &'s str, last: Last<'s>) -> Broken<'s> {
        let (fault, from, to) = self.fault(name, last);
        let shown = self.shown(start, name, last, fault, (from, to));
        let leaves_open = match (fault, last) {
            (Fault::MissingSemicolon, Last::Value(value, _)) => !is_tame(value) && visible::is_name(name),
            (Fault::UnclosedQuote { .. }, _) => true,
            _ => shown.is_none(),
        };
        self.recover(fault);
        if leaves_open {
            self.doubt = Doubt::Open;
        }
        Broken {
            fault,
            span: self.span(from, to),
            name: shown.map(|_| name),
            shown: shown.map(|end| self.span(start, end)),
            is_plausible: matches!(last, Last::Value(..) | Last::OpenQuote)
                || matches!(fault, Fault::InName('{' | '$' | '%')),
        }
    }

    /// Makes a fault of an entry that is complete except for the index in its name.
    fn bad_index(&self, start: usize, name: &'s str, bracket: usize) -> Broken<'s> {
        let end = start.saturating_add(name.len());
        let shown = self.shown(start, name, Last::Name, Fault::BadIndex, (end, end));
        Broken {
            fault: Fault::BadIndex,
            span: self.span(start.saturating_add(bracket), end),
            name: shown.map(|_| name),
            shown: shown.map(|end| self.span(start, end)),
            is_plausible: true,
        }
    }

    /// How far a broken entry with a fault at this place can be shown. Anything that is not at the beginning of a line
    /// is shown only if the reader understood it.
    fn shown(&self, start: usize, name: &str, last: Last<'_>, fault: Fault, at: (usize, usize)) -> Option<usize> {
        if !self.slice(self.line, start).trim_matches([' ', '\t']).is_empty() {
            return None;
        }
        let line = self.text.get(start..)?.split(['\n', '\r']).next()?;
        let in_line = |at: usize| at.saturating_sub(start);
        let end = visible::end(line, name, last, fault, (in_line(at.0), in_line(at.1)), self.doubt)?;
        Some(start.saturating_add(end))
    }
}

impl<'s> Iterator for Scanner<'s> {
    type Item = Item<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if core::mem::take(&mut self.is_line_start) {
                self.begin_line();
                if let Some(import) = self.import() {
                    return Some(Item::Import(import));
                }
            }
            self.skip_blanks();
            match self.peek()? {
                byte if is_line_end(byte) => {
                    self.advance(1);
                    self.is_line_start = true;
                }
                b'#' => {
                    let comment = self.take_until(is_line_end);
                    self.follows_comment = true;
                    // A commented-out entry may be broken as well.
                    if comment.contains('"') && !quotes(comment).is_multiple_of(2) {
                        self.doubt = Doubt::Open;
                    }
                }
                _ => break,
            }
        }
        let start = self.at;
        Some(match self.entry() {
            Ok(entry) => match bad_bracket(entry.name) {
                None => Item::Entry(Entry { is_doubtful: self.doubts(&entry, start), ..entry }),
                Some(bracket) => Item::Broken(self.bad_index(start, entry.name, bracket)),
            },
            Err((name, last)) => Item::Broken(self.broken(start, name, last)),
        })
    }
}
