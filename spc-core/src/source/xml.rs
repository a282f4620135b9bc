//! XML flat-profile -> profile: drives quick-xml and makes the well-formedness checks it leaves to us.
//!
//! quick-xml cuts the text into markup and text; what is there is read from the text itself, so that
//! everything borrows from it and every finding has its exact place. `expand_empty_elements` and the trimming
//! options stay off for good: `<P/>` and `<P></P>` differ, and blanks are trimmed once, over the whole value.

use std::io::BufRead;

use memchr::memmem;
use quick_xml::errors::{Error as XmlError, IllFormedError, SyntaxError};
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::findings::Findings;
use super::outline::Outline;
use super::parsed::Parsed;
use super::record::{Record, open_label};
use crate::diagnostic::{Code, Diagnostic, Span, Suggestion};
use crate::limits::{self, Limits};
use crate::profile::is_secret;

mod builder;
mod fast_path;
mod markup;
mod sketch;
mod value;

use builder::Builder;
use fast_path::Plain;
pub(super) use markup::resolve;
use markup::{Attribute, Tag};
use sketch::Sketch;

/// The first one is no part of the text any more (FORMAT 7.1).
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Ends the run: the finding that says why is recorded already.
struct Stop;

/// How many `<` that begin no tag are passed over. Each costs up to the length of the source.
const PASSED_OVER: usize = 100;
/// How far after such a `<` its element would have to end, to be one after all.
const NEAR: usize = 4_096;

/// Reads the text; errors are among the findings of the record.
pub(super) fn parse<'a>(text: &'a str, record: Record<'a, '_>) -> Parsed<'a> {
    let mut document = Document::new(text, record, None);
    match document.read() {
        Ok(()) => document.builder.finish(document.root.unwrap_or_default()),
        Err(Stop) => Parsed::default(),
    }
}

/// What the reader understands of the text, up to where it ends.
pub(super) fn outline(text: &str) -> Outline {
    let mut findings = Findings::default();
    let record = Record::new(text.len(), &Limits::default(), &mut findings);
    let mut document = Document::new(text, record, Some(Sketch::new(text)));
    let _ = document.read();
    document.sketch.map(Sketch::finish).unwrap_or_default()
}

/// An open element.
struct Open<'a> {
    name: &'a str,
    /// Its start tag.
    span: Span,
    /// Whether the text before it looks like a secret, of which its name may be a piece.
    is_doubtful: bool,
}

/// One document on its way through the reader.
struct Document<'a, 'f> {
    text: &'a str,
    builder: Builder<'a, 'f>,
    /// The open elements from the outside in.
    open: Vec<Open<'a>>,
    /// The root element's start tag, once it was seen.
    root: Option<Span>,
    /// The attributes of the last start tag.
    attributes: Vec<Attribute<'a>>,
    /// How many `<` were passed over.
    passed_over: usize,
    /// Notes what is understood, where somebody wants to know.
    sketch: Option<Sketch<'a>>,
}

/// The general reader on the text from here on.
fn reader_at(text: &str, at: usize) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.get(at..).unwrap_or_default());
    let config = reader.config_mut();
    // End tags are compared here, to show both places; a lone `&` comes as text, to go on after it.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

impl<'a, 'f> Document<'a, 'f> {
    fn new(text: &'a str, record: Record<'a, 'f>, sketch: Option<Sketch<'a>>) -> Self {
        let builder = Builder::new(record);
        Self { text, builder, open: Vec::new(), root: None, attributes: Vec::new(), passed_over: 0, sketch }
    }

