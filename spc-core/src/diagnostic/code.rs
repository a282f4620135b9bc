//! What a finding is about: a stable number, and the table of those this crate reports.
//!
//! Knows: numbers, names, explanations. Must not know: what reports them.

use core::fmt;

use super::severity::Severity;

/// What a finding is about: a number that is stable and never reused for anything else.
///
/// The hundreds are topics: 1 bytes, 2 XML, 3 plain text, 4 the profile, 5 the dictionary, 6 provisioning rules, 7
/// secrets, 8 device formats and character sets, 9 dial plans, 10 tones, rings and time, 11 keys and directories, 12
/// network and lines, 13 leftovers of templates, 14 the whole profile, 20 the command line and device lists. This crate
/// reports those in [`CODES`]; other crates make their own with [`Code::new`] and describe them in a table of the same
/// kind.
///
/// ```
/// # use spc_core::diagnostic::Code;
/// const UNKNOWN_PARAMETER: Code = Code::new(501);
/// assert_eq!(UNKNOWN_PARAMETER.to_string(), "SPC0501");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

impl Code {
    /// Creates the code with this number, which has at most four digits.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// Returns the number: 501 for `SPC0501`.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Returns the row of this code in [`CODES`]; `None` for codes of other crates.
    #[must_use]
    pub fn info(self) -> Option<&'static CodeInfo> {
        CODES.iter().find(|row| row.code == self)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SPC{:04}", self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        self.info().map_or(Ok(()), |row| write!(f, "({})", row.name))
    }
}

/// One row of a table of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// A short name in lower-case letters and hyphens, such as `missing-semicolon`.
    pub name: &'static str,
    /// The severity of a finding with this code, unless its reporter says otherwise.
    pub severity: Severity,
    /// What it means, as one sentence.
    pub explanation: &'static str,
}

impl CodeInfo {
    /// Creates a row. The name has lower-case letters and hyphens; the explanation is one sentence with its full stop.
    #[must_use]
    pub const fn new(code: Code, name: &'static str, severity: Severity, explanation: &'static str) -> Self {
        Self { code, name, severity, explanation }
    }
}

/// Makes a constant for each code, and the table of all of them.
macro_rules! codes {
    ($($constant:ident = $number:literal, $name:literal, $severity:ident, $explanation:literal;)*) => {
        impl Code {
            $(
                #[doc = $explanation]
                pub const $constant: Self = Self($number);
            )*
        }

        /// Every code that this crate reports, in numerical order.
        pub const CODES: &[CodeInfo] = &[$(
            CodeInfo::new(Code::$constant, $name, Severity::$severity, $explanation),
        )*];
    };
}

