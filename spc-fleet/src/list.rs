//! Device lists: how one is written, its columns, and its rows.
//!
//! A list is CSV, with any of four separators, or JSON with one object per device, as lines or as an array. The content shows
//! which of these it is. A list is read more than once, so [`List::open`] takes a function that gives its bytes from the start.
//!
//! Knows: columns, cells, and their limits. Must not know: where the bytes are kept, or what is made from a row.
//!
//! ```
//! use spc_fleet::list::{List, Row};
//!
//! let bytes = b"mac;ext\n000e08000001;101\n000e08000002;102\n";
//! let list = List::read(bytes)?;
//! let (mut rows, mut row) = (list.rows(&bytes[..])?, Row::default());
//! let mut devices = Vec::new();
//! while rows.read(&mut row)? {
//!     let device = list.columns().device(&row).map_err(|fault| list.at(fault, &rows))?;
//!     devices.push((device.mac.to_string(), list.columns().cells(&row).collect::<Vec<_>>().join(" ")));
//! }
//! assert_eq!(devices[1], ("000e08000002".to_owned(), "102".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::sync::Arc;

use crate::cause::{Cause, Fault};
use crate::limits::MOST_COLUMNS;
use decode::Decode;
use mac_like::is_like_mac;
use rows::Form;

mod columns;
mod csv;
mod decode;
mod json;
mod located;
mod mac_like;
mod repeated;
mod row;
mod rows;

pub use columns::{Columns, Device};
pub use located::Located;
pub use repeated::Repeated;
pub use row::{ListPlace, Row, RowError};
pub use rows::{Places, Rows};

/// Characters that may separate columns, in the order in which they are tried on a header.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What is known about how a list is written; the list itself shows the rest.
#[derive(Clone, Debug, Default)]
pub struct ListSyntax {
    delimiter: Option<u8>,
    renamed: Vec<(String, String)>,
}

impl ListSyntax {
    /// Sets the separator of the columns; the list is then CSV.
    #[must_use]
    pub const fn delimiter(mut self, delimiter: Option<u8>) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Maps reserved column names to the names that the list uses instead.
    #[must_use]
    pub fn renamed(self, renamed: Vec<(String, String)>) -> Self {
        Self { renamed, ..self }
    }

    /// Whether nothing is set.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.delimiter.is_none() && self.renamed.is_empty()
    }
}

/// How a device list is written, and its columns.
#[derive(Clone, Debug)]
pub struct List {
    form: Form,
    columns: Columns,
    /// The cells of the header, unchanged; none for a list in JSON.
    header: Vec<String>,
}

/// Why a list cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// The source fails.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Something is wrong with the list.
    #[error(transparent)]
    Fault(#[from] Located),
}

impl List {
    /// Finds out how a list is written, from its bytes.
    ///
    /// # Errors
    /// [`ListError`].
    pub fn read(bytes: &[u8]) -> Result<Self, ListError> {
        Self::open(|| Ok(bytes), &ListSyntax::default())
    }

    /// The same for a list that is not in memory: each call of `source` gives it from the start.
    ///
    /// # Errors
    /// [`ListError`].
    pub fn open<R: BufRead>(mut source: impl FnMut() -> io::Result<R>, syntax: &ListSyntax) -> Result<Self, ListError> {
        if syntax.delimiter.is_none() && begins_as_json(source()?)? {
            return Self::json(source()?, syntax);
        }
        let named = match syntax.delimiter {
            Some(delimiter) => Some(delimiter),
            None => named_separator(source()?)?,
        };
        let delimiters = named.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
        let (form, header) = csv_header(&mut source, syntax, &delimiters)?;
        match Columns::new(header.clone(), &syntax.renamed) {
            Ok(columns) => Ok(Self { form, columns, header }),
            Err(mut fault) => {
                if matches!(fault.cause, Cause::NoMac | Cause::MacNotSeparated)
                    && let Some(line) = header_below(&mut source, &delimiters)?
                {
                    fault.cause = Cause::HeaderBelow(line);
                }
                let mut rows = Rows::new(source()?, &form);
                rows.read(&mut Row::default()).map_err(|error| unreadable(error, &rows))?;
                Err(located(fault, &rows, None).into())
            }
        }
    }

