//! `spc explain WORD`: a code or the name of a check, otherwise a parameter.

use spc_devices::either;
use spc_devices::explain::code::{self, CodeText};
use spc_devices::explain::parameter::{self, NotAParameter, ParameterText};
use spc_devices::model::Model;
use spc_files::Error;

use super::answer;
use super::{code as codes, parameter as parameters};

/// The subjects for which a mistyped word may have been intended.
const SUBJECTS: [&str; 6] = ["rule", "dial", "dst", "schedule", "tone", "key"];

/// What a word is.
enum Found {
    Code(CodeText),
    /// A parameter of the model that was named.
    Parameter(ParameterText),
    /// A parameter on all models that have it.
    Everywhere(Vec<ParameterText>),
}

pub(super) fn run(words: &[String], model: Option<Model>, is_json: bool) -> Result<(), Error> {
    // All words are looked up first, so that an error is reported before any answer.
    let found: Vec<Found> = words.iter().map(|word| find(word, model)).collect::<Result<_, _>>()?;
    for (number, found) in found.iter().enumerate() {
        if number > 0 && !is_json {
            answer::print_lines([String::new()])?;
        }
        match found {
            Found::Code(text) => codes::show(text, is_json)?,
            Found::Parameter(text) => parameters::show(text, is_json)?,
            Found::Everywhere(texts) => parameters::compare(texts, is_json)?,
        }
    }
    Ok(())
}

fn find(word: &str, model: Option<Model>) -> Result<Found, Error> {
    let code = match code::find(word) {
        Ok(text) => return Ok(Found::Code(text)),
        Err(unknown) => unknown,
    };
    if code::number(word).is_some() {
        let message = code.to_string();
        return Err(hinted(message, &code.near, "`spc manual --checks` lists them all"));
    }
    let unknown = match model {
        Some(model) => parameter::find(word, model).map(Found::Parameter),
        None => parameter::find_everywhere(word).map(Found::Everywhere),
    };
    unknown.map_err(|unknown| fault(word, &unknown, &code.near, model))
}

/// The error for a word that is neither, with what may have been intended.
fn fault(word: &str, unknown: &NotAParameter, checks: &[String], model: Option<Model>) -> Error {
    if let Some(help) = unknown.help() {
        return Error::usage(unknown.to_string()).hint(help);
    }
    if model.is_some() {
        return Error::usage(unknown.to_string());
    }
    let is_near = |subject: &&&str| word.len() > 1 && (subject.starts_with(word) || word.starts_with(**subject));
    let subjects = SUBJECTS.iter().filter(is_near);
    let near: Vec<String> = subjects.map(|subject| (*subject).to_owned()).chain(checks.iter().cloned()).collect();
    let message = format!("`{word}` is neither a code nor a known parameter");
    hinted(message, &near, "codes look like SPC0501, parameters like Dial_Plan_1_; for values see `spc explain --help`")
}

fn hinted(message: String, near: &[String], otherwise: &str) -> Error {
    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    let hint = if near.is_empty() { otherwise.to_owned() } else { format!("did you mean {}?", either(&near)) };
    Error::usage(message).hint(hint)
}
