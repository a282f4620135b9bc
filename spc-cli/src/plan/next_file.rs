//! The rule with which a device fetches its next file, as a flag gives it.

use spc_core::TargetMac;
use spc_devices::next_file::{NextFile, NextFileError, Remark};
use spc_files::{Error, Reporter};

/// What to do about an address that is the same for all devices.
const WRITE_MACRO: &str = "put `$MA` in it, and put single quotes around it, so that the shell does not expand `$MA`";

/// The URL or `[options] URL` that a flag gives for these devices. Warns about what devices would read differently than
/// intended.
pub(super) fn next_file(flag: &str, text: &str, macs: &[TargetMac], reporter: &Reporter) -> Result<NextFile, Error> {
    let (next, remarks) = NextFile::read(text, macs).map_err(|error| match error {
        NextFileError::Shared(first, second) => {
            let message = format!("`{flag}` names the same file for {first} and {second}, but each has its own key");
            Error::usage(message).hint(WRITE_MACRO)
        }
        error => Error::usage(format!("invalid value for `{flag}`: {error}")),
    })?;
    for remark in remarks {
        let hint = if remark == Remark::OneForAll { WRITE_MACRO.to_owned() } else { remark.help() };
        reporter.warn(&format!("`{flag}`: {remark}"), Some(&hint));
    }
    Ok(next)
}
