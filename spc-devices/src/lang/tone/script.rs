//! Tones: frequencies, and sections whose segments refer to them: `480@-19,620@-19;10(.25/.25/1+2)`.

use core::fmt;

use super::cadence::{Duration, Section, sections};
use super::frequency::Frequencies;
use super::mistake::{Mistake, within_limit};
use crate::lang::Fault;
use crate::lang::number;
use crate::lang::part::Part;

/// Frequencies that sound together, by their numbers from 1. An empty list is silence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mix {
    /// Each number belongs to a frequency that the tone has.
    pub numbers: Vec<u32>,
}

/// A time on, with what sounds then, and a time off.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sound {
    /// How long it sounds.
    pub on: Duration,
    /// How long there is silence after it.
    pub off: Duration,
    /// What sounds.
    pub mix: Mix,
}

/// A tone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tone {
    /// The frequencies that can sound. Not all of them need to be used.
    pub frequencies: Frequencies,
    /// One or two sections, played one after the other.
    pub sections: Vec<Section<Sound>>,
}

impl Tone {
    /// Reads a tone.
    ///
    /// ```
    /// # use spc_devices::{explain, lang::tone::Tone};
    /// let tone = Tone::parse("350@-19,440@-19;10(*/0/1+2)").unwrap();
    /// assert_eq!(explain::tone(&tone), "350 Hz at -19 dBm and 440 Hz at -19 dBm, on for 10 s");
    /// ```
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text);
        let (before, after) = match text.split_once(';') {
            Some((before, after)) => (before, Some(after)),
            None => (text, None),
        };
        let frequencies = Frequencies::read(before)?;
        let after = after.ok_or_else(|| text.trim().after().fault(Mistake::MissingSection))?;
        let count = frequencies.list.len();
        let sections = sections(after, |part| Sound::read(part, count))?;
        within_limit(text)?;
        Ok(Self { frequencies, sections })
    }

    /// Whether nothing can be heard: every mix is silence, or every time on is zero.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        let mut sounds = self.sections.iter().flat_map(|section| &section.segments);
        sounds.all(|sound| sound.value.mix.numbers.is_empty() || sound.value.on.is_zero())
    }
}

impl Sound {
    fn read(part: Part<'_>, count: usize) -> Result<Self, Fault<Mistake>> {
        let pieces = part.split_once('/').and_then(|(on, rest)| Some((on, rest.split_once('/')?)));
        match pieces {
            Some((on, (off, mix))) if !mix.text().contains('/') => Ok(Self {
                on: Duration::read(on.trim())?,
                off: Duration::read(off.trim())?,
                mix: Mix::read(mix.trim(), count)?,
            }),
            _ => Err(part.fault(Mistake::ToneSegment)),
        }
    }
}

impl Mix {
    fn read(part: Part<'_>, count: usize) -> Result<Self, Fault<Mistake>> {
        if part.text() == "0" {
            return Ok(Self { numbers: Vec::new() });
        }
        let mut numbers = Vec::new();
        for piece in part.split('+').map(Part::trim) {
            let index = number::count(piece, u32::MAX).map_err(|fault| fault.map(|_| Mistake::Mix))?;
            if index == 0 {
                return Err(piece.fault(Mistake::Mix));
            }
            if !usize::try_from(index).is_ok_and(|index| index <= count) {
                return Err(piece.fault(Mistake::NoSuchFrequency { index, count }));
            }
            numbers.push(index);
        }
        Ok(Self { numbers })
    }
}

impl fmt::Display for Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, others)) = self.numbers.split_first() else {
            return f.write_str("0");
        };
        write!(f, "{first}")?;
        others.iter().try_for_each(|number| write!(f, "+{number}"))
    }
}

impl fmt::Display for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.on, self.off, self.mix)
    }
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.frequencies.fmt(f)?;
        self.sections.iter().try_for_each(|section| write!(f, ";{section}"))
    }
}
