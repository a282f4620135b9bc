//! The file of a device list: opened once, read more than once, and checked to be the same each time.

use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, Seek};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use spc_fleet::devices::{self, Listed};
use spc_fleet::kinds::RowKinds;
use spc_fleet::list::{Columns, List, ListError, ListSyntax, Row, RowError, Rows};
use spc_fleet::{Cause, Lines, ModelFormat, codes};

use crate::fleet::list::faults::{Faults, RowFault};
use crate::fleet::list::finding::Finding;
use crate::fleet::list::lines::shown;
use crate::read::input::is_dash;
use crate::read::secret::KeyFiles;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::numbers::grouped;
use crate::report::reporter::Reporter;

pub(crate) mod faults;
pub(crate) mod finding;
pub(crate) mod lines;
mod unsupported;

/// A device list in a file.
#[derive(Debug)]
pub struct ListFile<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// The name of the list in messages.
    pub name: String,
    file: File,
    about: Metadata,
    is_change_said: AtomicBool,
    /// The layout and the columns of the list.
    pub list: List,
}

/// The rows of the list after its header.
pub type ListRows<'a> = Rows<BufReader<&'a File>>;

impl<'a> ListFile<'a> {
    /// Opens a list and reads its header.
    ///
    /// # Errors
    /// It is not a regular file, holds the key of the run, cannot be read, or its header cannot be used.
    pub fn open(path: &'a Path, syntax: &ListSyntax, keys: &KeyFiles, reporter: &Reporter) -> Result<Self, Error> {
        let twice = || {
            let failure = Error::usage(format!(
                "`{}` is not a regular file, and a device list is read more than once",
                path.display()
            ));
            failure.hint("save it to a file first")
        };
        if is_dash(path) {
            return Err(twice());
        }
        let fail = |error| Error::io("read", path, &error);
        // Checked before it is opened, because opening a pipe without a writer would block.
        let about = fs::metadata(path).map_err(fail)?;
        if about.is_dir() {
            return Err(fail(io::ErrorKind::IsADirectory.into()));
        }
        if !about.is_file() {
            return Err(twice());
        }
        if keys.hold(&about) {
            return Err(Error::usage(format!("`{}` holds the key of this run, not a device list", path.display())));
        }
        let file = File::open(path).map_err(fail)?;
        let about = file.metadata().map_err(fail)?;
        let name = path.display().to_string();
        let list = List::open(|| from_start(&file), syntax).map_err(|error| {
            let is_utf16 = matches!(&error, ListError::Fault(fault) if fault.cause == Cause::Utf16WithoutMark);
            unsupported::refused(&file, &name, is_utf16, reporter)
                .unwrap_or_else(|| refused(error, path, &name, reporter))
        })?;
        match list.columns().trimmed() {
            0 => {}
            1 => reporter.note(&format!("`{name}`: spaces around a column name are ignored")),
            more => reporter.note(&format!("`{name}`: spaces around {more} column names are ignored")),
        }
        Ok(Self { path, name, file, about, is_change_said: AtomicBool::new(false), list })
    }

