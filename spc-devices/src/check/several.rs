//! One profile for several models: what was found for each of them, as one list.
//!
//! Knows: findings, names of models. Must not know: any check, and how a profile is checked.

use std::collections::{HashMap, HashSet};

use spc_core::diagnostic::{Code, Diagnostic, Span};

use crate::dictionary::Dictionary;
use crate::listing;
use crate::model::Model;

/// What replaces the name of a model when findings are compared; no message contains it.
const NAME: &str = "\0";

/// A finding, whichever model it is for.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    code: Code,
    span: Span,
    message: String,
    help: Option<String>,
}

/// A finding, and the indices of the models that have it.
struct Folded {
    finding: Diagnostic,
    models: Vec<usize>,
    names_model: bool,
}

/// The findings of a profile for several models, each once, naming the models that have it if others do not.
///
/// Without the dictionary of a model less is known, so such a finding is dropped in favour of one with the same code and
/// place for a model with a dictionary.
pub(super) fn fold(found: Vec<(Option<Model>, Vec<Diagnostic>)>) -> Vec<Diagnostic> {
    let models: Vec<Option<Model>> = found.iter().map(|(model, _)| *model).collect();
    let mut folded: Vec<Folded> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    for (at, (model, findings)) in found.into_iter().enumerate() {
        for finding in findings {
            let bare = |text: &str| model.map_or_else(|| text.to_owned(), |model| text.replace(model.name(), NAME));
            let (message, help) = (bare(&finding.message), finding.help.as_deref().map(bare));
            let names_model = message.contains(NAME);
            let key = Key { code: finding.code, span: finding.span, message, help };
            match places.get(&key).and_then(|place| folded.get_mut(*place)) {
                Some(same) => {
                    if !same.models.contains(&at) {
                        same.models.push(at);
                    }
                }
                None => {
                    places.insert(key, folded.len());
                    folded.push(Folded { finding, models: vec![at], names_model });
                }
            }
        }
    }
    let is_known: Vec<bool> = models.iter().map(|model| model.and_then(Dictionary::of).is_some()).collect();
    let is_named = |at: &usize| is_known.get(*at) == Some(&true);
    let by_model: HashSet<(Code, Span)> = folded
        .iter()
        .filter(|one| one.models.iter().any(is_named))
        .map(|one| (one.finding.code, one.finding.span))
        .collect();
    folded.retain(|one| one.models.iter().any(is_named) || !by_model.contains(&(one.finding.code, one.finding.span)));
    folded.into_iter().map(|one| one.said(&models)).collect()
}

impl Folded {
    fn said(self, models: &[Option<Model>]) -> Diagnostic {
        let names = |places: &[usize]| {
            let name = |at: &usize| models.get(*at).copied().flatten().map_or("rows without a model", Model::name);
            listing::all(&places.iter().map(name).collect::<Vec<_>>())
        };
        let addition = match self.models.split_first() {
            Some((_, others)) if self.names_model && !others.is_empty() => {
                Some(format!("the same for {}", names(others)))
            }
            _ if self.names_model || self.models.len() == models.len() => None,
            _ => Some(format!("for {}", names(&self.models))),
        };
        match addition {
            Some(addition) => {
                let message = format!("{} ({addition})", self.finding.message);
                self.finding.message(message)
            }
            None => self.finding,
        }
    }
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::Severity;

    use super::*;

    fn said(found: &[(&str, &[&str])]) -> Vec<String> {
        let finding = |text: &&str| Diagnostic::new(Code::new(501), Severity::Warning, Span::default(), *text);
        let found = found.iter().map(|(model, texts)| (Model::find(model).ok(), texts.iter().map(finding).collect()));
        fold(found.collect()).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn equal_findings_are_one_that_names_its_models() {
        let (one, two, three) = ("SPA504G has no `A`", "SPA502G has no `A`", "8851 has no `B`");
        assert_eq!(
            said(&[("spa504g", &[one]), ("8851", &[three]), ("spa502g", &[two])]),
            ["SPA504G has no `A` (the same for SPA502G)", "8851 has no `B`"]
        );
        assert_eq!(said(&[("spa504g", &["odd"]), ("8851", &["odd"])]), ["odd"]);
        assert_eq!(said(&[("spa504g", &["odd"]), ("8851", &[])]), ["odd (for SPA504G)"]);
    }

    #[test]
    fn a_finding_without_a_model_gives_way_to_one_with() {
        assert_eq!(said(&[("", &["no model has `A`"]), ("8851", &["8851 has no `A`"])]), ["8851 has no `A`"]);
        assert_eq!(said(&[("", &["odd"]), ("8851", &[])]), ["odd (for rows without a model)"]);
        assert_eq!(said(&[("", &["odd"])]), ["odd"]);
    }
}
