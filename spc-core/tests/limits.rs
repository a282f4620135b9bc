//! Every limit of FORMAT 7.10 from both sides: what just fits is read, and what exceeds it by one is reported in place.
#![cfg(test)]

use spc_core::diagnostic::Code;
use spc_core::limits::{self, Limits};
use spc_core::payload::{Payload, PayloadError};
use spc_core::profile::{Duplicates, Parameter, ParameterName};
use spc_core::source::{Reader, Syntax};

#[path = "common/findings.rs"]
mod findings;

use findings::places;

/// A profile that contains this, beginning at column 15.
fn profile(inside: &str) -> String {
    format!("<flat-profile>{inside}</flat-profile>")
}

#[track_caller]
fn assert_fits(source: &str) {
    let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap();
    assert_eq!(parsed.diagnostics, []);
    Payload::encode(&parsed.profile, Duplicates::Refuse).unwrap();
}

#[track_caller]
fn assert_over(source: &str, column: usize) {
    assert_eq!(places(source.as_bytes()), [(Code::OVER_LIMIT, 1, column)]);
}

#[test]
fn a_source_has_4_mib() {
    let filled = |length: usize| {
        let mut source = profile("<A>1</A>").into_bytes();
        source.resize(length, b'\n');
        source
    };
    assert_eq!(places(&filled(4 << 20)), []);
    let (code, line, _) = places(&filled((4 << 20) + 1))[0];
    assert_eq!((code, line), (Code::SOURCE_TOO_LARGE, (4 << 20) + 1 - profile("<A>1</A>").len()));
}

#[test]
fn elements_are_16_deep() {
    let nested = |wrappers: usize, inside: &str| {
        format!("{}{}{}", "<w>".repeat(wrappers), profile(inside), "</w>".repeat(wrappers))
    };
    assert_fits(&nested(15, ""));
    assert_fits(&nested(14, "<A/>"));
    assert_over(&nested(16, ""), 16 * 3 + 1);
    assert_over(&nested(15, "<A/>"), 15 * 3 + 15);
}

#[test]
fn an_element_has_16_attributes() {
    let attributes = |count: usize| (0..count).map(|number| format!(" xml:a{number:02}=''")).collect::<String>();
    assert_fits(&profile(&format!("<A{}/>", attributes(16))));
    assert_over(&profile(&format!("<A{}/>", attributes(17))), 15 + 2 + 16 * 11 + 1);
    assert_over(&format!("<flat-profile{}/>", attributes(17)), 1 + 13 + 16 * 11 + 1);
}

#[test]
fn a_path_has_8_segments() {
    let nested = |sections: usize| profile(&format!("{}<A/>{}", "<s>".repeat(sections), "</s>".repeat(sections)));
    assert_fits(&nested(7));
    assert_over(&nested(8), 15 + 7 * 3 + 1);
}

#[test]
fn a_path_has_255_bytes() {
    let flat = |length: usize| profile(&format!("<{0}/>", "N".repeat(length)));
    assert_fits(&flat(255));
    assert_over(&flat(256), 16);
    let nested = |section: usize, name: &str| profile(&format!("<{0}><{name}/></{0}>", "S".repeat(section)));
    assert_fits(&nested(253, "A"));
    assert_fits(&nested(251, "ABC"));
    assert_over(&nested(251, "ABCD"), 15 + 253 + 1);
    assert_over(&nested(254, "A"), 16);
    // The index of the second section counts as well.
    let twice = |section: usize| profile(&format!("<{0}><A/></{0}>", "S".repeat(section)).repeat(2));
    assert_fits(&twice(250));
    assert_over(&twice(251), 16 + 2 * 251 + 9);
}

#[test]
fn a_section_repeats_9999_times() {
    const ONE: &str = "<S><A/></S>";
    assert_fits(&profile(&ONE.repeat(9_999)));
    assert_over(&profile(&ONE.repeat(10_000)), 15 + 9_999 * ONE.len() + 1);
}

#[test]
fn a_value_has_65535_bytes() {
    let value = |text: &str| profile(&format!("<A>{text}</A>"));
    let over = |text: &str| places(value(text).as_bytes());
    assert_fits(&value(&"v".repeat(65_535)));
    assert_fits(&value(&format!(" {}\n", "v".repeat(65_535))));
    assert_fits(&value(&"€".repeat(21_845)));
    assert_fits(&value(&"&lt;".repeat(65_535)));
    assert_over(&value(&"v".repeat(65_536)), 18);
    assert_over(&value(&"&#8364;".repeat(21_846)), 18);
    assert_eq!(over(&format!("<![CDATA[{}]]>", "v".repeat(65_536))), [(Code::OVER_LIMIT, 1, 27)]);
}

