//! The first reading of a device list: every row is checked before any file is written.

use std::sync::Mutex;

use spc_core::Recipient;
use spc_core::format::KeyUse;
use spc_core::key::KeyText;
use spc_core::seal::{SealError, weaknesses};
use spc_core::stock::openssl::Phrase;
use spc_fleet::{Cause, codes};

use crate::fleet::list::faults::{Faults, RowFault};
use crate::fleet::list::{ListFile, ListRows, without_devices};
use crate::fleet::run::bases::{Base, Bases};
use crate::fleet::run::cells::Cells;
use crate::fleet::run::foreign_files::ForeignFiles;
use crate::fleet::run::oddities::{Found, Oddities};
use crate::fleet::run::settings::{FileSettings, Phrases, settings_of};
use crate::fleet::run::short_name::short;
use crate::fleet::write::layout::Layout;
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::jobs::Jobs;
use crate::sys::pipeline::{self, held};
use crate::sys::signals;
use spc_fleet::Shard;
use spc_fleet::list::Device;
use spc_fleet::list::{Places, Repeated, Row, RowError};

/// What the first reading found.
#[derive(Debug)]
#[non_exhaustive]
pub struct Survey {
    /// Rows of the list.
    pub rows: u64,
    /// The number of devices to be made; slightly too low if names in another part of the list repeat some.
    pub devices: u64,
    /// The lines of the rows at fault, sorted.
    pub bad: Vec<u64>,
}

/// Checks the rows of a list.
#[derive(Debug)]
pub struct Surveyor<'a> {
    settings: &'a [FileSettings],
    pub(crate) list: &'a ListFile<'a>,
    pub(crate) bases: &'a Bases,
    layout: &'a Layout,
    shard: Option<Shard>,
    taken: &'a [String],
    foreign: Option<&'a ForeignFiles<'a>>,
    is_checked: bool,
}

impl<'a> Surveyor<'a> {
    /// Checks all rows of a list, with their bases and the names of their files.
    #[must_use]
    pub const fn new(
        list: &'a ListFile<'a>,
        bases: &'a Bases,
        layout: &'a Layout,
        settings: &'a [FileSettings],
    ) -> Self {
        Self { settings, list, bases, layout, shard: None, taken: &[], foreign: None, is_checked: true }
    }

    /// Counts the devices of a part of the list only.
    #[must_use]
    pub const fn shard(mut self, shard: Option<Shard>) -> Self {
        self.shard = shard;
        self
    }

    /// Sets names that no device's file may have.
    #[must_use]
    pub const fn taken(mut self, names: &'a [String]) -> Self {
        self.taken = names;
        self
    }

    /// Sets the files of others that no device's file may replace, if any.
    #[must_use]
    pub const fn foreign(mut self, foreign: Option<&'a ForeignFiles<'a>>) -> Self {
        self.foreign = foreign;
        self
    }

    /// Sets whether cells are checked as the values that they become, which is the default.
    #[must_use]
    pub const fn check_cells(mut self, is_checked: bool) -> Self {
        self.is_checked = is_checked;
        self
    }
}

/// How many rows a thread checks at a time.
const TOGETHER: usize = 64;

/// A few rows as they were read.
#[derive(Default)]
struct Piece {
    rows: Vec<(u64, Places, Result<Row, RowFault>)>,
    /// Why there are no more.
    ended: Option<RowError>,
    /// Bytes of the list so far.
    bytes: u64,
}

/// A row that was checked on its own.
struct Seen<'a> {
    line: u64,
    places: Places,
    found: Found,
    outcome: Result<(Row, &'a Base), RowFault>,
}

/// The rows so far, compared with each other in the order of the list.
struct Gathered<'s, 'r> {
    surveyor: &'s Surveyor<'s>,
    rows: u64,
    devices: u64,
    faults: Faults<'r>,
    macs: Repeated<6>,
    files: Repeated<16>,
    oddities: Oddities,
    cells: Option<Cells>,
}

