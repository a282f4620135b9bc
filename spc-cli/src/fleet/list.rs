//! The file of a device list: opened once, read more than once, and the same each time.

use std::fs::{self, File, Metadata};
use std::io::{BufReader, Seek};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use spc_core::diagnostic::Code;
use spc_devices::fleet::codes;

use crate::fleet::list::columns::Columns;
use crate::fleet::list::faults::{Fault, Faults};
use crate::fleet::list::rows::{Broken, Row, Rows};
use crate::read::input::is_dash;
use crate::read::secret::KeyFiles;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

pub(crate) mod columns;
pub(crate) mod faults;
pub(crate) mod repeated;
pub(crate) mod rows;
pub(crate) mod shard;

/// A device list.
#[derive(Debug)]
pub(crate) struct List<'a> {
    pub(crate) path: &'a Path,
    /// How messages name it.
    pub(crate) name: String,
    file: File,
    about: Metadata,
    reporter: &'a Reporter,
    pub(crate) columns: Columns,
}

/// The rows of the list after its header.
pub(crate) type ListRows<'a> = Rows<BufReader<&'a File>>;

impl<'a> List<'a> {
    /// Opens a list and reads its header.
    pub(crate) fn open(path: &'a Path, keys: &KeyFiles, reporter: &'a Reporter) -> Result<Self, Error> {
        let twice = || {
            let failure =
                Error::usage(format!("`{}` is not a regular file; a device list is read twice", path.display()));
            failure.hint("save it to a file first")
        };
        if is_dash(path) {
            return Err(twice());
        }
        let fail = |error| Error::io("read", path, &error);
        // Before it is opened: a pipe without a writer would be waited for.
        let about = fs::metadata(path).map_err(fail)?;
        if about.is_dir() {
            return Err(fail(std::io::ErrorKind::IsADirectory.into()));
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
        let mut rows = Rows::new(BufReader::new(&file));
        let mut header = Row::default();
        let columns = match rows.read(&mut header) {
            Ok(true) => Columns::new(&header),
            Ok(false) => return Err(Error::new(Exit::Input, format!("`{name}` is empty [{}]", codes::EMPTY_LIST))),
            Err(broken) => return Err(fatal(path, &name, &rows, broken, reporter)),
        };
        let columns = columns.map_err(|fault| {
            Faults::new(&name, reporter).report(header.line(), rows.place(fault.cell), None, &fault);
            Error::Silent(Exit::Input)
        })?;
        Ok(Self { path, name, file, about, reporter, columns })
    }

    /// Reads the rows from the first one on. One reader at a time: they share the file's position.
    pub(crate) fn rows(&self) -> Result<ListRows<'_>, Error> {
        (&self.file).rewind().map_err(|error| Error::io("read", self.path, &error))?;
        let mut rows = Rows::new(BufReader::with_capacity(64 << 10, &self.file));
        rows.read(&mut Row::default()).map_err(|broken| self.fatal(&rows, broken))?;
        Ok(rows)
    }

    /// The key files of the run and this list, which is as secret.
    pub(crate) fn and(&self, keys: KeyFiles) -> KeyFiles {
        keys.and(&self.about)
    }

    /// Bytes of the list.
    pub(crate) fn bytes(&self) -> u64 {
        self.about.len()
    }

    /// A list that cannot be read to its end.
    pub(crate) fn fatal(&self, rows: &ListRows<'_>, broken: Broken) -> Error {
        fatal(self.path, &self.name, rows, broken, self.reporter)
    }

    /// Reports what is wrong with a column.
    pub(crate) fn header_fault(&self, fault: &Fault) -> Error {
        let mut rows = Rows::new(BufReader::new(&self.file));
        let read = (&self.file).rewind().is_ok() && rows.read(&mut Row::default()).is_ok();
        if !read {
            return self.changed();
        }
        let place = rows.place(fault.cell);
        Faults::new(&self.name, self.reporter).report(place.line, place, self.columns.name(fault.cell), fault);
        Error::Silent(Exit::Input)
    }

    /// Whether the file is as it was when it was opened, as far as its size and times tell.
    pub(crate) fn is_unchanged(&self) -> bool {
        let state = |about: &Metadata| (about.len(), about.mtime(), about.mtime_nsec());
        self.file.metadata().is_ok_and(|now| state(&now) == state(&self.about))
    }

    pub(crate) fn changed(&self) -> Error {
        let message = format!("`{}` was changed while it was read [{}]", self.name, codes::LIST_CHANGED);
        Error::new(Exit::Input, message).hint("run it again")
    }

    /// Secrets that others can read are shared with them.
    pub(crate) fn warn_if_shared(&self, secrets: usize) {
        if self.about.mode() & 0o044 != 0 && secrets > 0 {
            let (name, code) = (&self.name, codes::LIST_READABLE);
            let message = format!("device list `{name}` holds secrets and can be read by other users [{code}]");
            self.reporter.warn_about_key(&message, Some("`chmod 600` makes it private"));
        }
    }
}

fn fatal(path: &Path, name: &str, rows: &ListRows<'_>, broken: Broken, reporter: &Reporter) -> Error {
    let (code, message): (Code, _) = match broken {
        Broken::Io(error) => return Error::io("read", path, &error),
        Broken::TooLong => {
            let message = format!("a row is over {} bytes (is a quote or a line end missing?)", rows::LIMIT);
            (codes::ROW_TOO_LONG, message)
        }
        Broken::OpenQuote => (codes::OPEN_QUOTE, "unclosed quote: the list ends first".into()),
        Broken::NotUtf8 { .. } => (codes::NOT_TEXT, "the header is not UTF-8".into()),
    };
    let place = rows.place(0);
    Faults::new(name, reporter).report(place.line, place, None, &Fault::new(0, code, message));
    Error::Silent(Exit::Input)
}