    fn json<R: BufRead>(source: R, syntax: &ListSyntax) -> Result<Self, ListError> {
        let mut rows = Rows::new(source, &Form::Json(Arc::default()));
        let (mut names, mut columns) = (Vec::new(), HashMap::new());
        let (mut first, mut objects, mut wrapped) = (None, 0_u64, None);
        loop {
            let read = rows.keys();
            objects = objects.saturating_add(1);
            match read {
                Ok(None) if objects == 1 => return Err(located(Fault::of_row(Cause::NoObjects), &rows, None).into()),
                Ok(None) => break,
                Ok(Some((keys, array))) => {
                    wrapped = array.filter(|_| objects == 1);
                    for key in keys.into_iter().filter(|key| !key.is_empty()) {
                        if names.len() <= MOST_COLUMNS && !columns.contains_key(&key) {
                            columns.insert(key.clone(), names.len());
                            names.push(key);
                        }
                    }
                }
                // It is reported when the rows are read, unless the columns cannot be determined without it.
                Err(RowError::Row(fault)) => {
                    first.get_or_insert_with(|| located(fault, &rows, None));
                }
                Err(error) => return Err(unreadable(error, &rows)),
            }
        }
        let columns_of = Columns::new(names, &syntax.renamed).map_err(|fault| {
            let start = Rows::new(&b""[..], &Form::Json(Arc::default()));
            let fault = match wrapped {
                Some(key) if fault.cause == Cause::NoMac => Fault::of_row(Cause::InsideObject(key)),
                None if matches!(fault.cause, Cause::NoMac | Cause::HeaderIsRow) => Fault::of_row(Cause::NoMacKey),
                _ => fault,
            };
            first.unwrap_or_else(|| located(fault, &start, None))
        })?;
        Ok(Self { form: Form::Json(Arc::new(columns)), columns: columns_of, header: Vec::new() })
    }

    /// Its columns.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The rows after the header, from a source that begins where the list does.
    ///
    /// # Errors
    /// [`ListError`], if the header has changed ([`Cause::Changed`]) or can no longer be read, because cells would then be
    /// assigned to the wrong columns.
    pub fn rows<R: BufRead>(&self, source: R) -> Result<Rows<R>, ListError> {
        let mut rows = Rows::new(source, &self.form);
        if matches!(self.form, Form::Csv { .. }) {
            let mut header = Row::default();
            rows.read(&mut header).map_err(|error| unreadable(error, &rows))?;
            if !header.cells().eq(self.header.iter().map(String::as_str)) {
                return Err(located(Fault::of_row(Cause::Changed), &rows, None).into());
            }
        }
        Ok(rows)
    }

    /// A fault of the last row that was read, with its place.
    pub fn at<R: BufRead>(&self, fault: Fault, rows: &Rows<R>) -> Located {
        located(fault, rows, Some(&self.columns))
    }

    /// What ended the reading of rows, or the fault of one row, with its place.
    pub fn ended<R: BufRead>(&self, error: RowError, rows: &Rows<R>) -> ListError {
        match error {
            RowError::Row(fault) => self.at(fault, rows).into(),
            error => unreadable(error, rows),
        }
    }

    /// Where the name of a column is or, in a list in JSON, where the list begins.
    ///
    /// # Errors
    /// [`ListError`], if the list has changed.
    pub fn heading<R: BufRead>(&self, source: R, column: usize) -> Result<ListPlace, ListError> {
        let mut rows = Rows::new(source, &self.form);
        rows.read(&mut Row::default()).map_err(|error| unreadable(error, &rows))?;
        Ok(rows.place(Some(column)))
    }

    /// Estimates how many rows a list of this many bytes has, from the length of its first rows.
    #[must_use]
    pub fn rows_about<R: BufRead>(&self, source: R, bytes: u64) -> u64 {
        let Ok(mut rows) = self.rows(source) else { return 0 };
        let (start, mut count, mut row) = (rows.bytes(), 0_u64, Row::default());
        while count < 64 && matches!(rows.read(&mut row), Ok(true)) {
            count = count.saturating_add(1);
        }
        let each = rows.bytes().saturating_sub(start).checked_div(count);
        each.and_then(|each| bytes.saturating_sub(start).checked_div(each)).unwrap_or_default()
    }
}

