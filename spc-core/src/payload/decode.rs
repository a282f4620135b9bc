//! Decodes the bytes of a payload. Accepts exactly what encoding writes.

use std::borrow::Cow;

use super::error::{PayloadError, RecordFault};
use super::record::{ACCESS_BITS, HAS_VALUE, RECORD_HEADER};
use super::sections::{Misplaced, Sections};
use crate::limits;
use crate::profile::{Parameter, ParameterName, Profile, UserAccess, Value};

/// Checks the whole payload.
pub(super) fn check(bytes: &[u8]) -> Result<(), PayloadError> {
    if bytes.len() > limits::PAYLOAD {
        return Err(PayloadError::TooLarge { bytes: bytes.len() });
    }
    let mut sections = Sections::new();
    let mut rest = bytes;
    let mut records = 0_usize;
    while !rest.is_empty() {
        let position = bytes.len().saturating_sub(rest.len());
        let at = |fault| PayloadError::Record { position, fault };
        records = records.saturating_add(1);
        if records > limits::PARAMETERS {
            return Err(PayloadError::TooMany);
        }
        let (parameter, after) = record(rest).map_err(at)?;
        let name = rest.get(RECORD_HEADER..).and_then(|body| body.get(..parameter.name.as_str().len()));
        match sections.accept(name.unwrap_or_default()) {
            Err(Misplaced::Order) => return Err(at(RecordFault::Order)),
            Err(Misplaced::Mixed) => return Err(PayloadError::Mixed { name: parameter.name.to_string() }),
            Ok(()) => rest = after,
        }
    }
    Ok(())
}

/// Reads a payload that [`check`] has accepted.
pub(super) fn profile(bytes: &[u8]) -> Profile<'_> {
    let mut rest = bytes;
    let next = || {
        let (parameter, after) = record(rest).ok()?;
        rest = after;
        Some(parameter)
    };
    core::iter::from_fn(next).collect()
}

/// Returns the first record and what follows it (FORMAT 6.2).
fn record(bytes: &[u8]) -> Result<(Parameter<'_>, &[u8]), RecordFault> {
    let (&[name_length, attributes, high, low], body) = bytes.split_first_chunk().ok_or(RecordFault::Truncated)?;
    let value_length = usize::from(u16::from_be_bytes([high, low]));
    let has_value = attributes & HAS_VALUE != 0;
    if name_length == 0 {
        return Err(RecordFault::Name);
    }
    if attributes & !(ACCESS_BITS | HAS_VALUE) != 0 || (value_length > 0 && !has_value) {
        return Err(RecordFault::Attributes);
    }
    let (name, body) = body.split_at_checked(usize::from(name_length)).ok_or(RecordFault::Truncated)?;
    let (value, rest) = body.split_at_checked(value_length).ok_or(RecordFault::Truncated)?;
    let name = core::str::from_utf8(name).ok().and_then(|name| ParameterName::parse(name).ok());
    let value = core::str::from_utf8(value).ok().filter(|text| !text.bytes().any(|byte| byte.is_ascii_control()));
    let parameter = Parameter {
        name: name.ok_or(RecordFault::Name)?,
        value: match value.ok_or(RecordFault::Value)? {
            text if has_value => Value::Set(Cow::Borrowed(text)),
            _ => Value::Keep,
        },
        access: match attributes & ACCESS_BITS {
            0 => None,
            1 => Some(UserAccess::None),
            2 => Some(UserAccess::ReadOnly),
            _ => Some(UserAccess::ReadWrite),
        },
        keeps_user_value: false,
    };
    Ok((parameter, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::Payload;
    use crate::profile::Duplicates;
    use proptest::prelude::*;

    fn refusal(hex_text: &str) -> PayloadError {
        Payload::decode(hex::decode(hex_text).unwrap()).unwrap_err()
    }

    #[test]
    fn faults_are_reported_with_the_place_of_the_record() {
        let record = |position, fault| PayloadError::Record { position, fault };
        assert_eq!(refusal("01"), record(0, RecordFault::Truncated));
        assert_eq!(refusal("01040001417801080000"), record(6, RecordFault::Attributes));
        assert_eq!(refusal("0100000141"), record(0, RecordFault::Attributes));
        assert_eq!(refusal("0104000141ff"), record(0, RecordFault::Value));
        assert_eq!(refusal("010400014109"), record(0, RecordFault::Value));
        assert_eq!(refusal("0100000031"), record(0, RecordFault::Name));
        assert_eq!(refusal("01000000420100000041"), record(5, RecordFault::Order));
        assert_eq!(refusal("010000004103000000412f42"), PayloadError::Mixed { name: "A/B".into() });
    }

    fn parameter() -> impl Strategy<Value = Parameter<'static>> {
        let value = prop_oneof![Just(None), "[ -~é€]{0,12}".prop_map(Some)];
        let access = prop::sample::select(vec![
            None,
            Some(UserAccess::None),
            Some(UserAccess::ReadOnly),
            Some(UserAccess::ReadWrite),
        ]);
        ("([A-D]{1,2}(\\[[2-9]\\])?/){0,2}[a-d]{1,3}", value, access).prop_map(|(name, value, access)| {
            let value = value.map_or(Value::Keep, |text| Value::Set(text.into()));
            Parameter::new(ParameterName::parse(&name).unwrap().into_owned(), value).access(access)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn decode_gives_back_the_folded_profile_in_name_order(parameters in prop::collection::vec(parameter(), 0..40)) {
            let profile = Profile::new(parameters);
            let payload = Payload::encode(&profile, Duplicates::Fold).unwrap();
            let mut folded = profile.fold();
            folded.parameters.sort_by(|a, b| a.name.cmp(&b.name));
            prop_assert_eq!(payload.profile(), folded);
            let again = Payload::decode(payload.as_bytes().to_vec()).unwrap();
            prop_assert_eq!(again.as_bytes(), payload.as_bytes());
        }

        #[test]
        fn whatever_decodes_encodes_to_the_same_bytes(bytes in prop::collection::vec(prop_oneof![0..6_u8, 65..68_u8], 0..40)) {
            if let Ok(payload) = Payload::decode(bytes.clone()) {
                let again = Payload::encode(&payload.profile(), Duplicates::Refuse).unwrap();
                prop_assert_eq!(again.as_bytes(), &bytes[..]);
            }
        }
    }
}
