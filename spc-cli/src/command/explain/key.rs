//! `spc explain key`: what the function of a line key or a softkey does.

use spc_devices::explain::{self, json};
use spc_devices::lang::key_function::KeyFunction;
use spc_files::Error;

use super::answer;

pub(super) fn run(value: &str, is_json: bool) -> Result<(), Error> {
    let value = answer::value(value)?;
    let key = KeyFunction::parse(&value).map_err(|fault| answer::fault("key function", &value, &fault))?;
    if is_json {
        answer::print_objects([json::key_function(&key)])
    } else {
        answer::print_lines([explain::key_function(&key)])
    }
}
