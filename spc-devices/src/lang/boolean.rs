//! Yes and no.
//!
//! Sources: the words of the SPA and the Small Business provisioning guides; `0` and `1` in an ATA's router section.

use super::Fault;
use super::part::Part;

/// What can be wrong with a yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// One of the words in a letter case that no guide names.
    #[error("write `{0}`")]
    OtherCase(&'static str),
    /// Any other text.
    #[error("neither `Yes` nor `No`")]
    NotABoolean,
}

/// The words that mean yes.
pub const YES: [&str; 5] = ["Yes", "yes", "Enable", "enable", "1"];
/// The words that mean no.
pub const NO: [&str; 5] = ["No", "no", "Disable", "disable", "0"];

/// Reads a yes or no.
///
/// # Errors
/// Any [`Mistake`].
pub fn parse(text: &str) -> Result<bool, Fault<Mistake>> {
    let part = Part::new(text).trim();
    let is = |word: &&&str| **word == part.text();
    let nearly = |word: &&&str| word.eq_ignore_ascii_case(part.text());
    if YES.iter().any(|word| is(&word)) {
        return Ok(true);
    }
    if NO.iter().any(|word| is(&word)) {
        return Ok(false);
    }
    let near = YES.iter().chain(&NO).find(nearly);
    Err(part.fault(near.map_or(Mistake::NotABoolean, |word| Mistake::OtherCase(word))))
}

/// How the devices' own files spell it.
#[must_use]
pub const fn word(value: bool) -> &'static str {
    if value { "Yes" } else { "No" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_of_the_guides_are_read() {
        assert!(YES.iter().all(|word| parse(word) == Ok(true)));
        assert!(NO.iter().all(|word| parse(word) == Ok(false)));
        assert_eq!((parse(word(true)), parse(word(false))), (Ok(true), Ok(false)));
    }

    #[test]
    fn other_letter_case_is_recognised_and_other_words_are_not() {
        assert_eq!(parse("YES").unwrap_err().kind, Mistake::OtherCase("Yes"));
        assert_eq!(parse("yes please"), Err(Fault { kind: Mistake::NotABoolean, range: 0..10 }));
        assert_eq!(parse("").unwrap_err().kind, Mistake::NotABoolean);
    }
}
