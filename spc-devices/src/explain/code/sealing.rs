//! The codes about how a file is made and what a phone loses by it, which neither a reader nor a check reports: why
//! they matter, and what to do.

use super::row::{Row, row};
use crate::codes::{SECRETS_WITHOUT_KEY, WEAK_KEY};
use crate::handover::{OTHER_KEY, RULE_WITHOUT_KEY};

/// The rows of the codes of sealing, and of those of [`handover`](crate::handover::CODES).
pub(super) const ROWS: &[Row] = &[
    row(
        SECRETS_WITHOUT_KEY,
        "Anyone who fetches the file can read the passwords, and all it takes is the MAC address of a phone, which is \
            printed on its back. Give a key with `--key-file` or `--master-file`, or serve the file over HTTPS only \
            to phones that present a certificate. The formats `xml` and `gzip` have no encryption, so nothing is \
            reported if you ask for one of them.",
        None,
        "docs/security.md",
    ),
    row(
        WEAK_KEY,
        "The key is short, has few different characters, is the phone's MAC address, or is a name or a value from the \
            profile. An attacker tries such keys first. `spc keygen` makes a key that cannot be guessed, and `spc \
            derive` makes one for each device.",
        None,
        "FORMAT 11.1.5; docs/security.md",
    ),
    row(
        RULE_WITHOUT_KEY,
        "A phone fetches files by its rules, and this file replaces them. None of the new rules has `[--key ..]`, so \
            the phone reads its next, encrypted file as a broken profile and keeps its configuration forever. Write \
            `[--key $SA]` before the URL.",
        None,
        "profile-language 9",
    ),
    row(
        OTHER_KEY,
        "The phone's rule decrypts with the key in a parameter, and the file sets that parameter to a different key \
            from the one that the file itself is encrypted with. Leave the parameter out, or encrypt with the new key \
            once the phone has it; `spc rekey` helps with that.",
        None,
        "profile-language 9",
    ),
];
