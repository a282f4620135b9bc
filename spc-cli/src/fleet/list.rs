//! The file of a device list: opened once, read more than once, and the same each time.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{BufRead, BufReader, Seek};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

use spc_devices::fleet::codes;
use spc_files::read::input::is_dash;
use spc_files::read::secret::KeyFiles;
use spc_files::report::error::Error;
use spc_files::report::exit::Exit;
use spc_files::report::reporter::Reporter;
use spc_files::sys::signals;

use crate::fleet::list::columns::{Columns, MOST, is_like_mac};
use crate::fleet::list::decode::Decode;
use crate::fleet::list::faults::{Fault, Faults};
use crate::fleet::list::json::Json;
use crate::fleet::list::row::{Broken, LIMIT, Row};
use crate::fleet::list::rows::{Form, Rows};

pub(crate) mod columns;
mod csv;
mod decode;
pub(crate) mod devices;
pub(crate) mod faults;
mod json;
pub(crate) mod repeated;
pub(crate) mod row;
pub(crate) mod rows;
pub(crate) mod shard;

/// Characters that may separate columns, those of a header are looked at in this order.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What is said about how a list is written; the list itself shows the rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writing {
    pub(crate) delimiter: Option<u8>,
    /// Columns by the names that are ours, each with the one that the list has for it.
    pub(crate) renamed: Vec<(String, String)>,
}

/// A device list.
#[derive(Debug)]
pub(crate) struct List<'a> {
    pub(crate) path: &'a Path,
    /// How messages name it.
    pub(crate) name: String,
    file: File,
    about: Metadata,
    reporter: &'a Reporter,
    form: Form,
    pub(crate) columns: Columns,
}

/// The rows of the list after its header.
pub(crate) type ListRows<'a> = Rows<Decode<BufReader<&'a File>>>;

impl<'a> List<'a> {
    /// Opens a list and reads its header.
    pub(crate) fn open(
        path: &'a Path,
        writing: &Writing,
        keys: &KeyFiles,
        reporter: &'a Reporter,
    ) -> Result<Self, Error> {
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
        let (form, names) = read_header(&file, path, &name, writing, reporter)?;
        let columns = Columns::new(names, &writing.renamed).map_err(|fault| {
            let mut rows = Rows::new(reader(&file), &form);
            let place = match (&file).rewind().is_ok() && rows.read(&mut Row::default()).is_ok() {
                true => rows.place(fault.cell),
                false => Rows::new(reader(&file), &form).place(0),
            };
            Faults::new(&name, reporter).report(place.line, place, None, &fault);
            Error::Silent(Exit::Input)
        })?;
        Ok(Self { path, name, file, about, reporter, form, columns })
    }

    /// Reads the rows from the first one on. One reader at a time: they share the file's position.
    pub(crate) fn rows(&self) -> Result<ListRows<'_>, Error> {
        (&self.file).rewind().map_err(|error| Error::io("read", self.path, &error))?;
        let mut rows = Rows::new(reader(&self.file), &self.form);
        if matches!(self.form, Form::Csv { .. }) {
            rows.read(&mut Row::default()).map_err(|broken| self.fatal(&rows, broken))?;
        }
        Ok(rows)
    }

    /// About how many rows there are, by the length of the first ones.
    pub(crate) fn rows_about(&self) -> u64 {
        let Ok(mut rows) = self.rows() else { return 0 };
        let (start, mut count, mut row) = (rows.bytes(), 0_u64, Row::default());
        while count < 64 && matches!(rows.read(&mut row), Ok(true)) {
            count = count.saturating_add(1);
        }
        let each = rows.bytes().saturating_sub(start).checked_div(count);
        each.and_then(|each| self.bytes().saturating_sub(start).checked_div(each)).unwrap_or_default()
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
        let mut rows = Rows::new(reader(&self.file), &self.form);
        let read = (&self.file).rewind().is_ok() && rows.read(&mut Row::default()).is_ok();
        if !read {
            return self.changed();
        }
        let place = rows.place(fault.cell);
        Faults::new(&self.name, self.reporter).report(place.line, place, self.columns.name(fault.cell), fault);
        Error::Silent(Exit::Input)
    }

    /// Whether the file is as it was when it was opened, as far as its size and times show.
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

