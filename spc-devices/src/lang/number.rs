//! Numbers: whole ones with a range, decimal or hexadecimal, and decimals with a limited number of places.
//!
//! Sources: the data types of the provisioning guides (`Uns<n>`, `Sig<n>`, `Float<n>`, `Time<n>`, `PwrLevel`).

use core::fmt;
use core::ops::RangeInclusive;

use super::Fault;
use super::part::Part;

/// What can be wrong with a number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing is there.
    #[error("missing number")]
    Missing,
    /// Something other than a digit, or a point without digits after it.
    #[error("not a number")]
    NotANumber,
    /// Too many digits after the point.
    #[error("at most {places} digits after the point")]
    TooPrecise {
        /// The most digits allowed.
        places: usize,
    },
    /// Outside the range.
    #[error("not between {min} and {max}")]
    OutOfRange {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
}

/// The largest magnitude of a [`Decimal`], in units.
const LARGEST: i64 = 2_147_483_647;

/// A decimal number, exact to a thousandth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

impl Decimal {
    /// The number in thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Without needless digits: `0.25`, `-19`, `4`; with `{:#}`, as in the devices' own scripts: `.25`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (magnitude / 1000, magnitude % 1000);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{rest:03}");
        let digits = digits.trim_end_matches('0');
        if f.alternate() && whole == 0 { write!(f, "{sign}.{digits}") } else { write!(f, "{sign}{whole}.{digits}") }
    }
}

/// How a decimal may be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// Whether it may have a sign.
    pub(super) signed: bool,
    /// How many digits may follow the point, three at most.
    pub(super) places: usize,
    /// Whether extra digits are ignored, as devices do with times, or are a mistake.
    pub(super) cut: bool,
}

pub(super) fn decimal(part: Part<'_>, form: Form) -> Result<Decimal, Fault<Mistake>> {
    let unsigned = form.signed.then(|| part.strip_prefix("-").or_else(|| part.strip_prefix("+"))).flatten();
    let digits = unsigned.unwrap_or(part);
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, fraction)) if fraction.is_empty() => return Err(digits.fault(Mistake::NotANumber)),
        Some((whole, fraction)) => (whole, fraction),
        None if digits.is_empty() => return Err(part.fault(Mistake::Missing)),
        None => (digits, digits.after()),
    };
    if let Some(stranger) = whole.find(not_a_digit).or_else(|| fraction.find(not_a_digit)) {
        return Err(stranger.fault(Mistake::NotANumber));
    }
    if let (false, Some(beyond)) = (form.cut, fraction.beyond(form.places)) {
        return Err(beyond.fault(Mistake::TooPrecise { places: form.places }));
    }
    let units = if whole.is_empty() { Some(0) } else { whole.text().parse().ok() };
    let Some(units) = units.filter(|&units: &i64| units < LARGEST) else {
        return Err(part.fault(Mistake::OutOfRange { min: if form.signed { -LARGEST } else { 0 }, max: LARGEST }));
    };
    let rest = fraction.text().bytes().take(form.places).fold((0_i64, 100_i64), |(sum, weight), digit| {
        (sum.saturating_add(weight.saturating_mul(i64::from(digit.saturating_sub(b'0')))), weight / 10)
    });
    let magnitude = units.saturating_mul(1000).saturating_add(rest.0);
    Ok(Decimal(if part.text().starts_with('-') { magnitude.saturating_neg() } else { magnitude }))
}

/// Reads a whole number in a range: decimal, or hexadecimal after `0x`, with a sign if the range has negative numbers.
///
/// # Errors
/// [`Mistake::Missing`], [`Mistake::NotANumber`] and [`Mistake::OutOfRange`].
pub fn integer(text: &str, range: RangeInclusive<i64>) -> Result<i64, Fault<Mistake>> {
    whole(Part::new(text).trim(), range)
}

/// Reads a decimal number with at most three places, such as a time in seconds or a gain in dB.
///
/// # Errors
/// Any [`Mistake`].
pub fn float(text: &str) -> Result<Decimal, Fault<Mistake>> {
    decimal(Part::new(text).trim(), Form { signed: true, places: 3, cut: false })
}

/// A decimal, or a whole number in hexadecimal, in thousandths; `None` if the text is not a number.
///
/// A number that is too large becomes the largest possible one, so that a comparison with a limit is still correct.
#[must_use]
pub fn thousandths(text: &str) -> Option<i64> {
    let most = if text.trim().starts_with('-') { i64::MIN } else { i64::MAX };
    let found = match integer(text, i64::MIN..=i64::MAX) {
        Ok(whole) => return Some(whole.saturating_mul(1000)),
        Err(Fault { kind: Mistake::OutOfRange { .. }, .. }) => return Some(most),
        Err(_) => float(text),
    };
    match found {
        Err(Fault { kind: Mistake::OutOfRange { .. }, .. }) => Some(most),
        found => found.ok().map(Decimal::thousandths),
    }
}

