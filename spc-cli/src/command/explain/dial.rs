//! `spc explain dial` and `spc dial`: what a dial plan means, and what happens to numbers dialled with it.

use spc_devices::explain::{dial_plan as explain, json};
use spc_devices::lang::dial_plan::{DialPlan, Dialect, Dialer, Faults, Keypresses, Matcher, Redacted, may_show};
use spc_devices::model::Model;
use spc_files::report::show_in_value;
use spc_files::{Error, Exit, Reporter};

use super::answer;
use crate::plan::explain::Dial;

/// How many mistakes of one plan are shown.
const SHOWN: usize = 10;

pub(super) fn run(asked: &Dial<'_>, is_json: bool, reporter: &Reporter) -> Result<(), Error> {
    let text = answer::value(asked.plan)?;
    let plan = DialPlan::parse(&text).map_err(|faults| broken(&text, &faults, reporter))?;
    let numbers: Vec<(&str, Keypresses)> =
        asked.numbers.iter().map(|typed| number(typed, reporter)).collect::<Result<_, _>>()?;
    let dialer = asked.dialer.unwrap_or(Dialer::new(Dialect::Cisco));
    let other = dialer.dialect(dialer.dialect.other());
    let (matcher, other_matcher) = (Matcher::new(&plan, dialer), Matcher::new(&plan, other));
    // The number, what happens to it, and what happens to it in the other dialect if that differs.
    let dialled = numbers.iter().map(|(typed, keys)| {
        let (outcome, other) = (matcher.dial(keys), other_matcher.dial(keys));
        // Which dialect the device has may be known.
        let other = (other != outcome && asked.dialer.is_none()).then_some(other);
        (*typed, keys, explain::without_login(outcome), other.map(explain::without_login))
    });
    if !is_json {
        let mut lines = sequences(&plan, &text, dialer, asked.model);
        for (_, keys, outcome, differing) in dialled {
            let number = if keys.is_empty() { "No key".to_owned() } else { keys.to_string() };
            lines.push(format!("{number}: {}.", explain::outcome(&outcome)));
            if let Some(differing) = differing {
                lines.push(format!(
                    "{number} in the {} dialect: {}.",
                    other.dialect.name(),
                    explain::outcome(&differing)
                ));
            }
        }
        return answer::print_lines(lines);
    }
    if numbers.is_empty() {
        return answer::print_objects(json::sequences(&plan, &text, dialer, asked.model));
    }
    let notes = |dialer| explain::notes(&plan, &Redacted::new(&text), dialer, asked.model);
    let (notes, others) = (notes(dialer), notes(other));
    answer::print_objects(dialled.flat_map(|(typed, _, outcome, differing)| {
        let differing = differing.map(|outcome| json::dialled(typed, other.dialect, &outcome, &others));
        std::iter::once(json::dialled(typed, dialer.dialect, &outcome, &notes)).chain(differing)
    }))
}

/// Shows what is wrong with a plan.
fn broken(text: &str, faults: &Faults, reporter: &Reporter) -> Error {
    if let Some(hint) = answer::pasted(text) {
        return Error::new(Exit::Input, "this dial plan was copied from an XML file").hint(hint);
    }
    let is_quoted = may_show(text);
    // Nothing is shown of a plan that may contain a login.
    let hidden = (!is_quoted).then_some(0..text.len());
    let mut worded = faults.worded(is_quoted);
    for (message, place) in worded.by_ref().take(SHOWN) {
        show_in_value(&message, "dial plan", text, hidden.as_slice(), place, reporter);
    }
    if worded.next().is_some() {
        reporter.note(&format!("the plan has more mistakes; the first {SHOWN} are shown"));
    }
    Error::Reported(Exit::Input)
}

fn number<'a>(typed: &'a str, reporter: &Reporter) -> Result<(&'a str, Keypresses), Error> {
    Keypresses::parse(typed).map(|keys| (typed, keys)).map_err(|fault| {
        show_in_value(&fault.to_string(), "number", typed, &[], fault.range, reporter);
        Error::Reported(Exit::Usage)
    })
}

/// The plan in words, with notes on what is odd about it.
fn sequences(plan: &DialPlan, text: &str, dialer: Dialer, model: Option<Model>) -> Vec<String> {
    let text = Redacted::new(text);
    let mut lines: Vec<String> =
        explain::timers(plan).map(|timers| format!("In the whole plan {timers}.")).into_iter().collect();
    for (number, sequence) in (1_usize..).zip(&plan.sequences) {
        let (shown, words) = explain::shown(&text, sequence, dialer);
        lines.push(format!("Sequence {number} `{shown}`: {words}."));
    }
    lines.extend(explain::notes(plan, &text, dialer, model).into_iter().map(|note| match note.sequence {
        Some(number) => format!("Note on sequence {number}: {}.", note.words),
        None => format!("Note: {}.", note.words),
    }));
    lines
}
