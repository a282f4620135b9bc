//! Reads a device list in JSON: one object per device, each on its own line, either as JSON lines or as the array that
//! `sqlite3 -json` prints.
//!
//! Knows: where an object begins and ends, and which values can be cells. Must not know: what a column means.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::BufRead;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::row::{BYTE_ORDER_MARK, ListPlace, Row, RowError};
use crate::cause::{Cause, Fault, JsonValue};
use crate::limits::LONGEST_ROW;

/// The largest number that every JSON reader reads exactly.
const EXACT: u64 = 1 << 53;

/// The rows of a list in JSON.
pub(super) struct Json<R> {
    source: R,
    columns: Arc<HashMap<String, usize>>,
    bytes: u64,
    scan: Scan,
}

/// The keys of an object, and the one whose value is an array.
pub(super) type Keys = (Vec<String>, Option<String>);

/// Where objects begin and end, byte by byte.
struct Scan {
    /// The text of the last object.
    raw: Vec<u8>,
    place: ListPlace,
    /// The line on which the previous object began.
    last: Option<u64>,
    /// The place of the next byte.
    next: ListPlace,
    around: Around,
    /// How many objects and arrays are open.
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

/// What is around the next object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    Start,
    Lines,
    /// In an array, where an object may begin.
    Array,
    /// In an array, after an object.
    ArrayAfterObject,
    End,
}

impl<R: BufRead> Json<R> {
    pub(super) fn new(source: R, columns: Arc<HashMap<String, usize>>) -> Self {
        let start = ListPlace { line: 1, column: 1 };
        let scan = Scan {
            raw: Vec::new(),
            place: start,
            last: None,
            next: start,
            around: Around::Start,
            depth: 0,
            is_string: false,
            is_escaped: false,
        };
        Self { source, columns, bytes: 0, scan }
    }

    /// What it reads from.
    pub(super) const fn source(&self) -> &R {
        &self.source
    }

    /// Bytes read.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) const fn place(&self) -> ListPlace {
        self.scan.place
    }

    /// Reads the next object; `false` when there is none.
    pub(super) fn read(&mut self, row: &mut Row) -> Result<bool, RowError> {
        if !self.object()? {
            return Ok(false);
        }
        row.line = self.scan.place.line;
        row.text.clear();
        row.ends.clear();
        let mut cells: Vec<(usize, String)> = Vec::with_capacity(self.columns.len());
        for (key, cell) in self.pairs()? {
            // Every key was seen when the columns were collected, unless the list has changed since.
            let Some(index) = self.columns.get(&key).copied() else { continue };
            match cell {
                Cell::Text(text) => cells.push((index, text)),
                Cell::Unusable(value) => {
                    return Err(RowError::Row(Fault::of_cell(index, Cause::JsonValue { key, value })));
                }
            }
        }
        cells.sort_unstable_by_key(|(index, _)| *index);
        let mut cells = cells.into_iter().peekable();
        for index in 0..self.columns.len() {
            match cells.next_if(|(at, _)| *at == index) {
                Some((_, text)) => row.push(&text),
                None => row.push(""),
            }
        }
        Ok(true)
    }

    /// Reads the next object for its keys, and which of them has an array as its value; `None` if there is no other object.
    pub(super) fn keys(&mut self) -> Result<Option<Keys>, RowError> {
        if !self.object()? {
            return Ok(None);
        }
        let object = self.parsed()?;
        let is_array = |cell: &Cell| matches!(cell, Cell::Unusable(JsonValue::Array));
        let array = object.iter().find(|(_, cell)| is_array(cell)).map(|(key, _)| key.clone());
        Ok(Some((object.into_iter().map(|(key, _)| key).collect(), array)))
    }

    /// The keys and values of the object that was read.
    fn pairs(&self) -> Result<Vec<(String, Cell)>, RowError> {
        let object = self.parsed()?;
        let mut keys = HashSet::with_capacity(object.len());
        match object.iter().find(|(key, _)| !keys.insert(key.as_str())) {
            Some((key, _)) => Err(RowError::Row(Fault::of_row(Cause::RepeatedKey(key.clone())))),
            None => Ok(object),
        }
    }

    fn parsed(&self) -> Result<Vec<(String, Cell)>, RowError> {
        let refused = |cause| RowError::Row(Fault::of_row(cause));
        let text = str::from_utf8(&self.scan.raw).map_err(|_| refused(Cause::NotUtf8 { is_header: false }))?;
        let mut pairs = Pairs::default();
        let mut parser = serde_json::Deserializer::from_str(text);
        (&mut pairs).deserialize(&mut parser).and_then(|()| parser.end()).map_err(|error| {
            // The text is a single line, and the caller knows its place.
            let place = format!(" at line {} column {}", error.line(), error.column());
            let message = error.to_string();
            let why = message.strip_suffix(&place).unwrap_or(&message).to_owned();
            refused(Cause::NotJson { key: pairs.open.take(), why })
        })?;
        Ok(pairs.all)
    }

    /// Reads the text of the next object.
    fn object(&mut self) -> Result<bool, RowError> {
        self.scan.raw.clear();
        loop {
            let buffer = self.source.fill_buf()?;
            if buffer.is_empty() {
                return self.scan.end();
            }
            let mut used = 0_usize;
            let mut taken = Ok(false);
            for byte in buffer {
                used = used.saturating_add(1);
                taken = self.scan.take(*byte);
                if !matches!(taken, Ok(false)) {
                    break;
                }
            }
            self.source.consume(used);
            self.bytes = self.bytes.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
            if taken? {
                return Ok(true);
            }
        }
    }
}

