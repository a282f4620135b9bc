//! Inputs shared by the benches: profiles of three sizes, payloads of exact sizes, and one device with its key.

use spc_core::TargetMac;
use spc_core::container::Protection;
use spc_core::key::MasterKey;
use spc_core::payload::Payload;
use spc_core::profile::{Duplicates, Parameter, ParameterName, Profile};
use spc_core::source::{Reader, Syntax};

pub mod cbc;

/// Profiles, by the size in the ids of their benches.
pub const PROFILES: [(&str, &[u8]); 3] = [
    ("2k", include_bytes!("../../testdata/profiles/small-phone.xml")),
    ("60k", SPA_PHONE),
    ("200k", include_bytes!("../../testdata/profiles/mpp-phone.xml")),
];

/// The profile of medium size, which whole-path benches use.
pub const SPA_PHONE: &[u8] = include_bytes!("../../testdata/profiles/spa-phone.xml");

/// Payload sizes, by the name in the ids of their benches; the last is the format's limit (FORMAT 6.1).
pub const PAYLOADS: [(&str, usize); 4] =
    [("1k", 1 << 10), ("33k", 33 << 10), ("256k", 256 << 10), ("1m", (1 << 20) - 1)];

/// The number of devices of a fleet that a caller would pass at a time.
pub const TOGETHER: usize = 32;

/// Makes a payload of exactly `length` bytes, in records of 128 bytes and one for the remainder.
///
/// # Panics
/// Panics if `length` is under 128 or over the format's limit.
#[must_use]
pub fn payload(length: usize) -> Payload {
    const RECORD: usize = 128;
    const VALUE: usize = RECORD - "P00000".len() - 4;
    let records = length / RECORD;
    let parameters = (1..=records).map(|number| {
        let name = format!("P{number:05}");
        let rest = if number == records { length % RECORD } else { 0 };
        let value = "x".repeat(VALUE.saturating_add(rest));
        Parameter::set(ParameterName::parse(&name).expect("a letter and digits are a name").into_owned(), value)
    });
    let profile: Profile<'_> = parameters.collect();
    let payload = Payload::encode(&profile, Duplicates::Refuse).expect("names differ and the size is within the limit");
    assert_eq!(payload.as_bytes().len(), length, "the id of a bench states this size");
    payload
}

/// The device for which every bench seals.
///
/// # Panics
/// Never, because the address is well-formed.
#[must_use]
pub fn mac() -> TargetMac {
    TargetMac::new([0x00, 0x0e, 0x08, 0xaa, 0xbb, 0xcc]).expect("a vendor's address is never a group address")
}

/// A device of the benches' fleet, by its number.
///
/// # Panics
/// Never, because the address is well-formed.
#[must_use]
pub fn device(number: u64) -> TargetMac {
    let [.., a, b, c, d] = number.to_be_bytes();
    TargetMac::new([0x00, 0x0e, a, b, c, d]).expect("a vendor's address is never a group address")
}

/// The parameters of a profile.
///
/// # Panics
/// Panics if the profile does not compile.
#[must_use]
pub fn profile(xml: &[u8]) -> Profile<'_> {
    Reader::new().syntax(Syntax::Xml).read(xml).expect("the profile compiles").profile
}

/// The master key of the benches' fleet.
#[must_use]
pub fn master() -> MasterKey {
    MasterKey::from_bytes([0x5b; 32])
}

/// The recommended protection: bound to the device, and encrypted with its own key.
#[must_use]
pub fn protection() -> Protection {
    Protection::generic().mac(mac()).key(master().device_key(mac()))
}
