//! Conditions: comparisons joined by `and`, as in rules and resync triggers.
//!
//! Knows: the grammar of a condition, and whether one holds for given values. Must not know: what happens if it does.

mod evaluate;
mod fault;
mod parse;
mod tree;

pub use evaluate::{Compared, Truth, Undecided};
pub use fault::ConditionFault;
pub(super) use parse::{begins_with_operator, parse};
pub use tree::{Comparison, Condition, Operand, Operator, Relation};

#[cfg(test)]
mod tests;
