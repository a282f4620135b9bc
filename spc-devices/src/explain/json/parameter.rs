//! A parameter as JSON.

use serde_json::Value;
use spc_core::profile::UserAccess;

use super::object::object;
use crate::dictionary::{Kind, Language};
use crate::explain::parameter::{ParameterText, models_with};
use crate::model::Model;

/// A parameter of one model.
#[must_use]
pub fn parameter(text: &ParameterText) -> String {
    of(text, Some(text.model), &models_with(&text.name))
}

/// A parameter on all models that have it, an object for each group of models that agree about it.
#[must_use]
pub fn parameter_everywhere(texts: &[ParameterText]) -> Vec<String> {
    groups(texts).into_iter().map(|(text, models)| of(text, None, &Model::names_by_series(&models))).collect()
}

/// The models that have the same parameter, each group with one of its texts.
fn groups(texts: &[ParameterText]) -> Vec<(&ParameterText, Vec<Model>)> {
    let mut groups: Vec<(&ParameterText, Vec<Model>)> = Vec::new();
    for text in texts {
        let is_same = |other: &ParameterText| {
            let mut same = text.clone();
            (same.model, same.known_of, same.indices) = (other.model, other.known_of, other.indices);
            same.sources.clone_from(&other.sources);
            same == *other && (text.is_per_line || text.indices == other.indices)
        };
        match groups.iter_mut().find(|(other, _)| is_same(other)) {
            Some((_, models)) => models.push(text.model),
            None => groups.push((text, vec![text.model])),
        }
    }
    groups
}

fn of(text: &ParameterText, model: Option<Model>, models: &[&str]) -> String {
    let (minimum, maximum, bytes) = match text.kind {
        Kind::Integer { min, max } => (Some(min), Some(max), None),
        Kind::Text { limit } => (None, None, limit),
        _ => (None, None, None),
    };
    // How many there are for each line depends on the model.
    let indices = text.indices.filter(|_| model.is_some() || !text.is_per_line);
    object([
        ("parameter", text.name.as_str().into()),
        ("model", model.map(Model::name).into()),
        ("known_of", model.map(|_| text.known_of.name()).into()),
        ("models", models.into()),
        ("text_name", text.text_name.as_deref().into()),
        ("section", text.section.as_str().into()),
        ("kind", text.kind_word().into()),
        ("choices", text.choices().into()),
        ("minimum", minimum.into()),
        ("maximum", maximum.into()),
        ("bytes", bytes.into()),
        ("documented", text.limit.as_deref().into()),
        ("default", text.default.as_deref().into()),
        ("access", text.access.map(UserAccess::as_str).into()),
        ("first", indices.map(|(first, _)| first).into()),
        ("last", indices.map(|(_, last)| last).into()),
        ("per_line", text.is_per_line.into()),
        ("language", text.language.map(Language::word).into()),
        ("explained_by", text.explained_by.into()),
        ("sources", text.sources.iter().copied().map(Value::from).collect()),
    ])
}
