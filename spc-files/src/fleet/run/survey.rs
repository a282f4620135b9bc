//! The first reading of a device list: every row is checked before any file is written.

use std::path::Path;

use sha2::{Digest, Sha256};
use spc_core::key::KeyText;
use spc_core::seal::{SealError, weaknesses};
use spc_core::stock::openssl::Phrase;
use spc_core::{Format, Recipient};
use spc_devices::codes::WEAK_KEY;
use spc_devices::handover::Loss;
use spc_fleet::{Cause, Lines, codes};

use crate::fleet::list::faults::{Fault, Faults};
use crate::fleet::list::{ListFile, shown, warn_of_local};
use crate::fleet::run::bases::{Base, Bases};
use crate::fleet::run::cells::Cells;
use crate::fleet::run::making::{Making, Phrases, making};
use crate::fleet::write::layout::Layout;
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::signals;
use crate::write::replace::Replaces;
use spc_fleet::Shard;
use spc_fleet::list::Device;
use spc_fleet::list::Repeated;
use spc_fleet::list::{Row, RowError};

/// What the first reading found.
#[derive(Debug)]
pub struct Survey {
    /// Rows of the list.
    pub rows: u64,
    /// Devices to be made, or a few less where a name of another part of the list repeats one.
    pub devices: u64,
    /// The lines of the rows at fault, sorted.
    pub bad: Vec<u64>,
}

/// By what the rows of a list are checked.
#[derive(Debug)]
pub struct Surveyor<'a> {
    /// What is made of the rows.
    pub makings: &'a [Making],
    /// The part of the list that is made, if not all of it.
    pub shard: Option<Shard>,
    /// The list.
    pub list: &'a ListFile<'a>,
    /// Its bases.
    pub bases: &'a Bases,
    /// What the files are called.
    pub layout: &'a Layout,
    /// Names that no device's file may have.
    pub taken: &'a [String],
    /// The directory in which files of others are spared, if they are.
    pub spared: Option<&'a Path>,
    /// Whether cells are checked as the values that they become.
    pub is_checked: bool,
}

/// Rows that are legal and odd.
#[derive(Debug, Default)]
struct Oddities {
    /// Devices that would not read their next file: why the first one would not, and all of them.
    lost: Option<(Loss, Lines)>,
    local: Lines,
    passwords: Lines,
    phrases: Lines,
    weak: Lines,
}

