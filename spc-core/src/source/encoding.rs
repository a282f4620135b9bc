//! Decodes bytes as text: UTF-8, and for XML US-ASCII and ISO-8859-1 if they are declared (FORMAT 7.1).

use memchr::{memchr, memmem};

use crate::diagnostic::{Code, Diagnostic, Span};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The registered names of the encodings that are read, as [`compact`] writes them (FORMAT 7.1).
const UTF8: [&str; 2] = ["utf8", "csutf8"];
const ASCII: [&str; 5] = ["usascii", "ascii", "csascii", "iso646us", "ansix3.41968"];
const LATIN1: [&str; 8] = ["iso88591", "iso88591:1987", "isoir100", "latin1", "l1", "ibm819", "cp819", "csisolatin1"];
const DECLARE: &str = "save the file as UTF-8 and begin it with <?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// The text of an XML source.
pub(super) enum Decoded<'a> {
    /// The source's own bytes after the byte order mark.
    Utf8 {
        text: &'a str,
        /// The length in bytes of the byte order mark.
        skipped: usize,
    },
    /// Each byte above 0x7f became two.
    Latin1 {
        text: String,
        /// The positions of those second bytes in the text.
        second_bytes: Vec<u32>,
    },
}

impl Decoded<'_> {
    /// Adjusts a span of the text to begin and end between characters.
    pub(super) fn whole_characters(&self, span: Span) -> Span {
        let text = match self {
            Self::Utf8 { text, .. } => text,
            Self::Latin1 { text, .. } => text.as_str(),
        };
        let range = span.range();
        let is_between = |at: &usize| text.is_char_boundary(*at);
        let start = (0..=range.start.min(text.len())).rev().find(is_between).unwrap_or_default();
        let end = (range.end.max(start)..text.len()).find(is_between).unwrap_or(text.len());
        Span { source: span.source, ..Span::new(start, end) }
    }

    /// Whether the text is identical to the source, byte for byte.
    pub(super) const fn is_source(&self) -> bool {
        matches!(self, Self::Utf8 { skipped: 0, .. })
    }

    /// Converts a position in the text to one in the source.
    pub(super) fn position(&self, at: usize) -> usize {
        self.in_source(Span::new(at, at)).range().start
    }

    /// Converts a span of the text to a span of the source.
    pub(super) fn in_source(&self, span: Span) -> Span {
        match self {
            Self::Utf8 { skipped: 0, .. } => span,
            Self::Utf8 { skipped, .. } => {
                let shift = |at: u32| at.saturating_add(u32::try_from(*skipped).unwrap_or_default());
                Span { start: shift(span.start), end: shift(span.end), ..span }
            }
            Self::Latin1 { second_bytes, .. } => {
                let at = |at: u32| {
                    let before = second_bytes.partition_point(|second| *second < at);
                    at.saturating_sub(u32::try_from(before).unwrap_or_default())
                };
                Span { start: at(span.start), end: at(span.end), ..span }
            }
        }
    }
}

/// Returns the text after a byte order mark and the mark's length, or why there is no text, with the first faulty byte.
pub(super) fn decode_utf8(bytes: &[u8]) -> Result<(&str, usize), Diagnostic> {
    let (body, skipped) = body(bytes)?;
    let text = utf8(body, skipped).map_err(|finding| finding.help("save the file as UTF-8"))?;
    Ok((text, skipped))
}

/// Returns the text of an XML source, or why there is none, with the first faulty byte.
///
/// Only ISO-8859-1 is read as declared. Whatever else is declared, valid UTF-8 is read as UTF-8: devices do not look at
/// the declaration, and a profile that works should not be refused because of its first line. The second value is the
/// warning about a wrong declaration.
pub(super) fn decode_xml(bytes: &[u8]) -> Result<(Decoded<'_>, Option<Diagnostic>), Diagnostic> {
    let (body, skipped) = body(bytes)?;
    let Some((name, start)) = declared_encoding(body) else {
        let help =
            "save the file as UTF-8; XML in Latin-1 may begin with <?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
        let text = utf8(body, skipped).map_err(|finding| finding.help(help))?;
        return Ok((Decoded::Utf8 { text, skipped }, None));
    };
    let compact_name = str::from_utf8(name).map(compact).unwrap_or_default();
    let is = |names: &[&str]| names.contains(&compact_name.as_str());
    let (is_utf8, is_ascii, is_latin1) = (is(&UTF8), is(&ASCII), is(&LATIN1));
    if is_latin1 && skipped == 0 {
        return Ok((from_latin1(body), None));
    }
    let label = match str::from_utf8(name).ok().filter(|name| is_known(name)) {
        Some(name) => format!("encoding `{name}`"),
        None if name.trim_ascii().is_empty() => "an encoding without a name".to_owned(),
        None => "an unknown encoding".to_owned(),
    };
    let start = start.saturating_add(skipped);
    let declared = Span::at(start, name.len());
    match utf8(body, skipped) {
        Ok(text) => {
            let is_right = is_utf8 || (is_ascii && skipped == 0 && text.is_ascii());
            let message = format!("{label} is declared, but the source is UTF-8");
            let warning = || Diagnostic::of(Code::DECLARED_ENCODING, declared, message).help(DECLARE);
            Ok((Decoded::Utf8 { text, skipped }, (!is_right).then(warning)))
        }
        Err(finding) if is_utf8 => Err(finding.help(DECLARE)),
        Err(finding) if is_ascii || is_latin1 => {
            Err(finding.help("declare the encoding that the file really has: UTF-8 or ISO-8859-1"))
        }
        Err(finding) => {
            let message = format!("{label} is not supported; only UTF-8, US-ASCII and ISO-8859-1 are");
            let refused = Diagnostic::of(Code::UNSUPPORTED_ENCODING, declared, message).help("save the file as UTF-8");
            Err(refused.note(finding.span, "the first byte that is not UTF-8"))
        }
    }
}

