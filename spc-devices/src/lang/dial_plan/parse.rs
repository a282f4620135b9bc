//! Reads a plan from text, in time linear in its length, and continues after a mistake.

use super::mistake::{Faults, Mistake};
use super::tokens::Token;
use super::tree::{DialPlan, Item, Sequence, Timer, TimerKind};
use crate::lang::located::Located;
use parser::{Parser, ends};

mod element;
mod parser;
mod substitution;

impl DialPlan {
    /// Reads a plan.
    ///
    /// Spaces are ignored, except that one ends the number of a timer (`S4 5xx`). A letter without a known meaning, `x`
    /// and `,` in a class, and wildcards in what a substitution replaces are accepted, although no guide has them.
    ///
    /// # Errors
    /// Whatever is not in any documented or observed form, with its places (value-languages 1.2, 1.3).
    pub fn parse(text: &str) -> Result<Self, Faults> {
        let mut parser = Parser::new(text);
        let plan = parser.plan();
        match Faults::of(parser.faults) {
            Some(faults) => Err(faults),
            None => Ok(plan),
        }
    }
}

impl Parser {
    fn plan(&mut self) -> DialPlan {
        let mut plan = DialPlan { timers: Vec::new(), sequences: Vec::new() };
        let start = self.tokens.place();
        plan.timers = self.plan_timers();
        if self.tokens.take('(').is_none() {
            self.fault(Mistake::NoPlan, start..self.tokens.rest().end);
            return plan;
        }
        loop {
            let start = self.tokens.place();
            let sequence = self.sequence();
            let end = self.tokens.last_end().max(start);
            plan.sequences.push(Located::new(sequence, start..end));
            match self.tokens.bump() {
                Some(Token { sign: '|', .. }) => {}
                Some(_) => break,
                None => {
                    self.fault(Mistake::Unclosed, self.tokens.rest());
                    return plan;
                }
            }
        }
        // The rest after a pair inside the plan is not a separate mistake.
        let is_pair = |kind| matches!(kind, Mistake::InnerParenthesis | Mistake::TimerInside);
        let is_nested = self.faults.iter().any(|fault| is_pair(fault.kind));
        if self.tokens.peek().is_some() && !is_nested {
            self.fault(Mistake::TextAfter, self.tokens.rest());
        }
        plan
    }

    /// The timers before the `(`, up to it.
    fn plan_timers(&mut self) -> Vec<Located<Timer>> {
        let mut timers = Vec::new();
        while let Some(token) = self.tokens.peek().filter(|token| token.sign != '(') {
            let kind = TimerKind::of(token.sign).filter(|kind| *kind != TimerKind::Pause);
            let Some(kind) = kind.filter(|_| self.tokens.second() == Some(':')) else {
                // All of it is one mistake, and not even that without a `(`: then the text is not a plan.
                while self.tokens.peek_sign().is_some_and(|sign| sign != '(') {
                    self.tokens.bump();
                }
                if self.tokens.peek().is_some() {
                    self.fault(Mistake::NotATimer, token.start..self.tokens.last_end());
                }
                break;
            };
            self.tokens.bump();
            self.tokens.bump();
            let written = self.number(self.tokens.place());
            let range = token.start..self.tokens.last_end();
            timers.push(Located::new(Timer { kind, written }, range));
            if self.tokens.take(',').is_none() {
                let end = self.tokens.last_end();
                self.fault(Mistake::MissingComma, end..end);
            }
        }
        timers
    }

    fn sequence(&mut self) -> Sequence {
        let mut items: Vec<Located<Item>> = Vec::new();
        while let Some(token) = self.tokens.peek().filter(|token| !ends(token.sign)) {
            if let Some(Located { value: Item::Bar, extent }) = items.last() {
                let range = extent.range();
                self.fault(Mistake::BarNotLast, range);
                items.clear();
            }
            let Some(item) = self.item(token) else { continue };
            items.push(Located::new(item, token.start..self.tokens.last_end()));
        }
        Sequence { items }
    }

    /// The item that starts with this character, which is the next one. At least that character is read.
    fn item(&mut self, first: Token) -> Option<Item> {
        if let Some(element) = self.element() {
            return element.map(Item::Element);
        }
        self.tokens.bump();
        match first.sign {
            ',' => return Some(Item::Tone),
            '!' => return Some(Item::Bar),
            '<' => return self.substitution(first).map(Item::Substitution),
            '.' => self.fault(Mistake::NothingToRepeat, first.range()),
            // Before the parentheses, such a timer is right.
            '(' if self.ends_with_timer(first.start) => {}
            '(' => self.fault(Mistake::InnerParenthesis, first.range()),
            '?' => self.fault(Mistake::Optional, first.range()),
            sign => match TimerKind::of(sign) {
                Some(_) if self.tokens.peek_sign() == Some(':') => {
                    self.tokens.bump();
                    self.number(self.tokens.place());
                    self.tokens.take(',');
                    self.fault(Mistake::TimerInside, first.start..self.tokens.last_end());
                }
                Some(kind) => {
                    let written = self.number(first.end());
                    return Some(Item::Timer(Timer { kind, written }));
                }
                None if sign.is_ascii_alphabetic() => return Some(Item::Unknown(sign)),
                None => self.fault(Mistake::Unexpected(sign), first.range()),
            },
        }
        None
    }
}
