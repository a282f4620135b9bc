//! Every code that can be printed: in one table, explained, and on the page of checks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use spc_core::diagnostic::Code;
use spc_devices::check::Example;
use spc_devices::explain::code;

use crate::spc::{Ran, Sandbox, expect};

#[test]
fn the_page_of_checks_is_current() {
    let page = String::from_utf8(Sandbox::new().spc("manual --checks").stdout).unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/checks.md");
    let kept = fs::read_to_string(kept).unwrap_or_default();
    let make = "cargo run -p sip-profile-compiler -- manual --checks > docs/checks.md";
    let differing = page.lines().zip(kept.lines()).position(|(new, old)| new != old).map(|line| line.saturating_add(1));
    assert!(page == kept, "docs/checks.md differs, first in line {differing:?}; make it again: {make}");
}

#[test]
fn the_manual_lists_every_code() {
    let page = String::from_utf8(Sandbox::new().spc("manual").stdout).unwrap();
    for text in code::all() {
        assert!(page.contains(&format!(".TP\n\\fB{}\\fR ", text.code)), "{}", text.code);
    }
}

#[test]
fn every_code_is_explained_by_the_program() {
    let sandbox = Sandbox::new();
    let words: Vec<String> = code::all().iter().map(|text| text.code.to_string()).collect();
    let said = sandbox.spc(&format!("explain {}", words.join(" ")));
    expect(&said, 0, &[]);
    let said = String::from_utf8(said.stdout).unwrap();
    for text in code::all() {
        assert!(said.contains(&format!("{} {}\n\n", text.code, text.name)), "{}", text.code);
    }
    assert!(said.lines().all(|line| line.chars().count() <= 100 || line.starts_with("    ")), "{said}");
    let objects = sandbox.spc(&format!("explain --json {}", words.join(" ")));
    assert_eq!(objects.stdout.split_inclusive(|byte| *byte == b'\n').count(), words.len());
}

/// The labels of the findings that a page of the reference defines, in the tables that have a severity.
fn findings_of(page: &str) -> Vec<String> {
    let is_label = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let mut labels = Vec::new();
    let mut is_table = false;
    for line in page.lines() {
        let mut cells = line.split('|').skip(1).map(str::trim);
        let first = cells.next().unwrap_or_default();
        is_table = line.starts_with('|') && (is_table || first == "Label");
        let words: Vec<&str> = first.split([',', '/']).map(str::trim).collect();
        if is_table && words.iter().all(|word| is_label(word)) {
            labels.extend(words.into_iter().map(str::to_owned));
        }
    }
    labels
}

#[test]
fn every_finding_of_the_reference_has_a_code_or_a_reason() {
    // Those without a code of their own, and why.
    let reasons = [
        ("dial-secret", "the same as dp-secret"),
        ("trigger-false", "the same as trigger-mpp"),
        ("fallback-nosrv", "the factory default of every device, which the reference says not to report"),
    ];
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = fs::read_to_string(workspace.join("docs/reference/value-languages.md")).unwrap();
    let labels = findings_of(&page);
    assert!(labels.len() > 120, "{} labels", labels.len());
    let sources: Vec<&str> = code::all().iter().map(|text| text.source).collect();
    let is_cited = |label: &str| sources.iter().any(|source| source.split([' ', ',', ';']).any(|word| word == label));
    let without: Vec<&String> =
        labels.iter().filter(|label| !is_cited(label) && !reasons.iter().any(|(known, _)| known == label)).collect();
    assert!(without.is_empty(), "no check has these as its source: {without:?}");
    for (label, reason) in reasons {
        assert!(labels.iter().any(|known| known == label) && !reason.is_empty(), "{label} is not in the reference");
    }
}

#[test]
fn every_code_can_be_denied_warned_about_and_allowed() {
    let sandbox = Sandbox::new();
    sandbox.write("p.xml", "<flat-profile><A>1</A><A>1</A></flat-profile>");
    for flag in ["--deny", "--warn", "--allow"] {
        let words: String = code::all().iter().map(|text| format!(" {flag} {}", text.code)).collect();
        let ran = sandbox.spc(&format!("check p.xml{words}"));
        let (code, is_said) = if flag == "--deny" { (1, true) } else { (0, flag == "--warn") };
        expect(&ran, code, &[]);
        assert_eq!(ran.stderr.contains("SPC0402") || String::from_utf8_lossy(&ran.stdout).contains("SPC0402"), is_said);
    }
}

