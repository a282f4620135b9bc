//! A text with its macros replaced.
//!
//! Knows: what each form of a macro expands to. Must not know: where the text comes from.

use core::fmt;
use core::ops::Range;

use spc_core::escape::HIDDEN;
use zeroize::Zeroizing;

use super::name::MacroName;
use super::text::{Macro, MacroText, PartKind};
use super::values::Values;

/// Where a text is used, which determines whether `$SA` to `$SD` are expanded in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MacroContext {
    /// Anywhere but in an argument of `--key`, `--uid` and `--pwd`: `$SA` to `$SD` stay as written.
    Plain,
    /// An argument of `--key`, `--uid` or `--pwd`.
    Credential,
}

/// What a text is after expansion.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expanded {
    /// The text itself, including secrets.
    pub text: Zeroizing<String>,
    /// The same with `***` in place of every hidden value.
    pub shown: String,
    /// Names that no device knows, or that are not expanded in this place: they stay as written.
    pub unknown: Vec<String>,
    /// Names that devices know but that have no value here: they stay as written, although a device would expand them.
    pub missing: Vec<String>,
    /// Macros, as written, that expand to nothing because their value ends before the part that they ask for.
    pub beyond: Vec<String>,
}

impl Expanded {
    /// Whether the text contains a hidden value.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        *self.text != self.shown
    }
}

impl Expanded {
    /// Shows nothing of the text, because it is a key.
    pub(in crate::lang) fn hide(mut self) -> Self {
        HIDDEN.clone_into(&mut self.shown);
        self
    }

    /// Shows everything but a part, which is chosen from what would be shown.
    pub(in crate::lang) fn hide_part(mut self, part: impl Fn(&str) -> Option<Range<usize>>) -> Self {
        if let Some(part) = part(&self.shown) {
            self.shown.replace_range(part, HIDDEN);
        }
        self
    }
}

impl fmt::Debug for Expanded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expanded")
            .field("shown", &self.shown)
            .field("unknown", &self.unknown)
            .field("missing", &self.missing)
            .field("beyond", &self.beyond)
            .finish()
    }
}

impl MacroText<'_> {
    /// Replaces its macros with their values, once: the result is not expanded again.
    #[must_use]
    pub fn expand(self, values: &Values, place: MacroContext) -> Expanded {
        let mut pieces = Vec::new();
        let (mut unknown, mut missing, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
        for part in self.parts() {
            let written = part.written;
            pieces.push(match part.kind {
                PartKind::Dollar => ("$", false),
                PartKind::Text(_) | PartKind::LoneDollar | PartKind::Broken(_) => (written, false),
                PartKind::Macro(used) => {
                    let known = MacroName::find(used.name)
                        .filter(|name| place == MacroContext::Credential || !matches!(name, MacroName::Secret(_)));
                    let value = known.and_then(|_| values.get(used.name));
                    if let Some(value) = value {
                        let wanted = used.of(value);
                        if wanted.is_empty() && !value.is_empty() {
                            beyond.push(written.to_owned());
                        }
                        (wanted, values.is_hidden(used.name))
                    } else {
                        let names = if known.is_some() { &mut missing } else { &mut unknown };
                        names.push(used.name.to_owned());
                        (written, false)
                    }
                }
            });
        }
        // At full size, because growing would leave copies of a secret behind.
        let size = pieces.iter().map(|(piece, _)| piece.len()).fold(0, usize::saturating_add);
        let mut text = Zeroizing::new(String::with_capacity(size));
        pieces.iter().for_each(|(piece, _)| text.push_str(piece));
        let shown = pieces.iter().map(|&(piece, is_hidden)| if is_hidden { HIDDEN } else { piece }).collect();
        Expanded { text, shown, unknown, missing, beyond }
    }
}

impl Macro<'_> {
    /// The part of a value that it stands for, counted in characters; empty beyond the end.
    fn of<'v>(&self, value: &'v str) -> &'v str {
        let skip = |text: &'v str, count: u64| {
            let at = usize::try_from(count).ok().and_then(|count| text.char_indices().nth(count));
            text.split_at(at.map_or(text.len(), |(at, _)| at))
        };
        let (_, rest) = skip(value, self.offset.unwrap_or(0));
        self.length.map_or(rest, |length| skip(rest, length).0)
    }
}