/// The header of a list in CSV, with the separator that gives it a column of addresses, or else the most columns.
fn csv_header<R: BufRead>(
    source: &mut impl FnMut() -> io::Result<R>,
    syntax: &ListSyntax,
    delimiters: &[u8],
) -> Result<(Form, Vec<String>), ListError> {
    let is_mac = |cell: &str| {
        let renamed = syntax.renamed.iter().find(|(ours, _)| ours == "mac");
        renamed.map_or_else(|| is_like_mac(cell), |(_, theirs)| theirs == cell)
    };
    let mut best = (Form::Csv { delimiter: b',' }, Vec::new());
    // With the wrong separator, quotes appear to be followed by text.
    let mut misquoted = None;
    for &delimiter in delimiters {
        let form = Form::Csv { delimiter };
        let (mut rows, mut header) = (Rows::new(source()?, &form), Row::default());
        match rows.read(&mut header) {
            Ok(true) => {}
            Ok(false) => return Err(located(Fault::of_row(Cause::Empty), &rows, None).into()),
            Err(RowError::Row(fault)) if fault.cause == Cause::TextAfterQuote => {
                misquoted.get_or_insert_with(|| located(fault, &rows, None));
                continue;
            }
            Err(error) => return Err(unreadable(error, &rows)),
        }
        let names: Vec<String> = header.cells().map(str::to_owned).collect();
        if names.iter().any(|cell| is_mac(cell)) {
            return Ok((form, names));
        }
        if names.len() > best.1.len() {
            best = (form, names);
        }
    }
    // A title above the header may be quoted correctly for another separator.
    let is_title = best.1.len() > 1 && !best.1.iter().any(|cell| cell.to_ascii_lowercase().contains("mac"));
    match misquoted.filter(|_| !is_title) {
        Some(misquoted) => Err(misquoted.into()),
        None => Ok(best),
    }
}

/// The line of a header that has a title above it.
fn header_below<R: BufRead>(source: &mut impl FnMut() -> io::Result<R>, delimiters: &[u8]) -> io::Result<Option<u64>> {
    const LINES: usize = 10;
    for &delimiter in delimiters {
        let (mut rows, mut row) = (Rows::new(source()?, &Form::Csv { delimiter }), Row::default());
        let line = (0..LINES).find_map(|_| {
            let is_read = rows.read(&mut row).is_ok_and(|is_read| is_read);
            (is_read && row.cells().any(is_like_mac)).then(|| rows.place(None).line)
        });
        if line.is_some() {
            return Ok(line);
        }
    }
    Ok(None)
}

fn located<R: BufRead>(fault: Fault, rows: &Rows<R>, columns: Option<&Columns>) -> Located {
    let place = rows.place(fault.cell);
    let column = columns.zip(fault.cell).and_then(|(columns, cell)| columns.name(cell)).map(str::to_owned);
    Located { row: rows.place(None).line, place, column, cause: fault.cause }
}

/// Why nothing can be read from here on.
fn unreadable<R: BufRead>(error: RowError, rows: &Rows<R>) -> ListError {
    match error {
        RowError::Io(error) => error.into(),
        RowError::List(cause) => located(Fault::of_row(cause), rows, None).into(),
        RowError::Row(fault) => located(Fault::of_row(fault.cause), rows, None).into(),
    }
}

/// The separator that the first line names, if that is all it does.
fn named_separator<R: BufRead>(source: R) -> io::Result<Option<u8>> {
    let mut start = Decode::new(source);
    let buffer = start.fill_buf()?;
    Ok(csv::separator(buffer.strip_prefix(row::BYTE_ORDER_MARK).unwrap_or(buffer)))
}

