//! Whether a phone that applies a file can still read the next one.
//!
//! A phone fetches a file by a rule, with the key that the rule names. Both are ordinary parameters, so a file can
//! remove either of them. Nothing on the phone then shows why it keeps its old configuration forever.
//!
//! Knows: which parameters hold rules and keys, and how a rule names its key. Must not know: how the file is encrypted.
//!
//! ```
//! use spc_devices::handover::{Handover, Loss};
//!
//! let sets = |name: &str| (name == "Profile_Rule").then(|| "http://prov.example.com/$MA.cfg".into());
//! assert_eq!(Handover::new(sets).loss("the key"), Some(Loss::RuleWithoutKey { rule: "Profile_Rule" }));
//! let sets = |name: &str| (name == "Profile_Rule").then(|| "[--key $SA] http://prov.example.com/$MA.cfg".into());
//! assert_eq!(Handover::new(sets).loss("the key"), None);
//! ```

use std::borrow::Cow;

use core::fmt;

use spc_core::diagnostic::{Code, CodeInfo, Severity};
use zeroize::Zeroizing;

use crate::lang::macro_text::{MacroContext, MacroName, MacroText, Values};
use crate::lang::rule::{self, OptionKind};

/// The rules by which profiles are fetched, in the order in which devices try them.
const RULES: [&str; 4] = ["Profile_Rule", "Profile_Rule_B", "Profile_Rule_C", "Profile_Rule_D"];
/// The parameters that may hold a key, which a rule names by a macro.
const KEYS: [&str; 20] = [
    "GPP_SA", "GPP_SB", "GPP_SC", "GPP_SD", "GPP_A", "GPP_B", "GPP_C", "GPP_D", "GPP_E", "GPP_F", "GPP_G", "GPP_H",
    "GPP_I", "GPP_J", "GPP_K", "GPP_L", "GPP_M", "GPP_N", "GPP_O", "GPP_P",
];
/// Where the key is by convention, if the phone's rule is not in the file.
pub const USUAL_KEY: &str = "GPP_SA";

/// The profile is encrypted, but no rule in it gives the key of the next file.
pub const RULE_WITHOUT_KEY: Code = Code::new(1420);
/// The profile gives the phone a different key from the one that its files are encrypted with.
pub const OTHER_KEY: Code = Code::new(1421);

/// The codes of [`Loss`].
pub const CODES: &[CodeInfo] = &[
    CodeInfo::new(
        RULE_WITHOUT_KEY,
        "rule-without-key",
        Severity::Warning,
        "The profile is encrypted, but no rule in it gives the key of the next file, so a phone that applies it \
            cannot read any encrypted file after it.",
    ),
    CodeInfo::new(
        OTHER_KEY,
        "other-key-in-profile",
        Severity::Warning,
        "The profile gives the phone a different key from the one that its files are encrypted with, so a phone that \
            applies it cannot read any file after it.",
    ),
];

/// What a phone loses by applying a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// No rule in the file gives a key, so the phone reads its next, encrypted file as a profile in plain text.
    RuleWithoutKey {
        /// The parameter that holds the first of these rules.
        rule: &'static str,
    },
    /// Every rule that gives a key gives a different one from the one that the phone's files are encrypted with.
    OtherKey {
        /// The parameter that holds that key, or the rule with the key in it.
        parameter: &'static str,
    },
}

impl Loss {
    /// Its code, for messages.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::RuleWithoutKey { .. } => RULE_WITHOUT_KEY,
            Self::OtherKey { .. } => OTHER_KEY,
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::RuleWithoutKey { .. } => {
                "a phone that applies this file cannot read encrypted files later: write `[--key $SA]` before the URL"
            }
            Self::OtherKey { .. } => {
                "a phone that applies this file cannot read any later file: leave the key out of the profile"
            }
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RuleWithoutKey { rule } => {
                write!(f, "`{rule}` fetches the next file without `[--key ..]`, although this one is encrypted")
            }
            Self::OtherKey { parameter } => write!(f, "`{parameter}` is not the key that this file is encrypted with"),
        }
    }
}

