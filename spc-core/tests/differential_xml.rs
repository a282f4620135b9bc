//! The XML reader of the reference, on top of expat, against ours: parameters, warnings and errors of random sources.
#![cfg(test)]

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use spc_core::diagnostic::{Code, Diagnostics, Severity};
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::source::{Reader, Syntax};

#[path = "common/documents.rs"]
mod documents;
#[path = "common/edits.rs"]
mod edits;
#[path = "common/generated.rs"]
mod generated;
#[path = "common/reference.rs"]
mod reference;
#[path = "common/skipped.rs"]
mod skipped;

use documents::document;
use edits::{edited, edits};
use generated::generated;
use reference::{Reference, params};

fn holds(source: &[u8], piece: &[u8]) -> bool {
    source.windows(piece.len()).any(|found| found == piece)
}

/// The outcome of both readers, if they agree or if FORMAT lets them differ.
fn verdict(source: &[u8], theirs: &Json) -> Result<&'static str, String> {
    let parsed = Reader::new().syntax(Syntax::Xml).read(source);
    let findings = parsed.as_ref().map_or_else(Diagnostics::as_slice, |parsed| &parsed.diagnostics);
    let names = |severity| {
        let findings = findings.iter().filter(|finding| finding.severity == severity);
        findings.filter_map(|finding| finding.code.format_name()).collect::<BTreeSet<&str>>()
    };
    let has = |code| findings.iter().any(|finding| finding.code == code);
    match (&parsed, theirs["error"].as_str()) {
        (Ok(parsed), None) => {
            let payload = Payload::encode(&parsed.profile, Duplicates::Fold).unwrap();
            let warnings: Json = names(Severity::Warning).into_iter().collect();
            let ours = json!({"params": params(&payload.profile()), "warnings": warnings});
            if ours == *theirs { Ok("read") } else { Err(ours.to_string()) }
        }
        (Err(_), Some(error)) if names(Severity::Error).contains(error) => Ok("refused"),
        // If there are several faults, each reader reports its own, and a declaration may be broken in more than one
        // way.
        (Err(_), Some(_)) => Ok("refused for another fault"),
        // FORMAT 7.2: a compiler may accept `--` inside a comment, with a warning.
        (Ok(_), Some("NotWellFormed")) if has(Code::DASHES_IN_COMMENT) => Ok("dashes in a comment"),
        // The other reader still drops an instruction inside a value,
        (Err(_), None) if has(Code::INSTRUCTION_IN_VALUE) => Ok("an instruction in a value"),
        // trusts the declaration, and accepts `<?xml` only at the very beginning.
        (Ok(_), Some("Encoding")) if has(Code::DECLARED_ENCODING) => Ok("declared encoding"),
        (Ok(_), Some("NotWellFormed")) if has(Code::BLANK_BEFORE_DECLARATION) => Ok("blanks before a declaration"),
        // expat accepts any version.
        (Err(_), None) if has(Code::MALFORMED) && holds(source, b"<?xml") => Ok("version"),
        _ => Err(format!("{:?}", names(Severity::Error))),
    }
}

/// The verdict about each source.
#[track_caller]
fn verdicts(reference: &Reference, sources: &[Vec<u8>]) -> Vec<&'static str> {
    let question = |source: &Vec<u8>| json!({"op": "xml", "source": hex::encode(source)});
    let questions: Vec<Json> = sources.iter().map(question).collect();
    let theirs = reference.answers(&questions);
    let verdict = |(source, theirs): (&Vec<u8>, &Json)| {
        verdict(source, theirs)
            .unwrap_or_else(|ours| panic!("{}\n  ours {ours}\n  theirs {theirs}", source.escape_ascii()))
    };
    sources.iter().zip(&theirs).map(verdict).collect()
}

/// How often there was this verdict.
fn count(verdicts: &[&str], verdict: &str) -> usize {
    verdicts.iter().filter(|given| **given == verdict).count()
}

#[test]
fn random_sources_are_read_alike() {
    let Some(reference) = Reference::find() else { return };
    let sources: Vec<Vec<u8>> = generated(2_000, &document()).into_iter().map(String::into_bytes).collect();
    let verdicts = verdicts(&reference, &sources);
    assert!(count(&verdicts, "read") > 1_000 && count(&verdicts, "refused") > 300);
    assert!(count(&verdicts, "refused for another fault") < 20);
}

#[test]
fn edited_sources_are_read_alike() {
    let Some(reference) = Reference::find() else { return };
    let sources = generated(4_000, &(document(), edits()));
    let sources: Vec<_> = sources.iter().map(|(source, edits)| edited(source.as_bytes(), edits)).collect();
    let verdicts = verdicts(&reference, &sources);
    assert!(count(&verdicts, "read") > 200 && count(&verdicts, "refused") > 2_000);
    assert!(count(&verdicts, "refused for another fault") < 100);
}
