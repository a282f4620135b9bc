//! The models whose parameters are known, and short lists of them.

use crate::dictionary::Dictionary;
use crate::model::Model;

/// Every model with an inventory of its own.
pub(super) fn known() -> impl Iterator<Item = Dictionary> {
    let of = |model: Model| (!model.is_series()).then(|| Dictionary::of(model)).flatten();
    Model::all().filter_map(of).filter(|dictionary| !dictionary.is_fallback())
}

/// The names of some of the known models: that of a series where all its known models are among them.
pub(super) fn named(models: &[Model]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for model in models {
        let series = model.series();
        let is_whole = known().map(|known| known.model()).all(|one| one.series() != series || models.contains(&one));
        let name = if is_whole { series.name() } else { model.name() };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
