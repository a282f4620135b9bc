//! The codes of findings about device lists, each with its explanation. The library `spc_fleet` reports them; they are
//! here so that they are next to the explanations of all other codes.
//!
//! Knows: numbers, names, explanations. Must not know: which code reports them.

use spc_core::diagnostic::{Code, CodeInfo, Severity};

/// Makes a constant of each code, and the table of all of them.
macro_rules! table {
    ($($constant:ident = $number:literal, $name:literal, $severity:ident, $explanation:literal;)*) => {
        $(
            #[doc = $explanation]
            pub const $constant: Code = Code::new($number);
        )*

        /// Every code of a finding about a device list, in the order of the numbers.
        pub const CODES: &[CodeInfo] = &[$(
            CodeInfo::new($constant, $name, Severity::$severity, $explanation),
        )*];
    };
}

table! {
    EMPTY_LIST = 2001, "empty-device-list", Error, "The device list is empty, or has a header but no devices.";
    NO_MAC_COLUMN = 2002, "no-mac-column", Error,
        "The device list needs a column `mac`, spelt exactly like that; the message names the column that was \
            probably meant.";
    UNNAMED_COLUMN = 2003, "unnamed-column", Error,
        "A column of the device list has no name, often because a spreadsheet saved empty columns on the right.";
    REPEATED_COLUMN = 2004, "repeated-column", Error, "Two columns of the device list have the same name.";
    TOO_MANY_COLUMNS = 2005, "too-many-columns", Error,
        "The device list has more columns than a fleet can use, so its separator or its line ends are probably wrong.";
    UNUSABLE_COLUMN = 2006, "unusable-column", Error,
        "A column is neither a placeholder of a base nor the name of a parameter, or its parameter is in a section \
        that the base does not have.";
    UNKNOWN_COLUMN = 2007, "unknown-column", Warning,
        "A column sets a parameter that no base has and that the model, if given, does not know. It may be misspelt, \
            or a note that would be sent to the devices.";
    NO_COLUMN_FOR_PLACEHOLDER = 2008, "no-column-for-placeholder", Error,
        "A base has a placeholder `{{name}}`, and the device list has no column of that name.";
    UNCLOSED_PLACEHOLDER = 2009, "unclosed-placeholder", Error,
        "A value in a base has `{{` without `}}`. To write two literal braces, double them: `{{{{`.";
    COLUMN_WITHOUT_MEANING = 2010, "column-without-meaning", Error,
        "A column has no meaning in the format that is written, such as `serial` outside SPC containers.";
    CELL_COUNT = 2011, "cell-count", Error,
        "A row has more or fewer cells than the header: a value with the separator in it needs quotes.";
    BAD_ADDRESS = 2012, "bad-address", Error, "A cell of the column `mac` is not the address of a device.";
    REPEATED_ADDRESS = 2013, "repeated-address", Error, "Two rows are for the same device.";
    BAD_FILE_NAME = 2014, "bad-file-name", Error,
        "A cell of the column `name` cannot be the name of a file in the output directory.";
    REPEATED_FILE_NAME = 2015, "repeated-file-name", Error, "The files of two rows have the same name.";
    FILE_NAME_TAKEN = 2016, "file-name-taken", Error,
        "The file of a row would replace one that the run reads or writes (the list, a base, the manifest), or one that spc did \
        not write.";
    BAD_SERIAL = 2017, "bad-serial", Error, "A cell of the column `serial` is not a number from 0 to 4294967295.";
    BAD_DEVICE_KEY = 2018, "bad-device-key", Error,
        "A cell of the column `key` is empty, or not a key that the format can use.";
    UNUSABLE_BASE = 2019, "unusable-base", Error,
        "The base of a row cannot be used: it is missing, has errors, or is outside the list's directory.";
    UNUSABLE_VALUE = 2020, "unusable-value", Error,
        "A cell has a character that no value can hold, or makes a value too long.";
    UNUSABLE_PROFILE = 2021, "unusable-profile", Error,
        "With the values of a row, the profile is too large for its format, or cannot be written in it.";
    NOT_TEXT = 2022, "list-not-text", Error, "A cell of the device list is not valid in the encoding of the list.";
    ROW_TOO_LONG = 2023, "row-too-long", Error,
        "A row of the device list is longer than any row can be: a quote or a line end is probably missing.";
    OPEN_QUOTE = 2024, "open-quote", Error, "A quote of the device list is not closed before the list ends.";
    TOO_MANY_BASES = 2025, "too-many-bases", Error,
        "A device list names too many bases, or too large ones, to hold in memory at once.";
    LIST_CHANGED = 2026, "list-changed", Error, "The device list changed while it was being read.";
    LOCAL_ADDRESS = 2027, "local-address", Warning,
        "An address is locally administered, which no vendor assigns: it is probably mistyped.";
    RULE_SYNTAX_IN_KEY = 2028, "rule-syntax-in-key", Warning,
        "A key has a `\"`, a `$`, or spaces at its ends, which the phone's `Profile_Rule` does not read literally.";
    EMPTY_PASSWORD = 2029, "empty-sip-password", Warning,
        "A row leaves the password of a line empty although the line has a user: the phone will not register.";
    LIST_READABLE = 2030, "list-readable", Warning,
        "A device list with keys or passwords in it can be read by other users of the computer.";
    NOT_JSON = 2031, "list-not-json", Error,
        "A device list that begins like JSON is neither one object per device, each on its own line, nor an array of \
            objects.";
    UNUSABLE_JSON = 2032, "unusable-json-value", Error,
        "A value of a JSON list is not a string, or not a whole number that every program reads in the same way.";
    REPEATED_KEY = 2033, "repeated-json-key", Error,
        "An object of a JSON list has a key twice, and programs differ in which of the two values they use.";
    NO_SUCH_COLUMN = 2034, "no-such-column", Error,
        "`--column` names a column that the device list does not have.";
    UNKNOWN_MODEL = 2035, "unknown-model", Error, "A cell of the column `model` does not name a known model.";
    UNKNOWN_FORMAT = 2036, "unknown-format", Error, "A cell of the column `format` does not name a format.";
    UNUSABLE_FORMAT = 2037, "unusable-format", Error,
        "The format of a row cannot be made in this run, because it needs a key, a digest or a way to read the key \
            that was not given.";
    RESERVED_COLUMN = 2038, "reserved-column", Error,
        "A column has the name of a reserved column, such as `key`, in different letter case. It would become a \
            parameter, and a device's key would be written into its own profile.";
    TEXT_AFTER_QUOTE = 2039, "text-after-quote", Error,
        "A cell in quotes has text after its closing quote, as in `\"Bob\" Smith`: programs read this differently. A \
            quote that is part of a cell must be doubled.";
    SPREADSHEET_CELL = 2040, "spreadsheet-cell", Warning,
        "A cell holds what a spreadsheet shows instead of a value: `#REF!`, `####`, a long number as `1.01E+11`, or a \
        number after an apostrophe.";
    NOT_A_LIST = 2041, "not-a-device-list", Error,
        "The file given as the device list is something else: a spreadsheet workbook, a web page, a profile, a \
            compiled file.";
    REPLACED_PLACEHOLDER = 2042, "replaced-placeholder", Warning,
        "A column sets a parameter in every row, so the placeholder for another column in the base's value is never \
            used.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_no_row_is_also_in_another_table() {
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code), "in order, without repeats");
        for row in CODES {
            assert!(row.code.number() / 100 == 20, "{row:?}");
            assert!(row.code.info().is_none() && crate::check::find(row.code).is_none(), "{row:?}");
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
            assert!(row.name.bytes().all(is_plain) && row.explanation.ends_with('.'), "{row:?}");
            assert!(spc_core::diagnostic::CODES.iter().all(|other| other.name != row.name), "{row:?}");
        }
    }
}
