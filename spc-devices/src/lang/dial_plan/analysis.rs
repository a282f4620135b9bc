//! What can be said about a plan that parses, without anything else of its profile.
//!
//! Knows: plans, and how a device dials by them. Must not know: codes and severities, which a check gives to what is
//! observed here. Source: value-languages 1.8.

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
pub use observation::{Observation, What};

/// What was observed, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observations {
    /// Each of them.
    pub list: Vec<Observation>,
    /// Every way to dial was followed. Otherwise the plan branches too much: what needs all of them is not said
    /// ([`What::Shadowed`], [`What::Covered`], [`What::BarUseless`]); what is said holds.
    pub is_complete: bool,
}

/// Observes a plan as this device reads it, in bounded time: at most about 300,000 points in sequences are visited.
#[must_use]
pub fn observe(plan: &DialPlan, dialer: Dialer) -> Observations {
    let program = Program::new(plan, dialer.x());
    let graph = Graph::explore(&program, dialer);
    let mut list = structure::observe(plan);
    list.extend(sequences::observe(plan, &program, &graph));
    list.sort_by_key(|observation| (observation.range.start, observation.range.end));
    Observations { list, is_complete: graph.is_complete }
}