#[test]
fn a_level_without_effect_is_mentioned() {
    let sandbox = Sandbox::new();
    sandbox.write("p.xml", "<flat-profile><A>1</A></flat-profile>");
    for (flags, is_said) in [
        ("--allow SPC0203", true),
        ("--warn bare-ampersand", true),
        ("--allow SPC0107", true),
        ("--allow SPC2007", true),
        ("--deny SPC2007", true),
        ("--deny SPC0203", false),
        ("--allow SPC0402 --allow SPC0501 --warn names", false),
    ] {
        let ran = sandbox.spc(&format!("check p.xml {flags}"));
        expect(&ran, 0, &[]);
        assert_eq!(ran.stderr.contains("has no effect"), is_said, "{flags}: {}", ran.stderr);
    }
}

/// Runs what an example says, in a folder of its own.
fn run(example: &Example, is_of_check: bool) -> Ran {
    let sandbox = Sandbox::new();
    for (name, text) in example.files {
        sandbox.write(name, text);
        fs::set_permissions(sandbox.path(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    if let Some(command) = example.command {
        return sandbox.sh(&format!("umask 077; {command}"));
    }
    // What a reader reports, it reports of a whole source.
    sandbox.write("example", if is_of_check { example.source() } else { example.profile.to_owned() });
    let mut arguments = vec!["check".to_owned(), "example".to_owned()];
    arguments.extend(example.model.iter().flat_map(|model| ["--model".to_owned(), (*model).to_owned()]));
    arguments.extend(example.complete.then(|| "--complete".to_owned()));
    if !example.emergency.is_empty() {
        arguments.extend(["--emergency".to_owned(), example.emergency.join(",")]);
    }
    sandbox.spc_with(arguments)
}

#[test]
fn every_example_is_reported_by_the_program() {
    // Those without one, and why.
    let exempt = [
        (2025, "the files would have 32 MiB"),
        (2026, "whether a list changes at the right moment depends on the machine"),
    ];
    let mut silent = Vec::new();
    for text in code::all() {
        let is_exempt = exempt.iter().any(|(code, _)| Code::new(*code) == text.code);
        assert_eq!(text.example.situation.is_some(), is_exempt, "{}", text.code);
        if is_exempt {
            continue;
        }
        let ran = run(&text.example, text.group.is_some());
        if !ran.stderr.contains(&format!("[{}]", text.code)) {
            silent.push(format!("{}: {}", text.code, ran.stderr));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// Every source file below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The numbers after each `prefix` in a text, as far as they end with `end`.
fn numbers(text: &str, prefix: &str, end: &str) -> Vec<u16> {
    let after = text.split(prefix).skip(1);
    after
        .filter_map(|rest| {
            let digits = rest.split(|character: char| !character.is_ascii_digit()).next()?;
            rest.strip_prefix(digits)?.starts_with(end).then(|| digits.parse().ok()).flatten()
        })
        .collect()
}

#[test]
fn every_code_in_the_sources_is_in_a_table() {
    let known: BTreeSet<Code> = code::all().iter().map(|text| text.code).collect();
    let mut files = Vec::new();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for member in ["spc-core", "spc-devices", "spc-fleet", "spc-files", "spc-cli"] {
        sources(&workspace.join(member).join("src"), &mut files);
    }
    let mut seen = BTreeSet::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let printed = numbers(&text, "SPC", "").into_iter().filter(|number| *number > 99);
        for number in printed.chain(numbers(&text, "Code::new(", ")")) {
            // The code of nothing, in tests.
            assert!(number == 9999 || known.contains(&Code::new(number)), "{number} in {}", file.display());
            seen.insert(number);
        }
    }
    assert!(files.len() > 200 && seen.len() > 50, "{} files, {} codes", files.len(), seen.len());
}
