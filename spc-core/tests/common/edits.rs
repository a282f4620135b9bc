//! Small changes to an XML source, such as a typing mistake or an attacker would make.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Pieces with a meaning in XML, or with none at all.
const PIECES: [&[u8]; 41] = [
    b"<",
    b">",
    b"/",
    b"&",
    b";",
    b"\"",
    b"'",
    b"=",
    b"!",
    b"?",
    b"-",
    b"--",
    b"]",
    b"]]>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<?",
    b"?>",
    b"<!DOCTYPE x>",
    b"<A>",
    b"</A>",
    b"<A/>",
    b"<S><A/></S>",
    b"&amp;",
    b"&#65;",
    b"&#x;",
    b"&x;",
    b"&lt",
    b" ua='na'",
    b" ua=\"x\"",
    b"\0",
    b"\r",
    b"\t",
    b" ",
    b"\xe9",
    b"\xc3\xa9",
    b"\xef\xbf\xbf",
    b"x",
    b"0",
    b"",
];

/// Some bytes, perhaps none, and what replaces them.
pub(crate) type Edit = (Index, usize, &'static [u8]);

/// One edit or two.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((any::<Index>(), 0..4_usize, select(&PIECES[..])), 1..=2)
}

/// The source after the edits.
pub(crate) fn edited(source: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut source = source.to_vec();
    for (at, removed, piece) in edits {
        let at = at.index(source.len());
        let end = source.len().min(at.saturating_add(*removed));
        source.splice(at..end, piece.iter().copied());
    }
    source
}
