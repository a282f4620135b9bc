//! What a parameter is: where it is on the device's pages, which values it accepts, and which models have it.
//!
//! ```
//! use spc_devices::explain::parameter;
//! use spc_devices::model::Model;
//!
//! let model = Model::find("504G")?;
//! let plan = parameter::find("Dial_Plan_1_", model)?;
//! assert_eq!((plan.section.as_str(), plan.explained_by), ("Dial Plan", Some("dial")));
//! let unknown = parameter::find("dial_plan_1_", model).unwrap_err();
//! assert_eq!(unknown.help().as_deref(), Some("did you mean `Dial_Plan_1_`?"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use spc_core::profile::UserAccess;

use crate::check::documented_limit;
use crate::dictionary::{Definition, Dictionary, Kind, Language, NoEffect};
use crate::model::Model;

mod missing;
mod models;
mod words;

pub use missing::NotAParameter;

/// How many names are suggested for an unknown name.
const NEAR: usize = 3;

/// A parameter of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterText {
    /// The name in XML, with the sections around it.
    pub name: String,
    /// The name in plain text; `None` in the router section, which plain text cannot express.
    pub text_name: Option<String>,
    /// The model.
    pub model: Model,
    /// The model that the facts are about: the same one, or the series used in its place.
    pub known_of: Model,
    /// The heading on the device's page, or the path of the section; may be empty.
    pub section: String,
    /// The kind of its values.
    pub kind: Kind,
    /// The limits that the guides set for its values, in words, if they do.
    pub limit: Option<String>,
    /// The language of its values, if they have one.
    pub language: Option<Language>,
    /// The word after `spc explain` that explains a value.
    pub explained_by: Option<&'static str>,
    /// The factory default; `None` if it is not known, and for a secret.
    pub default: Option<String>,
    /// What the user account may do with it by default, if that is known.
    pub access: Option<UserAccess>,
    /// Whether there is one for each line.
    pub is_per_line: bool,
    /// The first and the last index on this model, if it has an index.
    pub indices: Option<(u16, u16)>,
    /// The index in its name.
    pub index: Option<u16>,
    /// The published files in which it was found.
    pub sources: Vec<&'static str>,
    no_effect: Option<NoEffect>,
    is_beyond: bool,
}

impl ParameterText {
    fn new(dictionary: Dictionary, definition: &Definition, name: &str) -> Self {
        let index = definition.index_in(name);
        let numbered =
            |text: &str| index.map_or_else(|| text.to_owned(), |index| text.replace('#', &index.to_string()));
        let section = if definition.path().is_empty() { definition.heading() } else { definition.path() };
        Self {
            name: definition.xml_name(index),
            text_name: definition.text_name(index),
            model: dictionary.model(),
            known_of: dictionary.source_model(),
            section: numbered(section),
            kind: definition.kind(),
            limit: documented_limit(name, dictionary.model().family()),
            language: definition.language(),
            explained_by: definition.language().and_then(|language| words::of(language).1),
            default: definition.default_value(index).filter(|_| !definition.is_secret()).map(Into::into),
            access: definition.access(),
            is_per_line: definition.is_per_line(),
            indices: dictionary.indices(definition).map(|range| (*range.start(), *range.end())),
            index,
            sources: dictionary.sources(definition).collect(),
            no_effect: dictionary.no_effect(name),
            is_beyond: index.is_some_and(|index| dictionary.is_beyond(definition, index)),
        }
    }

