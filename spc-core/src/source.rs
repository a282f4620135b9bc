//! The languages a profile is written in: characters in, a [`Profile`] with the place of everything out.
//!
//! Knows: characters, spans and both syntaxes. Must not know: payload bytes, MACs, keys, files. Imported files
//! are served by the caller.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::limits::{self, Limits};
use crate::profile::Profile;

mod emit;
mod encoding;
mod findings;
mod xml;

pub use emit::{EmitError, Loss, to_xml, xml_losses};
use encoding::Decoded;
use findings::Findings;

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
    /// Its value before any trimming; empty where there is none.
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

/// Reads an XML flat-profile (FORMAT 7).
///
/// The result borrows from the source wherever its text stands for itself. One run reports all that can be
/// reported; XML that is broken ends it.
///
/// ```
/// # use spc_core::{limits::Limits, source};
/// let parsed = source::parse(b"<flat-profile><GPP_A>x &amp; y</GPP_A></flat-profile>", &Limits::default())?;
/// assert_eq!(parsed.profile.parameters[0].value.text(), Some("x & y"));
/// # Ok::<(), spc_core::diagnostic::Diagnostics>(())
/// ```
///
/// # Errors
/// [`Diagnostics`], with every finding of the run, when one of them is an error.
pub fn parse<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Parsed<'a>, Diagnostics> {
    let refuse = |finding| Diagnostics::new(vec![finding]);
    let limit = limits.source.min(limits::SOURCE);
    if bytes.len() > limit {
        let message = format!("the source is {} bytes, limit is {limit}", bytes.len());
        return Err(refuse(Diagnostic::new(Code::SourceTooLarge, Span::new(limit, bytes.len()), message)));
    }
    let decoded = encoding::decode(bytes).map_err(refuse)?;
    let mut findings = Findings::default();
    let mut parsed = match &decoded {
        Decoded::Utf8 { text, .. } => xml::parse(text, limits, &mut findings),
        Decoded::Latin1 { text, .. } => xml::parse(text, limits, &mut findings).into_owned(),
    };
    for place in &mut parsed.places {
        place.name = decoded.in_source(place.name);
        place.value = decoded.in_source(place.value);
    }
    parsed.diagnostics = findings.into_sorted(|span| decoded.in_source(decoded.whole_characters(span)));
    if parsed.diagnostics.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Diagnostics::new(parsed.diagnostics));
    }
    Ok(parsed)
}

impl Parsed<'_> {
    /// The same without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> Parsed<'static> {
        Parsed { profile: self.profile.into_owned(), places: self.places, diagnostics: self.diagnostics }
    }
}
