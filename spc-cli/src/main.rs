//! `spc`, the SIP profile compiler: a thin front end to [`spc_core`].
//!
//! Knows: files, terminals, the environment, randomness, exit codes. Must not know: the bytes of any format.
#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::process::ExitCode;

mod args;
mod command;
mod legacy;
mod plan;
mod usage;
mod words;

use legacy::typography;
use spc_files::sys::{hardening, random, signals};
use spc_files::{Error, Exit, Program, Reporter};

fn main() -> ExitCode {
    let reporter = Reporter::new(Program::new("spc", env!("CARGO_PKG_VERSION"), |advice| Some(words::of(advice))));
    hardening::harden();
    signals::survive_large_files();
    reporter.report_panics();
    let words: Vec<OsString> = std::env::args_os().collect();
    let ended = answer(&words, &reporter).inspect_err(|error| reporter.error(error));
    signals::end_as(&ended);
    ended.map_or_else(|error| error.exit(), |()| Exit::Done).into()
}

/// Runs the command line in `words`, the first of which is the program's name.
fn answer(words: &[OsString], reporter: &Reporter) -> Result<(), Error> {
    random::check()?;
    let arguments = words.get(1..).unwrap_or_default();
    typography::check(arguments)?;
    let run = |words: &[OsString]| run(words, reporter);
    if legacy::is_meant(arguments) { legacy::run(words, reporter, run) } else { run(words) }
}

/// Does what the words of a current command line ask for.
fn run(words: &[OsString], reporter: &Reporter) -> Result<(), Error> {
    match args::parse(words) {
        Ok(cli) => command::run(plan::of(&cli, reporter)?, reporter),
        Err(error) => usage::answer(&error, words, <args::Cli as clap::CommandFactory>::command()),
    }
}
