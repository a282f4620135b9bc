//! How a source is read: in which language, with which imports, and within which limits.

use core::fmt;

use super::encoding::{self, Decoded};
use super::findings::Findings;
use super::imports::{Imports, NoImports};
use super::outline::Outline;
use super::parsed::Parsed;
use super::record::Record;
use super::syntax::{Syntax, sniff};
use super::{text, xml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::limits::{self, Limits};

/// Reads profiles, with the options that [`read`](super::read) leaves at their defaults.
///
/// ```
/// # use spc_core::{limits::Limits, source::{Reader, Syntax}};
/// let reader = Reader::new().syntax(Syntax::Text).limits(Limits::default());
/// let parsed = reader.read(b"GPP_A \"x & y\" ;")?;
/// assert_eq!(parsed.profile.parameters[0].value.text(), Some("x & y"));
/// # Ok::<(), spc_core::diagnostic::Diagnostics>(())
/// ```
#[derive(Default)]
pub struct Reader<'i> {
    syntax: Option<Syntax>,
    imports: Option<&'i mut dyn Imports>,
    limits: Limits,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut reader = f.debug_struct("Reader");
        reader.field("syntax", &self.syntax).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl<'i> Reader<'i> {
    /// Creates a reader of either language, chosen by the first character of the source, without imports, and with the
    /// format's limits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the language, whatever the source looks like.
    #[must_use]
    pub fn syntax(self, syntax: Syntax) -> Self {
        Self { syntax: Some(syntax), ..self }
    }

    /// Sets what provides the files that `import` lines of plain text name. Without it, such a line is an error.
    #[must_use]
    pub fn imports(self, imports: &'i mut dyn Imports) -> Self {
        Self { imports: Some(imports), ..self }
    }

    /// Lowers the limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Reads a profile.
    ///
    /// The result borrows from the source wherever its text is literal. One run reports everything that it can: after a
    /// fault, plain text continues with the next entry, and XML continues until it is too broken to make sense of.
    ///
    /// # Errors
    /// Returns [`Diagnostics`], with every finding of the run, if one of them is an error.
    pub fn read(self, bytes: &[u8]) -> Result<Parsed<'_>, Diagnostics> {
        let limits = self.limits;
        let limit = limits.source.min(limits::SOURCE);
        if bytes.len() > limit {
            let message = format!("the source is over the limit of {limit} bytes");
            let finding = Diagnostic::of(Code::SOURCE_TOO_LARGE, Span::at(limit, 1), message);
            return Err(Diagnostics::one(finding));
        }
        let mut parsed = match self.syntax.unwrap_or_else(|| sniff(bytes)) {
            Syntax::Xml => read_xml(bytes, &limits),
            Syntax::Text => {
                let mut none = NoImports;
                let imports = self.imports.unwrap_or(&mut none);
                let mut findings = Findings::default();
                let parsed = text::parse(bytes, imports, &limits, Record::new(bytes.len(), &limits, &mut findings));
                Parsed { diagnostics: findings.into_sorted(|span| span), ..parsed }
            }
        };
        match Diagnostics::of(core::mem::take(&mut parsed.diagnostics)) {
            Ok(refused) => Err(refused),
            Err(diagnostics) => Ok(Parsed { diagnostics, ..parsed }),
        }
    }
}

/// Reads XML; all findings are in the result.
fn read_xml<'a>(bytes: &'a [u8], limits: &Limits) -> Parsed<'a> {
    let (decoded, warning) = match encoding::decode_xml(bytes) {
        Ok(decoded) => decoded,
        Err(finding) => return Parsed { diagnostics: vec![finding], ..Parsed::default() },
    };
    let mut findings = Findings::default();
    let mut parsed = match &decoded {
        Decoded::Utf8 { text, .. } => xml::parse(text, limits, &mut findings),
        Decoded::Latin1 { text, .. } => xml::parse(text, limits, &mut findings).into_owned(),
    };
    if !decoded.is_source() {
        for place in &mut parsed.places {
            place.name = decoded.in_source(place.name);
            place.value = decoded.in_source(place.value);
        }
    }
    parsed.diagnostics = findings.into_sorted(|span| decoded.in_source(decoded.whole_characters(span)));
    if let Some(warning) = warning {
        let at = parsed.diagnostics.partition_point(|finding| finding.span.start <= warning.span.start);
        parsed.diagnostics.insert(at, warning);
    }
    parsed
}

/// What the reader of this language understands of one source. It is the same reader, so that what is shown of a source
/// and what messages say about it cannot disagree. Nothing is understood of what no reader takes.
pub(crate) fn outline(bytes: &[u8], syntax: Syntax) -> Outline {
    if bytes.len() > limits::SOURCE {
        return Outline::default();
    }
    match syntax {
        Syntax::Text => text::outline(bytes),
        Syntax::Xml => {
            let Ok((decoded, _)) = encoding::decode_xml(bytes) else { return Outline::default() };
            let mut outline = match &decoded {
                Decoded::Utf8 { text, .. } => xml::outline(text),
                Decoded::Latin1 { text, .. } => xml::outline(text),
            };
            outline.map(|at| decoded.position(at));
            outline
        }
    }
}
