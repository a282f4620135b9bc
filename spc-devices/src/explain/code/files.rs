//! The codes about files that are not read as profiles, which no reader and no check reports: why they matter, and what to
//! do.

use super::row::{Row, row};
use crate::codes::{NOT_A_PROFILE, UNREADABLE_FILE};

/// The rows of these codes.
pub(super) const ROWS: &[Row] = &[
    row(
        NOT_A_PROFILE,
        "`spc check` reads profiles in XML and plain text. A container, an encrypted or packed file, a key and anything \
         else has nothing to check, and a run that skipped it would suggest that it is fine. `spc decompile` gives \
         the XML of a compiled file; `--exclude` leaves a file out.",
        None,
        "docs/profiles.md",
    ),
    row(
        UNREADABLE_FILE,
        "The file does not exist, you are not allowed to read it, or the disk is failing. The other files are checked \
         anyway; the run ends with exit code 5.",
        None,
        "docs/profiles.md",
    ),
];
