//! The checks of values on correct profiles: the factory samples of all models, and published profiles.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeSet;
use std::fs;

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::source::{self, Reader};
use spc_devices::check::{self, Checker, Group, Source};
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;

#[path = "../../spc-core/tests/common/corpus.rs"]
mod corpus;
#[path = "../../spc-core/tests/common/skipped.rs"]
mod skipped;

fn findings(source: &[u8], model: Option<Model>) -> Option<Vec<Diagnostic>> {
    let syntax = source::sniff(source);
    let parsed = Reader::new().syntax(syntax).read(source).ok()?;
    let mut findings = Checker::new().model(model).check(&[Source::new(source, syntax)], &parsed);
    findings.retain(|finding| check::find(finding.code).is_some_and(|check| check.group == Group::Values));
    Some(findings)
}

#[test]
fn the_factory_sample_of_a_model_has_no_fault_for_it() {
    let mut faults = BTreeSet::new();
    for model in Model::all() {
        let Some(dictionary) = Dictionary::of(model) else { continue };
        let found = findings(dictionary.sample_xml().as_bytes(), Some(model)).expect("a sample is a profile");
        for finding in found.iter().filter(|finding| finding.severity != Severity::Note) {
            let parameter = finding.parameter.as_deref().unwrap_or_default();
            faults.insert(format!("{} {finding} {parameter}", model.name()));
        }
    }
    assert!(faults.is_empty(), "{}\n{faults:#?}", faults.len());
}

#[test]
fn published_profiles_have_no_error_and_their_known_faults() {
    let Some(folder) = corpus::folder() else { return };
    let mut errors = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        // Its schema names the series, and whoever published it filled every placeholder with `x`.
        let is_filled = path.ends_with("spa525g-fusionpbx-rendered.xml");
        for finding in findings(&bytes, None).unwrap_or_default() {
            if finding.severity == Severity::Error && !(is_filled && [521, 522].contains(&finding.code.number())) {
                errors.push(format!("{} {finding} {:?}", path.display(), finding.parameter));
            }
        }
    }
    assert!(errors.is_empty(), "{errors:#?}");
    for (file, code) in [
        ("spa50x-lynt-cz.xml", "SPC0524"),
        ("spa525g2-fusionpbx-rendered.xml", "SPC0525"),
        ("spa922-5.2.5-spacfg-dump.xml", "SPC0525"),
    ] {
        let found = findings(&fs::read(folder.join(file)).unwrap(), None).unwrap();
        assert!(found.iter().any(|finding| finding.code.to_string() == code), "{file}: {found:?}");
    }
}
