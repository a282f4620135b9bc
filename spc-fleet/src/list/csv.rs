//! Reads a device list in CSV, as spreadsheets write it: row by row, with a limit for each row and the place of each cell.
//!
//! Knows: lines, quotes, separators. Must not know: what a column means.

use std::io::{BufRead, Read};
use std::mem;

use csv_core::{ReadRecordResult, Terminator};

use super::row::{BYTE_ORDER_MARK, ListPlace, Row, RowError};
use crate::cause::{Cause, Fault};
use crate::limits::LONGEST_ROW;

/// The rows of a list in CSV.
pub(super) struct Csv<R> {
    source: R,
    parser: csv_core::Reader,
    delimiter: u8,
    /// The raw lines of the last row.
    raw: Vec<u8>,
    /// The line of the first byte of `raw`.
    first: u64,
    /// Lines read.
    lines: u64,
    bytes: u64,
    /// Rows read, the header among them.
    rows: u64,
}

impl<R: BufRead> Csv<R> {
    pub(super) fn new(source: R, delimiter: u8) -> Self {
        // A carriage return before the line end is removed here; elsewhere it is an ordinary character.
        let parser = csv_core::ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Self { source, parser, delimiter, raw: Vec::new(), first: 0, lines: 0, bytes: 0, rows: 0 }
    }

    /// What it reads from.
    pub(super) const fn source(&self) -> &R {
        &self.source
    }

    /// Bytes read.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads the next row; `false` when there is none. Empty lines are not rows. Nor are lines of only separators and blanks,
    /// which spreadsheets write for cleared rows, except as the header.
    pub(super) fn read(&mut self, row: &mut Row) -> Result<bool, RowError> {
        loop {
            let is_header = self.rows == 0;
            if !self.read_any(row, is_header)? {
                return Ok(false);
            }
            if is_header || row.text.contains(|sign: char| !sign.is_whitespace()) {
                return Ok(true);
            }
        }
    }