    /// The columns of the list.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        self.list.columns()
    }

    fn source(&self) -> Result<BufReader<&File>, Error> {
        from_start(&self.file).map_err(|error| Error::io("read", self.path, &error))
    }

    /// Reads the rows from the first one. Only one reader may be in use at a time, because they share the file's position.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn rows(&self, reporter: &Reporter) -> Result<ListRows<'_>, Error> {
        self.list.rows(self.source()?).map_err(|error| self.refused(error, reporter))
    }

    /// The kinds of rows in the list.
    ///
    /// # Errors
    /// It has too many, or cannot be read.
    pub fn kinds(&self, reporter: &Reporter) -> Result<RowKinds, Error> {
        let columns = self.columns();
        let mut kinds = RowKinds::new(columns);
        if kinds.is_one() {
            return Ok(kinds);
        }
        let (mut rows, mut row) = (self.rows(reporter)?, Row::default());
        loop {
            match rows.read(&mut row) {
                Ok(true) => kinds.add(&row, columns).map_err(|error| {
                    let message = format!("`{}`: {error}", self.name);
                    let finding = Finding::error(&self.name, codes::TOO_MANY_BASES, &message);
                    finding.hint(Some("move some of the devices to a second list")).end(reporter)
                })?,
                Ok(false) => return self.unchanged(reporter).map(|()| kinds),
                // Such rows are reported when all rows are checked.
                Err(RowError::Row(_)) => {}
                Err(error) => return Err(self.ended(error, &rows, reporter)),
            }
        }
    }

    /// The models and formats of its rows, and which of them each of these kinds of rows has; `otherwise` is used for rows that
    /// name none.
    #[must_use]
    pub fn model_formats(
        &self,
        kinds: &RowKinds,
        otherwise: ModelFormat,
    ) -> (Vec<ModelFormat>, Vec<Result<usize, RowFault>>) {
        let mut all: Vec<ModelFormat> = Vec::new();
        let of_kind = kinds.all().iter().map(|kind| {
            let model_format = ModelFormat::read(kind.model.as_deref(), kind.format.as_deref(), otherwise)
                .map_err(|error| self.columns().fault_of(error))?;
            Ok(all.iter().position(|known| *known == model_format).unwrap_or_else(|| {
                all.push(model_format);
                all.len().saturating_sub(1)
            }))
        });
        let of_kind = of_kind.collect();
        (all, of_kind)
    }

    /// All devices, in order.
    ///
    /// # Errors
    /// A row is bad, or it cannot be read.
    pub fn devices(&self, reporter: &Reporter) -> Result<Vec<Listed>, Error> {
        let mut faults = Faults::new(&self.name, reporter);
        let read = devices::read(&self.list, self.source()?, |fault| faults.located(&fault));
        // If the list changed, errors in one half say little about the whole list.
        self.unchanged(reporter)?;
        let devices = read.map_err(|error| self.refused(error, reporter))?;
        warn_of_local(&self.name, devices.local, reporter);
        match faults.finish().len() {
            0 => Ok(devices.all),
            bad => {
                let bad = u64::try_from(bad).unwrap_or(u64::MAX);
                Err(Error::new(Exit::Input, format!("{}, so nothing was done", bad_rows(bad, devices.rows))))
            }
        }
    }

    /// Estimates the number of rows from the length of the first ones.
    pub(crate) fn rows_about(&self) -> u64 {
        self.source().map_or(0, |source| self.list.rows_about(source, self.bytes()))
    }

    /// The key files of the run and this list, which is just as secret.
    #[must_use]
    pub fn and(&self, keys: KeyFiles) -> KeyFiles {
        keys.and(&self.about)
    }

    /// Size of the list in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.about.len()
    }

    /// A list that cannot be read to its end.
    #[must_use]
    pub fn ended(&self, error: RowError, rows: &ListRows<'_>, reporter: &Reporter) -> Error {
        self.refused(self.list.ended(error, rows), reporter)
    }

    fn refused(&self, error: ListError, reporter: &Reporter) -> Error {
        refused(error, self.path, &self.name, reporter)
    }

    /// Reports what is wrong with a column.
    #[must_use]
    pub fn header_fault(&self, column: usize, fault: &RowFault, reporter: &Reporter) -> Error {
        let source = match self.source() {
            Ok(source) => source,
            Err(error) => return error,
        };
        match self.list.heading(source, column) {
            Err(_) => self.changed(reporter),
            Ok(place) => {
                let name = self.columns().name(column);
                Faults::new(&self.name, reporter).report(place.line, place, name, fault);
                Error::Reported(Exit::Input)
            }
        }
    }

    /// Checks by size and time that the file has not changed since it was opened.
    ///
    /// # Errors
    /// It has changed.
    pub fn unchanged(&self, reporter: &Reporter) -> Result<(), Error> {
        let state = |about: &Metadata| (about.len(), about.mtime(), about.mtime_nsec());
        match self.file.metadata() {
            Ok(now) if state(&now) == state(&self.about) => Ok(()),
            _ => Err(self.changed(reporter)),
        }
    }

    /// Reports what the run lacks for rows of certain kinds, at this cell of the first such row; `lack` gets a text that says where the
    /// rows are. Returns `false` if there are no such rows.
    ///
    /// # Errors
    /// It cannot be read, or it changed.
    pub fn report_lack(
        &self,
        kinds: &RowKinds,
        is_of: impl Fn(usize) -> bool,
        cell: usize,
        lack: impl FnOnce(&str) -> RowFault,
        reporter: &Reporter,
    ) -> Result<bool, Error> {
        let columns = self.columns();
        let (mut rows, mut row) = (self.rows(reporter)?, Row::default());
        let (mut lines, mut first) = (Lines::default(), None);
        loop {
            match rows.read(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(RowError::Row(_)) => continue,
                Err(error) => return Err(self.ended(error, &rows, reporter)),
            }
            let kind = columns.device(&row).ok().and_then(|device| kinds.find(&device));
            if kind.is_some_and(&is_of) {
                lines.note(row.line());
                first.get_or_insert_with(|| rows.place(Some(cell)));
            }
        }
        self.unchanged(reporter)?;
        let Some(place) = first else { return Ok(false) };
        let mut faults = Faults::new(&self.name, reporter);
        faults.report(lines.first, place, columns.name(cell), &lack(&shown(lines)));
        Ok(true)
    }

    /// The error that ends a run because its list has changed.
    #[must_use]
    pub fn changed(&self, reporter: &Reporter) -> Error {
        // Several threads may notice the change.
        if self.is_change_said.swap(true, Ordering::Relaxed) {
            return Error::Reported(Exit::Input);
        }
        let message = format!("`{}` changed while it was being read", self.name);
        Finding::error(&self.name, codes::LIST_CHANGED, &message).hint(Some("try again")).end(reporter)
    }

    /// Warns if a list with secrets can be read by others.
    pub fn warn_if_shared(&self, secrets: usize, reporter: &Reporter) {
        if self.about.mode() & 0o044 != 0 && secrets > 0 {
            let message = format!("device list `{}` holds secrets and can be read by other users", self.name);
            let finding = Finding::warning(&self.name, codes::LIST_READABLE, &message).about_key();
            finding.hint(Some("make it private with `chmod 600`")).show(reporter);
        }
    }
}

