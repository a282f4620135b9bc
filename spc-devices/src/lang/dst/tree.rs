//! What a daylight-saving rule consists of, and how it is written.
//!
//! Knows: the parts and their spelling. Must not know: how they are found in a text.

use core::fmt;

use crate::lang::Extent;

/// When the clock is put forward and back, and by how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DstRule {
    /// When it begins.
    pub start: Change,
    /// When it ends.
    pub end: Change,
    /// How many seconds are added to the time in between; negative if they are subtracted.
    pub save: i32,
    /// Where the value of `save` is.
    pub save_extent: Extent,
}

/// When the clock changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// 1 to 12.
    pub month: u8,
    /// The day in that month.
    pub day: Day,
    /// The time of that day; midnight if it is left out.
    pub time: TimeOfDay,
    /// Where it is.
    pub extent: Extent,
}

/// A day of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Day {
    /// This date.
    Exact(u8),
    /// The first such weekday on or after this date.
    OnOrAfter(u8, Weekday),
    /// The last such weekday on or before this day, which is counted from the end of the month: 1 is its last day.
    OnOrBefore(u8, Weekday),
}

/// A day of the week, from Monday. There are seven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, clippy::exhaustive_enums, reason = "there are seven, and their names say it")]
pub enum Weekday {
    Monday = 1,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// A time of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl Weekday {
    /// All of them, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

impl DstRule {
    /// Whether it ends in the year after the one in which it begins, as rules in the southern hemisphere do. It is not
    /// documented what devices do with that.
    #[must_use]
    pub fn is_over_new_year(&self) -> bool {
        let place = |change: Change| match change.day {
            Day::Exact(day) | Day::OnOrAfter(day, _) => (change.month, i16::from(day), change.time),
            Day::OnOrBefore(day, _) => (change.month, 32_i16.saturating_sub(i16::from(day)), change.time),
        };
        place(self.start) > place(self.end)
    }
}

impl fmt::Display for DstRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.save.unsigned_abs();
        let sign = if self.save < 0 { "-" } else { "" };
        write!(f, "start={};end={};save={sign}", self.start, self.end)?;
        write_time(f, seconds.div_euclid(3600), seconds.div_euclid(60).rem_euclid(60), seconds.rem_euclid(60))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.month)?;
        match self.day {
            Day::Exact(day) => write!(f, "{day}/0")?,
            Day::OnOrAfter(day, weekday) => write!(f, "{day}/{}", weekday as u8)?,
            Day::OnOrBefore(day, weekday) => write!(f, "-{day}/{}", weekday as u8)?,
        }
        if self.time != TimeOfDay::default() {
            f.write_str("/")?;
            write_time(f, self.time.hour.into(), self.time.minute.into(), self.time.second.into())?;
        }
        Ok(())
    }
}

/// In the shortest form: `2`, `2:30`, `2:30:15`.
fn write_time(f: &mut fmt::Formatter<'_>, hour: u32, minute: u32, second: u32) -> fmt::Result {
    match (minute, second) {
        (0, 0) => write!(f, "{hour}"),
        (_, 0) => write!(f, "{hour}:{minute:02}"),
        _ => write!(f, "{hour}:{minute:02}:{second:02}"),
    }
}
