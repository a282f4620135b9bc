//! Records what the reader understands of one source: entries, names and texts, each with its place.
//!
//! Knows: what the scanner finds. Must not know: what of it is shown.

use super::item::{Import, Item};
use super::scanner::Scanner;
use crate::diagnostic::Span;
use crate::source::imports::is_file_name;
use crate::source::outline::{Outline, Part};

/// What the reader understands of one source: nothing, if the file has no plausible entry.
pub(super) fn outline(text: &str, skipped: usize) -> Outline {
    let mut outline = Outline::default();
    let mut is_plausible = false;
    let mut cut_name = None;
    for item in Scanner::new(text, skipped, 0) {
        match item {
            Item::Entry(entry) => {
                is_plausible = true;
                let name = entry.place.name.range();
                let (value, end) = (entry.place.value.range(), entry.end);
                let at = outline.begin(name.clone(), entry.is_doubtful);
                outline.add(name.clone(), Part::Name(at));
                if !entry.is_doubtful {
                    outline.add(name.end..value.start, Part::Markup);
                    // If the beginning of a source was cut off, its first name may be the end of another name, here and
                    // wherever it is repeated.
                    if name.start == skipped {
                        cut_name = Some(entry.name);
                    }
                    if cut_name != Some(entry.name) {
                        outline.add(value.clone(), Part::Text(at));
                    }
                    outline.add(value.end..end, Part::Markup);
                    outline.complete(at, end);
                }
            }
            Item::Import(Import { name, line, is_doubtful }) => {
                is_plausible = true;
                if !is_doubtful {
                    let is_shown = name.is_empty() || is_file_name(name);
                    let start = line.range().start;
                    let hidden = if is_shown { 0 } else { name.len() };
                    let end = line.range().end.saturating_sub(hidden);
                    outline.add(start..end, Part::Markup);
                }
            }
            Item::Broken(broken) => {
                is_plausible |= broken.is_plausible;
                if let (Some(shown), Some(name)) = (broken.shown.map(Span::range), broken.name) {
                    let name = shown.start..shown.start.saturating_add(name.len());
                    let at = outline.begin(name.clone(), false);
                    outline.add(name.clone(), Part::Name(at));
                    outline.add(name.end..shown.end, Part::Text(at));
                    outline.complete(at, shown.end);
                }
            }
        }
    }
    if is_plausible { outline } else { Outline::default() }
}
