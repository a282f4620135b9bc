//! `spc explain`: what a value means. Each subject is a file of its own, here and among the arguments a variant.

use crate::args::{Explain, Subject};
use crate::report::error::Error;
use crate::report::reporter::Reporter;

mod answer;
pub(super) mod dial;
mod dst;
mod key;
mod rule;
mod schedule;
mod tone;

pub(crate) fn run(args: &Explain, reporter: &Reporter) -> Result<(), Error> {
    match &args.subject {
        Subject::Rule(args) => rule::run(args),
        Subject::Dial(args) => dial::run(args, reporter),
        Subject::Dst(args) => dst::run(args),
        Subject::Schedule(args) => schedule::run(args),
        Subject::Tone(args) => tone::run(args),
        Subject::Key(args) => key::run(args),
    }
}
