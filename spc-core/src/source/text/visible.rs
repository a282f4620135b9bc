//! How much of a broken entry may be shown: its name if it can only be a name, and its value if a quote begins it.
//!
//! Knows: how entries break. Must not know: how anything is shown.

use super::grammar::{is_numbered, quotes};
use super::item::{Doubt, Fault, Last};
use crate::profile::{is_harmless, is_tame};
use crate::source::record::LONGEST_WORD;

/// The end of what may be shown of an entry that begins a line, counted from there. Its fault is from `from` to `to`.
pub(super) fn end(
    line: &str,
    name: &str,
    last: Last<'_>,
    fault: Fault,
    (from, to): (usize, usize),
    doubt: Doubt,
) -> Option<usize> {
    let (after_name, tail) = (line.get(name.len()..)?, line.get(to..)?);
    let is_spaced = |text: &str| text.starts_with([' ', '\t', '!', '?']);
    let is_sure = match (fault, last) {
        // There are only the name, the value and their marks here, so it does not matter what came before.
        (Fault::MissingSemicolon, Last::Value(..)) => is_spaced(after_name) && doubt != Doubt::Open,
        // `rest of a secret" ;` looks the same if it contains blanks.
        (Fault::UnclosedQuote { .. }, _) => {
            let value = after_name.trim_start_matches([' ', '\t', '!', '?', '"']);
            doubt == Doubt::None
                && is_spaced(after_name)
                && quotes(line) == 1
                && !value.trim_matches([' ', '\t', ';']).is_empty()
        }
        _ => doubt == Doubt::None && quotes(line).is_multiple_of(2),
    };
    // A word without a value of its own may be part of a comment, or a secret that lost its quotes.
    let has_value = matches!(last, Last::Value(..) | Last::OpenQuote) || fault == Fault::BadIndex;
    if !is_sure || !is_name(name) || !is_tame(after_name) || !(has_value || is_numbered(name)) {
        return None;
    }
    Some(match fault {
        Fault::UnclosedQuote { .. } => {
            let rest = tail.find(['"', ';', '#', '<', '>']).unwrap_or(tail.len());
            to.saturating_add(rest)
        }
        Fault::MissingSemicolon | Fault::BadIndex => to,
        // Anything may follow.
        _ => from,
    })
}

/// Whether messages may quote the name of an incomplete entry.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_WORD && is_harmless(name)
}
