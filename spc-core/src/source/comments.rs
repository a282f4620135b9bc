//! Finds the comments of a source: readers skip them, but people leave instructions and forgotten text in them.
//!
//! Knows: how both languages write a comment. Must not know: what a comment means.

use core::ops::Range;

use memchr::{memchr, memchr3, memmem};

use super::syntax::Syntax;

/// Returns the comments of a source that could be read, in order: the bytes between `<!--` and `-->`, or from after a
/// `#` to the end of the line.
///
/// For a broken source the result is a guess. Takes time linear in the source.
///
/// ```
/// # use spc_core::source::{self, Syntax};
/// let source = b"A \"1 # 2\" ; # a note\n";
/// assert_eq!(source::comments(source, Syntax::Text), [13..20]);
/// ```
#[must_use]
pub fn comments(source: &[u8], syntax: Syntax) -> Vec<Range<usize>> {
    match syntax {
        Syntax::Xml => in_xml(source),
        Syntax::Text => in_text(source),
    }
}

fn in_xml(source: &[u8]) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut at = 0;
    // These begin something other than a tag; if it does not end, the source is broken.
    while let Some(found) = memmem::find(rest(source, at), b"<!") {
        let start = at.saturating_add(found);
        let tail = rest(source, start);
        let (open, close): (&[u8], &[u8]) = if tail.starts_with(b"<!--") {
            (b"<!--", b"-->")
        } else if tail.starts_with(b"<![CDATA[") {
            (b"<![CDATA[", b"]]>")
        } else {
            (b"<!", b"")
        };
        let inner = start.saturating_add(open.len());
        let Some(length) = memmem::find(rest(source, inner), close) else { break };
        let end = inner.saturating_add(length);
        if open == b"<!--" {
            comments.push(inner..end);
        }
        at = end.saturating_add(close.len());
    }
    comments
}

fn in_text(source: &[u8]) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut at = 0;
    // A quote ends on its line or not at all.
    let mut is_quoted = false;
    while let Some(found) = memchr3(b'"', b'#', b'\n', rest(source, at)) {
        at = at.saturating_add(found);
        match source.get(at) {
            Some(b'"') => is_quoted = !is_quoted,
            Some(b'#') if !is_quoted => {
                let start = at.saturating_add(1);
                let length = memchr(b'\n', rest(source, start)).unwrap_or(rest(source, start).len());
                let end = start.saturating_add(length);
                let text = source.get(start..end).unwrap_or_default();
                let end = end.saturating_sub(usize::from(text.ends_with(b"\r")));
                comments.push(start..end);
                at = end;
                continue;
            }
            Some(b'\n') => is_quoted = false,
            _ => {}
        }
        at = at.saturating_add(1);
    }
    comments
}

fn rest(source: &[u8], at: usize) -> &[u8] {
    source.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, syntax: Syntax) -> Vec<&str> {
        comments(source.as_bytes(), syntax).into_iter().map(|range| &source[range]).collect()
    }

    #[test]
    fn comments_of_xml_are_found_and_cdata_is_skipped() {
        let source = "<!-- a --><p><A><![CDATA[<!-- no -->]]></A><!----><!--b-->";
        assert_eq!(texts(source, Syntax::Xml), [" a ", "", "b"]);
        assert_eq!(texts("<!-- a --><!-- open", Syntax::Xml), [" a "]);
        assert_eq!(texts("<!><!<!--x-->", Syntax::Xml), ["x"]);
    }

    #[test]
    fn comments_of_plain_text_are_found_and_values_are_skipped() {
        let source = "# one\r\nA \"x # no\" ; # two\nB \" # open\n# three";
        assert_eq!(texts(source, Syntax::Text), [" one", " two", " three"]);
    }
}
