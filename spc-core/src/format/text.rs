//! Whether bytes are text, and whether that text begins as XML does.

/// Whether all of it is text in UTF-8 or a one-byte encoding: no control character but blanks and line ends.
pub(super) fn is_text(file: &[u8]) -> bool {
    !file.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
}

/// Whether a tag, a comment or a declaration is the first thing after a byte order mark and blanks.
pub(super) fn begins_as_xml(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    match text {
        [b'<', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'_' | b':' | b'!' | b'?' | 0x80..),
        _ => false,
    }
}
