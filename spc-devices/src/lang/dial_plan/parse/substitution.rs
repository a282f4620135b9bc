//! Substitutions, `<dialled:sent@host:port;parameters>`.

use super::parser::{Parser, breaks};
use crate::lang::dial_plan::mistake::Mistake;
use crate::lang::dial_plan::tokens::Token;
use crate::lang::dial_plan::tree::{Dialled, Route, RouteParameter, Substitution};
use crate::lang::located::Located;

/// What may be sent: what a guide shows, and what else an address may contain before its `@`.
const fn sendable(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
        || matches!(sign, '*' | '#' | '+' | '-' | '.' | '_' | ',' | '%' | '&' | '=' | '$' | '/')
}

impl Parser {
    /// A substitution after its `<`; `None` if it is broken.
    pub(super) fn substitution(&mut self, open: Token) -> Option<Substitution> {
        let known = self.faults.len();
        let dialled = self.dialled(open)?;
        let text = self.sent();
        let route = self.tokens.take('@').map(|at| {
            let route = self.route();
            Located::new(route, at.start..self.tokens.last_end())
        });
        if let Some(semicolon) = self.tokens.peek().filter(|token| token.sign == ';') {
            self.fault(Mistake::ParameterWithoutHost, semicolon.range());
            while self.tokens.peek_sign().is_some_and(|sign| sign != '>' && !breaks(sign)) {
                self.tokens.bump();
            }
        }
        if self.tokens.take('>').is_none() {
            self.unclosed(open);
        }
        (self.faults.len() == known).then_some(Substitution { dialled, text, route })
    }

    fn unclosed(&mut self, open: Token) {
        self.fault(Mistake::UnclosedSubstitution, open.start..self.tokens.last_end());
    }

    /// What is dialled, and the `:` after it.
    fn dialled(&mut self, open: Token) -> Option<Vec<Located<Dialled>>> {
        let mut dialled = Vec::new();
        loop {
            let Some(token) = self.tokens.peek().filter(|token| !breaks(token.sign)) else {
                self.unclosed(open);
                return None;
            };
            if let Some(element) = self.element() {
                let range = token.start..self.tokens.last_end();
                dialled.extend(element.map(|element| Located::new(Dialled::Element(element), range)));
                continue;
            }
            self.tokens.bump();
            match token.sign {
                ':' => return Some(dialled),
                ',' => dialled.push(Located::new(Dialled::Tone, token.range())),
                '>' => {
                    self.fault(Mistake::MissingColon, open.start..token.end());
                    return None;
                }
                '.' => self.fault(Mistake::NothingToRepeat, token.range()),
                sign => self.fault(Mistake::Unexpected(sign), token.range()),
            }
        }
    }

    /// What is sent, up to `@`, `;`, `>` or the point where the substitution breaks off.
    fn sent(&mut self) -> String {
        let mut text = String::new();
        while let Some(token) =
            self.tokens.peek().filter(|token| !matches!(token.sign, '@' | ';' | '>') && !breaks(token.sign))
        {
            self.tokens.bump();
            if sendable(token.sign) {
                text.push(token.sign);
            } else {
                self.fault(Mistake::NotSendable(token.sign), token.range());
            }
        }
        text
    }

    /// A route after its `@`.
    fn route(&mut self) -> Route {
        let start = self.tokens.place();
        let host = self.word(|sign| !matches!(sign, ':' | ';'));
        if host.is_empty() {
            self.fault(Mistake::MissingHost, start..start);
        } else if !host.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_')) {
            self.fault(Mistake::BadHost, start..self.tokens.last_end());
        }
        let port = self.tokens.take(':').and_then(|colon| {
            let digits = self.word(|sign| sign != ';');
            let port = digits.parse().ok().filter(|port| *port > 0 && digits.bytes().all(|byte| byte.is_ascii_digit()));
            if port.is_none() {
                self.fault(Mistake::BadPort, colon.start..self.tokens.last_end());
            }
            port
        });
        let mut parameters = Vec::new();
        while self.tokens.take(';').is_some() {
            let start = self.tokens.place();
            let name = self.word(|sign| !matches!(sign, ';' | '='));
            let value = self.tokens.take('=').map(|_| self.word(|sign| sign != ';'));
            let range = start..self.tokens.last_end().max(start);
            parameters.push(Located::new(RouteParameter { name, value }, range));
        }
        Route { host, port, parameters }
    }
}
