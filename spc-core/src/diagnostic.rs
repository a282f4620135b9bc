//! Findings about a source: what, where, how bad, and how to fix it.
//!
//! Knows: codes, spans, severities. Must not know: any syntax, and how a finding is shown. A message quotes names and
//! limits, never a value: values may be passwords. In a broken source, part of a password can look like a name, so
//! names inside a secret parameter, or after one that does not end, are not quoted either.

use core::fmt;
use std::borrow::Cow;

use crate::escape::without_keys;

mod code;
mod line_index;
mod severity;
mod span;

pub use code::{CODES, Code, CodeInfo};
pub use line_index::LineIndex;
pub use severity::Severity;
pub use span::Span;

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
    /// What is wrong, without the value of a parameter.
    pub message: String,
    /// How to fix it, if that is known.
    pub help: Option<String>,
    /// Other relevant places, such as where the element was opened.
    pub notes: Vec<(Span, String)>,
    /// The whole name of the parameter it is about, if it is about one.
    pub parameter: Option<Box<str>>,
    /// An edit that fixes it and that a program may make without asking.
    pub suggestion: Option<Box<Suggestion>>,
    /// How many findings it stands for: 1, except for the last one of its code if a reader found more than it lists.
    pub count: usize,
}

/// An edit of a source that fixes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suggestion {
    /// The range to replace; empty to insert.
    pub span: Span,
    /// The text that replaces it, in the language of the source and escaped for it. Never a secret.
    pub replacement: String,
}

impl Suggestion {
    /// Creates an edit that replaces a range of the source.
    #[must_use]
    pub fn new(span: Span, replacement: impl Into<String>) -> Self {
        Self { span, replacement: replacement.into() }
    }
}

impl Diagnostic {
    /// Creates a finding without help, notes, parameter or suggestion.
    ///
    /// The message should be one line in lower case without a full stop, and must not quote the value of a parameter.
    /// Line ends and other control characters become spaces in the message, the help and the notes, so that each
    /// stays on one line. Anything that looks like a key, that is 32 or more hexadecimal digits, is hidden there and in
    /// the name of the parameter: a key may have been put where a name belongs.
    ///
    /// ```
    /// # use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};
    /// let finding = Diagnostic::new(Code::new(501), Severity::Warning, Span::default(), "unknown parameter `Prxy_1_`")
    ///     .help("did you mean `Proxy_1_`?")
    ///     .parameter("Prxy_1_");
    /// assert_eq!(finding.to_string(), "warning: unknown parameter `Prxy_1_` [SPC0501]");
    /// ```
    #[must_use]
    pub fn new(code: Code, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        let message = shown(message.into());
        Self {
            code,
            severity,
            span,
            message,
            help: None,
            notes: Vec::new(),
            parameter: None,
            suggestion: None,
            count: 1,
        }
    }

    /// Creates a finding of this crate, with the severity in its row of [`CODES`].
    pub(crate) fn of(code: Code, span: Span, message: impl Into<String>) -> Self {
        let severity = code.info().map_or(Severity::Error, |row| row.severity);
        Self::new(code, severity, span, message)
    }

    /// Replaces the message.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = shown(message.into());
        self
    }

    /// Adds how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shown(help.into()));
        self
    }

    /// Adds another relevant place, and why it is relevant.
    #[must_use]
    pub fn note(mut self, span: Span, note: impl Into<String>) -> Self {
        self.notes.push((span, shown(note.into())));
        self
    }

    /// Sets the parameter it is about, by its whole name.
    #[must_use]
    pub fn parameter(mut self, name: &str) -> Self {
        self.parameter = Some(without_keys(name).into());
        self
    }

    /// Adds an edit that fixes it and that a program may make without asking.
    #[must_use]
    pub fn suggest(mut self, suggestion: Suggestion) -> Self {
        self.suggestion = Some(Box::new(suggestion));
        self
    }
}

/// The text on one line, without keys.
fn shown(text: String) -> String {
    let text = if text.chars().any(char::is_control) { text.replace(char::is_control, " ") } else { text };
    match without_keys(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(hidden) => hidden,
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.severity, self.message, self.code)
    }
}

/// Why a source was refused: every finding of the run in source order, with at least one error among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Collects the findings of a run, given in any order.
    ///
    /// ```
    /// # use spc_core::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};
    /// let finding = |severity| Diagnostic::new(Code::new(501), severity, Span::default(), "unknown parameter `Prxy_1_`");
    /// assert!(Diagnostics::of(vec![finding(Severity::Warning)]).is_err(), "a warning refuses nothing");
    /// let refused = Diagnostics::of(vec![finding(Severity::Warning), finding(Severity::Error)]).expect("one is an error");
    /// assert_eq!(refused.to_string(), "unknown parameter `Prxy_1_` [SPC0501]");
    /// ```
    ///
    /// # Errors
    /// Returns the findings unchanged if none of them is an error: such a source is not refused.
    pub fn of(mut findings: Vec<Diagnostic>) -> Result<Self, Vec<Diagnostic>> {
        if findings.iter().all(|finding| finding.severity != Severity::Error) {
            return Err(findings);
        }
        findings.sort_by_key(|finding| (finding.span.source, finding.span.start));
        Ok(Self(findings))
    }

    /// Creates the findings of a run with a single error.
    pub(crate) fn one(error: Diagnostic) -> Self {
        Self(vec![error])
    }

    /// Returns the findings in source order.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Returns the findings in source order.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }

    /// Iterates over the findings in source order.
    pub fn iter(&self) -> core::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = core::slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut errors = self.iter().filter(|finding| finding.severity == Severity::Error);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_one_line_without_keys() {
        let text = "two\nlines \u{1b}[31m 00112233445566778899aabbccddeeff";
        let finding = Diagnostic::of(Code::EMPTY, Span::default(), text).help(text).note(Span::default(), text);
        assert_eq!(finding.message, "two lines  [31m ***");
        assert_eq!(finding.help.as_deref(), Some(finding.message.as_str()));
        assert_eq!(finding.notes, [(Span::default(), finding.message.clone())]);
        assert_eq!(finding.clone().message(text), finding);
    }

    #[test]
    fn findings_are_walked_in_order() {
        let of = |code| Diagnostic::of(code, Span::default(), "text");
        let findings = Diagnostics::of(vec![of(Code::STRAY_TEXT), of(Code::EMPTY), of(Code::MIXED)]).unwrap();
        let severities: Vec<Severity> = (&findings).into_iter().map(|finding| finding.severity).collect();
        assert_eq!(severities, [Severity::Warning, Severity::Error, Severity::Error]);
        assert_eq!(findings.to_string(), "text [SPC0101] and 1 more");
        assert_eq!(findings.into_iter().map(|finding| finding.code).next_back(), Some(Code::MIXED));
    }
}
