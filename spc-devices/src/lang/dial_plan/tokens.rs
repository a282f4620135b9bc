//! The characters of a dial plan, without its spaces.

use core::ops::Range;

/// A character that is not a space, and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sign: char,
    pub(super) start: usize,
}

impl Token {
    pub(super) const fn end(self) -> usize {
        self.start.saturating_add(self.sign.len_utf8())
    }

    pub(super) const fn range(self) -> Range<usize> {
        self.start..self.end()
    }
}

/// Reads characters one by one; spaces are ignored everywhere except inside a number.
#[derive(Debug)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    next: usize,
    end: usize,
}

impl Tokens {
    pub(super) fn new(text: &str) -> Self {
        let signs = text.char_indices().filter(|(_, sign)| !sign.is_ascii_whitespace());
        let tokens: Vec<Token> = signs.map(|(start, sign)| Token { sign, start }).collect();
        Self { tokens, next: 0, end: text.len() }
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.next).copied()
    }

    pub(super) fn peek_sign(&self) -> Option<char> {
        self.peek().map(|token| token.sign)
    }

    /// The character after the next one.
    pub(super) fn second(&self) -> Option<char> {
        self.tokens.get(self.next.saturating_add(1)).map(|token| token.sign)
    }

    pub(super) fn bump(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.next = self.next.saturating_add(1);
        Some(token)
    }

    /// The next character, if it is this one.
    pub(super) fn take(&mut self, sign: char) -> Option<Token> {
        if self.peek_sign() == Some(sign) { self.bump() } else { None }
    }

    /// The next character, if it is wanted and follows this place without a space.
    pub(super) fn take_at(&mut self, place: usize, wanted: impl Fn(char) -> bool) -> Option<Token> {
        let token = self.peek()?;
        if token.start == place && wanted(token.sign) { self.bump() } else { None }
    }

    /// From the next character to the end of the text; empty at the end.
    pub(super) fn rest(&self) -> Range<usize> {
        self.peek().map_or(self.end, |token| token.start)..self.end
    }

    /// Where the next character starts, or the end of the text.
    pub(super) fn place(&self) -> usize {
        self.rest().start
    }

    /// Where the last character that was read ends.
    pub(super) fn last_end(&self) -> usize {
        self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.end())
    }
}
