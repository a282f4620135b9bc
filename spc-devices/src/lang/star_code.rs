//! Star codes: one (`*69`), a list with tones (``*72`c`|*67`p` ``), and the codes of announcements (`{CWT=00;CWF=01}`).
//!
//! Sources: the data type `StarCode`; feature dial and referral services in the guides; service announcements of the SPA922.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::part::Part;

/// The longest star code, in characters.
pub const MAX_CODE: usize = 7;
/// The longest list of service codes, in characters.
pub const MAX_LIST: usize = 79;

/// What can be wrong with a star code or a list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing where a code belongs.
    #[error("missing star code")]
    Missing,
    /// A character that no keypad has.
    #[error("a star code has only digits, `*` and `#`")]
    Character,
    /// A back quote without a second one.
    #[error("a tone is written between two back quotes, as in *72`c`")]
    BackQuote,
    /// Another letter between back quotes.
    #[error("a tone is one of `c`, `d`, `m`, `o`, `p`, `s` and `x`")]
    Tone,
    /// No braces around announcements.
    #[error("announcement codes are written `{{CWT=00;CWF=01}}`")]
    Braces,
    /// An announcement that is not `name=code`.
    #[error("an announcement is written `name=code`")]
    NotAPair,
}

/// A star code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StarCode {
    /// Digits, `*` and `#`; at least one.
    pub keys: Located<String>,
}

/// What the user hears after a code, before dialling on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DialTone {
    /// `c`: the call forward dial tone.
    CallForward,
    /// `d`: the dial tone.
    Dial,
    /// `m`: the message waiting dial tone.
    MessageWaiting,
    /// `o`: the outside dial tone.
    Outside,
    /// `p`: the prompt tone.
    Prompt,
    /// `s`: the second dial tone.
    Second,
    /// `x`: none.
    None,
}

/// Codes that are sent to the server together with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceCodes {
    /// Each with its tone.
    pub list: Vec<(StarCode, Option<Located<DialTone>>)>,
}

/// Codes of announcements.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Announcements {
    /// Names and codes.
    pub list: Vec<(Located<String>, Located<String>)>,
}

const TONES: [(&str, DialTone); 7] = [
    ("c", DialTone::CallForward),
    ("d", DialTone::Dial),
    ("m", DialTone::MessageWaiting),
    ("o", DialTone::Outside),
    ("p", DialTone::Prompt),
    ("s", DialTone::Second),
    ("x", DialTone::None),
];

impl StarCode {
    /// Reads a code. Whether it begins with `*` or `#` and fits in [`MAX_CODE`] characters is left to the caller.
    ///
    /// # Errors
    /// [`Mistake::Missing`] and [`Mistake::Character`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        Self::read(Part::new(text).trim())
    }

    fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        if part.is_empty() {
            return Err(part.fault(Mistake::Missing));
        }
        match part.find(|character| !(character.is_ascii_digit() || character == '*' || character == '#')) {
            Some(odd) => Err(odd.fault(Mistake::Character)),
            None => Ok(Self { keys: part.owned() }),
        }
    }

    /// Whether it begins like all documented codes, so that it cannot be mistaken for a number.
    #[must_use]
    pub fn has_star(&self) -> bool {
        self.keys.value.starts_with(['*', '#'])
    }
}

impl ServiceCodes {
    /// Reads a list.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let list = Part::new(text).split('|').map(|part| service(part.trim())).collect::<Result<_, _>>()?;
        Ok(Self { list })
    }
}

fn service(part: Part<'_>) -> Result<(StarCode, Option<Located<DialTone>>), Fault<Mistake>> {
    let Some((code, tone)) = part.split_once('`') else {
        return Ok((StarCode::read(part)?, None));
    };
    let code = StarCode::read(code.trim())?;
    let tone = tone.strip_suffix("`").ok_or_else(|| part.fault(Mistake::BackQuote))?;
    let found = TONES.iter().find(|(letter, _)| *letter == tone.text());
    let (_, found) = found.ok_or_else(|| tone.fault(Mistake::Tone))?;
    Ok((code, Some(tone.located(*found))))
}

impl Announcements {
    /// Reads announcement codes.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let inside = text.strip_prefix("{").and_then(|rest| rest.strip_suffix("}"));
        let inside = inside.ok_or_else(|| text.fault(Mistake::Braces))?.trim();
        let pairs = inside.strip_suffix(";").unwrap_or(inside).split(';').map(Part::trim);
        let list = pairs.map(|part| {
            let pair = part.field().filter(|(name, code)| !name.is_empty() && !code.is_empty());
            let (name, code) = pair.ok_or_else(|| part.fault(Mistake::NotAPair))?;
            Ok((name.owned(), code.owned()))
        });
        Ok(Self { list: list.collect::<Result<_, _>>()? })
    }
}

impl fmt::Display for StarCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keys.fmt(f)
    }
}

impl fmt::Display for ServiceCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (code, tone)) in self.list.iter().enumerate() {
            let before = if index == 0 { "" } else { "|" };
            write!(f, "{before}{code}")?;
            if let Some((letter, _)) =
                TONES.iter().find(|(_, known)| tone.as_ref().is_some_and(|tone| tone.value == *known))
            {
                write!(f, "`{letter}`")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Announcements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (index, (name, code)) in self.list.iter().enumerate() {
            let before = if index == 0 { "" } else { ";" };
            write!(f, "{before}{name}={code}")?;
        }
        f.write_str("}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_codes_are_read_and_written_again() {
        for text in ["*69", "#99", "*16"] {
            let code = StarCode::parse(text).unwrap();
            assert!(code.has_star());
            assert_eq!(code.to_string(), text);
        }
        for text in ["*72|*67", "*72`c`|*67`p`", "*98`x`"] {
            assert_eq!(ServiceCodes::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Announcements::parse("{CWT=00;CWF=01;}").unwrap().to_string(), "{CWT=00;CWF=01}");
        assert!(!StarCode::parse("69").unwrap().has_star());
    }

    #[test]
    fn mistakes_in_codes_have_their_place() {
        for (text, kind, place) in [
            ("*72|", Mistake::Missing, ""),
            ("*7x", Mistake::Character, "x"),
            ("*72`c", Mistake::BackQuote, "*72`c"),
            ("*72`q`", Mistake::Tone, "q"),
            ("*72``", Mistake::Tone, ""),
            ("*72,*67", Mistake::Character, ","),
        ] {
            let fault = ServiceCodes::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
        assert_eq!(Announcements::parse("CWT=00").unwrap_err().kind, Mistake::Braces);
        assert_eq!(Announcements::parse("{CWT}"), Err(Fault { kind: Mistake::NotAPair, range: 1..4 }));
    }
}
