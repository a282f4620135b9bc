//! How far the reader has got, and what it has found.

use core::ops::Range;

use crate::lang::Fault;
use crate::lang::dial_plan::mistake::{Faults, Mistake};
use crate::lang::dial_plan::tokens::Tokens;
use crate::lang::dial_plan::tree::Wait;

/// What ends a sequence.
pub(super) const fn ends(sign: char) -> bool {
    matches!(sign, '|' | ')')
}

/// What cannot be in a substitution, which shows that its end was forgotten.
pub(super) const fn breaks(sign: char) -> bool {
    ends(sign) || matches!(sign, '(' | '<')
}

pub(super) struct Parser {
    pub(super) tokens: Tokens,
    pub(super) faults: Vec<Fault<Mistake>>,
}

impl Parser {
    pub(super) fn new(text: &str) -> Self {
        Self { tokens: Tokens::new(text), faults: Vec::new() }
    }

    pub(super) fn fault(&mut self, kind: Mistake, range: Range<usize>) {
        if self.faults.len() < Faults::MOST {
            self.faults.push(Fault { kind, range });
        }
    }

    /// Whether the last mistake is a timer of the whole plan that ends here.
    pub(super) fn ends_with_timer(&self, place: usize) -> bool {
        self.faults.last().is_some_and(|fault| fault.kind == Mistake::TimerInside && fault.range.end == place)
    }

    /// The time that starts at this place, if there is one.
    pub(super) fn number(&mut self, start: usize) -> Option<Wait> {
        let digit = |sign: char| sign.is_ascii_digit();
        let mut place = start;
        let mut whole = String::new();
        while let Some(token) = self.tokens.take_at(place, digit) {
            whole.push(token.sign);
            place = token.end();
        }
        let mut fraction = String::new();
        let point_then_digit = self.tokens.second().is_some_and(digit);
        if !whole.is_empty()
            && point_then_digit
            && let Some(point) = self.tokens.take_at(place, |sign| sign == '.')
        {
            place = point.end();
            while let Some(token) = self.tokens.take_at(place, digit) {
                fraction.push(token.sign);
                place = token.end();
            }
        }
        if whole.is_empty() {
            return None;
        }
        let seconds = whole.parse::<u32>().ok().filter(|_| whole.len() <= 5);
        let thousandths = format!("{fraction:0<3}").parse::<u32>().ok().filter(|_| fraction.len() <= 3);
        let (Some(seconds), Some(thousandths)) = (seconds, thousandths) else {
            self.fault(Mistake::Number, start..place);
            return None;
        };
        Some(Wait::millis(Wait::seconds(seconds).as_millis().saturating_add(thousandths)))
    }

    /// The wanted characters, up to what ends every substitution.
    pub(super) fn word(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut word = String::new();
        while let Some(token) =
            self.tokens.peek().filter(|token| token.sign != '>' && !breaks(token.sign) && wanted(token.sign))
        {
            word.push(token.sign);
            self.tokens.bump();
        }
        word
    }
}
