//! Findings about a source: what, where, how bad, and how to mend it.
//!
//! Knows: codes, spans, severities. Must not know: any syntax, and how a finding is shown.
//! A message quotes names and limits, never a value: values may be passwords. In a broken source a piece of a password
//! can look like a name, so no name inside a secret parameter, or behind one that does not end, is quoted either.

use core::fmt;

use memchr::memchr_iter;

/// What a finding is about. The numbers are stable and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[repr(u16)]
pub enum Code {
    /// The source holds nothing.
    Empty = 101,
    /// Bytes that are invalid in the source's encoding.
    NotText = 102,
    /// The source is over its size limit.
    SourceTooLarge = 103,
    /// An encoding that is not read.
    UnsupportedEncoding = 104,
    /// More findings than a report holds.
    MoreFindings = 105,
    /// An element is not closed at the end of the source.
    Unclosed = 201,
    /// An end tag that closes another element than the open one.
    WrongEndTag = 202,
    /// A `&` that begins no reference.
    BareAmpersand = 203,
    /// A reference to no known entity, or to a character that XML does not allow.
    UnknownReference = 204,
    /// A document type declaration.
    Doctype = 205,
    /// Text or an element outside the root element.
    OutsideRoot = 206,
    /// No `flat-profile`, a second one, or one inside another.
    NoSingleProfile = 207,
    /// A `<` that begins no tag, as in an unescaped dial plan.
    BareLessThan = 208,
    /// Text between parameters; ignored.
    StrayText = 209,
    /// An element beside the profile; ignored.
    OutsideProfile = 210,
    /// Any other breach of XML 1.0.
    Malformed = 211,
    /// A raw character that XML 1.0 does not allow.
    IllegalCharacter = 212,
    /// The same attribute twice on one element.
    RepeatedAttribute = 213,
    /// `--` inside a comment: forbidden by XML 1.0, harmless here.
    DashesInComment = 214,
    /// An entry of plain text without its `;`.
    MissingSemicolon = 301,
    /// A value whose closing quote is not on its line.
    UnclosedQuote = 302,
    /// A file that cannot be imported.
    ImportUnreadable = 303,
    /// A file that imports itself, maybe by way of others.
    ImportCycle = 304,
    /// A quote inside a value, which plain text cannot say.
    QuoteInValue = 305,
    /// A mark that is neither `!` nor `?`.
    UnknownMark = 306,
    /// Text that is no entry, comment or import.
    NotAnEntry = 307,
    /// Imports that are too deep, too many or too large together.
    ImportLimit = 308,
    /// A typographic quote, dash or blank where the language has the plain one.
    Typographic = 309,
    /// A name that no parameter or section can have.
    InvalidName = 401,
    /// A parameter again, with the same value.
    RepeatedSame = 402,
    /// A parameter again, with another value.
    RepeatedOther = 403,
    /// `ua` with an unknown value, or on a section.
    UnknownAccess = 404,
    /// An attribute without meaning here; ignored.
    UnknownAttribute = 405,
    /// A name, value, depth or number over its limit.
    OverLimit = 406,
    /// A parameter again, in another file.
    RepeatedAcross = 407,
    /// One element name used for a parameter and for a section.
    Mixed = 408,
    /// A character that no value can hold.
    IllegalValue = 409,
}

impl Code {
    /// The name of the finding in FORMAT 7; several codes may share one. Plain text has `Import` besides.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty
            | Self::Unclosed
            | Self::WrongEndTag
            | Self::BareAmpersand
            | Self::OutsideRoot
            | Self::BareLessThan
            | Self::Malformed
            | Self::IllegalCharacter
            | Self::RepeatedAttribute
            | Self::DashesInComment
            | Self::MissingSemicolon
            | Self::UnclosedQuote
            | Self::QuoteInValue
            | Self::UnknownMark
            | Self::NotAnEntry
            | Self::Typographic => "NotWellFormed",
            Self::NotText | Self::UnsupportedEncoding => "Encoding",
            Self::SourceTooLarge | Self::OverLimit | Self::ImportLimit => "Limit",
            Self::ImportUnreadable | Self::ImportCycle => "Import",
            Self::UnknownReference => "Reference",
            Self::Doctype => "Doctype",
            Self::NoSingleProfile => "Structure",
            Self::MoreFindings => "MoreFindings",
            Self::StrayText => "StrayText",
            Self::OutsideProfile => "OutsideProfile",
            Self::InvalidName => "Name",
            Self::RepeatedSame | Self::RepeatedOther | Self::RepeatedAcross => "Duplicate",
            Self::UnknownAccess => "Access",
            Self::UnknownAttribute => "UnknownAttribute",
            Self::Mixed => "Mixed",
            Self::IllegalValue => "Value",
        }
    }

    /// How bad the finding is unless the caller says otherwise.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::MoreFindings
            | Self::StrayText
            | Self::OutsideProfile
            | Self::DashesInComment
            | Self::RepeatedSame
            | Self::RepeatedOther
            | Self::RepeatedAcross
            | Self::UnknownAttribute => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SPC{:04}", *self as u16)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// Nothing is compiled.
    Error,
    /// Compiled, but probably not what was meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A range of bytes of one source, counted in the bytes as they were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Which source: 0 is the profile itself, imported ones follow in the order they were read.
    pub source: u16,
    /// The first byte.
    pub start: u32,
    /// The byte after the last; equal to `start` for a place between bytes.
    pub end: u32,
}

