//! What a code such as `SPC0501` means: everything that is known about a finding, of the readers and of the checks.
//!
//! ```
//! use spc_devices::explain::code;
//!
//! let text = code::find("spc501")?;
//! assert_eq!((text.name, text.certain()), ("unknown-parameter", "when the model is known"));
//! assert!(text.explanation.starts_with("A device silently ignores a name that it does not know"));
//! assert!(code::find("spc509").is_err_and(|unknown| unknown.near.contains(&"SPC0504".to_owned())));
//! # Ok::<(), code::UnknownCode>(())
//! ```

use core::fmt;

use spc_core::diagnostic::{Code, Severity};

use crate::check::{Example, Group, Soundness, checks};
pub use crate::codes::number;
use crate::codes::{near_names, others};
use crate::lang::shown;
use row::Row;

mod files;
mod lists;
mod profile;
mod row;
mod sealing;
mod xml;

/// How many similar codes are named for an unknown one.
const NEAR: usize = 3;

/// How far apart the numbers of two codes may be if they are near.
const DISTANCE: u16 = 9;

/// A code in words.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CodeText {
    /// The code.
    pub code: Code,
    /// Its short name, as in `unknown-parameter`.
    pub name: &'static str,
    /// How severe a finding is, unless it has a reason to differ or the caller asked for something else.
    pub severity: Severity,
    /// The group that it can be allowed and denied with; `None` for a code that no check reports, which is selected by
    /// the code itself.
    pub group: Option<Group>,
    /// When a finding is certain; a finding that no check reports always is.
    pub soundness: Soundness,
    /// What it reports, in one sentence.
    pub summary: &'static str,
    /// Why it matters and how to fix it, in a few sentences.
    pub explanation: &'static str,
    /// How it comes to be reported.
    pub example: Example,
    /// Where the facts come from: a clause of FORMAT, a section of the reference, a guide.
    pub source: &'static str,
}

impl CodeText {
    /// When a finding is certain, in words that complete "a finding is certain ..".
    #[must_use]
    pub const fn certain(&self) -> &'static str {
        match self.soundness {
            Soundness::Sound => "always",
            Soundness::NeedsModel => "when the model is known",
            Soundness::NeedsWholeConfiguration => "when the profile is the whole configuration of the device",
            Soundness::Heuristic => "in most cases; it depends on what such a profile usually means",
        }
    }
}

/// A word that is not a code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownCode {
    /// The word.
    pub word: String,
    /// Up to three codes that may have been meant, the nearest first.
    pub near: Vec<String>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown code `{}`", shown(&self.word))
    }
}

impl core::error::Error for UnknownCode {}

/// The rows of the codes that no check reports.
fn rows() -> impl Iterator<Item = &'static Row> {
    xml::ROWS.iter().chain(files::ROWS).chain(profile::ROWS).chain(sealing::ROWS).chain(lists::ROWS)
}

/// Every code there is, in the order of the numbers.
#[must_use]
pub fn all() -> Vec<CodeText> {
    let read = others().map(|info| {
        let row = rows().find(|row| row.code == info.code);
        CodeText {
            code: info.code,
            name: info.name,
            severity: info.severity,
            group: None,
            soundness: Soundness::Sound,
            summary: info.explanation,
            explanation: row.map_or("", |row| row.explanation),
            example: row.map_or(Example::of(""), |row| row.example),
            source: row.map_or("", |row| row.source),
        }
    });
    let checks = checks().map(|check| CodeText {
        code: check.code,
        name: check.name,
        severity: check.severity,
        group: Some(check.group),
        soundness: check.soundness,
        summary: check.summary,
        explanation: check.explanation,
        example: (check.fires)().first().copied().unwrap_or(Example::of("")),
        source: check.source,
    });
    let mut all: Vec<CodeText> = read.chain(checks).collect();
    all.sort_by_key(|text| text.code);
    all
}

/// What is known about a code, by its number (`SPC0501`, `spc501`) or by its name (`unknown-parameter`).
///
/// # Errors
/// [`UnknownCode`], with the codes that are near by number or by name.
pub fn find(word: &str) -> Result<CodeText, UnknownCode> {
    let all = all();
    let number = number(word);
    let found = all.iter().find(|text| Some(text.code.number()) == number || text.name == word);
    found.copied().ok_or_else(|| UnknownCode { word: word.to_owned(), near: near(word, number, &all) })
}

fn near(word: &str, number: Option<u16>, all: &[CodeText]) -> Vec<String> {
    let mut near: Vec<(usize, String)> = match number {
        Some(number) => {
            let distance = |text: &CodeText| text.code.number().abs_diff(number);
            let few = all.iter().filter(|text| distance(text) <= DISTANCE);
            few.map(|text| (usize::from(distance(text)), text.code.to_string())).collect()
        }
        None => {
            let names = near_names(word, all.iter().map(|text| text.name));
            names.map(|(distance, name)| (distance, name.to_owned())).collect()
        }
    };
    near.sort();
    near.into_iter().take(NEAR).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use spc_core::format::{Format, UnsupportedFile};
    use spc_core::source::Reader;

    use super::*;

    fn reported(source: &'static str) -> Vec<Code> {
        let findings = match Reader::new().read(source.as_bytes()) {
            Ok(parsed) => parsed.diagnostics,
            Err(refused) => refused.into_vec(),
        };
        findings.into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn every_code_has_a_row_and_its_example_fires() {
        let without: Vec<Code> =
            others().map(|info| info.code).filter(|code| rows().all(|row| row.code != *code)).collect();
        assert_eq!(without, [], "codes without a row in explain/code/");
        assert!(rows().all(|row| others().any(|info| info.code == row.code)), "a row without a code");
        // The program's tests run the commands.
        for row in rows() {
            let Example { profile, command: None, situation: None, .. } = row.example else { continue };
            assert!(reported(profile).contains(&row.code), "{}: {:?}\n{profile}", row.code, reported(profile));
            // The program looks at what a file is before it is read as a profile.
            let format = Format::detect(profile.as_bytes());
            let is_read = matches!(
                format,
                Ok(Format::Xml | Format::Text) | Err(UnsupportedFile::Empty | UnsupportedFile::Unknown { .. })
            );
            assert!(is_read, "{}: {format:?}", row.code);
        }
    }

    #[test]
    fn the_codes_are_in_order_once_each_and_whole() {
        let all = all();
        assert!(all.is_sorted_by(|a, b| a.code < b.code), "in order, without repeats");
        let names: HashSet<&str> = all.iter().map(|text| text.name).collect();
        assert_eq!(names.len(), all.len(), "a name is used twice");
        for text in all {
            for words in [text.summary, text.explanation] {
                assert!(
                    words.ends_with('.') && !words.contains("  ") && !words.contains('\n'),
                    "{}: {words}",
                    text.code
                );
            }
            assert!(!text.source.is_empty(), "{}", text.code);
        }
    }

    #[test]
    fn a_code_is_found_by_number_and_by_name() {
        for word in ["SPC0501", "spc0501", "SPC501", "unknown-parameter"] {
            assert_eq!(find(word).map(|text| text.code), Ok(Code::new(501)), "{word}");
        }
        for (word, near) in [
            ("spc500", vec!["SPC0501", "SPC0502", "SPC0503"]),
            ("SPC9999", vec![]),
            ("unknown-paramter", vec!["unknown-parameter"]),
            ("SPC", vec![]),
            ("spc99999999", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(find(word).unwrap_err().near, near, "{word}");
        }
    }
}
