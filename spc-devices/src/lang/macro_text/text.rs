//! A text and the macros in it.
//!
//! Knows: the forms of a macro. Must not know: names and values.

use core::fmt;

use crate::lang::cursor::Cursor;
use crate::lang::{Extent, Fault};

/// A text that a device expands before using it.
///
/// Every text is valid: what is not a macro stays as written, as on the device. `Debug` shows no content, because such
/// texts may contain keys.
#[derive(Clone, Copy)]
pub struct MacroText<'a> {
    text: &'a str,
    start: usize,
}

/// One piece of a [`MacroText`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part<'a> {
    /// What the piece is.
    pub kind: PartKind<'a>,
    /// The piece as written.
    pub(super) written: &'a str,
    /// Where it is in the value.
    pub extent: Extent,
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}", self.kind, self.extent.range())
    }
}

/// What a piece of a [`MacroText`] is.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartKind<'a> {
    /// Text that stands for itself.
    Text(&'a str),
    /// `$$`, which stands for a single `$`.
    Dollar,
    /// A `$` before something that is not a name; it stands for itself.
    LoneDollar,
    /// A macro.
    Macro(Macro<'a>),
    /// What begins with `$(` but is not a macro; it is not documented how devices read it.
    Broken(MacroFault),
}

impl fmt::Debug for PartKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text(***)"),
            Self::Dollar => f.write_str("Dollar"),
            Self::LoneDollar => f.write_str("LoneDollar"),
            Self::Macro(used) => f.debug_tuple("Macro").field(used).finish(),
            Self::Broken(fault) => f.debug_tuple("Broken").field(fault).finish(),
        }
    }
}

/// A macro as used in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Macro<'a> {
    /// The name as written; [`MacroName::find`](super::MacroName::find) says whether devices know it.
    pub name: &'a str,
    /// Whether it is written `$(NAME)`.
    pub in_parentheses: bool,
    /// The first character wanted, counted from 0. A number beyond `u64` becomes the largest one, because no value is
    /// that long.
    pub offset: Option<u64>,
    /// How many characters are wanted; all of the rest if not given.
    pub length: Option<u64>,
}

/// What can be wrong with a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MacroFault {
    /// `$(` without a name after it.
    NoName,
    /// `:` without a number after it.
    NoNumber,
    /// More than `$(NAME:offset:length`.
    TooManyNumbers,
    /// No `)` after the name or the numbers.
    NotClosed,
}

impl fmt::Display for MacroFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoName => "missing name of a macro after `$(`",
            Self::NoNumber => "missing number after `:`, as in `$(MA:6)` or `$(MA:6:2)`",
            Self::TooManyNumbers => "a macro takes an offset and a length, no third number",
            Self::NotClosed => {
                "missing `)` after the macro, whose name has only letters and digits, as in `$(SA)` for `GPP_SA`"
            }
        })
    }
}

impl core::error::Error for MacroFault {}

impl<'a> MacroText<'a> {
    /// A whole value as a text with macros.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text, start: 0 }
    }

    /// A part of a value, which begins at this byte of it.
    #[must_use]
    pub const fn within(text: &'a str, start: usize) -> Self {
        Self { text, start }
    }

    /// The text as written.
    #[must_use]
    pub const fn text(self) -> &'a str {
        self.text
    }

    /// Where it is in the value.
    #[must_use]
    pub const fn extent(self) -> Extent {
        Extent { start: self.start, end: self.start.saturating_add(self.text.len()) }
    }

    /// Its pieces in order. They cover the whole text.
    pub fn parts(self) -> impl Iterator<Item = Part<'a>> {
        let mut cursor = Cursor::new(self.text);
        core::iter::from_fn(move || {
            let start = cursor.at();
            let kind = next_part(&mut cursor)?;
            let extent =
                Extent { start: self.start.saturating_add(start), end: self.start.saturating_add(cursor.at()) };
            Some(Part { kind, written: cursor.since(start), extent })
        })
    }

    /// The macros in it, known or not.
    pub fn macros(self) -> impl Iterator<Item = (Macro<'a>, Extent)> {
        self.parts().filter_map(|part| match part.kind {
            PartKind::Macro(used) => Some((used, part.extent)),
            _ => None,
        })
    }

    /// The first macro that is not written in a documented form.
    #[must_use]
    pub fn fault(self) -> Option<Fault<MacroFault>> {
        self.parts().find_map(|part| match part.kind {
            PartKind::Broken(kind) => Some(Fault { kind, range: part.extent.range() }),
            _ => None,
        })
    }
}

impl PartialEq for MacroText<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for MacroText<'_> {}

impl fmt::Debug for MacroText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MacroText({:?})", self.extent().range())
    }
}

fn next_part<'a>(cursor: &mut Cursor<'a>) -> Option<PartKind<'a>> {
    let text = cursor.take_while(|c| c != '$');
    if !text.is_empty() {
        return Some(PartKind::Text(text));
    }
    if !cursor.eat("$") {
        return None;
    }
    if cursor.eat("$") {
        return Some(PartKind::Dollar);
    }
    if cursor.eat("(") {
        return Some(in_parentheses(cursor).map_or_else(PartKind::Broken, PartKind::Macro));
    }
    let name = cursor.take_while(|c| c.is_ascii_alphanumeric());
    if name.is_empty() {
        return Some(PartKind::LoneDollar);
    }
    Some(PartKind::Macro(Macro { name, in_parentheses: false, offset: None, length: None }))
}

/// What follows `$(`. After a fault, the cursor is where the macro went wrong, and the rest is text.
fn in_parentheses<'a>(cursor: &mut Cursor<'a>) -> Result<Macro<'a>, MacroFault> {
    let name = cursor.take_while(|c| c.is_ascii_alphanumeric());
    if name.is_empty() {
        return Err(MacroFault::NoName);
    }
    let offset = number(cursor)?;
    let length = if offset.is_some() { number(cursor)? } else { None };
    if cursor.is_at(":") {
        return Err(MacroFault::TooManyNumbers);
    }
    if !cursor.eat(")") {
        return Err(MacroFault::NotClosed);
    }
    Ok(Macro { name, in_parentheses: true, offset, length })
}

fn number(cursor: &mut Cursor<'_>) -> Result<Option<u64>, MacroFault> {
    if !cursor.eat(":") {
        return Ok(None);
    }
    let digits = cursor.take_while(|c| c.is_ascii_digit());
    if digits.is_empty() {
        return Err(MacroFault::NoNumber);
    }
    // All digits, so that only its size can be wrong.
    Ok(Some(digits.parse().unwrap_or(u64::MAX)))
}