impl Span {
    /// A range of the profile itself. Sources are at most 4 MiB, so positions beyond that are cut off.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source: 0, start: position(start), end: position(end) }
    }
}

/// One finding about a source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What it is about.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub span: Span,
    /// What is wrong, without a value of a parameter.
    pub message: String,
    /// A way to mend it, where there is one.
    pub help: Option<String>,
    /// Other places that matter, for example where the element was opened.
    pub notes: Vec<(Span, String)>,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), span, message: message.into(), help: None, notes: Vec::new() }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn note(mut self, span: Span, note: impl Into<String>) -> Self {
        self.notes.push((span, note.into()));
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.severity, self.message, self.code)
    }
}

/// Why a source was refused: every finding of the run in source order, at least one of them an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub(crate) fn new(findings: Vec<Diagnostic>) -> Self {
        debug_assert!(findings.iter().any(|finding| finding.severity == Severity::Error));
        Self(findings)
    }

    /// The findings in source order.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }

    /// The findings in source order.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut errors = self.0.iter().filter(|finding| finding.severity == Severity::Error);
        if let Some(first) = errors.next() {
            write!(f, "{} [{}]", first.message, first.code)?;
        }
        match errors.count() {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl core::error::Error for Diagnostics {}

/// Where the lines of a source begin: turns byte positions into lines and columns.
#[derive(Clone)]
pub struct LineIndex<'a> {
    source: &'a [u8],
    starts: Vec<u32>,
}

/// Shows sizes only: the source holds passwords.
impl fmt::Debug for LineIndex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineIndex({} bytes, {} lines)", self.source.len(), self.starts.len())
    }
}

impl<'a> LineIndex<'a> {
    /// Reads the source once. Lines that begin beyond 4 GiB are not told apart.
    #[must_use]
    pub fn new(source: &'a [u8]) -> Self {
        // At full size at once: a source of nothing but line ends makes this the largest thing in memory.
        let mut starts = Vec::with_capacity(memchr_iter(b'\n', source).count().saturating_add(1));
        starts.push(0);
        starts.extend(memchr_iter(b'\n', source).filter_map(|at| u32::try_from(at.saturating_add(1)).ok()));
        Self { source, starts }
    }

    /// Line and column of a byte, both counted from 1; columns in characters.
    ///
    /// Text that is no UTF-8, as declared Latin-1, has a character a byte.
    #[must_use]
    pub fn locate(&self, position: u32) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= position.min(self.length()));
        let start = self.start(line);
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.source.len());
        let before = self.source.get(start..position).unwrap_or_default();
        let before = if start == 0 { before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before) } else { before };
        let characters = core::str::from_utf8(before).map_or(before.len(), |text| text.chars().count());
        (line, characters.saturating_add(1))
    }

    /// The bytes of a line, counted from 1, without its line end.
    #[must_use]
    pub fn line(&self, number: usize) -> &'a [u8] {
        let line = self.source.get(self.start(number)..self.start(number.saturating_add(1))).unwrap_or_default();
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// The first byte of a line, counted from 1; the length of the source where there is no such line.
    #[must_use]
    pub fn start(&self, number: usize) -> usize {
        let start = number.checked_sub(1).and_then(|at| self.starts.get(at));
        start.and_then(|start| usize::try_from(*start).ok()).unwrap_or(self.source.len())
    }

    fn length(&self) -> u32 {
        u32::try_from(self.source.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        let index = LineIndex::new("\u{feff}aé€x\r\nb".as_bytes());
        assert_eq!(index.locate(3), (1, 1));
        assert_eq!(index.locate(9), (1, 4));
        assert_eq!(index.locate(12), (2, 1));
        assert_eq!(index.locate(u32::MAX), (2, 2));
        assert_eq!(index.line(2), b"b");
        assert_eq!(index.line(1), "\u{feff}aé€x".as_bytes());
        assert_eq!(index.line(3), b"");
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", LineIndex::new(b"secret\n")), "LineIndex(7 bytes, 2 lines)");
    }

    #[test]
    fn bytes_that_are_no_utf8_count_one_each() {
        assert_eq!(LineIndex::new(b"caf\xe9\xe8!").locate(5), (1, 6));
    }
}
