//! Encodes a profile as the bytes of a payload.

use zeroize::Zeroizing;

use super::error::PayloadError;
use super::record::{push_record, record_length};
use super::sections::{Misplaced, Sections};
use crate::limits;
use crate::profile::{Duplicates, Profile};

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
    // Sized before anything is written, because growth would leave copies of secrets behind.
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
