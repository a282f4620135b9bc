//! `spc explain schedule`: when a device resyncs or tries again.

use serde_json::{Value, json};
use spc_devices::explain;
use spc_devices::lang::schedule::{self, Delay};
use spc_files::report::error::Error;

use super::answer;
use crate::args::ValueArgs;

pub(super) fn run(args: &ValueArgs) -> Result<(), Error> {
    let value = answer::value(&args.value)?;
    // Four digits may be either; both are said.
    let time = schedule::parse_time(&value).ok();
    let parsed = schedule::parse(&value).map_err(|fault| answer::fault("schedule", &value, &fault))?;
    let words = explain::schedule(&parsed);
    let time_words = time.map(explain::time_of_day);
    if args.json {
        return answer::print_json([
            ("delays", parsed.delays.iter().map(delay).collect()),
            ("words", words.into()),
            ("time_of_day", time.map(|time| time.to_string()).into()),
            ("time_of_day_words", time_words.into()),
        ]);
    }
    let Some(time_words) = time_words else { return answer::print_lines([words]) };
    answer::print_lines([format!("As seconds: {words}"), format!("As Resync_At__HHmm_: {time_words}")])
}

fn delay(delay: &Delay) -> Value {
    json!({"seconds": delay.seconds, "random": delay.random})
}
