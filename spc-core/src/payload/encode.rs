//! Profile -> payload bytes.

use zeroize::Zeroizing;

use super::sections::{Misplaced, Sections};
use super::{HAS_VALUE, PayloadError, RECORD_HEADER};
use crate::limits;
use crate::profile::{Duplicates, Profile, UserAccess};

pub(super) fn encode(profile: &Profile<'_>, duplicates: Duplicates) -> Result<Zeroizing<Vec<u8>>, PayloadError> {
    let parameters = profile.folded();
    if parameters.len() > limits::PARAMETERS {
        return Err(PayloadError::TooMany);
    }
    let mut sections = Sections::new();
    let mut bytes = 0_usize;
    for parameter in &parameters {
        let name = parameter.name.as_str();
        if duplicates == Duplicates::Refuse && parameter.is_repeated {
            return Err(PayloadError::Duplicate { name: name.to_owned() });
        }
        match sections.accept(name.as_bytes()) {
            Err(Misplaced::Mixed) => return Err(PayloadError::Mixed { name: name.to_owned() }),
            Err(Misplaced::Order) => unreachable!("folded parameters are sorted and differ"),
            Ok(()) => {}
        }
        let value = parameter.value.unwrap_or_default();
        check_value(name, value)?;
        bytes = bytes.saturating_add(record_length(name, value));
    }
    if bytes > limits::PAYLOAD {
        return Err(PayloadError::TooLarge { bytes });
    }
    // Sized before a byte is written: growth would leave copies of secrets behind.
    let mut out = Zeroizing::new(Vec::with_capacity(bytes));
    for parameter in &parameters {
        push_record(&mut out, parameter.name.as_str(), parameter.access, parameter.value);
    }
    Ok(out)
}

fn check_value(name: &str, value: &str) -> Result<(), PayloadError> {
    if value.len() > limits::VALUE {
        return Err(PayloadError::ValueTooLong { name: name.to_owned(), bytes: value.len() });
    }
    match value.bytes().position(|byte| byte.is_ascii_control()) {
        Some(position) => Err(PayloadError::IllegalCharacter { name: name.to_owned(), position }),
        None => Ok(()),
    }
}

/// Bytes of a record; a kept value has none.
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
