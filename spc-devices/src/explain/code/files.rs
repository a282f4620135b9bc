//! The codes about files that are not read as profiles, which neither a reader nor a check reports: why they matter,
//! and what to do.

use super::row::{Row, shown};
use crate::check::Example;
use crate::codes::{NOT_A_PROFILE, UNREADABLE_FILE};

/// The rows of these codes.
pub(super) const ROWS: &[Row] = &[
    shown(
        NOT_A_PROFILE,
        "`spc check` reads profiles in XML and plain text. There is nothing to check in a container, an encrypted or \
            packed file, a key or anything else, and a run that skipped such a file would suggest that it is fine. \
            `spc decompile` turns a compiled file back into XML, and `--exclude` leaves a file out.",
        Example::by("printf '<flat-profile></flat-profile>\\n' | gzip | spc check -"),
        "docs/profiles.md",
    ),
    shown(
        UNREADABLE_FILE,
        "The file does not exist, you are not allowed to read it, or the disk is failing. The other files are checked \
         anyway; the run ends with exit code 5.",
        Example::by("spc check missing.xml"),
        "docs/profiles.md",
    ),
];