impl<'s, 'r> Gathered<'s, 'r> {
    fn new(surveyor: &'s Surveyor<'s>, reporter: &'r Reporter) -> Self
    where
        's: 'r,
    {
        Self {
            surveyor,
            rows: 0,
            devices: 0,
            faults: Faults::new(&surveyor.list.name, reporter),
            macs: Repeated::default(),
            files: Repeated::default(),
            oddities: Oddities::default(),
            cells: surveyor.is_checked.then(Cells::default),
        }
    }

    fn add(&mut self, Seen { line, places, found, outcome }: Seen<'_>) {
        let columns = self.surveyor.list.columns();
        self.rows = self.rows.saturating_add(1);
        if let Some(mac) = found.mac {
            self.macs.add(mac.octets(), line, places.place(Some(columns.mac())));
        }
        if let (Some(file), Some(column)) = (found.file, columns.file()) {
            self.files.add(file, line, places.place(Some(column)));
        }
        let is_ours = self.surveyor.shard.is_none_or(|shard| found.mac.is_some_and(|mac| shard.holds(mac)));
        self.oddities.note(found, line);
        match outcome {
            Ok((row, base)) => {
                if let Some(cells) = &mut self.cells {
                    cells.check(&row, columns, self.surveyor.bases, base);
                }
                self.devices = self.devices.saturating_add(is_ours.into());
            }
            Err(fault) => {
                let name = fault.cell.and_then(|cell| columns.name(cell));
                self.faults.report(line, places.place(fault.cell), name, &fault);
            }
        }
    }

    /// Reports what only all rows together show.
    fn finish(mut self, reporter: &Reporter) -> Survey {
        let list = self.surveyor.list;
        let columns = list.columns();
        let mut repeated = 0_u64;
        let addresses = self.macs.faults(columns.name(columns.mac()), Cause::RepeatedAddress);
        for fault in addresses.chain(self.files.faults(Some("name"), Cause::RepeatedFileName)) {
            repeated = repeated.saturating_add(1);
            self.faults.located(&fault);
        }
        self.oddities.warn(&list.name, reporter);
        self.cells.into_iter().for_each(|cells| cells.warn(&list.name, columns, reporter));
        Survey { rows: self.rows, devices: self.devices.saturating_sub(repeated), bad: self.faults.finish() }
    }
}

impl Surveyor<'_> {
    /// Reads all rows, reports each fault, and warns about what is odd. Each row is checked on its own in as many threads as
    /// `jobs` has permits for, and then against the others in the order of the list.
    ///
    /// # Errors
    /// The list cannot be read, has no devices, or a signal was received.
    pub fn survey(&self, jobs: &Jobs, progress: &mut Progress, reporter: &Reporter) -> Result<Survey, Error> {
        let mut gathered = Gathered::new(self, reporter);
        progress.begin("checking the list", self.list.bytes());
        // Shared with the code at the end, which needs to know where reading stopped.
        let rows = Mutex::new((self.list.rows(reporter)?, false));
        let finish = |(seen, ended, bytes): (Vec<Seen<'_>>, Option<RowError>, u64)| {
            progress.tick(bytes);
            seen.into_iter().for_each(|seen| gathered.add(seen));
            ended.map_or(Ok(()), |error| Err(self.list.ended(error, &held(&rows).0, reporter)))
        };
        let next = || {
            let (rows, is_over) = &mut *held(&rows);
            if *is_over { Ok(None) } else { piece(rows, is_over) }
        };
        let work = |Piece { rows, ended, bytes }: Piece| {
            let seen = rows.into_iter().map(|(line, places, row)| self.seen(line, places, row));
            Ok((seen.collect(), ended, bytes))
        };
        let read = pipeline::run(jobs, next, work, finish);
        progress.end();
        // If the list changed, errors in one half say little about the whole list.
        self.list.unchanged(reporter)?;
        read?;
        if gathered.rows == 0 {
            return Err(without_devices(&self.list.name, &Cause::NoDevices, reporter));
        }
        Ok(gathered.finish(reporter))
    }

