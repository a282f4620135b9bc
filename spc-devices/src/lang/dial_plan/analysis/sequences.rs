//! What dialling shows about the sequences of a plan and their relation to each other.

use core::cell::Cell;
use std::collections::HashSet;

use super::graph::{Graph, Node};
use super::observation::{Observation, Observed};
use crate::lang::dial_plan::dial::trace;
use crate::lang::dial_plan::keys::{DialKey, KeySet};
use crate::lang::dial_plan::program::Program;
use crate::lang::dial_plan::tree::{DialPlan, Wait};
use crate::lang::located::Located;

/// The most steps for finding out whether a sequence sends something else than the one that decides in its place, which
/// take some milliseconds. Beyond that, no difference is reported, and the sequence is never used in either case.
const BUDGET: usize = 3_000_000;

/// `short` is the device's own short timer.
pub(super) fn observe(plan: &DialPlan, program: &Program, graph: &Graph, short: Wait) -> Vec<Observation> {
    let mut observer = Observer { plan, program, graph, short, steps: Cell::new(0), list: Vec::new() };
    observer.no_key();
    let unused = observer.unused();
    observer.waits(&unused);
    observer.bars();
    observer.list
}

/// Sequences, counted from 0, that are never used.
type Unused = HashSet<usize>;

/// What the nodes of a graph show about one sequence. Others are by their place from 0, each with the node.
#[derive(Clone, Default)]
struct Fate {
    /// Whether it decides what is sent somewhere, or shortens a wait.
    is_used: bool,
    /// The first that decides where this one is complete too.
    covered: Option<(usize, usize)>,
    /// Whether one that decides in its place sends something else.
    differs: bool,
    /// The first that sends before this one is complete.
    cut: Option<(usize, usize)>,
    /// The first that sends before the repeat of this one is over.
    repeat_cut: Option<(usize, usize)>,
}

struct Observer<'p> {
    plan: &'p DialPlan,
    program: &'p Program,
    graph: &'p Graph,
    short: Wait,
    /// The steps taken so far.
    steps: Cell<usize>,
    list: Vec<Observation>,
}