#[test]
fn a_profile_has_16384_parameters() {
    let parameters = |count: usize| (0..count).map(|number| format!("<P{number:05}/>")).collect::<String>();
    assert_fits(&profile(&parameters(16_384)));
    // Further ones are not reported separately.
    assert_over(&profile(&parameters(16_385)), 15 + 16_384 * 9 + 1);
    assert_over(&profile(&parameters(16_400)), 15 + 16_384 * 9 + 1);
    let repeated = profile(&format!("{}<P00000/>", parameters(16_384)));
    assert_eq!(places(repeated.as_bytes()), [(Code::REPEATED_SAME, 1, 15 + 16_384 * 9 + 1)]);
}

/// Sixteen parameters with values of the maximum length, except for the last one.
fn full_payload(last: usize) -> Vec<(String, String)> {
    let parameter = |number: usize, length| (format!("P{number:02}"), "v".repeat(length));
    (0..15).map(|number| parameter(number, 65_535)).chain([parameter(15, last)]).collect()
}

/// The length of the last value that just fits: without its value, a record here has 7 bytes.
const LAST: usize = 1_048_575 - 16 * 7 - 15 * 65_535;

#[test]
fn a_payload_has_1048575_bytes() {
    let source = |last| {
        let element = |(name, value): (String, String)| format!("<{name}>{value}</{name}>");
        profile(&full_payload(last).into_iter().map(element).collect::<String>())
    };
    assert_fits(&source(LAST));
    assert_over(&source(LAST + 1), 1);
    // Only the value that takes effect counts.
    let repeated = source(LAST).replace("<P00>", "<P00>x</P00><P00>");
    assert_eq!(places(repeated.as_bytes()).iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [Code::REPEATED_OTHER]);
}

#[test]
fn the_payload_has_the_same_limits_for_profiles_from_elsewhere() {
    let encoded = |parameters: Vec<(String, String)>| {
        let parameter =
            |(name, value): (String, String)| Parameter::set(ParameterName::parse(&name).unwrap().into_owned(), value);
        let profile = parameters.into_iter().map(parameter).collect();
        Payload::encode(&profile, Duplicates::Refuse)
    };
    let full = encoded(full_payload(LAST)).unwrap();
    assert_eq!(full.as_bytes().len(), limits::PAYLOAD);
    assert_eq!(Payload::decode(full.as_bytes().to_vec()).unwrap().as_bytes(), full.as_bytes());
    assert_eq!(encoded(full_payload(LAST + 1)).unwrap_err(), PayloadError::TooLarge { bytes: 1_048_576 });
    assert_eq!(Payload::decode(vec![0; 1_048_576]).unwrap_err(), PayloadError::TooLarge { bytes: 1_048_576 });

    let long = |length: usize| encoded(vec![("A".to_owned(), "v".repeat(length))]);
    assert!(long(65_535).is_ok());
    assert_eq!(long(65_536).unwrap_err(), PayloadError::ValueTooLong { name: "A".into(), bytes: 65_536 });

    let many = |count: usize| (0..count).map(|number| (format!("P{number:05}"), String::new())).collect();
    let records = encoded(many(16_384)).unwrap().as_bytes().to_vec();
    assert_eq!(encoded(many(16_385)).unwrap_err(), PayloadError::TooMany);
    let one_more = [&records[..], b"\x06\x04\0\0P16384"].concat();
    assert!(Payload::decode(records).is_ok());
    assert_eq!(Payload::decode(one_more).unwrap_err(), PayloadError::TooMany);
}

#[test]
fn a_caller_may_lower_limits_but_not_raise_them() {
    let source = profile("<A/><B/><A/>");
    let code = |source: &str, limits: &Limits| {
        Reader::new()
            .syntax(Syntax::Xml)
            .limits(*limits)
            .read(source.as_bytes())
            .map(drop)
            .map_err(|findings| findings.as_slice()[0].code)
    };
    let mut limits = Limits::default();
    limits.parameters = 2;
    limits.source = source.len();
    assert_eq!(code(&source, &limits), Ok(()));
    assert_eq!(code(&profile("<A/><B/><C/>"), &limits), Err(Code::OVER_LIMIT));
    assert_eq!(code(&format!("{source}\n"), &limits), Err(Code::SOURCE_TOO_LARGE));

    limits.parameters = usize::MAX;
    limits.source = usize::MAX;
    let large = " ".repeat((4 << 20) + 1);
    assert_eq!(code(&large, &limits), Err(Code::SOURCE_TOO_LARGE));
    let many: String = (0..16_385).map(|number| format!("<P{number}/>")).collect();
    assert_eq!(code(&profile(&many), &limits), Err(Code::OVER_LIMIT));
}