    /// The word for what its values are: `yes-no`, `flag`, `choice`, `integer`, `number`, `text` or `secret`.
    #[must_use]
    pub const fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::YesNo => "yes-no",
            Kind::Flag => "flag",
            Kind::Choice(_) => "choice",
            Kind::Integer { .. } => "integer",
            Kind::Number => "number",
            Kind::Text { .. } => "text",
            Kind::Secret => "secret",
        }
    }

    /// Its known values, if it accepts one of a list.
    #[must_use]
    pub fn choices(&self) -> Vec<&'static str> {
        if let Kind::Choice(choices) = self.kind { choices.iter().collect() } else { Vec::new() }
    }

    /// Whether its index is beyond those that the model has.
    #[must_use]
    pub const fn is_beyond(&self) -> bool {
        self.is_beyond
    }

    /// The facts about it, each with a title and a text. They contain no secret.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts =
            vec![("Section", if self.section.is_empty() { "none".to_owned() } else { self.section.clone() })];
        let in_text = |name: &String| format!("`{name}`");
        facts.push(("In plain text", self.text_name.as_ref().map_or_else(|| "it has no name".to_owned(), in_text)));
        facts.push(("Values", self.values()));
        facts.extend(self.limit.clone().map(|limit| ("Documented", limit)));
        facts.push(("Default", self.default_words()));
        facts.extend(self.no_effect.map(|effect| ("Effect", self.no_effect_words(effect))));
        facts.push(("User access", access(self.access).to_owned()));
        if self.indices.is_some() {
            facts.push(("Index", self.index_words()));
        }
        facts
    }

    fn values(&self) -> String {
        let kind = match self.kind {
            Kind::YesNo => "`Yes` or `No`".to_owned(),
            Kind::Flag => "`0` or `1`".to_owned(),
            Kind::Choice(choices) => {
                let choices: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
                format!("one of {}", choices.join(", "))
            }
            Kind::Integer { min, max: u32::MAX } => format!("a whole number from {min}"),
            Kind::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Kind::Number => "a number".to_owned(),
            Kind::Text { limit: Some(limit) } => format!("text of at most {limit} bytes"),
            Kind::Text { limit: None } => "text".to_owned(),
            Kind::Secret => "a secret, which is never shown".to_owned(),
        };
        match (self.language.map(words::of), self.kind) {
            (None, _) => kind,
            (Some((language, _)), Kind::Text { limit: None }) => language.to_owned(),
            (Some((language, _)), _) => format!("{kind}: {language}"),
        }
    }

    fn default_words(&self) -> String {
        match self.default.as_deref() {
            None if matches!(self.kind, Kind::Secret) => "not shown".to_owned(),
            None => "not known".to_owned(),
            Some("") => "empty".to_owned(),
            Some(value) => format!("`{value}`"),
        }
    }

    fn no_effect_words(&self, effect: NoEffect) -> String {
        let since = effect.gone_since.map_or_else(String::new, |firmware| format!(" from firmware {firmware} on"));
        format!("none on the {}{since}: it {} ({})", self.model.name(), effect.reason, effect.source)
    }

    fn index_words(&self) -> String {
        let (first, last) = self.indices.unwrap_or_default();
        let range = match self.is_per_line {
            true if self.model.lines().is_some() => format!("one for each line, {first} to {last}"),
            true => "one for each line".to_owned(),
            false => format!("{first} to {last}"),
        };
        match self.index {
            Some(index) if self.is_beyond() => format!("{range}; {index} is out of range and ignored"),
            _ => range,
        }
    }
}

const fn access(access: Option<UserAccess>) -> &'static str {
    match access {
        None => "not known",
        Some(UserAccess::None) => "`na`: the user cannot see it",
        Some(UserAccess::ReadOnly) => "`ro`: the user can see it",
        Some(UserAccess::ReadWrite) => "`rw`: the user can change it",
    }
}

/// What is known about a parameter of a model. The name may have `n` in place of an index.
///
/// # Errors
/// [`NotAParameter`], with names that may have been meant. Names are compared letter for letter, as on the device.
pub fn find(name: &str, model: Model) -> Result<ParameterText, NotAParameter> {
    let missing = || NotAParameter {
        name: name.to_owned(),
        model: Some(model),
        near: Vec::new(),
        siblings: Vec::new(),
        models: Vec::new(),
        is_unknown_model: false,
        is_status: false,
    };
    let Some(dictionary) = Dictionary::of(model) else {
        return Err(NotAParameter { is_unknown_model: true, ..missing() });
    };
    look_up(dictionary, name).ok_or_else(|| NotAParameter {
        near: near(dictionary, name),
        siblings: if near(dictionary, name).is_empty() { dictionary.siblings(name) } else { Vec::new() },
        // The model also has it if only the brackets of plain text are wrong.
        models: if dictionary.get(name).is_none() { Dictionary::models_with(name) } else { Vec::new() },
        is_status: dictionary.is_status(name),
        ..missing()
    })
}

