//! `spc keygen`: a fresh master key.

use std::io;
use std::path::Path;

use spc_core::key::MasterKey;
use zeroize::Zeroizing;

use crate::args::Keygen;
use crate::read::input::is_dash;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::sys::random::random;
use crate::write::staged::{Content, Existing, Output, PRIVATE, Staged};

pub(crate) fn run(args: &Keygen, reporter: &Reporter) -> Result<(), Error> {
    let master = MasterKey::from_bytes(random()?);
    // At full size, because growth would leave a copy of the key behind.
    let mut line = Zeroizing::new(String::with_capacity(65));
    master.with_hex(|digits| line.extend([digits, "\n"]));
    let id = format!("key id: {}", master.id());
    if is_dash(&args.output) {
        Output::Stdout.write(line.as_bytes(), Content::Text, PRIVATE, Existing::Replace)?;
        reporter.note(&id);
        return Ok(());
    }
    create(&args.output, line.as_bytes())?;
    Output::Stdout.write(format!("{id}\n").as_bytes(), Content::Text, PRIVATE, Existing::Replace)?;
    reporter.done(&format!("wrote `{}`; keep a copy of it in a safe place", args.output.display()));
    Ok(())
}

/// Writes a key file, unless anything has its name: an overwritten master key locks a whole fleet out.
fn create(path: &Path, line: &[u8]) -> Result<(), Error> {
    let written = Staged::new(path, line, PRIVATE).and_then(Staged::commit_new);
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let failure = Error::new(Exit::Io, format!("`{}` exists already and is left alone", path.display()));
            failure.hint("choose another name with -o")
        }
        _ => Error::io("write", path, &error),
    })
}