    fn seen(&self, line: u64, places: Places, row: Result<Row, RowFault>) -> Seen<'_> {
        let mut found = Found::default();
        let outcome = row.and_then(|row| self.usable(row, &mut found));
        Seen { line, places, found, outcome }
    }

    fn usable(&self, row: Row, found: &mut Found) -> Result<(Row, &Base), RowFault> {
        let columns = self.list.columns();
        let device = columns.device(&row)?;
        found.mac = Some(device.mac);
        let base = self.bases.find(&device)?;
        let settings = settings_of(self.settings, base);
        // Most lists give no names, and nothing is in their way.
        let is_named = columns.file().is_some() || !self.taken.is_empty() || self.foreign.is_some();
        let file = is_named.then(|| self.layout.file(&device, settings.model_format));
        found.file = file.as_deref().filter(|_| columns.file().is_some()).map(short);
        file.map_or(Ok(()), |file| self.check_name(&file))?;
        self.check(&row, &device, base, settings, found)?;
        Ok((row, base))
    }

    /// Whether the file of a row may have its name.
    fn check_name(&self, file: &str) -> Result<(), RowFault> {
        let columns = self.list.columns();
        let taken = |why: &str| RowFault::new(columns.file().unwrap_or(columns.mac()), codes::FILE_NAME_TAKEN, why);
        if self.taken.iter().any(|taken| taken == file) {
            return Err(taken("the file would replace one that this run reads or writes"));
        }
        // With several machines, only the one that makes the file fails, when it writes it.
        if self.shard.is_none() && self.foreign.is_some_and(|foreign| foreign.has_folder(file)) {
            return Err(taken("the directory already has a subdirectory with this name").hint("rename one of them"));
        }
        if self.foreign.is_some_and(|foreign| !foreign.may_write(file)) {
            return Err(
                taken("the file would replace one that spc did not write, or cannot read").hint(Advice::Overwrite)
            );
        }
        Ok(())
    }

    fn check(
        &self,
        row: &Row,
        device: &Device<'_>,
        base: &Base,
        settings: &FileSettings,
        found: &mut Found,
    ) -> Result<(), RowFault> {
        let columns = self.list.columns();
        if let (Some(column), None) = (columns.key().filter(|_| settings.is_key_in_list), device.key) {
            return Err(RowFault::new(column, codes::BAD_DEVICE_KEY, "the device has no key"));
        }
        if let (Some(column), Some(_), None) = (columns.serial(), device.serial, settings.serial) {
            let why = format!("the format {} has no serial", settings.model_format.format().name());
            return Err(RowFault::new(column, codes::COLUMN_WITHOUT_MEANING, why));
        }
        let key = device.key.map(|text| KeyText::new(text.to_owned()));
        let values = base.values(row);
        let serial = device.serial.or(settings.serial).unwrap_or_default();
        let recipient = Recipient::new(device.mac, &values).serial(serial).key(key.as_ref());
        base.batch.check(&recipient).map_err(|error| self.fault(&error, base))?;
        found.lost = settings.fetch_keys.loss(Some(device.mac), key.as_ref(), &base.handover(&values));
        found.is_password_empty = base.leaves_password_empty(&values);
        found.is_password_guessable = self.is_checked && base.has_guessable_password(&values);
        found.is_mac_local = device.mac.is_local();
        let format = settings.model_format.format();
        found.is_key_weak = format.key_use() == KeyUse::Always
            && device.key.is_some_and(|key| !weaknesses(key, format, &[device.mac], None).is_empty());
        if let (Some(key), Phrases::Phones { ascii_only }) = (device.key, settings.phrases) {
            found.has_rule_syntax = self.check_phrase(key, ascii_only)?;
        }
        Ok(())
    }

    /// Checks a passphrase like the one of a run (FORMAT 11.1.5). Returns whether a rule would not take it literally.
    fn check_phrase(&self, key: &str, ascii_only: bool) -> Result<bool, RowFault> {
        let cell = self.list.columns().key().unwrap_or_default();
        let fault = |why: String| RowFault::new(cell, codes::BAD_DEVICE_KEY, why);
        let phrase = Phrase::new(key.as_bytes().to_vec()).map_err(|error| fault(error.to_string()))?;
        if ascii_only && !phrase.is_ascii() {
            let why = fault("the key is not ASCII, and phones read only ASCII".into());
            return Err(why.hint(Advice::AllowNonAscii));
        }
        // Spaces at its ends belong to the key here, and a rule drops them.
        Ok(phrase.has_rule_syntax() || key.trim() != key)
    }

    fn fault(&self, error: &SealError, base: &Base) -> RowFault {
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
        let message = match error {
            SealError::UnusedKey => "this device's file is not encrypted, so the key would not be used".to_owned(),
            error => error.to_string(),
        };
        RowFault::new(cell.unwrap_or(columns.mac()), code, message)
    }
}

/// The next rows, and whether they are the last ones.
fn piece(rows: &mut ListRows<'_>, is_over: &mut bool) -> Result<Option<Piece>, Error> {
    signals::check()?;
    let mut piece = Piece::default();
    while piece.rows.len() < TOGETHER && !*is_over {
        let mut row = Row::default();
        let read = match rows.read(&mut row) {
            Ok(true) => Ok(row),
            Err(RowError::Row(fault)) => Err(RowFault::from(fault)),
            end => {
                (piece.ended, *is_over) = (end.err(), true);
                break;
            }
        };
        piece.rows.push((rows.place(None).line, rows.places(), read));
    }
    piece.bytes = rows.bytes();
    Ok(Some(piece))
}
