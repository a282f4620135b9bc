//! Ring scripts of phones: `n=Classic-1;w=3;c=1`, a name, a sound and a cadence.
//!
//! Sources: `RingScript` of the SPA900 and SPA922 guides, and later phones' own files.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::number::{self, Decimal, Form};
use super::part::Part;

/// What can be wrong with a ring script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A piece without `=`.
    #[error("a ring is written `n=name;w=waveform;c=cadence`")]
    NotAField,
    /// A field of another name.
    #[error("a ring has only the fields `n`, `w`, `c`, `b` and `t`")]
    UnknownField,
    /// Another character in place of a `;`.
    #[error("the fields of a ring are separated by `;`")]
    Separator,
    /// The same field again.
    #[error("duplicate field")]
    Duplicate,
    /// A field that each ring needs.
    #[error("missing `{0}=`")]
    Missing(&'static str),
    /// `n=` or `w=` without a value.
    #[error("missing value after `=`")]
    Empty,
    /// A number is wrong.
    #[error(transparent)]
    Number(#[from] number::Mistake),
}

/// How the fields begin.
const FIELDS: [&str; 5] = ["n=", "w=", "c=", "b=", "t="];

/// What is played.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wave {
    /// One of the sounds that the phone has: 1 classic bell, 2 typical phone, 3 classic tone, 4 sweep; later phones have more.
    BuiltIn(u32),
    /// A file, as `file://Name.rwb` or a TFTP address.
    File(String),
}

/// A ring.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ring {
    /// What the menu shows, and what an `Alert-Info` header can name.
    pub name: Located<String>,
    /// What is played.
    pub wave: Located<Wave>,
    /// The number of a cadence; 0 plays a file or a long sound as it is.
    pub cadence: Located<u32>,
    /// Seconds between two bursts.
    pub gap: Option<Located<Decimal>>,
    /// Seconds in all.
    pub total: Option<Located<Decimal>>,
}

impl Ring {
    /// Reads a ring. The fields may come in any order.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let (mut name, mut wave, mut cadence, mut gap, mut total) = (None, None, None, None, None);
        for part in text.strip_suffix(";").unwrap_or(text).split(';').map(Part::trim) {
            if let Some(separator) = wrong_separator(part) {
                return Err(separator.fault(Mistake::Separator));
            }
            let (key, value) = part.field().ok_or_else(|| part.fault(Mistake::NotAField))?;
            let repeated = match key.text() {
                "n" => name.replace(filled(value)?.owned()).is_some(),
                "w" => wave.replace(value.located(read_wave(filled(value)?)?)).is_some(),
                "c" => cadence.replace(value.located(count(value)?)).is_some(),
                "b" => gap.replace(value.located(seconds(value)?)).is_some(),
                "t" => total.replace(value.located(seconds(value)?)).is_some(),
                _ => return Err(key.fault(Mistake::UnknownField)),
            };
            if repeated {
                return Err(part.fault(Mistake::Duplicate));
            }
        }
        let missing = |field| text.after().fault(Mistake::Missing(field));
        Ok(Self {
            name: name.ok_or_else(|| missing("n"))?,
            wave: wave.ok_or_else(|| missing("w"))?,
            cadence: cadence.ok_or_else(|| missing("c"))?,
            gap,
            total,
        })
    }
}

/// What a part has between two fields in place of `;`.
fn wrong_separator(part: Part<'_>) -> Option<Part<'_>> {
    let text = part.text();
    let is_before_field = |(at, gap): &(usize, &str)| {
        let rest = text.get(at.saturating_add(gap.len())..).unwrap_or_default();
        // Of several spaces only the last one counts, so that they are not skipped again for each of them.
        let rest = if *gap == " " { rest } else { rest.trim_start() };
        FIELDS.iter().any(|field| rest.starts_with(field))
    };
    let (at, gap) = text.match_indices([',', '|', ' ']).find(is_before_field)?;
    Some(part.split_at(at).1.split_at(gap.len()).0)
}

fn filled(value: Part<'_>) -> Result<Part<'_>, Fault<Mistake>> {
    if value.is_empty() { Err(value.fault(Mistake::Empty)) } else { Ok(value) }
}

fn read_wave(value: Part<'_>) -> Result<Wave, Fault<Mistake>> {
    if value.find(|character| !character.is_ascii_digit()).is_some() {
        return Ok(Wave::File(value.text().to_owned()));
    }
    count(value).map(Wave::BuiltIn)
}

fn count(value: Part<'_>) -> Result<u32, Fault<Mistake>> {
    number::count(value, u32::MAX).map_err(|fault| fault.map(Mistake::Number))
}

fn seconds(value: Part<'_>) -> Result<Decimal, Fault<Mistake>> {
    let form = Form { signed: false, places: 3, cut: true };
    number::decimal(value, form).map_err(|fault| fault.map(Mistake::Number))
}

impl fmt::Display for Wave {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(number) => number.fmt(f),
            Self::File(path) => path.fmt(f),
        }
    }
}

impl fmt::Display for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n={};w={};c={}", self.name, self.wave, self.cadence)?;
        if let Some(gap) = &self.gap {
            write!(f, ";b={:#}", gap.value)?;
        }
        self.total.as_ref().map_or(Ok(()), |total| write!(f, ";t={:#}", total.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_rings_are_read() {
        let ring = Ring::parse("n=Classic-1;w=3;c=1").unwrap();
        assert_eq!(
            (ring.name.value.as_str(), &ring.wave.value, ring.cadence.value),
            ("Classic-1", &Wave::BuiltIn(3), 1)
        );
        let ring = Ring::parse("n=Night Bell; w=file://Bell.rwb ;c=0;b=.5;t=10").unwrap();
        assert_eq!(ring.wave.value, Wave::File("file://Bell.rwb".to_owned()));
        assert_eq!(ring.to_string(), "n=Night Bell;w=file://Bell.rwb;c=0;b=.5;t=10");
        assert_eq!(Ring::parse("n=A;w=tftp://192.0.2.1:69/a/b;c=1").unwrap().wave.range(), 6..29);
    }

    #[test]
    fn mistakes_in_rings_have_their_place() {
        for (text, kind, place) in [
            ("n=A;w=3", Mistake::Missing("c"), ""),
            ("n=A,w=3,c=1", Mistake::Separator, ","),
            ("n=A;w=3 | c=1", Mistake::Separator, "|"),
            ("n=A w=3 c=1", Mistake::Separator, " "),
            ("n=A;w=3;c=1;x=2", Mistake::UnknownField, "x"),
            ("n=A;w=3;c=1;c=2", Mistake::Duplicate, "c=2"),
            ("n=;w=3;c=1", Mistake::Empty, ""),
            ("Classic", Mistake::NotAField, "Classic"),
            ("n=A;w=3;c=one", Mistake::Number(number::Mistake::NotANumber), "o"),
        ] {
            let fault = Ring::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
