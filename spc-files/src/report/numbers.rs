//! How numbers are written for people.

use std::time::Duration;

/// A number in groups of three digits: `1 000 000`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// So many in that time, a second, with three digits: `102 000`.
pub(crate) fn rate(done: u64, elapsed: Duration) -> String {
    grouped(round(per_second(done, elapsed)))
}

/// So many in that time, a second.
pub(crate) fn per_second(done: u64, elapsed: Duration) -> u64 {
    let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX).max(1);
    done.saturating_mul(1_000_000).checked_div(micros).unwrap_or_default()
}

fn round(number: u64) -> u64 {
    let unit = 10_u64.saturating_pow(number.checked_ilog10().unwrap_or_default().saturating_sub(2));
    let half = unit.checked_div(2).unwrap_or_default();
    let units = number.saturating_add(half).checked_div(unit).unwrap_or_default();
    units.saturating_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rates_rounded() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1 000", "1 234 567"]);
        let rate_of = |done| rate(done, Duration::from_millis(9_800));
        assert_eq!([1_000_000, 12, 0].map(rate_of), ["102 000", "1", "0"]);
        assert_eq!(round(999_999), 1_000_000);
    }
}
