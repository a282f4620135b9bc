//! Keys to press: `5`, `x`, `[2-9]`, each optionally with a `.`.

use super::parser::{Parser, breaks};
use crate::lang::dial_plan::keys::DialKey;
use crate::lang::dial_plan::mistake::Mistake;
use crate::lang::dial_plan::tokens::Token;
use crate::lang::dial_plan::tree::{Element, Member, Pattern};
use crate::lang::located::Located;

impl Parser {
    /// The element that starts here, if there is one; `Some(None)` if it is broken.
    pub(super) fn element(&mut self) -> Option<Option<Element>> {
        let first = self.tokens.peek()?;
        let pattern = match first.sign {
            'x' | 'X' => Some(Pattern::Any),
            '[' => None,
            sign => Some(Pattern::Key(DialKey::new(sign)?)),
        };
        self.tokens.bump();
        let pattern = pattern.or_else(|| self.class(first));
        let repeated = self.tokens.take('.').is_some();
        Some(pattern.map(|pattern| Element { pattern, repeated }))
    }

    /// A class after its `[`.
    fn class(&mut self, open: Token) -> Option<Pattern> {
        let mut members: Vec<Located<Member>> = Vec::new();
        let mut sound = true;
        loop {
            let Some(token) = self.tokens.peek().filter(|token| !breaks(token.sign) && token.sign != '[') else {
                self.fault(Mistake::UnclosedClass, open.start..self.tokens.last_end());
                return None;
            };
            self.tokens.bump();
            if token.sign == ']' {
                break;
            }
            match self.member(token) {
                Some(member) => members.push(Located::new(member, token.start..self.tokens.last_end())),
                None => sound = false,
            }
        }
        if sound && members.iter().all(|member| member.value == Member::Comma) {
            self.fault(Mistake::EmptyClass, open.start..self.tokens.last_end());
            return None;
        }
        sound.then_some(Pattern::Class(members))
    }

    /// The member that starts with this character, which is read.
    fn member(&mut self, first: Token) -> Option<Member> {
        let Some(from) = DialKey::new(first.sign) else {
            return match first.sign {
                'x' | 'X' => Some(Member::Any),
                ',' => Some(Member::Comma),
                '^' => {
                    self.fault(Mistake::Excluding, first.range());
                    None
                }
                '-' => {
                    self.fault(Mistake::BadRange, first.range());
                    None
                }
                sign => {
                    self.fault(Mistake::Unexpected(sign), first.range());
                    None
                }
            };
        };
        let Some(dash) = self.tokens.take('-') else { return Some(Member::Key(from)) };
        let to = self.tokens.peek_sign().and_then(DialKey::new);
        let Some(to) = to.filter(|to| to.is_digit() && from.is_digit()) else {
            self.fault(Mistake::BadRange, dash.range());
            return None;
        };
        self.tokens.bump();
        if from > to {
            self.fault(Mistake::ReversedRange, first.start..self.tokens.last_end());
            return None;
        }
        Some(Member::Range(from, to))
    }
}
