//! What `spc compile` makes from a profile.

use std::path::{Path, PathBuf};

use spc_core::{Format, TargetMac};
use spc_devices::check::Checker;
use spc_files::read::{KeyFiles, KeyRequest, Reading, key_files};
use spc_files::write::{PROFILE, Replaces, Request, Writing};
use spc_files::{Error, Reporter};
use spc_fleet::ModelFormat;

use crate::args;
use crate::plan::seal::SealPlan;
use crate::plan::write::{dependencies, is_compared, writing};
use crate::plan::{devices, key, names, preset, source};

/// One profile, and the file of each device.
pub(crate) struct Compile<'a> {
    pub(crate) input: &'a Path,
    pub(crate) macs: &'a [TargetMac],
    /// The file of each device, or one file for any device.
    pub(crate) outputs: Vec<(Option<TargetMac>, PathBuf)>,
    pub(crate) seal: SealPlan,
    /// Whether the XML is packed byte for byte.
    pub(crate) is_verbatim: bool,
    /// Whether the flags name neither a format nor a model.
    pub(crate) is_format_usual: bool,
    pub(crate) reading: Reading,
    pub(crate) is_checked: bool,
    pub(crate) keys: KeyFiles,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) replaces: Replaces,
    pub(crate) writing: Writing,
    pub(crate) deps: Option<Request<'a>>,
}

impl<'a> Compile<'a> {
    pub(super) fn of(args: &'a args::Compile, reporter: &Reporter) -> Result<Self, Error> {
        reporter.deny_warnings(args.write.deny_warnings);
        let macs = &args.macs.mac;
        devices::check(macs, reporter)?;
        let outputs = names::outputs(&args.names, PROFILE, macs)?;
        let (format, model) = (preset::format(args.chosen_format.unwrap_or_default()), args.seal.format.model);
        if args.verbatim && format == Format::Spc {
            let failure = Error::usage("--verbatim cannot be used with --format spc, which does not store XML");
            return Err(failure.hint("use it with another format"));
        }
        let wanted = key::usual(&args.seal.key);
        KeyRequest::share_stdin(Some(&args.input), &[&wanted])?;
        let made = ModelFormat::new(model, format);
        let seal = SealPlan::new(&args.seal, made, &wanted, is_compared(&args.write), reporter)?;
        let keys = key_files(&[&wanted]);
        let checker = (!args.no_check).then(|| Checker::new().model(model));
        Ok(Self {
            input: &args.input,
            macs,
            outputs,
            seal,
            is_verbatim: args.verbatim,
            is_format_usual: args.chosen_format.is_none() && model.is_none(),
            reading: source::reading(&args.source, keys.clone()).checker(checker),
            is_checked: !args.no_check,
            keys,
            key_file: wanted.file(),
            replaces: names::replaces(&args.names, format),
            writing: writing(&args.write),
            deps: dependencies(&args.deps, args.names.overwrite),
        })
    }
}
