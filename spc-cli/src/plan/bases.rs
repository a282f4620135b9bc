//! The profiles that `--base` names.

use std::path::PathBuf;

use spc_devices::model::Model;
use spc_files::fleet::Profiles;
use spc_files::{Advice, Error, Reporter};

use crate::plan::names::{OfModel, of_model, warn_of_one};

/// The profiles that these values name.
pub(super) fn named(values: &[PathBuf]) -> Result<Profiles, Error> {
    let mut named = Profiles::default();
    for value in values {
        match of_model(&value.to_string_lossy()) {
            OfModel::One(model, path) if !value.exists() => {
                let twice = |model: Model| Error::usage(format!("--base is given twice for {}", model.name()));
                named.add(model, path.into()).map_err(twice)?;
            }
            OfModel::Unknown(error) if !value.exists() => {
                let failure = Error::usage(format!("--base MODEL=PATH: {error}"));
                return Err(if error.help().is_some() { failure } else { failure.hint(Advice::ListModels) });
            }
            _ => named.set_default(value.clone()).map_err(|_| {
                let failure = Error::usage("--base is given twice for all models");
                failure.hint("give --base MODEL=PATH for the base of one model or series")
            })?,
        }
    }
    Ok(named)
}

/// Warns about bases for models and series that no row uses.
pub(crate) fn warn_of_unused(models: &[Model], reporter: &Reporter) {
    models.iter().for_each(|model| warn_of_one(*model, "--base", reporter));
}