/// Whether the first character begins an object or an array.
fn begins_as_json<R: BufRead>(source: R) -> io::Result<bool> {
    let mut start = Decode::new(source);
    let buffer = start.fill_buf()?;
    let text = buffer.strip_prefix(row::BYTE_ORDER_MARK).unwrap_or(buffer);
    Ok(matches!(text.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'[')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(list: &str) -> Located {
        match List::read(list.as_bytes()) {
            Err(ListError::Fault(fault)) => fault,
            other => panic!("{list:?}: {other:?}"),
        }
    }

    #[test]
    fn invalid_json_is_not_reported_as_a_list_without_addresses() {
        let fault = refused("[{\"mac\":\"000e08000001\",\"pin\":012}]\n");
        assert_eq!(fault.to_string(), "line 1, character 2: not JSON, in the value of `pin`: invalid number [SPC2031]");
        assert_eq!(refused("[]\n").to_string(), "line 1, character 1: the list has no devices [SPC2001]");
        let fault = refused("{\"site\":1,\"devices\":[{\"mac\":\"000e08000001\"}]}\n");
        assert_eq!(fault.cause, Cause::InsideObject("devices".to_owned()));
        let fault = refused("{\"ext\":1}\n");
        assert_eq!(fault.cause, Cause::NoMacKey);
        let two = "{\"mac\":\"000e08000001\"}\n{\"mac\":\"000e08000002\",\"x\":tru}\n";
        assert!(List::read(two.as_bytes()).is_ok(), "the row is reported when it is read");
    }

    #[test]
    fn a_title_above_the_header_is_named_with_the_line_of_the_header() {
        for (list, line) in [
            ("Phones of the lobby,,\nmac,extension,password\n000e08000001,1,x\n", 2),
            ("MAC list\n\nmac;ext\n000e08000001;1\n", 3),
            ("\"Phones\"\nMade on Monday\nmac\text\n", 3),
        ] {
            let fault = refused(list);
            assert_eq!(fault.cause, Cause::HeaderBelow(line), "{list:?}");
            assert!(fault.cause.help().is_some_and(|help| help.contains(&format!("above line {line}"))), "{list:?}");
        }
        assert_eq!(refused("ext,password\n1,2\n").cause, Cause::NoMac);
    }

    #[test]
    fn the_separator_is_found_by_the_header_or_by_the_first_line() {
        for list in ["\"mac\";\"a\"\n", "sep=;\r\nmac;a\r\n", "\u{feff}sep=^\nmac^a\n", "mac|\"a\"\n"] {
            let read = List::read(list.as_bytes()).unwrap_or_else(|error| panic!("{list:?}: {error}"));
            assert_eq!(read.columns().names().collect::<Vec<_>>(), ["a"], "{list:?}");
        }
        let fault = refused("mac,\"planted\"x\n");
        assert!(
            fault.cause == Cause::TextAfterQuote && !format!("{fault} {:?}", fault.cause.help()).contains("planted")
        );
    }

    #[test]
    fn half_of_a_character_in_utf16_is_not_called_utf8() {
        let units = "\u{feff}mac,ext\n000e08000001,".encode_utf16().chain([0xd83d]).chain("\n".encode_utf16());
        let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        let list = List::read(&bytes).unwrap();
        let mut rows = list.rows(&bytes[..]).unwrap();
        let error = rows.read(&mut Row::default()).unwrap_err();
        let ListError::Fault(fault) = list.ended(error, &rows) else { panic!("not a fault of the list") };
        assert_eq!(fault.to_string(), "line 2, character 14 (column `ext`): the cell is not valid UTF-16 [SPC2022]");
        assert!(fault.cause.help().is_some_and(|help| !help.contains("iconv")));
    }

    #[test]
    fn rows_under_a_changed_header_are_refused() {
        let list = List::read(b"mac,ext,pw\n000e08000001,1,2\n").unwrap();
        assert!(list.rows(&b"mac,ext,pw\n000e08000002,3,4\n"[..]).is_ok());
        for changed in ["mac,pw,ext\n000e08000001,1,2\n", "mac,ext\n000e08000001,1\n", ""] {
            let refused = list.rows(changed.as_bytes());
            let is_changed = matches!(&refused, Err(ListError::Fault(fault)) if fault.cause == Cause::Changed);
            assert!(is_changed, "{changed}: {refused:?}");
        }
    }
}
