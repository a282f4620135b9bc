//! `spc explain schedule`: when a device resyncs or tries again.

use spc_devices::explain::{self, json};
use spc_devices::lang::schedule;
use spc_files::Error;

use super::answer;

pub(super) fn run(value: &str, is_json: bool) -> Result<(), Error> {
    let value = answer::value(value)?;
    // Four digits may be either, so both readings are given.
    let time = schedule::parse_time(&value).ok();
    let parsed = schedule::parse(&value).map_err(|fault| answer::fault("schedule", &value, &fault))?;
    if is_json {
        return answer::print_objects([json::schedule(&parsed, time)]);
    }
    let words = explain::schedule(&parsed);
    let Some(time) = time else { return answer::print_lines([words]) };
    let time = explain::time_of_day(time);
    answer::print_lines([format!("As seconds: {words}"), format!("As Resync_At__HHmm_: {time}")])
}
