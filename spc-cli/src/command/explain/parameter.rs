//! `spc explain Dial_Plan_1_`: what a parameter is, on one model or on all that have it.

use spc_core::escape::escape;
use spc_devices::explain::json;
use spc_devices::explain::parameter::{ParameterText, compared, models_with};
use spc_devices::model::Model;
use spc_files::Error;

use super::answer;
use super::wrap::{columns, wrap};

/// The width of the titles, in columns.
const TITLES: usize = 15;

/// How many sources are shown to people.
const SOURCES: usize = 3;

/// Explains a parameter of one model.
pub(super) fn show(text: &ParameterText, is_json: bool) -> Result<(), Error> {
    let models = models_with(&text.name);
    if is_json {
        return answer::print_objects([json::parameter(text)]);
    }
    let mut lines = vec![title(&format!("{} of the {}", text.name, text.model.name()))];
    for (title, words) in text.facts() {
        lines.push(row(title, &words));
    }
    if let Some(word) = text.explained_by {
        lines.push(row("A value", &format!("`spc explain {word} VALUE` explains it")));
    }
    lines.push(row("Models", &models.join(", ")));
    if text.known_of != text.model {
        let words = format!("the {}, because the {} has no list of its own", text.known_of.name(), text.model.name());
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

/// Compares a parameter across all models that have it.
pub(super) fn compare(texts: &[ParameterText], is_json: bool) -> Result<(), Error> {
    let Some(first) = texts.first() else { return Ok(()) };
    if is_json {
        return answer::print_objects(json::parameter_everywhere(texts));
    }
    let mut lines = vec![title(&first.name)];
    let all: Vec<Model> = texts.iter().map(|text| text.model).collect();
    lines.push(row("Models", &Model::names_by_series(&all).join(", ")));
    for compared in compared(texts) {
        let is_same = matches!(compared.values.as_slice(), [(_, models)] if models.len() == all.len());
        for (number, (words, models)) in compared.values.iter().enumerate() {
            let title = if number == 0 { compared.title } else { "" };
            let words = if is_same {
                words.clone()
            } else {
                format!("{words} ({})", Model::names_by_series(models).join(", "))
            };
            lines.push(row(title, &words));
        }
    }
    if let Some(word) = texts.iter().find_map(|text| text.explained_by) {
        lines.push(row("A value", &format!("`spc explain {word} VALUE` explains it")));
    }
    print(lines)
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