    fn read_any(&mut self, row: &mut Row, is_header: bool) -> Result<bool, RowError> {
        if !self.begin()? {
            return Ok(false);
        }
        row.line = self.first;
        let mut text = mem::take(&mut row.text).into_bytes();
        let (mut consumed, mut written, mut ended) = (0, 0, 0_usize);
        loop {
            text.resize(self.raw.len(), 0);
            row.ends.resize(ended.saturating_add(16), 0);
            let (result, read, wrote, count) = self.parser.read_record(
                self.raw.get(consumed..).unwrap_or_default(),
                text.get_mut(written..).unwrap_or_default(),
                row.ends.get_mut(ended..).unwrap_or_default(),
            );
            consumed = consumed.saturating_add(read);
            written = written.saturating_add(wrote);
            ended = ended.saturating_add(count);
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputEndsFull | ReadRecordResult::OutputFull => {}
                ReadRecordResult::InputEmpty if self.read_line()? => {}
                // A line end outside quotes would have ended the row.
                ReadRecordResult::InputEmpty if self.raw.ends_with(b"\n") => {
                    return Err(RowError::List(Cause::OpenQuote));
                }
                ReadRecordResult::InputEmpty => self.raw.push(b'\n'),
            }
        }
        text.truncate(written);
        row.ends.truncate(ended);
        if self.raw.ends_with(b"\r\n") && text.last() == Some(&b'\r') {
            text.pop();
            row.ends.last_mut().into_iter().for_each(|end| *end = text.len());
        }
        self.rows = self.rows.saturating_add(1);
        let fault = |cell, cause| RowError::Row(Fault::of_cell(cell, cause));
        row.take(text).map_err(|cell| fault(cell, Cause::NotUtf8 { is_header }))?;
        match self.text_after_quote() {
            None => Ok(true),
            // A list whose lines end with CR only is all header, and its next line follows the quote.
            Some((_, b'\r')) if is_header => Err(fault(0, Cause::LoneReturns)),
            Some((cell, _)) => Err(fault(cell, Cause::TextAfterQuote)),
        }
    }

    /// The first cell of the last row with text after its closing quote, and the first byte of that text. The parser just drops
    /// the quotes and reads on.
    fn text_after_quote(&self) -> Option<(usize, u8)> {
        if !self.raw.contains(&b'"') {
            return None;
        }
        let mut cells = 0_usize;
        let (mut is_open, mut is_closed, mut is_start) = (false, false, true);
        for (at, byte) in self.raw.iter().enumerate() {
            match byte {
                // Two quotes in a quoted cell stand for one.
                b'"' if is_open || is_closed => (is_open, is_closed) = (!is_open, is_open),
                b'"' if is_start => is_open = true,
                _ if is_open => {}
                _ if *byte == self.delimiter => (cells, is_closed) = (cells.saturating_add(1), false),
                b'\r' | b'\n' if self.raw.get(at..).is_some_and(|rest| matches!(rest, b"\r\n" | b"\n" | b"\r")) => {}
                _ if is_closed => return Some((cells, *byte)),
                _ => {}
            }
            is_start = !is_open && *byte == self.delimiter;
        }
        None
    }

    /// Reads the first line of the next row.
    fn begin(&mut self) -> Result<bool, RowError> {
        loop {
            self.raw.clear();
            self.first = self.lines.saturating_add(1);
            if !self.read_line()? {
                return Ok(false);
            }
            if self.first == 1 && self.raw.starts_with(BYTE_ORDER_MARK) {
                self.raw.drain(..BYTE_ORDER_MARK.len());
            }
            let is_separator = self.first == 1 && separator(&self.raw).is_some();
            if !is_separator && !matches!(self.raw.as_slice(), b"" | b"\n" | b"\r\n") {
                return Ok(true);
            }
        }
    }

    /// Appends a line to `raw`; `false` at the end of the list.
    fn read_line(&mut self) -> Result<bool, RowError> {
        // One byte more than is allowed shows that the row is too long.
        let room = LONGEST_ROW.saturating_sub(self.raw.len()).saturating_add(1);
        let room = u64::try_from(room).unwrap_or(u64::MAX);
        let read = (&mut self.source).take(room).read_until(b'\n', &mut self.raw)?;
        if self.raw.len() > LONGEST_ROW {
            return Err(RowError::List(Cause::RowTooLong));
        }
        if read > 0 {
            self.lines = self.lines.saturating_add(1);
            self.bytes = self.bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        }
        Ok(read > 0)
    }

    /// The lines of the last row, in which its cells can be found later.
    pub(super) fn lines(&self) -> Lines {
        Lines { raw: self.raw.clone(), first: self.first, delimiter: self.delimiter }
    }

    /// Where a cell of the last row begins; for a cell beyond the last one, where the row ends.
    pub(super) fn place(&self, cell: usize) -> ListPlace {
        place(&self.raw, self.first, self.delimiter, cell)
    }
}

/// The raw lines of a row.
#[derive(Clone)]
pub(super) struct Lines {
    raw: Vec<u8>,
    first: u64,
    delimiter: u8,
}

impl Lines {
    /// Where a cell begins; for a cell beyond the last one, where the row ends.
    pub(super) fn place(&self, cell: usize) -> ListPlace {
        place(&self.raw, self.first, self.delimiter, cell)
    }
}

fn place(raw: &[u8], first: u64, delimiter: u8, cell: usize) -> ListPlace {
    let mut place = ListPlace { line: first, column: 1 };
    let (mut cells, mut is_quoted, mut is_open) = (0_usize, false, false);
    let mut before = delimiter;
    for byte in raw {
        if cells == cell || (!is_open && matches!(byte, b'\n' | b'\r')) {
            break;
        }
        match byte {
            b'"' if before == delimiter && !is_open => (is_quoted, is_open) = (true, true),
            b'"' if is_quoted => is_open = !is_open,
            _ if *byte == delimiter && !is_open => (cells, is_quoted) = (cells.saturating_add(1), false),
            _ => {}
        }
        match byte {
            b'\n' => place = ListPlace { line: place.line.saturating_add(1), column: 1 },
            0x80..=0xbf => {}
            _ => place.column = place.column.saturating_add(1),
        }
        before = *byte;
    }
    place
}

