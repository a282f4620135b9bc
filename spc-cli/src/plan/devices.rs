//! The devices that a command names.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use spc_core::TargetMac;
use spc_devices::model::Model;
use spc_files::fleet::{Folders, ListedFile, Naming};
use spc_files::read::KeyFiles;
use spc_files::{Error, Exit, Reporter};
use spc_fleet::ModelFormat;
use spc_fleet::devices::Listed;

use crate::args::{DeviceArgs, ListArgs, PatternArgs};
use crate::plan::{list, names};

/// The devices of a command: those of `--mac`, or those in the list. `keys` are the key files of the run.
pub(super) fn macs<'a>(
    args: &'a DeviceArgs,
    writing: &ListArgs,
    keys: &KeyFiles,
    reporter: &Reporter,
) -> Result<Cow<'a, [TargetMac]>, Error> {
    match list::open_named(args.devices.as_deref(), writing, keys, reporter)? {
        Some(list) => Ok(list.devices(reporter)?.into_iter().map(|device| device.mac).collect()),
        None => check(&args.mac, reporter).map(|()| Cow::Borrowed(args.mac.as_slice())),
    }
}

/// The files of the listed devices in a directory, under the names that `spc batch` gives them. Files in subdirectories `00`
/// to `ff` are found there. `model` is the model of rows that name none.
pub(super) fn files(
    directory: &Path,
    names: &PatternArgs,
    model: Option<Model>,
    listed: Vec<Listed>,
    reporter: &Reporter,
) -> Result<Vec<ListedFile>, Error> {
    let naming = if listed.iter().any(|device| device.name.is_some()) { Naming::InList } else { Naming::ByPattern };
    let layout = names::layout(names, Folders::One, naming)?;
    let files = layout.locate(directory, listed, model);
    let model_formats: Vec<ModelFormat> = files.iter().map(|file| file.model_format).collect();
    names::warn_of_unused(&layout, &model_formats, reporter);
    Ok(files)
}

/// The directory for a command with a device list, of which there must be exactly one.
pub(super) fn directory(files: &[PathBuf]) -> Result<&Path, Error> {
    match files {
        [directory] if directory.is_dir() => Ok(directory),
        [missing] if !missing.exists() => {
            Err(Error::new(Exit::Io, format!("cannot read `{}`: no such directory", missing.display())))
        }
        _ => Err(Error::usage("with --devices, give one directory: the one that holds the files")),
    }
}

/// Refuses a directory where individual files are expected.
pub(super) fn refuse_directories(files: &[PathBuf]) -> Result<(), Error> {
    match files.iter().find(|path| path.is_dir()) {
        None => Ok(()),
        Some(directory) => {
            let failure = Error::usage(format!("`{}` is a directory", directory.display()));
            Err(failure.hint("name the files themselves, or give --devices LIST to use a device list"))
        }
    }
}

/// Refuses a device named twice, and warns about one that is probably a mistake.
pub(super) fn check(macs: &[TargetMac], reporter: &Reporter) -> Result<(), Error> {
    let mut known = HashSet::with_capacity(macs.len());
    if let Some(twice) = macs.iter().find(|mac| !known.insert(mac.octets())) {
        return Err(Error::usage(format!("--mac {twice} is given twice")));
    }
    // Legal, but no vendor ships a phone with one (FORMAT 3.1).
    for mac in macs.iter().filter(|mac| mac.is_local()) {
        let message = format!("{mac} is a locally administered address, which no vendor assigns");
        reporter.warn(&message, Some("is this a typo?"));
    }
    Ok(())
}
