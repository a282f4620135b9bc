//! The codes that no check reports: those of the readers, of a file that is made, of a list of devices.
//!
//! Knows: every table of such codes. Must not know: why a code matters (`explain`), and any check.

use spc_core::diagnostic::{CODES, Code, CodeInfo, Severity};

use crate::{fleet_codes, handover};

/// A file that holds passwords is written without encryption.
pub const SECRETS_WITHOUT_KEY: Code = Code::new(701);
/// A key is easily guessed.
pub const WEAK_KEY: Code = Code::new(703);

/// A placeholder that nobody filled in, which a check and the cells of a list report.
pub const PLACEHOLDER: Code = Code::new(1301);
/// A sign of a word processor, which a check and the cells of a list report.
pub const TYPOGRAPHIC: Code = Code::new(1304);

/// What is wrong with how a file is to be encrypted, which only whoever encrypts it knows.
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
    CODES.iter().chain(OF_SEALING).chain(handover::CODES).chain(fleet_codes::CODES)
}
