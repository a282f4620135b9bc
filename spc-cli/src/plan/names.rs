//! The names of output files.

use std::path::{Path, PathBuf};

use spc_core::{Format, TargetMac};
use spc_devices::model::{Model, NotFound};
use spc_files::fleet::{Folders, Layout, Naming};
use spc_files::read::is_dash;
use spc_files::write::{NamePattern, PROFILE, Replaces};
use spc_files::{Error, Reporter};
use spc_fleet::ModelFormat;

use crate::args::{NameArgs, PatternArgs};

/// What compiled files may replace.
pub(super) fn replaces(args: &NameArgs, format: Format) -> Replaces {
    Replaces::compiled(args.overwrite, format == Format::Xml)
}

/// The output for each device, or for none: `(None, path)` is a single unbound file. `usual` is the pattern unless the
/// arguments give another.
pub(super) fn outputs(
    args: &NameArgs,
    usual: &str,
    macs: &[TargetMac],
) -> Result<Vec<(Option<TargetMac>, PathBuf)>, Error> {
    let devices = || macs.iter().map(|mac| Some(*mac));
    if let Some(path) = &args.output {
        if macs.len() > 1 {
            let failure = Error::usage(format!("-o names one file, but there are {} devices", macs.len()));
            return Err(failure.hint("use --out-dir and --name to write one file for each"));
        }
        return Ok(vec![(macs.first().copied(), path.clone())]);
    }
    let pattern = NamePattern::new(args.name.as_deref().unwrap_or(usual))?;
    let folder = args.out_dir.as_deref().unwrap_or(Path::new(""));
    if is_dash(folder) {
        return Err(Error::usage("--out-dir names a directory; -o - writes to standard output"));
    }
    if macs.is_empty() {
        if pattern.differs_by_device() {
            let failure = Error::usage("without --mac the file is for any device, so it has no default name");
            return Err(failure.hint("give --mac, or -o FILE for a file that any device can open"));
        }
        return Ok(vec![(None, folder.join(pattern.name(None)))]);
    }
    if macs.len() > 1 && !pattern.differs_by_device() {
        let failure = Error::usage("--name gives all devices the same file name");
        return Err(failure.hint("put {mac} in it"));
    }
    Ok(devices().map(|mac| (mac, folder.join(pattern.name(mac)))).collect())
}

/// The names of a fleet's files; `folders` may spread them over subdirectories, and `naming` says whether the list has names
/// of its own.
pub(super) fn layout(args: &PatternArgs, folders: Folders, naming: Naming) -> Result<Layout, Error> {
    let mut default = None;
    let mut by_model: Vec<(Model, &str)> = Vec::new();
    for value in &args.name {
        // `=PATTERN` is for no model in particular, so the pattern itself may contain an `=`.
        let pattern = match (of_model(value), value.strip_prefix('=')) {
            (_, Some(pattern)) => pattern,
            (OfModel::All, None) => value.as_str(),
            (OfModel::One(model, pattern), None) => {
                if by_model.iter().any(|(other, _)| *other == model) {
                    return Err(Error::usage(format!("--name is given twice for {}", model.name())));
                }
                by_model.push((model, pattern));
                continue;
            }
            (OfModel::Unknown(error), None) => {
                let failure = Error::usage(format!("--name MODEL=PATTERN: {error}"));
                return Err(failure.hint(format!("write a pattern that contains `=` as `={value}`")));
            }
        };
        if default.replace(pattern).is_some() {
            let failure = Error::usage("--name is given twice for all models");
            return Err(failure.hint("give --name MODEL=PATTERN for the names of one model or series"));
        }
    }
    Layout::new(default.unwrap_or(PROFILE), &by_model, folders, naming)
}

/// Warns about patterns that no file of these models uses.
pub(super) fn warn_of_unused(layout: &Layout, model_formats: &[ModelFormat], reporter: &Reporter) {
    layout.unused(model_formats).into_iter().for_each(|model| warn_of_one(model, "--name", reporter));
}

/// Warns about a value for a model that no row has: the model is probably missing from the list, or misspelt.
pub(super) fn warn_of_one(model: Model, flag: &str, reporter: &Reporter) {
    let message = format!("no row of the list uses the {flag} for {}", model.name());
    reporter.warn(&message, Some("check the models in the list, and --model"));
}

/// A value that may be for one model only.
pub(super) enum OfModel<'a> {
    All,
    One(Model, &'a str),
    /// The text before the `=` is not a model.
    Unknown(NotFound),
}

/// Whether a value begins with a model and `=`.
pub(super) fn of_model(value: &str) -> OfModel<'_> {
    match value.split_once('=') {
        None => OfModel::All,
        Some((name, rest)) => Model::find(name).map_or_else(OfModel::Unknown, |model| OfModel::One(model, rest)),
    }
}
