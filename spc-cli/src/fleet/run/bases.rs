//! The base profiles of a fleet: the one of `--base`, and those that rows name.
//!
//! A row may name only what lies below the list's own directory: whoever writes a list need not be who runs it.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use spc_core::Target;
use spc_core::batch::{Batch, BatchError};
use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::fleet::Fleet;
use spc_core::profile::{Profile, Value};
use spc_devices::dictionary::Dictionary;
use spc_devices::fleet::{Recipe, codes, user_of};
use spc_devices::handover::Handover;
use spc_devices::model::Model;

use crate::fleet::list::List;
use crate::fleet::list::columns::Device;
use crate::fleet::list::faults::Fault;
use crate::fleet::list::row::Row;
use crate::fleet::run::kinds::{Kind, Kinds};
use crate::read::fence::{Fence, Found};
use crate::read::input::Input;
use crate::read::profile::{self, Reading, Source};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::report::show;
use crate::sys::signals;
use crate::write::staged::folder_of;

/// Bytes of all bases and what they import. In memory, prepared, they take about four times as much.
const MOST_BYTES: usize = 32 << 20;

/// A base, prepared for the list's columns and the files of one model and format.
pub(crate) struct Base {
    loaded: Arc<Loaded>,
    /// Shared by the models whose files are made alike.
    pub(crate) batch: Arc<Batch>,
    /// Which of the batches of the run it is.
    place: usize,
    /// What is made of it, by its place among the recipes of the run.
    pub(crate) recipe: usize,
}

/// A base as it was read, which may be made into several formats.
struct Loaded {
    profile: Profile<'static>,
    /// The columns of the list that it takes values from, in the order that `batch` wants them.
    columns: Vec<usize>,
    /// What of a file decides whether its phone reads the next one; `None` where columns have a part in that.
    handover: Option<Handover>,
    /// SIP passwords that columns have a part in.
    passwords: Vec<Password>,
    /// Bytes of the source: about those of a file that is not compressed.
    bytes: usize,
}

/// The profiles that the arguments name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profiles {
    /// Of rows that name no base and have none by their model.
    pub(crate) default: Option<PathBuf>,
    pub(crate) by_model: Vec<(Model, PathBuf)>,
}

impl Profiles {
    /// All of them.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.default.iter().chain(self.by_model.iter().map(|(_, path)| path)).map(PathBuf::as_path)
    }
}

/// Which base a row has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Which {
    Default,
    OfModel(usize),
    InList(String),
}

