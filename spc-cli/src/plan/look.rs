//! How messages look.

use std::io;

use anstream::{AutoStream, ColorChoice};
use spc_files::Error;
use spc_files::report::style::{Form, Style};

use crate::args::{Cli, ColorArg, Command, FormArg};

/// Decides about colours as other programs do: by the flag, by `NO_COLOR` and `CLICOLOR_FORCE`, and by the terminal.
pub(super) fn style(cli: &Cli) -> Result<Style, Error> {
    let is_coloured = match cli.look.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
    };
    let form = match cli.look.message_format {
        FormArg::Human => Form::Human,
        FormArg::Short => Form::Short,
        FormArg::Json => Form::Json,
        FormArg::Github => Form::Github,
        FormArg::Sarif if matches!(cli.command, Command::Check(_)) => Form::Sarif,
        FormArg::Sarif => {
            return Err(Error::usage("only `check` writes SARIF").hint("use `spc check FILE --message-format sarif`"));
        }
    };
    Ok(Style::new(form, is_coloured))
}
