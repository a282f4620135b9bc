//! The devices of a list, for work that needs no profile: all of them, or none where a row is bad.
//!
//! ```
//! use spc_fleet::{devices, list::List};
//!
//! let bytes = b"mac,model\n000e08000001,spa504g\n000e08000002,spa112\n";
//! let listed = devices::read(&List::read(bytes)?, &bytes[..], |fault| eprintln!("{fault}"))?;
//! assert_eq!((listed.all.len(), listed.bad), (2, 0));
//! # Ok::<(), spc_fleet::list::ListError>(())
//! ```

use std::io::BufRead;

use spc_core::format::KeyUse;
use spc_core::key::KeyText;
use spc_core::{Format, TargetMac};
use spc_devices::model::Model;

use crate::cause::{Cause, Fault};
use crate::lines::Lines;
use crate::list::{Columns, Device, List, ListError, Located, Repeated, Row, RowError};
use crate::model_format::ModelFormat;

/// A device of a list.
#[derive(Debug)]
#[non_exhaustive]
pub struct Listed {
    /// Its address.
    pub mac: TargetMac,
    /// The name of its file, where the list has one.
    pub name: Option<Box<str>>,
    /// The serial of its file.
    pub serial: Option<u32>,
    /// Its model.
    pub model: Option<Model>,
    /// What its file is, where the list says so.
    pub format: Option<Format>,
    /// Its key, where the list brings one.
    pub key: Option<KeyText>,
}

impl Listed {
    /// Whether the list says that the device's file is not encrypted, as those of some models of a mixed fleet are.
    #[must_use]
    pub fn is_unencrypted(&self) -> bool {
        self.format.is_some_and(|format| format.key_use() == KeyUse::Never)
    }
}

/// The devices of a list.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Devices {
    /// Those of good rows, in their order.
    pub all: Vec<Listed>,
    /// Rows of the list.
    pub rows: u64,
    /// Faults that were reported: where there is one, it is not known which devices are meant.
    pub bad: u64,
    /// Addresses that no vendor assigns.
    pub local: Lines,
}

/// Reads all devices, in their order; what is wrong with a row is reported, and the next one read.
///
/// # Errors
/// [`ListError`], where the list cannot be read to its end or has no devices.
pub fn read<R: BufRead>(list: &List, source: R, mut report: impl FnMut(Located)) -> Result<Devices, ListError> {
    let columns = list.columns();
    let (mut macs, mut devices) = (Repeated::<6>::default(), Devices::default());
    let (mut rows, mut row) = (list.rows(source)?, Row::default());
    loop {
        let device = match rows.read(&mut row) {
            Ok(false) => break,
            Ok(true) => columns.device(&row),
            Err(RowError::Row(fault)) => Err(fault),
            Err(error) => return Err(list.ended(error, &rows)),
        };
        devices.rows = devices.rows.saturating_add(1);
        let listed = device.and_then(|device| {
            macs.add(device.mac.octets(), row.line(), rows.place(Some(columns.mac())));
            if device.mac.is_local() {
                devices.local.note(row.line());
            }
            listed(&device, columns)
        });
        match listed {
            Ok(listed) => devices.all.push(listed),
            Err(fault) => {
                devices.bad = devices.bad.saturating_add(1);
                report(list.at(fault, &rows));
            }
        }
    }
    if devices.rows == 0 {
        return Err(list.at(Fault::of_row(Cause::NoDevices), &rows).into());
    }
    for fault in macs.faults(columns.name(columns.mac()), Cause::RepeatedAddress) {
        devices.bad = devices.bad.saturating_add(1);
        report(fault);
    }
    Ok(devices)
}

fn listed(device: &Device<'_>, columns: &Columns) -> Result<Listed, Fault> {
    let otherwise = ModelFormat::new(None, Format::Spc);
    let model_format =
        ModelFormat::read(device.model, device.format, otherwise).map_err(|error| columns.fault_of(error))?;
    Ok(Listed {
        mac: device.mac,
        name: device.name.map(Box::from),
        serial: device.serial,
        model: model_format.model(),
        format: device.format.map(|_| model_format.format()),
        key: device.key.map(|key| KeyText::new(key.to_owned())),
    })
}