/// Encodings whose names consist of a word and a number, as [`compact`] writes them.
const NUMBERED: [&str; 9] = ["utf", "ucs", "iso8859", "iso2022", "windows", "cp", "ibm", "latin", "gb"];
/// Other encodings that profiles from elsewhere may declare.
const OTHERS: [&str; 14] = [
    "utf16le",
    "utf16be",
    "utf32le",
    "utf32be",
    "unicode",
    "ansi",
    "macintosh",
    "koi8r",
    "koi8u",
    "gbk",
    "big5",
    "shiftjis",
    "eucjp",
    "euckr",
];

/// Writes the name of an encoding in small letters, without the characters that people add or leave out.
fn compact(name: &str) -> String {
    let is_sign = |character: &char| matches!(character, '-' | '_' | ' ');
    name.chars().filter(|character| !is_sign(character)).map(|character| character.to_ascii_lowercase()).collect()
}

/// Whether this is the name of an encoding, supported or not. Messages quote nothing else, because a mistake may have
/// put anything there.
pub(super) fn is_known(name: &str) -> bool {
    let name = compact(name);
    let is_number =
        |number: &str| (1..=5).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit());
    let is = |names: &[&str]| names.contains(&name.as_str());
    is(&UTF8)
        || is(&ASCII)
        || is(&LATIN1)
        || is(&OTHERS)
        || NUMBERED.iter().any(|word| name.strip_prefix(word).is_some_and(is_number))
}

/// Returns what follows a UTF-8 byte order mark, and the length of the mark.
fn body(bytes: &[u8]) -> Result<(&[u8], usize), Diagnostic> {
    if is_utf16(bytes) {
        let finding = Diagnostic::of(Code::UNSUPPORTED_ENCODING, Span::new(0, 2), "the source is UTF-16");
        return Err(finding.help("save the file as UTF-8"));
    }
    let body = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    Ok((body, bytes.len().saturating_sub(body.len())))
}

fn utf8(body: &[u8], skipped: usize) -> Result<&str, Diagnostic> {
    core::str::from_utf8(body).map_err(|error| {
        let at = error.valid_up_to();
        let end = at.saturating_add(error.error_len().unwrap_or(1));
        let span = Span::new(at.saturating_add(skipped), end.saturating_add(skipped));
        Diagnostic::of(Code::NOT_TEXT, span, format!("byte {:#04x} is not valid UTF-8", byte_at(body, at)))
    })
}

/// Decodes each byte as the character with the same number.
fn from_latin1(bytes: &[u8]) -> Decoded<'_> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let second_bytes = (0..).zip(text.bytes()).filter(|(_, byte)| byte & 0xc0 == 0x80).map(|(at, _)| at).collect();
    Decoded::Latin1 { text, second_bytes }
}

fn byte_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

/// Whether there is a UTF-16 byte order mark, or the first character is two bytes of which one is zero (FORMAT 7.1).
const fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => true,
        [first, second, ..] => (*first == 0) != (*second == 0),
        _ => false,
    }
}

