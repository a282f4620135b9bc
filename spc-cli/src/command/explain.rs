//! `spc explain`: what a code, a parameter or a value means. Each subject is a file of its own, here and among the
//! arguments a variant.

use spc_files::{Error, Reporter};

use crate::args::{Explain, Subject};

mod answer;
mod code;
pub(super) mod dial;
mod dst;
mod key;
mod parameter;
mod rule;
mod schedule;
mod tone;
mod word;
mod wrap;

pub(crate) fn run(args: &Explain, reporter: &Reporter) -> Result<(), Error> {
    let Some(subject) = &args.subject else { return word::run(&args.words) };
    match subject {
        Subject::Rule(args) => rule::run(args),
        Subject::Dial(args) => dial::run(args, reporter),
        Subject::Dst(args) => dst::run(args),
        Subject::Schedule(args) => schedule::run(args),
        Subject::Tone(args) => tone::run(args),
        Subject::Key(args) => key::run(args),
    }
}
