//! The base profiles that a run names.

use std::path::{Path, PathBuf};

use spc_devices::model::Model;
use spc_fleet::ModelFormat;
use spc_fleet::kinds::RowKinds;

/// The base profiles that a run names: one for all rows, and some for models or series.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    default: Option<PathBuf>,
    by_model: Vec<(Model, PathBuf)>,
}

impl Profiles {
    /// Sets the base for rows that name none and have none for their model.
    ///
    /// # Errors
    /// There already is one; the path is returned.
    pub fn set_default(&mut self, path: PathBuf) -> Result<(), PathBuf> {
        if self.default.is_some() {
            return Err(path);
        }
        self.default = Some(path);
        Ok(())
    }

    /// Sets the base for rows of a model or a series.
    ///
    /// # Errors
    /// It already has one.
    pub fn add(&mut self, model: Model, path: PathBuf) -> Result<(), Model> {
        if self.by_model.iter().any(|(other, _)| *other == model) {
            return Err(model);
        }
        self.by_model.push((model, path));
        Ok(())
    }

    /// The base for rows that name none and have none for their model.
    #[must_use]
    pub fn default_path(&self) -> Option<&Path> {
        self.default.as_deref()
    }

    /// All of them.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.default.iter().chain(self.by_model.iter().map(|(_, path)| path)).map(PathBuf::as_path)
    }

    /// The base that rows have because of their model.
    pub(crate) fn of_model(&self, model_format: ModelFormat) -> Option<&Path> {
        let index = self.choose(model_format)?;
        self.by_model.get(index).map(|(_, path)| path.as_path())
    }

    /// Whether there are bases for models or series.
    pub(crate) fn has_models(&self) -> bool {
        !self.by_model.is_empty()
    }

    fn choose(&self, model_format: ModelFormat) -> Option<usize> {
        model_format.choose(self.by_model.iter().map(|(model, _)| *model))
    }

    /// The models and series whose base no row of a list uses. `of_kind` is the index of the model and format of each kind of
    /// row. A kind that has none is reported elsewhere and might use any base, so none is then considered unused.
    pub fn unused<E>(
        &self,
        kinds: &RowKinds,
        of_kind: &[Result<usize, E>],
        model_formats: &[ModelFormat],
    ) -> Vec<Model> {
        let of_kind: Option<Vec<usize>> = of_kind.iter().map(|found| found.as_ref().ok().copied()).collect();
        let Some(of_kind) = of_kind else { return Vec::new() };
        let without_base = kinds.all().iter().zip(of_kind).filter(|(kind, _)| kind.base.is_none());
        let takers = without_base.filter_map(|(_, at)| model_formats.get(at));
        let taken: Vec<usize> = takers.filter_map(|model_format| self.choose(*model_format)).collect();
        let unused = self.by_model.iter().enumerate().filter(|(at, _)| !taken.contains(at));
        unused.map(|(_, (model, _))| *model).collect()
    }
}
