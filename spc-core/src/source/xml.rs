//! Reads an XML flat-profile: drives quick-xml, and bypasses it for parameters of the usual form.
//!
//! quick-xml only splits the source into markup and text; their content is read from the source itself, so that
//! everything borrows from it and every finding has its exact place. `expand_empty_elements` and the trimming options
//! must stay off: `<P/>` and `<P></P>` differ, and blanks are trimmed once, at the ends of the whole value.

use std::io::BufRead;

use memchr::memmem;
use quick_xml::errors::{Error as XmlError, IllFormedError, SyntaxError};
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::findings::Findings;
use super::outline::Outline;
use super::parsed::Parsed;
use super::record::Record;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits::{self, Limits};

mod attributes;
mod builder;
mod bytes;
mod document;
mod fast_path;
mod frame;
mod markup;
mod recovery;
mod sketch;
mod slips;
mod stray_text;
mod unclosed;
mod value;

use document::{Document, Stop};
use fast_path::Plain;
pub(super) use markup::resolve;
use sketch::Sketch;
pub(super) use slips::help_for_text_before;
use unclosed::Unclosed;

/// What DOS editors wrote after the last line of a file.
pub(super) const END_OF_DOS_FILE: char = '\u{1a}';
pub(super) const DELETE_END_OF_DOS_FILE: &str = "delete it: it is not part of the profile";

/// The first one is no longer part of the text (FORMAT 7.1).
const BYTE_ORDER_MARK: char = '\u{feff}';

/// How many `<` that do not begin a tag are skipped. Each costs time up to the length of the source.
const PASSED_OVER: usize = 100;
/// Within how many bytes after such a `<` an element would have to end, to be one after all.
const NEAR: usize = 4_096;

/// Reads the text; errors are among the findings.
///
/// A text that turns out to be broken, because some of its elements do not end, is read again with that knowledge: only
/// then can a start tag be recognised as the end tag it was meant to be, and each mistake be reported once, at its
/// place.
pub(super) fn parse<'a>(text: &'a str, limits: &Limits, findings: &mut Findings) -> Parsed<'a> {
    let (parsed, unclosed) = parse_once(text, limits, findings, Unclosed::default());
    if !unclosed.is_empty() {
        let mut again = Findings::default();
        parse_once(text, limits, &mut again, unclosed);
        // The text remains broken, whatever the second run makes of it.
        if again.has_error() {
            *findings = again;
        }
    }
    parsed
}

/// What the text contains, and the elements that do not end; `unclosed` are those already known.
fn parse_once<'a>(
    text: &'a str,
    limits: &Limits,
    findings: &mut Findings,
    unclosed: Unclosed,
) -> (Parsed<'a>, Unclosed) {
    let record = Record::new(text.len(), limits, findings);
    let mut document = Document::new(text, record, None);
    document.builder.unclosed = unclosed.sorted();
    let outcome = document.read();
    let unclosed = core::mem::take(&mut document.unclosed);
    let parsed = match outcome {
        Ok(()) => document.builder.finish(document.root.unwrap_or_default(), text),
        Err(Stop) => Parsed::default(),
    };
    (parsed, unclosed)
}

/// What the reader understands of the text, up to where it ends.
pub(super) fn outline(text: &str) -> Outline {
    let mut findings = Findings::default();
    let record = Record::new(text.len(), &Limits::default(), &mut findings);
    let mut document = Document::new(text, record, Some(Sketch::new(text)));
    let _ = document.read();
    document.sketch.map(Sketch::finish).unwrap_or_default()
}

/// Whether an element of this name ends near a text that begins with it.
fn has_end(text: &str, name: &str) -> bool {
    let end = format!("</{name}");
    memmem::find(text.as_bytes().get(..NEAR).unwrap_or(text.as_bytes()), end.as_bytes()).is_some()
}

