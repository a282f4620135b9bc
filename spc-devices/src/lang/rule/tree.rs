//! What a rule consists of, and how it is written.
//!
//! Knows: the parts and their spelling. Must not know: how they are found in a text, and values. `Debug` shows no text
//! that could contain a key.

use core::fmt;

use super::url::UrlParts;
use crate::lang::Extent;
use crate::lang::condition::Condition;
use crate::lang::macro_text::MacroText;

/// A provisioning rule.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule<'a> {
    /// The alternatives in order: the first one whose condition holds, or that has none, is taken. An empty rule has
    /// none.
    pub alternatives: Vec<Alternative<'a>>,
    /// What follows the `#` that disables a rule; it is not read, and the rule counts as empty.
    pub disabled: Option<&'a str>,
}

/// One of the alternatives of a rule, which are separated by `|`. Every part of it may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alternative<'a> {
    /// `( .. )?`.
    pub condition: Option<Condition<'a>>,
    /// `( .. )!`: done before anything is fetched.
    pub assignments: Vec<Assignment<'a>>,
    /// What to fetch. More than one target is documented only for the report rule of multiplatform phones.
    pub targets: Vec<RuleTarget<'a>>,
    /// Where it is.
    pub extent: Extent,
}

/// `name = "value" ;`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assignment<'a> {
    /// The parameter by its XML name, or `a` to `p` for `GPP_A` to `GPP_P`.
    pub name: &'a str,
    /// Its new value.
    pub value: MacroText<'a>,
    /// Where it is.
    pub extent: Extent,
}

/// `[options] URL`; either may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleTarget<'a> {
    /// What is in the brackets, in order.
    pub options: Vec<RuleOption<'a>>,
    /// What is fetched.
    pub url: Option<RuleUrl<'a>>,
    /// Whether there are brackets, even without options in them.
    pub has_brackets: bool,
    /// Where it is.
    pub extent: Extent,
}

/// An option with its argument.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleOption<'a> {
    /// Which option it is.
    pub kind: OptionKind,
    /// Its name as written after `--`; empty for a word that does not belong to an option. The name of an unknown
    /// option may contain a secret (`--keySECRET`): do not show it.
    pub written: &'a str,
    /// Its argument.
    pub argument: Option<Word<'a>>,
    /// Where it is, with its argument.
    pub extent: Extent,
}

/// Which option of a rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OptionKind {
    /// `--key`: the key that the file is encrypted with.
    Key,
    /// `--uid`: the user name for the server (multiplatform phones).
    UserId,
    /// `--pwd`: the password for the server (multiplatform phones).
    Password,
    /// `--post`: the letter of the parameter whose value is posted.
    Post,
    /// `--alias`: the letter of the parameter that holds the alias map.
    Alias,
    /// `--delta`: report what has changed.
    Delta,
    /// `--status`: report the status.
    Status,
    /// An option that no guide has.
    Unknown,
    /// A word that does not belong to an option.
    Stray,
}

/// An argument of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Word<'a> {
    /// Its text, without quotes.
    pub text: MacroText<'a>,
    /// Whether it is written in quotes.
    pub is_quoted: bool,
}

/// The URL of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleUrl<'a> {
    /// The URL as written.
    pub text: MacroText<'a>,
}

impl OptionKind {
    /// The options that the guides have.
    pub const KNOWN: [(&'static str, Self); 7] = [
        ("key", Self::Key),
        ("uid", Self::UserId),
        ("pwd", Self::Password),
        ("post", Self::Post),
        ("alias", Self::Alias),
        ("delta", Self::Delta),
        ("status", Self::Status),
    ];

    /// Its name, without the dashes; `None` if it is not one of the [`KNOWN`](Self::KNOWN) ones.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Self::KNOWN.iter().find(|known| known.1 == self).map(|known| known.0)
    }

    /// Whether it needs an argument.
    #[must_use]
    pub const fn wants_argument(self) -> bool {
        matches!(self, Self::Key | Self::UserId | Self::Password | Self::Post | Self::Alias)
    }

    /// Whether `$SA` to `$SD` are expanded in its argument.
    #[must_use]
    pub const fn is_credential(self) -> bool {
        matches!(self, Self::Key | Self::UserId | Self::Password)
    }
}

impl<'a> RuleOption<'a> {
    /// The parameter that `--post` or `--alias` names by its letter, `GPP_C`; `None` for other options, and for
    /// anything but a letter from `a` to `p`.
    #[must_use]
    pub fn parameter(&self) -> Option<String> {
        if !matches!(self.kind, OptionKind::Post | OptionKind::Alias) {
            return None;
        }
        let letter = self.argument?.text.text();
        let is_letter = matches!(letter.as_bytes(), [b'a'..=b'p']);
        is_letter.then(|| format!("GPP_{}", letter.to_ascii_uppercase()))
    }
}

impl<'a> RuleUrl<'a> {
    /// Its parts, including macros. It is not known here what a macro at its beginning expands to: expand it first if
    /// you can.
    #[must_use]
    pub fn parts(&self) -> UrlParts<'a> {
        UrlParts::split(self.text.text())
    }

    /// Its path; empty if it has none.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.parts().path
    }
}

impl fmt::Debug for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("alternatives", &self.alternatives)
            .field("is_disabled", &self.disabled.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RuleOption<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RuleOption")
            .field("kind", &self.kind)
            .field("argument", &self.argument)
            .field("extent", &self.extent)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(disabled) = self.disabled {
            return write!(f, "#{disabled}");
        }
        for (index, alternative) in self.alternatives.iter().enumerate() {
            if index > 0 {
                f.write_str(" | ")?;
            }
            alternative.fmt(f)?;
        }
        Ok(())
    }
}

impl Alternative<'_> {
    /// Whether it has no parts at all, so that nothing is done.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.condition.is_none() && self.assignments.is_empty() && self.targets.is_empty()
    }
}

impl fmt::Display for Alternative<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        if let Some(condition) = &self.condition {
            write!(f, "({condition})?")?;
            gap = " ";
        }
        if !self.assignments.is_empty() {
            write!(f, "{gap}(")?;
            for assignment in &self.assignments {
                write!(f, " {} = \"{}\" ;", assignment.name, assignment.value.text())?;
            }
            f.write_str(" )!")?;
            gap = " ";
        }
        for target in &self.targets {
            write!(f, "{gap}{target}")?;
            gap = " ";
        }
        Ok(())
    }
}

impl fmt::Display for RuleTarget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        if self.has_brackets {
            f.write_str("[")?;
            for option in &self.options {
                write!(f, "{gap}{option}")?;
                gap = " ";
            }
            f.write_str("]")?;
            gap = " ";
        }
        self.url.map_or(Ok(()), |url| write!(f, "{gap}{}", url.text.text()))
    }
}

impl fmt::Display for RuleOption<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        if self.kind != OptionKind::Stray {
            write!(f, "--{}", self.written)?;
            gap = " ";
        }
        self.argument.map_or(Ok(()), |argument| {
            let quote = if argument.is_quoted { "\"" } else { "" };
            write!(f, "{gap}{quote}{}{quote}", argument.text.text())
        })
    }
}
