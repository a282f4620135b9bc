//! The codes about how a file is made and what a phone loses by it, which neither a reader nor a check reports: why
//! they matter, and what to do.

use super::row::{Row, shown};
use crate::check::Example;
use crate::codes::{SECRETS_WITHOUT_KEY, WEAK_KEY};
use crate::handover::{OTHER_KEY, RULE_WITHOUT_KEY};

/// The rows of the codes of sealing, and of those of [`handover`](crate::handover::CODES).
pub(super) const ROWS: &[Row] = &[
    shown(
        SECRETS_WITHOUT_KEY,
        "Anyone who fetches the file can read the passwords, and all it takes is the MAC address of a phone, which is \
            printed on its back. Give a key with `--key-file` or `--master-file`, or serve the file over HTTPS only \
            to phones that present a certificate. The formats `xml` and `gzip` have no encryption, so nothing is \
            reported if you ask for one of them.",
        Example::by("spc compile phone.xml -o phone.cfg").with(&[
            ("phone.xml", "<flat-profile>\n<Password_1_>Xq7kW2mmZ9</Password_1_>\n</flat-profile>\n"),
        ]),
        "docs/security.md",
    ),
    shown(
        WEAK_KEY,
        "The key is short, has few different characters, is the phone's MAC address, or is a name or a value from the \
            profile. An attacker tries such keys first. `spc keygen` makes a key that cannot be guessed, and `spc \
            derive` makes one for each device.",
        Example::by("spc compile phone.xml --format openssl --md md5 --key-file key.txt -o phone.cfg").with(&[
            ("phone.xml", "<flat-profile>\n<Station_Name>Desk</Station_Name>\n</flat-profile>\n"),
            ("key.txt", "secret\n"),
        ]),
        "FORMAT 11.1.5; docs/security.md",
    ),
    shown(
        RULE_WITHOUT_KEY,
        "A phone fetches files by its rules, and this file replaces them. None of the new rules has `[--key ..]`, so \
            the phone reads its next, encrypted file as a broken profile and keeps its configuration forever. Write \
            `[--key $SA]` before the URL.",
        Example::by("spc compile phone.xml --format openssl --md md5 --key-file key.txt -o phone.cfg").with(&[
            ("phone.xml", "<flat-profile>\n<Profile_Rule>http://h/$MA.cfg</Profile_Rule>\n</flat-profile>\n"),
            ("key.txt", "Xq7.kW2-mmZ9.pLs4\n"),
        ]),
        "profile-language 9",
    ),
    shown(
        OTHER_KEY,
        "The phone's rule decrypts with the key in a parameter, and the file sets that parameter to a different key \
            from the one that the file itself is encrypted with. Leave the parameter out, or encrypt with the new key \
            once the phone has it; `spc rekey` helps with that.",
        Example::by("spc compile phone.xml --format openssl --md md5 --key-file key.txt -o phone.cfg").with(&[
            (
                "phone.xml",
                "<flat-profile>\n<Profile_Rule>[--key $A] http://h/$MA.cfg</Profile_Rule>\n<GPP_A>other</GPP_A>\n</flat-profile>\n",
            ),
            ("key.txt", "Xq7.kW2-mmZ9.pLs4\n"),
        ]),
        "profile-language 9",
    ),
];
