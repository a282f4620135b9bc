//! The codes that no check reports: those of the readers, of a file that is not read, of a file that is made, and of
//! device lists.
//!
//! Knows: every table of such codes. Must not know: why a code matters (`explain`), and any check.

use spc_core::diagnostic::{CODES, Code, CodeInfo, Severity};

use crate::{fleet_codes, handover};

/// A file is not a profile.
pub const NOT_A_PROFILE: Code = Code::new(107);
/// A file cannot be read.
pub const UNREADABLE_FILE: Code = Code::new(108);
/// A file that holds passwords is written without encryption.
pub const SECRETS_WITHOUT_KEY: Code = Code::new(701);
/// A key is easily guessed.
pub const WEAK_KEY: Code = Code::new(703);

/// A SIP password is among the first that an attacker tries, which a check and the rows of a list report.
pub const GUESSABLE_SIP_PASSWORD: Code = Code::new(720);
/// An unfilled placeholder, which a check and the cells of a list report.
pub const PLACEHOLDER: Code = Code::new(1301);
/// The word of a program that had no value, which a check and the cells of a list report.
pub const NO_VALUE: Code = Code::new(1305);
/// A typographic character, which a check and the cells of a list report.
pub const TYPOGRAPHIC: Code = Code::new(1304);

/// Why a file is not read as a profile, which only the program that has the file knows.
const OF_FILES: &[CodeInfo] = &[
    CodeInfo::new(
        NOT_A_PROFILE,
        "not-a-profile",
        Severity::Error,
        "A file to be checked is not a profile; it may be a compiled one, for example.",
    ),
    CodeInfo::new(
        UNREADABLE_FILE,
        "unreadable-file",
        Severity::Error,
        "A file or directory to be checked cannot be read.",
    ),
];

/// What is wrong with the way a file is encrypted, which only the encrypting program knows.
const OF_SEALING: &[CodeInfo] = &[
    CodeInfo::new(
        SECRETS_WITHOUT_KEY,
        "secrets-without-key",
        Severity::Warning,
        "A file that holds passwords is written without encryption.",
    ),
    CodeInfo::new(WEAK_KEY, "weak-key", Severity::Warning, "The key that a file is encrypted with is easily guessed."),
];

/// Every code that no check reports.
pub(crate) fn others() -> impl Iterator<Item = &'static CodeInfo> + Clone {
    CODES.iter().chain(OF_FILES).chain(OF_SEALING).chain(handover::CODES).chain(fleet_codes::CODES)
}

/// Whether a code is reported while a profile is read, or because a file is not read as one; the others of
/// [`others`] are about making files, which checking does not do.
pub(crate) fn is_of_reading(code: Code) -> bool {
    CODES.iter().chain(OF_FILES).any(|info| info.code == code)
}

/// The number in a word that looks like a code: `SPC` in any letter case, and digits with or without leading zeros.
#[must_use]
pub fn number(word: &str) -> Option<u16> {
    let digits = word.get(..3).filter(|start| start.eq_ignore_ascii_case("SPC")).and_then(|_| word.get(3..))?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The names that may have been meant by a word, each with how far it is from it: one letter in four may differ, but at
/// least one and at most three.
pub(crate) fn near_names(
    word: &str,
    names: impl Iterator<Item = &'static str>,
) -> impl Iterator<Item = (usize, &'static str)> {
    /// A longer word is not a slip for any name.
    const LONGEST: usize = 40;
    let limit = (word.len() / 4).clamp(1, 3);
    let word = Some(word.to_ascii_lowercase()).filter(|word| word.len() <= LONGEST);
    let distances = names.filter_map(move |name| Some((strsim::osa_distance(name, word.as_deref()?), name)));
    distances.filter(move |(distance, _)| *distance <= limit)
}
