//! `spc rekey`: re-encrypts files with a new key, in memory, and replaces each of them as a whole.

use std::path::{Path, PathBuf};

use spc_files::fleet::Rekeying;
use spc_files::{Error, Reporter};

use crate::plan::rekey::Rekey;

pub(crate) fn run(plan: Rekey<'_>, reporter: &Reporter) -> Result<(), Error> {
    let keys: Vec<&Path> = plan.key_files.iter().map(PathBuf::as_path).collect();
    let rekeying = Rekeying::new(&plan.files, &keys, &plan.layout).map_err(|error| match plan.directory {
        Some(_) => error.or_hint(
            "no file was changed; `spc verify --devices` lists missing files, and --name sets the names of the files",
        ),
        None => error,
    })?;
    // Everything that can fail without touching a file is done before the first one is written.
    let rekeyed = rekeying.seal(plan.opener, &plan.new_key, reporter)?;
    if rekeyed.had_listed_keys() {
        let hint = "put the new keys in it, or delete the column if they are derived from a master key";
        reporter.warn("the list's column `key` has the old keys, which the next `spc batch` would use", Some(hint));
    }
    reporter.settle()?;
    if plan.is_dry {
        rekeyed.paths().for_each(|path| reporter.note(&format!("would write `{}`", path.display())));
        return Ok(());
    }
    rekeyed.replace(reporter)
}
