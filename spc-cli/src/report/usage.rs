//! What the parser of the command line answers by itself: help, the version, and errors in the voice of all others.

use std::io::{self, Write};

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::args::Cli;
use crate::report::error::Error;
use crate::report::exit::Exit;

/// Prints what was asked for, or says what is wrong with the command line.
pub(crate) fn answer(error: &clap::Error) -> Result<(), Error> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let printed = error.print().and_then(|()| io::stdout().flush());
            printed.map_err(|error| Error::stdout(&error))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            Err(Error::Silent(Exit::Usage))
        }
        _ => Err(failure(error)),
    }
}

/// Takes clap's text apart: a paragraph that says what is wrong, then tips, then the usage, which `--help` has as well.
fn failure(error: &clap::Error) -> Error {
    let text = error.render().to_string();
    let lines = || text.lines().map(str::trim);
    let message = lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let failure = Error::usage(message.strip_prefix("error: ").unwrap_or(&message));
    let is_about_a_value = matches!(error.kind(), ErrorKind::ValueValidation | ErrorKind::InvalidValue);
    match lines().find_map(|line| line.strip_prefix("tip: ")) {
        Some(tip) => failure.hint(tip),
        None if is_about_a_value => failure,
        None => failure.hint(format!("`{} --help` tells more", command())),
    }
}

/// The command that was meant, as far as it can be told.
fn command() -> String {
    let cli = Cli::command();
    let first = std::env::args_os().nth(1).and_then(|word| word.into_string().ok());
    let known = first.and_then(|word| cli.find_subcommand(word).map(|command| command.get_name().to_owned()));
    known.map_or_else(|| "spc".to_owned(), |name| format!("spc {name}"))
}
