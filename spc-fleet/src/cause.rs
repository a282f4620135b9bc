//! What can be wrong with a device list, in the words of a finding.
//!
//! Knows: messages, codes, remedies. Must not know: how a list is read, or the options of a program.
//!
//! No message repeats a cell, because any cell may be a password, whatever its column is called. Column names are repeated if
//! the first row is known to hold names.

use spc_core::diagnostic::Code;
use spc_core::{FileNameError, MacError};

use crate::limits::{LONGEST_ROW, MOST_COLUMNS};
use crate::model_format::ModelFormatError;
use spc_devices::fleet_codes as codes;

/// How a list begins.
const HEADER: &str = "the first line names the columns, as in mac,extension,password";
const AS_UTF8: &str = "save it as `CSV UTF-8`";

/// What is wrong with a list, a row or a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// There is nothing in the list.
    #[error("the list is empty")]
    Empty,
    /// The list has a header and nothing else.
    #[error("the list has a header but no devices")]
    NoDevices,
    /// The list is in JSON and has no objects.
    #[error("the list has no devices")]
    NoObjects,
    /// The list is in JSON, and its devices are inside a single object.
    #[error("the devices are inside the key `{0}` of an object")]
    InsideObject(String),
    /// The list has changed since it was first read.
    #[error("the list changed while it was being read")]
    Changed,

    /// The list has more columns than a fleet can use.
    #[error("the list has {0} columns; the limit is {MOST_COLUMNS}")]
    TooManyColumns(usize),
    /// The lines end as on an old Mac, so the whole list is read as its first row.
    #[error("the lines of the list end with CR only")]
    LoneReturns,
    /// The first line holds an address, so it is a device and not the names of the columns.
    #[error("the first line holds a MAC address, so it does not name the columns")]
    HeaderIsRow,
    /// A column that should be renamed does not exist.
    #[error("the list has no column `{wanted}`")]
    NoSuchColumn {
        /// The name that was requested.
        wanted: String,
        /// The columns that there are, for a message; `None` where the first row does not look like a header.
        columns: Option<String>,
    },
    /// No column is called `mac`.
    #[error("the list has no column `mac`")]
    NoMac,
    /// No object of a list in JSON has the key `mac`.
    #[error("no object of the list has a key `mac`")]
    NoMacKey,
    /// No column is called `mac`, but one has a similar name.
    #[error("the list has no column `mac`, but it has `{0}`")]
    MacByAnotherName(String),
    /// A column has the name of a reserved one in different letter case, so it would be a parameter or a placeholder.
    #[error("column `{name}` is not `{ours}`: column names are case-sensitive")]
    OursByAnotherCase {
        /// The name of the column.
        name: String,
        /// The column that is probably intended.
        ours: &'static str,
        /// Whether the list has that column as well.
        has_ours: bool,
    },
    /// No column is called `mac`, and a later line looks like the header, so there is a title above it.
    #[error("the first line does not name the columns, but line {0} does")]
    HeaderBelow(u64),
    /// `mac` is in the first line, but only another separator would make it a column.
    #[error("the list has no separate column `mac`")]
    MacNotSeparated,
    /// Every second byte is zero.
    #[error("the list looks like UTF-16 without a byte order mark")]
    Utf16WithoutMark,
    /// A column has no name.
    #[error("a column has no name")]
    UnnamedColumn,
    /// The name of a column has a control character.
    #[error("the name of a column has a control character")]
    ControlInColumn,
    /// Two columns have the same name.
    #[error("duplicate column `{0}`")]
    RepeatedColumn(String),

    /// A row has more or fewer cells than the header.
    #[error("the row has {}, but the header has {header}", cells(*row))]
    CellCount {
        /// Cells of the row.
        row: usize,
        /// Cells of the header.
        header: usize,
    },
    /// Not valid UTF-8.
    #[error("the {} is not UTF-8", part(*is_header))]
    NotUtf8 {
        /// Whether it is in the first row.
        is_header: bool,
    },
    /// Not valid UTF-16, in a list with a UTF-16 byte order mark.
    #[error("the {} is not valid UTF-16", part(*is_header))]
    NotUtf16 {
        /// Whether it is in the first row.
        is_header: bool,
    },
    /// A row is longer than the limit.
    #[error("a row is over {LONGEST_ROW} bytes (is a quote or a line end missing?)")]
    RowTooLong,
    /// A closing quote comes before the end of its cell, so a quote in the text was probably not doubled.
    #[error("text after the closing quote of a cell")]
    TextAfterQuote,
    /// A quote has no end.
    #[error("unclosed quote: the list ends before it is closed")]
    OpenQuote,

    /// Two objects of a list in JSON begin on the same line, so a line would not identify a device.
    #[error("a second device on the same line")]
    SecondOnLine,
    /// Something other than an object is between the brackets of a list in JSON, or after it.
    #[error("something other than an object is where a device should be")]
    NotAnObject,
    /// A list in JSON ends before its last object does.
    #[error("the list ends before an object does")]
    ObjectCut,
    /// A list in JSON ends before its array does.
    #[error("the list ends before the array does")]
    ArrayCut,
    /// An object that is not JSON.
    #[error("not JSON{}: {why}", of(key.as_deref()))]
    NotJson {
        /// The key whose value is at fault, if it is one.
        key: Option<String>,
        /// What the parser says.
        why: String,
    },
    /// A value in a list in JSON that cannot be a cell.
    #[error("the value of `{key}` is {value}")]
    JsonValue {
        /// Its key.
        key: String,
        /// What it is.
        value: JsonValue,
    },
    /// An object has one key twice.
    #[error("the object has the key `{0}` twice")]
    RepeatedKey(String),

    /// A cell of the column `mac` is not an address.
    #[error("{}", address(.0))]
    Address(MacError),
    /// A cell of the column `mac` contains more than an address, such as `SEP000e08aabbcc` or a file name.
    #[error("the cell contains more than a MAC address")]
    MoreThanAddress,
    /// A cell of the column `mac` is a number in a spreadsheet's scientific notation.
    #[error("the address was turned into a number in scientific notation, as spreadsheets do")]
    AddressAsNumber,
    /// A cell of the column `serial` is not a number of 32 bits.
    #[error("a serial is a number from 0 to 4294967295, in digits only")]
    Serial,
    /// A cell of the column `name` cannot be the name of a file.
    #[error("the name of the file {0}")]
    FileName(FileNameError),
    /// A cell of the column `name` begins like a temporary file.
    #[error("file names that begin with `.spc-` are reserved")]
    ReservedName,
    /// A cell of the column `key` has a control character.
    #[error("the key has a control character, such as a line break")]
    ControlInKey,
    /// The model or the format of a row is not known.
    #[error("{0}")]
    ModelFormat(ModelFormatError),
    /// Two rows are about the same device.
    #[error("duplicate address: also on line {0}")]
    RepeatedAddress(u64),
    /// The files of two rows have the same name.
    #[error("duplicate file name: also on line {0}")]
    RepeatedFileName(u64),
}

