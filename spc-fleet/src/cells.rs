//! What a cell may contain by accident, whatever the cell is for.
//!
//! Knows: what spreadsheets, word processors and templates leave behind. Must not know: parameters and models.

use spc_core::diagnostic::Code;
use spc_devices::check::{has_placeholder, is_no_value};
use spc_devices::codes::{NO_VALUE, PLACEHOLDER, TYPOGRAPHIC};

use spc_devices::fleet_codes as codes;

/// What is odd about a cell. It never repeats the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Odd {
    /// `#REF!` and similar values.
    #[error("a spreadsheet's error value such as `#REF!`")]
    SpreadsheetError,
    /// `1.01E+11`.
    #[error("a number in scientific notation, into which spreadsheets turn long numbers")]
    Scientific,
    /// `####`, which is shown if a column is too narrow for its number or date.
    #[error("`####`, which a spreadsheet shows where a column is too narrow")]
    TooNarrow,
    /// `'007`.
    #[error("an apostrophe before a number, which marks it as text in a spreadsheet")]
    Apostrophe,
    /// `{{name}}`, which a list does not fill in.
    #[error("a placeholder, which is filled in only in a base, not in a list")]
    Placeholder,
    /// `null` or `undefined`.
    #[error("the word of a program that had no value here")]
    NoValue,
    /// Quotes of a word processor.
    #[error("typographic quotes where the device knows only plain ones")]
    Quotes,
    /// A no-break space, or a character without width.
    #[error("a no-break space or an invisible character")]
    Invisible,
}

impl Odd {
    /// Its code: that of the corresponding check of a profile, if there is one.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::SpreadsheetError | Self::Scientific | Self::TooNarrow | Self::Apostrophe => codes::SPREADSHEET_CELL,
            Self::Placeholder => PLACEHOLDER,
            Self::NoValue => NO_VALUE,
            Self::Quotes | Self::Invisible => TYPOGRAPHIC,
        }
    }

    /// How to fix it.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::SpreadsheetError => "fix the formula, and export the list again",
            Self::Scientific => "format the column as text and enter the numbers again: their digits are lost",
            Self::TooNarrow => "make the column wider, and export the list again",
            Self::Apostrophe => "remove it: a column that is formatted as text needs none",
            Self::Placeholder => "put the value into the cell",
            Self::NoValue => "put the value into the cell, or leave the cell empty",
            Self::Quotes | Self::Invisible => "type it again instead of pasting it",
        }
    }
}

/// Whether a text has a character that could begin any of these; most texts have none. Tests all bytes without branching.
pub(crate) fn may_be_odd(text: &str) -> bool {
    let is_sign = |byte: u8| {
        (byte == b'#')
            | (byte == b'\'')
            | (byte == b'{')
            | (byte == b'+')
            | (byte == b'<')
            | (byte == b'[')
            | (byte >= 0x80)
    };
    text.bytes().fold(false, |found, byte| found | is_sign(byte))
}

/// What is odd about a cell without any of the signs that [`Row::may_be_odd`](crate::list::Row::may_be_odd) looks for.
#[must_use]
pub fn odd_word(cell: &str) -> Option<Odd> {
    // Asked of every cell.
    match cell.bytes().next()? {
        b'u' | b'U' | b'n' | b'N' | b'(' | b'[' if is_no_value(cell) => Some(Odd::NoValue),
        b'C' | b'R' | b'Y' if has_placeholder(cell) => Some(Odd::Placeholder),
        _ => None,
    }
}

