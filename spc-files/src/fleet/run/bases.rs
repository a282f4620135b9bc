//! The base profiles of a fleet: those that the run names, and those that rows name.
//!
//! A row may name only files in or below the list's own directory, because the author of a list need not be the person who runs
//! it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spc_core::Target;
use spc_core::batch::Batch;
use spc_core::fleet::{Fleet, FleetError};
use spc_core::profile::Profile;
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;
use spc_fleet::{ModelFormat, codes};

use crate::fleet::list::ListFile;
use crate::fleet::list::faults::Fault;
use crate::fleet::list::finding::Finding;
use crate::fleet::run::profiles::Profiles;
use crate::read::profile::Reading;
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::sys::signals;
use spc_fleet::kinds::{RowKind, RowKinds};
use spc_fleet::list::Device;

mod base;
mod loader;

pub(crate) use base::Base;
use loader::{Loaded, Loader};

/// A base to be prepared.
struct Planned {
    which: Which,
    loaded: Arc<Loaded>,
    place: usize,
    model_format: usize,
}

/// Which base a row uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Which {
    Default,
    OfModel(PathBuf),
    InList(String),
}

impl Planned {
    const fn parts(&self) -> (usize, usize, &Arc<Loaded>) {
        (self.place, self.model_format, &self.loaded)
    }
}

/// The bases of a list.
#[derive(Debug)]
pub struct Bases {
    bases: Vec<Base>,
    kinds: RowKinds,
    /// The base of each kind of row, or why it has none.
    of_kind: Vec<Result<usize, Fault>>,
    /// The base from the arguments that no row uses; columns with the names of its placeholders set no parameter either.
    spare: Option<Arc<Loaded>>,
    /// The files that the list names, and those that are imported.
    sources: Vec<PathBuf>,
}

/// The models and formats of a run's files, and which of them each kind of rows has.
#[derive(Debug)]
pub struct ModelFormats<'a> {
    of_kind: Vec<Result<usize, Fault>>,
    model_formats: &'a [ModelFormat],
    alike: &'a [usize],
}

impl<'a> ModelFormats<'a> {
    /// `of_kind` is the index of the model and format of each kind of row, or why it has none; `alike` is, for each model and
    /// format, the first one that turns a base into the same bytes.
    #[must_use]
    pub const fn new(of_kind: Vec<Result<usize, Fault>>, model_formats: &'a [ModelFormat], alike: &'a [usize]) -> Self {
        Self { of_kind, model_formats, alike }
    }
}

