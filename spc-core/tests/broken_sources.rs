//! XML sources that were cut and edited: what is not whole does not compile, and whatever compiles or is told keeps the
//! promises of the reader.
#![cfg(test)]

use proptest::prelude::*;
use spc_core::limits::Limits;
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::source::{self, NoImports, Syntax};

#[path = "common/edits.rs"]
mod edits;
#[path = "common/generated.rs"]
mod generated;
#[path = "common/testdata.rs"]
mod testdata;

use edits::{edited, edits};
use generated::generated;

#[test]
fn a_source_cut_anywhere_does_not_compile() {
    for (name, complete) in [("awkward", 5), ("small-phone", 2)] {
        let source = testdata::read(&format!("profiles/{name}.xml"));
        let close = if name == "awkward" { &b"</p:report>"[..] } else { b"</flat-profile>" };
        let end = source.windows(close.len()).rposition(|window| window == close).unwrap() + close.len();
        let mut compiled = 0;
        for length in 0..=source.len() {
            let cut = &source[..length];
            let behind = cut.get(end..).map(<[u8]>::trim_ascii_end);
            let is_whole =
                behind.is_some_and(|tail| tail.is_empty() || tail.ends_with(b"-->") || tail.ends_with(b"?>"));
            assert_eq!(
                source::parse(cut, Syntax::Xml, &mut NoImports, &Limits::default()).is_ok(),
                is_whole,
                "{name} cut to {length} bytes"
            );
            compiled += usize::from(is_whole);
        }
        assert_eq!(compiled, complete, "{name}");
    }
}

#[test]
fn changed_sources_compile_to_what_their_canonical_xml_says_or_are_told_in_place() {
    let sources = ["awkward", "small-phone"].map(|name| testdata::read(&format!("profiles/{name}.xml")));
    let mut counts = [0, 0];
    for (second, edits) in generated(20_000, &(any::<bool>(), edits())) {
        let source = edited(&sources[usize::from(second)], &edits);
        let findings = match source::parse(&source, Syntax::Xml, &mut NoImports, &Limits::default()) {
            Ok(parsed) => {
                counts[0] += 1;
                let payload = |profile| Payload::encode(profile, Duplicates::Fold).unwrap().as_bytes().to_vec();
                let xml = source::to_xml(&parsed.profile).unwrap();
                let again = source::parse(xml.as_bytes(), Syntax::Xml, &mut NoImports, &Limits::default()).unwrap();
                assert!(again.diagnostics.is_empty() && source::xml_losses(&parsed.profile).is_empty());
                assert!(payload(&again.profile) == payload(&parsed.profile), "{}", source.escape_ascii());
                parsed.diagnostics
            }
            Err(findings) => {
                counts[1] += 1;
                findings.into_vec()
            }
        };
        let places: Vec<_> = findings.iter().map(|finding| finding.span.start).collect();
        assert!(places.is_sorted(), "{}", source.escape_ascii());
        let text = core::str::from_utf8(&source);
        let notes = findings.iter().flat_map(|finding| &finding.notes).map(|(span, _)| *span);
        for span in findings.iter().map(|finding| finding.span).chain(notes) {
            let range = span.start.try_into().unwrap()..span.end.try_into().unwrap();
            let is_inside = text.map_or(source.get(range.clone()).is_some(), |text| text.get(range).is_some());
            assert!(is_inside, "{span:?} of {}", source.escape_ascii());
        }
    }
    assert!(counts.iter().all(|count| *count > 2_000), "{counts:?} were read and refused");
}
