use super::*;
use crate::lang::Fault;

fn device() -> Values {
    let mut values = Values::new();
    values.set("GPP_A", "ABCDEF").set("SA", "s3cret").set("PN", "SPA2102");
    values.set_mac("000e08012345".parse().unwrap());
    values
}

fn plain(text: &str) -> String {
    MacroText::new(text).expand(&device(), MacroContext::Plain).text.to_string()
}

#[test]
fn documented_forms_expand_as_the_guides_say() {
    for (text, expanded) in [
        ("$(A:2)", "CDEF"),
        ("$(A:2:3)", "CDE"),
        ("$(MAU:4)", "08012345"),
        ("$(MAU:8:2)", "23"),
        ("spa$(MAU)config.cfg", "spa000E08012345config.cfg"),
        ("spa$STRANGE$MAU.cfg", "spa$STRANGE000E08012345.cfg"),
        ("$$MAU", "$MAU"),
        ("$$$MA", "$000e08012345"),
        ("$MAC|$MA|$MAU", "00:0e:08:01:23:45|000e08012345|000E08012345"),
        ("$PN_x", "SPA2102_x"),
        ("100$", "100$"),
        ("${MA}", "${MA}"),
        ("$ma", "$ma"),
        ("$(STRANGE:1)", "$(STRANGE:1)"),
        ("$GPP_A", "$GPP_A"),
    ] {
        assert_eq!(plain(text), expanded, "{text}");
    }
}

#[test]
fn offsets_beyond_the_value_give_nothing() {
    for (text, expanded) in [
        ("$(A:6)", ""),
        ("$(A:9223372036854775808)", ""),
        ("$(A:99999999999999999999999)", ""),
        ("$(A:0:0)", ""),
        ("$(A:4:9223372036854775808)", "EF"),
        ("$(A:0:99999999999999999999999)", "ABCDEF"),
    ] {
        assert_eq!(plain(text), expanded, "{text}");
    }
}

#[test]
fn expansion_counts_characters() {
    let mut values = Values::new();
    values.set("A", "aäö€x");
    assert_eq!(*MacroText::new("$(A:1:3)").expand(&values, MacroContext::Plain).text, "äö€");
}

#[test]
fn broken_macros_are_faults_in_their_place() {
    for (text, kind, range) in [
        ("a$(", MacroFault::NoName, 1..3),
        ("$(:1)", MacroFault::NoName, 0..2),
        ("$(A:)", MacroFault::NoNumber, 0..4),
        ("$(A:-1)", MacroFault::NoNumber, 0..4),
        ("$(A:1:2:3)", MacroFault::TooManyNumbers, 0..7),
        ("$(A", MacroFault::NotClosed, 0..3),
        ("$(A:1 )", MacroFault::NotClosed, 0..5),
        ("$(GPP_A)", MacroFault::NotClosed, 0..5),
    ] {
        assert_eq!(MacroText::new(text).fault(), Some(Fault { kind, range }), "{text}");
        assert_eq!(plain(text), text);
    }
    assert_eq!(MacroText::new("$MA$$(A)$(A:1)$").fault(), None);
}

#[test]
fn secret_macros_expand_in_credentials_only_and_are_not_shown() {
    let text = MacroText::new("x$SA$A");
    let in_key = text.expand(&device(), MacroContext::Credential);
    assert_eq!((in_key.text.as_str(), in_key.shown.as_str()), ("xs3cretABCDEF", "x***ABCDEF"));
    assert!(in_key.is_hidden() && !format!("{in_key:?} {:?}", device()).contains("s3cret"));
    let elsewhere = text.expand(&device(), MacroContext::Plain);
    assert_eq!((elsewhere.text.as_str(), &elsewhere.unknown[..]), ("x$SAABCDEF", &["SA".to_owned()][..]));
}

#[test]
fn unknown_names_and_missing_values_are_kept_apart() {
    let expanded = MacroText::new("$STRANGE/$SWVER/$UID3/$UID0").expand(&device(), MacroContext::Plain);
    assert_eq!(expanded.unknown, ["STRANGE", "UID0"]);
    assert_eq!(expanded.missing, ["SWVER", "UID3"]);
}

#[test]
fn parameters_have_their_macro() {
    for (parameter, name) in [("GPP_A", Some("A")), ("GPP_SD", Some("SD")), ("p", Some("P")), ("q", None)] {
        assert_eq!(MacroName::of_parameter(parameter).as_deref(), name);
    }
    assert_eq!(MacroName::of_parameter("User_ID_2_").as_deref(), Some("UID2"));
    assert_eq!(MacroName::of_parameter("GPP_MA"), None);
    assert_eq!(MacroName::of_parameter("A"), None);
}
