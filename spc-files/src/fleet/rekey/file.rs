//! A file that gets a new key: what is known about it, and where it is.
//!
//! Knows: paths, and what a list says about them. Must not know: the new key.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spc_core::TargetMac;

use crate::fleet::write::layout::ListedFile;
use crate::read::key::FleetKey;
use crate::report::error::Error;
use crate::write::staged::Output;

/// A file that gets a new key, named by the user or by a list.
#[derive(Debug)]
pub struct KeyedFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its device, if that is known.
    pub(super) mac: Option<TargetMac>,
    /// Its own old key, if the list contains it.
    pub(super) key: Option<Arc<FleetKey>>,
    /// Whether the list says that it is not encrypted.
    pub(super) is_unencrypted: bool,
}

impl KeyedFile {
    /// A file, and its device if that is known.
    #[must_use]
    pub const fn new(path: PathBuf, mac: Option<TargetMac>) -> Self {
        Self { path, mac, key: None, is_unencrypted: false }
    }
}

impl From<ListedFile> for KeyedFile {
    fn from(ListedFile { path, device, .. }: ListedFile) -> Self {
        let is_unencrypted = device.is_unencrypted();
        Self { path, mac: Some(device.mac), key: device.key.map(FleetKey::listed), is_unencrypted }
    }
}

/// A file to be replaced.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) named: &'a KeyedFile,
    /// Its path with all symbolic links followed.
    pub(super) file: PathBuf,
    pub(super) about: Metadata,
}

impl<'a> Place<'a> {
    pub(super) fn of(named: &'a KeyedFile, keys: &[&Path]) -> Result<Self, Error> {
        let path = &named.path;
        let Output::File(file) = Output::resolve(path, keys)? else {
            let failure = Error::usage(format!("`{}` is not a file that can be replaced", path.display()));
            return Err(failure.hint("name the file itself"));
        };
        let about = fs::metadata(&file).map_err(|error| Error::io("read", path, &error))?;
        Ok(Self { named, file, about })
    }
}