/// What is odd about a cell, if anything is.
#[must_use]
pub fn odd(cell: &str) -> Option<Odd> {
    if !may_be_odd(cell) {
        return odd_word(cell);
    }
    // In English, German, French, Spanish and Italian.
    const ERRORS: [&str; 20] = [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#BEZUG!",
        "#NV",
        "#WERT!",
        "#ZAHL!",
        "#NOM?",
        "#VALEUR!",
        "#NOMBRE!",
        "#\u{a1}REF!",
        "#\u{a1}VALOR!",
        "#RIF!",
        "#VALORE!",
    ];
    if ERRORS.contains(&cell) {
        return Some(Odd::SpreadsheetError);
    }
    if cell.len() > 2 && cell.bytes().all(|byte| byte == b'#') {
        return Some(Odd::TooNarrow);
    }
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if cell.strip_prefix('\'').map(|text| text.strip_prefix('+').unwrap_or(text)).is_some_and(is_number) {
        return Some(Odd::Apostrophe);
    }
    if is_scientific(cell) {
        return Some(Odd::Scientific);
    }
    if let Some(word) = odd_word(cell) {
        return Some(word);
    }
    if cell.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}")) || has_placeholder(cell) {
        return Some(Odd::Placeholder);
    }
    let is_invisible = |sign: char| {
        matches!(sign, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202f}' | '\u{2060}' | '\u{feff}')
    };
    if cell.contains(is_invisible) {
        return Some(Odd::Invisible);
    }
    cell.char_indices().any(|(at, sign)| is_typographic(cell, at, sign)).then_some(Odd::Quotes)
}

/// Whether it is a word processor's quote, and not the apostrophe in a name.
fn is_typographic(cell: &str, at: usize, sign: char) -> bool {
    match sign {
        '\u{2019}' => {
            let before = cell.get(..at).and_then(|text| text.chars().next_back());
            let after = cell.get(at..).and_then(|text| text.chars().nth(1));
            !(before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic))
        }
        '\u{2018}' | '\u{201a}'..='\u{201f}' => true,
        _ => false,
    }
}

/// Whether this is a number in a spreadsheet's scientific notation, such as `1.41E+11`.
pub(crate) fn is_scientific(cell: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    cell.split_once(['E', 'e']).is_some_and(|(digits, exponent)| {
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        is_digits(whole) && is_digits(part) && is_digits(exponent.strip_prefix('+').unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accidental_content_is_found_and_values_are_left_alone() {
        for (cell, found) in [
            ("#N/A", Odd::SpreadsheetError),
            ("#BEZUG!", Odd::SpreadsheetError),
            ("#########", Odd::TooNarrow),
            ("'007", Odd::Apostrophe),
            ("'+4930", Odd::Apostrophe),
            ("1,01E+11", Odd::Scientific),
            ("x{{label}}", Odd::Placeholder),
            ("\u{201c}Lobby\u{201d}", Odd::Quotes),
            ("Lobby\u{2019}", Odd::Quotes),
            ("{$user}", Odd::Placeholder),
            ("${user}", Odd::Placeholder),
            ("{% if x %}", Odd::Placeholder),
            ("<?php echo 1 ?>", Odd::Placeholder),
            ("##EXT##", Odd::Placeholder),
            ("CHANGEME", Odd::Placeholder),
            ("null", Odd::NoValue),
            ("undefined", Odd::NoValue),
            ("NaN", Odd::NoValue),
            ("[object Object]", Odd::NoValue),
            ("10\u{a0}1", Odd::Invisible),
            ("101\u{200b}", Odd::Invisible),
        ] {
            assert_eq!(odd(cell), Some(found), "{cell:?}");
            assert!(!found.to_string().contains(&format!("{cell} ")), "{cell}");
        }
        for cell in [
            "",
            "101",
            "+49 30 1",
            "O\u{2019}Brien",
            "B\u{fc}ro",
            "#1",
            "##",
            "'",
            "'a1",
            "O'Neill",
            "1'",
            "a{b}",
            "k{4}x#9",
            "None",
            "Nora",
            "Ulla",
            "(<9:>xx.)",
            "[2-9]xx",
            "1E4",
            "1.01E+11a",
            "(xx.|##S0)",
        ] {
            assert_eq!(odd(cell), None, "{cell:?}");
        }
    }
}