impl Scan {
    /// Takes the next byte; `true` after the last one of an object.
    fn take(&mut self, byte: u8) -> Result<bool, RowError> {
        let here = self.next;
        self.next = match byte {
            b'\n' => ListPlace { line: here.line.saturating_add(1), column: 1 },
            0x80..=0xbf => here,
            _ => ListPlace { column: here.column.saturating_add(1), ..here },
        };
        if self.depth == 0 {
            self.outside(byte, here)?;
            self.depth = usize::from(byte == b'{');
            return Ok(false);
        }
        self.raw.push(byte);
        if self.raw.len() > LONGEST_ROW {
            return Err(RowError::List(Cause::RowTooLong));
        }
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = self.is_string,
            b'"' => self.is_string = !self.is_string,
            b'{' | b'[' if !self.is_string => self.depth = self.depth.saturating_add(1),
            b'}' | b']' if !self.is_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Ok(self.depth == 0)
    }

    /// A byte between the objects, or the first one of an object.
    fn outside(&mut self, byte: u8, here: ListPlace) -> Result<(), RowError> {
        self.around = match (byte, self.around) {
            (b' ' | b'\t' | b'\r' | b'\n', around) => around,
            (byte, Around::Start) if BYTE_ORDER_MARK.contains(&byte) => Around::Start,
            (b'[', Around::Start) => Around::Array,
            (b'{', Around::Start | Around::Lines | Around::Array) => {
                self.place = here;
                if self.last.replace(here.line) == Some(here.line) {
                    return Err(RowError::List(Cause::SecondOnLine));
                }
                self.raw.push(b'{');
                if self.around == Around::Array { Around::ArrayAfterObject } else { Around::Lines }
            }
            (b',', Around::ArrayAfterObject) => Around::Array,
            (b']', Around::Array | Around::ArrayAfterObject) => Around::End,
            _ => {
                self.place = here;
                return Err(RowError::List(Cause::NotAnObject));
            }
        };
        Ok(())
    }

    /// The end of the list.
    fn end(&self) -> Result<bool, RowError> {
        let is_open = matches!(self.around, Around::Array | Around::ArrayAfterObject);
        if self.depth == 0 && !is_open {
            return Ok(false);
        }
        Err(RowError::List(if self.depth > 0 { Cause::ObjectCut } else { Cause::ArrayCut }))
    }
}

/// The keys and values of an object, including repeated keys and values that cannot be cells.
#[derive(Default)]
struct Pairs {
    all: Vec<(String, Cell)>,
    /// The key whose value is being read.
    open: Option<String>,
}

/// The value of a key. The key is open once its `:` has been read; a string without a `:` may be a value that lacks its key.
struct ValueOf<'p> {
    key: String,
    open: &'p mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for ValueOf<'_> {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cell, D::Error> {
        *self.open = Some(self.key);
        Cell::deserialize(deserializer)
    }
}

/// A value as a cell.
enum Cell {
    Text(String),
    /// A value that cannot be a cell.
    Unusable(JsonValue),
}

impl<'de> DeserializeSeed<'de> for &mut Pairs {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Pairs {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(ValueOf { key, open: &mut self.open })?;
            self.all.extend(self.open.take().map(|key| (key, value)));
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct One;
        impl<'de> Visitor<'de> for One {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::Text(text.to_owned()))
            }

            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell::Text(String::new()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
                Ok(match number {
                    0..=EXACT => Cell::Text(number.to_string()),
                    _ => Cell::Unusable(JsonValue::Above),
                })
            }

            fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
                Ok(match number.unsigned_abs() {
                    0..=EXACT => Cell::Text(number.to_string()),
                    _ => Cell::Unusable(JsonValue::Below),
                })
            }

            fn visit_f64<E>(self, _: f64) -> Result<Cell, E> {
                Ok(Cell::Unusable(JsonValue::Fraction))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Cell, E> {
                Ok(Cell::Unusable(JsonValue::Bool))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Cell::Unusable(JsonValue::Array))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Cell::Unusable(JsonValue::Object))
            }
        }
        deserializer.deserialize_any(One)
    }
}

#[cfg(test)]
mod tests;
