//! Lengths of time in words.

/// A length of time in its largest units: "1 hour", "1 hour 30 minutes", "45 seconds".
///
/// ```
/// use spc_devices::explain::duration;
///
/// assert_eq!(duration(5400), "1 hour 30 minutes");
/// ```
#[must_use]
pub fn duration(seconds: u64) -> String {
    let units = [("day", 86_400, u64::MAX), ("hour", 3600, 24), ("minute", 60, 60), ("second", 1, 60)];
    let counts = units.iter().map(|&(unit, size, of)| (unit, seconds.div_euclid(size).rem_euclid(of)));
    let words: Vec<_> = counts.filter(|(_, count)| *count > 0).map(|(unit, count)| counted(count, unit)).collect();
    if words.is_empty() { "0 seconds".to_owned() } else { words.join(" ") }
}

fn counted(count: u64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_their_largest_units() {
        for (seconds, words) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (60, "1 minute"),
            (3600, "1 hour"),
            (7200, "2 hours"),
            (90_061, "1 day 1 hour 1 minute 1 second"),
            (86_400, "1 day"),
            (u64::from(u32::MAX), "49710 days 6 hours 28 minutes 15 seconds"),
        ] {
            assert_eq!(duration(seconds), words);
        }
    }
}
