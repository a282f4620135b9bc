//! The key that the environment names, for runs whose flags name none.

use std::env;
use std::path::Path;

use super::source::Source;
use crate::report::error::Error;

/// Each variable, whether it names a command, and whether the key is a master key.
const VARIABLES: [(&str, bool, bool); 4] = [
    ("SPC_KEY_FILE", false, false),
    ("SPC_KEY_CMD", true, false),
    ("SPC_MASTER_FILE", false, true),
    ("SPC_MASTER_CMD", true, true),
];

/// What a variable names.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) source: Source,
    pub(super) is_master: bool,
}

/// The one key of the environment, if it names any.
pub(super) fn key() -> Result<Option<Found>, Error> {
    let set = |(name, is_command, is_master)| Some((name, env::var_os(name)?, is_command, is_master));
    let mut set = VARIABLES.into_iter().filter_map(set);
    let Some((name, value, is_command, is_master)) = set.next() else { return Ok(None) };
    if let Some((other, ..)) = set.next() {
        return Err(Error::usage(format!("{name} and {other} are both set")).hint("unset one of them"));
    }
    // Set from a variable that is not: whoever did it believes that a key is used.
    if value.is_empty() {
        return Err(Error::key(format!("{name} is set and empty")).hint("give it a value, or unset it"));
    }
    let source = if is_command {
        let line = value.into_string().map_err(|_| Error::usage(format!("{name} is not UTF-8")))?;
        Source::Command { line, variable: Some(name) }
    } else {
        Source::named(Path::new(&value), name)
    };
    Ok(Some(Found { source, is_master }))
}
