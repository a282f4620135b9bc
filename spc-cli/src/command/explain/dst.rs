//! `spc explain dst`: when a daylight-saving rule changes the clock.

use spc_devices::explain::{self, json};
use spc_devices::lang::dst;
use spc_files::Error;

use super::answer;

pub(super) fn run(value: &str, is_json: bool) -> Result<(), Error> {
    let value = answer::value(value)?;
    let rule = dst::parse(&value).map_err(|fault| answer::fault("daylight-saving rule", &value, &fault))?;
    if is_json { answer::print_objects([json::dst(&rule)]) } else { answer::print_lines([explain::dst(&rule)]) }
}
