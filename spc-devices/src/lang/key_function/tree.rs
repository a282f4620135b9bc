//! The text of a key function and its tree.

use core::fmt;
use std::collections::HashSet;

use super::function::{self, Function};
use crate::lang::Fault;
use crate::lang::located::Located;
use crate::lang::part::Part;

/// What can be wrong with a key function.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// No `fnc=` at the beginning.
    #[error("a key function begins with `fnc=`, as in `fnc=sd;ext=1001@$PROXY`")]
    NoFunction,
    /// `fnc=` after other options.
    #[error("`fnc=` comes first, before the other options")]
    NotFirst,
    /// `fnc=` again.
    #[error("only one `fnc=`: functions of one key are joined by `+`")]
    Second,
    /// Nothing between `=`, `+` and `;`.
    #[error("missing function")]
    EmptyFunction,
    /// An option without `=`.
    #[error("an option is written `name=value`, and a `;` always begins the next one")]
    NotAnOption,
    /// An option without a name.
    #[error("missing name before `=`")]
    NoName,
    /// Another character in place of a `;`.
    #[error("the parts of a key function are separated by `;`")]
    Comma,
    /// Known functions, separated by something other than `+`.
    #[error("functions of one key are joined by `+`, as in `fnc=blf+sd`")]
    Joined,
    /// Two `;` in a row.
    #[error("missing option between `;` and `;`")]
    EmptyOption,
}

/// The function of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyFunction {
    /// `fnc`, in the letter case that was written.
    pub keyword: Located<String>,
    /// What the key does, at least one word such as `sd`.
    pub functions: Vec<Located<String>>,
    /// The options after it, in order.
    pub options: Vec<Field>,
}

/// An option of a key function. Its `Debug` hides the value, which may hold a PIN.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Such as `ext`.
    pub name: Located<String>,
    /// What it is set to.
    pub value: Located<String>,
}

impl KeyFunction {
    /// Reads a key function.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let mut parts = text.strip_suffix(";").unwrap_or(text).split(';').map(Part::trim);
        let first = parts.next().unwrap_or(text);
        let Some((keyword, words)) = first.field().filter(|(name, _)| is_keyword(*name)) else {
            let later = parts.find(|part| part.field().is_some_and(|(name, _)| is_keyword(name)));
            return Err(later.map_or_else(|| first.fault(Mistake::NoFunction), |later| later.fault(Mistake::NotFirst)));
        };
        let mut functions = Vec::new();
        for word in words.split('+').map(Part::trim) {
            if word.is_empty() {
                return Err(word.fault(Mistake::EmptyFunction));
            }
            if word.text().split_once(is_separator).is_some_and(|(_, rest)| rest.contains('=')) {
                return Err(word.fault(Mistake::Comma));
            }
            if is_wrongly_joined(word.text()) {
                return Err(word.fault(Mistake::Joined));
            }
            functions.push(word.owned());
        }
        let options = parts.map(option).collect::<Result<_, _>>()?;
        Ok(Self { keyword: keyword.owned(), functions, options })
    }

    /// The value of the first option with this name.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&Located<String>> {
        let field = self.options.iter().find(|field| field.name.value.eq_ignore_ascii_case(name))?;
        Some(&field.value)
    }

    /// Whether this is one of its functions.
    #[must_use]
    pub fn does(&self, word: &str) -> bool {
        self.functions.iter().any(|function| function.value.eq_ignore_ascii_case(word))
    }

    /// Its known functions, each once, however often it is named.
    fn known(&self) -> impl Iterator<Item = (&Located<String>, &'static Function)> {
        let mut seen = HashSet::new();
        let known = self.functions.iter().filter_map(|word| Some((word, function::function(&word.value)?)));
        known.filter(move |(_, function)| seen.insert(function.word))
    }

    /// Functions that are missing an option, each with the options of which it needs one.
    ///
    /// A speed dial on a key that also shows a busy lamp dials the number of the lamp.
    pub fn missing(&self) -> impl Iterator<Item = (&Located<String>, &'static [&'static str])> {
        let given = |name: &str| self.option(name).is_some_and(|value| !value.value.is_empty());
        self.known().filter_map(move |(word, function)| {
            let from_lamp = function.word == "sd" && self.does("blf") && (given("sub") || given("usr"));
            let lacks = !function.needs.is_empty() && !function.needs.iter().any(|&name| given(name));
            (lacks && !from_lamp).then_some((word, function.needs))
        })
    }

    /// Options that none of its functions uses. Empty if one of the functions is unknown, because it may use any
    /// option.
    pub fn unused(&self) -> impl Iterator<Item = &Field> {
        let are_known = self.functions.iter().all(|word| function::function(&word.value).is_some());
        let functions: Vec<&Function> = self.known().map(|(_, function)| function).collect();
        self.options.iter().filter(move |field| {
            let used =
                |function: &&Function| function.takes.iter().any(|&name| field.name.value.eq_ignore_ascii_case(name));
            are_known && !functions.iter().any(used)
        })
    }
}

/// Whether a text consists of several known functions with something other than `+` between them, with or without an
/// option after them.
fn is_wrongly_joined(text: &str) -> bool {
    let mut words = text.split([',', ' ', '|', '/', '&', ':']).filter(|word| !word.is_empty()).peekable();
    let is_one = |word: &str| function::function(word).is_some();
    words.next().is_some_and(is_one) && words.peek().is_some() && words.all(is_one)
}

fn is_keyword(name: Part<'_>) -> bool {
    name.text().eq_ignore_ascii_case("fnc")
}

/// What people write between the parts of a key function in place of `;`.
const fn is_separator(sign: char) -> bool {
    matches!(sign, ',' | '|' | '&' | ':' | ' ' | '\t')
}

/// Whether a value continues with another option after something else than `;`: `101@$PROXY,ext=101`.
fn has_option_inside(value: &str) -> bool {
    let mut later = value.split(is_separator).skip(1).filter_map(|rest| rest.split_once('='));
    later.any(|(name, _)| function::OPTIONS.iter().any(|(option, _)| name.trim().eq_ignore_ascii_case(option)))
}

fn option(part: Part<'_>) -> Result<Field, Fault<Mistake>> {
    if part.is_empty() {
        return Err(part.fault(Mistake::EmptyOption));
    }
    let (name, value) = part.field().ok_or_else(|| part.fault(Mistake::NotAnOption))?;
    if name.is_empty() {
        return Err(name.fault(Mistake::NoName));
    }
    if is_keyword(name) {
        return Err(part.fault(Mistake::Second));
    }
    // An address and a label may contain such characters themselves.
    let is_number = ["ext", "sub", "usr", "vid"].iter().any(|known| name.text().eq_ignore_ascii_case(known));
    if is_number && has_option_inside(value.text()) {
        return Err(part.fault(Mistake::Comma));
    }
    Ok(Field { name: name.owned(), value: value.owned() })
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}=***", self.name)
    }
}

impl fmt::Display for KeyFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.keyword)?;
        for (index, function) in self.functions.iter().enumerate() {
            let before = if index == 0 { "" } else { "+" };
            write!(f, "{before}{function}")?;
        }
        self.options.iter().try_for_each(|field| write!(f, ";{}={}", field.name, field.value))
    }
}
