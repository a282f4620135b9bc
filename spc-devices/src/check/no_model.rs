//! What no known model would take, in a profile of which nothing says the model.
//!
//! Knows: what the dictionaries of all models know together. Must not know: how a value is checked. Each finding is a
//! warning of the check that would find the same on a known model. A name that is far from all known ones is not reported:
//! other firmware may have it.

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::redact::may_name;

use super::names::{INDEX_BEYOND_MODEL, MOST_CANDIDATES, UNKNOWN_PARAMETER, fits};
use super::shape::value_around;
use super::start_tag::is_status;
use super::subject::{Entry, Subject, as_severity};
use super::values::of_kind;
use crate::dictionary::all_models::{Common, spellings, suggestions};
use crate::dictionary::is_status_name;

/// Looks at every parameter by itself.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    if subject.dictionary().is_some() {
        return;
    }
    for entry in subject.entries() {
        match Common::find(entry.name) {
            Some((parameter, index)) if is_beyond(parameter, index) => findings.push(beyond(subject, entry, parameter)),
            Some((parameter, _)) => findings.extend(value(subject, entry, parameter)),
            None => findings.extend(name(subject, entry)),
        }
    }
}

fn is_beyond(parameter: Common, index: Option<u16>) -> bool {
    parameter.indices().zip(index).is_some_and(|(range, index)| !range.contains(&index))
}

/// Says that no model has so many lines, keys or ports.
fn beyond(subject: &Subject<'_>, entry: &Entry<'_>, parameter: Common) -> Diagnostic {
    let range = parameter.indices().map(|range| format!(": its index goes from {} to {}", range.start(), range.end()));
    let message = format!("no known model has `{}`{}", entry.name, range.unwrap_or_default());
    let finding = subject.on_name(&INDEX_BEYOND_MODEL, entry, message);
    let is_there = |name: &String| Common::find(name).is_some_and(|(parameter, index)| !is_beyond(parameter, index));
    match spellings(entry.name).into_iter().find(is_there) {
        Some(meant) => finding.help(format!("did you mean `{meant}`? letter case matters")),
        None => finding,
    }
}

/// Says that a name which no model has was probably meant to be another one.
fn name(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    // Those are findings of their own.
    if is_status_name(entry.name) || is_status(subject, entry) || value_around(entry.name).is_some() {
        return None;
    }
    let help = match spellings(entry.name).first() {
        Some(spelling) => format!("did you mean `{spelling}`? letter case matters"),
        None => {
            let kind = |name: &str| Common::find(name).and_then(|(parameter, _)| parameter.kind());
            let is_fit = |name: &String| kind(name).is_none_or(|kind| fits(subject, entry, kind));
            format!("did you mean `{}`?", suggestions(entry.name, MOST_CANDIDATES).into_iter().find(is_fit)?)
        }
    };
    // A secret may have been typed in place of a name by mistake.
    let name = if may_name(entry.name) { entry.name } else { "***" };
    Some(subject.on_name(&UNKNOWN_PARAMETER, entry, format!("no known model has `{name}`")).help(help))
}

/// Says what is wrong with a value on every model that has the parameter.
fn value(subject: &Subject<'_>, entry: &Entry<'_>, parameter: Common) -> Option<Diagnostic> {
    let finding = as_severity(of_kind(subject, entry, parameter.kind()?)?, Severity::Warning);
    // What is only written in an unusual way has a correction.
    if finding.suggestion.is_some() {
        return Some(finding);
    }
    let message = format!("no known model takes this value: {}", finding.message);
    Some(finding.message(message))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use spc_core::source::{Reader, Syntax};

    use crate::check::softkeys::is_line_of_key;
    use crate::check::{Checker, Source};
    use crate::dictionary::{Definition, Dictionary};
    use crate::model::Model;

    /// The parameters with findings, with the codes.
    fn found(profile: &str, model: Option<Model>) -> BTreeSet<(String, u16)> {
        let parsed = Reader::new().syntax(Syntax::Xml).read(profile.as_bytes()).unwrap();
        let findings = Checker::new().model(model).check(&[Source::new(profile.as_bytes(), Syntax::Xml)], &parsed);
        findings.into_iter().filter_map(|found| Some((found.parameter?.into(), found.code.number()))).collect()
    }

    fn profile<'n>(names: impl IntoIterator<Item = &'n String>, value: &str) -> String {
        let elements: String = names.into_iter().map(|name| format!("<{name}>{value}</{name}>")).collect();
        format!("<flat-profile>{elements}</flat-profile>")
    }

    #[test]
    fn a_value_is_reported_only_if_every_model_with_the_parameter_would_report_it() {
        let dictionaries = || Model::known().filter_map(Dictionary::of);
        let names: BTreeSet<String> = dictionaries()
            .flat_map(|dictionary| dictionary.definitions().collect::<Vec<_>>())
            .filter(|definition| definition.path().is_empty())
            .map(|definition| definition.xml_name(definition.is_indexed().then_some(1)))
            .collect();
        let mut reported = 0;
        for value in ["yes please", "UDP", "4242", "-7", "YES", "0", "auto"] {
            let without: Vec<(String, u16)> = found(&profile(&names, value), None)
                .into_iter()
                // Which lines a key may have, the model says.
                .filter(|(name, code)| (520..523).contains(code) && !is_line_of_key(name))
                .collect();
            reported += without.len();
            for dictionary in dictionaries() {
                let has_it = |name: &str| {
                    let is_beyond =
                        |of: &Definition| of.index_in(name).is_some_and(|index| dictionary.is_beyond(of, index));
                    dictionary.get(name).is_some_and(|definition| !is_beyond(definition))
                };
                let own: Vec<_> = without.iter().filter(|(name, _)| has_it(name)).collect();
                let with = found(&profile(own.iter().map(|(name, _)| name), value), Some(dictionary.model()));
                for (name, code) in own {
                    // The guides of some models say more about a number than its type, which is a finding of its own.
                    let is_found = [*code, 529].iter().any(|code| with.contains(&(name.clone(), *code)));
                    assert!(is_found, "{dictionary:?}: {name} {value:?}");
                }
            }
        }
        assert!(reported > 1000, "{reported}");
    }

    #[test]
    fn a_name_in_another_letter_case_may_be_the_one_that_was_meant() {
        let profile = profile(&["password_1_".to_owned()], "x");
        let parsed = Reader::new().syntax(Syntax::Xml).read(profile.as_bytes()).unwrap();
        let findings = Checker::new().check(&[Source::new(profile.as_bytes(), Syntax::Xml)], &parsed);
        let helps: Vec<_> = findings.iter().filter_map(|finding| finding.help.as_deref()).collect();
        assert!(helps.contains(&"did you mean `Password_1_`? letter case matters"), "{findings:?}");
    }

    #[test]
    fn a_name_is_reported_only_if_no_model_has_it() {
        for model in Model::all().filter_map(Dictionary::of) {
            let names = model
                .definitions()
                .map(|definition| definition.xml_name(model.indices(definition).map(|range| *range.end())));
            let flat: Vec<String> = names.filter(|name| !name.contains('/')).collect();
            let found = found(&profile(&flat, ""), None);
            assert!(found.iter().all(|(_, code)| !(501..=502).contains(code)), "{model:?}: {found:?}");
        }
    }
}
