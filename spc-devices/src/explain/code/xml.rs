//! Why the codes of bytes and of XML matter, and how to mend what they report.

use spc_core::diagnostic::Code;

use super::row::{Row, row};

/// The codes from SPC0101, before those of plain text.
pub(super) const ROWS: &[Row] = &[
    row(
        Code::EMPTY,
        "Nothing can be compiled, and a device that fetches an empty file treats it as corrupt. Usually the program \
         that should have written the file failed, or the wrong file was named.",
        Some(""),
        "FORMAT 7.4",
    ),
    row(
        Code::NOT_TEXT,
        "Devices read UTF-8. A byte that is not valid would become another character, or end the file early. Save the \
         file as UTF-8, or declare `encoding=\"ISO-8859-1\"` if that is what it is.",
        None,
        "FORMAT 7.1",
    ),
    row(
        Code::SOURCE_TOO_LARGE,
        "A source may be up to 4 MiB; the largest device dumps are a tenth of that. Usually it is not a profile at all.",
        None,
        "FORMAT 7.10",
    ),
    row(
        Code::UNSUPPORTED_ENCODING,
        "UTF-16 and other encodings are not read, because devices do not read them either. Save the file as UTF-8. \
         Editors call UTF-16 `Unicode`.",
        None,
        "FORMAT 7.1",
    ),
    row(
        Code::MORE_FINDINGS,
        "Thousands of findings usually have one cause, and the first few show it. Fix those and check again.",
        None,
        "FORMAT 7.11",
    ),
    row(
        Code::DECLARED_ENCODING,
        "Devices do not look at the declaration, so the file is read as UTF-8, which its bytes are. Other programs do \
         look, and would damage letters with accents. Declare `encoding=\"UTF-8\"`.",
        Some("<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<flat-profile>\n<GPP_A>x</GPP_A>\n</flat-profile>\n"),
        "FORMAT 7.1",
    ),
    row(
        Code::UNCLOSED,
        "A device refuses the whole file. Either an end tag is missing, or the file was cut off while it was copied: \
         look at its end first, then at the element that the message names.",
        Some("<flat-profile>\n<Proxy_1_>sip.example.com</Proxy_1_>\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::WRONG_END_TAG,
        "A device refuses the whole file. The end tag is misspelt, in another letter case, or belongs to an element \
         that was closed already.",
        Some("<flat-profile>\n<Proxy_1_>sip.example.com</Proxy_2_>\n</flat-profile>\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::BARE_AMPERSAND,
        "In XML `&` begins a reference such as `&lt;`. A device refuses the file, or reads a different value from the \
         one that was meant: it is usually a password or a URL with `&`. Write `&amp;`; `spc check --fix` does.",
        Some("<flat-profile>\n<Profile_Rule>http://h/p?a=1&b=2</Profile_Rule>\n</flat-profile>\n"),
        "FORMAT 7.3",
    ),
    row(
        Code::UNKNOWN_REFERENCE,
        "XML knows `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;`; names of HTML such as `&nbsp;` are not among them, \
         and control characters cannot be used at all. Write the character itself, or `&amp;` where `&` was meant.",
        Some("<flat-profile>\n<Station_Name>Desk&nbsp;1</Station_Name>\n</flat-profile>\n"),
        "FORMAT 7.3",
    ),
    row(
        Code::DOCTYPE,
        "A document type can pull in other files and make a small file grow without bound, so none is read. No profile \
         needs one; a web page saved instead of a profile has one. Remove the line, or fetch the right file.",
        Some("<!DOCTYPE html>\n<flat-profile></flat-profile>\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::OUTSIDE_ROOT,
        "An XML file has one root element and nothing but comments around it. Usually two files were joined, or a \
         script printed something of its own before or after the profile.",
        Some("<flat-profile></flat-profile>\ndone\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::NO_SINGLE_PROFILE,
        "The parameters of a device are inside the one element `flat-profile`. Without it a device finds nothing to \
         set; with two it is unclear which one counts. Put all parameters into one `flat-profile`.",
        Some("<profile>\n<Proxy_1_>sip.example.com</Proxy_1_>\n</profile>\n"),
        "FORMAT 7.4",
    ),
    row(
        Code::BARE_LESS_THAN,
        "In XML `<` begins a tag. It is usually a dial plan with substitutions: `<9,:1>` is read as a broken tag, \
         and the device refuses the file. Write `&lt;`, and `&gt;` for `>`.",
        Some("<flat-profile>\n<Dial_Plan_1_>(<9,:1>xxxxxxx)</Dial_Plan_1_>\n</flat-profile>\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::STRAY_TEXT,
        "Text that is not inside a parameter sets nothing. Often it is a value whose tags were lost, or a leftover of \
         a template. Put it into its element, or into a comment.",
        Some("<flat-profile>\nsip.example.com\n</flat-profile>\n"),
        "FORMAT 7.4",
    ),
    row(
        Code::OUTSIDE_PROFILE,
        "Only what is inside `flat-profile` sets parameters; the device silently ignores an element outside \
         it. Move it inside if it is a parameter.",
        Some("<device>\n<flat-profile></flat-profile>\n<Proxy_1_>sip.example.com</Proxy_1_>\n</device>\n"),
        "FORMAT 7.4",
    ),
    row(
        Code::MALFORMED,
        "A device refuses all of a file that is not well-formed. The message says which rule is broken and where.",
        Some("<flat-profile>\n<GPP_A ua=rw>x</GPP_A>\n</flat-profile>\n"),
        "FORMAT 7.1, 7.2",
    ),
    row(
        Code::ILLEGAL_CHARACTER,
        "XML has no way to hold NUL and most other control characters. They come from copied terminal output or from a \
         damaged file. Delete the character.",
        Some("<flat-profile>\n<Station_Name>Desk\u{1b}1</Station_Name>\n</flat-profile>\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::REPEATED_ATTRIBUTE,
        "An element may have each attribute only once; a device refuses the file. Remove one of the two.",
        Some("<flat-profile>\n<GPP_A ua=\"na\" ua=\"rw\">x</GPP_A>\n</flat-profile>\n"),
        "FORMAT 7.7",
    ),
    row(
        Code::DASHES_IN_COMMENT,
        "Lenient readers ignore it, strict ones refuse the whole file, and which kind a firmware has is not \
         documented. Remove the dashes: `spc` writes XML without comments, but the device may fetch the file as it is.",
        Some("<flat-profile>\n<!-- lines 1 -- 4 -->\n</flat-profile>\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::INSTRUCTION_IN_VALUE,
        "It is what a template engine should have replaced. An XML reader drops it silently, so the value would \
         be empty or cut short. Run the template engine first, and compile what it writes.",
        Some("<flat-profile>\n<Proxy_1_><?php echo $proxy ?></Proxy_1_>\n</flat-profile>\n"),
        "FORMAT 7.6",
    ),
    row(
        Code::BLANK_BEFORE_DECLARATION,
        "`<?xml` is a declaration only at the very beginning of a file. Strict readers refuse the file; often a \
         template begins with an empty line. Delete what is in front of it.",
        Some("\n<?xml version=\"1.0\"?>\n<flat-profile></flat-profile>\n"),
        "FORMAT 7.2",
    ),
    row(
        Code::SLASH_IN_NAME,
        "In XML `/` cannot be in a name, and devices read `_` where their web page shows it: `SIP_TOS_DiffServ_Value_1_` \
         for `SIP TOS/DiffServ Value[1]`. Write `_`.",
        Some("<flat-profile>\n<SIP_TOS/DiffServ_Value_1_>0x68</SIP_TOS/DiffServ_Value_1_>\n</flat-profile>\n"),
        "profile-language 1.5",
    ),
];
