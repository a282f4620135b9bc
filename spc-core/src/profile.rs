//! The profile: what a source says, and what a payload contains.
//!
//! Knows: names, values, user access and their order. Must not know: any syntax or byte layout.

use std::borrow::Cow;
use std::collections::HashMap;

use core::fmt;

mod name;
mod secret;

pub use name::{NameError, ParameterName, fold, is_folded, leaf};
pub(crate) use name::{flattened, misfit};
pub(crate) use secret::{is_harmless, is_secret, is_tame, looks_generated, placeholder};

/// The parameters of a profile in source order. Names may be repeated, as in device dumps, until [`Profile::fold`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile<'a> {
    /// The parameters, which borrow from the source wherever its text is taken literally.
    pub parameters: Vec<Parameter<'a>>,
}

/// What a profile says about one parameter.
///
/// ```
/// # use spc_core::profile::{Parameter, ParameterName, Profile, UserAccess};
/// let name = ParameterName::parse("Proxy_1_")?;
/// let parameter = Parameter::set(name, "sip.example.com").access(UserAccess::ReadOnly);
/// let profile = Profile::new(vec![parameter]);
/// assert_eq!(profile.text_of("Proxy_1_"), Some("sip.example.com"));
/// # Ok::<(), spc_core::profile::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter<'a> {
    /// Which parameter it is.
    pub name: ParameterName<'a>,
    /// What to do with its value.
    pub value: Value<'a>,
    /// What the user account on the device may do with it; `None` leaves the device's own setting unchanged.
    pub access: Option<UserAccess>,
    /// `preserve-value="y"` on MPP phones: a value that the device's user has changed stays. Only XML can express this.
    pub keeps_user_value: bool,
}

/// What to do with a parameter's value: keep it or set it (FORMAT 6.2).
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a value is kept or set")]
pub enum Value<'a> {
    /// `<P/>`: the device keeps the value it has.
    Keep,
    /// `<P></P>` and `<P>text</P>`: the device takes this value, which may be empty.
    Set(Cow<'a, str>),
}

/// What the user account on the device's web page may do with a parameter: the three kinds of access that devices know,
/// which use up the two bits that a payload has for them (FORMAT 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a payload has no room for more")]
pub enum UserAccess {
    /// `na`: not shown.
    None,
    /// `ro`: shown.
    ReadOnly,
    /// `rw`: shown and editable.
    ReadWrite,
}

/// What an encoder does with a name that occurs more than once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Duplicates {
    /// Folds the occurrences in source order (FORMAT 7.8).
    #[default]
    Fold,
    /// Refuses the profile.
    Refuse,
}

impl UserAccess {
    /// Returns the text of the `ua` attribute.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "na",
            Self::ReadOnly => "ro",
            Self::ReadWrite => "rw",
        }
    }

    /// Parses the text of the `ua` attribute.
    #[must_use]
    pub fn from_attribute(text: &str) -> Option<Self> {
        [Self::None, Self::ReadOnly, Self::ReadWrite].into_iter().find(|access| access.as_str() == text)
    }
}

impl<'a> Value<'a> {
    fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Keep => None,
            Self::Set(text) => Some(text),
        }
    }

    /// Returns the value to set, if any.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Keep => None,
            Self::Set(text) => Some(text),
        }
    }

    /// Returns the same value without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Keep => Value::Keep,
            Self::Set(text) => Value::Set(Cow::Owned(text.into_owned())),
        }
    }
}

/// Shows only the length: the value may be a password.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keep => f.write_str("Keep"),
            Self::Set(text) => write!(f, "Set({} bytes)", text.len()),
        }
    }
}

impl<'a> Parameter<'a> {
    /// Creates a parameter with this value; its user access is not set.
    #[must_use]
    pub const fn new(name: ParameterName<'a>, value: Value<'a>) -> Self {
        Self { name, value, access: None, keeps_user_value: false }
    }

