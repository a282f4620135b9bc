//! What can be observed in a plan.

use core::fmt;
use core::ops::Range;

use crate::lang::dial_plan::tree::{TimerKind, Wait};

/// Something about a plan, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observation {
    /// What it is.
    pub what: Observed,
    /// Its sequence, from 1; `None` for the plan as a whole.
    pub sequence: Option<usize>,
    /// Where, in bytes of the value.
    pub range: Range<usize>,
}

impl Observation {
    pub(super) const fn new(what: Observed, sequence: Option<usize>, range: Range<usize>) -> Self {
        Self { what, sequence, range }
    }
}

/// What is observed in a sequence, or in the plan. `by` and `with` count sequences from 1; `example` is what to dial.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Observed {
    /// A letter that is not in any guide: it is not known what a device does with its sequence.
    UnknownLetter(char),
    /// `x` in a class: it has been seen to work, but is not in any guide.
    AnyInClass,
    /// A comma in a class: it has been seen, but is not in any guide.
    CommaInClass,
    /// A wildcard or a repeat in what a substitution replaces: not in any guide.
    WildcardInSubstitution,
    /// An `x` in what a substitution sends: it is sent as written.
    WildcardSent,
    /// Nothing between two `|`: a sequence without a key.
    Empty,
    /// `+`, which cannot be typed on a keypad, but is useful in a map of callers' numbers.
    PlusKey,
    /// A parameter of a route that is not in any guide.
    UnknownParameter,
    /// A password.
    Secret,
    /// A time longer than a device accepts.
    TimerTooLong {
        /// Which timer.
        kind: TimerKind,
        /// Its time.
        wait: Wait,
        /// The longest documented.
        most: Wait,
    },
    /// A short timer that is not shorter than the long one, so that complete numbers wait as long as incomplete ones,
    /// or longer.
    ShortNotBelowLong {
        /// The short timer.
        short: Wait,
        /// The long one.
        long: Wait,
    },
    /// A hot line, which dials as soon as the handset is lifted, beside sequences that can never be dialled.
    HotLine,
    /// It matches when no key is pressed, and is not a hot line.
    MatchesNoKey,
    /// It can never be complete: another sequence is always sent first.
    Shadowed {
        /// That one.
        by: usize,
    },
    /// Some of its numbers cannot be dialled: another sequence is sent after their first keys.
    CutShort {
        /// That one.
        by: usize,
        /// The first keys of such a number.
        example: String,
    },
    /// It is sent while its own repeat could continue, because a short timer of 0 leaves no time for another key.
    RepeatCut {
        /// The sequence whose timer it is, which may be the sequence itself.
        by: usize,
        /// What is sent.
        example: String,
    },
    /// It is never used: whatever it matches, another sequence also matches and comes first, or is barred.
    Covered {
        /// That one.
        by: usize,
        /// Whether the other one sends something else.
        differs: bool,
        /// A number that both match.
        example: String,
    },
    /// Its numbers are complete, but the device waits, because another sequence begins the same way.
    Delay {
        /// That one.
        with: usize,
        /// The wait.
        wait: Wait,
        /// A number.
        example: String,
    },
    /// Its bar can be bypassed by dialling more keys.
    BarLeak {
        /// The sequence that then sends the number.
        by: usize,
        /// Such a number.
        example: String,
    },
    /// It bars numbers that no other sequence would send.
    BarUseless,
    /// Another sequence matches the same number and sets a different short timer; it is not documented which one
    /// applies.
    TimersDisagree {
        /// That one.
        with: usize,
        /// A number.
        example: String,
    },
}

impl Observed {
    /// What it is, without quoting a plan that may contain a login.
    #[must_use]
    pub fn unquoted(&self) -> String {
        match self {
            Self::UnknownLetter(_) => "an undocumented letter; its sequence may match nothing".to_owned(),
            Self::TimerTooLong { most, .. } => {
                format!("a timer of more than {most} s, the longest that a device accepts")
            }
            Self::ShortNotBelowLong { .. } => {
                "the short timer is not shorter than the long one, so complete numbers wait as long as incomplete \
                    ones, or longer"
                    .to_owned()
            }
            Self::CutShort { by, .. } => {
                format!("some of its numbers cannot be dialled: sequence {by} is sent at once")
            }
            Self::RepeatCut { by, .. } => {
                format!(
                    "the repeat cannot continue: the short timer of sequence {by} is 0, so the device does not wait \
                        for another key"
                )
            }
            Self::Covered { by, differs, .. } => format!(
                "never used: sequence {by} matches all of its numbers{}",
                if *differs { ", and sends something else" } else { "" }
            ),
            Self::Delay { with, .. } => format!("waits for more keys, because sequence {with} begins the same way"),
            Self::BarLeak { by, .. } => {
                format!("the bar can be bypassed by dialling more digits: sequence {by} sends the longer number")
            }
            Self::TimersDisagree { with, .. } => format!(
                "sequence {with} sets a different short timer for a shared number; it is not documented which applies"
            ),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLetter(letter) => write!(f, "`{letter}` is not documented; its sequence may match nothing"),
            Self::AnyInClass => write!(f, "`x` in a class is not documented; `0-9` is"),
            Self::CommaInClass => write!(f, "a comma in a class is not documented, and not needed"),
            Self::WildcardInSubstitution => write!(f, "a wildcard before the `:` of a substitution is not documented"),
            Self::WildcardSent => write!(f, "an `x` after the `:` of a substitution is sent as the letter `x`"),
            Self::Empty => write!(f, "an empty sequence matches no number; delete it"),
            Self::PlusKey => write!(f, "`+` cannot be typed on a keypad"),
            Self::UnknownParameter => write!(f, "not a documented parameter; `uid`, `usr`, `pwd` and `nat` are"),
            Self::Secret => write!(f, "a password in a dial plan"),
            Self::TimerTooLong { kind, wait, most } => {
                write!(f, "`{}{wait}` is more than {most} s, the longest that a device accepts", kind.letter())
            }
            Self::ShortNotBelowLong { short, long } => write!(
                f,
                "the short timer ({short} s) is not shorter than the long one ({long} s), so complete numbers wait as \
                    long as incomplete ones, or longer"
            ),
            Self::HotLine => write!(f, "dials as soon as the handset is lifted, so no other sequence can be dialled"),
            Self::MatchesNoKey => write!(f, "also matches when no key is pressed"),
            Self::Shadowed { by } => write!(f, "can never be dialled: sequence {by} is sent before it is complete"),
            Self::CutShort { by, example } => {
                write!(f, "numbers that begin with {example} cannot be dialled: sequence {by} is sent at once")
            }
            Self::RepeatCut { by, example } => write!(
                f,
                "the repeat cannot continue: {example} is sent at once, because the short timer of sequence {by} is 0"
            ),
            Self::Covered { by, differs, example } => write!(
                f,
                "never used: sequence {by} matches all of its numbers, such as {example}{}",
                if *differs { ", and sends something else" } else { "" }
            ),
            Self::Delay { with, wait, example } => {
                write!(f, "{example} waits {wait} s for more keys, because sequence {with} begins the same way")
            }
            Self::BarLeak { by, example } => {
                write!(f, "the bar can be bypassed by dialling more digits: sequence {by} sends {example}")
            }
            Self::BarUseless => write!(f, "bars numbers that no other sequence would send"),
            Self::TimersDisagree { with, example } => {
                write!(
                    f,
                    "sequence {with} sets a different short timer for {example}; it is not documented which applies"
                )
            }
        }
    }
}
