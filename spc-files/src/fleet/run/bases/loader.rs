//! Reads the base profiles of a fleet one by one, and reports what is wrong with each at its place.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use spc_core::batch::{BatchError, ValuePlace, placeholders};
use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::profile::{ParameterName, Profile};
use spc_devices::model::Model;
use spc_fleet::codes;
use spc_fleet::list::Columns;

use crate::fleet::list::ListFile;
use crate::fleet::list::faults::RowFault;
use crate::fleet::list::finding::Finding;
use crate::read::fence::{Fence, Found};
use crate::read::input::{Input, refuse_special};
use crate::read::profile::{self, Reading, Source};
use crate::report::advice::Advice;
use crate::report::error::{Error, describe};
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::report::show;
use crate::write::staged::folder_of;

/// The most bytes of all bases and their imports. Once prepared, they take about four times as much memory.
const MOST_BYTES: usize = 32 << 20;

/// A base as it was read, from which files of several formats may be made.
#[derive(Debug)]
pub(super) struct Loaded {
    /// How messages name it.
    name: String,
    pub(super) profile: Profile<'static>,
    /// The columns of the list that it takes values from, in the order that a batch needs.
    pub(super) columns: Vec<usize>,
    /// The size of the source in bytes, which is about that of an uncompressed file.
    pub(super) bytes: usize,
    /// Whether it says that it is for a stock phone.
    pub(super) is_for_device: bool,
    /// The model that it says it is for.
    pub(super) model: Option<Model>,
    /// The columns whose names it has in placeholders of other template languages, which were reported.
    pub(super) marked: Vec<String>,
}

/// How many missing columns are reported per base.
const MOST_MISSING: usize = 20;

/// Reads bases, up to a total size.
#[derive(Debug)]
pub(super) struct Loader<'a> {
    reading: &'a Reading,
    list: &'a ListFile<'a>,
    reporter: &'a Reporter,
    room: usize,
    /// The files that were read because the list or a base names them.
    pub(super) sources: Vec<PathBuf>,
}

impl<'a> Loader<'a> {
    pub(super) const fn new(reading: &'a Reading, list: &'a ListFile<'a>, reporter: &'a Reporter) -> Self {
        Self { reading, list, reporter, room: MOST_BYTES, sources: Vec::new() }
    }

    /// Reads a base that the arguments name, and checks it for the models of its rows.
    pub(super) fn load(&mut self, path: &Path, models: &[Option<Model>]) -> Result<Arc<Loaded>, Error> {
        let input = self.reading.read_regular(path)?;
        self.parse(&input, models)
    }

    fn parse(&mut self, input: &Input, models: &[Option<Model>]) -> Result<Arc<Loaded>, Error> {
        let Self { list, reporter, .. } = *self;
        let source = profile::parse_source_for(input, self.reading, models, reporter)?;
        self.sources.extend(source.imported().map(Path::to_owned));
        let bytes = input.bytes.len().saturating_add(source.imported_bytes());
        self.room = self.room.checked_sub(bytes).ok_or_else(|| too_large(list, reporter))?;
        // All bases together decide which other columns are at fault.
        let mut missing: Vec<String> = Vec::new();
        let mut failure = None;
        loop {
            let all: Vec<&str> = list.columns().names().chain(missing.iter().map(String::as_str)).collect();
            let Err(error) = placeholders(&source.parsed.profile, &all) else { break };
            failure = Some(misplaced(&error, input, &source, list, reporter));
            match error {
                // Continues as if the column existed, so that the same run finds the next missing one.
                BatchError::UnknownPlaceholder { placeholder: Some(name), .. } if missing.len() < MOST_MISSING => {
                    missing.push(name);
                }
                _ => break,
            }
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
        let columns = list.columns().values().map(|(index, _)| index).collect();
        let is_marked = |name: &&str| source.placeholders(input).any(|placeholder| name_in(placeholder) == *name);
        let marked = list.columns().names().filter(is_marked).map(str::to_owned).collect();
        let (name, is_for_device, model) = (input.name.clone(), source.is_for_device(input), source.model(input));
        let profile = source.parsed.profile.into_owned();
        Ok(Arc::new(Loaded { name, profile, columns, bytes, is_for_device, model, marked }))
    }

    /// Reads a base that rows name. A cell may be anything, even a shifted password, so its text is shown only if it names an
    /// existing file.
    pub(super) fn load_beside(&mut self, name: &str, models: &[Option<Model>]) -> Result<Arc<Loaded>, RowFault> {
        let columns = self.list.columns();
        let cell = columns.base().unwrap_or(columns.mac());
        let unusable = |why: String| RowFault::new(cell, codes::UNUSABLE_BASE, why);
        let fence = Fence::around(folder_of(self.list.path));
        let path = self.list.path.with_file_name(name);
        let real = beside(&path, name, &fence);
        // A base that does not exist yet is a dependency too.
        self.sources.extend((!matches!(real, Err(None))).then(|| path.clone()));
        let real = real.map_err(|outside| match outside {
            None => unusable("the base is outside the list's directory".to_owned()).hint(Advice::GiveBase),
            Some(error) => unusable(format!("the base cannot be read: {}", describe(&error))),
        })?;
        let base = refuse_special(&path).and_then(|()| {
            // The file that was found inside is read, even if a link has changed since; messages and imports use its own name.
            let input = self.reading.read_regular(&real)?;
            self.parse(&Input { name: path.display().to_string(), path: Some(path), ..input }, models)
        });
        base.map_err(|failure| {
            self.reporter.error(&failure);
            self.unusable(name)
        })
    }

    /// The fault of a base that exists but cannot be used, for a reason that has been reported.
    pub(super) fn unusable(&self, name: &str) -> RowFault {
        let columns = self.list.columns();
        let cell = columns.base().unwrap_or(columns.mac());
        RowFault::new(cell, codes::UNUSABLE_BASE, format!("base `{name}` cannot be used"))
    }
}

/// The real path of a base that a row names, if it is in or below the list's folder both by its name and after links are
/// followed. Otherwise, why it cannot be inspected, or nothing if it is elsewhere.
fn beside(path: &Path, name: &str, fence: &Fence) -> Result<PathBuf, Option<io::Error>> {
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(None);
    }
    match fence.find(path).map_err(Some)? {
        Found::Outside => Err(None),
        Found::Inside(real) => Ok(real),
    }
}

