//! `spc check --fix`: applies the suggestions that are certain.

use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use spc_core::diagnostic::Suggestion;
use spc_devices::check::Checker;
use spc_files::read::{Checked, Input, Reading, is_dash};
use spc_files::report::{Shown, may_be_shown, redacted};
use spc_files::write::{Output, Staged};
use spc_files::{Error, Exit, Reporter};

/// A suggestion may uncover another one: a file has to be readable before its names are looked at, and one run names only
/// so many signs that keep it from being read. More rounds than these do not help.
const ROUNDS: usize = 100;

/// Applies what is certain to each file, and gives `left` what is still wrong then.
pub(crate) fn run(
    files: Vec<Result<PathBuf, Error>>,
    checker: &Checker,
    reading: &Reading,
    is_dry: bool,
    mut left: impl FnMut((Option<PathBuf>, Result<Checked, Error>)) -> Result<(), Error>,
    reporter: &Reporter,
) -> Result<(), Error> {
    let mut changed = 0_usize;
    for file in files {
        let (path, fixed) = match file {
            Ok(path) => {
                let fixed = fix(&path, checker, reading, is_dry, reporter);
                (Some(path), fixed)
            }
            Err(error) => (None, Err(error)),
        };
        let checked = fixed.map(|(is_changed, checked)| {
            changed = changed.saturating_add(is_changed.into());
            checked
        });
        left((path, checked))?;
    }
    let files = if changed == 1 { "file" } else { "files" };
    reporter.note(&match is_dry {
        true => format!("would change {changed} {files}; nothing was written"),
        false => format!("changed {changed} {files}"),
    });
    Ok(())
}

/// Applies what is certain to one file; whether that changes it, and what is still wrong.
fn fix(
    path: &Path,
    checker: &Checker,
    reading: &Reading,
    is_dry: bool,
    reporter: &Reporter,
) -> Result<(bool, Checked), Error> {
    if is_dash(path) {
        return Err(Error::usage("--fix changes files, and standard input is not one"));
    }
    let original = reading.read_regular(path)?;
    let (bytes, checked) = mended(&original, checker, reading)?;
    if bytes == original.bytes {
        return Ok((false, checked));
    }
    if is_dry {
        let shown = |bytes| redacted(Shown::new(&original.name, bytes, reading.syntax(&original.bytes)));
        let (before, after) = (shown(&original.bytes), shown(&bytes));
        let diff = TextDiff::from_lines(&before, &after);
        let unified = diff.unified_diff().header(&original.name, &original.name).to_string();
        let lines: Vec<String> = unified.lines().map(spc_core::escape::escape).collect();
        reporter.lines(lines);
        return Ok((true, checked));
    }
    replace(path, &bytes)?;
    reporter.note(&format!("fixed `{}`", original.name));
    Ok((true, checked))
}

/// Replaces a file by one of the same owner, group and mode.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let Output::File(file) = Output::resolve(path, &[])? else {
        return Err(Error::usage(format!("`{}` is not a file that can be replaced", path.display())));
    };
    let about = fs::metadata(&file).map_err(|error| Error::io("read", path, &error))?;
    Staged::like(&file, path, bytes, &about)?.commit().map_err(|error| Error::io("write", path, &error))
}

/// The file with all that is certain applied, and what is still wrong.
fn mended(original: &Input, checker: &Checker, reading: &Reading) -> Result<(Vec<u8>, Checked), Error> {
    let mut bytes = original.bytes.clone();
    for _ in 0..ROUNDS {
        let input = Input::new(original.name.clone(), original.path.clone(), bytes.clone());
        let checked = Checked::input(input, checker, reading)?;
        let suggestions = certain(&checked, &bytes);
        if suggestions.is_empty() {
            return Ok((bytes, checked));
        }
        bytes = apply(&bytes, &suggestions);
    }
    // An edit that leaves its fault where it was would be made forever: it is not what was meant.
    let message = format!("`{}` is unchanged: its errors came back after they were fixed", original.name);
    Err(Error::new(Exit::Input, message))
}

/// The suggestions about the file itself, in order, none of which touches another, or what may be a secret.
fn certain<'c>(checked: &'c Checked, bytes: &[u8]) -> Vec<&'c Suggestion> {
    let shown = checked.shown();
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let mut suggestions: Vec<&Suggestion> = checked
        .findings
        .iter()
        .filter_map(|finding| finding.suggestion.as_deref())
        .filter(|one| one.span.source() == 0 && (is_utf8 || one.replacement.is_ascii()))
        .collect();
    if !suggestions.is_empty() {
        let may_be_shown = may_be_shown(&shown);
        suggestions.retain(|suggestion| may_be_shown(suggestion.span));
    }
    suggestions.sort_by_key(|suggestion| (suggestion.span.start(), suggestion.span.end()));
    let mut end = 0;
    suggestions.retain(|suggestion| {
        let is_apart = suggestion.span.start() >= end;
        if is_apart {
            end = suggestion.span.end().max(suggestion.span.start().saturating_add(1));
        }
        is_apart
    });
    suggestions
}

fn apply(source: &[u8], suggestions: &[&Suggestion]) -> Vec<u8> {
    let mut text = Vec::with_capacity(source.len());
    let mut at = 0;
    for suggestion in suggestions {
        let range = suggestion.span.range();
        text.extend_from_slice(source.get(at..range.start).expect("suggestions are in order and apart"));
        text.extend_from_slice(suggestion.replacement.as_bytes());
        at = range.end;
    }
    text.extend_from_slice(source.get(at..).expect("suggestions are inside the source"));
    text
}
