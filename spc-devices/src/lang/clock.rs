//! Time zones (`GMT+05:45`), offsets (`-00/30`), dates (`11/26/2026`) and times (`23/59/59`) as devices write them.
//!
//! Sources: `Time_Zone`, `Time_Offset__HH_mm_`, `Set_Local_Date__mm_dd_` and `Set_Local_Time__HH_mm_` of the guides.

use core::fmt;

use super::Fault;
use super::number;
use super::part::Part;

/// What can be wrong with a time zone, an offset, a date or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Not a zone.
    #[error("a time zone is written `GMT`, `GMT+01:00` or `GMT-05:30`")]
    Zone,
    /// Not an offset.
    #[error("an offset is written `HH/mm`, as in `-00/30`")]
    Offset,
    /// Not a date.
    #[error("a date is written `mm/dd`, `mm/dd/yy` or `mm/dd/yyyy`")]
    Date,
    /// Not a time.
    #[error("a time is written `HH/mm` or `HH/mm/ss`")]
    Time,
    /// A number that is too large or too small.
    #[error("not between {0} and {1}")]
    Range(u32, u32),
}

/// Hours and minutes ahead of another clock, or behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offset {
    /// Behind it.
    pub negative: bool,
    /// 0 to 23.
    pub hours: u32,
    /// 0 to 59.
    pub minutes: u32,
}

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Zone {
    /// From Greenwich; `None` for `GMT` alone.
    pub offset: Option<Offset>,
}

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Date {
    /// 1 to 12.
    pub month: u32,
    /// 1 to the length of the month, 29 for February without a year.
    pub day: u32,
    /// With its century, which is 20 for a year of two digits.
    pub year: Option<u32>,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Time {
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 59.
    pub second: Option<u32>,
}

impl Zone {
    /// Reads a time zone. Each family has a list of the zones that it knows.
    ///
    /// # Errors
    /// [`Mistake::Zone`] and [`Mistake::Range`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let part = Part::new(text).trim();
        let rest = part.strip_prefix("GMT").ok_or_else(|| part.fault(Mistake::Zone))?;
        if rest.is_empty() {
            return Ok(Self { offset: None });
        }
        let signed =
            [("-", true), ("+", false)].iter().find_map(|(sign, negative)| Some((rest.strip_prefix(sign)?, *negative)));
        let (clock, negative) = signed.ok_or_else(|| part.fault(Mistake::Zone))?;
        let (hours, minutes) = clock.split_once(':').ok_or_else(|| part.fault(Mistake::Zone))?;
        Ok(Self {
            offset: Some(Offset {
                negative,
                hours: two(hours, 0, 23, Mistake::Zone)?,
                minutes: two(minutes, 0, 59, Mistake::Zone)?,
            }),
        })
    }
}

impl Offset {
    /// Reads an offset, `[-]HH/mm`.
    ///
    /// # Errors
    /// [`Mistake::Offset`] and [`Mistake::Range`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let part = Part::new(text).trim();
        let (negative, clock) = match part.strip_prefix("-") {
            Some(clock) => (true, clock),
            None => (false, part),
        };
        let (hours, minutes) = clock.split_once('/').ok_or_else(|| part.fault(Mistake::Offset))?;
        Ok(Self {
            negative,
            hours: two(hours, 0, 23, Mistake::Offset)?,
            minutes: two(minutes, 0, 59, Mistake::Offset)?,
        })
    }

    /// In minutes.
    #[must_use]
    pub fn minutes(self) -> i32 {
        let minutes = i32::try_from(self.hours.saturating_mul(60).saturating_add(self.minutes)).unwrap_or(i32::MAX);
        if self.negative { minutes.saturating_neg() } else { minutes }
    }
}

impl Date {
    /// Reads a date.
    ///
    /// # Errors
    /// [`Mistake::Date`] and [`Mistake::Range`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let part = Part::new(text).trim();
        let (month, rest) = part.split_once('/').ok_or_else(|| part.fault(Mistake::Date))?;
        let (day, year) = match rest.split_once('/') {
            Some((day, year)) => (day, Some(year)),
            None => (rest, None),
        };
        let year = match year {
            Some(year) if year.text().len() == 4 => Some(two(year, 2000, 2099, Mistake::Date)?),
            Some(year) if year.text().len() == 2 => Some(two(year, 0, 99, Mistake::Date)?.saturating_add(2000)),
            Some(year) => return Err(year.fault(Mistake::Date)),
            None => None,
        };
        let month = two(month, 1, 12, Mistake::Date)?;
        let leap = year.is_none_or(|year| year.is_multiple_of(4));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        Ok(Self { month, day: two(day, 1, days, Mistake::Date)?, year })
    }
}