/// The part of a file that decides whether its phone can read the next one, whatever key that one is encrypted with. It
/// is worked out once for all devices for which the file sets the same values.
#[derive(Clone, Default)]
pub struct Handover {
    /// The keys that the phone may use for its next file.
    keys: Vec<Zeroizing<String>>,
    /// What is lost if none of them is the right one.
    otherwise: Option<Loss>,
}

impl Handover {
    /// `sets` returns what the file sets a parameter to, or `None` if it leaves the phone's value alone. It is called
    /// only for the parameters on which the answer depends.
    ///
    /// What cannot be known from the file, such as a key that the phone already has, is assumed to be right.
    #[must_use]
    pub fn new<'v>(sets: impl Fn(&str) -> Option<Cow<'v, str>>) -> Self {
        let rules: Vec<(&'static str, Cow<'v, str>)> = RULES
            .into_iter()
            .filter_map(|name| sets(name).filter(|text| !text.trim().is_empty()).map(|text| (name, text)))
            .collect();
        if rules.is_empty() {
            return sets(USUAL_KEY).map_or_else(Self::default, |held| Self {
                keys: vec![Zeroizing::new(held.into_owned())],
                otherwise: Some(Loss::OtherKey { parameter: USUAL_KEY }),
            });
        }
        let mut keys = Vec::new();
        let (mut unkeyed, mut other) = (None, None);
        for (name, text) in &rules {
            // Text that is not a rule is a separate finding, and it is not documented what a device does with it.
            let Ok(rule) = rule::parse(text) else { return Self::default() };
            for target in rule.alternatives.iter().flat_map(|alternative| &alternative.targets) {
                if target.url.is_none() {
                    continue;
                }
                let given = target.options.iter().find(|option| option.kind == OptionKind::Key);
                let Some(argument) = given.and_then(|option| option.argument) else {
                    unkeyed.get_or_insert(*name);
                    continue;
                };
                let Some(key) = key(argument.text, &sets) else { return Self::default() };
                keys.push(key);
                other.get_or_insert(holders(argument.text).next().unwrap_or(name));
            }
        }
        let other = other.map(|parameter| Loss::OtherKey { parameter });
        Self { keys, otherwise: other.or(unkeyed.map(|rule| Loss::RuleWithoutKey { rule })) }
    }

    /// What a phone loses if its files are encrypted with `key`, the text that would follow `--key`.
    #[must_use]
    pub fn loss(&self, key: &str) -> Option<Loss> {
        self.otherwise.filter(|_| self.keys.iter().all(|given| given.as_str() != key))
    }

    /// Whether the answer depends on the key: without rules or keys in the file it does not.
    #[must_use]
    pub const fn depends_on_key(&self) -> bool {
        !self.keys.is_empty()
    }
}

/// Shows no key.
impl fmt::Debug for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handover").field("otherwise", &self.otherwise).finish_non_exhaustive()
    }
}

/// The key that the argument of `--key` gives, or `None` if it may be any key.
fn key<'v>(argument: MacroText<'_>, sets: impl Fn(&str) -> Option<Cow<'v, str>>) -> Option<Zeroizing<String>> {
    let mut values = Values::new();
    for name in holders(argument) {
        if let Some(text) = sets(name) {
            values.set(name, &text);
        }
    }
    let expanded = argument.expand(&values, MacroContext::Credential);
    (expanded.missing.is_empty() && expanded.unknown.is_empty()).then_some(expanded.text)
}

