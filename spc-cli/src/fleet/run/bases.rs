//! The base profiles of a fleet: the one of `--base`, and those that rows name.
//!
//! A row may name only what lies below the list's own directory: whoever writes a list need not be who runs it.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

use spc_core::Target;
use spc_core::batch::{Batch, BatchError, Fleet};
use spc_core::profile::{Profile, Value};
use spc_devices::handover;

use crate::fleet::list::List;
use crate::fleet::list::rows::{Broken, Row};
use crate::read::input::Input;
use crate::read::profile::{self, Reading, Source};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::report::show_error;

/// Bases that a list may name: all of them are in memory at once.
const MOST: usize = 256;

/// A base, prepared for the list's columns.
pub(crate) struct Base {
    profile: Profile<'static>,
    /// The columns of the list that it takes values from, in the order that `batch` wants them.
    columns: Vec<usize>,
    pub(crate) batch: Batch,
    /// Whether the base or a column sets what a phone needs for its next file.
    pub(crate) concerns_next_file: bool,
    /// Bytes of the source: about those of a file that is not compressed.
    bytes: usize,
}

impl Base {
    /// The values of a row for this base.
    pub(crate) fn values<'r>(&self, row: &'r Row) -> Vec<&'r str> {
        self.columns.iter().map(|column| row.cell(*column)).collect()
    }

    /// What the file of a row sets a parameter to.
    pub(crate) fn value<'r>(&'r self, name: &str, values: &'r [&'r str]) -> Option<Cow<'r, str>> {
        match self.batch.value(name, values) {
            Some(Value::Set(text)) => Some(text),
            Some(Value::Keep) => None,
            None => self.profile.text_of(name).map(Cow::Borrowed),
        }
    }

    /// The column of the list that one of `batch` is.
    pub(crate) fn column(&self, place: usize) -> Option<usize> {
        self.columns.get(place).copied()
    }
}

/// The bases of a list.
pub(crate) struct Bases {
    default: Option<Base>,
    /// `None` where one cannot be used, which was told.
    named: HashMap<String, Option<Base>>,
    /// Files that the list names, and those that are imported.
    sources: Vec<PathBuf>,
}

impl Bases {
    /// Reads the bases and prepares them.
    pub(crate) fn load(
        default: Option<&Path>,
        reading: &Reading,
        list: &List<'_>,
        target: &Target,
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let mut sources = Vec::new();
        let load = |path: &Path, sources: &mut Vec<PathBuf>| {
            let input = reading.read_regular(path)?;
            let source = profile::parse_source(&input, reading, reporter)?;
            sources.extend(source.imported().map(Path::to_owned));
            let columns: Vec<usize> = list.columns.values().map(|(index, _)| index).collect();
            // By itself and at little cost, for its faults; all of them are prepared together afterwards.
            let batch = Batch::prepare(&source.parsed.profile, &names(list), Target::Xml);
            let batch = batch.map_err(|error| refused(&error, &input, &source, list, reporter))?;
            let bytes = input.bytes.len().saturating_add(source.imported_bytes());
            let names = source.parsed.profile.parameters.iter().map(|parameter| parameter.name.as_str());
            let concerns_next_file = names.chain(list.columns.values().map(|(_, name)| name)).any(handover::concerns);
            Ok(Base { profile: source.parsed.profile.into_owned(), columns, batch, concerns_next_file, bytes })
        };
        let default = default.map(|path| load(path, &mut sources)).transpose()?;
        let mut named_bases = HashMap::new();
        for name in named(list)? {
            let base = beside(list.path, &name).ok_or_else(|| outside(&name)).and_then(|path| {
                let base = load(&path, &mut sources);
                sources.push(path);
                base
            });
            if let Err(failure) = &base {
                reporter.error(failure);
            }
            named_bases.insert(name, base.ok());
        }
        let mut bases = Self { default, named: named_bases, sources };
        bases.retarget(list, target)?;
        bases.warn_of_additions(list, reporter);
        Ok(bases)
    }

    /// A parameter that no base has is a misspelt one, or a note that would be sent to the devices.
    fn warn_of_additions(&self, list: &List<'_>, reporter: &Reporter) {
        for (place, (_, name)) in list.columns.values().enumerate() {
            if self.all().next().is_some() && self.all().all(|base| base.batch.is_addition(place)) {
                let message = format!("column `{name}` of `{}` sets a parameter that no base has", list.name);
                let hint = "a typo? If it is intended, name it in the base, even without a value";
                reporter.warn(&message, Some(hint));
            }
        }
    }

