//! The state after some keys: which sequences are complete, and how long a device waits.

use super::dialer::Dialer;
use super::program::Program;
use super::tree::Wait;

/// What a device knows after some keys.
#[derive(Clone, Debug)]
pub(super) struct Stand {
    /// The first complete sequence that is not barred, from 0.
    pub(super) free: Option<usize>,
    /// The first complete sequence that is barred.
    pub(super) barred: Option<usize>,
    /// Whether another key could be part of a number.
    pub(super) extendable: bool,
    /// The wait for another key, if a sequence is complete.
    pub(super) short: Wait,
    /// The wait for another key, if none is.
    pub(super) long: Wait,
}

impl Stand {
    pub(super) fn of(program: &Program, dialer: Dialer, states: &[usize]) -> Self {
        let (mut free, mut barred, mut extendable) = (None, None, false);
        let (mut short, mut long): (Option<Wait>, Option<Wait>) = (None, None);
        let default_short = program.short.unwrap_or(dialer.short);
        let default_long = program.long.unwrap_or(dialer.long);
        let first = |known: Option<usize>, new: usize| Some(known.map_or(new, |known| known.min(new)));
        let least = |known: Option<Wait>, new: Wait| Some(known.map_or(new, |known| known.min(new)));
        for place in states {
            let state = program.state(*place);
            long = least(long, state.long.unwrap_or(default_long));
            extendable |= !state.keys.is_empty();
            if !state.is_end {
                continue;
            }
            let row = program.row(state.sequence);
            short = least(short, row.pause.or(row.short).unwrap_or(default_short));
            if row.barred {
                barred = first(barred, state.sequence);
            } else {
                free = first(free, state.sequence);
            }
        }
        let (short, long) = (short.unwrap_or(default_short), long.unwrap_or(default_long));
        Self { free, barred, extendable, short, long }
    }

    /// The sequence that decides if the number is decided now: a barred one wins, whatever the order.
    pub(super) const fn winner(&self) -> Option<usize> {
        if self.barred.is_some() { self.barred } else { self.free }
    }

    /// Whether the number is decided now.
    pub(super) fn is_decided(&self) -> bool {
        self.winner().is_some() && (!self.extendable || self.short == Wait::NONE)
    }
}