/// What is wrong with an address, without its digits, because a shifted cell may be a password.
fn address(error: &MacError) -> String {
    match error {
        MacError::Character { position, .. } => {
            format!("character {position} of the cell is not allowed in a MAC address")
        }
        MacError::Digits { found: 0 } => "missing address".to_owned(),
        MacError::Group { .. } => "a group (multicast) address, which names no single device".to_owned(),
        error => error.to_string(),
    }
}

fn cells(count: usize) -> String {
    format!("{count} cell{}", if count == 1 { "" } else { "s" })
}

const fn part(is_header: bool) -> &'static str {
    if is_header { "header" } else { "cell" }
}

fn of(key: Option<&str>) -> String {
    key.map(|key| format!(", in the value of `{key}`")).unwrap_or_default()
}

/// JSON values that cannot be cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonValue {
    /// A number that some programs read as a different one.
    #[error("a number over 2^53, which some programs read as another number: put it in quotes")]
    Above,
    /// The same below zero.
    #[error("a number under -2^53, which some programs read as another number: put it in quotes")]
    Below,
    /// A number that is not whole, or is written as if it were not.
    #[error("a number beyond 2^53 or with a fraction or exponent: put it in quotes")]
    Fraction,
    /// `true` or `false`.
    #[error("true or false, which devices write in several ways: give a text, such as \"Yes\"")]
    Bool,
    /// An array.
    #[error("an array, but a cell holds a single text")]
    Array,
    /// An object.
    #[error("an object, but a cell holds a single text")]
    Object,
}

