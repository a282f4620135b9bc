//! Values that no device reads, because the model does not have their parameters.
//!
//! Knows: which findings say that. Must not know: what is wrong with a value.

use std::collections::HashSet;

use spc_core::diagnostic::Diagnostic;

use super::definition::{Check, Group};
use super::names::{INDEX_BEYOND_MODEL, UNKNOWN_PARAMETER};
use super::subject::Subject;

/// Drops what is wrong with the value of a parameter that is itself reported as missing: that is one cause, and the
/// parameter that was meant may have another form.
///
/// `checks` is every check. A secret and a placeholder are in the file, whatever the model does with them.
pub(super) fn drop_values(subject: &Subject<'_>, checks: &[&Check], findings: &mut Vec<Diagnostic>) {
    // The inventory of a related model does not have every name.
    if subject.dictionary().is_some_and(|dictionary| dictionary.is_fallback()) {
        return;
    }
    let is_missing = |finding: &&Diagnostic| [UNKNOWN_PARAMETER.code, INDEX_BEYOND_MODEL.code].contains(&finding.code);
    let missing: HashSet<Box<str>> =
        findings.iter().filter(is_missing).filter_map(|finding| finding.parameter.clone()).collect();
    if missing.is_empty() {
        return;
    }
    let is_of_file = |finding: &Diagnostic| {
        let group = checks.iter().find(|check| check.code == finding.code).map(|check| check.group);
        matches!(group, None | Some(Group::Names | Group::Secrets | Group::Templates | Group::Profile))
    };
    findings.retain(|finding| {
        is_of_file(finding) || !finding.parameter.as_ref().is_some_and(|parameter| missing.contains(parameter))
    });
}

#[cfg(test)]
mod tests {
    use spc_core::source::{Reader, Syntax};

    use crate::check::{Checker, Level, Levels, Selector, Source, checks};
    use crate::model::Model;

    fn codes(model: &str, inside: &str, levels: &Levels) -> Vec<u16> {
        let source = format!("<flat-profile>{inside}</flat-profile>");
        let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap();
        let checker = Checker::new().model(Model::find(model).ok()).levels(levels.clone());
        let findings = checker.check(&[Source::new(source.as_bytes(), Syntax::Xml)], &parsed);
        findings.into_iter().map(|finding| finding.code.number()).collect()
    }

    #[test]
    fn the_value_of_a_parameter_that_is_not_there_is_not_checked() {
        for (model, inside, code) in [
            ("spa122", "<Time_Zone>UTC</Time_Zone>", 501),
            ("spa504g", "<Attn-Xfer_Act_Code>98</Attn-Xfer_Act_Code>", 501),
            ("spa504g", "<Proxy_7_>192.168.1.300</Proxy_7_>", 502),
            ("spa504g", "<Dial_Plan_7_>(xx</Dial_Plan_7_>", 502),
        ] {
            assert_eq!(codes(model, inside, &Levels::default()), [code], "{inside}");
        }
        assert_eq!(codes("spa504g", "<Proxy_7_>{{proxy}}</Proxy_7_>", &Levels::default()), [502, 1301]);
    }

    #[test]
    fn the_value_is_checked_if_the_name_is_allowed() {
        let all: Vec<_> = checks().collect();
        let levels = Levels::default().with(Selector::parse("names", &all).unwrap(), Level::Allow);
        assert_eq!(codes("spa504g", "<Proxy_7_>192.168.1.300</Proxy_7_>", &levels), [1201]);
    }
}
