//! What can be said about a plan that parses, without anything else from its profile.
//!
//! Knows: plans, and how a device dials with them. Must not know: codes and severities, which a check gives to the
//! observations. Source: value-languages 1.8.

use super::dialer::Dialer;
use super::program::Program;
use super::tree::DialPlan;
use graph::Graph;

mod graph;
mod numbers;
mod observation;
mod sequences;
mod structure;

pub use numbers::{Emergency, Trouble, emergency, glued, same_code};
pub use observation::{Observation, Observed};

/// What was observed, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observations {
    /// Each of them.
    pub list: Vec<Observation>,
    /// Whether every way to dial was followed. If not, the plan has too many branches. Observations that need all of
    /// them are then missing ([`Observed::Shadowed`], [`Observed::Covered`], [`Observed::BarUseless`]), but all others
    /// are still true.
    pub is_complete: bool,
}

impl Observations {
    /// Each of them in words.
    ///
    /// Nothing is quoted from a plan that may not be quoted, and only the first of its unknown letters is included:
    /// together with their places, the letters would spell what is hidden.
    pub fn worded(&self, is_quoted: bool) -> impl Iterator<Item = (&Observation, String)> {
        let is_letter = |seen: &Observation| matches!(seen.what, Observed::UnknownLetter(_));
        let first = self.list.iter().position(is_letter);
        let told = self.list.iter().enumerate();
        let told = told.filter(move |(place, seen)| is_quoted || !is_letter(seen) || first == Some(*place));
        told.map(move |(_, seen)| (seen, if is_quoted { seen.what.to_string() } else { seen.what.unquoted() }))
    }
}

/// Observes a plan as this device reads it, in bounded time: at most about 300,000 points in sequences are visited.
#[must_use]
pub fn observe(plan: &DialPlan, dialer: Dialer) -> Observations {
    let program = Program::new(plan, dialer.x());
    let graph = Graph::explore(&program, dialer);
    let mut list = structure::observe(plan);
    list.extend(sequences::observe(plan, &program, &graph, dialer.short));
    list.sort_by_key(|observation| (observation.range.start, observation.range.end));
    Observations { list, is_complete: graph.is_complete }
}
