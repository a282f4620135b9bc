//! What `spc bootstrap` makes: the first profile of each device.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use spc_core::TargetMac;
use spc_core::key::MasterKey;
use spc_devices::next_file::NextFile;
use spc_files::read::{KeyFiles, KeyRequest, key_files, load_master, warn_if_kept};
use spc_files::write::{BOOTSTRAP, Replaces, Writing};
use spc_files::{Error, Reporter};
use spc_fleet::ModelFormat;

use crate::args;
use crate::plan::next_file::next_file;
use crate::plan::seal::SealPlan;
use crate::plan::write::{is_compared, writing};
use crate::plan::{devices, key, names, preset};

/// The devices, and the file of each.
pub(crate) struct Bootstrap<'a> {
    pub(crate) macs: Cow<'a, [TargetMac]>,
    pub(crate) outputs: Vec<(Option<TargetMac>, PathBuf)>,
    /// What the first profile contains: the URL of the next file, and the key derived from this one.
    pub(crate) next: NextFile,
    pub(crate) master: MasterKey,
    pub(crate) seal: SealPlan,
    /// The files that have already been read.
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) keys: KeyFiles,
    pub(crate) replaces: Replaces,
    pub(crate) writing: Writing,
}

impl<'a> Bootstrap<'a> {
    pub(super) fn of(args: &'a args::Bootstrap, reporter: &Reporter) -> Result<Self, Error> {
        reporter.deny_warnings(args.write.deny_warnings);
        let (inner, outer) = (key::usual(&args.seal.key), key::seal(&args.seal_key));
        let keys = key_files(&[&inner, &outer]);
        let macs = devices::macs(&args.devices, &args.writing, &keys, reporter)?;
        let next = next_file("--url", &args.url, &macs, reporter)?;
        let outputs = names::outputs(&args.names, BOOTSTRAP, &macs)?;
        outputs.iter().try_for_each(|(mac, path)| keep_apart(*mac, path, &next))?;
        KeyRequest::share_stdin(None, &[&inner, &outer])?;
        let format = preset::format(args.format);
        let made = ModelFormat::new(args.seal.format.model, format);
        let seal = SealPlan::new(&args.seal, made, &outer, is_compared(&args.write), reporter)?;
        let master = load_master(&inner, reporter)?;
        warn_if_kept(&master, seal.key(), reporter);
        Ok(Self {
            macs,
            outputs,
            next,
            master,
            seal,
            inputs: [inner.file(), outer.file(), args.devices.devices.clone()].into_iter().flatten().collect(),
            keys,
            replaces: names::replaces(&args.names, format),
            writing: writing(&args.write),
        })
    }
}

/// Refuses to give the first file the name of the second, under which it would be fetched again or overwritten.
fn keep_apart(mac: Option<TargetMac>, path: &Path, next: &NextFile) -> Result<(), Error> {
    let second = mac.map(|mac| next.file_name(mac)).unwrap_or_default();
    // TFTP servers may not distinguish upper and lower case.
    if !path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(second.as_str())) {
        return Ok(());
    }
    let failure = Error::usage(format!("`{}` has the same name as the file that --url names", path.display()));
    Err(failure.hint("give the first profile a name of its own, such as bootstrap-{mac}.cfg"))
}
