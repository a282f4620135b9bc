//! The header of a file: salt, record size and the name of its key (RFC 8188, 2.1).

use core::fmt;

use crate::stock::StockError;

pub(super) const SALT: usize = 16;
/// The length of the header without the key's name: salt, record size and length of the name.
pub(super) const HEADER: usize = SALT + 4 + 1;
pub(super) const TAG: usize = 16;
/// The bytes of a record that are not plaintext: the tag and the delimiter.
pub(super) const OVERHEAD: usize = TAG + 1;

/// The size of a whole record in bytes: at least 18, so that one of them is plaintext; 4096 by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordSize(pub(super) u32);

impl RecordSize {
    /// Creates a record size, or `None` if it is below 18.
    #[must_use]
    pub const fn new(bytes: u32) -> Option<Self> {
        match bytes {
            18.. => Some(Self(bytes)),
            _ => None,
        }
    }

    /// Returns the size in bytes.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    pub(super) fn bytes(self) -> usize {
        usize::try_from(self.0).expect("memory is addressed by 32 bits or more")
    }
}

impl Default for RecordSize {
    fn default() -> Self {
        Self(4096)
    }
}

/// The key's name, which the file shows to everybody: at most 255 bytes; empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyid(pub(super) Vec<u8>);

impl Keyid {
    /// Creates a name, or `None` if it is longer than 255 bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() <= 255).then_some(Self(bytes))
    }

    pub(super) fn length(&self) -> u8 {
        u8::try_from(self.0.len()).expect("checked when it was made")
    }
}

/// The header of a file. It is not authenticated, and can be read without a key.
///
/// Changing its record size or key name either makes the file unreadable or changes nothing that matters.
#[derive(Clone, Copy)]
pub struct CodingHeader<'a> {
    pub(super) salt: &'a [u8; SALT],
    pub(super) record_size: RecordSize,
    pub(super) keyid: &'a [u8],
    pub(super) records: &'a [u8],
}

impl<'a> CodingHeader<'a> {
    /// Reads the header, which must be followed by a record.
    ///
    /// # Errors
    /// Returns [`StockError::Truncated`] or [`StockError::BadHeader`].
    pub fn read(file: &'a [u8]) -> Result<Self, StockError> {
        let (salt, rest) = file.split_first_chunk().ok_or(StockError::Truncated)?;
        let (&[a, b, c, d, keyid], rest) = rest.split_first_chunk().ok_or(StockError::Truncated)?;
        let found = u32::from_be_bytes([a, b, c, d]);
        let record_size = RecordSize::new(found).ok_or(StockError::BadHeader { field: "record size", found })?;
        match rest.split_at_checked(keyid.into()) {
            // A file cut to its header must not open as an empty profile (FORMAT 11.3.3).
            Some((keyid, records)) if !records.is_empty() => Ok(Self { salt, record_size, keyid, records }),
            _ => Err(StockError::Truncated),
        }
    }

    /// Returns the size of a record.
    #[must_use]
    pub const fn record_size(&self) -> RecordSize {
        self.record_size
    }

    /// Returns the key's name.
    #[must_use]
    pub const fn keyid(&self) -> &'a [u8] {
        self.keyid
    }

    /// Whether the file of a profile would have such a header, since almost any bytes form a header: no profile needs
    /// records over 1 MiB, and the last record contains at least a delimiter.
    pub(crate) fn is_plausible(&self) -> bool {
        let last = self.records.chunks(self.record_size.bytes()).last().unwrap_or_default();
        self.record_size.0 <= 1 << 20 && last.len() >= OVERHEAD
    }
}

impl fmt::Debug for CodingHeader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { record_size, keyid, records, .. } = self;
        write!(
            f,
            "CodingHeader(record size {}, key name {}, {} bytes)",
            record_size.0,
            keyid.escape_ascii(),
            records.len()
        )
    }
}