impl Cause {
    /// Its code.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Empty | Self::NoDevices | Self::NoObjects => codes::EMPTY_LIST,
            Self::Changed => codes::LIST_CHANGED,
            Self::TooManyColumns(_) => codes::TOO_MANY_COLUMNS,
            Self::LoneReturns | Self::ControlInColumn | Self::HeaderIsRow => codes::UNUSABLE_COLUMN,
            Self::NoSuchColumn { .. } => codes::NO_SUCH_COLUMN,
            Self::NoMac
            | Self::NoMacKey
            | Self::MacByAnotherName(_)
            | Self::HeaderBelow(_)
            | Self::MacNotSeparated
            | Self::Utf16WithoutMark => codes::NO_MAC_COLUMN,
            Self::OursByAnotherCase { .. } => codes::RESERVED_COLUMN,
            Self::UnnamedColumn => codes::UNNAMED_COLUMN,
            Self::RepeatedColumn(_) => codes::REPEATED_COLUMN,
            Self::CellCount { .. } => codes::CELL_COUNT,
            Self::NotUtf8 { .. } | Self::NotUtf16 { .. } => codes::NOT_TEXT,
            Self::RowTooLong => codes::ROW_TOO_LONG,
            Self::TextAfterQuote => codes::TEXT_AFTER_QUOTE,
            Self::OpenQuote => codes::OPEN_QUOTE,
            Self::InsideObject(_)
            | Self::SecondOnLine
            | Self::NotAnObject
            | Self::ObjectCut
            | Self::ArrayCut
            | Self::NotJson { .. } => codes::NOT_JSON,
            Self::JsonValue { .. } => codes::UNUSABLE_JSON,
            Self::RepeatedKey(_) => codes::REPEATED_KEY,
            Self::Address(_) | Self::MoreThanAddress | Self::AddressAsNumber => codes::BAD_ADDRESS,
            Self::Serial => codes::BAD_SERIAL,
            Self::FileName(_) | Self::ReservedName => codes::BAD_FILE_NAME,
            Self::ControlInKey => codes::BAD_DEVICE_KEY,
            Self::ModelFormat(error) => error.code(),
            Self::RepeatedAddress(_) => codes::REPEATED_ADDRESS,
            Self::RepeatedFileName(_) => codes::REPEATED_FILE_NAME,
        }
    }

    /// How to fix it, if the message does not say so.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Changed => "try again",
            Self::HeaderIsRow => "begin the list with a line such as `mac,extension,password`",
            Self::LoneReturns => "save the list with LF or CRLF line ends",
            Self::NoSuchColumn { columns: Some(columns), .. } => return Some(format!("the columns are {columns}")),
            Self::NoSuchColumn { .. } | Self::NoMac => HEADER,
            Self::NoMacKey => {
                "each object is one device with named values, as in {\"mac\":\"000e08aabbcc\",\"extension\":\"11\"}"
            }
            Self::MacByAnotherName(_) => "did you mean `mac`? rename the column",
            Self::OursByAnotherCase { has_ours: true, .. } => "rename the column, or delete one of the two",
            Self::OursByAnotherCase { ours, .. } => return Some(format!("did you mean `{ours}`? rename the column")),
            Self::TextAfterQuote => {
                "double each quote that is part of the text: \"say \"\"x\"\"\" is the cell say \"x\""
            }
            Self::AddressAsNumber => "its digits are lost: format the column as text and enter the addresses again",
            Self::Address(MacError::Digits { found: 1..12 }) => {
                "if a spreadsheet took it for a number, format the column as text and enter the addresses again"
            }
            Self::HeaderBelow(line) => {
                return Some(format!("delete what is above line {line}: the header must be the first line"));
            }
            Self::MoreThanAddress => {
                "write only the twelve digits, without a `SEP` or `0x` before them or a `.cfg` after them"
            }
            Self::MacNotSeparated => "does something else separate the columns?",
            Self::Utf16WithoutMark => AS_UTF8,
            Self::UnnamedColumn => "spreadsheets save empty columns on the right: delete them in the spreadsheet",
            Self::NotUtf8 { .. } => {
                "spreadsheets save `CSV` as Latin-1 or Windows-1252: save it as `CSV UTF-8`, or convert it with \
                 `iconv -f WINDOWS-1252 -t UTF-8`"
            }
            Self::NotUtf16 { .. } => {
                "half of a character is missing, as when a text is cut in the middle of an emoji: type the cell again"
            }
            Self::InsideObject(key) => {
                return Some(format!("`jq -c '.[\"{key}\"][]'` writes them in a form that can be read"));
            }
            Self::SecondOnLine => "each device must begin on its own line, as `jq -c '.[]'` writes them",
            Self::NotAnObject => "a JSON list has one object per device, each on its own line, or an array of them",
            Self::ObjectCut | Self::ArrayCut => "was the file cut off?",
            Self::ModelFormat(error) => return error.help(),
            _ => return None,
        };
        Some(help.to_owned())
    }
}

/// What is wrong with a cell, or with its whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The cell, counted from 0; beyond the last one, it is the end of the row. `None` for the row as a whole.
    pub cell: Option<usize>,
    /// What is wrong.
    pub cause: Cause,
}

impl Fault {
    /// A fault of a cell.
    #[must_use]
    pub const fn of_cell(cell: usize, cause: Cause) -> Self {
        Self { cell: Some(cell), cause }
    }

    /// A fault of a whole row.
    #[must_use]
    pub const fn of_row(cause: Cause) -> Self {
        Self { cell: None, cause }
    }
}