codes! {
    EMPTY = 101, "empty", Error, "The source is empty: nothing was written to it.";
    NOT_TEXT = 102, "not-text", Error, "A byte is not valid in the encoding of the source.";
    SOURCE_TOO_LARGE = 103, "source-too-large", Error, "The source is over its size limit.";
    UNSUPPORTED_ENCODING = 104, "unsupported-encoding", Error, "The source is in an encoding that is not supported.";
    MORE_FINDINGS = 105, "more-findings", Warning, "There are more findings than a report lists.";
    DECLARED_ENCODING = 106, "declared-encoding", Warning,
        "The source declares an encoding other than its own; it is read as UTF-8, as devices do.";

    UNCLOSED = 201, "unclosed", Error, "An element, a comment or a tag does not end before the end of the source.";
    WRONG_END_TAG = 202, "wrong-end-tag", Error, "An end tag closes an element that is not the innermost open one.";
    BARE_AMPERSAND = 203, "bare-ampersand", Error, "An `&` does not begin a reference; in a value it is written `&amp;`.";
    UNKNOWN_REFERENCE = 204, "unknown-reference", Error,
        "A reference names an unknown entity, or a character that XML does not allow.";
    DOCTYPE = 205, "doctype", Error, "The source has a document type declaration, which profiles never need.";
    OUTSIDE_ROOT = 206, "outside-root", Error, "There is text or a second element outside the root element.";
    NO_SINGLE_PROFILE = 207, "no-single-profile", Error,
        "There is no `flat-profile` element, or a second one, or one inside another.";
    BARE_LESS_THAN = 208, "bare-less-than", Error,
        "A `<` does not begin a tag, as in an unescaped dial plan; in a value it is written `&lt;`.";
    STRAY_TEXT = 209, "stray-text", Warning, "Text between parameters is ignored.";
    OUTSIDE_PROFILE = 210, "outside-profile", Warning, "An element outside the profile is ignored.";
    MALFORMED = 211, "malformed", Error, "The source breaks a rule of XML 1.0.";
    ILLEGAL_CHARACTER = 212, "illegal-character", Error, "The source has a character that XML 1.0 does not allow.";
    REPEATED_ATTRIBUTE = 213, "repeated-attribute", Error, "An element has the same attribute twice.";
    DASHES_IN_COMMENT = 214, "dashes-in-comment", Warning,
        "A comment contains `--`: XML 1.0 forbids it, and a strict reader refuses the whole file.";
    INSTRUCTION_IN_VALUE = 215, "instruction-in-value", Error,
        "A processing instruction such as `<?php ..?>` is inside a value, which would be lost or cut short.";
    BLANK_BEFORE_DECLARATION = 216, "blank-before-declaration", Warning,
        "There are spaces or blank lines before `<?xml`: XML 1.0 forbids them, and devices ignore the declaration.";
    SLASH_IN_NAME = 217, "slash-in-name", Error,
        "An element name contains a `/`, as on the web page; XML uses `_` instead.";

    MISSING_SEMICOLON = 301, "missing-semicolon", Error, "An entry of plain text does not end with `;`.";
    UNCLOSED_QUOTE = 302, "unclosed-quote", Error, "The closing quote of a value is not on the line of the opening one.";
    IMPORT_UNREADABLE = 303, "import-unreadable", Error, "A file cannot be imported.";
    IMPORT_CYCLE = 304, "import-cycle", Error, "A file imports itself, perhaps through other files.";
    QUOTE_IN_VALUE = 305, "quote-in-value", Error, "A value contains a quote, which plain text cannot express.";
    UNKNOWN_MARK = 306, "unknown-mark", Error, "The mark after a name is neither `!` nor `?`.";
    NOT_AN_ENTRY = 307, "not-an-entry", Error, "The text is not an entry, a comment or an import.";
    IMPORT_LIMIT = 308, "import-limit", Error, "Imports are nested too deeply, too numerous, or too large in total.";
    TYPOGRAPHIC = 309, "typographic", Error,
        "A typographic quote, dash or space is used where the language requires the plain character.";

    INVALID_NAME = 401, "invalid-name", Error, "No parameter or section can have this name.";
    REPEATED_SAME = 402, "repeated-same", Warning, "A parameter is repeated with the same value.";
    REPEATED_OTHER = 403, "repeated-other", Warning, "A parameter is repeated with a different value; the last one counts.";
    UNKNOWN_ACCESS = 404, "unknown-access", Error, "`ua` has an unknown value, or is on a section.";
    UNKNOWN_ATTRIBUTE = 405, "unknown-attribute", Warning, "An attribute that has no meaning here is ignored.";
    OVER_LIMIT = 406, "over-limit", Error, "A name, value, depth or number is over its limit.";
    REPEATED_ACROSS = 407, "repeated-across", Warning, "A parameter is repeated in another file.";
    MIXED = 408, "mixed", Error, "One element name is used for a parameter and for a section of the same parent.";
    ILLEGAL_VALUE = 409, "illegal-value", Error, "A value contains a character that is not allowed there.";
}

impl Code {
    /// Returns the name of the finding in FORMAT 7, which several codes may share, or `Import`, which occurs only in
    /// plain text. `None` for codes of other crates.
    #[must_use]
    pub fn format_name(self) -> Option<&'static str> {
        Some(match self {
            Self::NOT_TEXT | Self::UNSUPPORTED_ENCODING | Self::DECLARED_ENCODING => "Encoding",
            Self::SOURCE_TOO_LARGE | Self::OVER_LIMIT | Self::IMPORT_LIMIT => "Limit",
            Self::IMPORT_UNREADABLE | Self::IMPORT_CYCLE => "Import",
            Self::UNKNOWN_REFERENCE => "Reference",
            Self::DOCTYPE => "Doctype",
            Self::NO_SINGLE_PROFILE => "Structure",
            Self::MORE_FINDINGS => "MoreFindings",
            Self::STRAY_TEXT => "StrayText",
            Self::OUTSIDE_PROFILE => "OutsideProfile",
            Self::INVALID_NAME => "Name",
            Self::REPEATED_SAME | Self::REPEATED_OTHER | Self::REPEATED_ACROSS => "Duplicate",
            Self::UNKNOWN_ACCESS => "Access",
            Self::UNKNOWN_ATTRIBUTE => "UnknownAttribute",
            Self::MIXED => "Mixed",
            Self::ILLEGAL_VALUE | Self::INSTRUCTION_IN_VALUE => "Value",
            _ => return self.info().map(|_| "NotWellFormed"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_every_row_is_complete() {
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code), "in order, without repeats");
        for row in CODES {
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
            assert!(!row.name.is_empty() && row.name.bytes().all(is_plain), "{row:?}");
            assert!(row.explanation.ends_with('.') && row.explanation.len() > 20, "{row:?}");
            assert_eq!(row.code.info(), Some(row));
        }
    }

    #[test]
    fn codes_of_others_have_a_number_and_no_row_here() {
        let theirs = Code::new(501);
        assert_eq!((theirs.number(), theirs.info(), theirs.format_name()), (501, None, None));
        assert_eq!(format!("{theirs} {theirs:?} {:?}", Code::EMPTY), "SPC0501 SPC0501 SPC0101(empty)");
    }
}
