//! `spc explain`: what a value means. Each subject is a file of its own, here and among the arguments a variant.

use crate::args::{Explain, Subject};
use crate::report::error::Error;

mod answer;
mod dst;
mod key;
mod rule;
mod schedule;
mod tone;

pub(crate) fn run(args: &Explain) -> Result<(), Error> {
    match &args.subject {
        Subject::Rule(args) => rule::run(args),
        Subject::Dst(args) => dst::run(args),
        Subject::Schedule(args) => schedule::run(args),
        Subject::Tone(args) => tone::run(args),
        Subject::Key(args) => key::run(args),
    }
}
