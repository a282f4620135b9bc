//! The base profiles of a fleet: the one of `--base`, and those that rows name.
//!
//! A row may name only what lies below the list's own directory: whoever writes a list need not be who runs it.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use spc_core::Target;
use spc_core::batch::{Batch, BatchError, Fleet};
use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::profile::{Profile, Value};
use spc_devices::dictionary::Dictionary;
use spc_devices::fleet::{codes, user_of};
use spc_devices::handover::Handover;

use crate::fleet::list::List;
use crate::fleet::list::faults::Fault;
use crate::fleet::list::row::{Broken, Row};
use crate::read::fence::{Fence, Found};
use crate::read::input::Input;
use crate::read::profile::{self, Reading, Source};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::report::show;
use crate::sys::signals;
use crate::write::staged::folder_of;

/// Bases that a list may name: all of them are in memory at once.
const MOST: usize = 256;
/// Bytes of all bases and what they import. In memory, prepared, they take about four times as much.
const MOST_BYTES: usize = 32 << 20;

/// A base, prepared for the list's columns.
pub(crate) struct Base {
    profile: Profile<'static>,
    /// The columns of the list that it takes values from, in the order that `batch` wants them.
    columns: Vec<usize>,
    pub(crate) batch: Batch,
    /// What of a file decides whether its phone reads the next one; `None` where columns have a part in that.
    handover: Option<Handover>,
    /// SIP passwords that columns have a part in.
    passwords: Vec<Password>,
    /// Bytes of the source: about those of a file that is not compressed.
    bytes: usize,
}

impl Base {
    /// The values of a row for this base.
    pub(crate) fn values<'r>(&self, row: &'r Row) -> Vec<&'r str> {
        self.columns.iter().map(|column| row.cell(*column)).collect()
    }

    /// What of the file of a row decides whether its phone reads the next one.
    pub(crate) fn handover(&self, values: &[&str]) -> Cow<'_, Handover> {
        match &self.handover {
            Some(handover) => Cow::Borrowed(handover),
            None => Cow::Owned(Handover::new(|name| self.value(name, values))),
        }
    }

    /// What the file of a row sets a parameter to.
    fn value<'r>(&'r self, name: &str, values: &'r [&'r str]) -> Option<Cow<'r, str>> {
        match self.batch.value(name, values) {
            Some(Value::Set(text)) => Some(text),
            Some(Value::Keep) => None,
            None => self.profile.text_of(name).map(Cow::Borrowed),
        }
    }

    /// Whether a row leaves a line without its password, unless the line has no user either.
    pub(crate) fn leaves_password_empty(&self, values: &[&str]) -> bool {
        self.passwords.iter().any(|Password { parameter, user, is_in_base }| {
            let user = self.value(user, values);
            match self.value(parameter, values) {
                Some(password) => password.is_empty() && user.is_none_or(|user| !user.is_empty()),
                // The phone keeps the one it has: meant, where the base says so.
                None => user.is_some_and(|user| !user.is_empty()) && !is_in_base,
            }
        })
    }

    /// The column of the list that one of `batch` is.
    pub(crate) fn column(&self, place: usize) -> Option<usize> {
        self.columns.get(place).copied()
    }
}

