//! The text of a key as it was read: it is never shortened or guessed.

use super::source;
use crate::report::error::Error;

/// The text, if its length is possible for a key.
pub(super) fn checked<'a>(text: &'a [u8], origin: &str) -> Result<&'a str, Error> {
    let limit = source::LIMIT;
    if text.len() > limit {
        return Err(Error::key(format!("{origin} is over {limit} bytes, too long for a key")));
    }
    if is_utf_16(text) {
        let failure = Error::key(format!("{origin} is not a key: it looks like UTF-16 text"));
        return Err(failure.hint("save it as plain text: ASCII, or UTF-8 without a byte order mark"));
    }
    let text = std::str::from_utf8(text).map_err(|_| {
        Error::key(format!("{origin} is not text")).hint("write the bytes of a key as hexadecimal digits")
    })?;
    match text {
        _ if text.starts_with('\u{feff}') => {
            let failure =
                Error::key(format!("{origin} begins with a UTF-8 byte order mark, which is not part of a key"));
            Err(failure.hint("save it as plain text: ASCII, or UTF-8 without a byte order mark"))
        }
        _ if text.contains('\0') => {
            Err(Error::key(format!("{origin} has a NUL byte in it")).hint("a key is one line of text"))
        }
        "" | "\n" | "\r\n" => Err(Error::key(format!("{origin} is empty")).hint("a key is one line of text")),
        _ => Ok(text),
    }
}

/// The text of a single line, without its line end.
pub(super) fn one_line<'a>(text: &'a str, origin: &str) -> Result<&'a str, Error> {
    let line = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    if line.contains('\n') {
        return Err(Error::key(format!("{origin} has more than one line")).hint("a key is one line of text"));
    }
    let Some(control) = line.chars().find(|one| one.is_control()) else { return Ok(line) };
    let name = match control {
        '\t' => "a tab".to_owned(),
        '\r' => "a carriage return".to_owned(),
        other => format!("the control character U+{:04X}", u32::from(other)),
    };
    let place = if line.ends_with(control) { "at its end" } else { "in it" };
    let failure = Error::key(format!("{origin} has {name} {place}, which cannot be part of a key"));
    Err(failure.hint("remove it: a key is one line of visible characters"))
}

/// Whether invisible blanks are part of a key.
pub(super) fn has_outer_blanks(text: &str) -> bool {
    text.trim() != text
}

/// Whether bytes are text in UTF-16, with or without a byte order mark: in ASCII text, every other byte is zero.
fn is_utf_16(text: &[u8]) -> bool {
    if text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let zeros = |first: usize| text.iter().skip(first).step_by(2).all(|byte| *byte == 0);
    let others = |first: usize| text.iter().skip(first).step_by(2).all(|byte| *byte != 0);
    text.len() >= 2 && ((zeros(1) && others(0)) || (zeros(0) && others(1)))
}

/// Whether a text looks like a raw key that an editor or another program reformatted. Read literally, it is a passphrase, and
/// no device with the raw key can open the file.
pub(super) fn is_almost_hex(text: &str) -> bool {
    let key = text.strip_prefix("0x").unwrap_or(text);
    let digits = key.bytes().filter(u8::is_ascii_hexdigit).count();
    let is_dress = |byte: u8| matches!(byte, b' ' | b'\t' | b':' | b'-');
    digits >= 32 && digits < text.len() && key.bytes().all(|byte| byte.is_ascii_hexdigit() || is_dress(byte))
}
