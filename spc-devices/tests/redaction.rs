//! No finding reveals anything about a secret, in any of its forms or in the excerpt beside it.
#![cfg(test)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use spc_core::redact::Redactor;
use spc_core::source::{Reader, Syntax};
use spc_devices::check::{Checker, Source};
use spc_devices::findings::{self, Sarif, Shown, Sources};
use spc_devices::model::Model;

#[path = "../../spc-core/tests/common/generated.rs"]
mod generated;
#[path = "../../spc-core/tests/common/planted.rs"]
mod planted;

use generated::generated;
use planted::{ACCIDENTS, Planted, happen, leak, planted};

/// Everything that the reader and the checks say about a source, in every form, and what is shown of it beside that.
/// SARIF includes the help for every code, which takes most of the time, so not every case is written in it.
fn said(source: &[u8], syntax: Syntax, model: Option<Model>, in_sarif: bool) -> (String, bool) {
    let (findings, debug) = match Reader::new().syntax(syntax).read(source) {
        Ok(parsed) => {
            let checker = Checker::new().model(model).complete(true);
            let found = checker.check(&[Source::new(source, syntax)], &parsed);
            (parsed.diagnostics.iter().cloned().chain(found).collect(), format!("{parsed:?}"))
        }
        Err(refused) => (refused.into_vec(), String::new()),
    };
    let is_read = !debug.is_empty();
    let sources = Sources::of(&[Shown::new("x", source, syntax)]);
    let redactor = Redactor::new().source(source, syntax);
    let (mut said, mut sarif) = (debug, Sarif::new("spc", "1"));
    for finding in &findings {
        said += &[findings::json(finding, &sources), findings::short(finding, &sources)].join("\n");
        said += &findings::github(finding, &sources);
        if in_sarif {
            sarif.add(finding, &sources);
        }
        for span in core::iter::once(finding.span).chain(finding.notes.iter().map(|(span, _)| *span)) {
            let range = span.range();
            assert!(range.start <= range.end && range.end <= source.len(), "{finding:?}");
            // A source with a NUL is UTF-16, or not text at all.
            let is_cut = core::str::from_utf8(source).is_ok_and(|text| text.get(range).is_none());
            assert!(!is_cut || source.contains(&0), "{finding:?}");
            said.extend(redactor.excerpt(span).map(|excerpt| excerpt.text + "\n"));
        }
    }
    said += &if in_sarif { sarif.document() } else { String::new() };
    said += &redactor.text(0).unwrap_or_default();
    (said, is_read)
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may start threads")]
fn no_form_of_a_finding_shows_a_secret() {
    let cases = if option_env!("CI").is_some() { 100_000 } else { 2_000 };
    let profiles = generated(200, &planted());
    let accident = (select(&ACCIDENTS[..]), any::<Index>(), any::<Index>(), select(vec![1, 1, 2]));
    let models = [None, Model::find("spa504g").ok(), Model::find("spa112").ok(), Model::find("8851").ok()];
    assert!(models[1..].iter().all(Option::is_some));
    let all = generated(cases, &vec(accident, 0..3));
    // A hundred thousand cases take minutes, so they are divided among the cores.
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let part = all.len().div_ceil(threads);
    let (profiles, models) = (&profiles, &models);
    let found: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let check = |(place, some): (usize, _)| {
            scope.spawn(move || {
                let (mut checked, mut leaks) = (0, Vec::new());
                let some: &[Vec<_>] = some;
                for (number, accidents) in some.iter().enumerate().map(|(at, one)| (place * part + at, one)) {
                    let Planted { mut source, syntax, secrets } = profiles[number % profiles.len()].clone();
                    for (accident, at, other, length) in accidents {
                        happen(&mut source, *accident, *at, *other, *length);
                    }
                    let (said, is_read) = said(&source, syntax, models[number % models.len()], number % 16 == 0);
                    checked += usize::from(is_read);
                    leaks.extend(leak(&said, &secrets).map(|leak| format!("{leak}\n  {accidents:?}")));
                }
                (checked, leaks)
            })
        };
        let running: Vec<_> = all.chunks(part).enumerate().map(check).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let checked: usize = found.iter().map(|(checked, _)| checked).sum();
    let leaks: Vec<String> = found.into_iter().flat_map(|(_, leaks)| leaks).collect();
    assert!(checked > cases / 4, "{checked}");
    assert!(leaks.is_empty(), "{} of {cases}:\n{}", leaks.len(), leaks[..leaks.len().min(20)].join("\n"));
}
