//! The codes about how a file is made and what it takes from a phone, which no reader and no check reports: why they
//! matter, and what to do.

use super::row::{Row, row};
use crate::codes::{SECRETS_WITHOUT_KEY, WEAK_KEY};
use crate::handover::{OTHER_KEY, RULE_WITHOUT_KEY};

/// The rows of the codes of sealing, and of those of [`handover`](crate::handover::CODES).
pub(super) const ROWS: &[Row] = &[
    row(
        SECRETS_WITHOUT_KEY,
        "Anyone who fetches the file can read the passwords, and all it takes is the address of a phone, which is \
         printed on its back. Give a key, `--key-file` or `--master-file`, or serve the file over HTTPS to phones that \
         show a certificate and to nobody else. The formats `xml` and `gzip` have no encryption, so nothing is reported \
         when they are asked for.",
        None,
        "docs/security.md",
    ),
    row(
        WEAK_KEY,
        "The key is short, has few different characters, is the address of the phone, or is a name or a value of the \
         profile: it is among the first that an attacker tries. `spc keygen` makes a key that cannot be guessed, and \
         `spc derive` the one of a device.",
        None,
        "FORMAT 11.1.5; docs/security.md",
    ),
    row(
        RULE_WITHOUT_KEY,
        "A phone fetches by its rules, and the file replaces them. None of the new ones has `[--key ..]`, so the phone \
         takes its next (encrypted) file for a broken profile, and keeps its configuration forever. Write `[--key $SA]` \
         before the URL.",
        None,
        "profile-language 9",
    ),
    row(
        OTHER_KEY,
        "The rule of the phone decrypts with the key in a parameter, and the file sets that parameter to another key \
         than the one that the file itself is encrypted with. Leave the parameter out, or encrypt with the new key once \
         the phone has it; `spc rekey` helps.",
        None,
        "profile-language 9",
    ),
];
