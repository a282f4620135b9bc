//! What `spc verify` opens: individual files, or those of a list.
//!
//! Knows: which files are named, and what is required of them. Must not know: whether they open.

use std::path::{Path, PathBuf};

use spc_core::TargetMac;
use spc_devices::model::Model;
use spc_files::fleet::{Folders, Layout, ListFile, ListedFile, Naming, Profiles};
use spc_files::read::{KeyRequest, Opener, Reading, is_dash, key_files};
use spc_files::verify::{Binding, Expected};
use spc_files::{Error, Reporter};

use crate::args;
use crate::plan::{bases, devices, list, names, open, source};

/// Files, and how they are opened.
pub(crate) struct Verify<'a> {
    pub(crate) files: Files<'a>,
    pub(crate) opener: Opener,
    pub(crate) is_json: bool,
}

/// The files, and what is required of them.
pub(crate) enum Files<'a> {
    Named(Box<Named<'a>>),
    Listed(Box<OfList<'a>>),
}

/// Files that are named individually.
pub(crate) struct Named<'a> {
    pub(crate) paths: &'a [PathBuf],
    /// The device of all files, in place of the one in each file's name.
    mac: Option<TargetMac>,
    layout: Layout,
    /// What is expected of all files.
    expected: Expected,
}

impl Named<'_> {
    /// What is expected of a file. `--mac` requires that it is for that device; its name only says which one opens it.
    pub(crate) fn expected(&self, path: &Path) -> Expected {
        let named = || self.layout.device(path.file_name()?.to_str()?).map(|mac| (mac, Binding::Unchecked));
        let device = self.mac.map(|mac| (mac, Binding::All)).or_else(named);
        device.map_or(self.expected, |(mac, binding)| self.expected.device(mac, binding))
    }
}

/// The files of a list.
pub(crate) struct OfList<'a> {
    pub(crate) list: ListFile<'a>,
    pub(crate) directory: &'a Path,
    pub(crate) files: Vec<ListedFile>,
    /// The bases that the files were made from, if they are known.
    pub(crate) bases: Option<Profiles>,
    pub(crate) reading: Reading,
    pub(crate) min_serial: u32,
    /// The model of rows that name none.
    pub(crate) model: Option<Model>,
}

impl<'a> Verify<'a> {
    pub(super) fn of(args: &'a args::Verify, reporter: &'a Reporter) -> Result<Self, Error> {
        reporter.deny_warnings(args.deny_warnings);
        let layout = names::layout(&args.names, Folders::One, Naming::InList)?;
        let opener = open::opener(&args.open.key, &args.open.how);
        let keys = key_files(&[opener.wanted()]);
        let (min_serial, model, mac) = (args.min_serial, args.model, args.open.mac);
        let files = if let Some(list) = list::open_named(args.devices.as_deref(), &args.writing, &keys, reporter)? {
            let directory = devices::directory(&args.files)?;
            let files = devices::files(directory, &args.names, model, list.devices(reporter)?, reporter)?;
            let named = bases::named(&args.base)?;
            let bases = (!args.base.is_empty() || list.columns().base().is_some()).then_some(named);
            let reading = source::reading(&args.source, list.and(keys));
            Files::Listed(Box::new(OfList { list, directory, files, bases, reading, min_serial, model }))
        } else {
            devices::refuse_directories(&args.files)?;
            for path in &args.files {
                KeyRequest::share_stdin(Some(path), &[opener.wanted()])?;
            }
            if args.files.iter().filter(|path| is_dash(path)).count() > 1 {
                return Err(Error::usage("standard input can be read only once, but is used twice"));
            }
            let expected = Expected::new().min_serial(min_serial).model(model);
            Files::Named(Box::new(Named { paths: &args.files, mac, layout, expected }))
        };
        Ok(Self { files, opener, is_json: args.json })
    }
}
