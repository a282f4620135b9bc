//! What can be wrong with a daylight-saving rule.

use core::fmt;

/// What is wrong with a daylight-saving rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DstFault {
    /// A missing `start=`, `end=` or `save=`.
    MissingKeyword(&'static str),
    /// No `/` after the month or the day.
    MissingSlash,
    /// No number where one belongs: the month, the day, ..
    MissingNumber(&'static str),
    /// A number that is too small or too large: what it means, its minimum and its maximum.
    OutOfRange(&'static str, u8, u8),
    /// Day 0, or beyond 31.
    Day,
    /// A day that the month does not have, and the most days that it has.
    DayOfMonth(u8),
    /// A day before the first of a month, without a weekday.
    NegativeDate,
    /// A character that looks like a minus.
    NotAMinus,
    /// More hours are saved than a day has: minutes, probably.
    Saved,
    /// A `,` in place of a `;`.
    Comma,
    /// No `;` before `end` or `save`.
    MissingSemicolon,
    /// Something after the rule.
    Trailing,
}

impl fmt::Display for DstFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingKeyword(keyword) => {
                write!(f, "missing `{keyword}=`; a rule looks like `start=3/8/7/2;end=11/1/7/2;save=1`")
            }
            Self::MissingSlash => f.write_str("missing `/`; a date is month/day/weekday, such as `3/8/7`"),
            Self::MissingNumber(what) => write!(f, "missing number for the {what}"),
            Self::OutOfRange(what, least, most) => write!(f, "the {what} must be {least} to {most}"),
            Self::Day => f.write_str("the day must be 1 to 31, or -1 to -31 counted from the end of the month"),
            Self::DayOfMonth(days) => write!(f, "this month has {days} days at most"),
            Self::NegativeDate => f.write_str("an exact date (weekday 0) cannot have a negative day"),
            Self::NotAMinus => f.write_str("this character only looks like a minus; write `-`"),
            Self::Saved => f.write_str("`save` is in hours: `save=1` is one hour, `save=0:30` half an hour"),
            Self::Comma => f.write_str("write `;` between the parts of a rule, not `,`"),
            Self::MissingSemicolon => f.write_str("missing `;`"),
            Self::Trailing => f.write_str("unexpected text after the rule"),
        }
    }
}

impl core::error::Error for DstFault {}
