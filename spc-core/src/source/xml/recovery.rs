//! How the run goes on after a tag that is at fault, so that one run finds every fault and no fault twice.
//!
//! Knows: what a missing, wrong or broken tag leaves open. Must not know: what the elements mean.

use super::builder::PROFILE;
use super::document::Document;
use super::markup;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::is_secret;

/// Faults of tags after which the run goes on. Each costs up to the depth of the elements.
const RECOVERED: usize = 1_000;
/// How far after a wrong end tag the right one is looked for.
const NEAR: usize = 4_096;

impl<'a> Document<'a, '_> {
    /// Whether the run goes on after another fault of a tag, so that the next one is found as well. What is shown ends at
    /// the first, because what follows may belong to anything.
    pub(super) fn goes_on(&mut self) -> bool {
        self.recovered = self.recovered.saturating_add(1);
        self.sketch.is_none() && self.recovered <= RECOVERED
    }

    /// The name in a start tag that cannot be read, if it plainly begins an element inside the root.
    pub(super) fn name_of_broken(&self, start: usize, end: usize) -> Option<&'a str> {
        let inner = self.slice(start.saturating_add(1), end);
        let name = inner.get(..markup::plain_name_length(inner.as_bytes())).filter(|name| !name.is_empty())?;
        let is_inside = !self.open.is_empty() && !self.builder.is_in_text() && name != PROFILE;
        (is_inside && !inner.contains('<')).then_some(name)
    }

    /// Ends the innermost element, whose end tag is missing or another one.
    fn close(&mut self, at: usize) {
        let Some(open) = self.open.pop() else { return };
        if open.is_doubtful || is_secret(open.name) || self.builder.hides_next() {
            self.builder.hide_rest();
        }
        self.builder.end(at);
    }

    /// Goes on after an end tag of the wrong name.
    pub(super) fn pass_wrong_end(&mut self, name: &str, start: usize, end: usize) {
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            // What is inside lacks its end tag, so that the text before a child was its value. The innermost is reported.
            let (labels, _) = self.labels();
            let unclosed = self.open.iter().zip(&labels).skip(at.saturating_add(1));
            let findings: Vec<Diagnostic> = unclosed
                .map(|(open, label)| {
                    Diagnostic::of(Code::WRONG_END_TAG, open.span, format!("`<{label}>` has no end tag"))
                })
                .collect();
            // The text of the profile itself is between parameters, whatever follows.
            let outer = self.open.get(at).filter(|open| open.name != PROFILE).map(|open| open.span);
            if let Some(first) = outer.or_else(|| findings.first().map(|finding| finding.span)) {
                self.builder.withdraw_stray_text(first);
            }
            let others = findings.len().saturating_sub(1);
            findings.into_iter().take(others).for_each(|finding| self.builder.report(finding));
            while self.open.len() > at {
                self.close(start);
            }
        } else if self.builder.is_in_value() && !self.ends_soon(end) {
            self.close(start);
        }
    }

    /// Whether the end tag of the innermost element is the next markup.
    fn ends_soon(&self, from: usize) -> bool {
        let rest = self.slice(from, self.text.len());
        let near = rest.as_bytes().get(..NEAR).unwrap_or(rest.as_bytes());
        let Some(open) = self.open.last() else { return false };
        let markup = near.iter().position(|byte| *byte == b'<').and_then(|at| rest.get(at..));
        let after = markup.and_then(|markup| markup.strip_prefix("</")?.strip_prefix(open.name));
        after.is_some_and(|after| after.trim_ascii_start().starts_with('>'))
    }
}
