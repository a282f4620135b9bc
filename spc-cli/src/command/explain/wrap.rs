//! Wraps prose to lines that fit the terminal.
//!
//! The lines are as wide as those of help: as wide as the terminal, but at most 100 columns, or 100 without a terminal.

use spc_files::sys::terminal;

/// The maximum width of prose, in columns.
const WIDEST: usize = 100;

/// Narrower lines have no room for words.
const NARROWEST: usize = 20;

/// The available width, in columns.
pub(super) fn columns() -> usize {
    terminal::columns().unwrap_or(WIDEST).clamp(NARROWEST, WIDEST)
}

/// Wraps the text to lines of at most `columns` columns. The first line follows `first`, and the others are indented by the
/// same width.
///
/// A word that is longer than a line gets a line of its own, because a value that is split could not be copied.
pub(super) fn wrap(first: &str, text: &str, columns: usize) -> String {
    let indent = first.chars().count();
    let mut lines = String::from(first);
    let mut at = indent;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = word.chars().count();
        if at > indent {
            if at.saturating_add(width) >= columns {
                lines.push('\n');
                lines.push_str(&" ".repeat(indent));
                at = indent;
            } else {
                lines.push(' ');
                at = at.saturating_add(1);
            }
        }
        lines.push_str(word);
        at = at.saturating_add(width);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_longer_than_the_terminal_unless_a_word_is() {
        assert_eq!(wrap("", "one two  three", 9), "one two\nthree");
        assert_eq!(wrap("", "one two three", 8), "one two\nthree");
        assert_eq!(wrap("a: ", "one two three", 10), "a: one two\n   three");
        assert_eq!(wrap("a: ", "xxxxxxxxxxxxxxx y", 10), "a: xxxxxxxxxxxxxxx\n   y");
        assert_eq!(wrap("", "", 10), "");
    }
}