impl Observer<'_> {
    fn see(&mut self, sequence: usize, what: Observed) {
        let range = self.plan.sequences.get(sequence).map_or(0..0, Located::range);
        self.list.push(Observation::new(what, Some(from_one(sequence)), range));
    }

    /// The sequences that are complete at a node, and those that could continue, both in order.
    fn split(&self, node: &Node) -> (Vec<usize>, Vec<usize>) {
        let (mut complete, mut open) = (Vec::new(), Vec::new());
        for state in node.states.iter().map(|place| self.program.state(*place)) {
            let list = if state.is_end { &mut complete } else { &mut open };
            if list.last() != Some(&state.sequence) {
                list.push(state.sequence);
            }
        }
        (complete, open)
    }

    fn no_key(&mut self) {
        let Some(root) = self.graph.nodes.first() else { return };
        for sequence in self.split(root).0 {
            let row = self.program.row(sequence);
            let is_empty = self.plan.sequences.get(sequence).is_some_and(|empty| empty.value.items.is_empty());
            if !is_empty
                && row.pause.is_none()
                // A timer on its own leads to a reorder tone after it; keys that may be left out do not count.
                && (row.short.is_none() || row.states.len() > 1)
                && trace::sent(self.program, sequence, &[]).is_empty()
            {
                self.see(sequence, Observed::MatchesNoKey);
            }
        }
    }

    /// Reports sequences that are never used, which it returns, and those that another one cuts short.
    fn unused(&mut self) -> Unused {
        let fates = self.fates();
        let mut unused = Unused::new();
        for (sequence, fate) in fates.iter().enumerate() {
            if fate.is_used || !self.graph.is_complete || self.program.row(sequence).states.is_empty() {
                continue;
            }
            unused.insert(sequence);
            if let Some((by, place)) = fate.covered {
                let example = text(&self.graph.keys_to(place));
                self.see(sequence, Observed::Covered { by: from_one(by), differs: fate.differs, example });
            } else if let Some((by, _)) = fate.cut {
                self.see(sequence, Observed::Shadowed { by: from_one(by) });
            }
        }
        let used = || fates.iter().enumerate().filter(|(sequence, _)| !unused.contains(sequence));
        for (sequence, (by, place)) in used().filter_map(|(sequence, fate)| Some((sequence, fate.cut?))) {
            let example = text(&self.graph.keys_to(place));
            self.see(sequence, Observed::CutShort { by: from_one(by), example });
        }
        for (sequence, (by, place)) in used().filter_map(|(sequence, fate)| Some((sequence, fate.repeat_cut?))) {
            let example = text(&self.graph.keys_to(place));
            self.see(sequence, Observed::RepeatCut { by: from_one(by), example });
        }
        unused
    }

    fn fates(&self) -> Vec<Fate> {
        let mut fates = vec![Fate::default(); self.program.rows.len()];
        for (place, node) in self.graph.nodes.iter().enumerate() {
            let (complete, open) = self.split(node);
            let Some(winner) = node.stand.winner() else { continue };
            for sequence in complete.iter().copied() {
                let Some(fate) = fates.get_mut(sequence) else { continue };
                let row = self.program.row(sequence);
                let hurries = row.short.is_some_and(|short| short == node.stand.short)
                    && self.program.row(winner).short != row.short;
                let decides = sequence == winner || row.barred || place == 0;
                fate.is_used |= decides || hurries;
                if !decides {
                    fate.covered.get_or_insert((winner, place));
                    fate.differs = fate.differs || self.sends_differ(sequence, winner, place);
                }
            }
            if !node.is_decided || place == 0 {
                continue;
            }
            let hurried = complete.iter().copied().find(|place| self.short(*place) == Wait::NONE);
            for sequence in open {
                let Some(fate) = fates.get_mut(sequence) else { continue };
                if complete.binary_search(&sequence).is_err() {
                    fate.cut.get_or_insert((winner, place));
                } else if fate.repeat_cut.is_none() {
                    fate.repeat_cut = hurried.filter(|by| self.cuts(*by, sequence)).map(|by| (by, place));
                }
            }
        }
        fates
    }

    /// The wait for another key if only this sequence is complete.
    fn short(&self, sequence: usize) -> Wait {
        let row = self.program.row(sequence);
        row.pause.or(row.short).or(self.program.short).unwrap_or(self.short)
    }

    /// Whether a sequence that does not wait leaves little of one that repeats a key: less than half of its numbers. A
    /// long number that is sent at once is there on purpose, followed by a repeat for all others.
    fn cuts(&self, by: usize, repeating: usize) -> bool {
        if self.program.row(repeating).barred {
            return false;
        }
        let keys = |sequence: usize| {
            let states = self.program.row(sequence).states.clone();
            self.program.states.get(states).unwrap_or_default().iter().filter(|state| !state.is_end)
        };
        /// A number that is sent only this many keys after the fewest that the repeat needs is there in its own right.
        const FEW: usize = 2;
        let is_repeated = |sequence: usize| keys(sequence).any(|state| state.repeated);
        let least = keys(repeating).filter(|state| !state.repeated).count();
        if by == repeating || is_repeated(by) {
            return by == repeating;
        }
        if keys(by).count() > least.saturating_add(FEW) {
            return false;
        }
        let count = |set: KeySet| DialKey::all().filter(|key| set.contains(*key)).count();
        let times = |is_repeated| if is_repeated { usize::MAX } else { 1 };
        let wider = keys(repeating).flat_map(|state| core::iter::repeat_n(state, times(state.repeated)));
        // How many out of a million numbers are sent before their end.
        let mut share = 1_000_000_usize;
        for (one, other) in keys(by).zip(wider) {
            let shared = DialKey::all().filter(|key| one.keys.contains(*key) && other.keys.contains(*key)).count();
            share = share.saturating_mul(shared).checked_div(count(other.keys)).unwrap_or(0);
        }
        share >= 500_000
    }

    /// Whether two sequences that match the keys of a node send different things for them.
    fn sends_differ(&self, one: usize, other: usize, node: usize) -> bool {
        let (one_row, other_row) = (self.program.row(one), self.program.row(other));
        if one_row.barred != other_row.barred || one_row.route != other_row.route {
            return true;
        }
        let is_plain = |sequence| trace::sends_its_keys(self.program, sequence);
        if self.steps.get() > BUDGET || [one, other].into_iter().all(is_plain) {
            return false;
        }
        let keys = self.graph.keys_to(node);
        let steps = [one, other].map(|sequence| trace::steps(self.program, sequence, keys.len()));
        self.steps.update(|spent| steps.into_iter().fold(spent, usize::saturating_add));
        trace::sent(self.program, one, &keys) != trace::sent(self.program, other, &keys)
    }

    /// Waits that another sequence causes, and timers that disagree.
    fn waits(&mut self, unused: &Unused) {
        let mut seen = HashSet::new();
        for (place, node) in self.graph.nodes.iter().enumerate().skip(1) {
            let (complete, open) = self.split(node);
            if let Some(winner) = node.stand.winner()
                && !node.is_decided
                && node.stand.short > Wait::NONE
                && self.program.row(winner).short.is_none()
                && open.binary_search(&winner).is_err()
                && let Some(with) = open.iter().find(|open| !unused.contains(open))
                && seen.insert((winner, None))
            {
                let example = text(&self.graph.keys_to(place));
                self.see(winner, Observed::Delay { with: from_one(*with), wait: node.stand.short, example });
            }
            let set: Vec<(usize, Wait)> =
                complete.iter().filter_map(|place| Some((*place, self.program.row(*place).short?))).collect();
            if let Some(((first, wait), rest)) = set.split_first().map(|(first, rest)| (*first, rest))
                && let Some((with, _)) = rest.iter().find(|(_, other)| *other != wait)
                && seen.insert((first, Some(*with)))
            {
                let example = text(&self.graph.keys_to(place));
                self.see(first, Observed::TimersDisagree { with: from_one(*with), example });
            }
        }
    }

    /// Bars that can be bypassed, or that bar nothing.
    fn bars(&mut self) {
        /// More bars than any plan has.
        const MOST: usize = 64;
        let barred = (0..self.program.rows.len()).filter(|place| self.program.row(*place).barred);
        for bar in barred.take(MOST) {
            let mut bars_something = false;
            let mut starts = Vec::new();
            for (place, node) in self.graph.nodes.iter().enumerate() {
                let (complete, open) = self.split(node);
                if complete.binary_search(&bar).is_err() {
                    continue;
                }
                bars_something |= complete.iter().chain(&open).any(|other| !self.program.row(*other).barred);
                starts.push(place);
            }
            if !bars_something && !starts.is_empty() && self.graph.is_complete {
                self.see(bar, Observed::BarUseless);
            }
            if let Some((by, keys)) = self.leak(&starts) {
                self.see(bar, Observed::BarLeak { by: from_one(by), example: text(&keys) });
            }
        }
    }

    /// The sequence that sends what is dialled after one of these nodes with the fewest keys, and those keys.
    fn leak(&self, starts: &[usize]) -> Option<(usize, Vec<DialKey>)> {
        let mut seen = vec![false; self.graph.nodes.len()];
        // Each with its predecessor's place in this list, and the key.
        let mut queue: Vec<(usize, Option<(usize, DialKey)>)> = starts.iter().map(|start| (*start, None)).collect();
        let mut place = 0_usize;
        while let Some((node, from)) = queue.get(place).copied() {
            let entry = self.graph.nodes.get(node)?;
            if from.is_some()
                && entry.stand.barred.is_none()
                && let Some(by) = entry.stand.free
            {
                return Some((by, self.way(&queue, place)));
            }
            for (next, key) in &entry.next {
                if let Some(seen) = seen.get_mut(*next).filter(|seen| !**seen) {
                    *seen = true;
                    queue.push((*next, Some((place, *key))));
                }
            }
            place = place.saturating_add(1);
        }
        None
    }

    fn way(&self, queue: &[(usize, Option<(usize, DialKey)>)], mut place: usize) -> Vec<DialKey> {
        let mut more = Vec::new();
        while let Some((node, from)) = queue.get(place) {
            let Some((before, key)) = from else {
                let mut keys = self.graph.keys_to(*node);
                keys.extend(more.iter().rev());
                return keys;
            };
            more.push(*key);
            place = *before;
        }
        more
    }
}

const fn from_one(place: usize) -> usize {
    place.saturating_add(1)
}

fn text(keys: &[DialKey]) -> String {
    keys.iter().map(|key| key.sign()).collect()
}