/// The separator that a first line `sep=;` names, as Excel reads it; it is not a row.
pub(super) fn separator(text: &[u8]) -> Option<u8> {
    let (word, rest) = text.split_at_checked(4)?;
    match rest {
        [byte, end @ ..] if word.eq_ignore_ascii_case(b"sep=") => {
            let is_end = matches!(end, [] | [b'\n', ..] | [b'\r', b'\n', ..]);
            (is_end && byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n')).then_some(*byte)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// All rows, each as its line and its cells.
    fn rows(list: &str) -> Vec<(u64, Vec<String>)> {
        let (mut rows, mut row) = (Csv::new(list.as_bytes(), b','), Row::default());
        let mut all = Vec::new();
        while rows.read(&mut row).unwrap() {
            all.push((row.line(), row.cells().map(str::to_owned).collect()));
        }
        all
    }

    fn cells(list: &str) -> Vec<Vec<String>> {
        rows(list).into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn mark_and_line_ends_are_not_part_of_a_cell() {
        let plain = cells("mac,a\n1,2\n");
        assert_eq!(plain, [["mac", "a"], ["1", "2"]]);
        for same in ["\u{feff}mac,a\r\n1,2\r\n", "mac,a\n1,2", "\r\n\nmac,a\n\n1,2\n\n", "\"mac\",\"a\"\r\n1,\"2\"\r\n"]
        {
            assert_eq!(cells(same), plain, "{same:?}");
        }
    }

    #[test]
    fn quotes_hold_commas_quotes_and_lines() {
        assert_eq!(cells("\"a,b\",\"say \"\"x\"\"\",\"1\r\n2\"\n"), [["a,b", "say \"x\"", "1\r\n2"]]);
        assert_eq!(cells(",\n\"\",a\n"), [["", ""], ["", "a"]]);
        assert_eq!(cells("\"a\r\"\nb\rc\n"), [["a\r"], ["b\rc"]], "alone it ends no line");
    }

    #[test]
    fn text_after_a_closing_quote_is_refused_and_the_next_row_read() {
        for (list, cell) in [
            ("\"Bob\" Smith,1\n", 0),
            ("1,\"s3\"cret\n", 1),
            ("\"a\"\"b\"c,1\n", 0),
            ("1,\"a\" \r\n", 1),
            ("\"a\nb\"c", 0),
        ] {
            let list = format!("{list}\nx,y\n");
            let (mut rows, mut row) = (Csv::new(list.as_bytes(), b','), Row::default());
            let refused = rows.read(&mut row);
            let is_it =
                matches!(&refused, Err(RowError::Row(fault)) if *fault == Fault::of_cell(cell, Cause::TextAfterQuote));
            assert!(is_it, "{list:?}: {refused:?}");
            assert!(rows.read(&mut row).unwrap());
            assert_eq!(row.cells().collect::<Vec<_>>(), ["x", "y"]);
        }
        assert_eq!(cells("Bob \"B\" Smith,5\",\"\"\"\",\"a\"\r\n"), [["Bob \"B\" Smith", "5\"", "\"", "a"]]);
    }

    #[test]
    fn text_after_a_quote_on_the_next_line_shows_lines_that_end_with_cr_only() {
        for list in ["mac,\"a,b\"\r1,2\r", "mac,a\r1,\"b,x\"\r2,c\r"] {
            let refused = Csv::new(list.as_bytes(), b',').read(&mut Row::default());
            let is_it = matches!(&refused, Err(RowError::Row(fault)) if fault.cause == Cause::LoneReturns);
            assert!(is_it, "{list:?}: {refused:?}");
        }
        let (mut rows, mut row) = (Csv::new(&b"mac,a\n1,\"b\"\rc\n"[..], b','), Row::default());
        assert!(rows.read(&mut row).unwrap());
        assert!(matches!(rows.read(&mut row), Err(RowError::Row(fault)) if fault.cause == Cause::TextAfterQuote));
    }

    #[test]
    fn a_first_line_that_names_the_separator_is_not_a_row() {
        assert_eq!(rows("sep=,\r\nmac,a\r\n"), [(2, vec!["mac".to_owned(), "a".to_owned()])]);
        assert_eq!(separator(b"SEP=;\nmac"), Some(b';'));
        assert_eq!([separator(b"sep="), separator(b"sep=;;\n"), separator(b"mac,sep=;\n")], [None; 3]);
    }

    #[test]
    fn rows_of_empty_cells_are_skipped_except_the_header() {
        let list = ",,\n,,\r\n1,,\n,\n\"\"\n,\"\",\n , \u{a0},\n-,,\n,,";
        let kept: Vec<(u64, usize)> = rows(list).into_iter().map(|(line, cells)| (line, cells.len())).collect();
        assert_eq!(kept, [(1, 3), (3, 3), (8, 3)]);
    }

    #[test]
    fn a_row_has_the_line_it_begins_on() {
        let lines: Vec<u64> = rows("a\r\n\r\n\"1\r\n2\"\r\nb\n").into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn a_cell_has_the_place_where_it_begins() {
        let list = "\u{feff}h\nä,\"b,\"\"\nc\",d\n";
        let (mut rows, mut row) = (Csv::new(list.as_bytes(), b','), Row::default());
        assert!(rows.read(&mut row).unwrap() && rows.read(&mut row).unwrap());
        let place = |cell| (rows.place(cell).line, rows.place(cell).column);
        assert_eq!([place(0), place(1), place(2), place(9)], [(2, 1), (2, 3), (3, 4), (3, 5)]);
    }

    #[test]
    fn a_row_is_read_up_to_its_limit_and_no_further() {
        let fits = format!("{}\n", "a".repeat(LONGEST_ROW - 1));
        assert_eq!(cells(&fits), [["a".repeat(LONGEST_ROW - 1)]]);
        for longer in ["a".repeat(LONGEST_ROW + 1), format!("\"{}", "a\n".repeat(LONGEST_ROW))] {
            let read = Csv::new(longer.as_bytes(), b',').read(&mut Row::default());
            assert!(matches!(read, Err(RowError::List(Cause::RowTooLong))), "{read:?}");
        }
        let endless = io::BufReader::new(io::repeat(b'a'));
        assert!(matches!(Csv::new(endless, b',').read(&mut Row::default()), Err(RowError::List(Cause::RowTooLong))));
    }

    #[test]
    fn an_open_quote_does_not_swallow_the_rest() {
        for open in ["a\n\"b\n", "a\n\"b", "a\n\"b\nc,d\ne\n"] {
            let mut rows = Csv::new(open.as_bytes(), b',');
            assert!(rows.read(&mut Row::default()).unwrap());
            assert!(matches!(rows.read(&mut Row::default()), Err(RowError::List(Cause::OpenQuote))), "{open:?}");
            assert_eq!(rows.place(0), ListPlace { line: 2, column: 1 });
        }
    }

    #[test]
    fn what_is_not_utf8_is_found_and_the_next_row_read() {
        let (mut rows, mut row) = (Csv::new(&b"a,\xff\n\xc3,\xa9\nb,c\n"[..], b','), Row::default());
        assert!(matches!(rows.read(&mut row), Err(RowError::Row(Fault { cell: Some(1), .. }))));
        assert!(matches!(rows.read(&mut row), Err(RowError::Row(Fault { cell: Some(0), .. }))), "not across a comma");
        assert!(rows.read(&mut row).unwrap());
        assert_eq!(row.cells().collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn other_separators_leave_commas_alone() {
        for delimiter in [b';', b'\t', b'|'] {
            let separator = char::from(delimiter);
            let list = format!("a{separator}\"b{separator}c\"{separator}d,e\n");
            let (mut rows, mut row) = (Csv::new(list.as_bytes(), delimiter), Row::default());
            assert!(rows.read(&mut row).unwrap());
            assert_eq!(row.cells().collect::<Vec<_>>(), ["a".to_owned(), format!("b{separator}c"), "d,e".to_owned()]);
            assert_eq!(rows.place(2), ListPlace { line: 1, column: 9 });
        }
    }
}