    fn read(&mut self) -> Result<(), Stop> {
        if let Some(at) = markup::illegal_character(self.text) {
            let character = self.slice(at, self.text.len()).chars().next().unwrap_or_default();
            let message = format!("character U+{:04X} is not allowed in XML", u32::from(character));
            return self.stop(Diagnostic::of(Code::ILLEGAL_CHARACTER, Span::new(at, at.saturating_add(1)), message));
        }
        let mut reader = reader_at(self.text, 0);
        // Where the text of this reader begins.
        let mut base = 0_usize;
        let mut start = 0;
        let mut is_after_markup = false;
        if self.text.starts_with(BYTE_ORDER_MARK) {
            // The reader would drop this one, and its positions would be off by it.
            self.characters(start, BYTE_ORDER_MARK.len_utf8())?;
        }
        loop {
            if is_after_markup {
                let after = self.plain_parameters(start);
                reader.stream().consume(after.saturating_sub(start));
                start = after;
            }
            let event = reader.read_event();
            // After text the reader knows already that markup comes, and cannot be moved on.
            is_after_markup = !matches!(event, Ok(Event::Text(_)));
            let position = |at: u64| usize::try_from(at).unwrap_or(self.text.len()).saturating_add(base);
            let end = position(reader.buffer_position());
            if matches!(event, Ok(Event::Start(_) | Event::Empty(_)) | Err(_)) && self.is_bare(start) {
                base = self.pass_over(start);
                start = base;
                reader = reader_at(self.text, base);
                is_after_markup = false;
                continue;
            }
            match event {
                Ok(Event::Start(_)) => self.start_tag(start, end, false)?,
                Ok(Event::Empty(_)) => self.start_tag(start, end, true)?,
                Ok(Event::End(_)) => self.end_tag(start, end)?,
                Ok(Event::Text(_)) => self.characters(start, end)?,
                Ok(Event::CData(_)) => self.character_data(start, end)?,
                Ok(Event::GeneralRef(_)) => self.reference(start, end)?,
                Ok(Event::Comment(_)) => self.comment(start, end),
                Ok(Event::Decl(_)) => self.declaration(start, end)?,
                Ok(Event::PI(_)) => self.instruction(start, end)?,
                Ok(Event::DocType(_)) => return self.doctype(start, end),
                Ok(Event::Eof) => return self.end_of_file(),
                Err(error) => {
                    let at = position(reader.error_position());
                    return self.broken(&error, at);
                }
            }
            start = end;
        }
    }

    /// Whether the `<` at this place of a value begins nothing that XML knows, as in a dial plan.
    fn is_bare(&self, start: usize) -> bool {
        let rest = self.slice(start, self.text.len());
        let Some(after) = rest.strip_prefix('<') else { return false };
        self.passed_over < PASSED_OVER
            && self.builder.is_in_value()
            && match after.chars().next() {
                // `(<:1>xxx)` begins with a proper name of XML. One that is meant as such ends somewhere.
                Some(':') => {
                    let end = format!("</{}", markup::name_of(after));
                    memmem::find(after.as_bytes().get(..NEAR).unwrap_or(after.as_bytes()), end.as_bytes()).is_none()
                }
                Some('/' | '!' | '?') | None => false,
                Some(_) => markup::name_of(after).is_empty(),
            }
    }

    /// Takes a `<` for text, which it was meant as, so that the next one is found in the same run. Tells where that ends.
    fn pass_over(&mut self, start: usize) -> usize {
        self.passed_over = self.passed_over.saturating_add(1);
        let finding = self.escaped(markup::bare_less_than(start));
        self.builder.report(finding);
        let rest = self.slice(start.saturating_add(1), self.text.len());
        let marks = rest.len().saturating_sub(rest.trim_start_matches(BYTE_ORDER_MARK).len());
        let end = start.saturating_add(1).saturating_add(marks);
        self.note_text(start, end);
        self.builder.text(self.slice(start, end), start);
        end
    }

    fn note_text(&mut self, start: usize, end: usize) {
        if let Some(sketch) = &mut self.sketch {
            sketch.text(start, end);
        }
    }

    fn note_markup(&mut self, start: usize, end: usize) {
        if let Some(sketch) = &mut self.sketch {
            sketch.markup(start, end);
        }
    }

    /// Notes the marks around something that is not shown itself.
    fn note_around(&mut self, start: usize, end: usize, before: &str, after: &str) {
        self.note_markup(start, start.saturating_add(before.len()));
        self.note_markup(end.saturating_sub(after.len()), end);
    }