/// What is known about a parameter on every model that has it, as far as the models' parameters are known.
///
/// # Errors
/// [`NotAParameter`] if no model has it.
pub fn find_everywhere(name: &str) -> Result<Vec<ParameterText>, NotAParameter> {
    let found: Vec<ParameterText> = models::known().filter_map(|dictionary| look_up(dictionary, name)).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let mut names: Vec<String> = Vec::new();
    let mut is_status = false;
    for series in Model::all().filter(|model| model.is_series()).filter_map(Dictionary::of) {
        is_status |= series.is_status(name);
        for near in near(series, name) {
            if !names.contains(&near) {
                names.push(near);
            }
        }
    }
    names.truncate(NEAR);
    let (model, siblings, models, is_unknown_model) = (None, Vec::new(), Vec::new(), false);
    Err(NotAParameter { name: name.to_owned(), model, near: names, siblings, models, is_unknown_model, is_status })
}

/// The models that have a parameter with this name; only the series is named if all of its known models have it.
#[must_use]
pub fn models_with(name: &str) -> Vec<&'static str> {
    let with = models::known().filter(|dictionary| look_up(*dictionary, name).is_some());
    Model::names_by_series(&with.map(|dictionary| dictionary.model()).collect::<Vec<_>>())
}

/// What is known for several models under one title.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FactByModel {
    /// The title, as among the [facts](ParameterText::facts) of one model.
    pub title: &'static str,
    /// Each text, with the models that it is true for.
    pub values: Vec<(String, Vec<Model>)>,
}

/// The facts for several models about one parameter, with equal ones joined.
#[must_use]
pub fn compared(texts: &[ParameterText]) -> Vec<FactByModel> {
    let mut rows: Vec<FactByModel> = Vec::new();
    for text in texts {
        // The number of lines of a model is not a difference in the parameter.
        let is_known = |title: &str| !(title == "Index" && text.is_per_line);
        let lines = text.is_per_line.then(|| ("Index", "one for each line".to_owned()));
        for (title, words) in text.facts().into_iter().filter(|(title, _)| is_known(title)).chain(lines) {
            let place = rows.iter().position(|row| row.title == title).unwrap_or_else(|| {
                rows.push(FactByModel { title, values: Vec::new() });
                rows.len().saturating_sub(1)
            });
            let Some(row) = rows.get_mut(place) else { continue };
            match row.values.iter_mut().find(|(known, _)| *known == words) {
                Some((_, models)) => models.push(text.model),
                None => row.values.push((words, vec![text.model])),
            }
        }
    }
    rows
}

fn look_up(dictionary: Dictionary, name: &str) -> Option<ParameterText> {
    let of = |name: &str| Some(ParameterText::new(dictionary, dictionary.get(name)?, name));
    // Spelt as in XML or as in plain text, `Dial_Plan_1_` or `Dial_Plan[1]`, and in no other way.
    of(name).filter(|text| text.name == name || text.text_name.as_deref() == Some(name)).or_else(|| {
        let numbered = name.contains("_n_").then(|| name.replacen("_n_", "_1_", 1))?;
        of(&numbered)
    })
}

/// Other spellings of a name, then similar names.
fn near(dictionary: Dictionary, name: &str) -> Vec<String> {
    let mut near: Vec<String> =
        dictionary.get(name).map(|definition| definition.xml_name(definition.index_in(name))).into_iter().collect();
    near.extend(dictionary.spellings(name));
    if near.is_empty() {
        near = dictionary.suggestions(name, NEAR);
    }
    near.truncate(NEAR);
    near
}

#[cfg(test)]
mod tests;
