//! What is odd about a plan, in words.

use crate::dictionary::gateway_fault;
use crate::lang::dial_plan::analysis::observe;
use crate::lang::dial_plan::{DialPlan, Dialer, Redacted};
use crate::model::Model;

/// Something odd about a plan that a device accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// The sequence that it is about, counted from 1; `None` for the whole plan.
    pub sequence: Option<usize>,
    /// What is odd, without a login.
    pub words: String,
}

/// Everything odd about a plan on a device, as far as the device is known.
#[must_use]
pub fn notes(plan: &DialPlan, text: &Redacted<'_>, dialer: Dialer, model: Option<Model>) -> Vec<Note> {
    let observed = observe(plan, dialer);
    let seen = observed.worded(text.is_shown()).map(|(seen, words)| Note { sequence: seen.sequence, words });
    let mut notes: Vec<Note> = seen.collect();
    if !observed.is_complete {
        let words = "the plan has too many branches to follow all of them; there may be more to note".to_owned();
        notes.push(Note { sequence: None, words });
    }
    notes.extend(model.into_iter().flat_map(|model| gateways(plan, model)));
    notes
}

/// The routes that the model does not have.
fn gateways(plan: &DialPlan, model: Model) -> impl Iterator<Item = Note> {
    plan.routes().filter_map(move |(_, route)| {
        let words = gateway_fault(model, route.value.gateway()?)?.to_owned();
        let before = plan.sequences.iter().take_while(|sequence| sequence.range().start <= route.range().start);
        Some(Note { sequence: Some(before.count()), words })
    })
}
