//! The commands: each one from its arguments to its effect.

use crate::args::Command;
use crate::report::error::Failure;

mod batch;
mod bootstrap;
mod check;
mod compile;
mod convert;
mod decompile;
mod derive;
mod inspect;
mod keygen;
mod manual;
mod rekey;
mod sample;
mod verify;

/// Does what was asked for.
pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Compile(args) => compile::run(args),
        Command::Batch(args) => batch::run(args),
        Command::Decompile(args) => decompile::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Check(args) => check::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Sample(args) => sample::run(args),
        Command::Manual => manual::run(),
        Command::Keygen(args) => keygen::run(args),
        Command::Derive(args) => derive::run(args),
        Command::Rekey(args) => rekey::run(args),
        Command::Bootstrap(args) => bootstrap::run(args),
    }
}
