//! Templates of phone numbers (`408*, 1212555????`) and of SIP status codes (`404, 5??`), where the first match decides.
//!
//! Sources: the data types `PhTmplt` and `RscTmplt`.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::part::Part;

/// The longest list of templates, in characters.
pub const MAX_LENGTH: usize = 39;

/// What can be wrong with a list of templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing between two commas.
    #[error("missing pattern")]
    Missing,
    /// `%` without two hexadecimal digits.
    #[error("`%` is followed by two hexadecimal digits")]
    Escape,
    /// An escape of a byte that is not an ASCII character.
    #[error("only `%00` to `%7F` can be written")]
    NotAscii,
    /// A status code that is not three digits, `?` or a `*` in their place.
    #[error("a status code has three digits, or `?` or `*` in their place, as in `404`, `5??` and `5*`")]
    Status,
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// This character.
    Character(char),
    /// `?`: any character.
    One,
    /// `*`: any number of characters, including none.
    Many,
}

/// Templates of phone numbers or of status codes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Templates {
    /// In order, each of at least one piece.
    pub list: Vec<Located<Vec<Piece>>>,
}

impl Templates {
    /// Reads templates of phone numbers.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let list = Part::new(text).split(',').map(Part::trim).map(|part| Ok(part.located(pieces(part)?)));
        Ok(Self { list: list.collect::<Result<_, _>>()? })
    }

    /// Reads templates of status codes.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse_status(text: &str) -> Result<Self, Fault<Mistake>> {
        let templates = Self::parse(text)?;
        for template in &templates.list {
            let places = template.value.len();
            let open = template.value.contains(&Piece::Many);
            let digits = |piece: &Piece| !matches!(piece, Piece::Character(character) if !character.is_ascii_digit());
            if !(places == 3 || open && places < 3) || !template.value.iter().all(digits) {
                return Err(Fault { kind: Mistake::Status, range: template.range() });
            }
        }
        Ok(templates)
    }
}

fn pieces(part: Part<'_>) -> Result<Vec<Piece>, Fault<Mistake>> {
    if part.is_empty() {
        return Err(part.fault(Mistake::Missing));
    }
    let mut list = Vec::new();
    let mut rest = part;
    while let Some(character) = rest.text().chars().next() {
        let (this, after) = rest.split_at(character.len_utf8());
        rest = after;
        list.push(match character {
            '?' => Piece::One,
            '*' => Piece::Many,
            '%' => {
                let (digits, after) = rest.split_at(2);
                let byte = digits.text().bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(digits.text());
                let byte =
                    byte.filter(|digits| digits.len() == 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
                let byte = byte.ok_or_else(|| this.fault(Mistake::Escape))?;
                if !byte.is_ascii() {
                    return Err(digits.fault(Mistake::NotAscii));
                }
                rest = after;
                Piece::Character(char::from(byte))
            }
            character => Piece::Character(character),
        });
    }
    Ok(list)
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One => f.write_str("?"),
            Self::Many => f.write_str("*"),
            Self::Character(character @ (',' | '?' | '*' | '%')) => write!(f, "%{:02X}", u32::from(*character)),
            Self::Character(character) if character.is_ascii_whitespace() || character.is_ascii_control() => {
                write!(f, "%{:02X}", u32::from(*character))
            }
            Self::Character(character) => character.fmt(f),
        }
    }
}

impl fmt::Display for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, template) in self.list.iter().enumerate() {
            let before = if index == 0 { "" } else { "," };
            f.write_str(before)?;
            template.value.iter().try_for_each(|piece| piece.fmt(f))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read_and_written_again() {
        for (text, written) in
            [("408*, 510*", "408*,510*"), ("1212555????", "1212555????"), ("a%2Ab%2cc", "a%2Ab%2Cc"), ("%20x", "%20x")]
        {
            assert_eq!(Templates::parse(text).unwrap().to_string(), written);
        }
        for text in ["404,5*,61?", "500", "5??", "*"] {
            assert_eq!(Templates::parse_status(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn mistakes_in_templates_have_their_place() {
        for (text, kind, range) in [
            ("408,,510", Mistake::Missing, 4..4),
            ("4%2", Mistake::Escape, 1..2),
            ("4%zz", Mistake::Escape, 1..2),
            ("%é", Mistake::Escape, 0..1),
            ("%C3", Mistake::NotAscii, 1..3),
        ] {
            assert_eq!(Templates::parse(text), Err(Fault { kind, range }), "{text}");
        }
        for (text, range) in [("404,40", 4..6), ("4040", 0..4), ("4x4", 0..3), ("404*", 0..4)] {
            assert_eq!(Templates::parse_status(text), Err(Fault { kind: Mistake::Status, range }), "{text}");
        }
    }
}
