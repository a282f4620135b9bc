//! What can be wrong with the text of a dial plan.

use core::fmt;
use core::ops::Range;

use crate::lang::{Fault, shown_sign};

/// What is wrong with a dial plan that is not in any documented or observed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mistake {
    /// No `(` at all.
    NoPlan,
    /// Something before the `(` that is not a timer of the whole plan.
    NotATimer,
    /// A timer of the whole plan without its comma.
    MissingComma,
    /// A timer of the whole plan (`L:8,`) inside the parentheses.
    TimerInside,
    /// More digits than a time can have.
    Number,
    /// The plan does not end.
    Unclosed,
    /// A second `(`.
    InnerParenthesis,
    /// Something after the `)`.
    TextAfter,
    /// A `[` without its `]`.
    UnclosedClass,
    /// A class without keys.
    EmptyClass,
    /// A range that ends before it begins.
    ReversedRange,
    /// `[^9]`, which excludes keys in other languages.
    Excluding,
    /// `?`, which makes a key optional in other languages.
    Optional,
    /// A `-` that is not between two digits.
    BadRange,
    /// A `<` without its `>`.
    UnclosedSubstitution,
    /// A substitution without its `:`.
    MissingColon,
    /// A character that cannot be sent.
    NotSendable(char),
    /// An `@` without a host.
    MissingHost,
    /// A host with a character that is not allowed in a host.
    BadHost,
    /// A port outside 1 to 65535.
    BadPort,
    /// A `;` before any `@host`.
    ParameterWithoutHost,
    /// A `.` that repeats nothing.
    NothingToRepeat,
    /// A `!` with something after it.
    BarNotLast,
    /// A character that has no meaning here.
    Unexpected(char),
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NoPlan => "not a dial plan: it has no `(`",
            Self::NotATimer => "only timers of the whole plan (`L:8,` or `S:4,`) may come before the `(`",
            Self::MissingComma => "missing `,` after a timer of the whole plan",
            Self::TimerInside => "a timer of the whole plan belongs before the `(`; in a sequence it has no `:`",
            Self::Number => "a time has at most five digits, and at most three after the point",
            Self::Unclosed => "missing `)` at the end of the plan",
            Self::InnerParenthesis => "a second `(`; a plan has one pair of parentheses, around all of its sequences",
            Self::TextAfter => "text after the end of the plan",
            Self::UnclosedClass => "missing `]`",
            Self::EmptyClass => "`[]` matches no key",
            Self::ReversedRange => "the range ends before it begins",
            Self::Excluding => "a class cannot exclude keys with `^`; list the keys that it matches, as in `[0-8]`",
            Self::Optional => "`?` does not make a key optional; write one sequence with the key and one without",
            Self::BadRange => "a `-` belongs between two digits",
            Self::UnclosedSubstitution => "missing `>`",
            Self::MissingColon => "missing `:` between the dialled keys and what is sent for them",
            Self::MissingHost => "missing host or gateway after `@`",
            Self::BadHost => "a host may have only letters, digits, `.`, `-` and `_`",
            Self::BadPort => "a port must be a number from 1 to 65535",
            Self::ParameterWithoutHost => "a `;` parameter belongs after `@` and a host",
            Self::NothingToRepeat => "`.` has nothing to repeat; it belongs after a key, `x` or a class",
            Self::BarNotLast => "`!` belongs at the end of a sequence",
            Self::Unexpected('"' | '\'') => "quotes are not part of a plan",
            Self::NotSendable(sign) => return write!(f, "`{}` cannot be sent", shown_sign(*sign)),
            Self::Unexpected(sign) => {
                return write!(f, "`{}` has no meaning here", shown_sign(*sign));
            }
        };
        f.write_str(text)
    }
}

/// What is wrong with one plan, in the order of its text: at least one mistake, at most [`Faults::MOST`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault<Mistake>>);

impl Faults {
    /// The most mistakes that are listed.
    pub const MOST: usize = 100;

    /// `None` if there are none.
    pub(super) fn of(mut faults: Vec<Fault<Mistake>>) -> Option<Self> {
        faults.sort_by_key(|fault| (fault.range.start, fault.range.end));
        (!faults.is_empty()).then_some(Self(faults))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Fault<Mistake>> {
        self.0.iter()
    }

    /// Each of them in words, with its place; several of a kind are one, at the place of the first.
    ///
    /// Only the first one, without its character, for a plan that may not be quoted: together they would spell what is
    /// hidden.
    pub fn worded(&self, is_quoted: bool) -> impl Iterator<Item = (String, Range<usize>)> {
        self.kinds().into_iter().take(if is_quoted { Self::MOST } else { 1 }).map(move |(fault, more)| {
            let words = match fault.kind {
                Mistake::Unexpected(_) if !is_quoted => "a character that has no meaning here".to_owned(),
                Mistake::NotSendable(_) if !is_quoted => "a character that cannot be sent".to_owned(),
                _ => fault.to_string(),
            };
            let more = if is_quoted && more > 0 { format!(" (and {more} more like it)") } else { String::new() };
            (format!("{words}{more}"), fault.range.clone())
        })
    }

    /// The first mistake of each kind, with the number of those after it.
    fn kinds(&self) -> Vec<(&Fault<Mistake>, usize)> {
        let mut kinds: Vec<(&Fault<Mistake>, usize)> = Vec::new();
        for fault in &self.0 {
            match kinds.iter_mut().find(|(first, _)| first.kind == fault.kind) {
                Some((_, more)) => *more = more.saturating_add(1),
                None => kinds.push((fault, 0)),
            }
        }
        kinds
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if place == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl core::error::Error for Faults {}
