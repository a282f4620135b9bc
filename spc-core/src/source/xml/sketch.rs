//! Records what the reader understands of a document: tags, names and texts, each with its place.
//!
//! Knows: how markup is written. Must not know: what of it is shown.

use super::markup::{self, Attribute};
use crate::profile::{UserAccess, is_harmless, is_secret, is_tame};
use crate::source::outline::{Outline, Part};

/// The outline of a document so far.
pub(super) struct Sketch<'a> {
    text: &'a str,
    outline: Outline,
    /// The open elements, from the outermost to the innermost.
    open: Vec<Open>,
}

/// An open element.
struct Open {
    entry: usize,
    /// Whether what is inside may be part of a secret.
    hides: bool,
    /// What is directly inside it so far.
    text: String,
}

impl Open {
    /// Whether the next element inside may be part of a secret: because of this element's name, or because of its text.
    fn hides_next(&self) -> bool {
        // There are only blanks between most elements.
        self.hides || !(self.text.trim_ascii().is_empty() || is_tame(&self.text))
    }
}

impl<'a> Sketch<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, outline: Outline::default(), open: Vec::new() }
    }

    pub(super) fn finish(self) -> Outline {
        self.outline
    }

    pub(super) fn markup(&mut self, start: usize, end: usize) {
        self.outline.add(start..end, Part::Markup);
    }

    /// Records text of the innermost element.
    pub(super) fn text(&mut self, start: usize, end: usize) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(self.text.get(start..end).unwrap_or_default());
            self.outline.add(start..end, Part::Text(open.entry));
        }
    }

    /// Records a declaration, but only if it contains just what one normally contains.
    pub(super) fn declaration(&mut self, start: usize, end: usize) {
        if self.text.get(start..end).is_some_and(markup::is_usual_declaration) {
            self.markup(start, end);
        }
    }

    /// Records a start tag. `name` is `None` if the tag is broken; then only what comes before the fault is recorded.
    pub(super) fn start_tag(
        &mut self,
        name: Option<&str>,
        start: usize,
        end: usize,
        attributes: &[Attribute<'_>],
        is_empty: bool,
    ) {
        let inside = self.open.last().is_some_and(Open::hides_next);
        if let Some(parent) = self.open.last_mut() {
            self.outline.has_child(parent.entry);
            parent.text.clear();
        }
        let name_start = start.saturating_add(1);
        let is_broken = name.is_none();
        let name = name.unwrap_or_else(|| {
            let rest = self.text.get(name_start..end).unwrap_or_default();
            let name = markup::name_of(rest);
            // Only a blank shows that a name really ends here.
            let is_delimited = rest.get(name.len()..).is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']));
            if is_delimited { name } else { "" }
        });
        if name.is_empty() {
            return;
        }
        let name_end = name_start.saturating_add(name.len());
        let entry = self.outline.begin(name_start..name_end, inside);
        self.markup(start, name_start);
        self.outline.add(name_start..name_end, Part::Name(entry));
        if is_broken && !is_harmless(name) {
            return;
        }
        for attribute in attributes {
            self.attribute(attribute, entry);
        }
        if is_broken {
            return;
        }
        let close = if is_empty { "/>" } else { ">" };
        self.markup(end.saturating_sub(close.len()), end);
        if is_empty {
            self.outline.complete(entry, end);
        } else {
            self.open.push(Open { entry, hides: inside || is_secret(name), text: String::new() });
        }
    }

    /// Records an attribute: its name is markup if it is known, and so is the value of `ua`.
    fn attribute(&mut self, attribute: &Attribute<'_>, entry: usize) {
        let span = attribute.span.range();
        let is_known = matches!(attribute.name, "ua" | "group" | "um" | "preserve-value") || attribute.is_of_xml();
        let written = self.text.get(span.clone()).unwrap_or_default();
        let Some(quote) = written.find(['"', '\'']).filter(|_| is_known) else {
            return self.outline.add(span, Part::Text(entry));
        };
        let value = span.start.saturating_add(quote).saturating_add(1)..span.end.saturating_sub(1);
        let is_access = attribute.name == "ua" && UserAccess::from_attribute(&attribute.value).is_some();
        self.markup(span.start, value.start);
        self.outline.add(value.clone(), if is_access { Part::Markup } else { Part::Text(entry) });
        self.markup(value.end, span.end);
    }

    /// Records that the last start tag was meant as the end tag of the element around it.
    pub(super) fn unmarked_end_tag(&mut self) {
        self.open.pop();
        self.open.pop();
    }

    /// Records an end tag of the innermost element or of another one; `inner` is what is between its `</` and its `>`.
    pub(super) fn end_tag(&mut self, inner: &str, start: usize, end: usize, is_matching: bool) {
        let visible = inner.trim_ascii_start();
        let blanks = inner.len().saturating_sub(visible.len());
        let name_start = start.saturating_add("</".len()).saturating_add(blanks);
        let name = if is_matching { visible.trim_ascii_end() } else { markup::name_of(visible) };
        let name_end = name_start.saturating_add(name.len());
        let open = if is_matching { self.open.pop() } else { None };
        let entry = match open {
            Some(open) => open.entry,
            None => {
                let inside = self.open.last().is_some_and(Open::hides_next);
                self.outline.begin(name_start..name_end, inside)
            }
        };
        self.markup(start, name_start);
        self.outline.add(name_start..name_end, Part::Name(entry));
        self.markup(end.saturating_sub(1), end);
        if is_matching {
            self.outline.complete(entry, end);
        }
    }
}
