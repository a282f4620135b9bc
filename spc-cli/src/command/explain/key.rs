//! `spc explain key`: what the function of a line key or a softkey does.

use serde_json::json;
use spc_devices::explain;
use spc_devices::lang::key_function::{Field, KeyFunction};
use spc_files::report::error::Error;

use super::answer;
use crate::args::ValueArgs;

pub(super) fn run(args: &ValueArgs) -> Result<(), Error> {
    let value = answer::value(&args.value)?;
    let key = KeyFunction::parse(&value).map_err(|fault| answer::fault("key function", &value, &fault))?;
    let words = explain::key_function(&key);
    if !args.json {
        return answer::print_lines([words]);
    }
    let name = |field: &Field| field.name.value.clone();
    answer::print_json([
        ("words", words.into()),
        ("functions", key.functions.iter().map(|function| function.value.clone()).collect()),
        ("options", key.options.iter().map(name).collect()),
        ("missing", key.missing().map(|(word, needs)| json!({"function": word.value, "one_of": needs})).collect()),
        ("unused", key.unused().map(name).collect()),
    ])
}
