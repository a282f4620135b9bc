//! `spc check --fix`: applies the corrections that are certain.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;
use spc_core::escape::escape;
use spc_devices::check::Checker;
use spc_files::read::{Checked, Reading, corrected, is_dash, walk};
use spc_files::report::style::Form;
use spc_files::report::{Shown, redacted};
use spc_files::write::{Output, Staged};
use spc_files::{Error, Reporter};

/// Corrects each file where the correction is certain, and passes what is still wrong to `left`.
pub(crate) fn run(
    files: Vec<walk::Entry>,
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
            Err((path, error)) => (path, Err(error)),
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

/// Corrects one file where the correction is certain. Returns whether that changed it, and what is still wrong.
fn fix(
    path: &Path,
    checker: &Checker,
    reading: &Reading,
    is_dry: bool,
    reporter: &Reporter,
) -> Result<(bool, Checked), Error> {
    if is_dash(path) {
        return Err(Error::usage("--fix changes files, but standard input is not a file"));
    }
    let original = reading.read_regular(path)?;
    let (bytes, checked) = corrected(&original, checker, reading)?;
    if bytes == original.bytes {
        return Ok((false, checked));
    }
    if is_dry {
        let shown = |bytes| redacted(Shown::new(&original.name, bytes, reading.syntax(&original.bytes)));
        let (before, after) = (shown(&original.bytes), shown(&bytes));
        let diff = TextDiff::from_lines(&before, &after);
        let unified = diff.unified_diff().header(&original.name, &original.name).to_string();
        let unified = unified.lines().map(escape);
        let hidden = hidden_changes((&original.bytes, &bytes), (&before, &after));
        let hidden =
            hidden.map(|line| format!("{}:{line}: a character is escaped in a value that is not shown", original.name));
        print(unified.chain(hidden), reporter)?;
        return Ok((true, checked));
    }
    replace(path, &bytes)?;
    reporter.note(&format!("fixed `{}`", original.name));
    Ok((true, checked))
}

/// The numbers of the lines that differ in a file, and not in what is shown of them.
fn hidden_changes<'t>(
    (before, after): (&'t [u8], &'t [u8]),
    (shown_before, shown_after): (&'t str, &'t str),
) -> impl Iterator<Item = usize> + 't {
    let lines = |bytes: &'t [u8]| bytes.split(|byte| *byte == b'\n');
    let differ = lines(before).zip(lines(after)).map(|(before, after)| before != after);
    let is_shown = shown_before.split('\n').zip(shown_after.split('\n')).map(|(before, after)| before != after);
    (1..).zip(differ.zip(is_shown)).filter(|(_, (differs, is_shown))| *differs && !is_shown).map(|(line, _)| line)
}

/// Writes a diff to standard output, or to standard error if findings for programs are on standard output.
fn print(mut diff: impl Iterator<Item = String>, reporter: &Reporter) -> Result<(), Error> {
    if reporter.form() != Form::Human {
        reporter.lines(diff);
        return Ok(());
    }
    let mut output = io::stdout().lock();
    diff.try_for_each(|line| writeln!(output, "{line}")).map_err(|error| Error::stdout(&error))
}

/// Replaces a file, keeping its owner, group and mode.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let Output::File(file) = Output::resolve(path, &[])? else {
        return Err(Error::usage(format!("`{}` is not a file that can be replaced", path.display())));
    };
    let about = fs::metadata(&file).map_err(|error| Error::io("read", path, &error))?;
    Staged::like(&file, path, bytes, &about)?.commit().map_err(|error| Error::io("write", path, &error))
}
