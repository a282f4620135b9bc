//! Whether a model reads a file that opens.

use spc_core::open::Opened;
use spc_devices::model::Model;
use spc_devices::reading::{self, ReadBy};
use spc_files::read::Input;
use spc_files::{Error, Exit, Reporter};

/// Whether a device reads such a file at all.
pub(super) fn check_model(input: &Input, opened: &Opened, model: Model, reporter: &Reporter) -> Result<(), Error> {
    let (file, name) = (&input.name, model.name());
    let read_by = reading::of_opened(model, opened).map_err(|why| {
        let failure = Error::new(Exit::NotOpenable, format!("`{file}` opens, but {name} does not read it: {why}"));
        failure.hint(reading::words(model))
    })?;
    if read_by == ReadBy::Before11_3 {
        reporter.note(&format!("`{file}` was made with md5: {name} reads that before firmware 11.3 only"));
    }
    Ok(())
}
