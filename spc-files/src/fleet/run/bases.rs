//! The base profiles of a fleet: those that the run names, and those that rows name.
//!
//! A row may name only files in or below the list's own directory, because the author of a list need not be the person who runs
//! it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spc_core::Target;
use spc_core::batch::Batch;
use spc_core::fleet::{BaseError, prepare_together};
use spc_core::profile::Profile;
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;
use spc_fleet::codes;

use crate::fleet::list::ListFile;
use crate::fleet::list::faults::RowFault;
use crate::fleet::list::finding::Finding;
use crate::fleet::run::profiles::Profiles;
use crate::read::profile::Reading;
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::sys::signals;
use spc_fleet::kinds::RowKinds;
use spc_fleet::list::Device;

mod base;
mod choice;
mod loader;

pub(crate) use base::Base;
pub use choice::ModelFormats;
use choice::{Choice, Which, choose, models};
use loader::{Loaded, Loader};

/// A base to be prepared.
struct Planned {
    which: Which,
    loaded: Arc<Loaded>,
    place: usize,
    model_format: usize,
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
    of_kind: Vec<Result<usize, RowFault>>,
    /// The base from the arguments that no row uses; columns with the names of its placeholders set no parameter either.
    spare: Option<Arc<Loaded>>,
    /// What is known about the models of the rows.
    dictionaries: Vec<Dictionary>,
    /// The files that the list names, and those that are imported.
    sources: Vec<PathBuf>,
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
        let chosen = choose(&kinds, model_formats, named, list);
        let mut loaded = load_chosen(&chosen, model_formats, named, &mut loader)?;
        // A base that no row uses is read too, so that an error in it is found now.
        let unused = named.default_path().filter(|_| !loaded.contains_key(&Which::Default));
        let spare = unused.map(|path| loader.load(path, &[model_formats.model(0)])).transpose()?;
        let (planned, of_kind, batches) = loop {
            let (planned, of_kind) = plan(&chosen, &loaded, model_formats);
            let failed = match prepare_all(planned.iter().map(Planned::parts), spare.as_ref(), &columns, targets) {
                Ok(batches) => break (planned, of_kind, batches),
                Err(failed) => failed,
            };
            let at_fault = planned.iter().find(|one| one.place == failed.index);
            let base = at_fault.map(|one| &one.loaded).or(spare.as_ref());
            let error = base.map_or_else(|| refusal(&failed), |base| base.refused(&failed.error, list, reporter));
            match at_fault.map(|one| &one.which) {
                // The rows with other bases can still be made.
                Some(which @ Which::InList(name)) => {
                    reporter.error(&error);
                    loaded.insert(which.clone(), Err(loader.unusable(name)));
                }
                _ => return Err(error),
            }
        };
        let base = |one: Planned| {
            let (batch, model) = (batches.of(one.place), model_formats.model(one.model_format));
            Base::new(one.loaded, batch, &columns, one.place, one.model_format).for_model(model)
        };
        let bases: Vec<Base> = planned.into_iter().map(base).collect();
        let dictionaries = dictionaries(model_formats, &bases);
        Ok(Self { bases, kinds, of_kind, spare, dictionaries, sources: loader.sources })
    }

    /// Whether a column sets a parameter that neither a base nor a known model of the list has. `place` is its position among
    /// the columns that set values.
    #[must_use]
    pub(crate) fn is_unknown(&self, place: usize, name: &str) -> bool {
        let is_addition = !self.bases.is_empty() && self.bases.iter().all(|base| base.batch.is_addition(place));
        is_addition && !self.dictionaries.iter().any(|dictionary| dictionary.get(name).is_some())
    }

    /// Warns about columns that set a parameter that no base has: such a column is misspelt, or a remark that would be sent to the
    /// devices. If the model is known, its dictionary decides.
    pub fn warn_of_additions(&self, list: &ListFile<'_>, reporter: &Reporter) {
        let (code, dictionaries) = (codes::UNKNOWN_COLUMN, &self.dictionaries);
        let columns = list.columns();
        for (place, (_, name)) in columns.values().enumerate() {
            // Where the placeholder that should use the column was reported, that is the only mistake.
            let is_reported = self.bases.iter().any(|base| base.has_reported(name));
            if is_reported || !self.is_unknown(place, name) {
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
    pub fn prepare(&self, list: &ListFile<'_>, targets: &[Target]) -> Result<PreparedBatches, Error> {
        let bases = self.bases.iter().map(|base| (base.place, base.model_format, &base.loaded));
        let columns: Vec<&str> = list.columns().names().collect();
        prepare_all(bases, self.spare.as_ref(), &columns, targets).map_err(|failed| refusal(&failed))
    }

    /// Takes the result of preparing these bases.
    pub fn take(&mut self, prepared: &PreparedBatches) {
        for base in &mut self.bases {
            base.batch = prepared.of(base.place);
        }
    }

    /// The base of a device's row.
    ///
    /// # Errors
    /// The row has no base.
    pub(crate) fn find(&self, device: &Device<'_>) -> Result<&Base, RowFault> {
        let gone = || RowFault::new(0, codes::LIST_CHANGED, "the list changed while it was being read");
        let kind = self.kinds.find(device).ok_or_else(gone)?;
        let index = self.of_kind.get(kind).ok_or_else(gone)?.as_ref().map_err(Clone::clone)?;
        self.bases.get(*index).ok_or_else(gone)
    }

    /// Why the first kind of rows without a base has none.
    pub(crate) fn fault(&self) -> Option<&RowFault> {
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

/// What is known about the models that rows name, and about those that their bases name.
fn dictionaries(model_formats: &ModelFormats<'_>, bases: &[Base]) -> Vec<Dictionary> {
    let named = model_formats.model_formats.iter().filter_map(|model_format| model_format.model());
    let mut models: Vec<Model> = Vec::new();
    for model in named.chain(bases.iter().filter_map(|base| base.model)) {
        if !models.contains(&model) {
            models.push(model);
        }
    }
    models.into_iter().filter_map(Dictionary::of).collect()
}

/// Reads the bases in use. Of one that a row names, an error has been reported and does not end the run.
fn load_chosen(
    chosen: &[Choice],
    model_formats: &ModelFormats<'_>,
    named: &Profiles,
    loader: &mut Loader<'_>,
) -> Result<HashMap<Which, Result<Arc<Loaded>, RowFault>>, Error> {
    let mut loaded = HashMap::new();
    for (which, models) in models(chosen, model_formats) {
        signals::check()?;
        let base = match &which {
            Which::Default => Ok(loader.load(named.default_path().unwrap_or(Path::new("-")), &models)?),
            Which::OfModel(path) => Ok(loader.load(path, &models)?),
            Which::InList(name) => loader.load_beside(name, &models),
        };
        loaded.insert(which, base);
    }
    Ok(loaded)
}

/// The bases that the kinds of rows need, and which one each kind uses. Bases whose files are made in the same way share a place.
fn plan(
    chosen: &[Choice],
    loaded: &HashMap<Which, Result<Arc<Loaded>, RowFault>>,
    model_formats: &ModelFormats<'_>,
) -> (Vec<Planned>, Vec<Result<usize, RowFault>>) {
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

/// What bases have been prepared into, for [`Bases::take`].
#[derive(Debug)]
pub struct PreparedBatches(Vec<Arc<Batch>>);

impl PreparedBatches {
    fn of(&self, place: usize) -> Arc<Batch> {
        Arc::clone(self.0.get(place).expect("each place has a batch"))
    }
}

/// Prepares bases together, once per place; the spare one comes last.
fn prepare_all<'b>(
    bases: impl Iterator<Item = (usize, usize, &'b Arc<Loaded>)>,
    spare: Option<&'b Arc<Loaded>>,
    columns: &[&str],
    targets: &[Target],
) -> Result<PreparedBatches, BaseError> {
    // Only the first base of each place; places are numbered in order.
    let mut all = Vec::new();
    for (place, model_format, loaded) in bases {
        if place == all.len() {
            let target = targets.get(model_format).expect("each model and format of the run has a target");
            all.push((&loaded.profile, target.clone()));
        }
    }
    all.extend(spare.map(|loaded| (&loaded.profile, Target::Xml)));
    let batches = prepare_together(all, columns)?;
    Ok(PreparedBatches(batches.into_iter().map(Arc::new).collect()))
}

fn refusal(failed: &BaseError) -> Error {
    Error::new(Exit::Input, failed.error.to_string())
}