impl Base {
    /// The values of a row for this base.
    pub(crate) fn values<'r>(&self, row: &'r Row) -> Vec<&'r str> {
        self.loaded.columns.iter().map(|column| row.cell(*column)).collect()
    }

    /// What of the file of a row decides whether its phone reads the next one.
    pub(crate) fn handover(&self, values: &[&str]) -> Cow<'_, Handover> {
        match &self.loaded.handover {
            Some(handover) => Cow::Borrowed(handover),
            None => Cow::Owned(Handover::new(|name| self.value(name, values))),
        }
    }

    /// What the file of a row sets a parameter to.
    fn value<'r>(&'r self, name: &str, values: &'r [&'r str]) -> Option<Cow<'r, str>> {
        match self.batch.value(name, values) {
            Some(Value::Set(text)) => Some(text),
            Some(Value::Keep) => None,
            None => self.loaded.profile.text_of(name).map(Cow::Borrowed),
        }
    }

    /// Whether a row leaves a line without its password, unless the line has no user either.
    pub(crate) fn leaves_password_empty(&self, values: &[&str]) -> bool {
        self.loaded.passwords.iter().any(|Password { parameter, user, is_in_base }| {
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
        self.loaded.columns.get(place).copied()
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
    bases: Vec<Base>,
    kinds: Kinds,
    /// The base of each kind; where there is none, why.
    of_kind: Vec<Result<usize, Fault>>,
    /// Files that the list names, and those that are imported.
    sources: Vec<PathBuf>,
}

/// How the rows of a list are made: of each kind, which of the targets, or why it cannot be.
pub(crate) struct Recipes<'a> {
    pub(crate) of_kind: Vec<Result<usize, Fault>>,
    /// The model of each recipe, where it is known.
    pub(crate) recipes: &'a [Recipe],
    /// The first recipe that each makes the same of a base as.
    pub(crate) alike: &'a [usize],
}

impl Bases {
    /// Reads the bases of the kinds and prepares them; `targets` are those of the recipes. Each base is checked for the
    /// first model that takes it.
    pub(crate) fn load(
        named: &Profiles,
        reading: &Reading,
        list: &List<'_>,
        kinds: Kinds,
        recipes: &Recipes<'_>,
        targets: &[Target],
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let mut loader = Loader { reading, list, reporter, room: MOST_BYTES, sources: Vec::new() };
        let (mut loaded, mut bases) = (HashMap::new(), Vec::<(Which, Base)>::new());
        let mut of_kind = Vec::with_capacity(kinds.all.len());
        for (kind, recipe) in kinds.all.iter().zip(&recipes.of_kind) {
            signals::check()?;
            let found = recipe.clone().and_then(|recipe| {
                let of_model = recipes.recipes.get(recipe).copied();
                Ok((recipe, of_model, which(kind, of_model, named, list)?))
            });
            let (recipe, of_model, which) = match found {
                Ok(found) => found,
                Err(fault) => {
                    of_kind.push(Err(fault));
                    continue;
                }
            };
            let model = of_model.and_then(Recipe::model);
            if !loaded.contains_key(&which) {
                let base = match &which {
                    Which::Default => Some(loader.load(named.default.as_deref().unwrap_or(Path::new("-")), model)?),
                    Which::OfModel(index) => match named.by_model.get(*index) {
                        Some((_, path)) => Some(loader.load(path, model)?),
                        None => None,
                    },
                    Which::InList(name) => loader.load_beside(name, model),
                };
                loaded.insert(which.clone(), base);
            }
            of_kind.push(match loaded.get(&which).cloned().flatten() {
                None => {
                    let cell = list.columns.base().unwrap_or(list.columns.mac());
                    let name = kind.base.as_deref().unwrap_or_default();
                    Err(Fault::new(cell, codes::UNUSABLE_BASE, format!("base `{name}` cannot be used")))
                }
                Some(loaded) => {
                    let is_it = |(other, base): &(Which, Base)| *other == which && base.recipe == recipe;
                    Ok(bases.iter().position(is_it).map_or_else(
                        || -> Result<usize, Error> {
                            let batch = Batch::prepare(&loaded.profile, &names(list), Target::Xml);
                            let batch = batch.map_err(|error| Error::new(Exit::Input, error.to_string()))?;
                            let alike = |recipe: usize| recipes.alike.get(recipe);
                            let twin =
                                |(other, base): &&(Which, Base)| *other == which && alike(base.recipe) == alike(recipe);
                            let place = bases.iter().find(twin).map(|(_, base)| base.place);
                            let next = bases.iter().map(|(_, base)| base.place.saturating_add(1)).max();
                            let place = place.or(next).unwrap_or_default();
                            bases.push((which.clone(), Base { loaded, batch: Arc::new(batch), place, recipe }));
                            Ok(bases.len().saturating_sub(1))
                        },
                        Ok,
                    )?)
                }
            });
        }
        // What no row takes is read too: a fault in it should not wait for the row that does.
        if let Some(path) = named.default.as_deref().filter(|_| !loaded.contains_key(&Which::Default)) {
            loader.load(path, recipes.recipes.first().and_then(|recipe| recipe.model()))?;
        }
        let sources = loader.sources;
        let bases = bases.into_iter().map(|(_, base)| base).collect();
        let mut bases = Self { bases, kinds, of_kind, sources };
        bases.take(bases.prepare(&names(list), targets)?);
        Ok(bases)
    }

    /// Warns of columns that set what no base has: each is misspelt, or a note that would be sent to the devices. Where
    /// the model is known, its dictionary decides.
    pub(crate) fn warn_of_additions(&self, list: &List<'_>, dictionaries: &[Dictionary], reporter: &Reporter) {
        let code = codes::UNKNOWN_COLUMN;
        for (place, (_, name)) in list.columns.values().enumerate() {
            let is_addition = !self.bases.is_empty() && self.bases.iter().all(|base| base.batch.is_addition(place));
            if !is_addition || dictionaries.iter().any(|dictionary| dictionary.get(name).is_some()) {
                continue;
            }
            let list = &list.name;
            if dictionaries.is_empty() {
                let message = format!("column `{name}` of `{list}` sets a parameter that no base has [{code}]");
                reporter.warn(&message, Some("a typo? If it is intended, name it in the base, even without a value"));
                continue;
            }
            let models: Vec<&str> = dictionaries.iter().map(|dictionary| dictionary.model().name()).collect();
            let near = |dictionary: &Dictionary| {
                dictionary.spellings(name).into_iter().chain(dictionary.suggestions(name, 1)).next()
            };
            let hint = dictionaries.iter().find_map(near).map_or_else(
                || "if it is intended, name it in the base, even without a value".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let models = models.join(" nor ");
            let message = format!("column `{name}` of `{list}` sets a parameter that neither a base nor {models} has");
            reporter.warn(&format!("{message} [{code}]"), Some(&hint));
        }
    }

    /// How many columns bring secrets, by their own names or by the parameters that they fill.
    pub(crate) fn secret_columns(&self, list: &List<'_>) -> usize {
        let mut secret: HashSet<usize> = list.columns.secrets();
        for (parameter, columns) in self.bases.iter().flat_map(|base| base.batch.varying()) {
            if parameter.is_secret() {
                secret.extend(columns);
            }
        }
        secret.len().saturating_add(list.columns.key().iter().count())
    }

    /// All bases, prepared together, each for the target of its recipe: what is a placeholder in one sets no parameter in
    /// another. `columns` are those that set values; [`take`](Self::take) puts the result in its place.
    pub(crate) fn prepare(&self, columns: &[&str], targets: &[Target]) -> Result<Fleet, Error> {
        // The first of those that share a batch: their places are counted up as they come.
        let mut places = 0_usize;
        let first = |base: &&Base| {
            let is_first = base.place == places;
            places = places.saturating_add(is_first.into());
            is_first
        };
        let bases = self.bases.iter().filter(first).map(|base| {
            let target = targets.get(base.recipe).expect("each recipe of the run has a target");
            // So many digits that their names sort as the bases do.
            (format!("{:08}", base.place), &base.loaded.profile, target.clone())
        });
        Fleet::prepare_each(bases, columns).map_err(|error| Error::new(Exit::Input, error.error.to_string()))
    }

    /// Takes what was prepared of these bases.
    pub(crate) fn take(&mut self, prepared: Fleet) {
        let batches: Vec<Arc<Batch>> = prepared.into_bases().map(|(_, batch)| Arc::new(batch)).collect();
        for base in &mut self.bases {
            base.batch = Arc::clone(batches.get(base.place).expect("each place has a batch"));
        }
    }

    /// The base of a device's row.
    pub(crate) fn find(&self, device: &Device<'_>) -> Result<&Base, Fault> {
        let gone = || Fault::new(0, codes::LIST_CHANGED, "the list was changed while it was read");
        let kind = self.kinds.find(device).ok_or_else(gone)?;
        let index = self.of_kind.get(kind).ok_or_else(gone)?.as_ref().map_err(Clone::clone)?;
        self.bases.get(*index).ok_or_else(gone)
    }

    /// The files that the list names, and those that are imported.
    pub(crate) fn sources(&self) -> &[PathBuf] {
        &self.sources
    }

    /// All of them.
    pub(crate) fn profiles(&self) -> Vec<&Profile<'static>> {
        self.bases.iter().map(|base| &base.loaded.profile).collect()
    }

    /// Secrets of the one that has most.
    pub(crate) fn secrets(&self) -> usize {
        self.bases.iter().map(|base| base.loaded.profile.secrets()).max().unwrap_or_default()
    }

    /// Bytes of the largest one.
    pub(crate) fn largest(&self) -> usize {
        self.bases.iter().map(|base| base.loaded.bytes).max().unwrap_or_default()
    }
}

/// Reads bases, as many as there is room for.
struct Loader<'a> {
    reading: &'a Reading,
    list: &'a List<'a>,
    reporter: &'a Reporter,
    room: usize,
    sources: Vec<PathBuf>,
}

