//! How the scanner continues after a fault: with the next entry of the line, if it is clear where that begins.
//!
//! Knows: what a fault leaves open. Must not know: what is reported about it.

use super::Scanner;
use crate::source::text::grammar::{is_line_end, plain};
use crate::source::text::item::{Doubt, Fault};

impl Scanner<'_> {
    pub(super) fn recover(&mut self, fault: Fault) {
        match fault {
            Fault::MissingSemicolon | Fault::BadIndex => {}
            Fault::SecondMark
            | Fault::UnknownMark(_)
            | Fault::MarkAfterValue
            | Fault::MarkInLetters
            | Fault::BlankInName
            | Fault::BlankBeforeIndex
            | Fault::InName(_) => self.recover_at_semicolon(),
            Fault::NoName(character) if character.is_alphanumeric() => self.recover_at_semicolon(),
            Fault::Typographic(opening) if plain(opening) == Some('"') => self.recover_at_pasted(opening),
            _ => {
                self.take_until(is_line_end);
                if let Fault::UnclosedQuote { .. } = fault {
                    self.skip_rest_of_value();
                }
            }
        }
    }

    fn recover_at_semicolon(&mut self) {
        let mut is_quoted = false;
        self.take_until(|byte| {
            is_quoted ^= byte == b'"';
            is_line_end(byte) || (byte == b';' && !is_quoted)
        });
        if self.peek() == Some(b';') {
            self.advance(1);
        }
    }

    /// Continues after a value in typographic quotes, so that the next one on the line is found as well.
    fn recover_at_pasted(&mut self, opening: char) {
        self.advance(opening.len_utf8());
        let line = self.rest_of_line();
        let closing = line.char_indices().find(|(_, sign)| *sign == '"' || plain(*sign) == Some('"'));
        let after = closing.and_then(|(at, sign)| line.get(at.saturating_add(sign.len_utf8())..));
        let end = after.map(str::trim_ascii_start).and_then(|after| after.strip_prefix(';'));
        self.advance(line.len().saturating_sub(end.map_or(0, str::len)));
        if end.is_some() {
            // It is not certain where the value really ends.
            self.doubt = Doubt::Open;
        }
    }

    /// Skips the lines on which a broken value continues, if the last of them plainly ends it: all of it is one fault. Looks
    /// no further than the next quote, so that many such values take linear time.
    fn skip_rest_of_value(&mut self) {
        let mut ahead = self.clone();
        loop {
            ahead.take_until(|byte| !is_line_end(byte));
            let line = ahead.take_until(is_line_end);
            if let Some((before, after)) = line.split_once('"') {
                let is_end = after.trim_matches([' ', '\t']) == ";" && !before.contains('#');
                if is_end {
                    self.at = ahead.at;
                }
                return;
            }
            if line.is_empty() || line.contains([';', '#']) {
                return;
            }
        }
    }
}
