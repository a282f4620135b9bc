//! Whether a condition holds.
//!
//! Knows: how operands are compared (Linksys Provisioning Guide 3.0 pp. 36-37). Must not know: what follows from it.

use core::cmp::Ordering;
use core::fmt;

use super::tree::{Comparison, Condition, Operand, Relation};
use crate::lang::Fault;
use crate::lang::macro_text::{Expanded, MacroContext, MacroText, Values};
use crate::lang::version::Version;

/// Whether something holds, as far as the values allow: yes, no, or [why it is unknown](Undecided), which may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "logic with three values")]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It cannot be known, and why.
    Undecided(Undecided),
}

/// Why a comparison has no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Undecided {
    /// A macro has no value here.
    MissingValue,
    /// The left side is neither in quotes, nor a number, nor a version.
    LeftUnreadable,
    /// The right side is neither in quotes, nor a number, nor a version.
    RightUnreadable,
    /// A text in quotes can only be equal to another text or not.
    TextHasNoOrder,
    /// A version such as `7.5.2` against one such as `sip88xx.11-3-2MPP-1`.
    DifferentForms,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingValue => "a macro has no value here",
            Self::LeftUnreadable => "the left side is not a number or a version; text needs quotes",
            Self::RightUnreadable => "the right side is not a number or a version; text needs quotes",
            Self::TextHasNoOrder => "text in quotes can be compared only with `eq` and `ne`",
            Self::DifferentForms => "the two versions have different forms",
        })
    }
}

/// A comparison, the values of its operands, and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compared<'c> {
    /// The comparison.
    pub comparison: &'c Comparison<'c>,
    /// The value of its left operand, or that of `$SWVER` if it has none.
    pub left: Expanded,
    /// The value of its right operand.
    pub right: Expanded,
    /// Whether it holds.
    pub outcome: Truth,
}

impl Condition<'_> {
    /// Makes all comparisons, even after one that does not hold.
    #[must_use]
    pub fn compare(&self, values: &Values) -> Vec<Compared<'_>> {
        self.comparisons.iter().map(|comparison| comparison.compare(values)).collect()
    }
}

impl Truth {
    /// The outcome of comparisons joined by `and`: one that does not hold decides, whatever is unknown about the
    /// others.
    #[must_use]
    pub fn all(outcomes: impl IntoIterator<Item = Self>) -> Self {
        outcomes.into_iter().fold(Self::True, |all, each| match (all, each) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::Undecided(why), _) | (_, Self::Undecided(why)) => Self::Undecided(why),
            (Self::True, Self::True) => Self::True,
        })
    }
}

impl<'a> Comparison<'a> {
    /// Why no device can compare the operands, whatever the values are; `None` if it depends on the values.
    #[must_use]
    pub fn fault(&self) -> Option<Fault<Undecided>> {
        let is_text = self.left.is_some_and(|left| left.is_quoted) || self.right.is_quoted;
        if is_text && self.operator.relation.is_order() {
            return Some(Fault { kind: Undecided::TextHasNoOrder, range: self.extent.range() });
        }
        // Nothing that can be written without quotes equals a text other than a number.
        let is_word = |side: Operand<'_>| {
            side.is_quoted && !side.text.text().is_empty() && is_neither_number_nor_version(side.text.text())
        };
        let is_word = self.left.is_some_and(is_word) || is_word(self.right);
        let sides = [(self.left, Undecided::LeftUnreadable), (Some(self.right), Undecided::RightUnreadable)];
        sides.into_iter().find_map(|(side, kind)| {
            let side =
                side.filter(|side| !side.is_quoted && (is_word || is_neither_number_nor_version(side.text.text())))?;
            Some(Fault { kind, range: side.text.extent().range() })
        })
    }

    fn compare(&self, values: &Values) -> Compared<'_> {
        let implied = Operand { text: MacroText::new("$SWVER"), is_quoted: false };
        let (left_side, right_side) = (self.left.unwrap_or(implied), self.right);
        let left = left_side.text.expand(values, MacroContext::Plain);
        let right = right_side.text.expand(values, MacroContext::Plain);
        let is_text = left_side.is_quoted || right_side.is_quoted;
        let outcome = if let Some(fault) = self.fault() {
            Truth::Undecided(fault.kind)
        } else if left.missing.is_empty() && right.missing.is_empty() {
            outcome(&left.text, &right.text, self.operator.relation, is_text)
        } else {
            Truth::Undecided(Undecided::MissingValue)
        };
        Compared { comparison: self, left, right, outcome }
    }
}

fn outcome(left: &str, right: &str, relation: Relation, is_text: bool) -> Truth {
    match if is_text { Ok(left.cmp(right)) } else { numeric(left, right) } {
        Ok(order) if relation.holds(order) => Truth::True,
        Ok(_) => Truth::False,
        Err(why) => Truth::Undecided(why),
    }
}

/// Whether a text without quotes is not an operand in any guide. A text with a macro in it depends on its value.
fn is_neither_number_nor_version(text: &str) -> bool {
    let is_hexadecimal = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    !text.contains('$')
        && text.parse::<i64>().is_err()
        && !text.strip_prefix("0x").is_some_and(is_hexadecimal)
        && Version::parse(text).is_none()
}

fn numeric(left: &str, right: &str) -> Result<Ordering, Undecided> {
    if let (Ok(left), Ok(right)) = (left.parse::<i64>(), right.parse::<i64>()) {
        return Ok(left.cmp(&right));
    }
    let left = Version::parse(left).ok_or(Undecided::LeftUnreadable)?;
    let right = Version::parse(right).ok_or(Undecided::RightUnreadable)?;
    left.compare(&right).ok_or(Undecided::DifferentForms)
}

impl Relation {
    /// Whether it holds for operands in this order.
    pub(crate) const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}
