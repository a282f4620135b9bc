//! The codes that no check reports: those of the readers, and those about keys, files that are to be made, and device lists.
//!
//! Knows: which tables there are. Must not know: where a finding is, how it is shown. The checks have a table of their own,
//! [`spc_devices::check::checks`].

use spc_core::diagnostic::{CODES, Code, CodeInfo, Severity};
use spc_devices::{fleet, handover};

/// What is wrong with how a file is to be encrypted, which only the program knows.
const OF_SEALING: [CodeInfo; 2] = [
    CodeInfo {
        code: Code::new(701),
        name: "secrets-without-key",
        severity: Severity::Warning,
        explanation: "A file is written without encryption although it holds passwords: whoever fetches it, by the \
                      address of a phone alone, can read them.",
    },
    CodeInfo {
        code: Code::new(703),
        name: "weak-key",
        severity: Severity::Warning,
        explanation: "The key is easily guessed: it is short, a common word, made of the phone's own address, or \
                      another value of the profile. `spc derive` and `spc keygen` make keys that are not.",
    },
];

/// Every code that no check reports, in the order of the numbers.
pub(crate) fn rows() -> impl Iterator<Item = &'static CodeInfo> {
    CODES.iter().chain(&OF_SEALING).chain(handover::CODES).chain(fleet::CODES)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    use spc_devices::check::checks;

    use super::*;

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
        let known: BTreeSet<Code> = rows().map(|row| row.code).chain(checks().map(|check| check.code)).collect();
        let mut files = Vec::new();
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for member in ["spc-core", "spc-devices", "spc-cli"] {
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

    #[test]
    fn no_code_and_no_name_is_used_twice() {
        let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
        let of_checks = checks().map(|check| (check.code, check.name));
        for (code, name) in rows().map(|row| (row.code, row.name)).chain(of_checks) {
            assert!(codes.insert(code), "{code} is used twice");
            assert!(names.insert(name), "{name} is used twice");
        }
        assert!(rows().is_sorted_by_key(|row| row.code));
        assert!(rows().all(|row| row.explanation.ends_with('.') && !row.explanation.contains("  ")));
    }
}