    /// Takes the parameters of the usual shape from `start` on, and returns where they end.
    fn plain_parameters(&mut self, start: usize) -> usize {
        let mut end = start;
        while self.open.len() < limits::DEPTH && self.sketch.is_none() && self.builder.takes_plain() {
            let rest = self.slice(end, self.text.len());
            let element = rest.trim_ascii_start();
            // The profile's own name is a fault in here.
            let Some(plain) = Plain::read(element).filter(|plain| plain.name != builder::PROFILE) else { break };
            let start = self.text.len().saturating_sub(element.len());
            self.builder.plain(&plain, start);
            end = start.saturating_add(plain.length);
        }
        end
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn stop<T>(&mut self, finding: Diagnostic) -> Result<T, Stop> {
        self.builder.report(finding);
        Err(Stop)
    }

    fn start_tag(&mut self, start: usize, end: usize, is_empty: bool) -> Result<(), Stop> {
        let markup = self.slice(start, end);
        let read = Tag::read(markup, start, &mut self.attributes);
        if let Some(sketch) = &mut self.sketch {
            sketch.start_tag(read.as_ref().ok().map(|tag| tag.name), start, end, &self.attributes, is_empty);
        }
        let tag = match read {
            Ok(tag) => tag,
            Err(finding) => return self.stop(finding),
        };
        let span = Span::new(start, end);
        if tag.has_slash {
            if !is_empty && self.open.last().is_some_and(|open| open.name == tag.name) {
                return self.unmarked_end_tag(&tag, start, end);
            }
            self.builder.report(markup::slash_in_name(tag.name, start));
        }
        if self.open.is_empty() {
            if let Some(root) = self.root {
                let finding = Diagnostic::of(Code::OUTSIDE_ROOT, span, "a second root element");
                return self.stop(finding.note(root, "the first one begins here"));
            }
            self.root = Some(span);
        }
        if self.open.len() >= limits::DEPTH {
            let message = format!("elements are nested more than {} deep", limits::DEPTH);
            return self.stop(Diagnostic::of(Code::OVER_LIMIT, span, message));
        }
        let is_doubtful = self.builder.hides_next();
        self.builder.start(&tag, &self.attributes, span, is_empty);
        if is_empty {
            self.builder.end(end);
        } else {
            self.open.push(Open { name: tag.name, span, is_doubtful });
        }
        Ok(())
    }

    fn end_tag(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let inner = self.slice(start.saturating_add(2), end.saturating_sub(1));
        let name = inner.trim_ascii_end();
        let name_start = start.saturating_add(2);
        let span = Span::new(name_start, name_start.saturating_add(name.len()));
        let Some(&Open { name: open, span: opened, .. }) = self.open.last() else {
            return self.stop(Diagnostic::of(Code::OUTSIDE_ROOT, span, "an end tag without a start tag"));
        };
        if let Some(sketch) = &mut self.sketch {
            sketch.end_tag(name, start, end, open == name);
        }
        if open == name {
            self.open.pop();
            self.builder.end(start);
            return Ok(());
        }
        let (labels, hides) = self.labels();
        let expected = labels.last().copied().unwrap_or_default();
        let found = if labels.contains(&name) { name } else { open_label(name, hides || self.builder.hides_next()) };
        let message = format!("end tag `</{found}>` where `</{expected}>` is expected");
        let finding = Diagnostic::of(Code::WRONG_END_TAG, span, message);
        let finding = self.hint_at_unmarked_end(finding);
        self.stop(finding.note(opened, format!("`<{expected}>` is opened here")))
    }

    /// Takes the second of two equal start tags for the end tag that lacks its `/`.
    fn unmarked_end_tag(&mut self, tag: &Tag<'a>, start: usize, end: usize) -> Result<(), Stop> {
        let span = Span::new(start, end);
        let spelling = markup::spelling(tag.name).map_or_else(String::new, |name| format!(": </{name}>"));
        let finding = Diagnostic::of(Code::WRONG_END_TAG, span, "an end tag without its `/`");
        self.builder.report(finding.help(format!("an end tag begins with `</`{spelling}")));
        if let Some(sketch) = &mut self.sketch {
            sketch.unmarked_end_tag();
        }
        self.open.pop();
        self.builder.end(start);
        Ok(())
    }

    /// Adds that the end tag before may lack its `/`, if the innermost element is in one of the same name.
    fn hint_at_unmarked_end(&self, finding: Diagnostic) -> Diagnostic {
        match self.open.as_slice() {
            [.., outer, inner] if outer.name == inner.name => {
                finding.help("the second of two equal start tags: is it an end tag without its `/`?")
            }
            _ => finding,
        }
    }

    /// The same finding about a bare sign with the edit that mends it, unless the sign may be a piece of a secret.
    fn escaped(&self, finding: Diagnostic) -> Diagnostic {
        let replacement = if finding.code == Code::BARE_LESS_THAN { "&lt;" } else { "&amp;" };
        if self.open.is_empty() || self.open.iter().any(|open| open.is_doubtful || is_secret(open.name)) {
            return finding;
        }
        let span = finding.span;
        finding.suggest(Suggestion::new(span, replacement))
    }

    /// The names of the open elements as messages show them, and whether a further one would be hidden.
    fn labels(&self) -> (Vec<&'a str>, bool) {
        let mut hides = false;
        let label = |open: &Open<'a>| {
            hides |= open.is_doubtful;
            let label = open_label(open.name, hides);
            hides |= is_secret(open.name);
            label
        };
        let labels = self.open.iter().map(label).collect();
        (labels, hides)
    }