impl Bases {
    /// Reads the bases of all kinds of rows and prepares them; `targets` are those of the models and formats. Each base is
    /// checked once for each model that uses it.
    ///
    /// # Errors
    /// A base cannot be read, has an error, or does not fit the columns. If the error has a place, it has already been shown.
    pub fn load(
        named: &Profiles,
        reading: &Reading,
        list: &ListFile<'_>,
        kinds: RowKinds,
        model_formats: &ModelFormats<'_>,
        targets: &[Target],
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let mut loader = Loader::new(reading, list, reporter);
        let columns: Vec<&str> = list.columns().names().collect();
        let choose = |(kind, model_format): (&RowKind, &Result<usize, Fault>)| {
            let model_format = model_format.clone()?;
            let of_model = model_formats.model_formats.get(model_format).copied();
            Ok((which(kind, of_model, named, list)?, model_format))
        };
        let chosen: Vec<Result<(Which, usize), Fault>> =
            kinds.all().iter().zip(&model_formats.of_kind).map(choose).collect();
        let mut loaded = HashMap::new();
        for (which, models) in models(&chosen, model_formats.model_formats) {
            signals::check()?;
            let base = match &which {
                Which::Default => Ok(loader.load(named.default_path().unwrap_or(Path::new("-")), &models)?),
                Which::OfModel(path) => Ok(loader.load(path, &models)?),
                Which::InList(name) => loader.load_beside(name, &models),
            };
            loaded.insert(which, base);
        }
        // A base that no row uses is read too, so that an error in it is found now.
        let spare = match named.default_path().filter(|_| !loaded.contains_key(&Which::Default)) {
            Some(path) => Some(
                loader
                    .load(path, &[model_formats.model_formats.first().and_then(|model_format| model_format.model())])?,
            ),
            None => None,
        };
        let (planned, of_kind, prepared) = loop {
            let (planned, of_kind) = plan(&chosen, &loaded, model_formats);
            let failed = match prepare_all(planned.iter().map(Planned::parts), spare.as_ref(), &columns, targets) {
                Ok(prepared) => break (planned, of_kind, prepared),
                Err(failed) => failed,
            };
            let is_it = |one: &&Planned| name(one.place) == failed.base;
            let (which, at_fault) = match planned.iter().find(is_it) {
                Some(one) => (Some(&one.which), Some(&one.loaded)),
                None => (None, spare.as_ref()),
            };
            let error = at_fault.map_or_else(|| refusal(&failed), |base| base.refused(&failed.error, list));
            match which {
                // The rows with other bases can still be made.
                Some(which @ Which::InList(name)) => {
                    reporter.error(&error);
                    loaded.insert(which.clone(), Err(loader.unusable(name)));
                }
                _ => return Err(error),
            }
        };
        let batches = batches(prepared);
        let bases = planned
            .into_iter()
            .map(|one| Base::new(one.loaded, batch(&batches, one.place), &columns, one.place, one.model_format))
            .collect();
        Ok(Self { bases, kinds, of_kind, spare, sources: loader.sources })
    }

    /// Whether a column sets a parameter that neither a base nor a known model of the list has. `place` is its position among
    /// the columns that set values.
    #[must_use]
    pub(crate) fn is_unknown(&self, place: usize, name: &str, dictionaries: &[Dictionary]) -> bool {
        let is_addition = !self.bases.is_empty() && self.bases.iter().all(|base| base.batch.is_addition(place));
        is_addition && !dictionaries.iter().any(|dictionary| dictionary.get(name).is_some())
    }

