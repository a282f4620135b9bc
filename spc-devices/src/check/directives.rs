//! The comments in which a source addresses the checks: `spc: allow SPC0501` and `spc: model=spa504g`.
//!
//! Knows: how such a comment is written and what it covers. Must not know: any check, or which codes there are.

use core::ops::Range;

use memchr::memmem;
use spc_core::diagnostic::Span;
use spc_core::source::{self, Parsed, Syntax};

use super::subject::Source;

/// What begins such a comment.
const MARKS: [&str; 2] = ["spc:", "SPC:"];
/// What begins the word that names a model.
const MODEL: &str = "model=";

/// Everything that the comments of a profile say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Directives {
    /// Each `model=..`, with the place of the name.
    pub(crate) models: Vec<(String, Span)>,
    /// Each word after `allow`, with its place.
    pub(crate) allowed: Vec<Allowed>,
    /// Comments that begin like a directive, but are not one.
    pub(crate) unknown: Vec<Span>,
}

/// A code or group that is allowed in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allowed {
    /// The code or the group, as it is written.
    pub(crate) word: String,
    /// Where it is written.
    pub(crate) span: Span,
    /// The element or entry that it applies to; empty at the end of a source.
    pub(crate) covers: Range<u32>,
}

/// Reads the comments of all sources.
pub(crate) fn read(sources: &[Source<'_>], parsed: &Parsed<'_>) -> Directives {
    let mut directives = Directives::default();
    for (number, source) in (0..).zip(sources) {
        // Most sources have none, and looking for comments would cost more than looking for the mark.
        if !MARKS.iter().any(|mark| contains(source.bytes, mark.as_bytes())) {
            continue;
        }
        let comments = source::comments(source.bytes, source.syntax);
        let mut elements = Elements::new(number, source, parsed);
        for (range, tag) in comments.iter().zip(following_tags(source, &comments)) {
            let Ok(text) = core::str::from_utf8(source.bytes.get(range.clone()).unwrap_or_default()) else { continue };
            if let Some(words) = MARKS.iter().find_map(|mark| text.trim_start().strip_prefix(mark)) {
                let start = range.start.saturating_add(text.len()).saturating_sub(words.len());
                let covers = elements.following(range.end, tag);
                directives.take(words, number, start, &covers);
            }
        }
    }
    directives
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    memmem::find(bytes, wanted).is_some()
}

impl Directives {
    /// Reads what follows the mark; `start` is its place.
    fn take(&mut self, text: &str, source: u16, start: usize, covers: &Range<u32>) {
        let mut words = words(text).map(|(word, at)| {
            let at = start.saturating_add(at);
            (word, Span::of(source, at..at.saturating_add(word.len())).unwrap_or_default())
        });
        match words.next() {
            Some(("allow", span)) => {
                let mut words = words.peekable();
                if words.peek().is_none() {
                    self.unknown.push(span);
                }
                let allowed = words.map(|(word, span)| Allowed { word: word.to_owned(), span, covers: covers.clone() });
                self.allowed.extend(allowed);
            }
            Some((first, span)) if first.starts_with(MODEL) => {
                // A second one is kept as well, so that a difference is noticed.
                for (word, span) in core::iter::once((first, span)).chain(words) {
                    match word.strip_prefix(MODEL) {
                        Some(name) => {
                            let start = word.len().saturating_sub(name.len());
                            self.models.push((name.to_owned(), span.part(start..word.len())));
                        }
                        None => self.unknown.push(span),
                    }
                }
            }
            Some((_, span)) => self.unknown.push(span),
            None => self.unknown.push(Span::of(source, start..start).unwrap_or_default()),
        }
    }
}

/// The words of a comment, separated by spaces and commas, with their places.
fn words(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let is_gap = |c: char| c.is_whitespace() || c == ',';
    let mut at = 0_usize;
    let pieces = text.split_inclusive(is_gap).map(move |piece| {
        let start = at;
        at = at.saturating_add(piece.len());
        (piece.trim_end_matches(is_gap), start)
    });
    pieces.filter(|(word, _)| !word.is_empty())
}

/// Where the parameters of a source are, looked up once for all of its comments.
struct Elements<'s> {
    /// Where the name of each begins, in the order of the source.
    names: Vec<u32>,
    /// What has sections.
    xml: Option<&'s [u8]>,
    /// The tag that was looked at last, and its section: several comments may be in front of one.
    last: Option<(usize, Option<Range<u32>>)>,
}

impl<'s> Elements<'s> {
    fn new(number: u16, source: &Source<'s>, parsed: &Parsed<'_>) -> Self {
        let names = parsed.places.iter().map(|place| place.name).filter(|name| name.source() == number);
        let mut names: Vec<u32> = names.map(Span::start).collect();
        names.sort_unstable();
        Self { names, xml: Some(source.bytes).filter(|_| source.syntax == Syntax::Xml), last: None }
    }

    /// What a comment that ends at `end` applies to: the next parameter or section, or the whole profile if the comment
    /// is in front of it. `tag` is where the name of the next element begins.
    fn following(&mut self, end: usize, tag: Option<usize>) -> Range<u32> {
        let from = position(end);
        let next = self.names.partition_point(|start| *start < from);
        let Some(first) = self.names.get(next).copied() else { return from..from };
        match tag.and_then(|tag| self.section(tag, first)) {
            Some(range) => range,
            None => first..self.names.get(next.saturating_add(1)).copied().unwrap_or(u32::MAX),
        }
    }

