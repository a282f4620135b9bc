//! Why the codes of device lists matter, and how to fix what they report.

use super::row::{Row, shown};
use crate::check::Example;
use crate::fleet_codes as codes;

/// Where the facts come from.
const HERE: &str = "spc batch --help";

/// The base of the examples.
const BASE: &str = "<flat-profile>\n<Station_Name>{{who}}</Station_Name>\n</flat-profile>\n";

/// The command that makes files from list and base.
const BATCH: &str = "spc batch devices.csv --base base.xml --format xml --out-dir www";

/// Expands to a list that is used with [`BASE`].
macro_rules! list {
    ($list:literal) => {
        Example::by(BATCH).with(&[("devices.csv", $list), ("base.xml", BASE)])
    };
}

/// The codes from SPC2001.
pub(super) const ROWS: &[Row] = &[
    shown(
        codes::EMPTY_LIST,
        "No files can be made from it, and an empty directory of files would remove every phone's \
         profile. Usually the program that should have written the list failed.",
        list!("mac,who\n"),
        HERE,
    ),
    shown(
        codes::NO_MAC_COLUMN,
        "The MAC address says which device a row is for, and what its file is called. Name the column `mac` in the \
            first line of the list.",
        list!("address,who\n000e08aabb01,Anna\n"),
        HERE,
    ),
    shown(
        codes::UNNAMED_COLUMN,
        "It is not clear what such a column would set. Delete the empty columns in the spreadsheet, or give the \
            column a name.",
        list!("mac,who,\n000e08aabb01,Anna,\n"),
        HERE,
    ),
    shown(
        codes::REPEATED_COLUMN,
        "It is not clear which of the two values a device should get. Rename or remove one.",
        list!("mac,who,who\n000e08aabb01,Anna,Berta\n"),
        HERE,
    ),
    shown(
        codes::TOO_MANY_COLUMNS,
        "Usually the whole list was read as one line. Save it with line ends and with commas between the cells.",
        Example::by("(printf mac; seq -f ',c%g' 5000 | tr -d '\\n'; echo) > devices.csv; spc batch devices.csv --base base.xml --format xml --out-dir www").with(&[("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::UNUSABLE_COLUMN,
        "Its values would go nowhere. Correct the name, put `{{name}}` where the values belong, or remove the column.",
        list!("mac,who,what?\n000e08aabb01,Anna,x\n"),
        HERE,
    ),
    shown(
        codes::UNKNOWN_COLUMN,
        "A device ignores a parameter that it does not know, and the setting is lost. If it is a \
         note for people, remove the column: everybody who can fetch the file could read it.",
        Example::by("spc batch devices.csv --base base.xml --model spa504g --format xml --out-dir www").with(&[("devices.csv", "mac,who,Prxy_1_\n000e08aabb01,Anna,sip.example.com\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::NO_COLUMN_FOR_PLACEHOLDER,
        "Devices would show the placeholder itself, or fail to register with it. Add the \
         column, or correct the name in the base.",
        list!("mac\n000e08aabb01\n"),
        HERE,
    ),
    shown(
        codes::UNCLOSED_PLACEHOLDER,
        "It is not clear whether a placeholder or two braces are meant. Close it with `}}`, or write `{{{{`.",
        Example::by(BATCH).with(&[("devices.csv", "mac,who\n000e08aabb01,Anna\n"), ("base.xml", "<flat-profile>\n<Station_Name>{{who</Station_Name>\n</flat-profile>\n")]),
        HERE,
    ),
    shown(
        codes::COLUMN_WITHOUT_MEANING,
        "It would be ignored, although whoever wrote it expects it to work. Remove the column, or choose a format \
            that uses it.",
        list!("mac,who,serial\n000e08aabb01,Anna,7\n"),
        HERE,
    ),
    shown(
        codes::CELL_COUNT,
        "The values after the missing or extra cell would end up in the wrong \
         columns. Put the value that holds the separator in quotes.",
        list!("mac,who\n000e08aabb01,Huber,Anna\n"),
        HERE,
    ),
    shown(
        codes::BAD_ADDRESS,
        "A device asks for a file named after its address; a file with a misspelt name is never fetched. An \
         address has twelve hexadecimal digits, with or without `:` or `-`.",
        list!("mac,who\n000e08aabb0,Anna\n"),
        HERE,
    ),
    shown(
        codes::REPEATED_ADDRESS,
        "One of the two files would replace the other. Remove the row that is out of date.",
        list!("mac,who\n000e08aabb01,Anna\n00:0e:08:aa:bb:01,Berta\n"),
        HERE,
    ),
    shown(
        codes::BAD_FILE_NAME,
        "A name with `/` or `..` could leave the output directory. Write a plain name, such as `000e08aabb01.cfg`.",
        list!("mac,who,name\n000e08aabb01,Anna,../a.cfg\n"),
        HERE,
    ),
    shown(
        codes::REPEATED_FILE_NAME,
        "One device would get the file of the other. Give each row a name of its own, or leave \
         the column out: then the address is the name.",
        list!("mac,who,name\n000e08aabb01,Anna,a.cfg\n000e08aabb02,Berta,a.cfg\n"),
        HERE,
    ),
    shown(
        codes::FILE_NAME_TAKEN,
        "The run would destroy its own input or output. Choose another name or another output directory.",
        Example::by("spc batch devices.csv --base base.xml --format xml --out-dir .").with(&[("devices.csv", "mac,who,name\n000e08aabb01,Anna,base.xml\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::BAD_SERIAL,
        "The serial number decides which of two files is the newer one. Write a whole number.",
        Example::by("spc batch devices.csv --base base.xml --out-dir www").with(&[("devices.csv", "mac,who,serial\n000e08aabb01,Anna,first\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::BAD_DEVICE_KEY,
        "The device could not open its file. Use the key from `spc derive`, or the phone's own key from wherever it \
            is kept.",
        Example::by("spc batch devices.csv --base base.xml --format openssl --md md5 --out-dir www").with(&[("devices.csv", "mac,who,key\n000e08aabb01,Anna,\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::UNUSABLE_BASE,
        "The device would have no profile. Paths in the column are relative to the list's directory, and cannot leave it.",
        list!("mac,who,base\n000e08aabb01,Anna,../../nowhere.xml\n"),
        HERE,
    ),
    shown(
        codes::UNUSABLE_VALUE,
        "A value is one line of text without control characters, of at most 65 535 bytes. Remove the \
         character that the message names.",
        list!("mac,who\n000e08aabb01,\"An\u{1}na\"\n"),
        HERE,
    ),
    shown(
        codes::UNUSABLE_PROFILE,
        "A device would refuse the file. Shorten the values, or choose a format that can hold more.",
        Example::by("(printf 'mac,who\\n000e08aabb01,'; head -c 65000 /dev/zero | tr '\\0' a) > devices.csv; (echo '<flat-profile>'; for n in $(seq 70); do echo \"<GPP_A_${n}_>{{who}}</GPP_A_${n}_>\"; done; echo '</flat-profile>') > base.xml; spc batch devices.csv --base base.xml --format gzip --out-dir www"),
        HERE,
    ),
    shown(
        codes::NOT_TEXT,
        "Letters with accents would be damaged on the phone. Save the list as UTF-8: spreadsheets call it \
         `CSV UTF-8`.",
        Example::by("printf 'mac,who\\n000e08aabb01,M\\374ller\\n' > devices.csv; spc batch devices.csv --base base.xml --format xml --out-dir www").with(&[("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::ROW_TOO_LONG,
        "Usually a quote was opened and never closed, and everything after it was read as one cell. Look at the line \
            that the message names.",
        Example::by("(printf 'mac,who\\n000e08aabb01,\"'; yes Anna | head -n 400000) > devices.csv; spc batch devices.csv --base base.xml --format xml --out-dir www").with(&[("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::OPEN_QUOTE,
        "Everything after it would be one cell. Close the quote, or double it if it is part of the value.",
        list!("mac,who\n000e08aabb01,\"Anna\n"),
        HERE,
    ),
    shown(
        codes::TOO_MANY_BASES,
        "Sort the list by its column `base`, use fewer bases with more placeholders, or split the \
         list with `--shard`.",
        Example::when("a list names a hundred bases of 400 KB each"),
        HERE,
    ),
    shown(
        codes::LIST_CHANGED,
        "The list is read twice, so files from two versions of it would be mixed. Run the command again when nothing \
            is writing to the list. To update a list safely, write a new one beside it and rename that.",
        Example::when("another program appends a row to the list while `spc batch` reads it"),
        HERE,
    ),
    shown(
        codes::LOCAL_ADDRESS,
        "The second digit of a vendor's address is 0, 4, 8 or c. Read the address on the phone's \
         label again; if the device really has it, ignore the warning.",
        list!("mac,who\n020e08aabb01,Anna\n"),
        HERE,
    ),
    shown(
        codes::RULE_SYNTAX_IN_KEY,
        "In a rule `$` begins a macro, `\"` ends a text, and spaces separate words, so the phone would use another \
            key and open nothing. Use a key of letters and digits, such as those from `spc derive`.",
        Example::by("spc batch devices.csv --base base.xml --format openssl --md md5 --out-dir www").with(&[("devices.csv", "mac,who,key\n000e08aabb01,Anna,Xq7$kW2-mmZ9.pLs4\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::EMPTY_PASSWORD,
        "A proxy refuses a registration without a password, and many block the address after a few attempts. Fill in \
            the cell.",
        Example::by(BATCH).with(&[("devices.csv", "mac,user,password\n000e08aabb01,101,\n"), ("base.xml", "<flat-profile>\n<User_ID_1_>{{user}}</User_ID_1_>\n<Password_1_>{{password}}</Password_1_>\n</flat-profile>\n")]),
        HERE,
    ),
    shown(
        codes::LIST_READABLE,
        "Every user of the computer can read the passwords of all phones. Restrict its permissions: `chmod 600 \
            devices.csv`.",
        Example::by("chmod 644 devices.csv; spc batch devices.csv --base base.xml --format xml --out-dir www").with(&[("devices.csv", "mac,who,Password_1_\n000e08aabb01,Anna,Xq7kW2mmZ9\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::NOT_JSON,
        "A list is read as JSON when its first character is `{` or `[`. `sqlite3 -json` prints a valid one; a file \
         that was written by hand can be checked with `jq . devices.json`.",
        list!("{\"mac\": \"000e08aabb01\", \"who\": \"Anna\"\n"),
        HERE,
    ),
    shown(
        codes::UNUSABLE_JSON,
        "Programs differ in how they read numbers beyond 2^53, numbers with a fraction, lists and objects. Write the \
            value as text in quotes; in SQL, `CAST(x AS TEXT)` does this.",
        list!("{\"mac\": \"000e08aabb01\", \"who\": [\"Anna\"]}\n"),
        HERE,
    ),
    shown(
        codes::REPEATED_KEY,
        "It is not clear which of the two values a device should get. Remove one of them; in SQL give the column another \
         name with `AS`.",
        list!("{\"mac\": \"000e08aabb01\", \"who\": \"Anna\", \"who\": \"Berta\"}\n"),
        HERE,
    ),
    shown(
        codes::NO_SUCH_COLUMN,
        "The column would be empty for every device. Correct the name after the `=`, letter case included.",
        Example::by("spc batch devices.csv --base base.xml --column who=Name --format xml --out-dir www").with(&[("devices.csv", "mac,name\n000e08aabb01,Anna\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::UNKNOWN_MODEL,
        "The format, the digest and the name of the file follow from the model. `spc models` lists the known names. \
            The name of a series, such as `spa5xx`, works as well.",
        list!("mac,who,model\n000e08aabb01,Anna,spa999\n"),
        HERE,
    ),
    shown(
        codes::UNKNOWN_FORMAT,
        "It is not clear which file the device should get. Write one of the values of `--format`, or leave the cell \
            empty to let the model decide.",
        Example::by("spc batch devices.csv --base base.xml --out-dir www").with(&[("devices.csv", "mac,who,format\n000e08aabb01,Anna,pdf\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::UNUSABLE_FORMAT,
        "The device would get no file, or one that it cannot open. Give what the message names, or write another \
            format in the cell.",
        Example::by("spc batch devices.csv --base base.xml --out-dir www").with(&[("devices.csv", "mac,who,format\n000e08aabb01,Anna,openssl\n"), ("base.xml", BASE)]),
        HERE,
    ),
    shown(
        codes::RESERVED_COLUMN,
        "A column that only looks like `key` or `model` would be a parameter of that name: the key would be in the \
            profile, and the file would be made with another key. Write the header in lower case, or use `--column \
            key=Key` to say that this is the column; `--column Key=Key` is for a parameter or a placeholder of that \
            name.",
        list!("mac,who,Key\n000e08aabb01,Anna,x\n"),
        HERE,
    ),
    shown(
        codes::TEXT_AFTER_QUOTE,
        "One program reads `\"Bob\" Smith` as Bob Smith, another with its quotes, and a password is wrong without any \
            warning. Double each quote that is part of the cell, and put the cell in quotes: `\"\"\"Bob\"\" Smith\"`.",
        list!("mac,who\n000e08aabb01,\"Bob\" Smith\n"),
        HERE,
    ),
    shown(
        codes::SPREADSHEET_CELL,
        "A phone would get this as a name, a number or a password. Fix the formula, make the column wider, or format \
            it as text and type the number again, before saving the list.",
        list!("mac,who\n000e08aabb01,#REF!\n"),
        HERE,
    ),
    shown(
        codes::NOT_A_LIST,
        "A list is text: CSV with a header, or JSON with one object per device. Save a workbook as CSV, and download \
            the list itself rather than a page that shows it.",
        list!("<html><body>devices</body></html>\n"),
        HERE,
    ),
    shown(
        codes::REPLACED_PLACEHOLDER,
        "Two columns set one parameter: the base's value has a placeholder for one of them, and the other has the \
            name of the parameter and replaces the whole value wherever its cell is not empty. Delete one of the two, \
            or leave cells of the second empty where the base's value should be used.",
        list!("mac,who,Station_Name\n000e08aabb01,Anna,Desk\n"),
        HERE,
    ),
];
