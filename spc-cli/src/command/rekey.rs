//! `spc rekey`: files from an old key to a new one, in memory, each of them replaced whole.

use std::path::{Path, PathBuf};

use spc_files::fleet::Rekeying;
use spc_files::write::report_leftovers;
use spc_files::{Error, Reporter};

use crate::plan::rekey::Rekey;

pub(crate) fn run(plan: Rekey<'_>, reporter: &Reporter) -> Result<(), Error> {
    if let Some(directory) = plan.directory {
        report_leftovers(directory, reporter);
    }
    let keys: Vec<&Path> = plan.key_files.iter().map(PathBuf::as_path).collect();
    let rekeying = Rekeying::new(&plan.files, &keys, &plan.layout).map_err(|error| match plan.directory {
        Some(_) => error.or_hint(
            "no file was changed; `spc verify --devices` lists what is missing, and --name says what the files are called",
        ),
        None => error,
    })?;
    // Everything that can fail without touching a file comes before the first one is written.
    let rekeyed = rekeying.seal(plan.opener, &plan.new_key, reporter)?;
    if rekeyed.had_listed_keys() {
        let hint = "put the new keys into it, or delete the column if they are derived from a master key";
        reporter.warn("the column `key` of the list has the old keys: the next `spc batch` would use them", Some(hint));
    }
    reporter.settle()?;
    if plan.is_dry {
        rekeyed.paths().for_each(|path| reporter.note(&format!("would write `{}`", path.display())));
        return Ok(());
    }
    rekeyed.replace(reporter)
}
