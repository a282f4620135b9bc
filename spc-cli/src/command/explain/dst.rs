//! `spc explain dst`: when a daylight-saving rule changes the clock.

use spc_devices::explain;
use spc_devices::lang::dst;
use spc_files::report::error::Error;

use super::answer;
use crate::args::ValueArgs;

pub(super) fn run(args: &ValueArgs) -> Result<(), Error> {
    let value = answer::value(&args.value)?;
    let rule = dst::parse(&value).map_err(|fault| answer::fault("daylight-saving rule", &value, &fault))?;
    let words = explain::dst(&rule);
    if !args.json {
        return answer::print_lines([words]);
    }
    answer::print_json([
        ("rule", rule.to_string().into()),
        ("seconds", rule.save.into()),
        ("is_over_new_year", rule.is_over_new_year().into()),
        ("words", words.into()),
    ])
}