impl Time {
    /// Reads a time of day.
    ///
    /// # Errors
    /// [`Mistake::Time`] and [`Mistake::Range`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let part = Part::new(text).trim();
        let (hour, rest) = part.split_once('/').ok_or_else(|| part.fault(Mistake::Time))?;
        let (minute, second) = match rest.split_once('/') {
            Some((minute, second)) => (minute, Some(two(second, 0, 59, Mistake::Time)?)),
            None => (rest, None),
        };
        Ok(Self { hour: two(hour, 0, 23, Mistake::Time)?, minute: two(minute, 0, 59, Mistake::Time)?, second })
    }
}

fn two(part: Part<'_>, min: u32, max: u32, form: Mistake) -> Result<u32, Fault<Mistake>> {
    match number::count(part, max) {
        Ok(number) if number >= min => Ok(number),
        Ok(_) => Err(part.fault(Mistake::Range(min, max))),
        Err(fault) if matches!(fault.kind, number::Mistake::OutOfRange { .. }) => {
            Err(part.fault(Mistake::Range(min, max)))
        }
        Err(_) => Err(part.fault(form)),
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GMT")?;
        self.offset.map_or(Ok(()), |offset| {
            let sign = if offset.negative { '-' } else { '+' };
            write!(f, "{sign}{:02}:{:02}", offset.hours, offset.minutes)
        })
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(f, "{sign}{:02}/{:02}", self.hours, self.minutes)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}", self.month, self.day)?;
        self.year.map_or(Ok(()), |year| write!(f, "/{year:04}"))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}", self.hour, self.minute)?;
        self.second.map_or(Ok(()), |second| write!(f, "/{second:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_values_are_read_and_written_again() {
        for text in ["GMT", "GMT+05:45", "GMT-08:00", "GMT-00:00"] {
            assert_eq!(Zone::parse(text).unwrap().to_string(), text);
        }
        for text in ["00/00", "-00/30", "11/45"] {
            assert_eq!(Offset::parse(text).unwrap().to_string(), text);
        }
        for (text, written) in [("02/29", "02/29"), ("2/29/24", "02/29/2024"), ("12/31/2099", "12/31/2099")] {
            assert_eq!(Date::parse(text).unwrap().to_string(), written);
        }
        for text in ["23/59", "00/00/59"] {
            assert_eq!(Time::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Offset::parse("-01/30").unwrap().minutes(), -90);
    }

    #[test]
    fn mistakes_in_clock_values_have_their_place() {
        for (text, kind, range) in [
            ("UTC", Mistake::Zone, 0..3),
            ("GMT 1", Mistake::Zone, 0..5),
            ("GMT+1", Mistake::Zone, 0..5),
            ("GMT+24:00", Mistake::Range(0, 23), 4..6),
            ("GMT+01:60", Mistake::Range(0, 59), 7..9),
        ] {
            assert_eq!(Zone::parse(text), Err(Fault { kind, range }), "{text}");
        }
        assert_eq!(Offset::parse("1:30"), Err(Fault { kind: Mistake::Offset, range: 0..4 }));
        for (text, kind, range) in [
            ("13/01", Mistake::Range(1, 12), 0..2),
            ("02/30", Mistake::Range(1, 29), 3..5),
            ("02/29/23", Mistake::Range(1, 28), 3..5),
            ("02/01/123", Mistake::Date, 6..9),
            ("1.2.", Mistake::Date, 0..4),
        ] {
            assert_eq!(Date::parse(text), Err(Fault { kind, range }), "{text}");
        }
        assert_eq!(Time::parse("24/00"), Err(Fault { kind: Mistake::Range(0, 23), range: 0..2 }));
        assert_eq!(Time::parse("12/0x"), Err(Fault { kind: Mistake::Time, range: 3..5 }));
    }
}
