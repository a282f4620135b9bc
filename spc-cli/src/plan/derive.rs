//! What `spc derive` writes: which devices' keys, and in which form.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use spc_core::TargetMac;
use spc_core::key::MasterKey;
use spc_devices::next_file::NextFile;
use spc_files::read::{key_files, load_master};
use spc_files::write::{PRIVATE, Replaces, is_stdout};
use spc_files::{Error, Reporter};

use crate::args;
use crate::plan::next_file::next_file;
use crate::plan::write::TextFile;
use crate::plan::{devices, key};

/// The devices, and what is written for each.
pub(crate) struct Derive<'a> {
    pub(crate) macs: Cow<'a, [TargetMac]>,
    /// Whether each line begins with the address of its device.
    pub(crate) names_devices: bool,
    /// The rule that contains the key, if the key is not written alone.
    pub(crate) rule: Option<NextFile>,
    pub(crate) master: MasterKey,
    /// The files that have already been read.
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) output: TextFile<'a>,
}

impl<'a> Derive<'a> {
    pub(super) fn of(args: &'a args::Derive, reporter: &Reporter) -> Result<Self, Error> {
        reporter.deny_warnings(args.deny_warnings);
        let path = args.output.as_deref().unwrap_or(Path::new("-"));
        if is_stdout(path) && !args.reveal {
            let failure = Error::usage("a device key is secret, and standard output may end up in a log");
            return Err(failure.hint("use -o PATH to write it to a file with mode 0600, or --reveal to show it"));
        }
        let wanted = key::usual(&args.key);
        let macs = devices::macs(&args.devices, &args.writing, &key_files(&[&wanted]), reporter)?;
        let rule = args.profile_rule.as_deref().map(|text| next_file("--profile-rule", text, &macs, reporter));
        let replaces = if args.overwrite { Replaces::Anything } else { Replaces::Nothing };
        Ok(Self {
            names_devices: macs.len() > 1 || args.devices.devices.is_some(),
            macs,
            rule: rule.transpose()?,
            master: load_master(&wanted, reporter)?,
            inputs: wanted.file().into_iter().chain(args.devices.devices.clone()).collect(),
            output: TextFile { path, replaces, mode: PRIVATE },
        })
    }
}