impl Loader<'_> {
    /// Reads a base, and checks it for a model.
    fn load(&mut self, path: &Path, model: Option<Model>) -> Result<Arc<Loaded>, Error> {
        let Self { list, reporter, .. } = *self;
        let mut reading = self.reading.clone();
        reading.checker = reading.checker.map(|checker| checker.model(model));
        let input = reading.read_regular(path)?;
        let source = profile::parse_source(&input, &reading, reporter)?;
        self.sources.extend(source.imported().map(Path::to_owned));
        let bytes = input.bytes.len().saturating_add(source.imported_bytes());
        self.room = self.room.checked_sub(bytes).ok_or_else(|| too_large(list))?;
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
        Ok(Arc::new(Loaded { profile, columns, handover, passwords, bytes }))
    }

    /// Reads a base that rows name; `None` where it cannot be used, which was reported.
    fn load_beside(&mut self, name: &str, model: Option<Model>) -> Option<Arc<Loaded>> {
        let fence = Fence::around(folder_of(self.list.path));
        let base = beside(self.list.path, name, &fence).and_then(|path| {
            let base = self.load(&path, model);
            self.sources.push(path);
            base
        });
        base.map_err(|failure| self.reporter.error(&failure)).ok()
    }
}

/// Which base the rows of a kind have.
fn which(kind: &Kind, recipe: Option<Recipe>, named: &Profiles, list: &List<'_>) -> Result<Which, Fault> {
    if let Some(name) = &kind.base {
        return Ok(Which::InList(name.clone()));
    }
    let models = named.by_model.iter().map(|(model, _)| *model);
    if let Some(index) = recipe.and_then(|recipe| recipe.choose(models)) {
        return Ok(Which::OfModel(index));
    }
    if named.default.is_some() {
        return Ok(Which::Default);
    }
    let cell = list.columns.base().or(list.columns.model()).unwrap_or(list.columns.mac());
    let why = match recipe.and_then(Recipe::model) {
        Some(model) if !named.by_model.is_empty() => format!("no --base is for {}", model.name()),
        _ => "the row names no base, and there is no --base".to_owned(),
    };
    Err(Fault::new(cell, codes::UNUSABLE_BASE, why))
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
