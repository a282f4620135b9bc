//! Puts the finished files of a run in place: all of them are ready on disk before the first one appears.

use std::fmt;
use std::path::PathBuf;

use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::write::depfile::Depfile;
use crate::write::mode::{WriteMode, Writing};
use crate::write::replace::Replaces;
use crate::write::staged::{Content, Existing, Output, Written, is_stdout};

/// A finished file.
#[non_exhaustive]
pub struct Product {
    /// Where it goes.
    pub output: Output,
    /// The path as the user wrote it.
    pub path: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What it may replace.
    pub replaces: Replaces,
    /// Whom it is for and how it is made, for the closing line.
    pub what: String,
}

impl Product {
    /// `path` is where it goes, as the user wrote it, `replaces` is what it may replace, and `what` says whom it is for and how
    /// it is made, for the closing line.
    #[must_use]
    pub const fn new(output: Output, path: PathBuf, bytes: Vec<u8>, replaces: Replaces, what: String) -> Self {
        Self { output, path, bytes, replaces, what }
    }
}

/// Shows only the size, because an output may be a profile in text form.
impl fmt::Debug for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Product({:?}, {} bytes)", self.path, self.bytes.len())
    }
}

/// Writes the files and the list of what they were made from, or compares or lists them if that is requested instead.
///
/// # Errors
/// There was a warning and warnings are denied, or a file must not be replaced, cannot be written, or differs when compared.
pub fn deliver(
    products: &[Product],
    depfile: Option<&Depfile>,
    writing: Writing,
    content: Content,
    reporter: &Reporter,
) -> Result<(), Error> {
    reporter.settle()?;
    if writing.way == WriteMode::Compare {
        return check(products, reporter);
    }
    for Product { output, path, bytes, replaces, .. } in products {
        replaces.check(output, path, bytes)?;
    }
    depfile.map_or(Ok(()), Depfile::check)?;
    if writing.is_dry {
        for Product { path, what, .. } in products {
            reporter.note(&format!("would write `{}` {what}", path.display()));
        }
        return Ok(());
    }
    let existing = if writing.way == WriteMode::KeepEqual { Existing::LeaveEqual } else { Existing::Replace };
    let ready = products.iter().map(|product| product.output.ready(&product.bytes, content, writing.mode, existing));
    let ready = ready.collect::<Result<Vec<_>, Error>>().map_err(|error| match products.len() {
        0 | 1 => error,
        files => error.or_hint(format!("none of the {files} files was written")),
    })?;
    let list = depfile.map(Depfile::ready).transpose()?;
    for (done, (Product { path, what, .. }, ready)) in products.iter().zip(ready).enumerate() {
        let written = ready.deliver().map_err(|failure| match done {
            0 => failure,
            _ => failure.hint(format!("{done} of {} files are complete and in place", products.len())),
        })?;
        let name = if is_stdout(path) { "standard output".into() } else { format!("`{}`", path.display()) };
        match written {
            Written::Yes => reporter.done(&format!("wrote {name} {what}")),
            Written::WasEqual => reporter.done(&format!("{name} is up to date")),
        }
    }
    list.map_or(Ok(()), |list| list.deliver().map(drop))
}

/// Compares the existing files with what would be written.
fn check(products: &[Product], reporter: &Reporter) -> Result<(), Error> {
    let mut stale = false;
    for Product { output, path, bytes, .. } in products {
        if !output.holds(bytes)? {
            let is = if path.exists() { "stale" } else { "missing" };
            reporter.note(&format!("`{}` is {is}", path.display()));
            stale = true;
        }
    }
    if stale { Err(Error::Reported(Exit::Input)) } else { Ok(()) }
}
