//! `spc explain key`: what the function of a line key or a softkey does.

use spc_devices::explain::{self, json};
use spc_devices::lang::key_function::KeyFunction;
use spc_files::Error;

use super::answer;
use crate::args::ValueArgs;

pub(super) fn run(args: &ValueArgs) -> Result<(), Error> {
    let value = answer::value(&args.value)?;
    let key = KeyFunction::parse(&value).map_err(|fault| answer::fault("key function", &value, &fault))?;
    if args.json {
        answer::print_objects([json::key_function(&key)])
    } else {
        answer::print_lines([explain::key_function(&key)])
    }
}
