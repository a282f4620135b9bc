//! Whether bytes are text, and whether that text begins as XML does.

/// Whether all of it is text in UTF-8 or a one-byte encoding: no control characters except blanks and line ends.
pub(super) fn is_text(file: &[u8]) -> bool {
    let is_blank = |byte: u8| (byte == b'\t') | (byte == b'\n') | (byte == b'\x0c') | (byte == b'\r');
    let is_odd = |byte: u8| ((byte < b' ') & !is_blank(byte)) | (byte == 0x7f);
    // Whole chunks without an early exit, because the compiler can vectorise that.
    let (chunks, rest) = file.as_chunks::<128>();
    let any = |chunk: &[u8; 128]| chunk.iter().fold(false, |found, byte| found | is_odd(*byte));
    !(chunks.iter().any(any) || rest.iter().copied().any(is_odd))
}

/// Removes a UTF-8 byte order mark, if there is one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_character_anywhere_means_it_is_not_text() {
        for odd in 0..=u8::MAX {
            for at in [0, 127, 128, 200, 299] {
                let mut file = [b'a'; 300];
                file[at] = odd;
                assert_eq!(is_text(&file), !odd.is_ascii_control() || odd.is_ascii_whitespace(), "{odd:#04x} at {at}");
            }
        }
    }
}
