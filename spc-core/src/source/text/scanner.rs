//! The grammar of plain text: one source -> its entries and `import` lines, with the place of each.
//!
//! ```text
//! line   = [ entry { entry } ] [ comment ] | import
//! entry  = name [ "!" | "?" ] [ '"' value '"' ] ";"       blanks are free between the parts
//! import = "import" blank file-name                       at the very start of a line
//! ```

use super::doubt::Doubt;
use super::fault;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::profile::UserAccess;
use crate::source::parsed::Place;
use crate::source::record::shown;

/// What a line can hold.
pub(super) enum Item<'s> {
    Entry(Entry<'s>),
    Import {
        name: &'s str,
        /// From `import` to the end of the name.
        line: Span,
        /// Whether the name may be a piece of a secret.
        hides: bool,
    },
}

/// One entry as it is written.
pub(super) struct Entry<'s> {
    pub(super) name: &'s str,
    pub(super) access: UserAccess,
    pub(super) value: Option<&'s str>,
    pub(super) place: Place,
    /// Whether the name may be a piece of a secret.
    pub(super) hides: bool,
}

/// Where an entry breaks off: which part was read last.
#[derive(Clone, Copy)]
pub(super) enum Last {
    /// None: no entry begins here.
    Nothing,
    Name,
    Mark,
    /// The opening quote of a value that has no other.
    OpenQuote,
    /// The closing quote at this place.
    Value(usize),
}

/// Walks through one source.
#[derive(Clone)]
pub(super) struct Scanner<'s> {
    text: &'s str,
    at: usize,
    is_line_start: bool,
    doubt: Doubt,
    /// Bytes of the source before the text.
    skipped: usize,
    source: u16,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(text: &'s str, skipped: usize, source: u16) -> Self {
        Self { text, at: 0, is_line_start: true, doubt: Doubt::default(), skipped, source }
    }

    /// A range of the text as a range of the source.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let span = Span::new(self.skipped.saturating_add(start), self.skipped.saturating_add(end));
        Span { source: self.source, ..span }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Where the last part ends, without the blanks behind it.
    pub(super) fn last_end(&self) -> usize {
        self.text.get(..self.at).unwrap_or_default().trim_end_matches([' ', '\t']).len()
    }

    /// What is not read yet of the current line; for faults that end the line, as looking for its end takes time.
    pub(super) fn rest_of_line(&self) -> &'s str {
        self.clone().take_until(is_line_end)
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// Takes what comes before the first byte that ends it; that byte is ASCII.
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
    fn import(&mut self) -> Option<Result<Item<'s>, Diagnostic>> {
        let behind = self.rest().strip_prefix("import")?;
        if behind.bytes().next().is_some_and(|next| !is_blank(next) && !is_line_end(next)) {
            return None;
        }
        let start = self.at;
        self.take_until(is_line_end);
        let line = self.span(start, self.last_end());
        let name = behind.split(['\n', '\r']).next().unwrap_or_default().trim_matches([' ', '\t']);
        Some(if name.is_empty() {
            Err(Diagnostic::of(Code::IMPORT_UNREADABLE, line, "`import` without the name of a file"))
        } else {
            Ok(Item::Import { name, line, hides: self.doubt.is_inside() })
        })
    }

    /// Reads an entry, or tells which part of it was the last.
    pub(super) fn entry(&mut self) -> Result<Entry<'s>, (&'s str, Last)> {
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
            (Some(value), self.span(start, end), Last::Value(end))
        } else {
            (None, self.span(self.at, self.at), last)
        };
        if self.peek() != Some(b';') {
            return Err((name, last));
        }
        self.advance(1);
        Ok(Entry { name, access, value, place: Place { name: name_span, value: value_span }, hides: false })
    }

    /// Begins a line, if it is not empty: CR LF ends one, and would be two.
    fn begin_line(&mut self) {
        if self.peek().is_none_or(is_line_end) {
            return;
        }
        self.doubt.begin_line(self.at);
        if self.doubt.is_inside() && self.reads_clean() {
            self.doubt.end();
        }
    }

    /// Whether the line is entries and nothing else, at least one of them with a value: the rest of a broken value
    /// reads so by a rare chance only.
    fn reads_clean(&self) -> bool {
        let mut line = self.clone();
        let mut has_value = false;
        loop {
            line.skip_blanks();
            if line.peek().is_none_or(|next| is_line_end(next) || next == b'#') {
                return has_value;
            }
            match line.entry() {
                Ok(entry) if bad_bracket(entry.name).is_none() => has_value |= entry.value.is_some(),
                _ => return false,
            }
        }
    }

    /// Goes on behind a fault: with the next entry of the line, where it is clear where that begins.
    fn recover(&mut self, code: Code) {
        match code {
            Code::MISSING_SEMICOLON => {}
            Code::INVALID_NAME | Code::UNKNOWN_MARK => {
                let mut is_quoted = false;
                self.take_until(|byte| {
                    is_quoted ^= byte == b'"';
                    is_line_end(byte) || (byte == b';' && !is_quoted)
                });
                if self.peek() == Some(b';') {
                    self.advance(1);
                }
            }
            _ => {
                self.take_until(is_line_end);
            }
        }
    }
}

