//! The two source languages, and how to recognise them.

/// The two languages in which profiles are written.
///
/// A third is not to be expected: it would need a reader and a writer, and every caller would have to handle it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a caller has to handle each")]
pub enum Syntax {
    /// An XML flat-profile.
    Xml,
    /// The plain-text source of the original compiler.
    Text,
}

/// Returns the language of a source by its content: in XML, the first character after a byte order mark and blanks is
/// `<`.
///
/// The name of a file says nothing about its language. An empty source counts as XML, whose reader reports that it is
/// empty.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Syntax {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None | Some(b'<') => Syntax::Xml,
        // UTF-16, with or without a byte order mark, which both readers refuse.
        Some(0 | 0xfe | 0xff) => Syntax::Xml,
        Some(_) => Syntax::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_shows_the_language() {
        let xml: [&[u8]; 6] = [b"", b" \r\n\t<a/>", b"\xef\xbb\xbf\n<a/>", b"\xef\xbb\xbf", b"\xff\xfeA\0", b"\0A"];
        let text: [&[u8]; 5] = [b"A ;", b"\xef\xbb\xbfA ;", b"# <a/>", b"\n\nimport a", b"A\0"];
        assert!(xml.iter().all(|bytes| sniff(bytes) == Syntax::Xml));
        assert!(text.iter().all(|bytes| sniff(bytes) == Syntax::Text));
    }
}