    /// Warns about columns that set a parameter that no base has: such a column is misspelt, or a remark that would be sent to the
    /// devices. If the model is known, its dictionary decides.
    pub fn warn_of_additions(&self, list: &ListFile<'_>, dictionaries: &[Dictionary], reporter: &Reporter) {
        let code = codes::UNKNOWN_COLUMN;
        let columns = list.columns();
        for (place, (_, name)) in columns.values().enumerate() {
            if !self.is_unknown(place, name, dictionaries) {
                continue;
            }
            let list = &list.name;
            let warn = |message: &str, hint: &str| {
                Finding::warning(list, code, message).hint(Some(hint)).column(Some(name)).show(reporter);
            };
            let meant = columns.meant(name).map(|ours| Advice::MapColumn(name.to_owned(), ours));
            let meant = meant.and_then(|advice| reporter.words(advice));
            let is_marked = self.bases.iter().any(|base| base.marks(name));
            let meant = meant.or(is_marked.then(|| format!("write it as `{{{{{name}}}}}` in the base")));
            if dictionaries.is_empty() {
                let message = format!("column `{name}` of `{list}` sets a parameter that no base has");
                let hint = "is this a typo? if not, add the parameter to the base, even without a value";
                warn(&message, meant.as_deref().unwrap_or(hint));
                continue;
            }
            let models: Vec<&str> = dictionaries.iter().map(|dictionary| dictionary.model().name()).collect();
            let hint = dictionaries.iter().find_map(|dictionary| near(dictionary, name)).map_or_else(
                || "if this is intended, add it to the base, even without a value".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let models = models.join(" nor ");
            let message = format!("column `{name}` of `{list}` sets a parameter that neither a base nor {models} has");
            warn(&message, meant.as_deref().unwrap_or(&hint));
        }
    }

    /// How many columns contain secrets, going by their names or the parameters they fill.
    #[must_use]
    pub fn secret_columns(&self, list: &ListFile<'_>) -> usize {
        let mut secret: HashSet<usize> = list.columns().secrets();
        secret.extend(self.bases.iter().flat_map(Base::keys));
        for (parameter, columns) in self.bases.iter().flat_map(|base| base.batch.varying()) {
            if parameter.is_secret() {
                secret.extend(columns);
            }
        }
        secret.len().saturating_add(list.columns().key().iter().count())
    }

    /// All bases, prepared together, each for the target of its model and format: what is a placeholder in one sets no parameter in
    /// another. [`take`](Self::take) puts the result in its place.
    ///
    /// # Errors
    /// A base does not fit the columns.
    pub fn prepare(&self, list: &ListFile<'_>, targets: &[Target]) -> Result<Fleet, Error> {
        let bases = self.bases.iter().map(|base| (base.place, base.model_format, &base.loaded));
        let columns: Vec<&str> = list.columns().names().collect();
        prepare_all(bases, self.spare.as_ref(), &columns, targets).map_err(|failed| refusal(&failed))
    }

    /// Takes the result of preparing these bases.
    pub fn take(&mut self, prepared: Fleet) {
        let batches = batches(prepared);
        for base in &mut self.bases {
            base.batch = batch(&batches, base.place);
        }
    }

    /// The base of a device's row.
    ///
    /// # Errors
    /// The row has no base.
    pub(crate) fn find(&self, device: &Device<'_>) -> Result<&Base, Fault> {
        let gone = || Fault::new(0, codes::LIST_CHANGED, "the list changed while it was being read");
        let kind = self.kinds.find(device).ok_or_else(gone)?;
        let index = self.of_kind.get(kind).ok_or_else(gone)?.as_ref().map_err(Clone::clone)?;
        self.bases.get(*index).ok_or_else(gone)
    }

    /// Why the first kind of rows without a base has none.
    pub(crate) fn fault(&self) -> Option<&Fault> {
        self.of_kind.iter().find_map(|kind| kind.as_ref().err())
    }

    /// The files that the list names, and those that are imported.
    #[must_use]
    pub fn sources(&self) -> &[PathBuf] {
        &self.sources
    }

    /// Whether any base says that it is for stock phones.
    #[must_use]
    pub fn are_for_devices(&self) -> bool {
        self.bases.iter().any(|base| base.loaded.is_for_device)
    }

    /// All bases.
    #[must_use]
    pub fn profiles(&self) -> Vec<&Profile<'static>> {
        self.bases.iter().map(|base| &base.loaded.profile).collect()
    }

    /// The number of secrets in the base with the most.
    #[must_use]
    pub fn secrets(&self) -> usize {
        self.bases.iter().map(|base| base.loaded.profile.secrets()).max().unwrap_or_default()
    }

    /// Size in bytes of the largest base.
    #[must_use]
    pub fn largest(&self) -> usize {
        self.bases.iter().map(|base| base.loaded.bytes).max().unwrap_or_default()
    }
}

/// The parameter of a model for which a name may have been intended.
pub(crate) fn near(dictionary: &Dictionary, name: &str) -> Option<String> {
    dictionary.spellings(name).into_iter().chain(dictionary.suggestions(name, 1)).next()
}

/// Which base the rows of a kind use.
fn which(
    kind: &RowKind,
    model_format: Option<ModelFormat>,
    named: &Profiles,
    list: &ListFile<'_>,
) -> Result<Which, Fault> {
    if let Some(name) = &kind.base {
        return Ok(Which::InList(name.clone()));
    }
    if let Some(path) = model_format.and_then(|model_format| named.of_model(model_format)) {
        return Ok(Which::OfModel(path.to_owned()));
    }
    if named.default_path().is_some() {
        return Ok(Which::Default);
    }
    let cell = list.columns().base().or(list.columns().model()).unwrap_or(list.columns().mac());
    let why = match model_format.and_then(ModelFormat::model) {
        Some(model) if named.has_models() => format!("no base profile for {}", model.name()),
        _ => "the row names no base, and there is no default base".to_owned(),
    };
    Err(Fault::new(cell, codes::UNUSABLE_BASE, why))
}

