//! The profiles in `testdata` are ones that their models would accept: the checks find no error in any of them, so
//! anyone who tries the program on them, or measures with them, sees what a good profile looks like.
#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(clippy::disallowed_methods, clippy::arithmetic_side_effects, reason = "only the library knows no clock")]

use spc_core::diagnostic::Severity;
use spc_core::redact::{Redactor, may_quote};
use spc_core::source::{Reader, Syntax};
use spc_devices::check::{Checker, Source};
use spc_devices::codes::PLACEHOLDER;
use spc_devices::model::Model;

#[path = "common/hostile.rs"]
mod hostile;

const PROFILES: [(&str, &str, &[u8]); 4] = [
    ("spa504g", "desk-phone.xml", include_bytes!("../../testdata/profiles/desk-phone.xml")),
    ("spa504g", "spa-phone.xml", include_bytes!("../../testdata/profiles/spa-phone.xml")),
    ("spa122", "ata-router.xml", include_bytes!("../../testdata/profiles/ata-router.xml")),
    ("8851", "mpp-phone.xml", include_bytes!("../../testdata/profiles/mpp-phone.xml")),
];

#[test]
fn no_profile_of_testdata_has_an_error_on_its_model() {
    for (model, name, bytes) in PROFILES {
        let parsed = Reader::new().syntax(Syntax::Xml).read(bytes).unwrap();
        let model = Model::find(model).unwrap();
        let findings = Checker::new().model(Some(model)).check(&[Source::new(bytes, Syntax::Xml)], &parsed);
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{name} on {model:?}: {errors:?}");
    }
}

/// Each of many comments is looked up, not searched for among all parameters.
#[test]
fn comments_that_allow_a_check_are_read_in_linear_time() {
    hostile::assert_linear("<!-- spc: allow SPC1301 --><GPP_A>{{x}}</GPP_A>", |elements| {
        let source = format!("<!-- spc: allow SPC0501 --><flat-profile>{elements}</flat-profile>");
        let bytes = source.as_bytes();
        let parsed = Reader::new().syntax(Syntax::Xml).read(bytes).unwrap();
        let found = Checker::new().check(&[Source::new(bytes, Syntax::Xml)], &parsed);
        assert!(found.iter().all(|finding| finding.code != PLACEHOLDER), "{found:?}");
    });
}

/// What a comment covers is found once for all comments in front of one element, and each function of a key is looked
/// up once.
#[test]
fn profiles_that_repeat_comments_or_functions_are_checked_in_linear_time() {
    type Whole = fn(&str) -> String;
    const COMMENT: &str = "<!-- spc: allow SPC0501 -->";
    let wholes: [(&str, Whole); 4] = [
        (COMMENT, |comments| format!("<flat-profile>{comments}<GPP_A>x</GPP_A></flat-profile>")),
        (COMMENT, |comments| {
            format!("{comments}<flat-profile>{}</flat-profile>", "<GPP_A/>".repeat(comments.len() / 8))
        }),
        (COMMENT, |comments| {
            format!("<flat-profile>{comments}<ua>{}</ua></flat-profile>", "<GPP_A/>".repeat(comments.len() / 8))
        }),
        ("+sd", |more| {
            format!("<flat-profile><Extended_Function_1_>fnc=sd{more}</Extended_Function_1_></flat-profile>")
        }),
    ];
    let model = Model::find("spa504g").ok();
    for (unit, whole) in wholes {
        hostile::assert_linear(unit, |text| {
            let source = whole(text);
            let bytes = source.as_bytes();
            let Ok(parsed) = Reader::new().syntax(Syntax::Xml).read(bytes) else { return };
            drop(Checker::new().model(model).check(&[Source::new(bytes, Syntax::Xml)], &parsed));
        });
    }
}

/// The whole value is not searched for the end of each placeholder, however many there are.
#[test]
fn values_that_begin_many_placeholders_are_checked_in_linear_time() {
    for unit in ["@@A_", "{{a", "[", "[[a", "##A", "__A", "%a", "${a", "{$a"] {
        hostile::assert_linear(unit, |value| {
            // A value has at most 64 KiB.
            let value = &value[..value.len() / 2];
            let source = format!("<flat-profile><Display_Name_1_>{value}</Display_Name_1_></flat-profile>");
            let bytes = source.as_bytes();
            let Ok(parsed) = Reader::new().syntax(Syntax::Xml).read(bytes) else { return };
            drop(Checker::new().check(&[Source::new(bytes, Syntax::Xml)], &parsed));
        });
    }
}

/// Whatever a value repeats, each character of it is looked at a few times before it is shown.
#[test]
fn what_may_be_shown_of_a_value_is_found_in_linear_time() {
    for (unit, tail) in
        [(",", ""), (", ", ""), (",  1", ""), (",12", ""), ("?$MA ", ";"), ("{{a ", "}}"), ("a<!---->", "")]
    {
        hostile::assert_linear(unit, |text| {
            // A value has less than 64 KiB, and half of it may be the tail.
            let value = [&text[..text.len() / 4], &tail.repeat(text.len() / 4 / tail.len().max(1))].concat();
            for name in ["Dial_Plan_1_", "Password_1_"] {
                std::hint::black_box(may_quote(name, &value));
                let source = format!("<flat-profile><{name}>{value}</{name}></flat-profile>");
                let shown = Redactor::new().source(source.as_bytes(), Syntax::Xml).text(0);
                std::hint::black_box(shown);
            }
        });
    }
}
