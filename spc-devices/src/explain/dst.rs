//! Daylight-saving rules in words.

use super::duration::duration;
use crate::lang::dst::{Change, Day, DstRule, Weekday};

/// Says when the clock changes, and by how much.
///
/// ```
/// use spc_devices::{explain, lang::dst};
///
/// let rule = dst::parse("start=3/8/7/2;end=11/1/7/2;save=1").expect("a rule");
/// let words = "From the second Sunday in March at 02:00 until the first Sunday in November at 02:00, the clock is 1 hour ahead.";
/// assert_eq!(explain::dst(&rule), words);
/// ```
#[must_use]
pub fn dst(rule: &DstRule) -> String {
    let next_year = if rule.is_over_new_year() { " of the next year" } else { "" };
    let shift = match rule.save {
        0 => "is not changed".to_owned(),
        save => {
            let by = duration(save.unsigned_abs().into());
            format!("is {by} {}", if save > 0 { "ahead" } else { "behind" })
        }
    };
    format!("From {}, the clock {shift}.", [change(rule.start), change(rule.end) + next_year].join(" until "))
}

/// The day and time of a change; the year comes after it.
fn change(change: Change) -> String {
    let month = month(change.month);
    let time = change.time;
    let at = match (time.hour, time.minute, time.second) {
        (0, 0, 0) => "midnight (00:00)".to_owned(),
        (hour, minute, 0) => format!("{hour:02}:{minute:02}"),
        (hour, minute, second) => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    let day = match change.day {
        Day::Exact(day) => format!("{day} {month}"),
        Day::OnOrAfter(day, weekday) => match ordinal(day, ["first", "second", "third", "fourth"]) {
            Some(ordinal) => format!("the {ordinal} {} in {month}", name(weekday)),
            None => format!("the first {} on or after {day} {month}", name(weekday)),
        },
        Day::OnOrBefore(day, weekday) => {
            match ordinal(day, ["last", "second to last", "third to last", "fourth to last"]) {
                Some(ordinal) => format!("the {ordinal} {} in {month}", name(weekday)),
                None => {
                    let before = day.saturating_sub(1);
                    let days = if before == 1 { "day" } else { "days" };
                    format!(
                        "the last {} that is at least {before} {days} before the last day of {month}",
                        name(weekday)
                    )
                }
            }
        }
    };
    format!("{day} at {at}")
}

/// Which of the weeks that begin on days 1, 8, 15 and 22 it is.
fn ordinal(day: u8, names: [&'static str; 4]) -> Option<&'static str> {
    let week = day.checked_sub(1).filter(|days| days.is_multiple_of(7))?.div_euclid(7);
    names.get(usize::from(week)).copied()
}

fn month(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = month.checked_sub(1).map(usize::from);
    index.and_then(|index| NAMES.get(index)).expect("a rule has months from 1 to 12 only")
}

const fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::dst::parse;

    #[test]
    fn rules_are_sentences() {
        for (text, words) in [
            (
                "start=4/1/7;end=10/-1/7;save=1",
                "From the first Sunday in April at midnight (00:00) until the last Sunday in October at midnight (00:00), the \
                 clock is 1 hour ahead.",
            ),
            (
                "start=3/-1/7/2;end=10/-8/6/3:30;save=0:30",
                "From the last Sunday in March at 02:00 until the second to last Saturday in October at 03:30, the clock is \
                 30 minutes ahead.",
            ),
            (
                "start=9/27/0/2;end=4/4/0/3;save=1",
                "From 27 September at 02:00 until 4 April at 03:00 of the next year, the clock is 1 hour ahead.",
            ),
            (
                "start=3/9/1/2;end=10/-2/3/2:0:1;save=-1:15",
                "From the first Monday on or after 9 March at 02:00 until the last Wednesday that is at least 1 day before the \
                 last day of October at 02:00:01, the clock is 1 hour 15 minutes behind.",
            ),
            (
                "start=3/29/1;end=10/1/1/2;save=0",
                "From the first Monday on or after 29 March at midnight (00:00) until the first Monday in October at 02:00, \
                 the clock is not changed.",
            ),
        ] {
            assert_eq!(dst(&parse(text).unwrap()), words, "{text}");
        }
    }
}
