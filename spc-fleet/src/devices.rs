//! The devices of a list, for work that needs no profile: all of them, or none if a row is bad.
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
    /// The name of its file, if the list gives one.
    pub name: Option<Box<str>>,
    /// The serial of its file.
    pub serial: Option<u32>,
    /// Its model.
    pub model: Option<Model>,
    /// The format of its file, if the list names one.
    pub format: Option<Format>,
    /// Its key, if the list contains one.
    pub key: Option<KeyText>,
}

impl Listed {
    /// Whether the list says that the device's file is not encrypted, as in a mixed fleet where only some models can decrypt.
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
    /// The number of reported faults. If there are any, it is not known which devices the list is about.
    pub bad: u64,
    /// Addresses that no vendor assigns.
    pub local: Lines,
}

/// Reads all devices, in order. What is wrong with a row is reported, and reading goes on with the next row.
///
/// # Errors
/// [`ListError`], if the list cannot be read to its end or has no devices.
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
