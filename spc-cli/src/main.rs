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
use report::error::Failure;
use report::exit::Exit;
use report::{reporter, usage};
use sys::signals;

fn main() -> ExitCode {
    harden();
    let words: Vec<OsString> = std::env::args_os().collect();
    let ended = answer(&words);
    signals::settle();
    match ended {
        Ok(()) => Exit::Done.into(),
        Err(failure) => {
            reporter::Talk::new(false).failure(&failure);
            failure.exit().into()
        }
    }
}

/// Does what the words of the command line, of which the first is the program's name, ask for.
fn answer(words: &[OsString]) -> Result<(), Failure> {
    let arguments = words.get(1..).unwrap_or_default();
    typography::judge(arguments)?;
    if legacy::is_meant(arguments) { legacy::run(words, run) } else { run(words) }
}

/// Does what the words of today's command line ask for.
fn run(words: &[OsString]) -> Result<(), Failure> {
    match args::Cli::try_parse_from(words) {
        Ok(cli) => command::run(&cli.command),
        Err(error) => usage::answer(&error),
    }
}

/// Secrets stand in memory: no core dump may hold them, no other process of the same user may read them, and a panic,
/// which is a bug, must not print them.
fn harden() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Refused only where the limit is lower already.
    let _ = setrlimit(Resource::Core, none);
    std::panic::set_hook(Box::new(|panic| {
        reporter::release().lines().for_each(reporter::write_line);
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        reporter::write_line(&format!("spc: error: internal error at {place}; this is a bug in spc"));
    }));
}
