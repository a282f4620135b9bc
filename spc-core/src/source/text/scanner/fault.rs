//! What is wrong where an entry breaks off, and its place.
//!
//! Knows: what people write instead of an entry. Must not know: what is reported about it, or how the scanner continues.

use super::Scanner;
use crate::source::record::LONGEST_WORD;
use crate::source::text::grammar::{begins_name, is_blank, is_name, plain};
use crate::source::text::item::{Fault, Last};

/// The longest label that is searched for the words of a name.
const LONGEST_LABEL: usize = 4 * LONGEST_WORD;

impl Scanner<'_> {
    /// What is wrong at the current position, and its place.
    pub(super) fn fault(&self, name: &str, last: Last<'_>) -> (Fault, usize, usize) {
        let at = self.at;
        let next = self.rest().chars().next();
        let here = |fault| (fault, at, at.saturating_add(next.map_or(0, char::len_utf8)));
        match (last, next) {
            (Last::OpenQuote, _) => {
                let is_quote = |character| plain(character) == Some('"');
                here(Fault::UnclosedQuote { is_pasted: self.rest_of_line().chars().any(is_quote) })
            }
            (_, None | Some('#' | '\n' | '\r')) => (Fault::MissingSemicolon, self.last_end(), self.last_end()),
            (Last::Value(_, quote), Some(_)) => self.after_value(quote),
            (_, Some(character)) if plain(character).is_some() => here(Fault::Typographic(character)),
            (Last::Nothing, Some(character)) => here(Fault::NoName(character)),
            (Last::Name, Some(character)) => self.after_name(name, character),
            (Last::Mark, Some('!' | '?')) => here(Fault::SecondMark),
            (Last::Mark, Some(character)) => {
                here(self.unknown_mark(character).unwrap_or(Fault::BareValue { is_import: false }))
            }
        }
    }

    /// What is wrong after a complete value.
    fn after_value(&self, quote: usize) -> (Fault, usize, usize) {
        let rest = self.rest();
        let end = |bytes: usize| self.at.saturating_add(bytes);
        let after_mark = rest.strip_prefix(['!', '?']).map(|after| after.trim_start_matches([' ', '\t']));
        if after_mark.is_some_and(|after| after.is_empty() || after.starts_with([';', '#', '\n', '\r'])) {
            return (Fault::MarkAfterValue, self.at, end(1));
        }
        // Either the value contains a quote, or its `;` was forgotten and another entry follows.
        let follows = match self.clone().entry() {
            Ok(_) => true,
            Err((_, last)) => matches!(last, Last::Value(..)),
        };
        let after_quote = quote.saturating_add(1);
        if follows && after_quote < self.at {
            (Fault::MissingSemicolon, self.last_end(), self.last_end())
        } else if self.rest_of_line().contains('"') {
            (Fault::QuoteInValue, quote, after_quote)
        } else {
            (Fault::TextAfterValue, self.at, end(rest.chars().next().map_or(0, char::len_utf8)))
        }
    }

    /// What is wrong after a name that is followed by neither a mark nor a value.
    fn after_name(&self, name: &str, character: char) -> (Fault, usize, usize) {
        let (at, last_end) = (self.at, self.last_end());
        let here = |fault| (fault, at, at.saturating_add(character.len_utf8()));
        let is_import = ["import", "include"].iter().any(|word| name.eq_ignore_ascii_case(word));
        if is_import && (character == ':' || (name != "import" && last_end < at)) {
            return here(Fault::MisspeltImport);
        }
        if last_end < at {
            let (word, after) = word(self.rest());
            if ["rw", "ro", "na"].iter().any(|mark| word.eq_ignore_ascii_case(mark)) && after.starts_with(['"', ';']) {
                return (Fault::MarkInLetters, at, at.saturating_add(word.len()));
            }
            if is_index(self.rest()) {
                return (Fault::BlankBeforeIndex, last_end, at);
            }
            if is_label(self.rest()) {
                return (Fault::BlankInName, last_end, at);
            }
        }
        match character {
            ':' | '=' => here(Fault::Separator(character)),
            _ => here(self.unknown_mark(character).unwrap_or(match last_end == at {
                true => Fault::InName(character),
                false => Fault::BareValue { is_import: name == "import" },
            })),
        }
    }

    /// A single character where a mark may be.
    fn unknown_mark(&self, character: char) -> Option<Fault> {
        let after = self.rest().get(character.len_utf8()..).unwrap_or_default();
        let is_alone = after.is_empty() || after.starts_with([' ', '\t', '\r', '\n', '"', ';']);
        let is_mark = character.is_ascii_punctuation() && character != '\'' && is_alone;
        is_mark.then_some(Fault::UnknownMark(character))
    }
}

/// The name at the beginning of a text, and what follows it and the blanks after it.
fn word(text: &str) -> (&str, &str) {
    let near = text.as_bytes().get(..LONGEST_LABEL).unwrap_or(text.as_bytes());
    let length = near.iter().take_while(|byte| is_name(**byte)).count();
    let blanks = near.iter().skip(length).take_while(|byte| is_blank(**byte)).count();
    let after = text.get(length.saturating_add(blanks)..).unwrap_or_default();
    (text.get(..length).unwrap_or_default(), after)
}

/// Whether a text begins with an index and what may come after a name.
fn is_index(text: &str) -> bool {
    let (word, after) = word(text);
    let number = word.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    number.is_some_and(is_number) && after.starts_with(['!', '?', '"', ';'])
}

/// Whether a text begins with further words of a name, followed by a value.
fn is_label(text: &str) -> bool {
    let mut rest = text;
    while text.len().saturating_sub(rest.len()) < LONGEST_LABEL {
        let (word, after) = word(rest);
        if word.is_empty() || !rest.bytes().next().is_some_and(begins_name) {
            return false;
        }
        let value = after.strip_prefix(['!', '?']).map_or(after, |after| after.trim_start_matches([' ', '\t']));
        if let Some(value) = value.strip_prefix('"') {
            // A quote after a word may be the end of a broken value.
            return value
                .find(['"', '\n', '\r'])
                .is_some_and(|end| value.get(end..).is_some_and(|end| end.starts_with('"')));
        }
        rest = after;
    }
    false
}
