//! Whether a phone that takes a file can still read the next one.
//!
//! A phone fetches by a rule, with the key that the rule names, and both are parameters like others: a file can take
//! either of them away. Nothing on the phone tells then why it keeps its old configuration for ever.
//!
//! Knows: which parameters hold rules and keys, and how a rule names its key. Must not know: how the file is encrypted.
//!
//! ```
//! use spc_devices::handover::{Loss, loss};
//!
//! let sets = |name: &str| (name == "Profile_Rule").then(|| "http://prov.example.com/$MA.cfg".into());
//! assert_eq!(loss(sets, "the key"), Some(Loss::RuleWithoutKey { rule: "Profile_Rule" }));
//! let sets = |name: &str| (name == "Profile_Rule").then(|| "[--key $SA] http://prov.example.com/$MA.cfg".into());
//! assert_eq!(loss(sets, "the key"), None);
//! ```

use std::borrow::Cow;

use core::fmt;

use spc_core::diagnostic::{Code, CodeInfo, Severity};

use crate::lang::macro_text::{MacroName, MacroText, Place, Values};
use crate::lang::rule::{self, OptionKind};

/// The rules by which profiles are fetched, in the order in which devices try them.
const RULES: [&str; 4] = ["Profile_Rule", "Profile_Rule_B", "Profile_Rule_C", "Profile_Rule_D"];
/// The parameters that a rule names by a macro and that may hold a key.
const KEYS: [&str; 20] = [
    "GPP_SA", "GPP_SB", "GPP_SC", "GPP_SD", "GPP_A", "GPP_B", "GPP_C", "GPP_D", "GPP_E", "GPP_F", "GPP_G", "GPP_H",
    "GPP_I", "GPP_J", "GPP_K", "GPP_L", "GPP_M", "GPP_N", "GPP_O", "GPP_P",
];
/// Where a key is by convention, for a phone whose rule is not in the file.
pub const USUAL_KEY: &str = "GPP_SA";

const RULE_WITHOUT_KEY: Code = Code::new(1420);
const OTHER_KEY: Code = Code::new(1421);

/// The codes of [`Loss`].
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: RULE_WITHOUT_KEY,
        name: "rule-without-key",
        severity: Severity::Warning,
        explanation: "The profile is encrypted, and no rule in it gives the key of the next file: a phone that takes it \
                      cannot read any encrypted file after it.",
    },
    CodeInfo {
        code: OTHER_KEY,
        name: "other-key-in-profile",
        severity: Severity::Warning,
        explanation: "The profile gives the phone another key than the one that its files are encrypted with: a phone \
                      that takes it cannot read any file after it.",
    },
];

/// What a file takes from the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// No rule of the file gives a key, so the phone takes its next, encrypted file for a profile in clear.
    RuleWithoutKey {
        /// The parameter that holds the first of them.
        rule: &'static str,
    },
    /// Every rule that gives a key gives another one than the phone's files are encrypted with.
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
                "a phone that takes this file reads no encrypted one after it: write `[--key $SA]` before the URL"
            }
            Self::OtherKey { .. } => {
                "a phone that takes this file reads no other one after it: leave the key out of the profile"
            }
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RuleWithoutKey { rule } => {
                write!(f, "`{rule}` fetches the next file without `[--key ..]`, and this one is encrypted")
            }
            Self::OtherKey { parameter } => write!(f, "`{parameter}` is not the key that this file is encrypted with"),
        }
    }
}

/// Whether a parameter is one of those that [`loss`] looks at.
#[must_use]
pub fn concerns(parameter: &str) -> bool {
    RULES.contains(&parameter) || KEYS.contains(&parameter)
}

/// What a file takes from a phone whose files are encrypted with `key`, the text that `--key` would take.
///
/// `sets` says what the file sets a parameter to, `None` where it leaves the phone's value alone. What cannot be known
/// from the file, such as a key that the phone has already, is taken to be right.
#[must_use]
pub fn loss<'v>(sets: impl Fn(&str) -> Option<Cow<'v, str>>, key: &str) -> Option<Loss> {
    let rules: Vec<(&'static str, Cow<'v, str>)> = RULES
        .into_iter()
        .filter_map(|name| sets(name).filter(|text| !text.trim().is_empty()).map(|text| (name, text)))
        .collect();
    if rules.is_empty() {
        return sets(USUAL_KEY).filter(|held| held != key).map(|_| Loss::OtherKey { parameter: USUAL_KEY });
    }
    let mut values = Values::new();
    for name in KEYS {
        if let Some(text) = sets(name) {
            values.set(name, &text);
        }
    }
    let (mut unkeyed, mut other) = (None, None);
    for (name, text) in &rules {
        // What is no rule is a finding of its own, and what a device makes of it is not documented.
        let Ok(rule) = rule::parse(text) else { return None };
        for target in rule.alternatives.iter().flat_map(|alternative| &alternative.targets) {
            if target.url.is_none() {
                continue;
            }
            let given = target.options.iter().find(|option| option.kind == OptionKind::Key);
            match given.and_then(|option| option.argument) {
                None => _ = unkeyed.get_or_insert(*name),
                Some(argument) if gives(argument.text, key, &values) => return None,
                Some(argument) => _ = other.get_or_insert(holder(argument.text).unwrap_or(name)),
            }
        }
    }
    let other = other.map(|parameter| Loss::OtherKey { parameter });
    other.or(unkeyed.map(|rule| Loss::RuleWithoutKey { rule }))
}

/// Whether the argument of `--key` is this key, or may be it for all that is known.
fn gives(argument: MacroText<'_>, key: &str, values: &Values) -> bool {
    let expanded = argument.expand(values, Place::Credential);
    !expanded.missing.is_empty() || !expanded.unknown.is_empty() || *expanded.text == key
}

/// The parameter that holds the key, where the argument names one.
fn holder(argument: MacroText<'_>) -> Option<&'static str> {
    let (used, _) = argument.macros().find(|(used, _)| MacroName::find(used.name).is_some())?;
    KEYS.into_iter().find(|name| MacroName::of_parameter(name).as_deref() == Some(used.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "3389c1c64239e1be";

    fn lost(profile: &[(&str, &'static str)]) -> Option<Loss> {
        loss(|name| profile.iter().rev().find(|(set, _)| *set == name).map(|(_, text)| (*text).into()), KEY)
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
    fn only_rules_and_what_they_name_concern_the_next_file() {
        assert!(concerns("Profile_Rule_D") && concerns("GPP_SA") && concerns("GPP_P"));
        assert!(!concerns("Upgrade_Rule") && !concerns("GPP_Q") && !concerns("Password_1_"));
    }
}
