//! One of a list of words, such as the codecs or the transports.

use super::Fault;
use super::part::Part;

/// What can be wrong with a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake<'a> {
    /// A choice in another letter case.
    #[error("write `{0}`")]
    OtherCase(&'a str),
    /// Not on the list.
    #[error("not one of the choices")]
    NotAChoice,
}

/// Finds the text on a list.
///
/// ```
/// # use spc_devices::lang::choice::{Mistake, parse};
/// let transports = ["UDP", "TCP", "TLS"];
/// assert_eq!(parse("TLS", transports).unwrap(), "TLS");
/// assert_eq!(parse("tls", transports).unwrap_err().kind, Mistake::OtherCase("TLS"));
/// ```
///
/// # Errors
/// Any [`Mistake`].
pub fn parse<'a>(text: &str, choices: impl IntoIterator<Item = &'a str>) -> Result<&'a str, Fault<Mistake<'a>>> {
    let part = Part::new(text).trim();
    let mut near = None;
    for choice in choices {
        if choice == part.text() {
            return Ok(choice);
        }
        if near.is_none() && choice.eq_ignore_ascii_case(part.text()) {
            near = Some(choice);
        }
    }
    Err(part.fault(near.map_or(Mistake::NotAChoice, Mistake::OtherCase)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_choice_wins_over_one_in_another_case() {
        assert_eq!(parse("auto", ["AUTO", "auto"]), Ok("auto"));
        assert_eq!(parse(" Auto ", ["AUTO", "auto"]), Err(Fault { kind: Mistake::OtherCase("AUTO"), range: 1..5 }));
        assert_eq!(parse("x", ["AUTO"]), Err(Fault { kind: Mistake::NotAChoice, range: 0..1 }));
    }
}