/// Returns the encoding that an XML declaration names, and the position where the name begins. Blanks before the
/// declaration are reported separately.
fn declared_encoding(body: &[u8]) -> Option<(&[u8], usize)> {
    let trimmed = body.trim_ascii_start();
    let declaration =
        trimmed.strip_prefix(b"<?xml").filter(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))?;
    let declaration = declaration.get(..memmem::find(declaration, b"?>")?)?;
    let after = declaration.get(memmem::find(declaration, b"encoding")?..)?.strip_prefix(b"encoding")?;
    let quoted = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, opened) = quoted.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let name = opened.get(..memchr(*quote, opened)?)?;
    // Both are parts of the body, up to the end of the declaration.
    let from_declaration = declaration.len().saturating_sub(opened.len());
    let before = body.len().saturating_sub(trimmed.len()).saturating_add("<?xml".len());
    Some((name, before.saturating_add(from_declaration)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> (Code, u32) {
        let finding = decode_xml(bytes).err().expect("refused");
        (finding.code, finding.span.start)
    }

    fn warning(bytes: &[u8]) -> Option<(Code, u32, u32)> {
        let (_, warning) = decode_xml(bytes).expect("read");
        warning.map(|finding| (finding.code, finding.span.start, finding.span.end))
    }

    #[test]
    fn faults_are_reported_with_the_byte() {
        assert_eq!(refusal(b"<a>\xad</a>"), (Code::NOT_TEXT, 3));
        assert_eq!(refusal(b"\xef\xbb\xbf<a>\xff"), (Code::NOT_TEXT, 6));
        assert_eq!(refusal(b"<?xml version='1.0' encoding='US-ASCII'?>\xe9"), (Code::NOT_TEXT, 41));
        assert_eq!(refusal(b"<?xml version='1.0' encoding='utf-16'?>\xe9"), (Code::UNSUPPORTED_ENCODING, 30));
        assert_eq!(refusal(b"<?xml version='1.0' \xe9\xe9\xe9 encoding='foo'?>"), (Code::UNSUPPORTED_ENCODING, 34));
        assert_eq!(refusal(b"\xff\xfe<\0"), (Code::UNSUPPORTED_ENCODING, 0));
        assert_eq!(refusal(b"<\0f\0"), (Code::UNSUPPORTED_ENCODING, 0));
    }

    #[test]
    fn valid_utf8_is_read_with_a_warning_whatever_is_declared() {
        let warned =
            |bytes: &str, at| assert_eq!(warning(bytes.as_bytes()).map(|found| (found.1, found.2)), at, "{bytes}");
        for name in [
            "UTF-8",
            "utf8",
            "UTF_8",
            "us-ascii",
            "ASCII",
            "ANSI_X3.4-1968",
            "Latin1",
            "latin-1",
            "iso-8859-1",
            "ISO8859-1",
            "iso_8859-1",
            "iso88591",
            "ISO_8859-1:1987",
            "l1",
            "IBM819",
        ] {
            warned(&format!("<?xml version='1.0' encoding='{name}'?><a/>"), None);
        }
        warned("<?xml version='1.0' encoding='iso-8859-2'?><a/>", Some((30, 40)));
        warned("<?xml version='1.0' encoding='utf-16'?><a/>", Some((30, 36)));
        warned("<?xml version='1.0' encoding='a>b'?>", Some((30, 33)));
        warned("<?xml version='1.0' encoding='US-ASCII'?>\u{e9}", Some((30, 38)));
        warned("\u{feff}<?xml version='1.0' encoding = \"ISO-8859-1\"?>", Some((35, 45)));
        warned("\n<?xml version='1.0' encoding='windows-1252'?>\u{e9}", Some((31, 43)));
        warned("\n<?xml version='1.0' encoding='latin1'?>", None);
    }

    #[test]
    fn latin1_is_known_by_each_of_its_names() {
        for name in ["ISO8859-1", "iso_8859-1", "iso88591", "ISO_8859-1:1987", "l1", "LATIN-1", "CP819"] {
            let source = [b"<?xml version='1.0' encoding='", name.as_bytes(), b"'?><a>\xfc</a>"].concat();
            assert!(matches!(decode_xml(&source), Ok((Decoded::Latin1 { .. }, None))), "{name}");
        }
        for name in ["iso-8859-15", "latin2", "l2", "windows-1252", "cp1252", ""] {
            let source = [b"<?xml version='1.0' encoding='", name.as_bytes(), b"'?><a>\xfc</a>"].concat();
            assert_eq!(refusal(&source), (Code::UNSUPPORTED_ENCODING, 30), "{name}");
        }
    }

    #[test]
    fn a_name_is_shown_where_it_is_one_of_an_encoding() {
        for (name, shown) in [
            ("GB2312", "encoding `GB2312`"),
            ("UTF 16", "encoding `UTF 16`"),
            ("iso-8859-15", "encoding `iso-8859-15`"),
            ("", "an encoding without a name"),
            (" ", "an encoding without a name"),
            ("swordfish", "an unknown encoding"),
        ] {
            let source = format!("<?xml version='1.0' encoding='{name}'?><a/>");
            let (_, warning) = decode_xml(source.as_bytes()).ok().unwrap();
            assert_eq!(warning.unwrap().message, format!("{shown} is declared, but the source is UTF-8"));
        }
    }

    #[test]
    fn plain_text_is_utf8_whatever_it_declares() {
        let refusal = |bytes| decode_utf8(bytes).map_err(|finding| (finding.code, finding.span.start));
        assert_eq!(refusal(b"\xef\xbb\xbfA \"\xe9\" ;"), Err((Code::NOT_TEXT, 6)));
        assert_eq!(refusal(b"A\0 \0"), Err((Code::UNSUPPORTED_ENCODING, 0)));
        assert_eq!(refusal(b"\0A\0 "), Err((Code::UNSUPPORTED_ENCODING, 0)));
        assert_eq!(refusal(b"\xef\xbb\xbfA ;"), Ok(("A ;", 3)));
    }

    #[test]
    fn latin1_positions_are_those_of_the_source() {
        let source = b"<?xml version='1.0' encoding='iso-8859-1'?>\xe9\xe8x";
        let (decoded, _) = decode_xml(source).ok().unwrap();
        let end = decoded.in_source(Span::new(47, 48));
        assert_eq!((end.start, end.end), (45, 46));
    }
}
