//! LED scripts: `c=r;p=sb`, a colour and how it blinks.
//!
//! Sources: `LedScript` of the SPA922, SPA500 and WIP310 guides; the XML reference of the later phones.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::number::{self, Decimal, Form};
use super::part::Part;

/// The most pairs of times in `u=`.
pub const MAX_PAIRS: usize = 4;

/// What can be wrong with an LED script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A comma between two fields.
    #[error("fields are separated by `;`, not by `,`")]
    Comma,
    /// A piece without `=`.
    #[error("an LED is written `c=colour;p=pattern`")]
    NotAField,
    /// A field of another name.
    #[error("an LED has only the fields `c`, `p` and `u`")]
    UnknownField,
    /// The same field again.
    #[error("duplicate field")]
    Duplicate,
    /// Another colour.
    #[error("a colour is `o` (off), `r` (red), `g` (green) or `a` (amber)")]
    Color,
    /// Another pattern.
    #[error("a pattern is `nb` (steady), `sb` (slow), `fb` (fast), `db` or `ud` (see `u=`)")]
    Pattern,
    /// No colour.
    #[error("missing `c=` and a colour")]
    MissingColor,
    /// An odd number of times in `u=`, or too many of them.
    #[error("`u=` has one to {MAX_PAIRS} pairs of times, on/off/on/off")]
    Pairs,
    /// A number is wrong.
    #[error(transparent)]
    Number(#[from] number::Mistake),
}

/// The colour of an LED.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Color {
    /// `o`
    Off,
    /// `r`
    Red,
    /// `g`
    Green,
    /// `a`, which is orange on some phones.
    Amber,
}

/// How an LED blinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LedPattern {
    /// `n` or `nb`: steady.
    Steady,
    /// `s` or `sb`: one second on, one second off.
    Slow,
    /// `f` or `fb`: 0.1 s on, 0.1 s off.
    Fast,
    /// `d` or `db`, which the guides name without describing; later guides leave it out.
    D,
    /// `b`: blinking, on later phones.
    Blink,
    /// `u` or `ud`: as in the field `u`.
    User,
}

/// An LED.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Led {
    /// Its colour.
    pub color: Located<Color>,
    /// How it blinks; steady if not given.
    pub pattern: Option<Located<LedPattern>>,
    /// Pairs of seconds on and seconds off, used only with [`LedPattern::User`].
    pub times: Option<Located<Vec<(Decimal, Decimal)>>>,
}

impl Led {
    /// Reads an LED. An empty value, which means the phone's own default, is not one.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let (mut color, mut pattern, mut times) = (None, None, None);
        for part in text.strip_suffix(";").unwrap_or(text).split(';').map(Part::trim) {
            if let Some(comma) = part.find(|character| character == ',') {
                return Err(comma.fault(Mistake::Comma));
            }
            let (key, value) = part.field().ok_or_else(|| part.fault(Mistake::NotAField))?;
            let repeated = match key.text() {
                "c" => color.replace(value.located(read_color(value)?)).is_some(),
                "p" => pattern.replace(value.located(read_pattern(value)?)).is_some(),
                "u" => times.replace(value.located(read_times(value)?)).is_some(),
                _ => return Err(key.fault(Mistake::UnknownField)),
            };
            if repeated {
                return Err(part.fault(Mistake::Duplicate));
            }
        }
        let color = color.ok_or_else(|| text.after().fault(Mistake::MissingColor))?;
        Ok(Self { color, pattern, times })
    }
}

fn read_color(value: Part<'_>) -> Result<Color, Fault<Mistake>> {
    match value.text() {
        "o" => Ok(Color::Off),
        "r" => Ok(Color::Red),
        "g" => Ok(Color::Green),
        "a" => Ok(Color::Amber),
        _ => Err(value.fault(Mistake::Color)),
    }
}

fn read_pattern(value: Part<'_>) -> Result<LedPattern, Fault<Mistake>> {
    match value.text() {
        "n" | "nb" => Ok(LedPattern::Steady),
        "s" | "sb" => Ok(LedPattern::Slow),
        "f" | "fb" => Ok(LedPattern::Fast),
        "d" | "db" => Ok(LedPattern::D),
        "b" => Ok(LedPattern::Blink),
        "u" | "ud" => Ok(LedPattern::User),
        _ => Err(value.fault(Mistake::Pattern)),
    }
}

fn read_times(value: Part<'_>) -> Result<Vec<(Decimal, Decimal)>, Fault<Mistake>> {
    let form = Form { signed: false, places: 2, cut: false };
    let time = |part: Part<'_>| number::decimal(part.trim(), form).map_err(|fault| fault.map(Mistake::Number));
    let mut parts = value.split('/');
    let mut pairs = Vec::new();
    while let Some(on) = parts.next() {
        let off = parts.next().filter(|_| pairs.len() < MAX_PAIRS).ok_or_else(|| value.fault(Mistake::Pairs))?;
        pairs.push((time(on)?, time(off)?));
    }
    Ok(pairs)
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "o",
            Self::Red => "r",
            Self::Green => "g",
            Self::Amber => "a",
        })
    }
}

impl fmt::Display for LedPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Steady => "nb",
            Self::Slow => "sb",
            Self::Fast => "fb",
            Self::D => "db",
            Self::Blink => "b",
            Self::User => "ud",
        })
    }
}

impl fmt::Display for Led {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c={}", self.color)?;
        if let Some(pattern) = &self.pattern {
            write!(f, ";p={pattern}")?;
        }
        for (index, (on, off)) in self.times.iter().flat_map(|times| &times.value).enumerate() {
            let before = if index == 0 { ";u=" } else { "/" };
            write!(f, "{before}{on:#}/{off:#}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_leds_are_read_and_written_again() {
        for text in ["c=r;p=sb", "c=o", "c=g", "c=a;p=ud;u=.1/.1/.1/.1/.1/.9", "c=g;p=db"] {
            assert_eq!(Led::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Led::parse(" c = r ; p = f ; ").unwrap().to_string(), "c=r;p=fb");
    }

    #[test]
    fn mistakes_in_leds_have_their_place() {
        for (text, kind, place) in [
            ("c=r,p=sb", Mistake::Comma, ","),
            ("c=b", Mistake::Color, "b"),
            ("c=r;p=xx", Mistake::Pattern, "xx"),
            ("p=sb", Mistake::MissingColor, ""),
            ("c=r;p=ud;u=1/1/1", Mistake::Pairs, "1/1/1"),
            ("c=r;p=ud;u=1/1/1/1/1/1/1/1/1/1", Mistake::Pairs, "1/1/1/1/1/1/1/1/1/1"),
            ("c=r;p=ud;u=.125/1", Mistake::Number(number::Mistake::TooPrecise { places: 2 }), "5"),
            ("c=r;c=g", Mistake::Duplicate, "c=g"),
            ("c=r;q=g", Mistake::UnknownField, "q"),
            ("red", Mistake::NotAField, "red"),
        ] {
            let fault = Led::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