    /// Prepares all bases anew for a target, together: what is a placeholder in one sets no parameter in another.
    pub(crate) fn retarget(&mut self, list: &List<'_>, target: &Target) -> Result<(), Error> {
        // No row can name the default one so.
        let default = self.default.iter().map(|base| ("", &base.profile));
        let named = self.named.iter().filter_map(|(name, base)| Some((name.as_str(), &base.as_ref()?.profile)));
        let fleet = Fleet::prepare(default.chain(named), &names(list), target.clone())
            .map_err(|error| Error::new(Exit::Input, error.error.to_string()))?;
        for (name, batch) in fleet.into_bases() {
            let base = if name.is_empty() {
                self.default.as_mut()
            } else {
                self.named.get_mut(&name).and_then(Option::as_mut)
            };
            base.expect("each base was prepared under its own name").batch = batch;
        }
        Ok(())
    }

    /// The base of a row that names this one, or none.
    pub(crate) fn find(&self, name: Option<&str>) -> Result<&Base, String> {
        match name {
            Some(name) => {
                let base = self.named.get(name).and_then(Option::as_ref);
                base.ok_or_else(|| format!("base `{name}` cannot be used"))
            }
            None => self.default.as_ref().ok_or_else(|| "the row names no base, and there is no --base".into()),
        }
    }

    /// The files that the list names, and those that are imported.
    pub(crate) fn sources(&self) -> &[PathBuf] {
        &self.sources
    }

    /// All of them.
    pub(crate) fn profiles(&self) -> Vec<&Profile<'static>> {
        self.all().map(|base| &base.profile).collect()
    }

    /// Secrets of the one that has most.
    pub(crate) fn secrets(&self) -> usize {
        self.all().map(|base| base.profile.secrets()).max().unwrap_or_default()
    }

    /// Bytes of the largest one.
    pub(crate) fn largest(&self) -> usize {
        self.all().map(|base| base.bytes).max().unwrap_or_default()
    }

    fn all(&self) -> impl Iterator<Item = &Base> {
        self.default.iter().chain(self.named.values().flatten())
    }
}

/// The names of the columns that set values, in their order.
fn names<'l>(list: &'l List<'_>) -> Vec<&'l str> {
    list.columns.values().map(|(_, name)| name).collect()
}

/// The bases that rows name.
fn named(list: &List<'_>) -> Result<BTreeSet<String>, Error> {
    let mut named = BTreeSet::new();
    let Some(column) = list.columns.base() else { return Ok(named) };
    let (mut rows, mut row) = (list.rows()?, Row::default());
    loop {
        match rows.read(&mut row) {
            Ok(true) if row.len() == list.columns.len() => {
                let name = row.cell(column);
                if !name.is_empty() && !named.contains(name) {
                    named.insert(name.to_owned());
                }
            }
            // Such rows are told of when all are checked.
            Ok(true) | Err(Broken::NotUtf8 { .. }) => {}
            Ok(false) => return Ok(named),
            Err(broken) => return Err(list.fatal(&rows, broken)),
        }
        if named.len() > MOST {
            let message = format!("`{}` names more than {MOST} bases", list.name);
            return Err(Error::new(Exit::Input, message).hint("give the other devices a list of their own"));
        }
    }
}

/// The path of a base that a row names, if it lies below the list's directory by its name.
fn beside(list: &Path, name: &str) -> Option<PathBuf> {
    let is_below = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    is_below.then(|| list.with_file_name(name))
}

fn outside(name: &str) -> Error {
    let failure = Error::new(Exit::Input, format!("base `{name}` is not below the directory of the list"));
    failure.hint("--base takes a profile from anywhere")
}

/// Tells why a base cannot be prepared, at its place in the base or in the list's header.
fn refused(error: &BatchError, base: &Input, source: &Source<'_>, list: &List<'_>, reporter: &Reporter) -> Error {
    let message = error.to_string();
    match error {
        BatchError::RepeatedColumn { column, .. }
        | BatchError::Column { column, .. }
        | BatchError::Nested { column, .. } => {
            let column = list.columns.values().nth(*column).map(|(index, _)| index).unwrap_or_default();
            list.header_fault(column, &message)
        }
        _ => match error.span(&source.parsed, &base.bytes, source.syntax) {
            Some(span) => {
                show_error(&message, &source.shown(base), span, reporter);
                Error::Silent(Exit::Input)
            }
            None => Error::new(Exit::Input, format!("`{}`: {message}", base.name)),
        },
    }
}
