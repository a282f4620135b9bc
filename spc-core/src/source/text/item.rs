//! What a line of plain text can contain, as found by the scanner and explained by messages.

use crate::diagnostic::Span;
use crate::profile::UserAccess;
use crate::source::parsed::Place;

/// Whether what follows may belong to a broken value before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    None,
    /// This is the first line, or the line after a comment: its beginning may be elsewhere.
    Start,
    Open,
}

/// What a line can contain.
pub(super) enum Item<'s> {
    Entry(Entry<'s>),
    Import(Import<'s>),
    Broken(Broken<'s>),
}

/// One entry, as written.
pub(super) struct Entry<'s> {
    pub(super) name: &'s str,
    pub(super) access: UserAccess,
    pub(super) value: Option<&'s str>,
    pub(super) place: Place,
    /// The position after the `;`.
    pub(super) end: usize,
    /// Whether it may be part of a broken value.
    pub(super) is_doubtful: bool,
}

/// One `import` line.
pub(super) struct Import<'s> {
    /// Empty if it is missing.
    pub(super) name: &'s str,
    /// From `import` to the end of the name.
    pub(super) line: Span,
    /// Whether the name may be part of a broken value, or a mistyped entry.
    pub(super) is_doubtful: bool,
}

/// Text that is not an entry.
pub(super) struct Broken<'s> {
    pub(super) fault: Fault,
    pub(super) span: Span,
    /// Its name, if that is beyond doubt.
    pub(super) name: Option<&'s str>,
    /// The part of it that can be shown, beginning with the name.
    pub(super) shown: Option<Span>,
    /// Whether it looks like an entry at all.
    pub(super) is_plausible: bool,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    MissingSemicolon,
    /// Whether there is a typographic quote in place of the missing one.
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
    /// `!` or `?` between the value and the `;`.
    MarkAfterValue,
    /// `rw`, `ro` or `na` in the place of the mark.
    MarkInLetters,
    /// `Include base.txt`, or `import: base.txt`.
    MisspeltImport,
    /// `User ID[1] "x"`.
    BlankInName,
    /// `User_ID [1] "x"`.
    BlankBeforeIndex,
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
    /// No part was read: no entry begins here.
    Nothing,
    Name,
    Mark,
    /// The opening quote of a value without a closing one.
    OpenQuote,
    /// A value, and the place of its closing quote.
    Value(&'s str, usize),
}
