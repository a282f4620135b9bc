//! No check says anything of a secret, in its message, its help, its suggestion or beside its place.
#![cfg(test)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use spc_core::redact::Redactor;
use spc_core::source::{Reader, Syntax};
use spc_devices::check::{Checker, Source};
use spc_devices::model::Model;

#[path = "../../spc-core/tests/common/generated.rs"]
mod generated;
#[path = "../../spc-core/tests/common/planted.rs"]
mod planted;

use generated::generated;
use planted::{ACCIDENTS, Planted, happen, leak, planted};

/// All that the checks say about a source, and what is shown of it beside that.
fn said(source: &[u8], syntax: Syntax, model: Option<Model>) -> String {
    let Ok(parsed) = Reader::new().syntax(syntax).read(source) else { return String::new() };
    let findings = Checker::new().model(model).complete(true).check(&[Source::new(source, syntax)], &parsed);
    let redactor = Redactor::new().source(source, syntax);
    let mut said = String::new();
    for finding in &findings {
        for span in core::iter::once(finding.span).chain(finding.notes.iter().map(|(span, _)| *span)) {
            let range = span.range();
            assert!(range.start <= range.end && range.end <= source.len(), "{finding:?}");
            let text = core::str::from_utf8(source);
            assert!(text.is_ok_and(|text| text.get(range).is_some()), "{finding:?}");
            said.extend(redactor.excerpt(span).map(|excerpt| excerpt.text + "\n"));
        }
        let suggestion = finding.suggestion.as_ref().filter(|suggestion| redactor.shows(suggestion.span));
        said += &format!("{} {:?} {:?} {:?}\n", finding.message, finding.help, finding.notes, finding.parameter);
        said += suggestion.map_or("", |suggestion| &suggestion.replacement);
    }
    said += &redactor.text(0).unwrap_or_default();
    said
}

#[test]
fn checks_show_no_secret() {
    let cases = if option_env!("CI").is_some() { 20_000 } else { 2_000 };
    let profiles = generated(100, &planted());
    let accident = (select(&ACCIDENTS[..]), any::<Index>(), any::<Index>(), select(vec![1, 1, 2]));
    let models = [None, Model::find("spa504g").ok(), Model::find("spa112").ok(), Model::find("8851").ok()];
    assert!(models[1..].iter().all(Option::is_some));
    let mut leaks = Vec::new();
    let mut checked = 0;
    for (number, accidents) in generated(cases, &vec(accident, 0..3)).into_iter().enumerate() {
        let Planted { mut source, syntax, secrets } = profiles[number % profiles.len()].clone();
        for (accident, at, other, length) in &accidents {
            happen(&mut source, *accident, *at, *other, *length);
        }
        let said = said(&source, syntax, models[number % models.len()]);
        checked += usize::from(!said.is_empty());
        leaks.extend(leak(&said, &secrets).map(|leak| format!("{leak}\n  {accidents:?}")));
    }
    assert!(checked > cases / 4, "{checked}");
    assert!(leaks.is_empty(), "{} of {cases}:\n{}", leaks.len(), leaks[..leaks.len().min(20)].join("\n"));
}
