//! Resync triggers: the condition of `Resync_Trigger_1` and `Resync_Trigger_2`.
//!
//! Knows: that a trigger is a bare condition (Linksys Provisioning Guide 3.0 p. 37). Must not know: what a device does
//! if it holds, which differs between families.

use core::fmt;

use super::Fault;
use super::condition::{self, Condition, ConditionFault};
use super::cursor::Cursor;

/// The value of a resync trigger.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trigger<'a> {
    /// Empty: there is no trigger.
    None,
    /// A trigger disabled by a `#` before this text, which is not read.
    Disabled(&'a str),
    /// A condition.
    When(Condition<'a>),
}

/// Reads the value of a parameter as a trigger.
///
/// # Errors
///
/// The first thing that is not in a documented form. The parentheses of a rule do not belong in a trigger.
pub fn parse(text: &str) -> Result<Trigger<'_>, Fault<ConditionFault>> {
    let mut cursor = Cursor::new(text);
    cursor.skip_blanks();
    if cursor.is_done() {
        return Ok(Trigger::None);
    }
    if cursor.eat("#") {
        return Ok(Trigger::Disabled(cursor.rest()));
    }
    condition::parse(&mut cursor).map(Trigger::When)
}

impl fmt::Display for Trigger<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Disabled(text) => write!(f, "#{text}"),
            Self::When(condition) => condition.fmt(f),
        }
    }
}

impl fmt::Debug for Trigger<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Disabled(_) => f.write_str("Disabled(***)"),
            Self::When(condition) => f.debug_tuple("When").field(condition).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_triggers_are_read_and_written_again() {
        for text in [
            "",
            "# $PRVTMR gt 1",
            "$REGTMR1 gt 300 and $PRVTMR ge 600",
            "$UPGTMR gt 300 and $PRVTMR ge 600",
            "$SWVER ge 2.0.6 and \"$CCERT\" eq \"Installed\"",
        ] {
            let trigger = parse(text).unwrap();
            assert_eq!(trigger.to_string(), text);
            assert_eq!(parse(&trigger.to_string()).unwrap(), trigger);
        }
        assert_eq!(parse(" \n"), Ok(Trigger::None));
    }

    #[test]
    fn form_of_a_rule_is_refused() {
        for (text, kind, range) in [
            ("($PRVTMR gt 1)?", ConditionFault::InnerParentheses, 0..1),
            ("$PRVTMR gt 1 ?", ConditionFault::UnexpectedCharacter('?'), 13..14),
            ("yes", ConditionFault::MissingOperator, 0..3),
        ] {
            assert_eq!(parse(text), Err(Fault { kind, range }), "{text}");
        }
    }
}
