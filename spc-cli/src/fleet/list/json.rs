//! Reads a device list in JSON: one object a device, each on a line of its own, as JSON lines or as the array that
//! `sqlite3 -json` prints.
//!
//! Knows: where an object begins and ends, and which values a cell can be. Must not know: what a column means.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::BufRead;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use spc_devices::fleet::codes;

use crate::fleet::list::row::{BYTE_ORDER_MARK, Broken, LIMIT, Place, Row};

/// The largest number that every reader of JSON takes for the same one.
const EXACT: u64 = 1 << 53;

/// The rows of a list in JSON.
#[derive(Debug)]
pub(crate) struct Json<R> {
    source: R,
    columns: Arc<HashMap<String, usize>>,
    bytes: u64,
    scan: Scan,
}

/// Where objects begin and end, byte by byte.
#[derive(Debug)]
struct Scan {
    /// The last object as it is written.
    raw: Vec<u8>,
    place: Place,
    /// The line on which an object began before.
    last: Option<u64>,
    /// Of the next byte.
    next: Place,
    around: Around,
    /// Objects and arrays that are open.
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

/// What is around the next object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    Start,
    Lines,
    /// In an array, where an object may come.
    Array,
    /// In an array, after an object.
    ArrayAfterObject,
    End,
}

impl<R: BufRead> Json<R> {
    pub(crate) fn new(source: R, columns: Arc<HashMap<String, usize>>) -> Self {
        let start = Place { line: 1, column: 1 };
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

    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) const fn place(&self) -> Place {
        self.scan.place
    }

