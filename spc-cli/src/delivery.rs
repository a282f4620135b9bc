//! Brings the finished files of a run to their places: all of them are made before the first one is written.

use std::path::PathBuf;

use crate::args::WriteArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Content, Existing, Output, Written};
use crate::talk::Talk;

/// A finished file.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) output: Output,
    /// As it was named by the user.
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
    /// For whom it is and how it is made, for the closing line.
    pub(crate) what: String,
}

/// Writes the files, or does what `--check` or `--dry-run` ask for instead.
pub(crate) fn deliver(products: &[Product], args: &WriteArgs, content: Content, talk: &Talk) -> Result<(), Failure> {
    talk.settle()?;
    let existing = if args.if_changed { Existing::LeaveEqual } else { Existing::Replace };
    let mut stale = false;
    for Product { output, path, bytes, what } in products {
        let name = path.display();
        if args.check {
            if !output.holds(bytes) {
                talk.note(&format!("`{name}` is stale"));
                stale = true;
            }
        } else if args.dry_run {
            talk.note(&format!("would write `{name}` {what}"));
        } else {
            match output.write(bytes, content, args.out_mode, existing)? {
                Written::Yes => talk.done(&format!("wrote `{name}` {what}")),
                Written::WasEqual => talk.done(&format!("`{name}` is up to date")),
            }
        }
    }
    if stale { Err(Failure::Silent(Exit::Input)) } else { Ok(()) }
}
