//! Bytes -> text: UTF-8, and for XML US-ASCII and ISO-8859-1 where they are declared (FORMAT 7.1).

use super::record::shown;
use crate::diagnostic::{Code, Diagnostic, Span};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text of an XML source.
pub(super) enum Decoded<'a> {
    /// The source's own bytes behind the byte order mark.
    Utf8 {
        text: &'a str,
        /// Bytes of the byte order mark.
        skipped: usize,
    },
    /// Every byte above 0x7f became two.
    Latin1 {
        text: String,
        /// Where the second ones stand in the text.
        second_bytes: Vec<u32>,
    },
}

impl Decoded<'_> {
    /// A span of the text, made to end behind a whole character of it.
    pub(super) fn whole_characters(&self, span: Span) -> Span {
        let text = match self {
            Self::Utf8 { text, .. } => text,
            Self::Latin1 { text, .. } => text.as_str(),
        };
        let position = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        let behind = position(span.end)..text.len();
        let end = behind.into_iter().find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        Span { source: span.source, ..Span::new(position(span.start).min(end), end) }
    }

    /// A span of the text as a span of the source.
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

/// The text behind a byte order mark and the bytes of that, or why there is no text, with the first byte at fault.
pub(super) fn decode_utf8(bytes: &[u8]) -> Result<(&str, usize), Diagnostic> {
    let (body, skipped) = body(bytes)?;
    let text = utf8(body, skipped).map_err(|finding| finding.help("save the file as UTF-8"))?;
    Ok((text, skipped))
}

/// The text as the XML declaration says, or why there is none, with the first byte at fault.
pub(super) fn decode_xml(bytes: &[u8]) -> Result<Decoded<'_>, Diagnostic> {
    let (body, skipped) = body(bytes)?;
    let declared = declared_encoding(body);
    let is = |name: &str| declared.as_ref().is_some_and(|(declared, _)| declared.eq_ignore_ascii_case(name));
    let place = |start: usize, end: usize| Span::new(start.saturating_add(skipped), end.saturating_add(skipped));

    if is("ISO-8859-1") && skipped == 0 {
        return Ok(from_latin1(body));
    }
    if is("US-ASCII")
        && skipped == 0
        && let Some(at) = body.iter().position(|byte| !byte.is_ascii())
    {
        let message = format!("byte {:#04x} is not US-ASCII, which the source declares", byte_at(body, at));
        let finding = Diagnostic::of(Code::NOT_TEXT, place(at, at.saturating_add(1)), message);
        return Err(finding.help("declare the encoding the file really has: UTF-8 or ISO-8859-1"));
    }
    if let Some((name, start)) = &declared
        && !(is("UTF-8") || is("US-ASCII") && skipped == 0)
    {
        let span = place(*start, start.saturating_add(name.len()));
        let name = shown(name, false);
        let message = if skipped > 0 && (is("US-ASCII") || is("ISO-8859-1")) {
            format!("encoding `{name}` is declared behind a UTF-8 byte order mark")
        } else {
            format!("encoding `{name}` is not read, only UTF-8, US-ASCII and ISO-8859-1")
        };
        return Err(Diagnostic::of(Code::UNSUPPORTED_ENCODING, span, message).help("save the file as UTF-8"));
    }
    let help = "save the file as UTF-8; XML in Latin-1 may begin with <?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
    let text = utf8(body, skipped).map_err(|finding| finding.help(help))?;
    Ok(Decoded::Utf8 { text, skipped })
}

/// What stands behind a UTF-8 byte order mark, and the bytes of that.
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
        Diagnostic::of(Code::NOT_TEXT, span, format!("byte {:#04x} is not UTF-8", byte_at(body, at)))
    })
}

/// Each byte is the character of the same number.
fn from_latin1(bytes: &[u8]) -> Decoded<'_> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let second_bytes = (0..).zip(text.bytes()).filter(|(_, byte)| byte & 0xc0 == 0x80).map(|(at, _)| at).collect();
    Decoded::Latin1 { text, second_bytes }
}

fn byte_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

/// A byte order mark of UTF-16, or the first character as two bytes of which one is zero.
const fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => true,
        [first, second, ..] => (*first == 0) != (*second == 0),
        _ => false,
    }
}

/// The encoding that an XML declaration names, and where the name stands.
fn declared_encoding(body: &[u8]) -> Option<(String, usize)> {
    let declaration = body.strip_prefix(b"<?xml").filter(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))?;
    let end = declaration.windows(2).position(|pair| pair == b"?>")?;
    // The declaration itself is ASCII in every encoding read here; other bytes in it are found later.
    let declaration: String = declaration.get(..end)?.iter().map(|byte| char::from(*byte)).collect();
    let (before, rest) = declaration.split_once("encoding")?;
    let quoted = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (name, _) = quoted.get(1..)?.split_once(quote)?;
    let skipped = rest.len().saturating_sub(quoted.len()).saturating_add(1);
    let start = "<?xml".len().saturating_add(before.len()).saturating_add("encoding".len()).saturating_add(skipped);
    Some((name.to_owned(), start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> (Code, u32) {
        let finding = decode_xml(bytes).err().expect("refused");
        (finding.code, finding.span.start)
    }

    #[test]
    fn faults_are_told_with_the_byte() {
        assert_eq!(refusal(b"<a>\xad</a>"), (Code::NOT_TEXT, 3));
        assert_eq!(refusal(b"\xef\xbb\xbf<a>\xff"), (Code::NOT_TEXT, 6));
        assert_eq!(refusal(b"<?xml version='1.0' encoding='US-ASCII'?>\xc3\xa9"), (Code::NOT_TEXT, 41));
        assert_eq!(refusal(b"<?xml version='1.0' encoding='utf-16'?>"), (Code::UNSUPPORTED_ENCODING, 30));
        assert_eq!(
            refusal(b"\xef\xbb\xbf<?xml version='1.0' encoding = \"ISO-8859-1\"?>"),
            (Code::UNSUPPORTED_ENCODING, 35)
        );
        assert_eq!(refusal(b"<?xml version='1.0' encoding='a>b'?>"), (Code::UNSUPPORTED_ENCODING, 30));
        assert_eq!(refusal(b"\xff\xfe<\0"), (Code::UNSUPPORTED_ENCODING, 0));
        assert_eq!(refusal(b"<\0f\0"), (Code::UNSUPPORTED_ENCODING, 0));
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
        let decoded = decode_xml(source).ok().unwrap();
        let end = decoded.in_source(Span::new(47, 48));
        assert_eq!((end.start, end.end), (45, 46));
    }
}
