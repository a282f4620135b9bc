//! Why the codes of plain text, and of profiles in either language, matter, and how to fix what they report.

use spc_core::diagnostic::Code;

use super::row::{Row, row, shown};
use crate::check::Example;

/// The codes from SPC0301, before those of the checks.
pub(super) const ROWS: &[Row] = &[
    row(
        Code::MISSING_SEMICOLON,
        "Every entry ends with `;`, even one without a value. Without it, the next line would be read as part of this \
         one. Add the `;`.",
        "Proxy[1] \"sip.example.com\"\nRegister[1] \"Yes\" ;\n",
        "profile-language 2",
    ),
    row(
        Code::UNCLOSED_QUOTE,
        "A value begins and ends with `\"` on one line. Add the closing quote; a value cannot contain a line break.",
        "Proxy[1] \"sip.example.com ;\n",
        "profile-language 2",
    ),
    row(
        Code::IMPORT_UNREADABLE,
        "The settings in that file would be missing, so nothing is compiled. Paths are relative to the directory of the \
            file that has the `import` line. Only plain text has `import`.",
        "import common.txt\n",
        "profile-language 2",
    ),
    shown(
        Code::IMPORT_CYCLE,
        "The import would never end. The notes on the finding show the cycle; remove one of its `import` lines.",
        Example::by("spc check itself.txt").with(&[("itself.txt", "import itself.txt\n")]),
        "profile-language 2",
    ),
    row(
        Code::QUOTE_IN_VALUE,
        "Plain text has no escape for `\"`: the value ends at the next one. Use XML for a profile with such a value; \
         `spc convert` turns plain text into XML.",
        "Station_Name \"the \"red\" phone\" ;\n",
        "profile-language 2",
    ),
    row(
        Code::UNKNOWN_MARK,
        "A name may be followed by `!`, which lets the user change it, or by `?`, which lets the user see it, but not \
            by both.",
        "Register[1] \"Yes\" ;\nDisplay_Name[1] !? \"Desk\" ;\n",
        "profile-language 2",
    ),
    row(
        Code::NOT_AN_ENTRY,
        "An entry is a name, an optional mark, an optional value in quotes, and `;`, as in `Proxy[1] \
            \"sip.example.com\" ;`. A comment begins with `#`. The syntax of other programs, such as `Proxy[1] = x` \
            or `Proxy[1]: x`, is not accepted.",
        "Register[1] \"Yes\" ;\nProxy[1] = sip.example.com ;\n",
        "profile-language 2",
    ),
    shown(
        Code::IMPORT_LIMIT,
        "Imports may be nested 8 levels deep, with 64 files and 4 MiB in total, so that a mistake cannot read a whole \
            disk. Join small files, or import each of them only once.",
        Example::by("for n in $(seq 40); do echo \"import $((n + 1)).txt\" > $n.txt; done; spc check 1.txt"),
        "FORMAT 7.10",
    ),
    row(
        Code::TYPOGRAPHIC,
        "Word processors and web pages turn plain quotes and hyphens into typographic ones, which no device \
         understands. Type them again, or turn off automatic replacement.",
        "Register[1] \"Yes\" ;\nProxy[1] \u{201c}sip.example.com\u{201d} ;\n",
        "profile-language 2",
    ),
    row(
        Code::INVALID_NAME,
        "In XML, a name begins with a letter or `_` and contains letters, digits, `_`, `-` and `.`. In plain text, it \
            may also contain the brackets, spaces and slashes that the device's page shows. Names are compared \
            character by character, and no device has a name with any other character.",
        "<flat-profile>\n<Größe>1</Größe>\n</flat-profile>\n",
        "FORMAT 6.3, 7.9",
    ),
    row(
        Code::REPEATED_SAME,
        "This is harmless for now, but a later change to the first one will have no effect. Remove one of them.",
        "<flat-profile>\n<GPP_A>1</GPP_A>\n<GPP_A>1</GPP_A>\n</flat-profile>\n",
        "FORMAT 7.8",
    ),
    row(
        Code::REPEATED_OTHER,
        "Both `spc` and devices use the last one, but whoever wrote the first one expects something else. Remove the \
            wrong one. If it is intentional, as in a base with parts for several models, keep one file for each model \
            instead.",
        "<flat-profile>\n<GPP_A>1</GPP_A>\n<GPP_A>2</GPP_A>\n</flat-profile>\n",
        "FORMAT 7.8",
    ),
    row(
        Code::UNKNOWN_ACCESS,
        "`ua` says what the user account of the device may do with a parameter: `na` hides it, `ro` shows it, and \
            `rw` lets the user change it. It is not documented what devices do with any other value, and a secret \
            could become visible.",
        "<flat-profile>\n<GPP_A ua=\"r\">x</GPP_A>\n</flat-profile>\n",
        "FORMAT 7.7",
    ),
    row(
        Code::UNKNOWN_ATTRIBUTE,
        "Devices read `ua` and ignore every other attribute. If this one should have been `ua`, correct it; otherwise \
            remove it.",
        "<flat-profile>\n<GPP_A access=\"rw\">x</GPP_A>\n</flat-profile>\n",
        "FORMAT 7.7",
    ),
    shown(
        Code::OVER_LIMIT,
        "Every part of a profile has a limit far above what devices need: 255 bytes for a name, 65 535 for a value, \
            16 nested elements, 16 384 parameters. The message says which limit was exceeded. A device would cut the \
            value short, or refuse the file.",
        Example::by("printf '<flat-profile>\\n<GPP_A>%070000d</GPP_A>\\n</flat-profile>\\n' 0 | spc check -"),
        "FORMAT 7.10",
    ),
    shown(
        Code::REPEATED_ACROSS,
        "Setting a parameter from an imported file again is the usual way to make an exception, so it may be \
            intentional. The last one read applies. Put the `import` line first, so that the exception comes last.",
        Example::by("spc check phone.txt").with(&[
            ("phone.txt", "import common.txt\nProxy[1] \"sip.branch.example.com\" ;\n"),
            ("common.txt", "Proxy[1] \"sip.example.com\" ;\n"),
        ]),
        "FORMAT 7.8",
    ),
    row(
        Code::MIXED,
        "A section holds parameters, and a parameter holds a value; one name cannot be both in the same parent. \
            Usually a value was written where the elements of the section belong.",
        "<flat-profile>\n<Rule>1</Rule>\n<Rule><Local_IP>192.0.2.1</Local_IP></Rule>\n</flat-profile>\n",
        "FORMAT 6.5, 7.5",
    ),
    row(
        Code::ILLEGAL_VALUE,
        "A value is one line of text without control characters. XML allows the character for `delete`, U+007F, but \
            no device accepts it. Remove it.",
        "<flat-profile>\n<Station_Name>Desk&#127;</Station_Name>\n</flat-profile>\n",
        "FORMAT 6.7",
    ),
];
