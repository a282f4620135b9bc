//! `spc explain rule`: what a device does with a provisioning rule.

use spc_devices::explain::{self, json};
use spc_devices::lang::macro_text::Values;
use spc_devices::lang::rule;
use spc_files::Error;

use super::answer;

pub(super) fn run(text: &str, values: &Values, is_json: bool) -> Result<(), Error> {
    let text = answer::value(text)?;
    let tree = rule::parse(&text).map_err(|fault| answer::fault("rule", &text, &fault))?;
    let evaluation = tree.evaluate(values);
    if !is_json {
        return answer::print_lines(explain::rule(&tree, &evaluation));
    }
    answer::print_objects([json::rule(&tree, &evaluation)])
}
