//! Finds the place in a source of a place inside a value: `&lt;` is one character of a value but four of its source.
//!
//! Knows: what XML writes differently from its meaning. Must not know: elements, parameters, findings.

use core::ops::Range;
use core::str;

use super::syntax::Syntax;
use super::xml;
use crate::diagnostic::Span;

/// Returns the place in the source of a range within a value that was read from it.
///
/// `source` is the whole source, `place` is where the value is in it ([`Place::value`](super::Place::value)), `value`
/// is what was read there, and `range` is the range in bytes of the value. If the value cannot be followed, for example
/// because the range is not on character boundaries, the result is the whole place. Takes time linear in the value.
///
/// ```
/// # use spc_core::source::{self, Syntax};
/// # use spc_core::diagnostic::Span;
/// let source = b"<P>(a&lt;b|c)</P>";
/// let place = Span::of(0, 3..13).expect("in order");
/// let span = source::value_span(source, Syntax::Xml, place, "(a<b|c)", 3..4);
/// assert_eq!((span.start(), span.end()), (9, 10));
/// ```
#[must_use]
pub fn value_span(source: &[u8], syntax: Syntax, place: Span, value: &str, range: Range<usize>) -> Span {
    ValuePlaces::new(source, syntax, place, value).span(value, range)
}

/// Knows where each character of one value is in its source, to look up many ranges of the same value.
#[derive(Clone, Debug)]
pub struct ValuePlaces {
    place: Span,
    found: Found,
}

#[derive(Clone, Debug)]
enum Found {
    /// The value cannot be followed through its source.
    Nowhere,
    /// The source is written exactly like the value.
    AsWritten,
    /// For each byte of the value where a character begins or ends: its position, counted from the start of the place.
    Followed { starts: Vec<u32>, ends: Vec<u32> },
}

/// The entry for a byte inside a character.
const INSIDE: u32 = u32::MAX;

impl ValuePlaces {
    /// Follows a value through its source, as [`value_span`] does. Takes time linear in the value.
    #[must_use]
    pub fn new(source: &[u8], syntax: Syntax, place: Span, value: &str) -> Self {
        let raw = source.get(place.range()).unwrap_or_default();
        if raw == value.as_bytes() {
            return Self { place, found: Found::AsWritten };
        }
        if syntax == Syntax::Text {
            return Self { place, found: Found::Nowhere };
        }
        let utf8 = str::from_utf8(raw).ok().and_then(|raw| follow(raw, value, char::len_utf8));
        // In Latin-1, every character is one byte.
        let latin1 = || raw.iter().map(|byte| char::from(*byte)).collect::<String>();
        let found = utf8.or_else(|| follow(&latin1(), value, |_| 1));
        Self { place, found: found.unwrap_or(Found::Nowhere) }
    }

    /// Returns the place of a range of the same value, in time that does not depend on its length.
    #[must_use]
    pub fn span(&self, value: &str, range: Range<usize>) -> Span {
        let place = self.place;
        let found = value.get(range.clone()).and_then(|_| match &self.found {
            Found::Nowhere => None,
            Found::AsWritten => Some(u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?),
            Found::Followed { starts, ends } => {
                let known = |list: &[u32], at: usize| list.get(at).copied().filter(|at| *at != INSIDE);
                let start = known(starts, range.start)?;
                Some(start..known(ends, range.end).unwrap_or(start).max(start))
            }
        });
        let at = |position: u32| place.start.checked_add(position);
        found.and_then(|found| Some(Span { start: at(found.start)?, end: at(found.end)?, ..place })).unwrap_or(place)
    }
}

/// Follows a value through its raw text, whose characters take `width` bytes in the source; `None` if they differ.
fn follow(raw: &str, value: &str, width: impl Fn(char) -> usize) -> Option<Found> {
    // The place of a value that begins in a CDATA section begins inside the section. Its end shows that, if it is here.
    let is_literal = |literal: &bool| Pieces { rest: raw, at: 0, width: &width, is_literal: *literal };
    [false, true].iter().map(is_literal).find_map(|pieces| places_in(pieces, value))
}

fn places_in(pieces: impl Iterator<Item = (char, Range<usize>)>, value: &str) -> Option<Found> {
    // Blanks at the ends are not part of a value, even if they were written as references.
    let mut pieces = pieces.skip_while(|(character, _)| *character == ' ');
    let size = value.len().checked_add(1)?;
    let (mut starts, mut ends) = (vec![INSIDE; size], vec![INSIDE; size]);
    let mut last = 0;
    for (at, wanted) in value.char_indices() {
        let (character, place) = pieces.next()?;
        if character != wanted {
            return None;
        }
        *starts.get_mut(at)? = u32::try_from(place.start).ok()?;
        last = u32::try_from(place.end).ok()?;
        *ends.get_mut(at.checked_add(character.len_utf8())?)? = last;
    }
    *starts.get_mut(value.len())? = last;
    Some(Found::Followed { starts, ends })
}

/// The characters that raw text stands for, each with its bytes in the source.
struct Pieces<'a, W> {
    rest: &'a str,
    at: usize,
    width: W,
    /// Whether a CDATA section is open.
    is_literal: bool,
}

