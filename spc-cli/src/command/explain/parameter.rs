//! `spc explain Dial_Plan_1_`: what a parameter is, on one model or on all that have it.

use serde_json::Value;
use spc_core::profile::UserAccess;
use spc_devices::dictionary::{Kind, Language};
use spc_devices::explain::parameter::{ParameterText, compared, models_with, named};
use spc_devices::model::Model;
use spc_files::report::error::Error;
use spc_files::report::escape::escape;

use super::answer;
use super::wrap::{columns, wrap};

/// Columns of the titles.
const TITLES: usize = 15;

/// How many sources people are shown.
const SOURCES: usize = 3;

/// A parameter of one model.
pub(super) fn show(text: &ParameterText, json: bool) -> Result<(), Error> {
    let models = models_with(&text.name);
    if json {
        return object(text, Some(text.model), &models);
    }
    let mut lines = vec![title(&format!("{} of the {}", text.name, text.model.name()))];
    for (title, words) in text.facts() {
        lines.push(row(title, &words));
    }
    if let Some(word) = text.explained_by {
        lines.push(row("A value", &format!("`spc explain {word} VALUE` says what it means")));
    }
    lines.push(row("Models", &models.join(", ")));
    if text.known_of != text.model {
        let words =
            format!("those of the {}, as the {} has no list of its own", text.known_of.name(), text.model.name());
        lines.push(row("Known from", &words));
    }
    for (number, source) in text.sources.iter().take(SOURCES).enumerate() {
        lines.push(row(if number == 0 { "Sources" } else { "" }, source));
    }
    let more = text.sources.len().saturating_sub(SOURCES);
    if more > 0 {
        lines.push(row("", &format!("and {more} more, which --json lists")));
    }
    print(lines)
}

/// A parameter of all models that have it.
pub(super) fn compare(texts: &[ParameterText], json: bool) -> Result<(), Error> {
    let Some(first) = texts.first() else { return Ok(()) };
    if json {
        return groups(texts).into_iter().try_for_each(|(text, models)| object(text, None, &named(&models)));
    }
    let mut lines = vec![title(&first.name)];
    let all: Vec<Model> = texts.iter().map(|text| text.model).collect();
    lines.push(row("Models", &named(&all).join(", ")));
    for compared in compared(texts) {
        let is_same = matches!(compared.values.as_slice(), [(_, models)] if models.len() == all.len());
        for (number, (words, models)) in compared.values.iter().enumerate() {
            let title = if number == 0 { compared.title } else { "" };
            let words = if is_same { words.clone() } else { format!("{words} ({})", named(models).join(", ")) };
            lines.push(row(title, &words));
        }
    }
    if let Some(word) = texts.iter().find_map(|text| text.explained_by) {
        lines.push(row("A value", &format!("`spc explain {word} VALUE` says what it means")));
    }
    print(lines)
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

fn object(text: &ParameterText, model: Option<Model>, models: &[&str]) -> Result<(), Error> {
    let (minimum, maximum, bytes) = match text.kind {
        Kind::Integer { min, max } => (Some(min), Some(max), None),
        Kind::Text { limit } => (None, None, limit),
        _ => (None, None, None),
    };
    // How many there are for each line is a fact of one model.
    let indices = text.indices.filter(|_| model.is_some() || !text.is_per_line);
    answer::print_json([
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

fn title(words: &str) -> String {
    escape(words) + "\n"
}

fn row(title: &str, words: &str) -> String {
    wrap(&format!("  {title:TITLES$}"), &escape(words), columns())
}

fn print(rows: Vec<String>) -> Result<(), Error> {
    let lines = rows.iter().flat_map(|row| row.split('\n')).map(str::to_owned);
    answer::print_lines(lines)
}
