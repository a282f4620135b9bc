//! The characters of plain text: which of them begin, continue and end each part.
//!
//! ```text
//! line   = [ entry { entry } ] [ comment ] | import
//! entry  = name [ "!" | "?" ] [ '"' value '"' ] ";"       blanks between the parts are optional
//! import = "import" blank file-name                       at the very start of a line
//! ```

pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// A lone CR ends a line as well; otherwise a comment would swallow the rest of a file from an old editor.
pub(super) const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

pub(super) const fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']' | b'(' | b')' | b'/')
}

/// Whether this text can be the name of an entry.
pub(super) fn is_whole_name(text: &str) -> bool {
    text.bytes().next().is_some_and(begins_name) && text.bytes().all(is_name) && bad_bracket(text).is_none()
}

/// Whether a name ends with a number like those of lines and keys, `Proxy_1_` or `Proxy[1]`; ordinary words do not.
pub(super) fn is_numbered(name: &str) -> bool {
    let stem = |open: char, close: char| {
        let (stem, number) = name.strip_suffix(close)?.rsplit_once(open)?;
        let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then_some(stem)
    };
    stem('_', '_')
        .or_else(|| stem('[', ']'))
        .is_some_and(|stem| stem.starts_with(|first: char| first.is_ascii_uppercase()))
}

/// The first bracket of a name that is not part of a number in brackets: such a mistake could silently name another
/// parameter.
pub(super) fn bad_bracket(name: &str) -> Option<usize> {
    let mut rest = name;
    loop {
        let at = rest.bytes().position(|byte| matches!(byte, b'[' | b']'))?;
        let bracket = rest.get(at..)?;
        let index = bracket.strip_prefix('[').and_then(|index| index.split_once(']'));
        let is_number = |index: &str| !index.is_empty() && index.bytes().all(|digit| digit.is_ascii_digit());
        match index.filter(|(index, _)| is_number(index)) {
            Some((_, after)) => rest = after,
            None => return Some(name.len().saturating_sub(bracket.len())),
        }
    }
}

/// The plain character for a typographic one from a printed manual.
pub(super) const fn plain(character: char) -> Option<char> {
    match character {
        '\u{2018}'..='\u{201f}' => Some('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{a0}' => Some(' '),
        _ => None,
    }
}

/// How many quotes there are in the text, including typographic ones: an odd number leaves a value open.
pub(super) fn quotes(text: &str) -> usize {
    text.chars().filter(|character| *character == '"' || plain(*character) == Some('"')).count()
}
