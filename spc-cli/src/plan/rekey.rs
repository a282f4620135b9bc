//! What `spc rekey` re-encrypts, and how.
//!
//! Knows: which files are named, individually or by a list, and with which keys. Must not know: what is in them.

use std::path::{Path, PathBuf};

use spc_files::fleet::{Folders, KeyedFile, Layout, Naming, NewKey, unsalted};
use spc_files::read::{KeyRequest, Opener, key_files};
use spc_files::{Error, Reporter};

use crate::args;
use crate::plan::{devices, key, list, names, open};

/// Files, and their old and new keys.
pub(crate) struct Rekey<'a> {
    pub(crate) files: Vec<KeyedFile>,
    /// The directory that holds the files, if a list names them.
    pub(crate) directory: Option<&'a Path>,
    /// What the names of the files say about their devices.
    pub(crate) layout: Layout,
    pub(crate) opener: Opener,
    pub(crate) new_key: NewKey,
    pub(crate) key_files: Vec<PathBuf>,
    pub(crate) is_dry: bool,
}

impl<'a> Rekey<'a> {
    pub(super) fn of(args: &'a args::Rekey, reporter: &'a Reporter) -> Result<Self, Error> {
        reporter.deny_warnings(args.deny_warnings);
        if args.how.nosalt {
            return Err(unsalted());
        }
        let layout = names::layout(&args.names, Folders::One, Naming::InList)?;
        let opener = open::opener(&args.key, &args.how);
        let wanted = key::new(&args.new_key);
        KeyRequest::share_stdin(None, &[opener.wanted(), &wanted])?;
        let keys = key_files(&[opener.wanted(), &wanted]);
        let (files, directory) = match list::open_named(args.devices.as_deref(), &args.writing, &keys, reporter)? {
            None => {
                devices::refuse_directories(&args.files)?;
                (args.files.iter().map(|path| KeyedFile::new(path.clone(), args.mac)).collect(), None)
            }
            Some(list) => {
                let listed = list.devices(reporter)?;
                if listed.iter().any(|device| device.key.is_some()) {
                    opener.wanted().refuse_beside_list()?;
                }
                let directory = devices::directory(&args.files)?;
                let files = devices::files(directory, &args.names, args.model, listed, reporter)?;
                (files.into_iter().map(KeyedFile::from).collect(), Some(directory))
            }
        };
        Ok(Self {
            files,
            directory,
            layout,
            key_files: opener.wanted().file().into_iter().chain(wanted.file()).collect(),
            opener,
            new_key: NewKey::new(wanted)
                .stretching(key::stretching(&args.kdf))
                .allow_non_ascii(args.allow_non_ascii_key),
            is_dry: args.dry_run,
        })
    }
}
