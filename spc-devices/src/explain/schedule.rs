//! Schedules in words.

use super::duration::duration;
use crate::lang::schedule::{Delay, ResyncTime, Schedule};

/// Says when something is done again: "every 1 hour, plus up to 10 minutes at random".
#[must_use]
pub fn schedule(schedule: &Schedule) -> String {
    match &schedule.delays[..] {
        [Delay { seconds: 0, random: None, .. }] => {
            "Never. For Resync_Error_Retry_Delay the guides disagree on 0: no retry, or an immediate retry.".to_owned()
        }
        [only] => format!("Every {}.", interval(only)),
        [first, middle @ .., last] => {
            let middle: String = middle.iter().map(|each| format!("then after {}; ", delay(each))).collect();
            format!("After {}; {middle}then every {}.", delay(first), interval(last))
        }
        [] => "Never.".to_owned(),
    }
}

/// Says at what time of day something is done.
#[must_use]
pub fn time_of_day(time: ResyncTime) -> String {
    format!("Every day at {:02}:{:02}, plus a random delay; the periodic resync is off.", time.hour, time.minute)
}

/// After "every", which "1 hour" does not follow.
fn interval(every: &Delay) -> String {
    let words = delay(every);
    let is_single = matches!(every.seconds, 1 | 60 | 3600 | 86_400);
    words.strip_prefix("1 ").filter(|_| is_single).map_or_else(|| words.clone(), str::to_owned)
}

fn delay(delay: &Delay) -> String {
    let seconds = duration(delay.seconds.into());
    match delay.random {
        Some(random) if random > 0 => format!("{seconds}, plus up to {} at random", duration(random.into())),
        _ => seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::schedule::{parse, parse_time};

    #[test]
    fn schedules_are_sentences() {
        for (text, words) in [
            ("7200", "Every 2 hours."),
            ("3600+600", "Every hour, plus up to 10 minutes at random."),
            ("1800,3600", "After 30 minutes; then every hour."),
            (
                "1800,3600,7200,14400+3600",
                "After 30 minutes; then after 1 hour; then after 2 hours; then every 4 hours, plus up to 1 hour at random.",
            ),
            ("0", "Never. For Resync_Error_Retry_Delay the guides disagree on 0: no retry, or an immediate retry."),
        ] {
            assert_eq!(schedule(&parse(text).unwrap()), words);
        }
        let words = "Every day at 03:00, plus a random delay; the periodic resync is off.";
        assert_eq!(time_of_day(parse_time("0300").unwrap()), words);
    }
}
