//! The two languages, and which of them a source is written in.

/// The two languages of profiles.
///
/// There is no third one to expect: it would need a reader and a writer, and every caller would have to choose between three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a caller has to handle each")]
pub enum Syntax {
    /// An XML flat-profile.
    Xml,
    /// The plain-text source of the original compiler.
    Text,
}

/// The language of a source, from its content: the first character after a byte order mark and blanks is `<` in XML.
///
/// The name of a file says nothing about it. An empty source is XML, whose reader says that it is empty.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Syntax {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None | Some(b'<') => Syntax::Xml,
        // UTF-16, which both readers refuse, with a byte order mark or without.
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
