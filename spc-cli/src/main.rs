//! `spc`, the SIP profile compiler: a thin front end of [`spc_core`].
//!
//! Knows: files, terminals, the environment, randomness, exit codes. Must not know: the bytes of any format.
#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

mod args;
mod command;
mod fleet;
mod legacy;
mod plan;
mod read;
mod report;
mod sys;
mod write;

use legacy::typography;
use report::error::Error;
use report::exit::Exit;
use report::reporter::Reporter;
use report::usage;
use sys::signals;

fn main() -> ExitCode {
    let reporter = Reporter::default();
    harden(&reporter);
    let words: Vec<OsString> = std::env::args_os().collect();
    let ended = answer(&words, &reporter);
    signals::settle();
    match ended {
        Ok(()) => Exit::Done.into(),
        Err(error) => {
            reporter.error(&error);
            error.exit().into()
        }
    }
}

/// Does what the words of the command line, of which the first is the program's name, ask for.
fn answer(words: &[OsString], reporter: &Reporter) -> Result<(), Error> {
    let arguments = words.get(1..).unwrap_or_default();
    typography::check(arguments)?;
    let run = |words: &[OsString]| run(words, reporter);
    if legacy::is_meant(arguments) { legacy::run(words, reporter, run) } else { run(words) }
}

/// Does what the words of today's command line ask for.
fn run(words: &[OsString], reporter: &Reporter) -> Result<(), Error> {
    match args::Cli::try_parse_from(words) {
        Ok(cli) => command::run(&cli.command, reporter),
        Err(error) => usage::answer(&error),
    }
}

/// Secrets are in memory: no core dump may hold them, no other process of the same user may read them, and a panic,
/// which is a bug, must not print them.
fn harden(reporter: &Reporter) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Refused only where the limit is lower already.
    let _ = setrlimit(Resource::Core, none);
    let reporter = reporter.clone();
    std::panic::set_hook(Box::new(move |panic| {
        reporter.panicked(&panic.location().map(ToString::to_string).unwrap_or_default());
    }));
}
