//! A name that cannot be explained, and what may have been meant.

use core::fmt;

use crate::lang::shown;
use crate::listing::{counted, either};
use crate::model::Model;

/// Why a name cannot be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotAParameter {
    /// The name that was asked for.
    pub name: String,
    /// The model that was asked about.
    pub model: Option<Model>,
    /// Names that may have been meant, the nearest first.
    pub near: Vec<String>,
    /// Parameters of the model that differ from it only in what counts them, if no name is near.
    pub siblings: Vec<String>,
    /// The models that have a parameter with this name; only the series is named if all of its known models have it.
    pub models: Vec<&'static str>,
    /// Whether nothing at all is known about the model's parameters.
    pub is_unknown_model: bool,
    /// Whether it is a line on a status page, which a profile cannot set.
    pub is_status: bool,
}

impl NotAParameter {
    /// What may have been meant; `None` if nothing is near.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        if self.is_status {
            return Some("phones report it on their status page; setting it has no effect".to_owned());
        }
        let near: Vec<String> = self.near.iter().map(|name| format!("`{name}`")).collect();
        let near = match near.is_empty() {
            true if self.siblings.is_empty() => None,
            true => Some(format!("this model has {}", counted(&self.siblings))),
            false => Some(format!("did you mean {}?", either(&near))),
        };
        let elsewhere = match &*self.models {
            [] => None,
            [one] if Model::find(one).is_ok_and(|model| !model.is_series()) => Some(format!("the {one} has it")),
            several => Some(format!("{} have it", several.join(", "))),
        };
        match (elsewhere, near) {
            (Some(elsewhere), Some(near)) => Some(format!("{elsewhere}; {near}")),
            (one, other) => one.or(other),
        }
    }
}

impl fmt::Display for NotAParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = shown(&self.name);
        match self.model {
            Some(model) if self.is_unknown_model => write!(f, "the parameters of the {} are not known", model.name()),
            Some(model) => write!(f, "the {} has no parameter `{name}`", model.name()),
            None => write!(f, "no model has a parameter `{name}`"),
        }
    }
}

impl core::error::Error for NotAParameter {}
