//! Real profiles, and what the table in their README expects of a compiler.
#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "profiles are files")]

use std::fs;
use std::process::Command;

use spc_core::diagnostic::{Diagnostic, Diagnostics, LineIndex};
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::source::{self, Parsed, Reader, Syntax};

#[path = "common/corpus.rs"]
mod corpus;
#[path = "common/skipped.rs"]
mod skipped;

use corpus::folder;

/// `| file | class | what reading reports | .. |`
fn rows(table: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    table.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
        let file = cells.next()?.trim_end_matches('`');
        Some((file, cells.next()?, cells.next()?))
            .filter(|(_, class, _)| ["clean", "warnings", "refused"].contains(class))
    })
}

/// Every `line:column` of a cell.
fn places(cell: &str) -> Vec<(usize, usize)> {
    let is_inside = |c: char| c.is_ascii_digit() || c == ':';
    cell.split(|c| !is_inside(c))
        .filter_map(|word| word.split_once(':'))
        .filter_map(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)))
        .collect()
}

fn read(bytes: &[u8], syntax: Syntax) -> Result<Parsed<'_>, Diagnostics> {
    Reader::new().syntax(syntax).read(bytes)
}

#[test]
fn a_named_folder_that_is_missing_fails_a_test_that_needs_it() {
    let this = std::env::current_exe().unwrap();
    let test = "each_profile_is_clean_warned_about_or_refused_as_its_table_says";
    let ran = Command::new(this).args(["--exact", test]).env("SPC_SHARED", "/dev/null").output().unwrap();
    assert!(!ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn each_profile_is_clean_warned_about_or_refused_as_its_table_says() {
    let Some(corpus) = folder() else { return };
    let table = fs::read_to_string(corpus.join("README.md")).unwrap();
    let mut counts = [0; 3];
    for (file, class, cell) in rows(&table) {
        let bytes = fs::read(corpus.join(file)).unwrap();
        let index = LineIndex::new(&bytes);
        let at = |finding: &Diagnostic| index.locate(finding.span.start());
        match read(&bytes, source::sniff(&bytes)) {
            Ok(parsed) => {
                let found = if parsed.diagnostics.is_empty() { "clean" } else { "warnings" };
                assert_eq!(found, class, "{file}: {:?}", parsed.diagnostics);
                for (word, name) in
                    [("bare text", "StrayText"), ("duplicate", "Duplicate"), ("unknown attribute", "UnknownAttribute")]
                {
                    // The table predates the support for `um`, which the newest family writes.
                    if word == "unknown attribute" && cell.contains("`um`") {
                        continue;
                    }
                    let reported = parsed.diagnostics.iter().any(|finding| finding.code.format_name() == Some(name));
                    assert_eq!(reported, cell.contains(word), "{file}: {word}");
                }
                Payload::encode(&parsed.profile, Duplicates::Fold).unwrap();
                let xml = source::to_xml(&parsed.profile).unwrap();
                let again = read(xml.as_bytes(), Syntax::Xml).unwrap();
                let bytes = |profile| Payload::encode(profile, Duplicates::Fold).unwrap().as_bytes().to_vec();
                assert!(bytes(&parsed.profile) == bytes(&again.profile), "{file}: its canonical XML differs");
                counts[if class == "clean" { 0 } else { 1 }] += 1;
            }
            Err(findings) => {
                assert_eq!(class, "refused", "{file}: {findings}");
                let found: Vec<_> = findings.as_slice().iter().map(at).collect();
                assert!(places(cell).iter().any(|place| found.contains(place)), "{file}: {found:?} is not {cell}");
                counts[2] += 1;
            }
        }
    }
    assert_eq!(counts, [20, 11, 13]);
}