    /// The section that begins with a tag, looked for once.
    fn section(&mut self, tag: usize, parameter: u32) -> Option<Range<u32>> {
        match &self.last {
            Some((last, range)) if *last == tag => range.clone(),
            _ => {
                let range = self.xml.and_then(|xml| section(xml, tag, parameter));
                self.last = Some((tag, range.clone()));
                range
            }
        }
    }
}

/// Where the name of the first element after each comment begins, in time linear in the source. Plain text has none.
fn following_tags(source: &Source<'_>, comments: &[Range<usize>]) -> Vec<Option<usize>> {
    if source.syntax != Syntax::Xml {
        return vec![None; comments.len()];
    }
    let (mut tag, mut next_comment) = (None, source.bytes.len());
    let mut tags: Vec<Option<usize>> = (comments.iter().rev())
        .map(|comment| {
            let between = source.bytes.get(comment.end..next_comment).unwrap_or_default();
            next_comment = comment.start;
            let mut names = memchr::memchr_iter(b'<', between).map(|at| at.saturating_add(1));
            let first = names.find(|name| between.get(*name).is_some_and(u8::is_ascii_alphabetic));
            tag = first.map(|name| comment.end.saturating_add(name)).or(tag);
            tag
        })
        .collect();
    tags.reverse();
    tags
}

/// The range to which a comment in front of an element applies, if a parameter follows in it: the element without its tags,
/// or everything if it is the whole profile.
fn section(xml: &[u8], at: usize, parameter: u32) -> Option<Range<u32>> {
    let tag = xml.get(at..usize::try_from(parameter).ok()?).filter(|tag| !tag.is_empty())?;
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let name = tag.get(..tag.iter().position(is_end).unwrap_or(tag.len()))?;
    if name == b"flat-profile" {
        return Some(0..u32::MAX);
    }
    let rest = xml.get(at..)?;
    let head = memchr::memchr(b'>', rest)?;
    let is_empty = rest.get(..head)?.ends_with(b"/");
    let end = if is_empty { Some(head) } else { memmem::find(rest, &[b"</", name].concat()) };
    Some(position(at)..end.map_or(u32::MAX, |end| position(at.saturating_add(end))))
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directives(source: &str) -> Directives {
        let syntax = source::sniff(source.as_bytes());
        let parsed = read_profile(source.as_bytes(), syntax);
        read(&[Source::new(source.as_bytes(), syntax)], &parsed)
    }

    fn read_profile(source: &[u8], syntax: Syntax) -> Parsed<'_> {
        source::Reader::new().syntax(syntax).read(source).unwrap()
    }

    fn covered<'a>(source: &'a str, allowed: &Allowed) -> &'a str {
        let end = usize::try_from(allowed.covers.end).unwrap().min(source.len());
        &source[usize::try_from(allowed.covers.start).unwrap()..end]
    }

    #[test]
    fn a_comment_is_about_the_next_parameter() {
        let source = "<flat-profile><A>1</A><!-- spc: allow SPC0501, values --><B>2</B><C>3</C></flat-profile>";
        let directives = directives(source);
        let words: Vec<&str> = directives.allowed.iter().map(|allowed| allowed.word.as_str()).collect();
        assert_eq!(words, ["SPC0501", "values"]);
        assert_eq!(&source[directives.allowed[1].span.range()], "values");
        assert_eq!(covered(source, &directives.allowed[0]), "B>2</B><");
    }

    #[test]
    fn a_comment_before_the_profile_is_about_all_of_it() {
        let source = "<!-- spc: allow names --><flat-profile><A>1</A></flat-profile>";
        assert_eq!(covered(source, &directives(source).allowed[0]), source);
    }

    #[test]
    fn a_comment_before_a_section_is_about_all_of_it() {
        let source = "<flat-profile><!-- SPC: allow names --><!-- <old> --><ua a=\"1\"><A>1</A><B>2</B></ua><C>3</C></flat-profile>";
        assert_eq!(covered(source, &directives(source).allowed[0]), "ua a=\"1\"><A>1</A><B>2</B>");
    }

    #[test]
    fn a_comment_that_allows_nothing_in_particular_is_unknown() {
        let source = "<flat-profile><!-- spc: allow --><A>1</A></flat-profile>";
        assert_eq!(&source[directives(source).unknown[0].range()], "allow");
    }

    #[test]
    fn plain_text_has_them_too() {
        let source =
            "# spc: model=spa504g\nA \"1\" ;\n# spc: allow SPC0501\nB \"# spc: no\" ; C ;\n# spc: what\n# spc:\n";
        let directives = directives(source);
        assert_eq!(covered(source, &directives.allowed[0]), "B \"# spc: no\" ; ");
        assert_eq!(directives.models[0].0, "spa504g");
        assert_eq!(&source[directives.models[0].1.range()], "spa504g");
        assert_eq!(directives.unknown.len(), 2);
    }

    #[test]
    fn a_comment_at_the_end_is_about_nothing() {
        let source = "<flat-profile><A>1</A><!-- spc: allow names --></flat-profile>";
        assert_eq!(covered(source, &directives(source).allowed[0]), "");
    }
}
