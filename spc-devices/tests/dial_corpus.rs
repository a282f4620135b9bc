//! Dial plans that others have published.
#![cfg(test)]
#![expect(clippy::print_stderr, clippy::disallowed_methods, reason = "a test reads files, and says what it read")]

use spc_core::source::{Reader, Syntax};
use spc_devices::lang::dial_plan::{DialPlan, Item};

#[path = "../../spc-core/tests/common/corpus.rs"]
mod corpus;
#[path = "../../spc-core/tests/common/skipped.rs"]
mod skipped;

/// Every dial plan in the corpus that is not empty, with its profile.
fn plans() -> Option<Vec<(String, String)>> {
    let folder = corpus::folder()?;
    let mut plans = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".md") || name.ends_with(".tsv") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let syntax = if name.ends_with(".txt") { Syntax::Text } else { Syntax::Xml };
        let Ok(parsed) = Reader::new().syntax(syntax).read(&bytes) else { continue };
        for parameter in &parsed.profile.parameters {
            let text = parameter.value.text().unwrap_or_default();
            if parameter.name.as_str().starts_with("Dial_Plan_") && !text.is_empty() {
                plans.push((name.clone(), text.to_owned()));
            }
        }
    }
    Some(plans)
}

#[test]
fn every_published_plan_is_read_and_written() {
    let Some(plans) = plans() else { return };
    let (mut read, mut unknown, mut refused) = (0, 0, Vec::new());
    for (file, text) in &plans {
        match DialPlan::parse(text) {
            Ok(plan) => {
                read += 1;
                let mut items = plan.sequences.iter().flat_map(|sequence| &sequence.value.items);
                unknown += usize::from(items.any(|item| matches!(item.value, Item::Unknown(_))));
                assert_eq!(DialPlan::parse(&plan.emit()).as_ref(), Ok(&plan), "{file}");
            }
            Err(faults) => {
                let first = faults.iter().next().unwrap();
                assert_eq!(first.range, 0..text.len(), "{file}: {text}: {faults}");
                refused.push(text.as_str());
            }
        }
    }
    refused.sort_unstable();
    refused.dedup();
    eprintln!("{} plans, {read} read, {unknown} with an unknown letter, refused: {refused:?}", plans.len());
    assert!(refused.iter().all(|text| !text.contains('(')), "{refused:?}");
}
