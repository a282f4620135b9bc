//! The severity that the caller wants for findings: `--deny`, `--warn` and `--allow`.
//!
//! Knows: codes, groups and severities. Must not know: what any check looks at.

use spc_core::diagnostic::{Code, Severity};

use super::definition::{Check, Group};
use crate::codes::{is_of_reading, near_names, number, others};

/// What a caller wants to do with some checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Level {
    /// Their findings are errors.
    Deny,
    /// Their findings are warnings.
    Warn,
    /// They are silent.
    Allow,
}

/// Which checks: one by its code, or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selector {
    /// The check with this code.
    Code(Code),
    /// All checks of this group.
    Group(Group),
}

/// A string that selects nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownSelector {
    /// The text.
    pub word: String,
    /// The group or the name of a code that is probably meant.
    pub near: Option<&'static str>,
}

impl core::fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let groups: Vec<&str> = Group::ALL.iter().map(|group| group.name()).collect();
        write!(f, "`{}` is neither a code such as SPC0501 nor a group ({})", self.word, groups.join(", "))?;
        self.near.map_or(Ok(()), |near| write!(f, "; did you mean `{near}`?"))
    }
}

impl core::error::Error for UnknownSelector {}

impl Selector {
    /// Reads `SPC0501`, in any letter case and with or without the zeros, the name of a code, or that of a group.
    ///
    /// Every code that can be printed is accepted, including those that no check reports.
    ///
    /// # Errors
    /// [`UnknownSelector`] for anything else, including a code that does not exist.
    pub fn parse(word: &str, checks: &[&Check]) -> Result<Self, UnknownSelector> {
        let names = Group::ALL.iter().map(|group| group.name());
        let names = names.chain(checks.iter().map(|check| check.name));
        let nearest = || near_names(word, names.clone()).min().map(|(_, name)| name);
        let unknown = || UnknownSelector { word: word.to_owned(), near: nearest() };
        if let Some(group) = Group::ALL.into_iter().find(|group| group.name() == word) {
            return Ok(Self::Group(group));
        }
        let mut codes = checks.iter().map(|check| (check.code, check.name));
        let mut others = others().map(|info| (info.code, info.name));
        if let Some((code, _)) = codes.clone().chain(others.clone()).find(|(_, name)| *name == word) {
            return Ok(Self::Code(code));
        }
        let code = Code::new(number(word).ok_or_else(unknown)?);
        let is_known = codes.any(|(known, _)| known == code) || others.any(|(known, _)| known == code);
        if is_known { Ok(Self::Code(code)) } else { Err(unknown()) }
    }

    /// Why this level changes nothing about what it selects when a profile is checked, in words; `None` if it does.
    #[must_use]
    pub fn without_effect(self, level: Level) -> Option<&'static str> {
        let Self::Code(code) = self else { return None };
        let info = others().find(|info| info.code == code)?;
        if !is_of_reading(code) {
            return Some("checking a profile never reports it");
        }
        let is_kept = info.severity == Severity::Error && level != Level::Deny;
        is_kept.then_some("it is always an error, because it leaves nothing to check")
    }

    /// Whether it selects this check.
    #[must_use]
    pub fn selects(self, check: &Check) -> bool {
        match self {
            Self::Code(code) => check.code == code,
            Self::Group(group) => check.group == group,
        }
    }
}

/// What a caller wants to do with each check; if two settings name one check, the later one applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(Vec<(Selector, Level)>);

impl Levels {
    /// Adds a level for some checks.
    #[must_use]
    pub fn with(mut self, selector: Selector, level: Level) -> Self {
        self.0.push((selector, level));
        self
    }

    /// The severity of a finding with this default; `None` if it is not reported.
    #[must_use]
    pub fn apply(&self, check: &Check, severity: Severity) -> Option<Severity> {
        self.wanted(severity, |selector| selector.selects(check))
    }

    /// The same for a finding that did not come from a check. An error stays an error: if a reader gave up, there is no
    /// profile.
    #[must_use]
    pub fn apply_to_reader(&self, code: Code, severity: Severity) -> Option<Severity> {
        let wanted = self.wanted(severity, |selector| selector == Selector::Code(code));
        if severity == Severity::Error { Some(severity) } else { wanted }
    }

    /// The severity that the last of the levels for a finding gives it.
    fn wanted(&self, severity: Severity, selects: impl Fn(Selector) -> bool) -> Option<Severity> {
        match self.0.iter().rev().find(|(selector, _)| selects(*selector)) {
            None => Some(severity),
            Some((_, Level::Deny)) => Some(Severity::Error),
            Some((_, Level::Warn)) => Some(Severity::Warning),
            Some((_, Level::Allow)) => None,
        }
    }
}
