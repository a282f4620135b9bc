//! What to do in the commands that write a profile for people: `convert`, `sample` and `decompile`.

use std::path::Path;

use spc_core::TargetMac;
use spc_core::source::Syntax;
use spc_devices::model::Model;
use spc_files::read::{KeyRequest, Opener, Reading};
use spc_files::write::{Replaces, Writing};
use spc_files::{Error, Reporter};

use crate::args;
use crate::plan::write::{TextFile, writing};
use crate::plan::{key, open, source};

/// A profile in the other language.
pub(crate) struct Convert<'a> {
    pub(crate) input: &'a Path,
    pub(crate) reading: Reading,
    /// The language to write, if it is not simply the other one.
    pub(crate) syntax: Option<Syntax>,
    pub(crate) model: Option<Model>,
    pub(crate) output: &'a Path,
    pub(crate) replaces: Replaces,
    pub(crate) writing: Writing,
}

impl<'a> Convert<'a> {
    pub(super) fn of(args: &'a args::Convert, reporter: &Reporter) -> Self {
        reporter.deny_warnings(args.write.deny_warnings);
        Self {
            input: &args.input,
            reading: source::reading(&args.source, key::files_of_environment()),
            syntax: args.to.map(source::syntax),
            model: args.model,
            output: &args.output,
            replaces: Replaces::by(args.overwrite),
            writing: writing(&args.write),
        }
    }
}

/// The parameters of a model.
pub(crate) struct Sample<'a> {
    pub(crate) model: Model,
    pub(crate) syntax: Syntax,
    pub(crate) output: TextFile<'a>,
}

impl<'a> Sample<'a> {
    pub(super) fn of(args: &'a args::Sample) -> Self {
        let path = args.output.as_deref().unwrap_or(Path::new("-"));
        let output = TextFile { path, replaces: Replaces::samples(args.overwrite), mode: args.out_mode };
        Self { model: args.model, syntax: source::syntax(args.format), output }
    }
}

/// The profile in a file.
pub(crate) struct Decompile<'a> {
    pub(crate) file: &'a Path,
    pub(crate) opener: Opener,
    pub(crate) mac: Option<TargetMac>,
    pub(crate) syntax: Syntax,
    pub(crate) model: Option<Model>,
    pub(crate) output: TextFile<'a>,
}

impl<'a> Decompile<'a> {
    pub(super) fn of(args: &'a args::Decompile, reporter: &Reporter) -> Result<Self, Error> {
        reporter.deny_warnings(args.deny_warnings);
        let opener = open::opener(&args.open.key, &args.open.how);
        KeyRequest::share_stdin(Some(&args.file), &[opener.wanted()])?;
        let path = args.output.as_deref().unwrap_or(Path::new("-"));
        Ok(Self {
            file: &args.file,
            opener,
            mac: args.open.mac,
            syntax: source::syntax(args.to),
            model: args.model,
            output: TextFile { path, replaces: Replaces::by(args.overwrite), mode: args.out_mode },
        })
    }
}
