//! The checks on published files: exactly the findings in `corpus_findings.txt`, each with its reason, and nothing at
//! all about the factory settings of any model.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests read files, and one that cannot go on stops"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::source::{self, Reader, Syntax};
use spc_devices::check::{self, Checker, Source};
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;

#[path = "../../spc-core/tests/common/corpus.rs"]
mod corpus;
#[path = "../../spc-core/tests/common/skipped.rs"]
mod skipped;

/// What the checks say; `None` where the profile cannot be read.
fn findings(source: &[u8], syntax: Syntax, model: Option<Model>) -> Option<Vec<Diagnostic>> {
    let parsed = Reader::new().syntax(syntax).read(source).ok()?;
    let mut findings = Checker::new().model(model).check(&[Source::new(source, syntax)], &parsed);
    findings.retain(|finding| check::find(finding.code).is_some());
    Some(findings)
}

/// How often each code is found, with the first letter of its highest severity: `W1301`.
fn counts(findings: &[Diagnostic]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let letter = match finding.severity {
            Severity::Error => 'E',
            Severity::Warning => 'W',
            _ => 'N',
        };
        let count = counts.entry(format!("{letter}{:04}", finding.code.number())).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// The table: under `= file`, or `= file for model`, the codes with their counts and reasons, or `refused`.
struct Table(Vec<(String, Vec<String>)>);

impl Table {
    fn read(text: &str) -> Self {
        let mut rows: Vec<(String, Vec<String>)> = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix("= ") {
                Some(title) => rows.push((title.to_owned(), Vec::new())),
                None => rows.last_mut().expect("a row begins with `= `").1.push(line.to_owned()),
            }
        }
        Self(rows)
    }

    /// The row for a file with these findings, with the reasons that the table gives.
    fn found(row: &[String], findings: Option<Vec<Diagnostic>>) -> Vec<String> {
        let Some(findings) = findings else { return vec!["refused".to_owned()] };
        let found = counts(&findings).into_iter().map(|(code, count)| {
            let reason = row.iter().find(|line| line.starts_with(&code)).and_then(|line| line.splitn(3, ' ').nth(2));
            format!("{code} x{count} {}", reason.unwrap_or_default()).trim_end().to_owned()
        });
        found.collect()
    }
}

/// The bytes of a published file, and the language to read them in.
fn published(folder: &Path, title: &str) -> (Vec<u8>, Syntax, Option<Model>) {
    let (file, model) = title.split_once(" for ").unwrap_or((title, ""));
    let bytes = fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    // One dump was saved from a browser's view; the reader says so, and the rest is worth checking.
    let start = if file.ends_with("9861-default-dump.xml") {
        bytes.windows(14).position(|part| part == b"<flat-profile>").unwrap()
    } else {
        0
    };
    let bytes = bytes.split_at(start).1.to_vec();
    let syntax = source::sniff(&bytes);
    let model = (!model.is_empty()).then(|| Model::find(model).unwrap_or_else(|missing| panic!("{missing}")));
    (bytes, syntax, model)
}

#[test]
fn published_profiles_have_their_known_findings_and_no_others() {
    let Some(folder) = corpus::folder() else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus_findings.txt");
    let text = fs::read_to_string(&path).unwrap();
    let table = Table::read(&text);
    let mut actual: String =
        text.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let mut unexplained = Vec::new();
    for (title, row) in &table.0 {
        let (bytes, syntax, model) = published(&folder, title);
        let found = Table::found(row, findings(&bytes, syntax, model));
        write!(actual, "\n= {title}\n").unwrap();
        for line in &found {
            writeln!(actual, "{line}").unwrap();
            if line.starts_with(['E', 'W']) && line.split(' ').count() < 3 {
                unexplained.push(format!("{title}: {line}"));
            }
        }
    }
    if std::env::var_os("SPC_WRITE_TABLES").is_some() {
        fs::write(&path, &actual).unwrap();
    }
    let files: BTreeSet<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let is_profile = |file: &&String| !file.ends_with(".md") && !file.ends_with(".tsv");
    let missing: Vec<_> =
        files.iter().filter(is_profile).filter(|file| !table.0.iter().any(|(title, _)| title == *file)).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
    let differences = differences(&text, &actual);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(unexplained.is_empty(), "without a reason:\n{}", unexplained.join("\n"));
}

/// The lines, with their titles, that are in only one of the two.
fn differences(expected: &str, actual: &str) -> Vec<String> {
    let titled = |text: &str| -> BTreeSet<String> {
        let mut title = String::new();
        let mut lines = BTreeSet::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix("= ") {
                Some(found) => found.clone_into(&mut title),
                None => {
                    lines.insert(format!("{title}: {line}"));
                }
            }
        }
        lines
    };
    let (expected, actual) = (titled(expected), titled(actual));
    let gone = expected.difference(&actual).map(|line| format!("- {line}"));
    gone.chain(actual.difference(&expected).map(|line| format!("+ {line}"))).collect()
}

/// What is found in the factory settings of a model, and why that is right.
const FACTORY: &[(&str, &str)] = &[
    // No password, and the web page is on: they ship like this.
    ("SPC0710", "Admin_Passwd"),
    ("SPC0710", "Admin_Password"),
    // Commands from any host are obeyed: they ship like this (value-languages 7.2).
    ("SPC0715", "CISCO_XML_EXE_Auth_Mode"),
];

#[test]
fn factory_settings_of_a_model_have_no_fault_for_it() {
    let mut faults = BTreeSet::new();
    for model in Model::all() {
        let Some(dictionary) = Dictionary::of(model) else { continue };
        let sample = dictionary.sample_xml();
        let parsed = Reader::new().syntax(Syntax::Xml).read(sample.as_bytes()).expect("a sample is a profile");
        let sources = [Source::new(sample.as_bytes(), Syntax::Xml)];
        let run = |is_complete| Checker::new().model(Some(model)).complete(is_complete).check(&sources, &parsed);
        for finding in run(false).into_iter().chain(run(true)).filter(|finding| finding.severity != Severity::Note) {
            let parameter = finding.parameter.as_deref().unwrap_or_default();
            let is_known = |(code, name): &&(&str, &str)| *code == finding.code.to_string() && *name == parameter;
            if !FACTORY.iter().any(|one| is_known(&one)) {
                faults.insert(format!("{} {parameter} {finding}", model.name()));
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{faults:#?}", faults.len());
}

#[test]
fn every_defect_that_is_listed_of_the_published_files_is_found_and_in_no_other_file() {
    const DEFECTS: [(&str, u16); 3] = [("placeholder", 1301), ("non-ASCII value", 524), ("`Info`", 525)];
    let Some(folder) = corpus::folder() else { return };
    let list = fs::read_to_string(folder.join("README.md")).unwrap();
    let rows = list.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let mut seen = 0;
    for (file, cells) in rows.filter(|(file, _)| folder.join(file).is_file()) {
        let cell = cells.trim_end_matches([' ', '|']).rsplit('|').next().unwrap_or_default();
        let is_clean = cells.trim_end().ends_with("|  |");
        let (bytes, syntax, model) = published(&folder, file);
        let Some(found) = findings(&bytes, syntax, model) else { continue };
        for (words, code) in DEFECTS {
            let is_found = found.iter().any(|finding| finding.code.number() == code);
            assert_eq!(is_found, !is_clean && cell.contains(words), "{file}: {words}");
            seen += usize::from(is_found);
        }
    }
    assert_eq!(seen, 14, "the list has as many");
}
