//! What a line of plain text can hold, as the scanner finds it and messages explain it.

use crate::diagnostic::Span;
use crate::profile::UserAccess;
use crate::source::parsed::Place;

/// Whether what comes may belong to a broken value before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    None,
    /// This is the first line, or the one after a comment: its beginning may be elsewhere.
    Start,
    Open,
}

/// What a line can hold.
pub(super) enum Item<'s> {
    Entry(Entry<'s>),
    Import(Import<'s>),
    Broken(Broken<'s>),
}

/// One entry as it is written.
pub(super) struct Entry<'s> {
    pub(super) name: &'s str,
    pub(super) access: UserAccess,
    pub(super) value: Option<&'s str>,
    pub(super) place: Place,
    /// After the `;`.
    pub(super) end: u32,
    /// Whether it may be a piece of a broken value.
    pub(super) is_doubtful: bool,
}

/// One `import` line.
pub(super) struct Import<'s> {
    /// Empty where it is missing.
    pub(super) name: &'s str,
    /// From `import` to the end of the name.
    pub(super) line: Span,
    /// Whether the name may be a piece of a broken value, or an entry after a slip.
    pub(super) is_doubtful: bool,
}

/// Text that is not an entry.
pub(super) struct Broken<'s> {
    pub(super) fault: Fault,
    pub(super) span: Span,
    /// What it is called, where that is beyond doubt.
    pub(super) name: Option<&'s str>,
    /// What of it can be shown, the name at its beginning.
    pub(super) shown: Option<Span>,
    /// Whether it looks like an entry at all.
    pub(super) is_plausible: bool,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    MissingSemicolon,
    /// Whether a printed quote is where the plain one is missing.
    UnclosedQuote {
        is_pasted: bool,
    },
    QuoteInValue,
    TextAfterValue,
    Typographic(char),
    /// `:` or `=` after a name.
    Separator(char),
    NoName(char),
    SecondMark,
    UnknownMark(char),
    InName(char),
    /// Whether the name is `import`.
    BareValue {
        is_import: bool,
    },
    BadIndex,
}

/// Where an entry breaks off: which part was read last.
#[derive(Clone, Copy)]
pub(super) enum Last<'s> {
    /// None: no entry begins here.
    Nothing,
    Name,
    Mark,
    /// The opening quote of a value that has no other.
    OpenQuote,
    /// A value and the place of its closing quote.
    Value(&'s str, usize),
}
