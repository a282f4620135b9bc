//! Numbers that must be sent, and codes that already mean something.

use core::ops::Range;

use crate::lang::dial_plan::dial::{DialOutcome, DialReason, Matcher};
use crate::lang::dial_plan::dialer::Dialer;
use crate::lang::dial_plan::keys::{KeySet, Keypresses};
use crate::lang::dial_plan::tree::{DialPlan, Element, Item, Member, Pattern, Wait};

/// What is wrong with a call for help.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// It is rejected.
    Rejected,
    /// Something else is sent.
    Changed {
        /// What is.
        sent: String,
    },
    /// It is sent only after the long timer, and not by any sequence.
    WaitsLong,
    /// It is sent after the short timer.
    WaitsShort,
}

/// A call for help that is not sent as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Emergency {
    /// The number.
    pub number: String,
    /// What is wrong.
    pub trouble: Trouble,
    /// How long the device waits after the last key.
    pub wait: Wait,
    /// The number is at the end of this sequence, counted from 1, and is not a sequence on its own. A `|` may be
    /// missing before this place.
    pub glued: Option<(usize, Range<usize>)>,
    /// Everything that happens to the number.
    pub outcome: DialOutcome,
}

/// The numbers that are not sent, are changed, or have to wait; none if each one is sent at once.
///
/// A country's numbers are never guessed: the caller gives the list.
#[must_use]
pub fn emergency<'k>(
    plan: &DialPlan,
    dialer: Dialer,
    numbers: impl IntoIterator<Item = &'k Keypresses>,
) -> Vec<Emergency> {
    let matcher = Matcher::new(plan, dialer);
    let examine = |keys: &Keypresses| {
        let number = keys.to_string();
        let outcome = matcher.dial(keys);
        let trouble = match outcome.sent() {
            None => Trouble::Rejected,
            Some(sent) if sent != number => Trouble::Changed { sent: sent.to_owned() },
            Some(_) if outcome.why == DialReason::LongTimer => Trouble::WaitsLong,
            Some(_) if outcome.wait > Wait::NONE => Trouble::WaitsShort,
            Some(_) => return None,
        };
        let glued = if outcome.sequence.is_none() { glued(plan, keys) } else { None };
        Some(Emergency { number, trouble, wait: outcome.wait, glued, outcome })
    };
    numbers.into_iter().filter_map(examine).collect()
}

/// The sequence, counted from 1, that ends with keys for this number, without any `x`, and the place where they begin.
///
/// This is a guess: a plan that has lost a `|` looks like this.
#[must_use]
pub fn glued(plan: &DialPlan, number: &Keypresses) -> Option<(usize, Range<usize>)> {
    let wanted = number.presses();
    plan.sequences.iter().zip(1_usize..).find_map(|(sequence, counted)| {
        let items = &sequence.value.items;
        let head = items.len().checked_sub(wanted.len()).filter(|head| *head > 0 && !wanted.is_empty())?;
        let tail = items.get(head..)?;
        let fits = tail.iter().zip(wanted).all(|(item, key)| match (&item.value, key) {
            (Item::Element(Element { pattern, repeated: false }), Some(key)) => {
                is_narrow(pattern) && pattern.keys(KeySet::EMPTY).contains(*key)
            }
            _ => false,
        });
        let start = tail.first()?.range().start;
        fits.then_some((counted, start..sequence.range().end))
    })
}

fn is_narrow(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Key(_) => true,
        Pattern::Any => false,
        Pattern::Class(members) => members.iter().all(|member| member.value != Member::Any),
    }
}

/// The sequences, counted from 1, that match this code and nothing else (`*69`): a code of the device already has a
/// meaning.
#[must_use]
pub fn same_code(plan: &DialPlan, code: &str) -> Vec<usize> {
    let numbered = plan.sequences.iter().zip(1_usize..);
    numbered
        .filter(|(sequence, _)| sequence.value.literal().as_deref() == Some(code))
        .map(|(_, number)| number)
        .collect()
}