/// `2 of 3 rows are bad`.
#[must_use]
pub fn bad_rows(bad: u64, rows: u64) -> String {
    let (row, is) = (if rows == 1 { "row" } else { "rows" }, if bad == 1 { "is" } else { "are" });
    format!("{} of {} {row} {is} bad", grouped(bad), grouped(rows))
}

/// A list from its first byte on.
fn from_start(mut file: &File) -> io::Result<BufReader<&File>> {
    file.rewind()?;
    Ok(BufReader::with_capacity(64 << 10, file))
}

/// Says why a list cannot be read.
fn refused(error: ListError, path: &Path, name: &str, reporter: &Reporter) -> Error {
    let located = match error {
        ListError::Fault(located) => located,
        ListError::Io(error) => return Error::io("read", path, &error),
        error => return Error::new(Exit::Input, error.to_string()),
    };
    // An empty list has no place to show.
    if matches!(located.cause, Cause::Empty | Cause::NoDevices | Cause::NoObjects) {
        return without_devices(name, &located.cause, reporter);
    }
    Faults::new(name, reporter).located(&located);
    Error::Reported(Exit::Input)
}

/// Reports that a list has no devices, for this reason, and ends the run.
pub(crate) fn without_devices(name: &str, cause: &Cause, reporter: &Reporter) -> Error {
    Finding::error(name, cause.code(), &format!("`{name}`: {cause}")).end(reporter)
}

/// Warns about addresses that are legal but probably wrong.
pub(crate) fn warn_of_local(list: &str, lines: Lines, reporter: &Reporter) {
    if lines.count == 0 {
        return;
    }
    let message = "a locally administered address, which no vendor assigns";
    Finding::warning(list, codes::LOCAL_ADDRESS, message).hint(Some("is this a typo?")).rows(lines).show(reporter);
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::read::key_files;

    #[test]
    fn a_list_that_changes_between_two_readings_is_refused_by_each_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("devices.csv");
        let text = "mac,model,ext\n000e08000001,8851,1\n000e08000002,8851,2\n";
        let longer = format!("{text}000e08000003,8851,3\n");
        let same = text.replace("0002,8851,2", "0009,8841,9");
        for changed in ["", "mac,model,ext\n", &text[..30], &text[..45], &same, &longer] {
            fs::write(&path, text).unwrap();
            // Long ago: two changes within one tick of the clock look like one.
            File::options().append(true).open(&path).unwrap().set_modified(UNIX_EPOCH).unwrap();
            let reporter = Reporter::default();
            let open = || ListFile::open(&path, &ListSyntax::default(), &key_files(&[]), &reporter).unwrap();
            let (devices, kinds) = (open(), open());
            assert!(devices.devices(&reporter).is_ok() && kinds.kinds(&reporter).is_ok());
            fs::write(&path, changed).unwrap();
            for outcome in
                [devices.devices(&reporter).map(drop), kinds.kinds(&reporter).map(drop), kinds.unchanged(&reporter)]
            {
                let error = outcome.unwrap_err();
                assert_eq!(error.exit(), Exit::Input, "{changed:?}");
                assert!(
                    matches!(error, Error::Reported(_)) || error.to_string().contains("SPC2026"),
                    "{changed:?}: {error}"
                );
            }
        }
    }
}
