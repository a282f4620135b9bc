//! How the run continues after a faulty tag, so that one run finds every fault, and none twice.
//!
//! Knows: what a missing, wrong or broken tag leaves open. Must not know: what the elements mean.

use super::builder::PROFILE;
use super::bytes;
use super::document::{Document, Open, Stop};
use super::markup::{self, Tag};
use super::slips;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::escape::HIDDEN;
use crate::profile::is_secret;
use crate::source::record::open_label;

/// The number of faulty tags after which the run continues. Each costs time up to the depth of the elements.
const RECOVERED: usize = 1_000;
/// How many bytes after a wrong end tag the right one is looked for.
const NEAR: usize = 4_096;

impl<'a> Document<'a, '_> {
    /// Whether the run continues after another faulty tag, so that the next fault is found as well. What is shown ends
    /// at the first fault, because what follows may belong to anything.
    pub(super) fn goes_on(&mut self) -> bool {
        self.recovered = self.recovered.saturating_add(1);
        self.sketch.is_none() && self.recovered <= RECOVERED
    }

    /// Ends the innermost element, whose end tag is missing or wrong.
    fn close(&mut self, at: usize) {
        let Some(open) = self.open.pop() else { return };
        if open.is_doubtful || is_secret(open.name) || self.builder.hides_next() {
            self.builder.hide_rest();
        }
        self.builder.end(at);
    }

    /// Reports a start tag that cannot be read, and returns the tag that was meant and where the run continues. The tag
    /// has no name if there is no element.
    pub(super) fn broken_start_tag(
        &mut self,
        start: usize,
        end: usize,
        finding: Diagnostic,
    ) -> Result<(Tag<'a>, usize), Stop> {
        let markup = self.slice(start, end);
        if self.root.is_none()
            && let Some(finding) = slips::in_declaration(markup, start)
        {
            return self.report_and_go_on(finding).map(|()| (slips::broken_tag(""), end));
        }
        let templated = slips::templated_tag(self.slice(start.saturating_add(1), self.text.len()));
        let meant = match templated {
            Some(length) => {
                let end = Some(start.saturating_add(1).saturating_add(length));
                let finding =
                    Diagnostic::of(finding.code, finding.span, finding.message.clone()).help(markup::TEMPLATE);
                Some(slips::Meant { finding, name: start.saturating_add(1), end })
            }
            None => slips::in_start_tag(markup, start, &finding),
        };
        let name_start = meant.as_ref().map_or(start.saturating_add(1), |meant| meant.name);
        let is_clear = meant.is_some() || markup::plain_name_length(self.slice(name_start, end).as_bytes()) > 0;
        let real_end = meant.as_ref().and_then(|meant| meant.end);
        let finding = meant.map_or(finding, |meant| meant.finding);
        let is_inside = !self.open.is_empty() && !self.builder.is_in_text();
        let broken = self.name_of_broken(name_start, real_end.unwrap_or(end));
        let Some((name, next)) = broken.filter(|(name, _)| is_clear && is_inside && *name != PROFILE) else {
            return self.stop(finding);
        };
        self.report_and_go_on(finding)?;
        Ok((slips::broken_tag(name), next))
    }

    /// The name in a start tag that cannot be read, if it plainly begins an element, and where the run continues.
    fn name_of_broken(&self, start: usize, end: usize) -> Option<(&'a str, usize)> {
        let inner = self.slice(start, end);
        let length = bytes::run(inner.as_bytes(), bytes::NOT_NAME).0;
        let name = inner.get(..length).filter(|name| name.contains(|c: char| c.is_alphanumeric() || c == '_'))?;
        let Some(at) = inner.find('<') else { return Some((name, end)) };
        if slips::templated_tag(inner).is_some() {
            return Some((name, end));
        }
        // The `>` is missing, so the text of the element is joined to its name.
        let ended = markup::name_of(inner.get(at..)?.strip_prefix("</")?);
        let name = name.get(..ended.len()).filter(|name| *name == ended && !name.is_empty())?;
        Some((name, start.saturating_add(at)))
    }

    /// Reports a fault, and continues the run if possible.
    fn report_and_go_on(&mut self, finding: Diagnostic) -> Result<(), Stop> {
        if !self.goes_on() {
            return self.stop(finding);
        }
        self.builder.report(finding);
        Ok(())
    }

    /// Treats something as the end tag of the innermost element, which it was meant to be.
    pub(super) fn meant_end_tag(&mut self, finding: Diagnostic, start: usize) -> Result<(), Stop> {
        let (labels, _) = self.labels();
        let help = slips::write_end_tag(labels.last().copied().unwrap_or_default());
        self.report_and_go_on(finding.help(help))?;
        self.close(start);
        Ok(())
    }

    /// Treats what begins at this `<` as the end tag of the innermost element, if it is a mistyped one. Returns its
    /// end.
    pub(super) fn mistyped_end_tag(&mut self, start: usize) -> Result<Option<usize>, Stop> {
        let (Some(open), None) = (self.open.last(), &self.sketch) else { return Ok(None) };
        let rest = self.slice(start, self.text.len());
        let (length, message) = if let Some(length) = slips::mistyped_end_tag(rest, open.name) {
            (length, "an end tag that does not begin with `</`")
        } else if let Some(length) = self.repeated_tag(rest, open) {
            (length, "an end tag without its `/`")
        } else {
            return Ok(None);
        };
        let end = start.saturating_add(length);
        self.meant_end_tag(Diagnostic::of(Code::WRONG_END_TAG, Span::new(start, end), message), start)?;
        Ok(Some(end))
    }

    /// The length of a tag that is the same as the broken one of the value around it, `<Proxy[1]>a<Proxy[1]>`.
    fn repeated_tag(&self, rest: &str, open: &Open<'_>) -> Option<usize> {
        let written = self.text.get(open.span.range()).filter(|_| open.is_broken && self.builder.is_in_value())?;
        let label = written.split(|c| markup::is_blank(c) || c == '>').next()?;
        rest.strip_prefix(label)?.starts_with('>').then(|| label.len().saturating_add(1))
    }

    /// What is wrong with an end tag whose element ended just before it, with another end tag or as `<Name/>`.
    pub(super) fn ended_before(&self, name: &str, start: usize, span: Span) -> Option<Diagnostic> {
        let from = (start.saturating_sub(NEAR)..=start).find(|at| self.text.is_char_boundary(*at))?;
        let before = self.slice(from, start);
        let at = before.rfind('<')?;
        let (tag, text) = before.get(at..)?.split_once('>').filter(|(_, text)| !text.contains('>'))?;
        let inner = tag.strip_prefix('<')?;
        let (ended, is_empty) = match inner.strip_prefix('/') {
            Some(ended) => (ended.trim_ascii_end(), false),
            None => (markup::name_of(inner), inner.ends_with('/')),
        };
        if ended != name || !(is_empty || inner.starts_with('/')) {
            return None;
        }
        let at = from.saturating_add(at);
        let tag = Span::at(at, tag.len().saturating_add(1));
        let (_, hides) = self.labels();
        let label = open_label(name, hides || self.builder.hides_next());
        Some(if is_empty && !text.trim_ascii().is_empty() {
            let finding = Diagnostic::of(Code::WRONG_END_TAG, tag, format!("`<{label}/>` is closed already"));
            let finding = finding.note(span, "the text before this end tag is not its value");
            if label == HIDDEN { finding } else { finding.help(format!("write <{label}> without the `/`")) }
        } else {
            let finding = Diagnostic::of(Code::WRONG_END_TAG, span, format!("`</{label}>` closes nothing"));
            finding.note(tag, "its element ends here").help("remove one of the two")
        })
    }

    /// Whether a start tag was meant as an end tag: it has the name of the element around it, which has text and does
    /// not end. Called only once the source is known to be broken.
    pub(super) fn is_meant_as_end(&self, tag: &Tag<'_>, is_bare: bool, end: usize) -> bool {
        let is_second = !self.builder.unclosed.is_empty() && is_bare && !tag.is_broken;
        let Some(open) = self.open.last().filter(|open| is_second && open.name == tag.name) else { return false };
        let rest = self.slice(end, self.text.len());
        if tag.name == PROFILE {
            let after = rest.trim_ascii_start();
            let is_closed = after.strip_prefix("</").is_some_and(|after| after.starts_with(PROFILE));
            return !is_closed && (after.is_empty() || after.starts_with("</") || after.starts_with("<!--"));
        }
        let is_unclosed = self.builder.unclosed.contains(open.span.start)
            || (self.builder.unclosed.has_more() && self.builder.is_in_text());
        is_unclosed && self.builder.is_in_value() && !ends_soon(rest, tag.name)
    }

    /// Treats the second of two equal start tags as an end tag that lacks its `/`, or has it in the wrong place.
    pub(super) fn unmarked_end_tag(&mut self, start: usize, end: usize, is_empty: bool) {
        let (labels, _) = self.labels();
        let message =
            if is_empty { "an end tag with its `/` in the wrong place" } else { "an end tag without its `/`" };
        let finding = Diagnostic::of(Code::WRONG_END_TAG, Span::new(start, end), message);
        self.builder.report(finding.help(slips::write_end_tag(labels.last().copied().unwrap_or_default())));
        if let Some(sketch) = &mut self.sketch {
            sketch.unmarked_end_tag();
        }
        self.close(start);
    }

    /// Ends the innermost element before a start tag, if it has text and is known not to end.
    pub(super) fn close_unclosed(&mut self, start: usize) {
        let Some(open) = self.open.last() else { return };
        if !self.builder.unclosed.contains(open.span.start) || !self.builder.is_in_text() {
            return;
        }
        let (labels, _) = self.labels();
        let label = labels.last().copied().unwrap_or_default();
        let finding = Diagnostic::of(Code::WRONG_END_TAG, open.span, format!("`<{label}>` has no end tag"));
        let finding = if self.builder.text_has(&format!("/{}>", open.name)) {
            finding.help("is the `<` of its end tag missing?")
        } else {
            finding.help(slips::write_end_tag(label))
        };
        self.builder.report(finding);
        self.close(start);
    }

    /// Notes that the open elements, from this one on, do not end.
    pub(super) fn note_unclosed(&mut self, from: usize) {
        self.unclosed.add(self.open.iter().skip(from).map(|open| open.span.start));
    }

    /// The findings about the open elements after this one, which the end tag of an outer element leaves open.
    pub(super) fn without_end_tag(&mut self, outer: usize, end_tag: Span) -> Vec<Diagnostic> {
        let (labels, _) = self.labels();
        let around = labels.get(outer).copied().unwrap_or_default();
        let finding = |(open, label): (&Open<'_>, &&str)| {
            let finding = Diagnostic::of(Code::WRONG_END_TAG, open.span, format!("`<{label}>` has no end tag"));
            let finding = finding.note(end_tag, format!("`</{around}>` comes here"));
            if open.is_in_text { finding.help("in a value, such as a dial plan, `<` is written &lt;") } else { finding }
        };
        self.open.iter().zip(&labels).skip(outer.saturating_add(1)).map(finding).collect()
    }

    /// Continues after the end tag of an outer element.
    pub(super) fn go_on_after(
        &mut self,
        findings: Vec<Diagnostic>,
        start: usize,
        end: usize,
        outer: usize,
    ) -> Result<usize, Stop> {
        // The inner element lacks its end tag, so the text before a child was its value.
        self.note_unclosed(outer.saturating_add(1));
        // The text of the profile itself is between parameters, whatever follows.
        let text = self.open.get(outer).filter(|open| open.name != PROFILE).map(|open| open.span);
        if let Some(first) = text.or_else(|| findings.first().map(|finding| finding.span)) {
            self.builder.withdraw_stray_text(first);
        }
        let goes_on = self.goes_on();
        findings.into_iter().for_each(|finding| self.builder.report(finding));
        if !goes_on {
            return Err(Stop);
        }
        while self.open.len() > outer {
            self.close(start);
        }
        Ok(end)
    }

    /// Continues after an end tag whose name belongs to no open element.
    pub(super) fn pass_wrong_end(&mut self, start: usize, end: usize) {
        let rest = self.slice(end, self.text.len());
        let ends_soon = self.open.last().is_some_and(|open| ends_soon(rest, open.name));
        if self.builder.is_in_value() && !ends_soon {
            self.close(start);
        }
    }
}

/// Whether the end tag of this name is the next markup.
fn ends_soon(rest: &str, name: &str) -> bool {
    let near = rest.as_bytes().get(..NEAR).unwrap_or(rest.as_bytes());
    let markup = near.iter().position(|byte| *byte == b'<').and_then(|at| rest.get(at..));
    let after = markup.and_then(|markup| markup.strip_prefix("</")?.strip_prefix(name));
    after.is_some_and(|after| after.trim_ascii_start().starts_with('>'))
}
