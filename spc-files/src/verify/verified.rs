//! What is known about a file that opened.
//!
//! Knows: how it was made, and whether a model reads it. Must not know: what else was expected of it.

use spc_core::open::{Opened, Warning};
use spc_core::stock::openssl::ReadDigest;
use spc_core::{Format, TargetMac};
use spc_devices::model::Model;
use spc_devices::reading::{self, CannotRead, ReadBy};

use crate::report::error::Error;
use crate::report::exit::Exit;

/// A file that opens, and holds a profile.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verified {
    /// How messages name it.
    pub name: String,
    /// The device that it was opened for.
    pub mac: Option<TargetMac>,
    /// Its format.
    pub format: Format,
    /// Whether reading it takes a key.
    pub is_encrypted: bool,
    /// The serial of a container.
    pub serial: Option<u32>,
    /// The digest of an openssl file.
    pub digest: Option<ReadDigest>,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
    /// The model that was named, and which firmware of it reads the file, if any does.
    pub read_by: Option<(Model, Result<ReadBy, CannotRead>)>,
}

impl Verified {
    pub(super) fn new(name: String, mac: Option<TargetMac>, opened: &Opened, model: Option<Model>) -> Self {
        Self {
            name,
            mac,
            format: opened.format(),
            is_encrypted: opened.is_encrypted(),
            serial: opened.serial(),
            digest: opened.digest(),
            warnings: opened.warnings().to_vec(),
            read_by: model.map(|model| (model, reading::of_opened(model, opened))),
        }
    }

    /// Why the named model does not read it, if that is so.
    #[must_use]
    pub fn unread(&self) -> Option<Error> {
        let (model, why) = self.read_by.and_then(|(model, read_by)| Some((model, read_by.err()?)))?;
        let message = format!("`{}` opens, but {} does not read it: {why}", self.name, model.name());
        Some(Error::new(Exit::NotOpenable, message).hint(reading::words(model)))
    }
}
