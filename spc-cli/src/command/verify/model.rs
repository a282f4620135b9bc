//! Whether a model reads a file that opens.

use spc_core::format::Format;
use spc_core::open::Opened;
use spc_core::stock::openssl::{Digest, ReadDigest};
use spc_devices::model::Model;
use spc_files::read::input::Input;
use spc_files::report::error::Error;
use spc_files::report::exit::Exit;
use spc_files::report::reporter::Reporter;

use crate::plan::preset;

/// Whether a device reads such a file at all.
pub(super) fn check_model(input: &Input, opened: &Opened, model: Model, reporter: &Reporter) -> Result<(), Error> {
    let (file, name) = (&input.name, model.name());
    let refused = |why: String| {
        let failure = Error::new(Exit::NotOpenable, format!("`{file}` opens, but {name} does not read it: {why}"));
        Err(failure.hint(preset::reading(model)))
    };
    let format = opened.format();
    if format == Format::Spc {
        return refused("stock firmware does not read SPC containers".into());
    }
    if !model.reads(format) {
        return refused(format!("it is {format}"));
    }
    if opened.is_packed() && !model.reads(Format::Gzip) {
        return refused("it is compressed".into());
    }
    if let Some(warning) = opened.warnings().first() {
        return refused(format!("it was {warning}"));
    }
    match (opened.digest(), model.digest()) {
        (Some(ReadDigest::Sha256), Digest::Md5) => {
            refused("it was made with sha256, and the SPA and ATA families need md5".into())
        }
        (Some(ReadDigest::Md5), Digest::Sha256) => {
            reporter.note(&format!("`{file}` was made with md5: {name} reads that before firmware 11.3 only"));
            Ok(())
        }
        _ => Ok(()),
    }
}
