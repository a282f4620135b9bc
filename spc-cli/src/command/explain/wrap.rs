//! Prose in lines that fit a terminal.
//!
//! As wide as help is: the terminal, at most 100 columns, and 100 where nobody looks.

use spc_files::sys::terminal;

/// The columns that prose may take.
const WIDEST: usize = 100;

/// Below this a line has no room for words.
const NARROWEST: usize = 20;

/// The columns that there are.
pub(super) fn columns() -> usize {
    terminal::columns().unwrap_or(WIDEST).clamp(NARROWEST, WIDEST)
}

/// The text in lines of at most so many columns, the first after `first`, the others after as many blanks.
///
/// A word that is longer than a line keeps one for itself: a value that was cut could not be copied.
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
