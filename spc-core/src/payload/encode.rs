//! Profile -> payload bytes.

use zeroize::Zeroizing;

use super::sections::{Misplaced, Sections};
use super::{HAS_VALUE, PayloadError, RECORD_HEADER};
use crate::limits;
use crate::profile::{Duplicates, Parameter, Profile, UserAccess, Value};

pub(super) fn encode(profile: &Profile<'_>, duplicates: Duplicates) -> Result<Zeroizing<Vec<u8>>, PayloadError> {
    let mut sorted: Vec<&Parameter<'_>> = profile.parameters.iter().collect();
    // Stable, so that repeated names stay in source order for folding.
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let groups = || sorted.chunk_by(|a, b| a.name == b.name);
    if groups().count() > limits::PARAMETERS {
        return Err(PayloadError::TooMany);
    }

    // Sized before a byte is written: growth would leave copies of secrets behind.
    let value_of = |same: &[&Parameter<'_>]| same.iter().rev().find_map(|p| p.value.text()).map_or(0, str::len);
    let record = |same: &[&Parameter<'_>]| {
        let name = same.first().map_or(0, |p| p.name.as_str().len());
        RECORD_HEADER.saturating_add(name).saturating_add(value_of(same))
    };
    let bytes = groups().map(record).fold(0, usize::saturating_add);
    let mut out = Zeroizing::new(Vec::with_capacity(bytes.min(limits::PAYLOAD)));

    let mut sections = Sections::new();
    for same in groups() {
        let Some((first, later)) = same.split_first() else { continue };
        let name = first.name.as_str();
        if duplicates == Duplicates::Refuse && !later.is_empty() {
            return Err(PayloadError::Duplicate { name: name.to_owned() });
        }
        match sections.accept(name.as_bytes()) {
            Err(Misplaced::Mixed) => return Err(PayloadError::Mixed { name: name.to_owned() }),
            Err(Misplaced::Order) => unreachable!("sorted, and equal names are one group"),
            Ok(()) => {}
        }
        // FORMAT 7.8: the last value and the last access that any occurrence gives.
        let value = same.iter().rev().find_map(|p| if let Value::Set(text) = &p.value { Some(&**text) } else { None });
        let access = same.iter().rev().find_map(|p| p.access);
        check_value(name, value.unwrap_or_default())?;
        if bytes > limits::PAYLOAD {
            // Only now: what is wrong with a parameter is worth more than the size of them all.
            continue;
        }
        push_record(&mut out, name, access, value);
    }
    if bytes > limits::PAYLOAD { Err(PayloadError::TooLarge { bytes }) } else { Ok(out) }
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

fn push_record(out: &mut Vec<u8>, name: &str, access: Option<UserAccess>, value: Option<&str>) {
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
