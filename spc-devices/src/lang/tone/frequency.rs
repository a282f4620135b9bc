//! Frequencies with their levels: `350@-19,440@-19`.

use core::fmt;

use super::mistake::{MAX_FREQUENCIES, Mistake, within_limit};
use crate::lang::Fault;
use crate::lang::located::Located;
use crate::lang::number::{self, Decimal, Form};
use crate::lang::part::Part;

/// One frequency and how loud it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Frequency {
    /// In Hz.
    pub hertz: u32,
    /// In dBm.
    pub level: Decimal,
}

/// A list of one to six frequencies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Frequencies {
    /// In the order in which a tone counts them, from 1.
    pub list: Vec<Located<Frequency>>,
}

impl Frequencies {
    /// Reads a list.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text);
        let frequencies = Self::read(text)?;
        within_limit(text)?;
        Ok(frequencies)
    }

    pub(super) fn read(text: Part<'_>) -> Result<Self, Fault<Mistake>> {
        let mut list = Vec::new();
        for part in text.split(',').map(Part::trim) {
            if list.len() == MAX_FREQUENCIES {
                return Err(part.fault(Mistake::TooManyFrequencies));
            }
            list.push(part.located(Frequency::read(part)?));
        }
        Ok(Self { list })
    }
}

impl Frequency {
    fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        // The parenthesis of a section: what comes before it belongs after a `;`.
        if part.text().contains('(') {
            return Err(part.fault(Mistake::SectionWithoutSemicolon));
        }
        if part.text().contains('+') {
            return Err(part.fault(Mistake::JoinedFrequencies));
        }
        let Some((hertz, level)) = part.split_once('@') else {
            number::count(part, u32::MAX).map_err(|fault| fault.map(Mistake::Number))?;
            return Err(part.after().fault(Mistake::MissingLevel));
        };
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if hertz.trim().text().split_once('*').is_some_and(|(one, other)| is_number(one) && is_number(other)) {
            return Err(hertz.trim().fault(Mistake::Modulated));
        }
        let hertz = number::count(hertz.trim(), u32::MAX).map_err(|fault| fault.map(Mistake::Number))?;
        let level = number::decimal(level.trim(), Form { signed: true, places: 1, cut: false })
            .map_err(|fault| fault.map(Mistake::Number))?;
        Ok(Self { hertz, level })
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{:#}", self.hertz, self.level)
    }
}

impl fmt::Display for Frequencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, frequency) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            frequency.fmt(f)?;
        }
        Ok(())
    }
}
