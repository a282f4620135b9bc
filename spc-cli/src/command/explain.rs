//! `spc explain`: what a code, a parameter or a value means. Each subject has its own file.

use spc_files::{Error, Reporter};

use crate::plan::explain::{Explain, Subject};

mod answer;
mod code;
mod dial;
mod dst;
mod key;
mod parameter;
mod rule;
mod schedule;
mod tone;
mod word;
mod wrap;

pub(crate) fn run(plan: &Explain<'_>, reporter: &Reporter) -> Result<(), Error> {
    let is_json = plan.is_json;
    match &plan.subject {
        Subject::Words(words, model) => word::run(words, *model, is_json),
        Subject::Rule(text, values) => rule::run(text, values, is_json),
        Subject::Dial(dial) => dial::run(dial, is_json, reporter),
        Subject::Dst(value) => dst::run(value, is_json),
        Subject::Schedule(value) => schedule::run(value, is_json),
        Subject::Tone(value) => tone::run(value, is_json),
        Subject::Key(value) => key::run(value, is_json),
    }
}
