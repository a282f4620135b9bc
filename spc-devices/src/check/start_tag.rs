//! The start tag of a parameter in XML: what its attributes say about it.
//!
//! Knows: how attributes are written. Must not know: any check.

use memchr::{memchr, memmem};
use spc_core::diagnostic::{Code, Diagnostic, Span};
use spc_core::source::Syntax;

use super::subject::{Entry, Source, Subject};

/// The start tag after the name of an entry, in XML.
fn tag<'a>(subject: &Subject<'a>, entry: &Entry<'_>) -> Option<&'a [u8]> {
    tag_after(subject.sources(), entry.place.name)
}

/// The start tag after a name, in XML.
fn tag_after<'a>(sources: &[Source<'a>], name: Span) -> Option<&'a [u8]> {
    let source = sources.get(usize::from(name.source())).filter(|source| source.syntax == Syntax::Xml)?;
    let rest = source.bytes.get(name.range().end..)?;
    rest.get(..memchr(b'>', rest)?)
}

/// Whether the group of an element says that it shows a state and sets nothing.
pub(super) fn is_status(subject: &Subject<'_>, entry: &Entry<'_>) -> bool {
    is_status_at(subject.sources(), entry.place.name)
}

/// The same for the element with its name at this place.
pub(super) fn is_status_at(sources: &[Source<'_>], name: Span) -> bool {
    tag_after(sources, name).is_some_and(has_status_group)
}

/// Whether the reader reported a status line for repeating a setting's name, which SPC0525 reports as well.
pub(super) fn is_repeated_by_status(finding: &Diagnostic, sources: &[Source<'_>]) -> bool {
    const REPEATED: [Code; 3] = [Code::REPEATED_SAME, Code::REPEATED_OTHER, Code::REPEATED_ACROSS];
    REPEATED.contains(&finding.code) && is_status_at(sources, finding.span)
}

fn has_status_group(tag: &[u8]) -> bool {
    // Few tags have the letter, and every tag is checked.
    memchr(b'I', tag).is_some()
        && [&b"group=\"Info/"[..], b"group='Info/"]
            .iter()
            .any(|group| tag.windows(group.len()).any(|part| part == *group))
}

/// Whether the tag of an entry has a name and a value as attributes, as elements of other formats do: its own name is not meant
/// as that of a parameter.
pub(super) fn is_of_other_format(subject: &Subject<'_>, entry: &Entry<'_>) -> bool {
    tag(subject, entry).is_some_and(|tag| has_attribute(tag, b"name=") && has_attribute(tag, b"value="))
}

/// Whether the tag of an entry has a `value` attribute; `None` if it has no tag.
pub(super) fn has_value(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<bool> {
    Some(has_attribute(tag(subject, entry)?, b"value="))
}

/// Whether a start tag has an attribute, of which `begin` is the name and the `=`.
fn has_attribute(tag: &[u8], begin: &[u8]) -> bool {
    let has = |at: usize| at > 0 && tag.get(at.saturating_sub(1)).is_some_and(u8::is_ascii_whitespace);
    memmem::find_iter(tag, begin).any(has)
}
