//! Why the codes of bytes and of XML matter, and how to fix what they report.

use spc_core::diagnostic::Code;

use super::row::{Row, row, shown};
use crate::check::Example;

/// The codes from SPC0101, before those of plain text.
pub(super) const ROWS: &[Row] = &[
    row(
        Code::EMPTY,
        "There is nothing to compile, and a device that fetches an empty file treats it as corrupt. Usually the \
            program that should have written the file failed, or the wrong file was given.",
        "",
        "FORMAT 7.4",
    ),
    shown(
        Code::NOT_TEXT,
        "Devices read UTF-8. An invalid byte would turn into another character, or end the file early. Save the file \
            as UTF-8, or declare `encoding=\"ISO-8859-1\"` if that is what it is.",
        Example::by(
            "printf '<flat-profile>\\n<Station_Name>M\\374ller</Station_Name>\\n</flat-profile>\\n' | spc check -",
        ),
        "FORMAT 7.1",
    ),
    shown(
        Code::SOURCE_TOO_LARGE,
        "A source may be up to 4 MiB, ten times the size of the largest device dumps. A larger file is usually not a \
            profile at all.",
        Example::by("head -c 5000000 /dev/zero | tr '\\0' '#' | spc check -"),
        "FORMAT 7.10",
    ),
    shown(
        Code::UNSUPPORTED_ENCODING,
        "Devices do not read UTF-16 or other encodings, so this program does not either. Save the file as UTF-8. Some \
            editors call UTF-16 `Unicode`.",
        Example::by(
            "printf '<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>\\n<flat-profile>\\n<Station_Name>\\203\\145</Station_Name>\\n</flat-profile>\\n' | spc check -",
        ),
        "FORMAT 7.1",
    ),
    shown(
        Code::MORE_FINDINGS,
        "Thousands of findings usually have one cause, and the first few show it. Fix those and check again.",
        Example::by(
            "(echo '<flat-profile>'; yes '<GPP_A b=\"1\"/>' | head -n 9000; echo '</flat-profile>') | spc check -",
        ),
        "FORMAT 7.11",
    ),
    row(
        Code::DECLARED_ENCODING,
        "Devices ignore the declaration, and the bytes are UTF-8, so the file is read as UTF-8. Programs that obey \
            the declaration would damage accented letters. Declare `encoding=\"UTF-8\"`.",
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<flat-profile>\n<GPP_A>x</GPP_A>\n</flat-profile>\n",
        "FORMAT 7.1",
    ),
    row(
        Code::UNCLOSED,
        "A device refuses the whole file. Either an end tag is missing, or the file was cut off while it was being \
            copied. Look at the end of the file first, then at the element that the message names.",
        "<flat-profile>\n<Proxy_1_>sip.example.com</Proxy_1_>\n",
        "FORMAT 7.2",
    ),
    row(
        Code::WRONG_END_TAG,
        "A device refuses the whole file. The end tag is misspelt, differs in letter case, or belongs to an element \
            that is already closed.",
        "<flat-profile>\n<Proxy_1_>sip.example.com</Proxy_2_>\n</flat-profile>\n",
        "FORMAT 7.2",
    ),
    row(
        Code::BARE_AMPERSAND,
        "In XML, `&` begins a reference such as `&lt;`. A device refuses the file, or reads a different value from \
            the one intended. The `&` is usually part of a password or a URL. Write `&amp;`, or let `spc check --fix` \
            do it.",
        "<flat-profile>\n<Profile_Rule>http://h/p?a=1&b=2</Profile_Rule>\n</flat-profile>\n",
        "FORMAT 7.3",
    ),
    row(
        Code::UNKNOWN_REFERENCE,
        "XML has only `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;`. It does not have HTML names such as `&nbsp;`, \
            and control characters cannot be used at all. Write the character itself, or `&amp;` for a plain `&`.",
        "<flat-profile>\n<Station_Name>Desk&nbsp;1</Station_Name>\n</flat-profile>\n",
        "FORMAT 7.3",
    ),
    row(
        Code::DOCTYPE,
        "A document type can pull in other files and make a small file grow without limit, so none is read. No \
            profile needs one, but a web page that was saved instead of a profile has one. Remove the line, or fetch \
            the right file.",
        "<!DOCTYPE flat-profile>\n<flat-profile></flat-profile>\n",
        "FORMAT 7.2",
    ),
    row(
        Code::OUTSIDE_ROOT,
        "An XML file has one root element, with nothing but comments around it. Usually two files were joined, or a \
            script printed something before or after the profile.",
        "<flat-profile></flat-profile>\ndone\n",
        "FORMAT 7.2",
    ),
    row(
        Code::NO_SINGLE_PROFILE,
        "A device's parameters are inside a single `flat-profile` element. Without it, a device finds nothing to set; \
            with two, it is unclear which one applies. Put all parameters in one `flat-profile`.",
        "<profile>\n<Proxy_1_>sip.example.com</Proxy_1_>\n</profile>\n",
        "FORMAT 7.4",
    ),
    row(
        Code::BARE_LESS_THAN,
        "In XML, `<` begins a tag. The usual cause is a dial plan with substitutions: `<9,:1>` is read as a broken \
            tag, and the device refuses the file. Write `&lt;` for `<`, and `&gt;` for `>`.",
        "<flat-profile>\n<Dial_Plan_1_>(<9,:1>xxxxxxx)</Dial_Plan_1_>\n</flat-profile>\n",
        "FORMAT 7.2",
    ),
    row(
        Code::STRAY_TEXT,
        "Text that is not inside a parameter sets nothing. It is often a value that lost its tags, or left over from \
            a template. Put it in its element, or in a comment.",
        "<flat-profile>\nsip.example.com\n</flat-profile>\n",
        "FORMAT 7.4",
    ),
    row(
        Code::OUTSIDE_PROFILE,
        "Only what is inside `flat-profile` sets parameters; the device silently ignores an element outside \
         it. Move it inside if it is a parameter.",
        "<device>\n<flat-profile></flat-profile>\n<Proxy_1_>sip.example.com</Proxy_1_>\n</device>\n",
        "FORMAT 7.4",
    ),
    row(
        Code::MALFORMED,
        "A device refuses the whole file if it is not well-formed. The message says which rule is broken, and where.",
        "<flat-profile>\n<GPP_A ua=rw>x</GPP_A>\n</flat-profile>\n",
        "FORMAT 7.1, 7.2",
    ),
    row(
        Code::ILLEGAL_CHARACTER,
        "XML cannot contain NUL or most other control characters. They come from copied terminal output or from a \
            damaged file. Delete the character.",
        "<flat-profile>\n<Station_Name>Desk\u{1b}1</Station_Name>\n</flat-profile>\n",
        "FORMAT 7.2",
    ),
    row(
        Code::REPEATED_ATTRIBUTE,
        "An element may have each attribute only once, so a device refuses the file. Remove one of the two.",
        "<flat-profile>\n<GPP_A ua=\"na\" ua=\"rw\">x</GPP_A>\n</flat-profile>\n",
        "FORMAT 7.7",
    ),
    row(
        Code::DASHES_IN_COMMENT,
        "Lenient readers ignore it, strict ones refuse the whole file, and it is not documented which kind a firmware \
            has. Remove the dashes. `spc` itself writes XML without comments, but a device may fetch this file as it \
            is.",
        "<flat-profile>\n<!-- lines 1 -- 4 -->\n</flat-profile>\n",
        "FORMAT 7.2",
    ),
    row(
        Code::INSTRUCTION_IN_VALUE,
        "A template engine should have replaced it. An XML reader drops it silently, so the value would be empty or \
            cut short. Run the template engine first, and compile its output.",
        "<flat-profile>\n<Proxy_1_><?php echo $proxy ?></Proxy_1_>\n</flat-profile>\n",
        "FORMAT 7.6",
    ),
    row(
        Code::BLANK_BEFORE_DECLARATION,
        "`<?xml` is a declaration only at the very beginning of a file. Elsewhere, strict readers refuse the file. \
            Often a template begins with an empty line. Delete whatever comes before it.",
        "\n<?xml version=\"1.0\"?>\n<flat-profile></flat-profile>\n",
        "FORMAT 7.2",
    ),
    row(
        Code::SLASH_IN_NAME,
        "A name in XML cannot contain `/`. Devices read `_` where their web page shows `/`: \
            `SIP_TOS_DiffServ_Value_1_` for `SIP TOS/DiffServ Value[1]`. Write `_`.",
        "<flat-profile>\n<SIP_TOS/DiffServ_Value_1_>0x68</SIP_TOS/DiffServ_Value_1_>\n</flat-profile>\n",
        "profile-language 1.5",
    ),
];
