//! XML sources that were cut and edited: incomplete ones do not compile, and whatever compiles or is reported keeps the
//! reader's promises.
#![cfg(test)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use spc_core::diagnostic::{Diagnostic, Diagnostics};
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::source::{self, Reader, Syntax};

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
            let after = cut.get(end..).map(<[u8]>::trim_ascii_end);
            let is_whole = after.is_some_and(|tail| tail.is_empty() || tail.ends_with(b"-->") || tail.ends_with(b"?>"));
            assert_eq!(Reader::new().syntax(Syntax::Xml).read(cut).is_ok(), is_whole, "{name} cut to {length} bytes");
            compiled += usize::from(is_whole);
        }
        assert_eq!(compiled, complete, "{name}");
    }
}

#[test]
fn changed_sources_compile_like_their_canonical_xml_or_are_reported_in_place() {
    let sources = ["awkward", "small-phone"].map(|name| testdata::read(&format!("profiles/{name}.xml")));
    let mut counts = [0, 0];
    for (second, edits) in generated(20_000, &(any::<bool>(), edits())) {
        let source = edited(&sources[usize::from(second)], &edits);
        let findings = match Reader::new().syntax(Syntax::Xml).read(&source) {
            Ok(parsed) => {
                counts[0] += 1;
                let payload = |profile| Payload::encode(profile, Duplicates::Fold).unwrap().as_bytes().to_vec();
                let xml = source::to_xml(&parsed.profile).unwrap();
                let again = Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap();
                assert!(again.diagnostics.is_empty() && source::xml_losses(&parsed.profile).is_empty());
                assert!(payload(&again.profile) == payload(&parsed.profile), "{}", source.escape_ascii());
                parsed.diagnostics
            }
            Err(findings) => {
                counts[1] += 1;
                findings.into_vec()
            }
        };
        assert_places(&source, &findings);
    }
    assert!(counts.iter().all(|count| *count > 2_000), "{counts:?} were read and refused");
}

/// In order, inside the source, and between its characters.
#[track_caller]
fn assert_places(source: &[u8], findings: &[Diagnostic]) {
    let places: Vec<_> = findings.iter().map(|finding| finding.span.start()).collect();
    assert!(places.is_sorted(), "{}", source.escape_ascii());
    let text = core::str::from_utf8(source);
    let notes = findings.iter().flat_map(|finding| &finding.notes).map(|(span, _)| *span);
    for span in findings.iter().map(|finding| finding.span).chain(notes) {
        let range = span.range();
        let is_inside = text.map_or(source.get(range.clone()).is_some(), |text| text.get(range).is_some());
        assert!(is_inside, "{span:?} of {}", source.escape_ascii());
    }
}

/// Pieces of a declaration and of what may surround it; the last ones are not UTF-8.
const DECLARATIONS: [&[u8]; 18] = [
    b"<?xml version='1.0' ",
    b"encoding='utf-8'",
    b"encoding=\"iso-8859-2\"",
    b"encoding = 'latin1'",
    b"encoding='US-ASCII'",
    b"encoding=",
    b"?>",
    b"<flat-profile>",
    b"</flat-profile>",
    b"<A ua=\xe2\x80\x9dro\xe2\x80\x9d/>",
    b"<A>\xc3\xa9&</A>",
    b"<",
    b"\xef\xbb\xbf",
    b"\n",
    b"\xe2\x80\x9c",
    b"\xf0\x9f\x93\x9e",
    b"\xe9",
    b"\xff",
];

#[test]
fn findings_lie_inside_the_source_whatever_it_declares() {
    let sources = generated(20_000, &vec(select(&DECLARATIONS[..]), 0..12));
    let sources = sources.into_iter().map(|pieces| pieces.concat());
    // The fault is before the name of the encoding, where miscounting characters would show.
    let reported = "<?xml versi\u{fffd}\u{fffd} 1.0\" \u{fffd}encoding=\"foo\"?><zlat-plat-profile>".to_owned();
    let mut refused = 0;
    for source in sources.chain([reported.into_bytes(), b"<?xml version='1.0' \xe9\xe9 encoding='foo'?>".to_vec()]) {
        for syntax in [Syntax::Xml, Syntax::Text] {
            let parsed = Reader::new().syntax(syntax).read(&source);
            let findings = parsed.map_or_else(Diagnostics::into_vec, |parsed| parsed.diagnostics);
            refused += usize::from(!findings.is_empty());
            assert_places(&source, &findings);
        }
    }
    assert!(refused > 20_000, "{refused} have findings");
}
