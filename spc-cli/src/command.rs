//! The commands: each one from its arguments to its effect.

use spc_files::{Error, Reporter};

use crate::args::{Cli, Command};
use crate::plan::look;

mod batch;
mod bootstrap;
mod check;
mod compile;
mod convert;
mod decompile;
mod derive;
mod explain;
mod fix;
mod inspect;
mod keygen;
mod manual;
mod models;
mod rekey;
mod sample;
mod verify;

/// Does what was asked for.
pub(crate) fn run(cli: &Cli, reporter: &Reporter) -> Result<(), Error> {
    reporter.look(look::style(cli)?);
    match &cli.command {
        Command::Compile(args) => compile::run(args, reporter),
        Command::Batch(args) => batch::run(args, reporter),
        Command::Decompile(args) => decompile::run(args, reporter),
        Command::Inspect(args) => inspect::run(args, reporter),
        Command::Verify(args) => verify::run(args, reporter),
        Command::Check(args) => check::run(args, reporter),
        Command::Explain(args) => explain::run(args, reporter),
        Command::Dial(args) => explain::dial::run(args, reporter),
        Command::Convert(args) => convert::run(args, reporter),
        Command::Sample(args) => sample::run(args, reporter),
        Command::Models(args) => models::run(args),
        Command::Manual(args) => manual::run(args),
        Command::Keygen(args) => keygen::run(args, reporter),
        Command::Derive(args) => derive::run(args, reporter),
        Command::Rekey(args) => rekey::run(args, reporter),
        Command::Bootstrap(args) => bootstrap::run(args, reporter),
    }
}