impl<W: Fn(char) -> usize> Pieces<'_, W> {
    fn advance(&mut self, bytes: usize) -> Range<usize> {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        let start = self.at;
        self.at = taken.chars().fold(start, |at, character| at.saturating_add((self.width)(character)));
        self.rest = rest;
        start..self.at
    }
}

impl<W: Fn(char) -> usize> Iterator for Pieces<'_, W> {
    type Item = (char, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.is_literal && self.rest.starts_with("]]>") {
                self.is_literal = false;
                self.advance("]]>".len());
            } else if self.is_literal {
                break;
            } else if self.rest.starts_with("<![CDATA[") {
                self.is_literal = true;
                self.advance("<![CDATA[".len());
            } else if self.rest.starts_with("<!--") {
                let end = self.rest.find("-->").map_or(self.rest.len(), |end| end.saturating_add("-->".len()));
                self.advance(end);
            } else {
                break;
            }
        }
        let character = self.rest.chars().next()?;
        match character {
            '&' if !self.is_literal => {
                let end = self.rest.find(';')?;
                let meant = xml::resolve(self.rest.get(1..end)?, 0).ok()?;
                let meant = if matches!(meant, '\t' | '\n' | '\r') { ' ' } else { meant };
                Some((meant, self.advance(end.saturating_add(1))))
            }
            // A line end is one space (XML 1.0, section 2.11).
            '\r' if self.rest.starts_with("\r\n") => Some((' ', self.advance(2))),
            '\r' | '\n' | '\t' => Some((' ', self.advance(1))),
            _ => Some((character, self.advance(character.len_utf8()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    use crate::source::{self, Reader};

    fn found(source: &[u8], text: &str) -> Vec<u8> {
        let parsed = source::read(source).unwrap();
        let value = parsed.profile.parameters[0].value.text().unwrap().to_owned();
        let start = value.find(text).unwrap();
        let span = value_span(
            source,
            source::sniff(source),
            parsed.places[0].value,
            &value,
            start..start.saturating_add(text.len()),
        );
        source[span.start as usize..span.end as usize].to_vec()
    }

    #[test]
    fn a_place_in_a_value_is_found_after_what_xml_writes_longer() {
        let xml = |value: &str| format!("<flat-profile><A>{value}</A></flat-profile>").into_bytes();
        for (value, text, raw) in [
            ("(a&lt;b|c)", "c", "c"),
            ("(a&lt;b|c)", "<", "&lt;"),
            (" \n a&#x20;b  c", "b  c", "b  c"),
            ("<![CDATA[a<b]]>&amp;c", "<b&", "<b]]>&amp;"),
            ("a<!-- > -->b\r\nc", " c", "\r\nc"),
            ("&#32;x", "x", "x"),
            ("ä€x", "x", "x"),
        ] {
            assert_eq!(String::from_utf8(found(&xml(value), text)).unwrap(), raw, "{value}");
        }
        assert_eq!(found(b"A \"x # y\" ;", "# y"), b"# y");
        let latin1 =
            b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><flat-profile><A>\xe4\xf6&lt;\xfc</A></flat-profile>";
        assert_eq!(found(latin1, "<ü"), b"&lt;\xfc");
    }

    #[test]
    fn what_cannot_be_followed_is_the_whole_place() {
        let place = Span { source: 2, start: 1, end: 4 };
        assert_eq!(value_span(b"xabcx", Syntax::Xml, place, "other", 0..2), place);
        assert_eq!(value_span(b"xabcx", Syntax::Xml, place, "abc", 2..9), place);
        assert_eq!(value_span(b"", Syntax::Text, place, "abc", 0..1), place);
    }

    proptest! {
        #[test]
        fn each_character_of_a_value_has_its_place(pieces in vec(select(vec![
            "a", "é", " ", "\n", "\r\n", "\t", "&lt;", "&#65;", "&amp;", "<![CDATA[<&]]>", "<!--x-->", "€",
        ]), 1..20)) {
            let source = format!("<flat-profile><A>{}</A></flat-profile>", pieces.concat()).into_bytes();
            let parsed = Reader::new().syntax(Syntax::Xml).read(&source).unwrap();
            let value = parsed.profile.parameters[0].value.text().unwrap_or_default().to_owned();
            let place = parsed.places[0].value;
            for (at, character) in value.char_indices() {
                let span = value_span(&source, Syntax::Xml, place, &value, at..at.saturating_add(character.len_utf8()));
                prop_assert!(span.start >= place.start && span.end <= place.end && span.start < span.end);
                let raw = str::from_utf8(&source[span.start as usize..span.end as usize]).unwrap();
                let again = format!("<flat-profile><A>-{raw}-</A></flat-profile>");
                let again = Reader::new().syntax(Syntax::Xml).read(again.as_bytes());
                if let Ok(again) = again {
                    prop_assert_eq!(again.profile.parameters[0].value.text().unwrap(), format!("-{character}-"));
                }
            }
        }
    }
}