pub(super) fn whole(part: Part<'_>, range: RangeInclusive<i64>) -> Result<i64, Fault<Mistake>> {
    let outside = Mistake::OutOfRange { min: *range.start(), max: *range.end() };
    let signed = *range.start() < 0;
    let unsigned = part.strip_prefix("-").or_else(|| part.strip_prefix("+")).filter(|_| signed).unwrap_or(part);
    let (digits, radix) = match unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None => (unsigned, 10),
    };
    if digits.is_empty() {
        return Err(part.fault(if part.is_empty() { Mistake::Missing } else { Mistake::NotANumber }));
    }
    if let Some(stranger) = digits.find(|character| !character.is_digit(radix)) {
        // A negative number is still a number, even where none is allowed.
        let negative = part.strip_prefix("-").is_some_and(|rest| !rest.is_empty() && rest.find(not_a_digit).is_none());
        if negative && !signed {
            return Err(part.fault(outside));
        }
        return Err(stranger.fault(Mistake::NotANumber));
    }
    let magnitude = i64::from_str_radix(digits.text(), radix).ok();
    let number = magnitude.map(|number| if part.text().starts_with('-') { number.saturating_neg() } else { number });
    number.filter(|number| range.contains(number)).ok_or_else(|| part.fault(outside))
}

/// A whole number in decimal digits only.
pub(super) fn count(part: Part<'_>, max: u32) -> Result<u32, Fault<Mistake>> {
    if part.is_empty() {
        return Err(part.fault(Mistake::Missing));
    }
    if let Some(stranger) = part.find(not_a_digit) {
        return Err(stranger.fault(Mistake::NotANumber));
    }
    let outside = Mistake::OutOfRange { min: 0, max: i64::from(max) };
    part.text().parse().ok().filter(|&number: &u32| number <= max).ok_or_else(|| part.fault(outside))
}

const fn not_a_digit(character: char) -> bool {
    !character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_without_needless_digits() {
        for (text, written) in
            [(".25", "0.25"), ("0.380", "0.38"), ("-19.5", "-19.5"), ("+3", "3"), ("4", "4"), ("-0", "0")]
        {
            assert_eq!(float(text).unwrap().to_string(), written);
        }
    }

    #[test]
    fn a_number_too_large_to_count_is_still_a_large_one() {
        for (text, found) in [
            ("0x3c", Some(60_000)),
            ("0.03", Some(30)),
            ("-5", Some(-5_000)),
            ("99999999999999999999", Some(i64::MAX)),
            ("-99999999999999999999", Some(i64::MIN)),
            ("99999999999999999999.5", Some(i64::MAX)),
            ("2147483647", Some(2_147_483_647_000)),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(thousandths(text), found, "{text}");
        }
    }

    #[test]
    fn mistakes_in_decimals_have_their_place() {
        assert_eq!(float("1.2345"), Err(Fault { kind: Mistake::TooPrecise { places: 3 }, range: 5..6 }));
        assert_eq!(float("1x"), Err(Fault { kind: Mistake::NotANumber, range: 1..2 }));
        assert_eq!(float("5."), Err(Fault { kind: Mistake::NotANumber, range: 0..2 }));
        assert_eq!(float("").unwrap_err().kind, Mistake::Missing);
        assert!(matches!(float("99999999999").unwrap_err().kind, Mistake::OutOfRange { .. }));
    }

    #[test]
    fn whole_numbers_are_decimal_or_hexadecimal() {
        assert_eq!(integer("0x68", 0..=255), Ok(0x68));
        assert_eq!(integer("2147483647", 0..=2_147_483_647), Ok(2_147_483_647));
        assert_eq!(integer("-9", -15..=15), Ok(-9));
    }

    #[test]
    fn whole_numbers_outside_their_range_are_mistakes() {
        let outside = Mistake::OutOfRange { min: 0, max: 65535 };
        for text in ["65536", "-1", "0x10000", "99999999999999999999"] {
            assert_eq!(integer(text, 0..=65535), Err(Fault { kind: outside.clone(), range: 0..text.len() }), "{text}");
        }
        assert_eq!(integer("12a", 0..=9).unwrap_err().range, 2..3);
        assert_eq!(integer("0x", 0..=9).unwrap_err().kind, Mistake::NotANumber);
        assert_eq!(integer("--5", -9..=9).unwrap_err().kind, Mistake::NotANumber);
    }
}
