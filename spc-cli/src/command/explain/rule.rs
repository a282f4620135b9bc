//! `spc explain rule`: what a device does with a provisioning rule.

use spc_devices::explain::{self, json};
use spc_devices::lang::macro_text::{MacroName, Values};
use spc_devices::lang::rule;
use spc_devices::product;
use spc_files::Error;

use super::answer;
use crate::args::Rule;

pub(super) fn run(args: &Rule) -> Result<(), Error> {
    let values = values(args)?;
    let text = answer::value(&args.rule)?;
    let tree = rule::parse(&text).map_err(|fault| answer::fault("rule", &text, &fault))?;
    let evaluation = tree.evaluate(&values);
    if !args.json {
        return answer::print_lines(explain::rule(&tree, &evaluation));
    }
    answer::print_objects([json::rule(&tree, &evaluation)])
}

/// What the macros stand for. What is set by hand wins.
fn values(args: &Rule) -> Result<Values, Error> {
    let mut values = Values::new();
    if let Some(model) = args.model {
        product::set_names(&mut values, model);
    }
    if let Some(mac) = args.mac {
        values.set_mac(mac);
    }
    for pair in &args.set {
        // The value may be a key, so that only the name is quoted.
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Error::usage("--set wants NAME=VALUE").hint("as in --set SWVER=7.5.2b"));
        };
        if MacroName::find(name).is_none() && MacroName::of_parameter(name).is_none() {
            let error = Error::usage(format!("--set: `{name}` is not a macro that devices know"));
            return Err(error.hint("A to P are GPP_A to GPP_P; others are SA to SD, MA, PSN, SN, SWVER, HWVER"));
        }
        values.set(name, value);
    }
    Ok(values)
}
