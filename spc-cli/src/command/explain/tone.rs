//! `spc explain tone`: what a tone, a cadence or a list of frequencies sounds like.

use spc_devices::explain::{self, json};
use spc_devices::lang::tone::{Cadence, Frequencies, Tone};
use spc_files::Error;

use super::answer;

pub(super) fn run(value: &str, is_json: bool) -> Result<(), Error> {
    let value = answer::value(value)?;
    let (words, object) = read(&value)?;
    if is_json { answer::print_objects([object]) } else { answer::print_lines([words]) }
}

/// The value in words and as a JSON object. Only frequencies have `@`, and only sections have brackets.
fn read(value: &str) -> Result<(String, String), Error> {
    Ok(match (value.contains('@'), value.contains('(')) {
        (false, true) => {
            let cadence = Cadence::parse(value).map_err(|fault| answer::fault("cadence", value, &fault))?;
            (explain::cadence(&cadence), json::cadence(&cadence))
        }
        (true, false) if !value.contains(';') => {
            let list = Frequencies::parse(value).map_err(|fault| answer::fault("frequencies", value, &fault))?;
            (explain::frequencies(&list), json::frequencies(&list))
        }
        _ => {
            let tone = Tone::parse(value).map_err(|fault| answer::fault("tone", value, &fault))?;
            (explain::tone(&tone), json::tone(&tone))
        }
    })
}
