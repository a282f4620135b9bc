//! Schedules: how often a device resyncs or retries, and at what time of day.
//!
//! Knows: `3600`, `60,120,240`, `3600+600` and `0300` (Cisco provisioning guides, "Configurable Schedules"). Must not
//! know: which parameter and family a value belongs to, and so what 0 means.

use core::fmt;

use super::cursor::Cursor;
use super::{Extent, Fault};

/// Delays one after the other; the last one repeats forever.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Schedule {
    /// At least one. Lists and random parts came with firmware 3 and are not documented for every family.
    pub delays: Vec<Delay>,
}

/// How long a device waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delay {
    /// Seconds.
    pub seconds: u32,
    /// The most seconds that are added at random.
    pub random: Option<u32>,
    /// Where it is.
    pub extent: Extent,
}

/// A time of day, as in `Resync_At__HHmm_`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ResyncTime {
    /// 0 to 24; 24 only with minute 0.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// What can be wrong with a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleFault {
    /// No number where one belongs.
    MissingNumber,
    /// More than `u32` holds.
    TooLarge,
    /// Something after a number that is neither `,` nor `+`.
    Trailing,
    /// A second `+` in one delay.
    SecondPlus,
    /// Not four digits.
    NotFourDigits,
    /// Not a time of day.
    NotATime,
}

impl fmt::Display for ScheduleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingNumber => "missing number of seconds",
            Self::TooLarge => "number of seconds too large",
            Self::Trailing => "unexpected text after a number of seconds; write `3600`, `60,120,240` or `3600+600`",
            Self::SecondPlus => "a second `+`; a delay has one random part",
            Self::NotFourDigits => "a time of day is four digits, such as `0300`",
            Self::NotATime => "not a time of day; the hour is 00 to 23 and the minute 00 to 59, or `2400`",
        })
    }
}

impl core::error::Error for ScheduleFault {}

/// Reads a value such as that of `Resync_Periodic`. Spaces around numbers are skipped, and numbers may be hexadecimal.
///
/// # Errors
///
/// The first thing that is not in the documented form, including an empty value.
pub fn parse(text: &str) -> Result<Schedule, Fault<ScheduleFault>> {
    let mut cursor = Cursor::new(text);
    let mut delays = Vec::new();
    loop {
        cursor.skip_blanks();
        let start = cursor.at();
        let seconds = number(&mut cursor)?;
        let mut extent = cursor.extent_since(start);
        cursor.skip_blanks();
        let random = if cursor.eat("+") {
            cursor.skip_blanks();
            let random = number(&mut cursor)?;
            extent = cursor.extent_since(start);
            cursor.skip_blanks();
            Some(random)
        } else {
            None
        };
        delays.push(Delay { seconds, random, extent });
        if cursor.is_done() {
            return Ok(Schedule { delays });
        }
        if !cursor.eat(",") {
            let at = cursor.at();
            let kind = if cursor.is_at("+") { ScheduleFault::SecondPlus } else { ScheduleFault::Trailing };
            cursor.take_while(|c| c != ',');
            return Err(Fault { kind, range: at..cursor.at() });
        }
    }
}

/// Reads a value such as that of `Resync_At__HHmm_`.
///
/// # Errors
///
/// Anything but four digits from `0000` to `2400`; devices ignore such a value.
pub fn parse_time(text: &str) -> Result<ResyncTime, Fault<ScheduleFault>> {
    let fault = |kind| Err(Fault { kind, range: 0..text.len() });
    let digits = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let [h1, h2, m1, m2] = digits.as_bytes() else { return fault(ScheduleFault::NotFourDigits) };
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return fault(ScheduleFault::NotFourDigits);
    }
    let pair = |tens: u8, ones: u8| (tens & 0xf).saturating_mul(10).saturating_add(ones & 0xf);
    let (hour, minute) = (pair(*h1, *h2), pair(*m1, *m2));
    if hour < 24 && minute < 60 || (hour, minute) == (24, 0) {
        Ok(ResyncTime { hour, minute })
    } else {
        fault(ScheduleFault::NotATime)
    }
}

fn number(cursor: &mut Cursor<'_>) -> Result<u32, Fault<ScheduleFault>> {
    let start = cursor.at();
    let radix = if cursor.eat("0x") || cursor.eat("0X") { 16 } else { 10 };
    let digits = cursor.take_while(|c| c.is_digit(radix));
    let kind = if digits.is_empty() { ScheduleFault::MissingNumber } else { ScheduleFault::TooLarge };
    u32::from_str_radix(digits, radix).map_err(|_| Fault { kind, range: start..cursor.at() })
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, delay) in self.delays.iter().enumerate() {
            let gap = if index > 0 { "," } else { "" };
            write!(f, "{gap}{}", delay.seconds)?;
            delay.random.map_or(Ok(()), |random| write!(f, "+{random}"))?;
        }
        Ok(())
    }
}

impl fmt::Display for ResyncTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}{:02}", self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_schedules_are_read_and_written_again() {
        for text in [
            "0",
            "7200",
            "1800,3600,7200,14400",
            "3600+600",
            "1800+300,3600+600,7200+900",
            "1800,3600,7200,14400+3600",
            "60,120,240,480,960,1920,3840,7680,15360,30720,61440,86400",
        ] {
            let schedule = parse(text).unwrap();
            assert_eq!(schedule.to_string(), text);
            assert_eq!(parse(&schedule.to_string()), Ok(schedule));
        }
        assert_eq!(parse(" 1 + 2 , 3\n").unwrap().to_string(), "1+2,3");
        assert_eq!(parse("0x3c").unwrap().to_string(), "60");
    }

    #[test]
    fn faults_are_named_in_their_place() {
        use ScheduleFault as F;
        for (text, kind, range) in [
            ("", F::MissingNumber, 0..0),
            ("-1", F::MissingNumber, 0..0),
            ("1,", F::MissingNumber, 2..2),
            ("1+,2", F::MissingNumber, 2..2),
            ("99999999999999999999", F::TooLarge, 0..20),
            ("1h,2", F::Trailing, 1..2),
            ("1 2", F::Trailing, 2..3),
            ("0x", F::MissingNumber, 0..2),
            ("1+2+3", F::SecondPlus, 3..5),
        ] {
            assert_eq!(parse(text), Err(Fault { kind, range }), "{text}");
        }
    }

    #[test]
    fn times_of_the_day_have_four_digits() {
        for text in ["0000", "0300", "0959", "2100", "2359", "2400"] {
            assert_eq!(parse_time(text).unwrap().to_string(), text);
        }
        for text in ["", "3", "03:00", "00300", "0x10", "\u{663}\u{663}"] {
            assert_eq!(parse_time(text).unwrap_err().kind, ScheduleFault::NotFourDigits, "{text}");
        }
        for text in ["2401", "2500", "1060", "9999"] {
            assert_eq!(parse_time(text).unwrap_err().kind, ScheduleFault::NotATime, "{text}");
        }
    }
}