    /// Reads the next object; `false` when there is none.
    pub(super) fn read(&mut self, row: &mut Row) -> Result<bool, Broken> {
        if !self.object()? {
            return Ok(false);
        }
        row.line = self.scan.place.line;
        row.text.clear();
        row.ends.clear();
        let mut cells: Vec<(usize, String)> = Vec::with_capacity(self.columns.len());
        for (key, cell) in self.pairs()? {
            // Every key was seen when the columns were looked for, unless the list changed since.
            let Some(index) = self.columns.get(&key).copied() else { continue };
            match cell {
                Cell::Text(text) => cells.push((index, text)),
                Cell::Unusable(why) => {
                    let message = format!("a value is {why}");
                    return Err(Broken::Cell { cell: index, code: codes::UNUSABLE_JSON, message });
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

    /// Reads the next object for the names in it; `None` when there is none. One that cannot be read has none.
    pub(super) fn keys(&mut self) -> Result<Option<Vec<String>>, Broken> {
        if !self.object()? {
            return Ok(None);
        }
        let object = serde_json::from_slice::<Object>(&self.scan.raw).unwrap_or_else(|_| Object(Vec::new()));
        Ok(Some(object.0.into_iter().map(|(key, _)| key).collect()))
    }

    /// The keys and values of the object that was read.
    fn pairs(&self) -> Result<Vec<(String, Cell)>, Broken> {
        let fault = |code, message: String| Broken::Cell { cell: 0, code, message };
        let object = serde_json::from_slice::<Object>(&self.scan.raw).map_err(|error| {
            let text = error.to_string();
            let why = text.split(" at line ").next().unwrap_or_default();
            fault(codes::NOT_JSON, format!("not JSON: {why}"))
        })?;
        let mut keys = HashSet::with_capacity(object.0.len());
        match object.0.iter().find(|(key, _)| !keys.insert(key.as_str())) {
            Some((key, _)) => Err(fault(codes::REPEATED_KEY, format!("duplicate key `{key}`"))),
            None => Ok(object.0),
        }
    }

    /// Reads the text of the next object.
    fn object(&mut self) -> Result<bool, Broken> {
        self.scan.raw.clear();
        loop {
            let buffer = self.source.fill_buf().map_err(Broken::Io)?;
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
    fn take(&mut self, byte: u8) -> Result<bool, Broken> {
        let here = self.next;
        self.next = match byte {
            b'\n' => Place { line: here.line.saturating_add(1), column: 1 },
            0x80..=0xbf => here,
            _ => Place { column: here.column.saturating_add(1), ..here },
        };
        if self.depth == 0 {
            self.outside(byte, here)?;
            self.depth = usize::from(byte == b'{');
            return Ok(false);
        }
        self.raw.push(byte);
        if self.raw.len() > LIMIT {
            return Err(Broken::TooLong);
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
    fn outside(&mut self, byte: u8, here: Place) -> Result<(), Broken> {
        self.around = match (byte, self.around) {
            (b' ' | b'\t' | b'\r' | b'\n', around) => around,
            (byte, Around::Start) if BYTE_ORDER_MARK.contains(&byte) => Around::Start,
            (b'[', Around::Start) => Around::Array,
            (b'{', Around::Start | Around::Lines | Around::Array) => {
                self.place = here;
                if self.last.replace(here.line) == Some(here.line) {
                    return Err(Broken::Fatal {
                        code: codes::NOT_JSON,
                        message: "a second device on one line".into(),
                        hint: "each device begins on a line of its own: `jq -c '.[]'` writes them so",
                    });
                }
                self.raw.push(b'{');
                if self.around == Around::Array { Around::ArrayAfterObject } else { Around::Lines }
            }
            (b',', Around::ArrayAfterObject) => Around::Array,
            (b']', Around::Array | Around::ArrayAfterObject) => Around::End,
            _ => {
                self.place = here;
                return Err(Broken::Fatal {
                    code: codes::NOT_JSON,
                    message: "something other than an object is where a device should be".into(),
                    hint: "a list in JSON is one object a device, each on a line of its own, or an array of them",
                });
            }
        };
        Ok(())
    }

    /// The end of the list.
    fn end(&self) -> Result<bool, Broken> {
        let is_open = matches!(self.around, Around::Array | Around::ArrayAfterObject);
        if self.depth == 0 && !is_open {
            return Ok(false);
        }
        let what = if self.depth > 0 { "an object" } else { "the array" };
        let message = format!("the list ends before {what} does");
        Err(Broken::Fatal { code: codes::NOT_JSON, message, hint: "was it cut off?" })
    }
}

/// An object, with repeated keys and what no cell can be.
struct Object(Vec<(String, Cell)>);

/// A value as a cell.
enum Cell {
    Text(String),
    /// What it is.
    Unusable(&'static str),
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
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
                    _ => Cell::Unusable("a number over 2^53, which not every program reads as the same: quote it"),
                })
            }

            fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
                Ok(match number.unsigned_abs() {
                    0..=EXACT => Cell::Text(number.to_string()),
                    _ => Cell::Unusable("a number under -2^53, which not every program reads as the same: quote it"),
                })
            }

            fn visit_f64<E>(self, _: f64) -> Result<Cell, E> {
                Ok(Cell::Unusable("a number beyond 2^53 or with a fraction or exponent: quote it"))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Cell, E> {
                Ok(Cell::Unusable("true or false, which devices write in several ways: quote it, as in \"Yes\""))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Cell::Unusable("an array: a cell holds one text"))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Cell::Unusable("an object: a cell holds one text"))
            }
        }
        deserializer.deserialize_any(One)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(list: &str) -> Result<Vec<Vec<String>>, Broken> {
        let (mut names, mut found) = (HashMap::new(), Json::new(list.as_bytes(), Arc::default()));
        while let Some(keys) = found.keys()? {
            for key in keys {
                let next = names.len();
                names.entry(key).or_insert(next);
            }
        }
        let mut rows = Json::new(list.as_bytes(), Arc::new(names));
        let (mut row, mut all) = (Row::default(), Vec::new());
        while rows.read(&mut row)? {
            all.push(row.cells().map(str::to_owned).collect());
        }
        Ok(all)
    }

    #[test]
    fn lines_and_arrays_are_the_same_list() {
        let wanted = [["a{\"}", "1", ""], ["", "-2", "x"]];
        for list in [
            "{\"mac\":\"a{\\\"}\",\"n\":1}\n{\"n\":-2,\"z\":\"x\",\"mac\":null}\n",
            "[{\"mac\":\"a{\\\"}\",\"n\":1},\n{\"n\":-2,\"z\":\"x\"}]\n",
            "\u{feff}[\n {\n \"mac\": \"a{\\\"}\",\n \"n\": 1 },\r\n {\"n\":-2,\"z\":\"x\"}\n]",
        ] {
            assert_eq!(rows(list).unwrap(), wanted, "{list}");
        }
        assert!(rows("[]").unwrap().is_empty() && rows("\n").unwrap().is_empty());
    }

    #[test]
    fn what_no_cell_can_be_is_refused_with_its_reason() {
        for (value, why) in [
            ("[1]", "an array"),
            ("{\"x\":1}", "an object"),
            ("9007199254740993", "2^53"),
            ("-9007199254740993", "2^53"),
            ("123456789012345678901234567890", "2^53"),
            ("1.5", "a fraction"),
            ("true", "true or false"),
        ] {
            let refused = rows(&format!("{{\"a\":{value}}}\n"));
            let is_it = matches!(&refused, Err(Broken::Cell { message, .. }) if message.contains(why));
            assert!(is_it, "{value}: {refused:?}");
        }
        assert_eq!(rows("{\"a\":9007199254740992}").unwrap(), [["9007199254740992"]]);
        let refused = rows("{\"a\":1,\"b\":2,\"a\":3}");
        assert!(matches!(&refused, Err(Broken::Cell { message, .. }) if message == "duplicate key `a`"), "{refused:?}");
    }

    #[test]
    fn what_is_not_one_object_a_line_is_refused() {
        for list in ["[{},", "[{}", "{\"a\":1", "{}{}", "[{},{}]", "{} x", "[1]", "{},\n{}", "[{}]\n[{}]", "[{}]x"] {
            let refused = rows(list);
            assert!(matches!(refused, Err(Broken::Fatal { .. })), "{list}: {refused:?}");
        }
        let broken = rows("{\"a\":\"x\",}\n");
        assert!(matches!(&broken, Err(Broken::Cell { message, .. }) if message.starts_with("not JSON")), "{broken:?}");
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(LIMIT));
        assert!(matches!(rows(&long), Err(Broken::TooLong)));
    }
}
