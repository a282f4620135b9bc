//! What a sequence sends for the keys that it matches.

use crate::lang::dial_plan::keys::DialKey;
use crate::lang::dial_plan::program::Program;

/// Whether a sequence sends just the keys that it matches: it adds nothing and leaves nothing out.
pub(in crate::lang::dial_plan) fn sends_its_keys(program: &Program, sequence: usize) -> bool {
    let states = program.states.get(program.row(sequence).states.clone()).unwrap_or_default();
    states.iter().all(|state| state.sent.is_empty() && !state.dropped)
}

/// The steps that [`sent`] takes for this many keys.
pub(in crate::lang::dial_plan) fn steps(program: &Program, sequence: usize, keys: usize) -> usize {
    program.row(sequence).states.len().saturating_mul(keys.saturating_add(1))
}

/// What the sequence sends for keys that it matches as a whole.
///
/// If keys can be matched in more than one way, a repeated key matches as many as it can. Time and memory are in
/// proportion to the length of the sequence times the number of keys.
pub(in crate::lang::dial_plan) fn sent(program: &Program, sequence: usize, keys: &[DialKey]) -> String {
    let states = program.states.get(program.row(sequence).states.clone()).unwrap_or_default();
    let reach = Reach::of(states.len(), keys.len(), |reach, place, used| {
        let Some(state) = states.get(place) else { return false };
        if state.is_end {
            return used == keys.len();
        }
        let (on, taken) = (place.saturating_add(1), used.saturating_add(1));
        let fits = keys.get(used).is_some_and(|key| state.keys.contains(*key));
        (fits && reach.has(if state.repeated { place } else { on }, taken)) || (state.repeated && reach.has(on, used))
    });
    let mut text = String::new();
    let mut used = 0_usize;
    for (place, state) in states.iter().enumerate() {
        text.push_str(&state.sent);
        while let Some(key) = keys.get(used).filter(|key| state.keys.contains(**key)) {
            let taken = used.saturating_add(1);
            if state.repeated && !reach.has(place, taken) {
                break;
            }
            used = taken;
            if !state.dropped {
                text.push(key.sign());
            }
            if !state.repeated {
                break;
            }
        }
    }
    text
}

/// From which states, after how many keys, the remaining keys lead to the end.
struct Reach {
    bits: Vec<bool>,
    width: usize,
}

impl Reach {
    /// Filled backwards from the last state and the last key.
    fn of(states: usize, keys: usize, reaches: impl Fn(&Self, usize, usize) -> bool) -> Self {
        let width = keys.saturating_add(1);
        let mut reach = Self { bits: vec![false; states.saturating_mul(width)], width };
        for place in (0..states).rev() {
            for used in (0..width).rev() {
                let reached = reaches(&reach, place, used);
                if let Some(bit) = reach.bits.get_mut(place.saturating_mul(width).saturating_add(used)) {
                    *bit = reached;
                }
            }
        }
        reach
    }

    fn has(&self, place: usize, used: usize) -> bool {
        used < self.width
            && self.bits.get(place.saturating_mul(self.width).saturating_add(used)).copied().unwrap_or(false)
    }
}
