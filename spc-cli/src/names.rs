//! What output files are called.

use std::path::{Path, PathBuf};

use spc_core::TargetMac;

use crate::args::NameArgs;
use crate::failure::Failure;
use crate::input::is_dash;

/// A file name with `{mac}` and `{MAC}` in it, as in `spa{mac}.cfg`.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(String);

/// The name phones ask for as `$MA.cfg`.
const DEFAULT: &str = "{mac}.cfg";

impl Pattern {
    pub(crate) fn new(text: &str) -> Result<Self, Failure> {
        let bad = |why: &str| Err(Failure::usage(format!("--name `{text}` {why}")));
        let rest = text.replace("{mac}", "").replace("{MAC}", "");
        if rest.contains(['{', '}']) {
            return bad("has a placeholder other than {mac} and {MAC}");
        }
        if text.contains('/') {
            return bad("has a `/`; --out-dir names the directory");
        }
        if text.is_empty() || text == "." || text == ".." || text.contains('\0') {
            return bad("is no file name");
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether different devices get different names.
    pub(crate) fn tells_devices_apart(&self) -> bool {
        self.0.contains("{mac}") || self.0.contains("{MAC}")
    }

    pub(crate) fn name(&self, mac: Option<TargetMac>) -> String {
        let mac = mac.map(|mac| mac.to_string()).unwrap_or_default();
        self.0.replace("{mac}", &mac).replace("{MAC}", &mac.to_uppercase())
    }
}

impl Default for Pattern {
    fn default() -> Self {
        Self(DEFAULT.to_owned())
    }
}

/// The output of each device, or of none: `(None, path)` is one unbound file.
pub(crate) fn outputs(args: &NameArgs, macs: &[TargetMac]) -> Result<Vec<(Option<TargetMac>, PathBuf)>, Failure> {
    if let Some(twice) = macs.iter().enumerate().find(|(at, mac)| macs.iter().take(*at).any(|earlier| earlier == *mac))
    {
        return Err(Failure::usage(format!("--mac {} is given twice", twice.1)));
    }
    let devices = || macs.iter().map(|mac| Some(*mac));
    if let Some(path) = &args.output {
        if macs.len() > 1 {
            let failure = Failure::usage(format!("-o names one file, and there are {} devices", macs.len()));
            return Err(failure.hint("--out-dir and --name make one file for each"));
        }
        return Ok(vec![(macs.first().copied(), path.clone())]);
    }
    let pattern = args.name.as_deref().map(Pattern::new).transpose()?.unwrap_or_default();
    let folder = args.out_dir.as_deref().unwrap_or(Path::new(""));
    if is_dash(folder) {
        return Err(Failure::usage("--out-dir names a directory; -o - writes to standard output"));
    }
    if macs.is_empty() {
        if pattern.tells_devices_apart() {
            let failure = Failure::usage("without --mac the file is bound to no device and has no name");
            return Err(failure.hint("give --mac, or -o FILE for a file that every device opens"));
        }
        return Ok(vec![(None, folder.join(pattern.name(None)))]);
    }
    if macs.len() > 1 && !pattern.tells_devices_apart() {
        let failure = Failure::usage("--name gives all devices the same file");
        return Err(failure.hint("put {mac} into it"));
    }
    Ok(devices().map(|mac| (mac, folder.join(pattern.name(mac)))).collect())
}