/// The SIP password of a line.
struct Password {
    parameter: String,
    /// The parameter with the user of its line.
    user: String,
    is_in_base: bool,
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
        let mut room = MOST_BYTES;
        let mut load = |path: &Path, sources: &mut Vec<PathBuf>| {
            let input = reading.read_regular(path)?;
            let source = profile::parse_source(&input, reading, reporter)?;
            sources.extend(source.imported().map(Path::to_owned));
            let bytes = input.bytes.len().saturating_add(source.imported_bytes());
            room = room.checked_sub(bytes).ok_or_else(|| too_large(list))?;
            let columns: Vec<usize> = list.columns.values().map(|(index, _)| index).collect();
            // By itself and at little cost, for its faults; all of them are prepared together afterwards.
            let batch = Batch::prepare(&source.parsed.profile, &names(list), Target::Xml);
            let batch = batch.map_err(|error| refused(&error, &input, &source, list, reporter))?;
            let is_in_base = |name: &str| source.parsed.profile.parameters.iter().any(|one| one.name.as_str() == name);
            let password = |name: &str| {
                let user = user_of(name)?;
                Some(Password { parameter: name.to_owned(), user, is_in_base: is_in_base(name) })
            };
            let passwords = batch.varying().filter_map(|(name, _)| password(name.as_str())).collect();
            let profile = source.parsed.profile.into_owned();
            let handover = handover(&profile, &batch);
            Ok(Base { profile, columns, batch, handover, passwords, bytes })
        };
        let default = default.map(|path| load(path, &mut sources)).transpose()?;
        let mut named_bases = HashMap::new();
        let fence = Fence::around(folder_of(list.path));
        for name in named(list)? {
            signals::check()?;
            let base = beside(list.path, &name, &fence).and_then(|path| {
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
        bases.take(bases.prepare(&names(list), target)?);
        Ok(bases)
    }

    /// Warns of columns that set what no base has: each is misspelt, or a note that would be sent to the devices. Where
    /// the model is known, its dictionary decides.
    pub(crate) fn warn_of_additions(&self, list: &List<'_>, dictionary: Option<Dictionary>, reporter: &Reporter) {
        let code = codes::UNKNOWN_COLUMN;
        for (place, (_, name)) in list.columns.values().enumerate() {
            let is_addition = self.all().next().is_some() && self.all().all(|base| base.batch.is_addition(place));
            if !is_addition || dictionary.is_some_and(|dictionary| dictionary.get(name).is_some()) {
                continue;
            }
            let list = &list.name;
            let (message, hint) = match dictionary {
                None => (
                    format!("column `{name}` of `{list}` sets a parameter that no base has [{code}]"),
                    "a typo? If it is intended, name it in the base, even without a value".to_owned(),
                ),
                Some(dictionary) => {
                    let model = dictionary.model().name();
                    let near = dictionary.spellings(name).into_iter().chain(dictionary.suggestions(name, 1)).next();
                    let hint = near.map_or_else(
                        || "if it is intended, name it in the base, even without a value".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let message =
                        format!("column `{name}` of `{list}` sets a parameter that neither a base nor {model} has");
                    (format!("{message} [{code}]"), hint)
                }
            };
            reporter.warn(&message, Some(&hint));
        }
    }

    /// How many columns bring secrets, by their own names or by the parameters that they fill.
    pub(crate) fn secret_columns(&self, list: &List<'_>) -> usize {
        let mut secret: HashSet<usize> = list.columns.secrets();
        for (parameter, columns) in self.all().flat_map(|base| base.batch.varying()) {
            if parameter.is_secret() {
                secret.extend(columns);
            }
        }
        secret.len().saturating_add(list.columns.key().iter().count())
    }

    /// All bases, prepared for a target together: what is a placeholder in one sets no parameter in another. `columns` are
    /// those that set values; [`take`](Self::take) puts the result in its place.
    pub(crate) fn prepare(&self, columns: &[&str], target: &Target) -> Result<Fleet, Error> {
        // No row can name the default one so.
        let default = self.default.iter().map(|base| ("", &base.profile));
        let named = self.named.iter().filter_map(|(name, base)| Some((name.as_str(), &base.as_ref()?.profile)));
        Fleet::prepare(default.chain(named), columns, target.clone())
            .map_err(|error| Error::new(Exit::Input, error.error.to_string()))
    }

    /// Takes what was prepared of these bases.
    pub(crate) fn take(&mut self, prepared: Fleet) {
        for (name, batch) in prepared.into_bases() {
            let base = if name.is_empty() {
                self.default.as_mut()
            } else {
                self.named.get_mut(&name).and_then(Option::as_mut)
            };
            base.expect("each base was prepared under its own name").batch = batch;
        }
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

/// What decides whether a phone reads its next file, if that is the same for all rows.
fn handover(profile: &Profile<'_>, batch: &Batch) -> Option<Handover> {
    let varying: HashSet<&str> = batch.varying().map(|(name, _)| name.as_str()).collect();
    let is_same = Cell::new(true);
    let handover = Handover::new(|name| {
        is_same.set(is_same.get() && !varying.contains(name));
        profile.text_of(name).map(Cow::Borrowed)
    });
    is_same.get().then_some(handover)
}

/// The names of the columns that set values, in their order.
pub(crate) fn names<'l>(list: &'l List<'_>) -> Vec<&'l str> {
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
            Ok(true) | Err(Broken::NotUtf8 { .. } | Broken::Cell { .. }) => {}
            Ok(false) => return Ok(named),
            Err(broken) => return Err(list.fatal(&rows, broken)),
        }
        if named.len() > MOST {
            let message = format!("`{}` names more than {MOST} bases [{}]", list.name, codes::TOO_MANY_BASES);
            return Err(Error::new(Exit::Input, message).hint("give the other devices a list of their own"));
        }
    }
}

/// The path of a base that a row names, if it is below the list's folder by its name and without its links.
fn beside(list: &Path, name: &str, fence: &Fence) -> Result<PathBuf, Error> {
    let outside = || {
        let failure = Error::new(Exit::Input, format!("base `{name}` is not below the folder of the list"));
        failure.hint("--base takes a profile from anywhere")
    };
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(outside());
    }
    let path = list.with_file_name(name);
    match fence.find(&path) {
        Ok(Found::Outside) => Err(outside()),
        // One that is not there is reported by whoever reads it.
        Ok(Found::Inside(_)) | Err(_) => Ok(path),
    }
}

fn too_large(list: &List<'_>) -> Error {
    let code = codes::TOO_MANY_BASES;
    let message = format!("the bases of `{}` are over {} MiB together [{code}]", list.name, MOST_BYTES >> 20);
    Error::new(Exit::Input, message).hint("split the list, so that each run needs fewer of them")
}

/// Reports why a base cannot be prepared, at its place in the base or in the list's header.
fn refused(error: &BatchError, base: &Input, source: &Source<'_>, list: &List<'_>, reporter: &Reporter) -> Error {
    let message = error.to_string();
    let (code, hint) = match error {
        BatchError::RepeatedColumn { column, .. }
        | BatchError::Column { column, .. }
        | BatchError::Nested { column, .. } => {
            let column = list.columns.values().nth(*column).map(|(index, _)| index).unwrap_or_default();
            return list.header_fault(&Fault::new(column, codes::UNUSABLE_COLUMN, message));
        }
        BatchError::UnknownPlaceholder { placeholder, .. } => {
            let near = placeholder.as_deref().and_then(|name| list.columns.near(name));
            let near = near.map(|name| format!("did you mean `{{{{{name}}}}}`? ")).unwrap_or_default();
            let hint = format!("{near}the columns of `{}` are {}", list.name, list.columns.listed());
            (codes::NO_COLUMN_FOR_PLACEHOLDER, Some(hint))
        }
        _ => (codes::UNCLOSED_PLACEHOLDER, None),
    };
    match error.span(&source.parsed, &base.bytes, source.syntax) {
        Some(span) => {
            let finding = Diagnostic::new(code, Severity::Error, span, message);
            let finding = hint.iter().fold(finding, Diagnostic::help);
            show(&[finding], &source.shown(base), reporter);
            Error::Silent(Exit::Input)
        }
        None => Error::new(Exit::Input, format!("`{}`: {message}", base.name)),
    }
}
