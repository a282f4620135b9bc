//! What the arguments of a run mean, decided before anything is written. Commands never see a flag.
//!
//! Knows: arguments, models, formats. It reads what its decisions depend on, including keys and device lists, and draws the
//! random salts of the run. Must not know: the bytes of any format, or how a file is checked, opened, sealed or written.

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use spc_devices::model::Model;
use spc_files::{Error, Reporter};

use crate::args::{Cli, Command};

pub(crate) mod bases;
pub(crate) mod batch;
pub(crate) mod bootstrap;
pub(crate) mod check;
pub(crate) mod compile;
pub(crate) mod derive;
mod devices;
pub(crate) mod explain;
mod key;
mod list;
mod look;
mod names;
mod next_file;
mod open;
pub(crate) mod preset;
pub(crate) mod profiles;
pub(crate) mod rekey;
pub(crate) mod seal;
mod source;
pub(crate) mod verify;
pub(crate) mod write;

use batch::Batch;
use bootstrap::Bootstrap;
use check::Check;
use compile::Compile;
use derive::Derive;
use explain::Explain;
use profiles::{Convert, Decompile, Sample};
use rekey::Rekey;
use verify::Verify;

/// What to do.
pub(crate) enum Plan<'a> {
    Compile(Box<Compile<'a>>),
    Batch(Box<Batch<'a>>),
    Decompile(Box<Decompile<'a>>),
    Inspect {
        files: &'a [PathBuf],
        is_json: bool,
    },
    Verify(Box<Verify<'a>>),
    Check(Box<Check<'a>>),
    Explain(Explain<'a>),
    Convert(Box<Convert<'a>>),
    Sample(Sample<'a>),
    Models {
        models: Vec<Model>,
        is_json: bool,
    },
    /// Print the manual page of this tree of commands.
    Manual(Box<clap::Command>),
    /// Print the page of all checks.
    ChecksPage,
    Keygen {
        output: &'a Path,
    },
    Derive(Box<Derive<'a>>),
    Rekey(Box<Rekey<'a>>),
    Bootstrap(Box<Bootstrap<'a>>),
}

/// What a command line means. Warns about anything odd in it, and reads the keys that files are made with.
pub(crate) fn of<'a>(cli: &'a Cli, reporter: &'a Reporter) -> Result<Plan<'a>, Error> {
    reporter.look(look::style(cli)?);
    Ok(match &cli.command {
        Command::Compile(args) => Plan::Compile(Compile::of(args, reporter)?.into()),
        Command::Batch(args) => Plan::Batch(Batch::of(args, reporter)?.into()),
        Command::Decompile(args) => Plan::Decompile(Decompile::of(args, reporter)?.into()),
        Command::Inspect(args) => Plan::Inspect { files: &args.files, is_json: args.json },
        Command::Verify(args) => Plan::Verify(Verify::of(args, reporter)?.into()),
        Command::Check(args) => Plan::Check(Check::of(args, reporter)?.into()),
        Command::Explain(args) => Plan::Explain(Explain::of(args)?),
        Command::Dial(args) => Plan::Explain(Explain::dial(args)),
        Command::Convert(args) => Plan::Convert(Convert::of(args, reporter).into()),
        Command::Sample(args) => Plan::Sample(Sample::of(args)),
        Command::Models(args) if args.models.is_empty() => {
            Plan::Models { models: Model::all().collect(), is_json: args.json }
        }
        Command::Models(args) => Plan::Models { models: args.models.clone(), is_json: args.json },
        Command::Manual(args) if args.checks => Plan::ChecksPage,
        Command::Manual(_) => Plan::Manual(Cli::command().into()),
        Command::Keygen(args) => Plan::Keygen { output: &args.output },
        Command::Derive(args) => Plan::Derive(Derive::of(args, reporter)?.into()),
        Command::Rekey(args) => Plan::Rekey(Rekey::of(args, reporter)?.into()),
        Command::Bootstrap(args) => Plan::Bootstrap(Bootstrap::of(args, reporter)?.into()),
    })
}
