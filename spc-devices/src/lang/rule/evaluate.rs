//! Which alternative of a rule a device takes, and what it then fetches.
//!
//! Knows: the order in which a device reads the parts (Linksys Provisioning Guide 3.0 pp. 37-38). Must not know: what
//! is at a URL, and how this is shown. Values are exact and include secrets; each has a form that may be shown.

use std::collections::BTreeSet;

use spc_core::escape::HIDDEN;
use spc_core::profile::ParameterName;

use super::tree::{Alternative, Assignment, OptionKind, Rule, RuleOption};
use super::url::{UrlParts, is_plain};
use crate::lang::condition::{Compared, Truth};
use crate::lang::macro_text::{Expanded, MacroContext, MacroName, Values};

/// What a rule amounts to for given values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evaluation<'r> {
    /// Every alternative, taken or not.
    pub alternatives: Vec<Evaluated<'r>>,
    /// Which one a device takes.
    pub taken: Taken,
}

/// Which alternative a device takes, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "one, none or unknown")]
pub enum Taken {
    /// This one.
    Alternative(usize),
    /// It cannot be known whether it is this one.
    Undecided(usize),
    /// None: the rule is empty or disabled, or no condition holds. A device continues with its next rule.
    None,
}

/// An alternative with its values. Its options and URL are what they would be if it were taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evaluated<'r> {
    /// The alternative.
    pub alternative: &'r Alternative<'r>,
    /// The comparisons of its condition.
    pub comparisons: Vec<Compared<'r>>,
    /// Whether its condition holds; if it has none, it holds.
    pub outcome: Truth,
    /// What is assigned before anything is fetched.
    pub assigned: Vec<Assigned<'r>>,
    /// What is fetched.
    pub targets: Vec<EvaluatedTarget<'r>>,
}

/// An assignment and the value that it assigns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assigned<'r> {
    /// The assignment.
    pub assignment: &'r Assignment<'r>,
    /// The parameter by its full name, `GPP_C` for `c`.
    pub parameter: String,
    /// The value; none of it is shown if the parameter is secret by its name or is a key of this rule.
    pub value: Expanded,
}

/// A target with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EvaluatedTarget<'r> {
    /// Its options.
    pub options: Vec<EvaluatedOption<'r>>,
    /// Its URL.
    pub url: Option<Expanded>,
}

/// An option with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EvaluatedOption<'r> {
    /// The option.
    pub option: &'r RuleOption<'r>,
    /// Its argument; nothing is shown of a key, a password or anything that is not understood.
    pub argument: Option<Expanded>,
}

impl EvaluatedOption<'_> {
    /// The parameters that its argument comes from; none if the argument is in the rule itself.
    pub fn sources(&self) -> impl Iterator<Item = MacroName> {
        let argument = self.option.argument.iter();
        argument.flat_map(|word| word.text.macros()).filter_map(|(used, _)| MacroName::find(used.name))
    }
}

impl Rule<'_> {
    /// Evaluates every alternative and says which one is taken.
    ///
    /// The values of macros that the rule uses as keys or passwords are hidden everywhere in the forms that may be
    /// shown.
    #[must_use]
    pub fn evaluate(&self, values: &Values) -> Evaluation<'_> {
        let mut values = values.clone();
        let hidden = self.credentials();
        hidden.iter().for_each(|name| {
            values.hide(name);
        });
        let mut taken = Taken::None;
        let mut alternatives = Vec::with_capacity(self.alternatives.len());
        for (index, alternative) in self.alternatives.iter().enumerate() {
            let evaluated = alternative.evaluate(&values, &hidden);
            if taken == Taken::None {
                taken = match evaluated.outcome {
                    Truth::True => Taken::Alternative(index),
                    Truth::False => Taken::None,
                    Truth::Undecided(_) => Taken::Undecided(index),
                };
            }
            alternatives.push(evaluated);
        }
        Evaluation { alternatives, taken }
    }

    /// The macros that it uses as keys and passwords.
    fn credentials(&self) -> BTreeSet<&str> {
        let options =
            self.alternatives.iter().flat_map(|alternative| &alternative.targets).flat_map(|each| &each.options);
        let secret = options.filter(|option| matches!(option.kind, OptionKind::Key | OptionKind::Password));
        let words = secret.filter_map(|option| option.argument);
        words.flat_map(|word| word.text.macros()).map(|(used, _)| used.name).collect()
    }
}

impl Alternative<'_> {
    fn evaluate(&self, values: &Values, hidden: &BTreeSet<&str>) -> Evaluated<'_> {
        let comparisons = self.condition.as_ref().map_or_else(Vec::new, |condition| condition.compare(values));
        let outcome = Truth::all(comparisons.iter().map(|compared| compared.outcome));
        let tame = |side: Expanded| if is_plain(&side.shown) { side } else { side.hide() };
        let comparisons: Vec<_> = comparisons
            .into_iter()
            .map(|each| Compared { left: tame(each.left), right: tame(each.right), ..each })
            .collect();
        let assigned: Vec<_> = self.assignments.iter().map(|each| each.evaluate(values, hidden)).collect();
        let mut changed = None;
        for each in &assigned {
            if let Some(name) = MacroName::of_parameter(&each.parameter) {
                let changed = changed.get_or_insert_with(|| values.clone());
                changed.set(&name, &each.value.text);
                if each.value.is_hidden() {
                    changed.hide(&name);
                }
            }
        }
        let values = changed.as_ref().unwrap_or(values);
        let targets = self.targets.iter().map(|target| EvaluatedTarget {
            options: target.options.iter().map(|option| option.evaluate(values)).collect(),
            url: target.url.map(|url| {
                let doubtful = |shown: &str| UrlParts::split(shown).doubtful_range();
                let shown = url.text.expand(values, MacroContext::Plain);
                let shown = shown.hide_part(|shown| UrlParts::split(shown).user_info_range());
                // The scheme, the server, the query and the path.
                (0..4).fold(shown, |shown, _| shown.hide_part(doubtful))
            }),
        });
        let targets = targets.collect();
        Evaluated { alternative: self, comparisons, outcome, assigned, targets }
    }
}

impl Compared<'_> {
    /// The comparison as written, if nothing in it looks like a secret.
    #[must_use]
    pub fn written(&self) -> String {
        let written = self.comparison.to_string();
        if is_plain(&written) { written } else { HIDDEN.to_owned() }
    }
}

impl Assignment<'_> {
    fn evaluate(&self, values: &Values, hidden: &BTreeSet<&str>) -> Assigned<'_> {
        let name = MacroName::of_parameter(self.name);
        let parameter = match &name {
            Some(letter) if self.name.len() == 1 => format!("GPP_{letter}"),
            _ => self.name.to_owned(),
        };
        let is_secret = ParameterName::parse(&parameter).is_ok_and(|name| name.is_secret())
            || name.is_some_and(|name| hidden.contains(name.as_str()));
        let value = self.value.expand(values, MacroContext::Plain);
        let is_hidden = is_secret || !is_plain(&value.shown);
        Assigned { assignment: self, parameter, value: if is_hidden { value.hide() } else { value } }
    }
}

impl RuleOption<'_> {
    fn evaluate(&self, values: &Values) -> EvaluatedOption<'_> {
        let place = if self.kind.is_credential() { MacroContext::Credential } else { MacroContext::Plain };
        let may_show = matches!(self.kind, OptionKind::UserId | OptionKind::Post | OptionKind::Alias);
        let argument = self.argument.map(|word| word.text.expand(values, place));
        EvaluatedOption { option: self, argument: argument.map(|it| if may_show { it } else { it.hide() }) }
    }
}
