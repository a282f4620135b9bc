//! What can be wrong with a rule.

use core::fmt;

use super::tree::OptionKind;
use crate::lang::condition::ConditionFault;
use crate::lang::macro_text::MacroFault;

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleFault {
    /// `(` without its `)`.
    UnclosedParenthesis,
    /// `[` without its `]`.
    UnclosedBracket,
    /// A text without its closing quote.
    UnclosedQuote,
    /// Neither `?` nor `!` after `( .. )`.
    MissingMark,
    /// A condition followed by `!` instead of `?`.
    ConditionMark,
    /// A condition without its parentheses.
    BareCondition,
    /// A second `( .. )?` in one alternative.
    SecondCondition,
    /// A second `( .. )!` in one alternative.
    SecondAssignments,
    /// `( .. )?` after `( .. )!`.
    ConditionAfterAssignments,
    /// `( .. )` after the options or the URL.
    ParenthesesAfterTarget,
    /// Something after the URL that is neither an alternative nor options.
    TextAfterUrl,
    /// `--key $SA http://..` without brackets around the options.
    OptionOutsideBrackets,
    /// An option without the argument that it needs.
    MissingArgument(OptionKind),
    /// `--key=..`.
    EqualsSign,
    /// `( )!`.
    NoAssignment,
    /// No name before the `=` of an assignment, or a name that no parameter can have.
    AssignmentName,
    /// No `=` after the name of an assignment.
    AssignmentEquals,
    /// The value of an assignment is not in quotes.
    AssignmentQuotes,
    /// No `;` after an assignment.
    AssignmentSemicolon,
    /// In the condition.
    Condition(ConditionFault),
    /// A macro in no documented form.
    Macro(MacroFault),
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnclosedParenthesis => "missing `)` for this `(`",
            Self::UnclosedBracket => "missing `]` for this `[`",
            Self::UnclosedQuote => "missing closing quote `\"`",
            Self::MissingMark => "missing `?` after a condition, or `!` after assignments",
            Self::ConditionMark => "a condition is followed by `?`; `!` is for assignments",
            Self::BareCondition => "a condition belongs in parentheses, as in `( $SWVER lt 7.6.2 )? http://..`",
            Self::SecondCondition => "a second condition; join comparisons with `and` in one pair of parentheses",
            Self::SecondAssignments => "a second pair of parentheses with assignments; write them in one pair",
            Self::ConditionAfterAssignments => "the condition must come before the assignments",
            Self::ParenthesesAfterTarget => "conditions and assignments must come before the options and the URL",
            Self::TextAfterUrl => {
                "text after the URL; separate alternatives with `|`, and write a space in a URL as `%20`"
            }
            Self::OptionOutsideBrackets => "options are written in brackets, as in `[--key $SA] http://..`",
            Self::MissingArgument(option) => {
                return write!(f, "missing argument after `--{}`", option.name().unwrap_or_default());
            }
            Self::EqualsSign => "an option is followed by a space and its argument, not by `=`",
            Self::NoAssignment => "no assignment between the parentheses",
            Self::AssignmentName => "missing parameter name, written as in XML, before `=`",
            Self::AssignmentEquals => "missing `=` after the parameter name",
            Self::AssignmentQuotes => "the value of an assignment must be in double quotes",
            Self::AssignmentSemicolon => "missing `;` after the assignment",
            Self::Condition(fault) => return fault.fmt(f),
            Self::Macro(fault) => return fault.fmt(f),
        })
    }
}

impl core::error::Error for RuleFault {}