    fn characters(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let text = self.slice(start, end);
        if self.open.is_empty() {
            let visible = text.trim_ascii_start();
            return match text.len().saturating_sub(visible.len()) {
                _ if visible.is_empty() => Ok(()),
                blanks => {
                    let start = start.saturating_add(blanks);
                    let place = if self.root.is_some() { "after" } else { "before" };
                    let message = format!("text {place} the root element");
                    self.stop(Diagnostic::of(Code::OUTSIDE_ROOT, Span::new(start, start.saturating_add(1)), message))
                }
            };
        }
        if let Some(after) = text.strip_prefix('&') {
            let finding = markup::bare_ampersand(start);
            // `&lt9:` may be a reference without its `;` as well.
            let is_clear = !["#", "amp", "lt", "gt", "apos", "quot"].iter().any(|name| after.starts_with(name));
            self.builder.report(if is_clear { self.escaped(finding) } else { finding });
        }
        if let Some(at) = text.as_bytes().contains(&b'>').then(|| text.find("]]>")).flatten() {
            let at = start.saturating_add(at);
            let finding = Diagnostic::of(Code::MALFORMED, Span::new(at, at.saturating_add(3)), "`]]>` in text");
            self.builder.report(finding.help("write ]]&gt;"));
        }
        self.note_text(start, end);
        self.builder.text(text, start);
        Ok(())
    }

    fn character_data(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        if self.open.is_empty() {
            let message = "a CDATA section outside the root element";
            return self.stop(Diagnostic::of(Code::OUTSIDE_ROOT, Span::new(start, end), message));
        }
        let (inner, inner_end) = (start.saturating_add("<![CDATA[".len()), end.saturating_sub("]]>".len()));
        self.note_markup(start, inner);
        self.note_text(inner, inner_end);
        self.note_markup(inner_end, end);
        self.builder.text(self.slice(inner, inner_end), inner);
        Ok(())
    }

    fn reference(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let span = Span::new(start, end);
        if self.open.is_empty() {
            return self.stop(Diagnostic::of(Code::OUTSIDE_ROOT, span, "a reference outside the root element"));
        }
        self.note_text(start, end);
        let name = self.slice(start.saturating_add(1), end.saturating_sub(1));
        match resolve(name, start) {
            Ok(character) => self.builder.character(character, start, end),
            Err(finding) => self.builder.report(finding),
        }
        Ok(())
    }

    fn comment(&mut self, start: usize, end: usize) {
        let inner = self.slice(start.saturating_add("<!--".len()), end.saturating_sub("-->".len()));
        self.note_around(start, end, "<!--", "-->");
        if inner.trim_start().starts_with(['{', '%']) {
            self.builder.template(Span::new(start, end));
        }
        if inner.contains("--") || inner.ends_with('-') {
            let finding = Diagnostic::of(Code::DASHES_IN_COMMENT, Span::new(start, end), "`--` inside a comment");
            self.builder.report(finding.help("XML 1.0 forbids it; a strict reader refuses the whole file"));
        }
    }

