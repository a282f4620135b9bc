//! Findings about a source, as a compiler shows them: place, line, mark, hint.

use spc_core::diagnostic::{Diagnostic, LineIndex, Span};

use crate::talk::{escape, write_line};

mod excerpt;
mod mask;

/// One source of a run, under the name it was given.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
}

/// Shows findings in their order. `sources` are the profile and what it imports, in the order they were read.
pub(crate) fn show(findings: &[Diagnostic], sources: &[Shown<'_>]) {
    // Most runs have none, and looking for lines and secrets would cost more than compiling.
    if findings.is_empty() {
        return;
    }
    let indexes: Vec<LineIndex<'_>> = sources.iter().map(|source| LineIndex::new(source.bytes)).collect();
    let masks: Vec<Vec<mask::Range>> = sources.iter().map(|source| mask::secrets(source.bytes)).collect();
    let at = |span: &Span| usize::from(span.source);
    let place = |span: &Span| {
        let (source, index) = (sources.get(at(span))?, indexes.get(at(span))?);
        let (line, column) = index.locate(span.start);
        Some(format!("{}:{line}:{column}", escape(source.name)))
    };
    for finding in findings {
        write_line(&format!("spc: {}: {} [{}]", finding.severity, escape(&finding.message), finding.code));
        if let (Some(place), Some(index), Some(masked)) =
            (place(&finding.span), indexes.get(at(&finding.span)), masks.get(at(&finding.span)))
        {
            write_line(&format!(" --> {place}"));
            excerpt::lines(index, masked, finding.span).iter().for_each(|line| write_line(line));
        }
        for (span, note) in &finding.notes {
            let place = place(span).unwrap_or_default();
            write_line(&format!("spc: note: {} ({place})", escape(note)));
        }
        if let Some(help) = &finding.help {
            write_line(&format!("spc: hint: {}", escape(help)));
        }
    }
}
