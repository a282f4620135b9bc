//! Whether bytes are text, and whether that text begins as XML does.

/// Whether all of it is text in UTF-8 or a one-byte encoding: no control character but blanks and line ends.
pub(super) fn is_text(file: &[u8]) -> bool {
    !file.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
}

/// What is after a byte order mark of UTF-8, if there is one.
pub(super) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}

/// Whether a tag, a comment or a declaration is the first thing after a byte order mark and blanks.
pub(super) fn begins_as_xml(text: &[u8]) -> bool {
    match without_mark(text).trim_ascii_start() {
        [b'<', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'_' | b':' | b'!' | b'?' | 0x80..),
        _ => false,
    }
}
