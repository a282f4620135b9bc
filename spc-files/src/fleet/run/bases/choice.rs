//! Which base the rows of each kind use.
//!
//! Knows: what rows and arguments name. Must not know: what is in a base.

use std::collections::HashMap;
use std::path::PathBuf;

use spc_devices::model::Model;
use spc_fleet::kinds::{RowKind, RowKinds};
use spc_fleet::{ModelFormat, codes};

use crate::fleet::list::ListFile;
use crate::fleet::list::faults::RowFault;
use crate::fleet::run::profiles::Profiles;

/// Which base a row uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Which {
    Default,
    OfModel(PathBuf),
    InList(String),
}

/// Which base the rows of a kind use, with the index of their model and format, or why they have none.
pub(super) type Choice = Result<(Which, usize), RowFault>;

/// The models and formats of a run's files, and which of them each kind of rows has.
#[derive(Debug)]
pub struct ModelFormats<'a> {
    of_kind: Vec<Result<usize, RowFault>>,
    pub(super) model_formats: &'a [ModelFormat],
    pub(super) alike: &'a [usize],
}

impl<'a> ModelFormats<'a> {
    /// `of_kind` is the index of the model and format of each kind of row, or why it has none; `alike` is, for each model and
    /// format, the first one that turns a base into the same bytes.
    #[must_use]
    pub const fn new(
        of_kind: Vec<Result<usize, RowFault>>,
        model_formats: &'a [ModelFormat],
        alike: &'a [usize],
    ) -> Self {
        Self { of_kind, model_formats, alike }
    }

    pub(super) fn model(&self, model_format: usize) -> Option<Model> {
        self.model_formats.get(model_format).and_then(|model_format| model_format.model())
    }
}

/// Which base the rows of each kind use, and for which model and format.
pub(super) fn choose(
    kinds: &RowKinds,
    model_formats: &ModelFormats<'_>,
    named: &Profiles,
    list: &ListFile<'_>,
) -> Vec<Choice> {
    let choose = |(kind, model_format): (&RowKind, &Result<usize, RowFault>)| {
        let model_format = model_format.clone()?;
        let of_model = model_formats.model_formats.get(model_format).copied();
        Ok((which(kind, of_model, named, list)?, model_format))
    };
    kinds.all().iter().zip(&model_formats.of_kind).map(choose).collect()
}

/// Which base the rows of a kind use.
fn which(
    kind: &RowKind,
    model_format: Option<ModelFormat>,
    named: &Profiles,
    list: &ListFile<'_>,
) -> Result<Which, RowFault> {
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
    Err(RowFault::new(cell, codes::UNUSABLE_BASE, why))
}

/// The bases in use, in the order of their first rows, each with the models that use it.
pub(super) fn models(chosen: &[Choice], model_formats: &ModelFormats<'_>) -> Vec<(Which, Vec<Option<Model>>)> {
    let mut places: HashMap<&Which, usize> = HashMap::new();
    let mut all: Vec<(Which, Vec<Option<Model>>)> = Vec::new();
    for (which, model_format) in chosen.iter().flatten() {
        let place = *places.entry(which).or_insert(all.len());
        if place == all.len() {
            all.push((which.clone(), Vec::new()));
        }
        let model = model_formats.model(*model_format);
        if let Some((_, models)) = all.get_mut(place).filter(|(_, models)| !models.contains(&model)) {
            models.push(model);
        }
    }
    all
}
