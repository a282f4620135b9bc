//! What a condition consists of, and how it is written.
//!
//! Knows: the parts and their spelling. Must not know: how they are found in a text, and values.

use core::fmt;

use crate::lang::Extent;
use crate::lang::macro_text::MacroText;

/// Comparisons that must all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Condition<'a> {
    /// At least one.
    pub comparisons: Vec<Comparison<'a>>,
    /// Where it is, without the parentheses around it.
    pub extent: Extent,
}

/// Two operands and the operator between them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison<'a> {
    /// What is compared; `$SWVER` if it is left out, as old firmware allows.
    pub left: Option<Operand<'a>>,
    /// The operator.
    pub operator: Operator,
    /// What it is compared with.
    pub right: Operand<'a>,
    /// Where it is.
    pub extent: Extent,
}

/// An operator as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operator {
    /// What it says about the operands.
    pub relation: Relation,
    /// `lt` rather than `<`.
    pub is_word: bool,
    /// `!` rather than `!=`, which firmware before 2.0.6 read.
    pub is_legacy: bool,
    /// Where it is.
    pub extent: Extent,
}

/// What an operator says about its operands: the six ways in which two values can compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "two values compare in no other way")]
pub enum Relation {
    /// `=`, `eq`.
    Equal,
    /// `!=`, `ne`.
    NotEqual,
    /// `<`, `lt`.
    Less,
    /// `<=`, `le`.
    LessOrEqual,
    /// `>`, `gt`.
    Greater,
    /// `>=`, `ge`.
    GreaterOrEqual,
}

/// A side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operand<'a> {
    /// Its text, without quotes.
    pub text: MacroText<'a>,
    /// If it is in quotes it is a text, otherwise a number or a version.
    pub is_quoted: bool,
}

impl Relation {
    /// All of them, with symbol and word; longer symbols come before those that they begin with.
    pub(super) const SPELLINGS: [(Self, &'static str, &'static str); 6] = [
        (Self::NotEqual, "!=", "ne"),
        (Self::LessOrEqual, "<=", "le"),
        (Self::GreaterOrEqual, ">=", "ge"),
        (Self::Equal, "=", "eq"),
        (Self::Less, "<", "lt"),
        (Self::Greater, ">", "gt"),
    ];

    /// The same relation with its sides swapped: `lt` for `gt`.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }

    /// Whether it asks for an order, which texts in quotes do not have.
    #[must_use]
    pub const fn is_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

impl Condition<'_> {
    /// All operands, from left to right.
    pub fn operands(&self) -> impl Iterator<Item = &Operand<'_>> {
        self.comparisons.iter().flat_map(|each| each.left.iter().chain([&each.right]))
    }
}

impl fmt::Display for Condition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, comparison) in self.comparisons.iter().enumerate() {
            if index > 0 {
                f.write_str(" and ")?;
            }
            comparison.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Comparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(left) = &self.left {
            write!(f, "{left} ")?;
        }
        write!(f, "{} {}", self.operator, self.right)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spelled = Relation::SPELLINGS.iter().find(|(relation, ..)| *relation == self.relation);
        let &(_, symbol, word) = spelled.expect("every relation is in the table");
        f.write_str(match (self.is_legacy, self.is_word) {
            (true, _) => "!",
            (false, true) => word,
            (false, false) => symbol,
        })
    }
}

impl fmt::Display for Operand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.text();
        if self.is_quoted { write!(f, "\"{text}\"") } else { f.write_str(text) }
    }
}
