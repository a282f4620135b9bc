//! `spc`, the SIP profile compiler: a thin front end of [`spc_core`].
//!
//! Knows: files, terminals, the environment, randomness, exit codes. Must not know: the bytes of any format.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;

mod args;
mod batch;
mod command;
mod delivery;
mod devices;
mod exit;
mod failure;
mod fleet;
mod input;
mod names;
mod opened;
mod output;
mod preset;
mod profile;
mod provisioning;
mod random;
mod recipe;
mod report;
mod secret;
mod talk;

use exit::Exit;

fn main() -> ExitCode {
    harden();
    let cli = args::Cli::parse();
    match command::run(&cli.command) {
        Ok(()) => Exit::Done.into(),
        Err(failure) => {
            talk::Talk::new(false).failure(&failure);
            failure.exit().into()
        }
    }
}

/// Secrets stand in memory: no core dump may hold them, and a panic, which is a bug, must not print them.
fn harden() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Refused only where the limit is lower already.
    let _ = setrlimit(Resource::Core, none);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        talk::write_line(&format!("spc: error: internal error at {place}; this is a bug in spc"));
    }));
}