    fn declaration(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let span = Span::new(start, end);
        if start > 0 {
            if !self.slice(0, start).trim_ascii_start().is_empty() {
                let finding = Diagnostic::of(Code::MALFORMED, span, "an XML declaration inside the file");
                return self.stop(finding.help("it belongs at the very beginning, or nowhere"));
            }
            let message = "blanks or blank lines before the XML declaration";
            let finding = Diagnostic::of(Code::BLANK_BEFORE_DECLARATION, Span::new(0, start), message);
            self.builder.report(finding.help("remove them: `<?xml` is the first thing in a file"));
        }
        if let Some(sketch) = &mut self.sketch {
            sketch.declaration(start, end);
        }
        let start = start.saturating_add("<?xml".len());
        let inner = self.slice(start, end.saturating_sub("?>".len()));
        markup::check_declaration(inner, start).or_else(|finding| self.stop(finding))
    }

    fn instruction(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        self.note_around(start, end, "<?", "?>");
        let inner = self.slice(start.saturating_add("<?".len()), end.saturating_sub("?>".len()));
        let target = inner.split(markup::is_blank).next().unwrap_or_default();
        if !markup::is_name(target) || target.eq_ignore_ascii_case("xml") {
            let message = "a processing instruction without a proper name";
            return self.stop(Diagnostic::of(Code::MALFORMED, Span::new(start, end), message));
        }
        self.builder.instruction(Span::new(start, end));
        Ok(())
    }

    fn doctype(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let finding = Diagnostic::of(Code::DOCTYPE, Span::new(start, end), "a document type declaration");
        self.stop(finding.help("remove it: profiles have no entities, and devices read none"))
    }

    fn end_of_file(&mut self) -> Result<(), Stop> {
        let end = Span::new(self.text.len(), self.text.len());
        if self.open.is_empty() {
            if self.root.is_some() {
                return Ok(());
            }
            let message = if self.text.is_empty() { "the source is empty" } else { "the source has no element" };
            return self.stop(Diagnostic::of(Code::EMPTY, end, message));
        }
        let (labels, _) = self.labels();
        let message = format!("end of file inside `<{}>`", labels.last().copied().unwrap_or_default());
        let finding = Diagnostic::of(Code::UNCLOSED, end, message).help("the file may have been cut short");
        let finding = self.hint_at_unmarked_end(finding);
        let opened = |finding: Diagnostic, (name, open): (&str, &Open<'_>)| {
            finding.note(open.span, format!("`<{name}>` is opened here"))
        };
        let finding = labels.into_iter().zip(&self.open).rev().fold(finding, opened);
        self.stop(finding)
    }

    fn broken(&mut self, error: &XmlError, at: usize) -> Result<(), Stop> {
        let span = Span::new(at, at.saturating_add(1));
        let (code, message) = match error {
            XmlError::Syntax(SyntaxError::UnclosedComment) => (Code::UNCLOSED, "a comment without its end `-->`"),
            XmlError::Syntax(SyntaxError::UnclosedCData) => (Code::UNCLOSED, "a CDATA section without its end `]]>`"),
            XmlError::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => {
                (Code::UNCLOSED, "a processing instruction without its end `?>`")
            }
            XmlError::Syntax(SyntaxError::UnclosedDoctype) => (Code::DOCTYPE, "a document type declaration"),
            XmlError::Syntax(SyntaxError::UnclosedTag) => (Code::UNCLOSED, "a tag without its end `>`"),
            XmlError::Syntax(
                SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue,
            ) => (Code::UNCLOSED, "an attribute value without its closing quote"),
            XmlError::IllFormed(IllFormedError::MissingDoctypeName) => (Code::DOCTYPE, "a document type declaration"),
            _ => (Code::MALFORMED, "markup that XML does not know"),
        };
        let finding = Diagnostic::of(code, span, message);
        let is_tag = matches!(error, XmlError::Syntax(SyntaxError::UnclosedTag | SyntaxError::InvalidBangMarkup));
        self.stop(if is_tag { finding.help("a `<` of a value is written &lt;") } else { finding })
    }
}
