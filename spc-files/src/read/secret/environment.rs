//! The key that the environment names, for runs in which nothing else names one.

use std::env;
use std::path::Path;

use super::source::KeySource;
use crate::report::error::Error;

/// A variable that may name a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    name: &'static str,
    is_command: bool,
    is_master: bool,
}

impl Variable {
    /// A variable that holds the name of the key file.
    #[must_use]
    pub const fn file(name: &'static str) -> Self {
        Self { name, is_command: false, is_master: false }
    }

    /// A variable that holds the command that prints the key.
    #[must_use]
    pub const fn command(name: &'static str) -> Self {
        Self { name, is_command: true, is_master: false }
    }

    /// Marks the key as a master key.
    #[must_use]
    pub const fn of_master(self) -> Self {
        Self { is_master: true, ..self }
    }
}

/// What a variable names.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) source: KeySource,
    pub(super) is_master: bool,
}

/// The one key that these variables name, if they name any.
pub(super) fn key(variables: &[Variable]) -> Result<Option<Found>, Error> {
    let mut set = variables.iter().filter_map(|variable| Some((*variable, env::var_os(variable.name)?)));
    let Some((Variable { name, is_command, is_master }, value)) = set.next() else { return Ok(None) };
    if let Some((other, _)) = set.next() {
        return Err(Error::usage(format!("{name} and {} are both set", other.name)).hint("unset one of them"));
    }
    // It was probably set from an unset variable, by a user who believes that a key is used.
    if value.is_empty() {
        return Err(Error::key(format!("{name} is set but empty")).hint("give it a value, or unset it"));
    }
    let source = if is_command {
        let line = value.into_string().map_err(|_| Error::usage(format!("{name} is not UTF-8")))?;
        KeySource::Command { line, variable: Some(name) }
    } else {
        KeySource::named(Path::new(&value), name)
    };
    Ok(Some(Found { source, is_master }))
}