fn too_large(list: &ListFile<'_>, reporter: &Reporter) -> Error {
    let message = format!("the bases of `{}` are over {} MiB in total", list.name, MOST_BYTES >> 20);
    let finding = Finding::error(&list.name, codes::TOO_MANY_BASES, &message);
    finding.hint(Some("split the list, so that each run needs fewer bases")).end(reporter)
}

/// Reports what is wrong with a placeholder of a base, at its place in it.
fn misplaced(error: &BatchError, base: &Input, source: &Source<'_>, list: &ListFile<'_>, reporter: &Reporter) -> Error {
    let mut message = error.to_string();
    let (code, hint) = match error {
        BatchError::UnknownPlaceholder { placeholder: Some(name), .. } if Columns::is_reserved(name) => {
            message = format!("`{{{{{name}}}}}` is not filled in: the column `{name}` is reserved");
            (codes::NO_COLUMN_FOR_PLACEHOLDER, Some(instead_of_reserved(name)))
        }
        BatchError::UnknownPlaceholder { placeholder, .. } => {
            let near = placeholder.as_deref().and_then(|name| list.columns().near(name));
            let near = near.map(|name| format!("did you mean `{{{{{name}}}}}`? ")).unwrap_or_default();
            let hint = format!("{near}the columns of `{}` are {}", list.name, list.columns().listed());
            (codes::NO_COLUMN_FOR_PLACEHOLDER, Some(hint))
        }
        BatchError::UnclosedPlaceholder { place, .. } => {
            (codes::UNCLOSED_PLACEHOLDER, closed(place, &source.parsed.profile, list.columns()))
        }
        _ => (codes::UNCLOSED_PLACEHOLDER, None),
    };
    let Some(span) = error.span(&source.parsed, &base.bytes, source.syntax) else {
        return refused(error, &base.name, list, reporter);
    };
    let finding = Diagnostic::new(code, Severity::Error, span, message);
    let finding = hint.iter().fold(finding, Diagnostic::help);
    show(&[finding], &source.shown(base), reporter);
    Error::Reported(Exit::Input)
}

/// The name in a placeholder, whatever is around it.
fn name_in(placeholder: &str) -> &str {
    placeholder.trim_matches(|sign: char| !sign.is_alphanumeric())
}

/// What to write instead of a placeholder that is not closed, if it has the name of a column.
fn closed(place: &ValuePlace, base: &Profile<'_>, columns: &Columns) -> Option<String> {
    let value = base.parameters.get(place.parameter)?.value.text()?;
    let name = name_in(value.get(place.range.start..)?.split('}').next()?);
    let column = columns.names().find(|column| *column == name)?;
    Some(format!("write `{{{{{column}}}}}`"))
}

/// What to write instead of a placeholder that has the name of a reserved column.
fn instead_of_reserved(name: &str) -> String {
    match name {
        "mac" => {
            "in a rule or a log message write `$MA`, which the phone replaces with its address; elsewhere, repeat the \
                  addresses in a column with another name"
                .to_owned()
        }
        name => format!("repeat `{name}` in a column with another name, and use that name in the base"),
    }
}

/// Why a base cannot be prepared, with the place in the list's header if a column is at fault.
fn refused(error: &BatchError, base: &str, list: &ListFile<'_>, reporter: &Reporter) -> Error {
    match error {
        BatchError::RepeatedColumn { column, .. }
        | BatchError::Column { column, .. }
        | BatchError::Nested { column, .. } => {
            let column = list.columns().values().nth(*column).map(|(index, _)| index).unwrap_or_default();
            let fault = RowFault::new(column, codes::UNUSABLE_COLUMN, error.to_string());
            let fault = match meant(error) {
                Some(name) => fault.hint(format!("did you mean `{name}`?")),
                None => fault,
            };
            list.header_fault(column, &fault, reporter)
        }
        _ => Error::new(Exit::Input, format!("`{base}`: {error}")),
    }
}

/// The parameter for which a column in plain-text spelling is intended.
fn meant(error: &BatchError) -> Option<String> {
    let BatchError::Column { name, .. } = error else { return None };
    ParameterName::from_label(name).ok().map(|meant| meant.to_string()).filter(|meant| meant != name)
}

impl Loaded {
    /// Why it cannot be prepared together with the other bases of its list.
    pub(super) fn refused(&self, error: &BatchError, list: &ListFile<'_>, reporter: &Reporter) -> Error {
        refused(error, &self.name, list, reporter)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn the_file_that_a_link_led_to_when_checked_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        fs::write(real.join("a.xml"), "x").unwrap();
        symlink("a.xml", real.join("link.xml")).unwrap();
        let found = |name: &str| beside(&real.join(name), name, &Fence::around(&real));
        assert_eq!(found("link.xml").unwrap(), real.join("a.xml"));
        assert!(found("none.xml").is_err_and(|error| error.is_some()));
        assert!(found("../a.xml").is_err_and(|error| error.is_none()));
    }
}
