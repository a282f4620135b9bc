//! One record of a payload (FORMAT 6.2).

use crate::profile::UserAccess;

/// Bytes before the name of a record: name length, attributes, value length.
pub(super) const RECORD_HEADER: usize = 4;
/// The attribute bits of a record (FORMAT 6.2).
pub(super) const ACCESS_BITS: u8 = 0b011;
pub(super) const HAS_VALUE: u8 = 0b100;

/// The length of a record in bytes; a kept value takes none.
pub(super) const fn record_length(name: &str, value: &str) -> usize {
    RECORD_HEADER.saturating_add(name.len()).saturating_add(value.len())
}

pub(super) fn push_record(out: &mut Vec<u8>, name: &str, access: Option<UserAccess>, value: Option<&str>) {
    let access = match access {
        None => 0,
        Some(UserAccess::None) => 1,
        Some(UserAccess::ReadOnly) => 2,
        Some(UserAccess::ReadWrite) => 3,
    };
    let attributes = access | if value.is_some() { HAS_VALUE } else { 0 };
    let value = value.unwrap_or_default();
    out.push(u8::try_from(name.len()).expect("a ParameterName has at most 255 bytes"));
    out.push(attributes);
    out.extend_from_slice(&u16::try_from(value.len()).expect("checked against limits::VALUE").to_be_bytes());
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(value.as_bytes());
}