/// A list from where its file is read next.
fn reader(file: &File) -> Decode<BufReader<&File>> {
    Decode::new(BufReader::with_capacity(64 << 10, file))
}

/// How a list is written, and the names of its columns.
fn read_header(
    file: &File,
    path: &Path,
    name: &str,
    writing: &Writing,
    reporter: &Reporter,
) -> Result<(Form, Vec<String>), Error> {
    let restart = || {
        let mut file = file;
        file.rewind().map_err(|error| Error::io("read", path, &error))
    };
    if writing.delimiter.is_none() && begins_as_json(file).map_err(|error| Error::io("read", path, &error))? {
        restart()?;
        let mut rows = Json::new(reader(file), Arc::default());
        let (mut names, mut columns) = (Vec::new(), HashMap::new());
        loop {
            match rows.keys() {
                Ok(None) => break,
                Ok(Some(keys)) => {
                    for key in keys.into_iter().filter(|key| !key.is_empty()) {
                        if names.len() <= MOST && !columns.contains_key(&key) {
                            columns.insert(key.clone(), names.len());
                            names.push(key);
                        }
                    }
                }
                Err(broken) => return Err(fatal(path, name, &Rows::Json(rows), broken, reporter)),
            }
            signals::check()?;
        }
        return Ok((Form::Json(Arc::new(columns)), names));
    }
    let is_mac = |cell: &str| {
        let renamed = writing.renamed.iter().find(|(ours, _)| ours == "mac");
        renamed.map_or_else(|| is_like_mac(cell), |(_, theirs)| theirs == cell)
    };
    let mut best: Option<(Form, Vec<String>)> = None;
    for delimiter in writing.delimiter.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]) {
        restart()?;
        let form = Form::Csv { delimiter };
        let (mut rows, mut header) = (Rows::new(reader(file), &form), Row::default());
        match rows.read(&mut header) {
            Ok(true) => {}
            Ok(false) => return Err(Error::new(Exit::Input, format!("`{name}` is empty [{}]", codes::EMPTY_LIST))),
            Err(broken) => return Err(fatal(path, name, &rows, broken, reporter)),
        }
        let names: Vec<String> = header.cells().map(str::to_owned).collect();
        if names.iter().any(|cell| is_mac(cell)) {
            return Ok((form, names));
        }
        // Without a column of addresses, the separator that separates most is the one to speak about.
        if best.as_ref().is_none_or(|(_, most)| names.len() > most.len()) {
            best = Some((form, names));
        }
    }
    Ok(best.expect("there is at least one delimiter"))
}

/// Whether the first character is that of an object or an array.
fn begins_as_json(mut file: &File) -> std::io::Result<bool> {
    file.rewind()?;
    let mut start = reader(file);
    let buffer = start.fill_buf()?;
    let text = buffer.strip_prefix(row::BYTE_ORDER_MARK).unwrap_or(buffer);
    Ok(matches!(text.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'[')))
}

fn fatal(path: &Path, name: &str, rows: &ListRows<'_>, broken: Broken, reporter: &Reporter) -> Error {
    let fault = |code, message: &str| Fault::new(0, code, message);
    let fault = match broken {
        Broken::Io(error) => return Error::io("read", path, &error),
        Broken::TooLong => {
            let message = format!("a row is over {LIMIT} bytes (is a quote or a line end missing?)");
            fault(codes::ROW_TOO_LONG, &message)
        }
        Broken::OpenQuote => fault(codes::OPEN_QUOTE, "unclosed quote: the list ends first"),
        Broken::Fatal { code, message, hint } => fault(code, &message).hint(hint),
        Broken::NotUtf8 { .. } => not_utf8(0, "the header is not UTF-8"),
        Broken::Cell { code, message, .. } => fault(code, &message),
    };
    let place = rows.place(0);
    Faults::new(name, reporter).report(place.line, place, None, &fault);
    Error::Silent(Exit::Input)
}

/// A cell that is not text, with the usual reason for it.
pub(crate) fn not_utf8(cell: usize, message: &str) -> Fault {
    Fault::new(cell, codes::NOT_TEXT, message).hint(
        "spreadsheets save `CSV` as Latin-1 or Windows-1252: save it as `CSV UTF-8`, or convert it with \
         `iconv -f WINDOWS-1252 -t UTF-8`",
    )
}
