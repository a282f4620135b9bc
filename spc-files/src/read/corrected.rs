//! Makes the corrections of a profile that are certain, in memory.

use spc_core::diagnostic::Suggestion;
use spc_devices::check::Checker;

use crate::read::checked::Checked;
use crate::read::input::Input;
use crate::read::profile::Reading;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::may_be_shown;

/// One correction may reveal the next: a file has to be readable before its names are checked, and a single pass reports only
/// so many characters that make it unreadable. More rounds than this do not help.
const ROUNDS: usize = 100;

/// A profile with all certain corrections applied, and what is still wrong.
///
/// # Errors
/// It cannot be read as a profile at all, or its errors come back after they were fixed.
pub fn corrected(original: &Input, checker: &Checker, reading: &Reading) -> Result<(Vec<u8>, Checked), Error> {
    let mut bytes = original.bytes.clone();
    for _ in 0..ROUNDS {
        let input = Input::new(original.name.clone(), original.path.clone(), bytes.clone());
        let checked = Checked::input(input, checker, reading)?;
        let suggestions = certain(&checked, &bytes);
        if suggestions.is_empty() {
            return Ok((bytes, checked));
        }
        bytes = apply(&bytes, &suggestions);
    }
    // An edit that does not remove its fault would be repeated forever, so it is not what was intended.
    let message = format!("`{}` is unchanged: its errors came back after they were fixed", original.name);
    Err(Error::new(Exit::Input, message))
}

/// The suggestions for the file itself, in order, without those that touch each other or a possible secret.
fn certain<'c>(checked: &'c Checked, bytes: &[u8]) -> Vec<&'c Suggestion> {
    let shown = checked.shown();
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let mut suggestions: Vec<&Suggestion> = checked
        .findings
        .iter()
        .filter_map(|finding| finding.suggestion.as_deref())
        .filter(|one| one.span.source() == 0 && (is_utf8 || one.replacement.is_ascii()))
        .collect();
    if !suggestions.is_empty() {
        let may_be_shown = may_be_shown(&shown);
        suggestions.retain(|suggestion| may_be_shown(suggestion.span));
    }
    suggestions.sort_by_key(|suggestion| (suggestion.span.start(), suggestion.span.end()));
    let mut end = 0;
    suggestions.retain(|suggestion| {
        let is_apart = suggestion.span.start() >= end;
        if is_apart {
            end = suggestion.span.end().max(suggestion.span.start().saturating_add(1));
        }
        is_apart
    });
    suggestions
}

fn apply(source: &[u8], suggestions: &[&Suggestion]) -> Vec<u8> {
    let mut text = Vec::with_capacity(source.len());
    let mut at = 0;
    for suggestion in suggestions {
        let range = suggestion.span.range();
        text.extend_from_slice(source.get(at..range.start).expect("suggestions are in order and apart"));
        text.extend_from_slice(suggestion.replacement.as_bytes());
        at = range.end;
    }
    text.extend_from_slice(source.get(at..).expect("suggestions are inside the source"));
    text
}
