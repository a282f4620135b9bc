//! A plan prepared for matching: each sequence is a row of states, one before each key and one at its end.

use super::keys::{DialKey, KeySet};
use super::tree::{DialPlan, Dialled, Element, Item, Route, Sequence, Timer, TimerKind, Wait};

/// A point in a sequence: what may come next, and what applies here.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// The keys that lead to the next state; none at the end of the sequence.
    pub(super) keys: KeySet,
    /// The key may come any number of times, or not at all.
    pub(super) repeated: bool,
    /// The key is dialled and not sent.
    pub(super) dropped: bool,
    /// What is sent on the way here from the previous state.
    pub(super) sent: String,
    /// The outside dial tone starts on the way here.
    pub(super) tone: bool,
    /// The long timer that the sequence has set by now.
    pub(super) long: Option<Wait>,
    /// The pause on the way here.
    pub(super) pause: Option<Wait>,
    /// Its sequence, counted from 0.
    pub(super) sequence: usize,
    /// Whether it is the last state of its sequence.
    pub(super) is_end: bool,
}

/// A prepared sequence.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its states; empty for a sequence with an unknown letter, which matches nothing.
    pub(super) states: core::ops::Range<usize>,
    /// The short timer that it has set by its end.
    pub(super) short: Option<Wait>,
    /// The pause after its last key.
    pub(super) pause: Option<Wait>,
    pub(super) barred: bool,
    pub(super) route: Option<Route>,
}

/// A prepared plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) states: Vec<State>,
    pub(super) rows: Vec<Row>,
    pub(super) short: Option<Wait>,
    pub(super) long: Option<Wait>,
}

impl Program {
    /// The plan, with an `x` that matches these keys.
    pub(super) fn new(plan: &DialPlan, x: KeySet) -> Self {
        let mut program =
            Self { short: plan.timer(TimerKind::Short), long: plan.timer(TimerKind::Long), ..Self::default() };
        for (place, sequence) in plan.sequences.iter().enumerate() {
            program.sequence(place, &sequence.value, x);
        }
        program
    }

    pub(super) fn state(&self, place: usize) -> &State {
        self.states.get(place).expect("places come from the program itself")
    }

    pub(super) fn row(&self, place: usize) -> &Row {
        self.rows.get(place).expect("places come from the program itself")
    }

    fn sequence(&mut self, place: usize, sequence: &Sequence, x: KeySet) {
        let start = self.states.len();
        let mut row = Row { states: start..start, short: None, pause: None, barred: sequence.is_barred(), route: None };
        if !sequence.items.iter().any(|item| matches!(item.value, Item::Unknown(_))) {
            let mut next = State { sequence: place, ..State::default() };
            for item in &sequence.items {
                match &item.value {
                    Item::Element(element) => self.key(&mut next, element, x, false),
                    Item::Substitution(substitution) => {
                        for dialled in &substitution.dialled {
                            match &dialled.value {
                                Dialled::Element(element) => self.key(&mut next, element, x, true),
                                Dialled::Tone => next.tone = true,
                            }
                        }
                        next.sent.push_str(&substitution.text);
                        if let Some(route) = &substitution.route {
                            row.route = Some(route.value.clone());
                        }
                    }
                    Item::Tone => next.tone = true,
                    Item::Timer(timer) => Self::timer(&mut next, &mut row, *timer),
                    Item::Bar | Item::Unknown(_) => {}
                }
            }
            row.pause = next.pause;
            next.is_end = true;
            self.states.push(next);
            row.states = start..self.states.len();
        }
        self.rows.push(row);
    }

    /// The state before a key, and the beginning of the state after it.
    fn key(&mut self, next: &mut State, element: &Element, x: KeySet, dropped: bool) {
        let after = State { sequence: next.sequence, long: next.long, ..State::default() };
        let before = core::mem::replace(next, after);
        self.states.push(State { keys: element.pattern.keys(x), repeated: element.repeated, dropped, ..before });
    }

    fn timer(next: &mut State, row: &mut Row, timer: Timer) {
        let wait = Some(timer.wait());
        match timer.kind {
            TimerKind::Short => row.short = wait,
            TimerKind::Long => next.long = wait,
            TimerKind::Pause => next.pause = wait,
        }
    }
}

/// The states of a program that match the keys so far, in no particular order.
///
/// Each state is in it at most once, so a step takes time in proportion to the plan, whatever it repeats.
#[derive(Clone, Debug, Default)]
pub(super) struct Front {
    states: Vec<usize>,
    /// For each state, the number of the last step that reached it.
    reached: Vec<u32>,
    step: u32,
    /// The outside dial tone plays from here.
    pub(super) tone: bool,
}

impl Front {
    /// The front before any key.
    pub(super) fn start(program: &Program) -> Self {
        let mut front = Self { reached: vec![0; program.states.len()], step: 1, ..Self::default() };
        for row in program.rows.iter().filter(|row| !row.states.is_empty()) {
            front.enter(program, row.states.start);
        }
        front
    }

    pub(super) fn states(&self) -> &[usize] {
        &self.states
    }

    /// Replaces its states with these.
    pub(super) fn set(&mut self, states: &[usize]) {
        self.states.clear();
        self.states.extend_from_slice(states);
    }

    /// Advances by a key, unless no state allows it.
    pub(super) fn advance(&mut self, program: &Program, key: DialKey) -> bool {
        if !self.states.iter().any(|place| program.state(*place).keys.contains(key)) {
            return false;
        }
        self.step = self.step.saturating_add(1);
        self.tone = false;
        for place in core::mem::take(&mut self.states) {
            let state = program.state(place);
            if !state.keys.contains(key) {
                continue;
            }
            if state.repeated {
                self.add(place);
            }
            // What a repeated key leads to is also reached without it.
            self.enter(program, place.saturating_add(1));
        }
        true
    }

    /// Adds a state and those that can be reached from it without a key.
    fn enter(&mut self, program: &Program, first: usize) {
        let mut place = first;
        loop {
            let state = program.state(place);
            self.tone |= state.tone;
            if !self.add(place) || !state.repeated {
                return;
            }
            place = place.saturating_add(1);
        }
    }

    fn add(&mut self, place: usize) -> bool {
        let Some(reached) = self.reached.get_mut(place).filter(|reached| **reached != self.step) else { return false };
        *reached = self.step;
        self.states.push(place);
        true
    }
}
