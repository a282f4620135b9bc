//! One parameter of a dictionary: what it is called and what its values are.

use std::borrow::Cow;

use core::ops::RangeInclusive;

use super::language::Language;
use crate::model::Model;
use spc_core::profile::{UserAccess, fold, is_folded, leaf};

/// What a dictionary knows about one parameter, or about a parameter with an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    pub(super) page: Page,
    /// The plain-text name with `#` for the index; its folded spelling is the XML name.
    pub(super) name: &'static str,
    pub(super) index: Index,
    pub(super) access: Option<UserAccess>,
    pub(super) kind: Kind,
    pub(super) language: Option<Language>,
    pub(super) default: Default,
    /// The letters of its sources in the head of the table.
    pub(super) sources: &'static str,
    /// The models that have it: the named ones, all but the named ones (`!`), or all if empty.
    pub(super) models: &'static str,
    /// Whether the definition before it has the same name, for other models.
    pub(super) is_variant: bool,
}

/// The part of the device's web pages that a parameter is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// `Proxy and Registration`, with `#` where the page is named after an index; empty in the router section.
    pub(super) heading: &'static str,
    /// The path below `flat-profile`: empty except in the router section.
    pub(super) path: &'static str,
    /// Whether each line has a page like this.
    pub(super) per_line: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Index {
    None,
    Line,
    Range(u16, u16),
}

impl Index {
    pub(super) const fn range(self, lines: u16) -> Option<RangeInclusive<u16>> {
        match self {
            Self::None => None,
            Self::Line => Some(1..=lines),
            Self::Range(first, last) => Some(first..=last),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Default {
    Unknown,
    Value(&'static str),
    /// The value for index 1; each further index adds 1.
    Counted(u16),
}

/// The kind of values that a parameter has (profile-language 7). An empty value is always possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `Yes` or `No`, or another word that devices accept for one of them.
    YesNo,
    /// `0` or `1`, in the router section.
    Flag,
    /// One of a list. The published lists are hints: newer firmware may know more values.
    Choice(Choices),
    /// A whole number, decimal or hexadecimal with `0x`.
    Integer {
        /// The smallest value.
        min: u32,
        /// The largest value.
        max: u32,
    },
    /// A decimal number such as `.5`.
    Number,
    /// Any text, up to a number of bytes if a limit is documented.
    Text {
        /// The limit in bytes.
        limit: Option<u16>,
    },
    /// A password, a key or another value that is never shown.
    Secret,
}

/// The values of a [`Kind::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices(pub(super) &'static str);

impl Choices {
    /// The values in the order of the device's page.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(" | ")
    }
}

impl Definition {
    /// The heading on the device's page, with `#` for an index in it; empty for a group without a name and in the
    /// router section.
    #[must_use]
    pub const fn heading(&self) -> &'static str {
        self.page.heading.trim_ascii()
    }

    /// The sections around the parameter, `router-configuration/Time_Setup`; empty for a flat name.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.page.path
    }

    /// The kind of its values.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its known values, if it accepts one of a list other than `Yes` and `No`.
    #[must_use]
    pub const fn choices(&self) -> Option<Choices> {
        if let Kind::Choice(choices) = self.kind { Some(choices) } else { None }
    }

    /// The language that its values are written in; `None` for plain text, numbers and choices.
    #[must_use]
    pub const fn language(&self) -> Option<Language> {
        self.language
    }

    /// Whether its value must never be shown: a password, a key, a PIN.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        matches!(self.kind, Kind::Secret)
    }

    /// What the user account may do with it by default, if that is known.
    #[must_use]
    pub const fn access(&self) -> Option<UserAccess> {
        self.access
    }

    /// Whether the index, if any, counts lines.
    #[must_use]
    pub const fn is_per_line(&self) -> bool {
        matches!(self.index, Index::Line)
    }

    /// The factory default, if a vendor's sample, a phone's own file or a guide shows it.
    #[must_use]
    pub fn default_value(&self, index: Option<u16>) -> Option<Cow<'static, str>> {
        match self.default {
            Default::Unknown => None,
            Default::Value(value) => Some(Cow::Borrowed(value)),
            Default::Counted(first) => {
                let steps = index.unwrap_or(1).saturating_sub(1);
                Some(Cow::Owned(first.saturating_add(steps).to_string()))
            }
        }
    }

    /// The name in XML, with the sections around it. Without an index, an indexed name has `n` in its place.
    #[must_use]
    pub fn xml_name(&self, index: Option<u16>) -> String {
        let leaf = self.spell(index).replace(is_folded, "_");
        if self.page.path.is_empty() { leaf } else { format!("{}/{leaf}", self.page.path) }
    }

    /// The name in plain text; `None` in the router section, which plain text cannot express.
    #[must_use]
    pub fn text_name(&self, index: Option<u16>) -> Option<String> {
        self.page.path.is_empty().then(|| self.spell(index))
    }

    /// The index in a name of this parameter.
    #[must_use]
    pub fn index_in(&self, name: &str) -> Option<u16> {
        let (before, after) = self.name.split_once('#')?;
        let leaf = leaf(name);
        let end = leaf.len().checked_sub(after.len())?;
        leaf.get(before.len()..end)?.parse().ok()
    }

    /// Whether it has one value per index.
    #[must_use]
    pub const fn is_indexed(&self) -> bool {
        !matches!(self.index, Index::None)
    }

    /// The bytes of the surrounding sections and of its name, with `#` for the index.
    pub(super) fn path_and_name(&self) -> impl Iterator<Item = u8> {
        self.page.path.bytes().chain(self.name.bytes())
    }

    pub(super) const fn indices(&self, lines: u16) -> Option<RangeInclusive<u16>> {
        self.index.range(lines)
    }

    pub(super) fn is_on(&self, model: Model) -> bool {
        let named = |models: &str| models.split(' ').any(|name| name == model.name());
        match self.models.strip_prefix('!') {
            _ if model.is_series() => !self.is_variant,
            _ if self.models.is_empty() => true,
            Some(others) => !named(others),
            None => named(self.models),
        }
    }

    /// Whether a name that matches when case is ignored also has the right case.
    pub(super) fn is_spelt(&self, name: &str) -> bool {
        let (before, after) = self.name.split_once('#').unwrap_or((self.name, ""));
        let leaf = leaf(name).as_bytes();
        let are_alike = |a: &u8, b: &u8| a == b || fold(*a) == fold(*b);
        let is = |part: Option<&[u8]>, own: &str| {
            part.is_some_and(|part| part.iter().zip(own.as_bytes()).all(|(a, b)| are_alike(a, b)))
        };
        let end = leaf.len().checked_sub(after.len());
        is(leaf.get(..before.len()), before) && is(end.and_then(|end| leaf.get(end..)), after)
    }

    /// Whether this is its name without the surrounding sections.
    pub(crate) fn is_named(&self, leaf: &str) -> bool {
        !self.is_indexed() && self.name == leaf
    }

    pub(super) fn spell(&self, index: Option<u16>) -> String {
        match index {
            Some(index) => self.name.replace('#', &index.to_string()),
            None => self.name.replace('#', "n"),
        }
    }
}
