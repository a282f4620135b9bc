//! The devices of a list, for commands that need no profile: all of them, or none where a row is bad.

use spc_core::{Format, TargetMac};
use spc_devices::fleet::{Recipe, RecipeError, codes};
use spc_devices::model::Model;
use spc_files::report::error::Error;
use spc_files::report::exit::Exit;
use spc_files::report::progress::grouped;
use spc_files::report::reporter::Reporter;
use spc_files::sys::signals;

use crate::fleet::list::faults::{Fault, Faults};
use crate::fleet::list::repeated::Repeated;
use crate::fleet::list::row::{Broken, Row};
use crate::fleet::list::{List, not_utf8};

/// A device of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) mac: TargetMac,
    /// The name of its file, where the list has one.
    pub(crate) name: Option<Box<str>>,
    pub(crate) serial: Option<u32>,
    pub(crate) model: Option<Model>,
    /// What its file is, where the list says so.
    pub(crate) format: Option<Format>,
}

/// Reads all devices, in their order.
pub(crate) fn read(list: &List<'_>, reporter: &Reporter) -> Result<Vec<Listed>, Error> {
    let columns = &list.columns;
    let mut faults = Faults::new(&list.name, reporter);
    let (mut macs, mut all, mut rows_read) = (Repeated::<6>::default(), Vec::new(), 0_u64);
    let (mut local, mut first_local) = (0_u64, 0_u64);
    let (mut rows, mut row) = (list.rows()?, Row::default());
    loop {
        signals::check()?;
        let device = match rows.read(&mut row) {
            Ok(false) => break,
            Ok(true) => columns.device(&row),
            Err(Broken::NotUtf8 { cell }) => Err(not_utf8(cell, "the cell is not UTF-8")),
            Err(Broken::Cell { cell, code, message }) => Err(Fault::new(cell, code, message)),
            Err(broken) => return Err(list.fatal(&rows, broken)),
        };
        rows_read = rows_read.saturating_add(1);
        let listed = device.and_then(|device| {
            macs.add(device.mac.octets(), row.line(), rows.place(columns.mac()));
            if device.mac.is_local() {
                local = local.saturating_add(1);
                first_local = if local == 1 { row.line() } else { first_local };
            }
            let otherwise = Recipe::new(None, Format::Spc);
            let recipe = Recipe::read(device.model, device.format, otherwise).map_err(|error| {
                let column = if matches!(error, RecipeError::Model(_)) { columns.model() } else { columns.format() };
                let cell = column.unwrap_or(columns.mac());
                Fault::new(cell, error.code(), error.to_string()).hint(error.help())
            })?;
            let name = device.name.map(Box::from);
            let format = device.format.map(|_| recipe.format());
            Ok(Listed { mac: device.mac, name, serial: device.serial, model: recipe.model(), format })
        });
        match listed {
            Ok(listed) => all.push(listed),
            Err(fault) => faults.report(row.line(), rows.place(fault.cell), columns.name(fault.cell), &fault),
        }
    }
    faults.repeated(macs.find(), columns.name(columns.mac()), codes::REPEATED_ADDRESS);
    if rows_read == 0 {
        let message = format!("`{}` has a header and no devices [{}]", list.name, codes::EMPTY_LIST);
        return Err(Error::new(Exit::Input, message));
    }
    if local > 0 {
        let what = "a locally administered address, which no vendor assigns";
        let message = format!("{what} [{}]: {local} rows, the first on line {first_local}", codes::LOCAL_ADDRESS);
        reporter.warn(&message, Some("a typo?"));
    }
    match faults.finish().len() {
        0 => Ok(all),
        bad => {
            let bad = grouped(u64::try_from(bad).unwrap_or(u64::MAX));
            Err(Error::new(Exit::Input, format!("{bad} of {} rows are bad, so nothing is done", grouped(rows_read))))
        }
    }
}
