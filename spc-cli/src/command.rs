//! The commands: each one from its arguments to its effect.

use crate::args::Command;
use crate::failure::Failure;

mod check;
mod compile;
mod decompile;
mod inspect;
mod verify;

/// Does what was asked for.
pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Compile(args) => compile::run(args),
        Command::Decompile(args) => decompile::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Check(args) => check::run(args),
    }
}
