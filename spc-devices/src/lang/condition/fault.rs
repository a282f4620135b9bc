//! What can be wrong with a condition.

use core::fmt;

use crate::lang::macro_text::MacroFault;
use crate::lang::shown_sign;

/// What is wrong with a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConditionFault {
    /// Nothing between the parentheses.
    Empty,
    /// No operand where one belongs.
    MissingOperand,
    /// No operator after an operand.
    MissingOperator,
    /// Something in place of an operator that is not one: `==`, `equals`.
    UnknownOperator,
    /// An operator in capitals: `NE`.
    CapitalOperator,
    /// `not`, or a `!` in front of a comparison.
    NoNegation,
    /// No `and` between two comparisons.
    MissingAnd,
    /// `or`, `||` and so on.
    OnlyAnd,
    /// Parentheses inside a condition.
    InnerParentheses,
    /// A text without its closing quote.
    UnclosedQuote,
    /// A typographic quote, as in documents.
    TypographicQuote,
    /// A character that does not belong to anything.
    UnexpectedCharacter(char),
    /// A macro in an undocumented form.
    Macro(MacroFault),
}

impl fmt::Display for ConditionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty condition",
            Self::MissingOperand => "missing value to compare with",
            Self::MissingOperator => "missing operator, such as `eq`, `ne` or `lt`, after this value",
            Self::UnknownOperator => {
                "unknown operator; use `eq`, `ne`, `lt`, `le`, `gt`, `ge` or `=`, `!=`, `<`, `<=`, `>`, `>=`"
            }
            Self::CapitalOperator => "operators are written in small letters, as in `ne`",
            Self::NoNegation => "conditions have no `not`; compare with `ne` or `!=` instead",
            Self::MissingAnd => "missing `and` between two comparisons",
            Self::OnlyAnd => "comparisons can be joined only with `and`; write alternatives with `|` instead",
            Self::InnerParentheses => "parentheses inside a condition are not supported",
            Self::UnclosedQuote => "missing closing quote `\"`",
            Self::TypographicQuote => "typographic quote; write a plain `\"`",
            Self::UnexpectedCharacter(c) => {
                return write!(f, "unexpected character `{}` in a condition", shown_sign(*c));
            }
            Self::Macro(fault) => return fault.fmt(f),
        })
    }
}

impl core::error::Error for ConditionFault {}
