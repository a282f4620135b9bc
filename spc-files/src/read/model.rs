//! Whether a model reads a file that opens.

use spc_core::open::Opened;
use spc_devices::model::Model;
use spc_devices::reading::{self, ReadBy};

use crate::read::input::Input;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// Refuses a file that opens and that a model does not read.
///
/// # Errors
/// It does not.
pub fn check_model(input: &Input, opened: &Opened, model: Model, reporter: &Reporter) -> Result<(), Error> {
    let (file, name) = (&input.name, model.name());
    let read_by = reading::of_opened(model, opened).map_err(|why| {
        let failure = Error::new(Exit::NotOpenable, format!("`{file}` opens, but {name} does not read it: {why}"));
        failure.hint(reading::words(model))
    })?;
    if read_by == ReadBy::Before11_3 {
        reporter.note(&format!("`{file}` was made with md5, which {name} reads only before firmware 11.3"));
    }
    Ok(())
}
