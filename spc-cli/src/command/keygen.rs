//! `spc keygen`: a fresh master key.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use spc_core::key::MasterKey;
use spc_files::sys::random::random;
use spc_files::write::{Content, Existing, Output, PRIVATE, Staged, is_stdout};
use spc_files::{Error, Exit, Reporter};
use zeroize::Zeroizing;

pub(crate) fn run(output: &Path, reporter: &Reporter) -> Result<(), Error> {
    let master = MasterKey::from_bytes(random()?);
    let id = format!("key id: {}", master.id());
    let text = key_file(&master, &id);
    if let Some(stream) = stream(output)? {
        stream.write(text.as_bytes(), Content::Text, PRIVATE, Existing::Replace)?;
        reporter.note(&id);
        return Ok(());
    }
    create(output, text.as_bytes())?;
    Output::Stdout.write(format!("{id}\n").as_bytes(), Content::Text, PRIVATE, Existing::Replace)?;
    reporter.done(&format!("wrote `{}`; keep a copy of it in a safe place", output.display()));
    Ok(())
}

/// The text of a key file: when it was made, which key it is, and the key with a tag that says what it is.
fn key_file(master: &MasterKey, id: &str) -> Zeroizing<String> {
    let time = humantime::format_rfc3339_seconds(SystemTime::now());
    let comments = format!("# master key of a fleet, made by spc keygen on {time}\n# {id}\n");
    master.with_tagged(|key| {
        // At full size, because growing would leave a copy of the key in memory.
        let length = comments.len().saturating_add(key.len()).saturating_add(1);
        let mut text = Zeroizing::new(String::with_capacity(length));
        text.extend([&comments, key, "\n"]);
        text
    })
}

/// Standard output, a pipe or a device by any of its names: there is nothing to lose in it.
fn stream(path: &Path) -> Result<Option<Output>, Error> {
    let is_file = || fs::metadata(path).is_ok_and(|there| there.is_file() || there.is_dir());
    if !is_stdout(path) && (!path.exists() || is_file()) {
        return Ok(None);
    }
    Output::resolve(path, &[]).map(Some)
}

/// Writes a key file, unless anything has its name: an overwritten master key locks a whole fleet out.
fn create(path: &Path, line: &[u8]) -> Result<(), Error> {
    let written = Staged::new(path, line, PRIVATE).and_then(Staged::commit_new);
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let failure = Error::new(Exit::Io, format!("`{}` already exists and is left as it is", path.display()));
            failure.hint("choose another name with -o")
        }
        _ => Error::io("write", path, &error),
    })
}
