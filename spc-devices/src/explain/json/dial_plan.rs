//! A dial plan, and what happens to numbers dialled with it, as JSON.

use serde_json::Value;

use super::object::object;
use crate::explain::dial_plan as explain;
use crate::explain::dial_plan::Note;
use crate::lang::dial_plan::{DialOutcome, DialPlan, Dialect, Dialer, Redacted, Wait};
use crate::model::Model;

/// The sequences of a plan, one object each; anything in the text that may be a login is not shown.
#[must_use]
pub fn sequences(plan: &DialPlan, text: &str, dialer: Dialer, model: Option<Model>) -> Vec<String> {
    let text = Redacted::new(text);
    let notes = explain::notes(plan, &text, dialer, model);
    let numbered = (1_usize..).zip(&plan.sequences);
    numbered
        .map(|(number, sequence)| {
            let (shown, words) = explain::shown(&text, sequence, dialer);
            object([
                ("sequence", number.into()),
                ("text", shown.into()),
                ("words", words.into()),
                ("notes", about(&notes, Some(number))),
            ])
        })
        .collect()
}

/// The notes on a sequence, and those on the whole plan.
fn about(notes: &[Note], sequence: Option<usize>) -> Value {
    let is_it = |note: &&Note| note.sequence.is_none() || note.sequence == sequence;
    notes.iter().filter(is_it).map(|note| note.words.as_str()).collect()
}

/// What happens to a number in a dialect, with those of the [`notes`](explain::notes) on the plan that are about it.
#[must_use]
pub fn dialled(typed: &str, dialect: Dialect, outcome: &DialOutcome, notes: &[Note]) -> String {
    object([
        ("number", typed.into()),
        ("dialect", dialect.name().into()),
        ("outcome", if outcome.sent().is_some() { "sent" } else { "rejected" }.into()),
        ("sent", outcome.sent().into()),
        ("gateway", outcome.route().map(|route| route.host.as_str()).into()),
        ("sequence", outcome.sequence.into()),
        ("seconds", seconds(outcome.wait)),
        ("left_over", outcome.left_over.as_str().into()),
        ("notes", about(notes, outcome.sequence)),
    ])
}

/// A whole number where it is one.
fn seconds(wait: Wait) -> Value {
    let millis = wait.as_millis();
    if millis.is_multiple_of(1000) { (millis / 1000).into() } else { (f64::from(millis) / 1000.0).into() }
}
