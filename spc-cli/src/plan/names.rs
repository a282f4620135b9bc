//! What output files are called.

use std::path::{Path, PathBuf};

use spc_core::TargetMac;
use spc_files::Error;
use spc_files::read::is_dash;
use spc_files::write::Pattern;

use crate::args::NameArgs;

/// Whether the names are of devices, which no file of anybody else has by accident.
pub(crate) fn are_of_devices(args: &NameArgs) -> bool {
    let differs = |name: &str| Pattern::new(name).is_ok_and(|pattern| pattern.differs_by_device());
    args.output.is_none() && args.name.as_deref().is_none_or(differs)
}

/// The output of each device, or of none: `(None, path)` is one unbound file. `usual` is the pattern unless the
/// arguments name another.
pub(crate) fn outputs(
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
    let pattern = Pattern::new(args.name.as_deref().unwrap_or(usual))?;
    let folder = args.out_dir.as_deref().unwrap_or(Path::new(""));
    if is_dash(folder) {
        return Err(Error::usage("--out-dir names a directory; -o - writes to standard output"));
    }
    if macs.is_empty() {
        if pattern.differs_by_device() {
            let failure = Error::usage("without --mac the file is for any device and has no name");
            return Err(failure.hint("give --mac, or -o FILE for a file that every device opens"));
        }
        return Ok(vec![(None, folder.join(pattern.name(None)))]);
    }
    if macs.len() > 1 && !pattern.differs_by_device() {
        let failure = Error::usage("--name gives all devices the same file");
        return Err(failure.hint("put {mac} in it"));
    }
    Ok(devices().map(|mac| (mac, folder.join(pattern.name(mac)))).collect())
}
