//! `spc explain rule`: what a device does with a provisioning rule.

use spc_devices::explain::{self, json};
use spc_devices::lang::macro_text::Values;
use spc_devices::lang::rule;
use spc_devices::lang::trigger::{self, Trigger};
use spc_files::Error;

use super::answer;

pub(super) fn run(text: &str, values: &Values, is_json: bool) -> Result<(), Error> {
    let text = answer::value(text)?;
    // The bare condition of a trigger is that of a rule without its parentheses.
    let condition = format!("({text})?");
    let is_trigger = rule::parse(&text).is_err() && matches!(trigger::parse(&text), Ok(Trigger::When(_)));
    let read: &str = if is_trigger { &condition } else { &text };
    let tree = rule::parse(read).map_err(|fault| answer::fault("rule", read, &fault))?;
    let evaluation = tree.evaluate(values);
    if !is_json {
        let lines = if is_trigger { explain::trigger(&evaluation) } else { explain::rule(&tree, &evaluation) };
        return answer::print_lines(lines);
    }
    answer::print_objects([json::rule(&tree, &evaluation)])
}
