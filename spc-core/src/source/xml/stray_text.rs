//! What text between parameters was meant to be.
//!
//! Knows: comments, templates and browsers. Must not know: where the text is.

use super::markup;

/// What text between parameters probably is.
#[derive(Clone, Copy)]
pub(super) enum StrayText {
    CommentEnd,
    /// The marks of a browser's view, copied with the text.
    Browser,
    Template,
    Comment,
    Other,
}

impl StrayText {
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim_ascii();
        let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
        if text == "-->" {
            Self::CommentEnd
        } else if matches!(
            text,
            "-" | "+" | "\u{2212}" | "\u{25b6}" | "\u{25b8}" | "\u{25ba}" | "\u{25bc}" | "\u{25be}"
        ) {
            Self::Browser
        } else if begins(&["{", "%"]) {
            Self::Template
        } else if begins(&["#", "//", "/*", "*/", "--"]) {
            Self::Comment
        } else {
            Self::Other
        }
    }

    /// What to do about it.
    pub(super) const fn help(self) -> &'static str {
        match self {
            Self::CommentEnd => "comments do not nest: an earlier `-->` ended this one",
            Self::Browser => "saved from a browser's view? save the file itself, not the page that shows it",
            Self::Template => markup::TEMPLATE,
            Self::Comment => {
                "this does not begin a comment, so elements after it take effect: a comment is written <!-- .. -->"
            }
            Self::Other => "put it in a comment: <!-- .. -->",
        }
    }

    /// Whether a source with one has such text on each line, so that all of it is one fault.
    pub(super) const fn is_on_each_line(self) -> bool {
        matches!(self, Self::Browser | Self::Template)
    }
}