/// The bases in use, in the order of their first rows, each with the models that use it.
fn models(chosen: &[Result<(Which, usize), Fault>], model_formats: &[ModelFormat]) -> Vec<(Which, Vec<Option<Model>>)> {
    let mut places: HashMap<&Which, usize> = HashMap::new();
    let mut all: Vec<(Which, Vec<Option<Model>>)> = Vec::new();
    for (which, model_format) in chosen.iter().flatten() {
        let place = *places.entry(which).or_insert(all.len());
        if place == all.len() {
            all.push((which.clone(), Vec::new()));
        }
        let model = model_formats.get(*model_format).and_then(|model_format| model_format.model());
        if let Some((_, models)) = all.get_mut(place).filter(|(_, models)| !models.contains(&model)) {
            models.push(model);
        }
    }
    all
}

/// The bases that the kinds of rows need, and which one each kind uses. Bases whose files are made in the same way share a place.
fn plan(
    chosen: &[Result<(Which, usize), Fault>],
    loaded: &HashMap<Which, Result<Arc<Loaded>, Fault>>,
    model_formats: &ModelFormats<'_>,
) -> (Vec<Planned>, Vec<Result<usize, Fault>>) {
    let (mut planned, mut places) = (Vec::<Planned>::new(), 0_usize);
    let alike = |model_format: usize| model_formats.alike.get(model_format);
    let of_kind = chosen.iter().map(|chosen| {
        let (which, model_format) = chosen.as_ref().map_err(Clone::clone)?;
        let loaded = loaded.get(which).cloned().expect("each base that is chosen was read")?;
        let same = |one: &Planned| one.which == *which;
        if let Some(index) = planned.iter().position(|one| same(one) && one.model_format == *model_format) {
            return Ok(index);
        }
        let twin = planned.iter().find(|one| same(one) && alike(one.model_format) == alike(*model_format));
        let place = twin.map_or(places, |twin| twin.place);
        places = places.max(place.saturating_add(1));
        planned.push(Planned { which: which.clone(), loaded, place, model_format: *model_format });
        Ok(planned.len().saturating_sub(1))
    });
    let of_kind = of_kind.collect();
    (planned, of_kind)
}

/// Prepares bases together, once per place; the spare one comes last.
fn prepare_all<'b>(
    bases: impl Iterator<Item = (usize, usize, &'b Arc<Loaded>)>,
    spare: Option<&'b Arc<Loaded>>,
    columns: &[&str],
    targets: &[Target],
) -> Result<Fleet, FleetError> {
    // Only the first base of each place; places are numbered in order.
    let mut places = 0_usize;
    let mut all = Vec::new();
    for (place, model_format, loaded) in bases {
        if place == places {
            places = places.saturating_add(1);
            let target = targets.get(model_format).expect("each model and format of the run has a target");
            all.push((name(place), &loaded.profile, target.clone()));
        }
    }
    all.extend(spare.map(|loaded| (name(places), &loaded.profile, Target::Xml)));
    Fleet::prepare_each(all, columns)
}

/// The name of a place, with enough digits that names sort in the order of places.
fn name(place: usize) -> String {
    format!("{place:08}")
}

/// The batches of the places.
fn batches(prepared: Fleet) -> Vec<Arc<Batch>> {
    prepared.into_bases().map(|(_, batch)| Arc::new(batch)).collect()
}

fn batch(batches: &[Arc<Batch>], place: usize) -> Arc<Batch> {
    Arc::clone(batches.get(place).expect("each place has a batch"))
}

fn refusal(failed: &FleetError) -> Error {
    Error::new(Exit::Input, failed.error.to_string())
}
