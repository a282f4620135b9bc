//! Opens the file of one device as the device would, and compares it with what the list requires.
//!
//! Knows: one file and the row of its device. Must not know: the other files, or how many are counted and named.

use std::path::Path;

use spc_core::Format;
use spc_core::container::{self, Device};
use spc_core::open::{self, Opened};
use spc_core::profile::Profile;
use spc_devices::model::Model;
use spc_fleet::devices::Listed;
use spc_fleet::list::Row;

use crate::fleet::run::contents::Contents;
use crate::fleet::verify::file::{FileState, Stale};
use crate::read::input::Input;
use crate::read::model::check_model;
use crate::read::opener::{self, Opener, Requirements};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// What is required of all files.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub(super) min_serial: u32,
    pub(super) model: Option<Model>,
}

/// What the file of a row would hold if it were made now.
#[derive(Clone, Copy)]
pub(super) struct Now<'c> {
    pub(super) contents: &'c Contents<'c>,
    pub(super) row: &'c Row,
}

impl Look {
    /// The state of a device's file; without an opener, as seen by a device that has no key.
    pub(super) fn state(
        self,
        path: &Path,
        device: &Listed,
        opener: Option<&mut Opener>,
        now: Option<Now<'_>>,
        reporter: &Reporter,
    ) -> FileState {
        if let Some(state) = absent(path) {
            return state;
        }
        let looked = Input::read_regular(path, opener::LIMIT).and_then(|input| {
            let opened = self.open(&input, device, opener, reporter)?;
            let is_fresh = is_fresh(&input, &opened, now, reporter)?;
            self.check_model(&input, &opened, device, reporter)?;
            Ok((opened.serial(), is_fresh))
        });
        match (looked, device.serial) {
            (Err(error), _) => FileState::Wrong(error),
            (Ok((Some(serial), _)), Some(listed)) if serial < listed => FileState::Stale(Stale::Serial(serial)),
            (Ok((_, false)), _) => FileState::Stale(Stale::Content),
            (Ok((_, true)), _) => FileState::Fine,
        }
    }

    fn open(
        self,
        input: &Input,
        device: &Listed,
        opener: Option<&mut Opener>,
        reporter: &Reporter,
    ) -> Result<Opened, Error> {
        let wrong = |why: String| Error::new(Exit::NotOpenable, format!("`{}`: {why}", input.name));
        let opened = if let Some(opener) = opener.filter(|_| !device.is_unencrypted()) {
            // A file of another format is bound by its key, if by anything.
            let demands = Requirements::default().target(container::begins(&input.bytes)).min_serial(self.min_serial);
            opener.open(input, Some(device.mac), demands, reporter)?
        } else {
            let keyless = open::Opener::from(Device::new());
            keyless.open(&input.bytes).map_err(|error| wrong(error.to_string()))?
        };
        match device.format {
            Some(format) if opened.format() != format => {
                Err(wrong(format!("the file is {}, but the list says {}", opened.format(), format.name())))
            }
            _ => Ok(opened),
        }
    }

    fn check_model(self, input: &Input, opened: &Opened, device: &Listed, reporter: &Reporter) -> Result<(), Error> {
        let model = match device.model {
            // The list names the phone, but a container is opened by something in front of the phone.
            Some(_) if opened.format() == Format::Spc => None,
            named => named.or(self.model),
        };
        model.map_or(Ok(()), |model| check_model(input, opened, model, reporter))
    }
}

/// Whether a file holds what it would hold if it were made now.
fn is_fresh(input: &Input, opened: &Opened, now: Option<Now<'_>>, reporter: &Reporter) -> Result<bool, Error> {
    let container = opened.as_container();
    let is_as_made =
        |profile: &Profile<'_>| now.map_or(Ok(true), |now| now.contents.holds(now.row, profile, container.is_none()));
    match (opener::xml(input, opened), container) {
        (Some(xml), _) => is_as_made(&opener::parse(opened, &xml, reporter)?.profile),
        (None, Some(container)) => is_as_made(&container.profile()),
        (None, None) => Ok(true),
    }
}

/// The state of a file that is not opened: whether it exists.
pub(super) fn unopened(path: &Path) -> FileState {
    absent(path).unwrap_or(FileState::Unopened)
}

/// The state of a file that cannot be inspected.
fn absent(path: &Path) -> Option<FileState> {
    match path.try_exists() {
        Ok(true) => None,
        Ok(false) => Some(FileState::Missing),
        Err(error) => Some(FileState::Wrong(Error::io("read", path, &error))),
    }
}