impl Surveyor<'_> {
    /// Reads all rows, reports each fault, and warns about what is odd.
    ///
    /// # Errors
    /// The list cannot be read, has no devices, or a signal came.
    pub fn survey(&self, progress: &mut Progress, reporter: &Reporter) -> Result<Survey, Error> {
        let columns = self.list.columns();
        let mut faults = Faults::new(&self.list.name, reporter);
        let (mut macs, mut files) = (Repeated::<6>::default(), Repeated::<16>::default());
        let mut oddities = Oddities::default();
        let mut cells = self.is_checked.then(Cells::default);
        let (mut rows, mut row) = (self.list.rows()?, Row::default());
        let (mut count, mut devices) = (0_u64, 0_u64);
        progress.begin("checking the list", self.list.bytes());
        loop {
            let device = match rows.read(&mut row) {
                Ok(false) => break,
                Ok(true) => columns.device(&row),
                Err(RowError::Row(fault)) => Err(fault),
                Err(error) => return Err(self.list.ended(error, &rows)),
            };
            signals::check()?;
            progress.tick(rows.bytes());
            count = count.saturating_add(1);
            let checked = device.map_err(Fault::from).and_then(|device| {
                macs.add(device.mac.octets(), row.line(), rows.place(Some(columns.mac())));
                let base = self.bases.find(&device)?;
                let making = making(self.makings, base);
                if let Some(column) = columns.file() {
                    files.add(short(&self.layout.file(&device, making.recipe)), row.line(), rows.place(Some(column)));
                }
                self.check(&row, &device, base, making, &mut oddities)?;
                if let Some(cells) = &mut cells {
                    cells.check(&row, columns, base, making.recipe.model());
                }
                Ok(self.shard.is_none_or(|shard| shard.holds(device.mac)))
            });
            match checked {
                Ok(is_ours) => devices = devices.saturating_add(is_ours.into()),
                Err(fault) => faults.report(
                    row.line(),
                    rows.place(fault.cell),
                    fault.cell.and_then(|cell| columns.name(cell)),
                    &fault,
                ),
            }
        }
        progress.end();
        if count == 0 {
            let message = format!("`{}` has a header and no devices [{}]", self.list.name, codes::EMPTY_LIST);
            return Err(Error::new(Exit::Input, message));
        }
        let mut repeated = 0_u64;
        let addresses = macs.faults(columns.name(columns.mac()), Cause::RepeatedAddress);
        for fault in addresses.chain(files.faults(Some("name"), Cause::RepeatedFileName)) {
            repeated = repeated.saturating_add(1);
            faults.located(&fault);
        }
        oddities.warn(reporter);
        cells.into_iter().for_each(|cells| cells.warn(columns, reporter));
        Ok(Survey { rows: count, devices: devices.saturating_sub(repeated), bad: faults.finish() })
    }

    fn check(
        &self,
        row: &Row,
        device: &Device<'_>,
        base: &Base,
        making: &Making,
        oddities: &mut Oddities,
    ) -> Result<(), Fault> {
        let columns = self.list.columns();
        if let (Some(column), None) = (columns.key().filter(|_| making.is_key_in_list), device.key) {
            return Err(Fault::new(column, codes::BAD_DEVICE_KEY, "the device has no key"));
        }
        if let (Some(column), Some(_), None) = (columns.serial(), device.serial, making.serial) {
            let why = format!("a serial has no meaning in the format {}", making.recipe.format().name());
            return Err(Fault::new(column, codes::COLUMN_WITHOUT_MEANING, why));
        }
        if !self.taken.is_empty() && self.taken.contains(&self.layout.file(device, making.recipe)) {
            let cell = columns.file().unwrap_or(columns.mac());
            let why = "the file would replace one that this run reads or writes";
            return Err(Fault::new(cell, codes::FILE_NAME_TAKEN, why));
        }
        if let Some(directory) = self.spared.filter(|_| !self.layout.is_of_device(device, making.recipe)) {
            let path = directory.join(self.layout.file(device, making.recipe));
            if !Replaces::CompiledOrXml.takes(&path) {
                let why = "the file would replace one that spc did not write";
                let fault = Fault::new(columns.file().unwrap_or(columns.mac()), codes::FILE_NAME_TAKEN, why);
                return Err(fault.hint(Advice::Overwrite));
            }
        }
        let key = device.key.map(|text| KeyText::new(text.to_owned()));
        let values = base.values(row);
        let serial = device.serial.or(making.serial).unwrap_or_default();
        let recipient = Recipient::new(device.mac, &values).serial(serial).key(key.as_ref());
        base.batch.check(&recipient).map_err(|error| self.fault(&error, base))?;
        if let Some(lost) = making.fetch_keys.loss(Some(device.mac), key.as_ref(), &base.handover(&values)) {
            oddities.lost.get_or_insert((lost, Lines::default())).1.note(row.line());
        }
        if base.leaves_password_empty(&values) {
            oddities.passwords.note(row.line());
        }
        if device.mac.is_local() {
            oddities.local.note(row.line());
        }
        if let (Some(key), Format::Openssl | Format::Rfc8188) = (device.key, making.recipe.format())
            && !weaknesses(key, making.recipe.format(), &[device.mac], None).is_empty()
        {
            oddities.weak.note(row.line());
        }
        match (device.key, making.phrases) {
            (Some(key), Phrases::Phones { ascii_only }) => self.check_phrase(key, ascii_only, row, oddities),
            _ => Ok(()),
        }
    }

    /// As of the one phrase of a run (FORMAT 11.1.5).
    fn check_phrase(&self, key: &str, ascii_only: bool, row: &Row, oddities: &mut Oddities) -> Result<(), Fault> {
        let cell = self.list.columns().key().unwrap_or_default();
        let fault = |why: String| Fault::new(cell, codes::BAD_DEVICE_KEY, why);
        let phrase = Phrase::new(key.as_bytes().to_vec()).map_err(|error| fault(error.to_string()))?;
        if ascii_only && !phrase.is_ascii() {
            let why = fault("the key is not ASCII, which is all that phones read".into());
            return Err(why.hint(Advice::AllowNonAscii));
        }
        if phrase.has_rule_syntax() {
            oddities.phrases.note(row.line());
        }
        Ok(())
    }

    fn fault(&self, error: &SealError, base: &Base) -> Fault {
        let columns = self.list.columns();
        let (cell, code) = match error {
            SealError::Character { column, .. } | SealError::ValueTooLong { column, .. } => {
                (base.column(*column), codes::UNUSABLE_VALUE)
            }
            SealError::Payload(_) | SealError::TooLarge { .. } | SealError::TooDense { .. } => {
                (None, codes::UNUSABLE_PROFILE)
            }
            _ => (columns.key(), codes::BAD_DEVICE_KEY),
        };
        Fault::new(cell.unwrap_or(columns.mac()), code, error.to_string())
    }
}

/// Enough of a hash that no two names of a list are ever taken for one.
fn short(file: &str) -> [u8; 16] {
    let [short @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _]: [u8; 32] = Sha256::digest(file).into();
    short
}

fn warn(lines: Lines, what: &str, hint: Option<&str>, is_about_key: bool, reporter: &Reporter) {
    if lines.count == 0 {
        return;
    }
    let message = format!("{what}: {}", shown(lines));
    if is_about_key {
        reporter.warn_about_key(&message, hint);
    } else {
        reporter.warn(&message, hint);
    }
}

impl Oddities {
    fn warn(&self, reporter: &Reporter) {
        if let Some((loss, lines)) = &self.lost {
            warn(*lines, &format!("{loss} [{}]", loss.code()), Some(loss.help()), false, reporter);
        }
        warn_of_local(self.local, reporter);
        let empty = format!("the SIP password of a line is left empty [{}]", codes::EMPTY_PASSWORD);
        warn(self.passwords, &empty, Some("fill in the cell, or leave the line's user empty as well"), false, reporter);
        let what = format!(
            "a phrase with a `\"` or a `$`, which the phone's Profile_Rule does not take literally [{}]",
            codes::RULE_SYNTAX_IN_KEY
        );
        let makes_keys = reporter.words(Advice::MakeKey);
        warn(self.phrases, &what, makes_keys.as_deref(), true, reporter);
        warn(self.weak, &format!("a key that is easily guessed [{WEAK_KEY}]"), makes_keys.as_deref(), true, reporter);
    }
}
