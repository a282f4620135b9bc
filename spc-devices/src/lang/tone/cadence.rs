//! Cadences: `60(.3/.2,1/.2,.3/4)`, a length and a rhythm.

use core::fmt;

use super::mistake::{MAX_SECTIONS, MAX_SEGMENTS, Mistake, within_limit};
use crate::lang::Fault;
use crate::lang::located::Located;
use crate::lang::number::{self, Decimal, Form};
use crate::lang::part::Part;

/// How long something lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Duration {
    /// This many seconds. Devices ignore anything below a thousandth.
    Seconds(Decimal),
    /// Until the phone stops it, written `*`.
    Forever,
}

/// A time on and a time off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Segment {
    /// How long the sound or the ringer is on.
    pub on: Duration,
    /// How long it is off.
    pub off: Duration,
}

/// Segments that are repeated until the length of their section is over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section<S> {
    /// For how long.
    pub length: Located<Duration>,
    /// The segments, one to six.
    pub segments: Vec<Located<S>>,
}

/// One or two sections, played one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cadence {
    /// The sections in order.
    pub sections: Vec<Section<Segment>>,
}

impl Cadence {
    /// Reads a cadence.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text);
        let sections = sections(text, Segment::read)?;
        within_limit(text)?;
        Ok(Self { sections })
    }
}

impl Segment {
    fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        match part.split_once('/') {
            Some((on, off)) if !off.text().contains('/') => {
                Ok(Self { on: Duration::read(on.trim())?, off: Duration::read(off.trim())? })
            }
            _ => Err(part.fault(Mistake::CadenceSegment)),
        }
    }
}

impl Duration {
    pub(super) fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        if part.text() == "*" {
            return Ok(Self::Forever);
        }
        let form = Form { signed: false, places: 3, cut: true };
        number::decimal(part, form).map(Self::Seconds).map_err(|fault| fault.map(Mistake::Number))
    }

    /// Whether it has no length at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        matches!(self, Self::Seconds(seconds) if seconds.is_zero())
    }
}

/// Sections separated by `;`, each a length with its segments in parentheses.
pub(super) fn sections<'a, S>(
    text: Part<'a>,
    segment: impl Fn(Part<'a>) -> Result<S, Fault<Mistake>>,
) -> Result<Vec<Section<S>>, Fault<Mistake>> {
    let mut list = Vec::new();
    for part in text.split(';').map(Part::trim) {
        if list.len() == MAX_SECTIONS {
            return Err(part.fault(Mistake::TooManySections));
        }
        list.push(section(part, &segment)?);
    }
    Ok(list)
}

fn section<'a, S>(
    part: Part<'a>,
    segment: impl Fn(Part<'a>) -> Result<S, Fault<Mistake>>,
) -> Result<Section<S>, Fault<Mistake>> {
    let Some((length, rest)) = part.split_once('(') else {
        return Err(part.after().fault(Mistake::MissingOpen));
    };
    let length = length.trim();
    let length = length.located(Duration::read(length)?);
    let Some((inside, after)) = rest.split_once(')') else {
        return Err(part.after().fault(Mistake::MissingClose));
    };
    if !after.trim().is_empty() {
        return Err(after.trim().fault(Mistake::AfterSection));
    }
    let mut segments = Vec::new();
    for part in inside.split(',').map(Part::trim) {
        if segments.len() == MAX_SEGMENTS {
            return Err(part.fault(Mistake::TooManySegments));
        }
        segments.push(part.located(segment(part)?));
    }
    Ok(Section { length, segments })
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(seconds) => write!(f, "{seconds:#}"),
            Self::Forever => f.write_str("*"),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.on, self.off)
    }
}

impl<S: fmt::Display> fmt::Display for Section<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.length)?;
        for (index, segment) in self.segments.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            segment.fmt(f)?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, section) in self.sections.iter().enumerate() {
            if index > 0 {
                f.write_str(";")?;
            }
            section.fmt(f)?;
        }
        Ok(())
    }
}