/// Whether what follows a `<` in a value, and begins with a name, is text rather than a tag: `a<b)`, `<x:>`.
fn is_sign(text: &str, name: &str) -> bool {
    let rest = text.get(name.len()..).unwrap_or_default();
    if name.contains(':') {
        return !has_end(text, name);
    }
    match rest.chars().next() {
        // A template may have left its marks in the name.
        None | Some('/' | '>' | '{' | '$' | '%' | '@' | '#') => false,
        Some(sign) if markup::is_blank(sign) => {
            let tag = rest.split('>').next().unwrap_or_default();
            // Only an attribute shows that it is a tag: `<IP or name>` is a placeholder.
            let is_words = !tag.contains('=') && tag.contains(|c: char| c.is_alphanumeric());
            (tag.contains('<') || is_words) && !has_end(text, name)
        }
        Some(_) => !has_end(text, name),
    }
}

/// Creates the general reader for the text from here on.
fn reader_at(text: &str, at: usize) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.get(at..).unwrap_or_default());
    let config = reader.config_mut();
    // We compare end tags ourselves, to show both places; a lone `&` is returned as text, to continue after it.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

impl<'a, 'f> Document<'a, 'f> {
    /// Ends the run at a character that XML does not have.
    fn check_characters(&mut self) -> Result<(), Stop> {
        let Some(at) = markup::illegal_character(self.text) else { return Ok(()) };
        let character = self.slice(at, self.text.len()).chars().next().unwrap_or_default();
        let message = format!("character U+{:04X} is not allowed in XML", u32::from(character));
        let finding = Diagnostic::of(Code::ILLEGAL_CHARACTER, Span::at(at, 1), message);
        let is_mark = character == END_OF_DOS_FILE;
        self.stop(if is_mark { finding.help(DELETE_END_OF_DOS_FILE) } else { finding })
    }

