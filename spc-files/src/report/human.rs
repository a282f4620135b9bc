//! Findings for people: what is wrong, the place in its line, and how to fix it.

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::escape::{escape, without_keys};
use spc_core::redact::Excerpt;
use spc_devices::findings::{Location, Sources};

use crate::report::snippet;
use crate::report::style::Voice;

/// The lines of a finding.
pub(super) fn lines(finding: &Diagnostic, sources: &Sources<'_>, voice: Voice) -> Vec<String> {
    let head = format!("{}: {} [{}]", voice.head(finding.severity.as_str()), escape(&finding.message), finding.code);
    let mut lines = vec![head];
    lines.extend(sources.locate(finding.span).map(|place| escape(&format!(" --> {place}"))));
    let excerpt = sources.excerpt(finding.span);
    lines.extend(excerpt.map(|excerpt| snippet::draw(&excerpt, finding.severity, voice.style)).unwrap_or_default());
    for (span, note) in &finding.notes {
        let place = sources.locate(*span).map(|place| escape(&format!(" ({place})"))).unwrap_or_default();
        lines.push(format!("{}: {}{place}", voice.head("note"), escape(note)));
    }
    lines.extend(finding.help.as_ref().map(|help| format!("{}: {}", voice.head("hint"), escape(help))));
    lines
}

/// The lines of an error that has no code.
pub(super) fn error(
    message: &str,
    place: Option<Location<'_>>,
    excerpt: Option<&Excerpt>,
    voice: Voice,
) -> Vec<String> {
    let head = format!("{}: {}", voice.head("error"), escape(&without_keys(message)));
    let place = place.map(|place| escape(&format!(" --> {place}")));
    let excerpt = excerpt.map(|excerpt| snippet::draw(excerpt, Severity::Error, voice.style)).unwrap_or_default();
    std::iter::once(head).chain(place).chain(excerpt).collect()
}
