//! The text of a key as it was read: never cut, never guessed.

use super::source;
use crate::report::error::Error;

/// The text, if it is one of a length that a key can have.
pub(super) fn checked<'a>(text: &'a [u8], origin: &str) -> Result<&'a str, Error> {
    let limit = source::LIMIT;
    if text.len() > limit {
        return Err(Error::key(format!("{origin} is longer than {limit} bytes, too long for a key")));
    }
    let text = std::str::from_utf8(text).map_err(|_| {
        Error::key(format!("{origin} is not text")).hint("write the bytes of a key as hexadecimal digits")
    })?;
    match text {
        "" | "\n" | "\r\n" => Err(Error::key(format!("{origin} is empty")).hint("a key is one line of text")),
        _ => Ok(text),
    }
}

/// The text of one line, its line ending removed.
pub(super) fn one_line<'a>(text: &'a str, origin: &str) -> Result<&'a str, Error> {
    let line = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    if line.contains('\n') {
        return Err(Error::key(format!("{origin} has more than one line")).hint("a key is one line of text"));
    }
    Ok(line)
}

/// Whether a text looks like a raw key that an editor or another program dressed up: as it is, it is a phrase, which no
/// device with the raw key opens.
pub(super) fn is_almost_hex(text: &str) -> bool {
    let key = text.strip_prefix("0x").unwrap_or(text);
    let digits = key.bytes().filter(u8::is_ascii_hexdigit).count();
    let is_dress = |byte: u8| matches!(byte, b' ' | b'\t' | b':' | b'-');
    digits >= 32 && digits < text.len() && key.bytes().all(|byte| byte.is_ascii_hexdigit() || is_dress(byte))
}