    /// Creates a parameter that sets its value to a text, which may be empty.
    #[must_use]
    pub fn set(name: ParameterName<'a>, text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(name, Value::Set(text.into()))
    }

    /// Creates a parameter that keeps the value the device has.
    #[must_use]
    pub const fn keep(name: ParameterName<'a>) -> Self {
        Self::new(name, Value::Keep)
    }

    /// Sets what the user account may do with it; `None` leaves the device's own setting unchanged.
    #[must_use]
    pub fn access(mut self, access: impl Into<Option<UserAccess>>) -> Self {
        self.access = access.into();
        self
    }

    /// Sets whether a value that the device's user has changed stays.
    #[must_use]
    pub const fn keeps_user_value(mut self, yes: bool) -> Self {
        self.keeps_user_value = yes;
        self
    }

    /// Returns the same parameter without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> Parameter<'static> {
        Parameter { name: self.name.into_owned(), value: self.value.into_owned(), ..self }
    }
}

impl<'a> FromIterator<Parameter<'a>> for Profile<'a> {
    fn from_iter<I: IntoIterator<Item = Parameter<'a>>>(parameters: I) -> Self {
        Self { parameters: parameters.into_iter().collect() }
    }
}

impl<'a> Profile<'a> {
    /// Creates a profile of these parameters, in their order.
    #[must_use]
    pub const fn new(parameters: Vec<Parameter<'a>>) -> Self {
        Self { parameters }
    }

    /// Folds repeated names in source order, leaving one entry per name at the place of its first occurrence (FORMAT
    /// 7.8).
    ///
    /// A later value replaces the value; a later [`Value::Keep`] leaves it unchanged. A later access replaces the
    /// access; a missing one leaves it unchanged.
    #[must_use]
    pub fn fold(self) -> Self {
        let mut folded = Self { parameters: Vec::with_capacity(self.parameters.len()) };
        let mut places = HashMap::with_capacity(self.parameters.len());
        for parameter in self.parameters {
            let next = folded.parameters.len();
            let place = *places.entry(parameter.name.clone()).or_insert(next);
            match folded.parameters.get_mut(place) {
                Some(earlier) => earlier.absorb(parameter),
                None => folded.parameters.push(parameter),
            }
        }
        folded
    }

    /// Returns the folded entries in byte order of their names, without copying any text.
    pub(crate) fn folded(&self) -> Vec<Folded<'_>> {
        let mut sorted: Vec<&Parameter<'_>> = self.parameters.iter().collect();
        // Stable, so that repeated names stay in source order for folding.
        sorted.sort_by(|a, b| a.name.cmp(&b.name));
        let mut folded: Vec<Folded<'_>> = Vec::with_capacity(sorted.len());
        for parameter in sorted {
            match folded.last_mut() {
                Some(earlier) if *earlier.name == parameter.name => {
                    fold_later(&mut earlier.value, parameter.value.text());
                    fold_later(&mut earlier.access, parameter.access);
                    earlier.keeps_user_value |= parameter.keeps_user_value;
                    earlier.is_repeated = true;
                }
                _ => folded.push(Folded {
                    name: &parameter.name,
                    value: parameter.value.text(),
                    access: parameter.access,
                    keeps_user_value: parameter.keeps_user_value,
                    is_repeated: false,
                }),
            }
        }
        folded
    }

    /// Returns what sealing keeps of a name: its occurrences folded in source order (FORMAT 7.8), so the last value
    /// counts.
    #[must_use]
    pub fn get(&self, name: &ParameterName<'_>) -> Option<Parameter<'_>> {
        let found = self.parameters.iter().filter(|parameter| parameter.name == *name);
        found.map(Parameter::borrowed).reduce(|mut earlier, later| {
            earlier.absorb(later);
            earlier
        })
    }

    /// Returns the text that the last occurrence of a parameter with a value sets it to; `None` if none sets it.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&str> {
        let named = self.parameters.iter().rev().filter(|parameter| parameter.name.as_str() == name);
        named.filter_map(|parameter| parameter.value.text()).next()
    }

    /// Returns how many occurrences of parameters keep what the device's user set, which only XML can express.
    #[must_use]
    pub fn kept_for_users(&self) -> usize {
        self.parameters.iter().filter(|parameter| parameter.keeps_user_value).count()
    }

    /// Returns whether a parameter keeps what the device's user set, because one of its occurrences says so.
    #[must_use]
    pub fn keeps_user_value(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.keeps_user_value && parameter.name.as_str() == name)
    }

    /// Returns how many parameters that look secret are set to something.
    #[must_use]
    pub fn secrets(&self) -> usize {
        let holds = |value: &Value<'_>| value.text().is_some_and(|text| !text.is_empty());
        self.parameters.iter().filter(|parameter| holds(&parameter.value) && parameter.name.is_secret()).count()
    }

    /// Returns the same profile without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> Profile<'static> {
        Profile { parameters: self.parameters.into_iter().map(Parameter::into_owned).collect() }
    }
}

