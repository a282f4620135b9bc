//! The languages a profile is written in: characters in, a [`Profile`] with the place of everything out.
//!
//! Knows: characters, spans and both syntaxes. Must not know: payload bytes, MACs, keys, files. Imported files
//! are served by the caller.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::limits::{self, Limits};
use crate::profile::Profile;

mod comments;
mod emit;
mod encoding;
mod findings;
mod imports;
mod record;
mod text;
mod value_span;
mod xml;

pub use comments::comments;
pub(crate) use emit::to_xml_with;
pub use emit::{EmitError, Loss, escape, text_entry, text_losses, to_text, to_xml, xml_losses};
use encoding::Decoded;
use findings::Findings;
pub use imports::{Import, Imports, NoImports};
use record::Record;
pub use value_span::value_span;

/// A profile as its source says it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Parsed<'a> {
    /// The parameters in source order; a name may repeat.
    pub profile: Profile<'a>,
    /// Where each of them stands: one entry a parameter, in the same order.
    pub places: Vec<Place>,
    /// The warnings, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a parameter stands in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its name, in the start tag or at the beginning of the entry.
    pub name: Span,
    /// Its value, in XML without the blanks at its ends; empty where there is none.
    pub value: Span,
}

/// The two languages of profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// An XML flat-profile.
    Xml,
    /// The plain-text source of the original compiler.
    Text,
}

/// Tells the two languages apart: the first character behind a byte order mark and blanks is `<` in XML.
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

/// Reads a profile: an XML flat-profile (FORMAT 7) or the plain-text source, whose imported files `imports` serves.
///
/// The result borrows from the source wherever its text stands for itself. One run reports all that can be
/// reported; XML that is broken ends it, plain text goes on with the next entry.
///
/// ```
/// # use spc_core::{limits::Limits, source::{self, NoImports, Syntax}};
/// let limits = Limits::default();
/// let text = source::parse(b"GPP_A \"x & y\" ;", Syntax::Text, &mut NoImports, &limits)?;
/// assert_eq!(text.profile.parameters[0].value.text(), Some("x & y"));
///
/// let xml = b"<flat-profile><GPP_A ua=\"na\">x &amp; y</GPP_A></flat-profile>";
/// let xml = source::parse(xml, source::sniff(xml), &mut NoImports, &limits)?;
/// assert_eq!(xml.profile, text.profile);
/// # Ok::<(), spc_core::diagnostic::Diagnostics>(())
/// ```
///
/// # Errors
/// [`Diagnostics`], with every finding of the run, when one of them is an error.
pub fn parse<'a>(
    bytes: &'a [u8],
    syntax: Syntax,
    imports: &mut dyn Imports,
    limits: &Limits,
) -> Result<Parsed<'a>, Diagnostics> {
    let limit = limits.source.min(limits::SOURCE);
    if bytes.len() > limit {
        let message = format!("the source is over the limit of {limit} bytes");
        let finding = Diagnostic::of(Code::SOURCE_TOO_LARGE, Span::new(limit, bytes.len()), message);
        return Err(Diagnostics::new(vec![finding]));
    }
    let parsed = match syntax {
        Syntax::Xml => parse_xml(bytes, limits),
        Syntax::Text => {
            let mut findings = Findings::default();
            let parsed = text::parse(bytes, imports, limits, Record::new(bytes.len(), limits, &mut findings));
            Parsed { diagnostics: findings.into_sorted(|span| span), ..parsed }
        }
    };
    if parsed.diagnostics.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Diagnostics::new(parsed.diagnostics));
    }
    Ok(parsed)
}

/// Reads XML, with all findings in the result.
fn parse_xml<'a>(bytes: &'a [u8], limits: &Limits) -> Parsed<'a> {
    let decoded = match encoding::decode_xml(bytes) {
        Ok(decoded) => decoded,
        Err(finding) => return Parsed { diagnostics: vec![finding], ..Parsed::default() },
    };
    let (decoded, warning) = decoded;
    let mut findings = Findings::default();
    let record = Record::new(bytes.len(), limits, &mut findings);
    let mut parsed = match &decoded {
        Decoded::Utf8 { text, .. } => xml::parse(text, record),
        Decoded::Latin1 { text, .. } => xml::parse(text, record).into_owned(),
    };
    for place in &mut parsed.places {
        place.name = decoded.in_source(place.name);
        place.value = decoded.in_source(place.value);
    }
    parsed.diagnostics = findings.into_sorted(|span| decoded.in_source(decoded.whole_characters(span)));
    if let Some(warning) = warning {
        let at = parsed.diagnostics.partition_point(|finding| finding.span.start <= warning.span.start);
        parsed.diagnostics.insert(at, warning);
    }
    parsed
}

impl Parsed<'_> {
    /// The same without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> Parsed<'static> {
        Parsed { profile: self.profile.into_owned(), places: self.places, diagnostics: self.diagnostics }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_tells_the_language() {
        let xml: [&[u8]; 6] = [b"", b" \r\n\t<a/>", b"\xef\xbb\xbf\n<a/>", b"\xef\xbb\xbf", b"\xff\xfeA\0", b"\0A"];
        let text: [&[u8]; 5] = [b"A ;", b"\xef\xbb\xbfA ;", b"# <a/>", b"\n\nimport a", b"A\0"];
        assert!(xml.iter().all(|bytes| sniff(bytes) == Syntax::Xml));
        assert!(text.iter().all(|bytes| sniff(bytes) == Syntax::Text));
    }
}