impl<'s> Iterator for Scanner<'s> {
    type Item = Result<Item<'s>, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if core::mem::take(&mut self.is_line_start) {
                self.begin_line();
                if let Some(import) = self.import() {
                    return Some(import);
                }
            }
            self.skip_blanks();
            match self.peek()? {
                byte if is_line_end(byte) => {
                    self.advance(1);
                    self.is_line_start = true;
                }
                b'#' => {
                    let start = self.at;
                    self.take_until(is_line_end);
                    self.doubt.comment(self.text, start, self.at);
                }
                _ => break,
            }
        }
        let start = self.at;
        Some(match self.entry() {
            Ok(entry) => match bad_bracket(entry.name) {
                // Without a value it may be a piece of one that lacks its quotes.
                None if entry.value.is_none() => {
                    Ok(Item::Entry(Entry { hides: self.doubt.hides(self.text, start), ..entry }))
                }
                None => Ok(Item::Entry(Entry { hides: self.doubt.is_inside(), ..entry })),
                Some(bracket) => {
                    let place = self.span(start.saturating_add(bracket), start.saturating_add(entry.name.len()));
                    Err(fault::bad_index(shown(entry.name, self.doubt.hides(self.text, start)), place))
                }
            },
            Err((name, last)) => {
                let label = shown(name, self.doubt.hides(self.text, start));
                let finding = fault::explain(self, label, last);
                self.recover(finding.code);
                self.doubt.broken(self.text, start, self.at);
                Err(finding)
            }
        })
    }
}

/// Whether an entry can begin with this text as its name.
pub(super) fn is_whole_name(text: &str) -> bool {
    text.bytes().next().is_some_and(begins_name) && text.bytes().all(is_name) && bad_bracket(text).is_none()
}

/// The first bracket of a name that is not part of a number in brackets: a slip would name another parameter unnoticed.
fn bad_bracket(name: &str) -> Option<usize> {
    let mut rest = name;
    loop {
        let at = rest.bytes().position(|byte| matches!(byte, b'[' | b']'))?;
        let bracket = rest.get(at..)?;
        let index = bracket.strip_prefix('[').and_then(|index| index.split_once(']'));
        let is_number = |index: &str| !index.is_empty() && index.bytes().all(|digit| digit.is_ascii_digit());
        match index.filter(|(index, _)| is_number(index)) {
            Some((_, behind)) => rest = behind,
            None => return Some(name.len().saturating_sub(bracket.len())),
        }
    }
}

pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// A lone CR ends a line as well, or a comment would swallow the rest of a file from an old editor.
const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

const fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']' | b'(' | b')' | b'/')
}