/// One parameter after folding (FORMAT 7.8).
#[derive(Clone, Copy)]
pub(crate) struct Folded<'p> {
    pub(crate) name: &'p ParameterName<'p>,
    /// The value to set; `None` keeps the device's.
    pub(crate) value: Option<&'p str>,
    pub(crate) access: Option<UserAccess>,
    pub(crate) keeps_user_value: bool,
    pub(crate) is_repeated: bool,
}

/// The rule of FORMAT 7.8, for values and for access: what a later occurrence says replaces what earlier ones said, and
/// an occurrence that says nothing changes nothing.
pub(crate) fn fold_later<T>(earlier: &mut Option<T>, later: Option<T>) {
    if later.is_some() {
        *earlier = later;
    }
}

impl<'a> Parameter<'a> {
    /// Folds a later occurrence of the same name into this one (FORMAT 7.8).
    pub(crate) fn absorb(&mut self, later: Self) {
        let mut value = core::mem::replace(&mut self.value, Value::Keep).into_text();
        fold_later(&mut value, later.value.into_text());
        self.value = value.map_or(Value::Keep, Value::Set);
        fold_later(&mut self.access, later.access);
        self.keeps_user_value |= later.keeps_user_value;
    }

    /// Returns the same parameter, borrowing from this one.
    fn borrowed(&self) -> Parameter<'_> {
        let value = self.value.text().map_or(Value::Keep, |text| Value::Set(Cow::Borrowed(text)));
        let (access, keeps_user_value) = (self.access, self.keeps_user_value);
        Parameter { name: self.name.borrowed(), value, access, keeps_user_value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_value() {
        let value = Value::Set("planted secret".into());
        assert_eq!(format!("{value:?}"), "Set(14 bytes)");
    }

    #[test]
    fn asking_for_a_name_gives_what_sealing_keeps() {
        let name = ParameterName::parse("A").unwrap();
        let of = |value: Value<'static>, access: Option<UserAccess>| Parameter::new(name.clone(), value).access(access);
        let set = |text: &'static str| Value::Set(text.into());
        let profile = Profile::new(vec![
            of(set("1"), Some(UserAccess::None)),
            of(set("2"), None),
            of(Value::Keep, Some(UserAccess::ReadOnly)),
        ]);
        let kept = profile.get(&ParameterName::parse("A").unwrap());
        assert_eq!(kept, Some(of(set("2"), Some(UserAccess::ReadOnly))));
        assert_eq!(kept.as_ref(), profile.clone().fold().parameters.first());
        assert_eq!(profile.get(&ParameterName::parse("B").unwrap()), None);
    }

    #[test]
    fn empty_and_kept_secrets_are_none() {
        let with = |value| {
            let name = ParameterName::parse("Password_1_").unwrap();
            Profile::new(vec![Parameter::new(name, value)])
        };
        assert_eq!(with(Value::Keep).secrets(), 0);
        assert_eq!(with(Value::Set("".into())).secrets(), 0);
        assert_eq!(with(Value::Set("x".into())).secrets(), 1);
    }
}
