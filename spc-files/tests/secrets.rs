//! Nothing that holds a file or a key shows it by `Debug`, which ends in logs and panics.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::io::Write;
use std::path::Path;

use spc_files::read::{Input, KeySource};

const PLANTED: &str = "Th3Planted5ecret";

#[test]
fn debug_shows_nothing_of_files_and_keys() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    write!(file, "<flat-profile><Password_1_>{PLANTED}</Password_1_></flat-profile>").unwrap();
    let input = Input::read(file.path(), 1 << 20).unwrap();
    assert!(!input.bytes.is_empty());
    let command = KeySource::Command { line: format!("echo {PLANTED}"), variable: None };
    let typed = KeySource::file(Path::new(PLANTED));
    let said = format!("{input:?} {command:?} {typed:?}");
    assert!(said.contains("bytes") && said.contains("Command") && !said.contains(PLANTED), "{said}");
    // As decimal numbers of a list of bytes it would be no better.
    assert!(!said.contains("84, 104, 51"), "{said}");
}
