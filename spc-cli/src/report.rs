//! Findings about a source, as a compiler shows them: place, line, mark, hint.

use std::ops::Range;

use spc_core::diagnostic::{Diagnostic, LineIndex, Span};

use crate::report::escape::escape;
use crate::report::reporter::Reporter;

pub(crate) mod codes;
pub(crate) mod error;
pub(crate) mod escape;
pub(crate) mod exit;
pub(crate) mod findings;
pub(crate) mod github;
mod human;
pub(crate) mod json;
pub(crate) mod located;
mod mask;
pub(crate) mod progress;
pub(crate) mod reporter;
pub(crate) mod sarif;
pub(crate) mod short;

pub(crate) use located::Shown;

/// Shows findings in their order. `sources` are the profile and what it imports, in the order they were read.
pub(crate) fn show(findings: &[Diagnostic], sources: &[Shown<'_>], reporter: &Reporter) {
    // Most runs have none, and looking for lines and secrets would cost more than compiling.
    if findings.is_empty() {
        return;
    }
    let sources: Vec<Lines<'_>> = sources.iter().map(Lines::of).collect();
    let at = |span: &Span| sources.get(usize::from(span.source));
    for finding in findings {
        let mut lines = vec![format!("spc: {}: {} [{}]", finding.severity, escape(&finding.message), finding.code)];
        if let Some(source) = at(&finding.span) {
            lines.extend(source.point(finding.span));
        }
        for (span, note) in &finding.notes {
            let place = at(span).map(|source| source.place(*span)).unwrap_or_default();
            lines.push(format!("spc: note: {} ({place})", escape(note)));
        }
        if let Some(help) = &finding.help {
            lines.push(format!("spc: hint: {}", escape(help)));
        }
        reporter.lines(lines);
    }
}

/// Shows an error about one of the sources that the core cannot see: it has no code.
pub(crate) fn show_error(message: &str, sources: &[Shown<'_>], span: Span, reporter: &Reporter) {
    let source = sources.get(usize::from(span.source));
    let place = source.map(|source| Lines::of(source).point(span));
    reporter.lines([format!("spc: error: {}", escape(message))].into_iter().chain(place.into_iter().flatten()));
}

/// Shows an error in a value that was typed. `secrets` are the places of what must not be shown.
pub(crate) fn show_in_value(
    message: &str,
    value: &Shown<'_>,
    secrets: Vec<Range<usize>>,
    place: Range<usize>,
    reporter: &Reporter,
) {
    let lines = Lines { name: value.name, index: LineIndex::new(value.bytes), masked: secrets };
    let place = Span::of(0, place).map(|span| lines.point(span));
    reporter.lines([format!("spc: error: {}", escape(message))].into_iter().chain(place.into_iter().flatten()));
}

/// A source with everything that may be a secret as `***`, to be shown as a whole.
pub(crate) fn redacted(bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for range in mask::secrets(bytes) {
        text.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
        text.extend_from_slice(b"***");
        at = range.end.max(at);
    }
    text.extend_from_slice(bytes.get(at..).unwrap_or_default());
    String::from_utf8_lossy(&text).into_owned()
}

/// A source, its lines and its secrets.
struct Lines<'a> {
    name: &'a str,
    index: LineIndex<'a>,
    masked: Vec<mask::Range>,
}

impl<'a> Lines<'a> {
    fn of(source: &Shown<'a>) -> Self {
        Self { name: source.name, index: LineIndex::new(source.bytes), masked: mask::secrets(source.bytes) }
    }

    fn place(&self, span: Span) -> String {
        let (line, column) = self.index.locate(span.start);
        format!("{}:{line}:{column}", escape(self.name))
    }

    /// A place and its line.
    fn point(&self, span: Span) -> [String; 3] {
        let [line, mark] = human::lines(&self.index, &self.masked, span);
        [format!(" --> {}", self.place(span)), line, mark]
    }
}
