//! Opens the file of one device as the device would, and compares it with what the list requires.
//!
//! Knows: one file and the row of its device. Must not know: the other files, or how many are counted and named.

use std::path::Path;

use spc_core::container;
use spc_core::open::Opened;
use spc_core::profile::Profile;
use spc_devices::model::Model;
use spc_fleet::devices::Listed;
use spc_fleet::list::Row;

use crate::fleet::run::contents::Contents;
use crate::read::input::Input;
use crate::read::opener::{self, Opener};
use crate::report::error::Error;
use crate::report::reporter::Reporter;
use crate::verify::expected::{Binding, Expected};
use crate::verify::file::{FileState, Stale};

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
    /// Says that the list has changed, which is not about the file.
    pub(super) reporter: &'c Reporter,
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
        let is_as_made = |opened: &Opened, profile: &Profile<'_>| {
            let is_stock = opened.as_container().is_none();
            now.map_or(Ok(true), |now| now.contents.holds(now.row, profile, is_stock, now.reporter))
        };
        let found = Input::read_regular(path, opener::LIMIT).and_then(|input| {
            let opener = opener.filter(|_| !device.is_unencrypted());
            self.expected(device, &input).verify_with(&input, opener, is_as_made, reporter)
        });
        let is_fresh = found.as_ref().is_ok_and(|(_, is_fresh)| *is_fresh);
        match (FileState::from(found.map(|(verified, _)| verified)), device.serial) {
            (FileState::Fine(verified), Some(listed)) if verified.serial.is_some_and(|found| found < listed) => {
                FileState::Stale(verified, Stale::Serial(listed))
            }
            (FileState::Fine(verified), _) if !is_fresh => FileState::Stale(verified, Stale::Content),
            (state, _) => state,
        }
    }

    /// What the list and the run want of the file of a device.
    fn expected(self, device: &Listed, input: &Input) -> Expected {
        let model = match device.model {
            // The list names the phone, but a container is opened by something in front of the phone.
            Some(_) if container::begins(&input.bytes) => None,
            named => named.or(self.model),
        };
        let expected = Expected::new().device(device.mac, Binding::Containers).min_serial(self.min_serial);
        expected.format(device.format).model(model)
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