/// The parameters named in the argument, of those that may hold a key.
fn holders(argument: MacroText<'_>) -> impl Iterator<Item = &'static str> {
    let named = argument.macros().filter(|(used, _)| MacroName::find(used.name).is_some());
    named.filter_map(|(used, _)| {
        KEYS.into_iter().find(|name| MacroName::of_parameter(name).as_deref() == Some(used.name))
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    const KEY: &str = "3389c1c64239e1be";

    fn lost(profile: &[(&str, &'static str)]) -> Option<Loss> {
        let sets = |name: &str| profile.iter().rev().find(|(set, _)| *set == name).map(|(_, text)| (*text).into());
        let handover = Handover::new(sets);
        let loss = handover.loss(KEY);
        assert_eq!(loss, handover.loss("another key").filter(|_| loss.is_some()), "a key is right or does not matter");
        loss
    }

    #[test]
    fn a_file_that_touches_neither_rule_nor_key_takes_nothing() {
        assert_eq!(lost(&[]), None);
        assert_eq!(lost(&[("GPP_A", "x"), ("GPP_SB", "y"), ("Proxy_1_", "z")]), None);
        assert_eq!(lost(&[("GPP_SA", KEY)]), None);
        assert_eq!(lost(&[("Profile_Rule", "")]), None, "no rule at all is another matter");
    }

    #[test]
    fn a_rule_without_a_key_is_a_loss_unless_another_rule_has_it() {
        let loss = Some(Loss::RuleWithoutKey { rule: "Profile_Rule" });
        for rule in ["/spa$PSN.cfg", "http://h/$MA.cfg", "[--uid a --pwd b] http://h/x", "($SWVER lt 7)? /a | /b"] {
            assert_eq!(lost(&[("Profile_Rule", rule)]), loss, "{rule}");
            assert_eq!(lost(&[("Profile_Rule", rule), ("GPP_SA", KEY)]), loss, "{rule}");
        }
        assert_eq!(lost(&[("Profile_Rule_B", "/common.cfg")]), Some(Loss::RuleWithoutKey { rule: "Profile_Rule_B" }));
        assert_eq!(lost(&[("Profile_Rule", "/common.cfg"), ("Profile_Rule_B", "[--key $SA] /$MA.cfg")]), None);
        assert_eq!(lost(&[("Profile_Rule", "($SWVER lt 7)? /firmware | [--key $SA] /$MA.cfg")]), None);
    }

    #[test]
    fn a_rule_with_the_key_takes_nothing_however_it_names_it() {
        for rule in ["[--key $SA] /x", "[ --key $(SA) ] /x", "[--key $B] /x", "[--key 3389c1c64239e1be] /x"] {
            assert_eq!(lost(&[("Profile_Rule", rule)]), None, "{rule}");
        }
        assert_eq!(lost(&[("Profile_Rule", "[--key \"$SA\" --uid u] http://h/x"), ("GPP_SA", KEY)]), None);
        assert_eq!(lost(&[("Profile_Rule", "[--key $B] /x"), ("GPP_B", KEY), ("GPP_SA", "unused")]), None);
        assert_eq!(lost(&[("Profile_Rule", "[--key $MA$SA] /x"), ("GPP_SA", "y")]), None, "$MA is not known here");
        assert_eq!(lost(&[("Profile_Rule", "[--key $SA /x")]), None, "not a rule");
        assert_eq!(lost(&[("Profile_Rule", "# /x")]), None, "disabled");
    }

    #[test]
    fn another_key_is_a_loss_where_the_phone_would_use_it() {
        let other = |parameter| Some(Loss::OtherKey { parameter });
        assert_eq!(lost(&[("GPP_SA", "x")]), other("GPP_SA"));
        assert_eq!(lost(&[("GPP_SA", "")]), other("GPP_SA"));
        assert_eq!(lost(&[("Profile_Rule", "[--key $SA] /x"), ("GPP_SA", "y")]), other("GPP_SA"));
        assert_eq!(lost(&[("Profile_Rule", "[--key $(C)] /x"), ("GPP_C", "y"), ("GPP_SA", KEY)]), other("GPP_C"));
        assert_eq!(lost(&[("Profile_Rule", "[--key secret] /x"), ("GPP_SA", KEY)]), other("Profile_Rule"));
    }

    #[test]
    fn only_rules_and_the_keys_that_they_name_are_asked_for() {
        let asked = |rule: &'static str| {
            let asked = RefCell::new(Vec::new());
            let handover = Handover::new(|name| {
                asked.borrow_mut().push(name.to_owned());
                (name == "Profile_Rule_B" && !rule.is_empty()).then(|| rule.into())
            });
            let others = asked.into_inner().into_iter().filter(|name| !RULES.contains(&name.as_str()));
            (others.collect::<Vec<_>>(), handover.depends_on_key())
        };
        assert_eq!(asked(""), (vec!["GPP_SA".to_owned()], false));
        assert_eq!(asked("/x"), (vec![], false));
        assert_eq!(asked("[--key secret] /x"), (vec![], true));
        assert_eq!(asked("[--key $B$MA$(SC)] /x"), (vec!["GPP_B".to_owned(), "GPP_SC".to_owned()], false));
    }
}
