//! A dial plan, and what happens to numbers dialled with it, as JSON.

use serde_json::Value;

use super::object::object;
use crate::explain::dial_plan as explain;
use crate::lang::dial_plan::analysis::observe;
use crate::lang::dial_plan::{DialOutcome, DialPlan, Dialect, Dialer, Redacted, Wait};

/// The sequences of a plan, one object each; anything in the text that may be a login is not shown.
#[must_use]
pub fn sequences(plan: &DialPlan, text: &str, dialer: Dialer) -> Vec<String> {
    let text = Redacted::new(text);
    let observed = observe(plan, dialer);
    let mut notes: Vec<Vec<Value>> = vec![Vec::new(); plan.sequences.len()];
    for (seen, words) in observed.worded(text.is_shown()) {
        let of_sequence = seen.sequence.and_then(|number| notes.get_mut(number.checked_sub(1)?));
        if let Some(notes) = of_sequence {
            notes.push(words.into());
        }
    }
    let numbered = (1_usize..).zip(plan.sequences.iter().zip(notes));
    numbered
        .map(|(number, (sequence, notes))| {
            let (shown, words) = explain::shown(&text, sequence, dialer);
            object([
                ("sequence", number.into()),
                ("text", shown.into()),
                ("words", words.into()),
                ("notes", notes.into()),
            ])
        })
        .collect()
}

/// What happens to a number in a dialect.
#[must_use]
pub fn dialled(typed: &str, dialect: Dialect, outcome: &DialOutcome) -> String {
    object([
        ("number", typed.into()),
        ("dialect", dialect.name().into()),
        ("outcome", if outcome.sent().is_some() { "sent" } else { "rejected" }.into()),
        ("sent", outcome.sent().into()),
        ("gateway", outcome.route().map(|route| route.host.as_str()).into()),
        ("sequence", outcome.sequence.into()),
        ("seconds", seconds(outcome.wait)),
        ("left_over", outcome.left_over.as_str().into()),
    ])
}

/// A whole number where it is one.
fn seconds(wait: Wait) -> Value {
    let millis = wait.as_millis();
    if millis.is_multiple_of(1000) { (millis / 1000).into() } else { (f64::from(millis) / 1000.0).into() }
}