    fn read(&mut self) -> Result<(), Stop> {
        self.check_characters()?;
        let mut reader = reader_at(self.text, 0);
        // The position where this reader's text begins.
        let mut base = 0_usize;
        let mut start = 0;
        let mut is_after_markup = false;
        if self.text.starts_with(BYTE_ORDER_MARK) {
            // The reader would drop this one, and its positions would then be off.
            self.characters(start, BYTE_ORDER_MARK.len_utf8())?;
        }
        loop {
            if is_after_markup {
                let after = self.plain_parameters(start);
                reader.stream().consume(after.saturating_sub(start));
                start = after;
            }
            let event = reader.read_event();
            // After text, the reader already knows that markup follows, and cannot be moved forward.
            is_after_markup = !matches!(event, Ok(Event::Text(_)));
            let position = |at: u64| usize::try_from(at).unwrap_or(self.text.len()).saturating_add(base);
            let end = position(reader.buffer_position());
            if matches!(event, Ok(Event::Start(_) | Event::Empty(_)) | Err(_)) {
                let next = match self.mistyped_end_tag(start)? {
                    None if self.is_bare(start) => Some(self.pass_over(start)),
                    next => next,
                };
                if let Some(next) = next {
                    base = next;
                    start = next;
                    reader = reader_at(self.text, base);
                    is_after_markup = false;
                    continue;
                }
            }
            let mut next = end;
            match event {
                Ok(Event::Start(_)) => next = self.start_tag(start, end, false)?,
                Ok(Event::Empty(_)) => next = self.start_tag(start, end, true)?,
                Ok(Event::End(_)) => next = self.end_tag(start, end)?,
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
                    return self.broken(&error, start, at);
                }
            }
            if next != end {
                // If its `>` is missing, a tag ends before the reader thinks so.
                base = next;
                reader = reader_at(self.text, base);
                is_after_markup = false;
            }
            start = next;
        }
    }

    /// Whether the `<` at this position in a value does not begin anything that XML knows, as in a dial plan.
    fn is_bare(&self, start: usize) -> bool {
        let rest = self.slice(start, self.text.len());
        let Some(after) = rest.strip_prefix('<') else { return false };
        self.passed_over < PASSED_OVER
            && self.builder.is_in_value()
            && match after.chars().next() {
                // `(<:1>xxx)` begins with a valid XML name. A real element ends somewhere.
                Some(':') => !has_end(after, markup::name_of(after)),
                Some('/' | '!' | '?') | None => false,
                Some(_) => {
                    let name = markup::name_of(after);
                    // What is shown ends at such a character, because it may begin anything.
                    name.is_empty()
                        || (self.sketch.is_none() && (is_sign(after, name) || self.is_placeholder(after, name)))
                }
            }
    }

    /// Whether the tag with this name is a placeholder in the value that is open.
    fn is_placeholder(&self, after: &str, name: &str) -> bool {
        let around = self.open.last().map(|open| open.name).unwrap_or_default();
        slips::is_placeholder(after, name, around, self.builder.touches_text()) && !has_end(after, name)
    }

    /// Treats a `<` as the text it was meant to be, so that the next one is found in the same run. Returns where that
    /// ends.
    fn pass_over(&mut self, start: usize) -> usize {
        self.passed_over = self.passed_over.saturating_add(1);
        let finding = markup::bare_less_than(start);
        match slips::in_value(self.slice(start, self.text.len())) {
            Some(help) => {
                let value = self.open.last().map(|open| open.span);
                if core::mem::replace(&mut self.placeholder_in, value) != value {
                    self.builder.report(finding.help(help));
                }
            }
            None => self.builder.report(self.escaped(finding)),
        }
        let rest = self.slice(start.saturating_add(1), self.text.len());
        let marks = rest.len().saturating_sub(rest.trim_start_matches(BYTE_ORDER_MARK).len());
        let end = start.saturating_add(1).saturating_add(marks);
        self.note_text(start, end);
        self.builder.text(self.slice(start, end), start);
        end
    }

    /// Takes the parameters of the usual form from `start` on, and returns where they end.
    fn plain_parameters(&mut self, start: usize) -> usize {
        let mut end = start;
        let mut group = &b""[..];
        while self.open.len() < limits::DEPTH && self.sketch.is_none() && self.builder.takes_plain() {
            let rest = self.slice(end, self.text.len());
            let element = rest.trim_ascii_start();
            // The profile's own name is a fault inside the profile.
            let Some(plain) = Plain::read(element, &mut group).filter(|plain| plain.name != builder::PROFILE) else {
                break;
            };
            let start = self.text.len().saturating_sub(element.len());
            self.builder.plain(&plain, start);
            end = start.saturating_add(plain.length);
        }
        end
    }

    fn broken(&mut self, error: &XmlError, start: usize, at: usize) -> Result<(), Stop> {
        let span = Span::at(at, 1);
        let rest = self.slice(start, self.text.len());
        let of = |code: Code, message: &'static str| Diagnostic::of(code, span, message);
        let finding = match error {
            XmlError::Syntax(SyntaxError::UnclosedComment | SyntaxError::InvalidBangMarkup) => {
                slips::in_comment(rest, start, span)
            }
            XmlError::Syntax(SyntaxError::UnclosedCData) if rest.starts_with("<![CDATA[") => {
                of(Code::UNCLOSED, "a CDATA section without a closing `]]>`")
            }
            XmlError::Syntax(SyntaxError::UnclosedCData) => slips::in_comment(rest, start, span),
            XmlError::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => {
                let finding = of(Code::UNCLOSED, "a processing instruction without a closing `?>`");
                finding.help(slips::help_for_cut_instruction(rest))
            }
            XmlError::Syntax(SyntaxError::UnclosedTag) => {
                let finding = of(Code::UNCLOSED, "a tag without a closing `>`");
                finding.help(slips::help_for_cut_tag(rest, self.builder.is_in_text()))
            }
            XmlError::Syntax(
                SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue,
            ) => slips::in_open_quote(rest, start)
                .unwrap_or_else(|| of(Code::UNCLOSED, "an attribute value without a closing quote")),
            XmlError::Syntax(SyntaxError::UnclosedDoctype)
            | XmlError::IllFormed(IllFormedError::MissingDoctypeName) => {
                of(Code::DOCTYPE, "a document type declaration")
            }
            _ => of(Code::MALFORMED, "markup that is not valid XML"),
        };
        self.stop(finding)
    }
}
