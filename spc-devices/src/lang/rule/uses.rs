//! Where a rule uses macros.
//!
//! Knows: which texts of a rule are expanded. Must not know: values.

use super::tree::{OptionKind, Rule};
use crate::lang::Extent;
use crate::lang::macro_text::{Macro, MacroText};

/// A macro in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MacroUse<'a> {
    /// The macro, as written.
    pub used: Macro<'a>,
    /// The part of the rule that it is in.
    pub role: Role<'a>,
    /// The alternative that it is in, counted from 0.
    pub alternative: usize,
    /// Where it is.
    pub extent: Extent,
}

/// The part of a rule that a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role<'a> {
    /// A side of a comparison.
    Condition,
    /// The value of an assignment to this parameter.
    Assignment(&'a str),
    /// The argument of an option.
    Option(OptionKind),
    /// The URL.
    Url,
}

impl<'a> Rule<'a> {
    /// All texts that are expanded, in the order in which they are written, each with its alternative.
    pub fn texts(&self) -> impl Iterator<Item = (usize, Role<'a>, MacroText<'a>)> {
        self.alternatives.iter().enumerate().flat_map(|(index, alternative)| {
            let operands = alternative.condition.iter().flat_map(|condition| {
                condition.comparisons.iter().flat_map(|each| each.left.iter().chain([&each.right]))
            });
            let operands = operands.map(|operand| (Role::Condition, operand.text));
            let assigned = alternative.assignments.iter().map(|each| (Role::Assignment(each.name), each.value));
            let targets = alternative.targets.iter().flat_map(|target| {
                let arguments = target
                    .options
                    .iter()
                    .filter_map(|option| option.argument.map(|argument| (Role::Option(option.kind), argument.text)));
                arguments.chain(target.url.map(|url| (Role::Url, url.text)))
            });
            operands.chain(assigned).chain(targets).map(move |(role, text)| (index, role, text))
        })
    }

    /// All macros, known or not, in the order in which they are written.
    pub fn macros(&self) -> impl Iterator<Item = MacroUse<'a>> {
        self.texts().flat_map(|(alternative, role, text)| {
            text.macros().map(move |(used, extent)| MacroUse { used, role, alternative, extent })
        })
    }
}
