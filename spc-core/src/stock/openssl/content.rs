//! By which plaintext a right phrase is recognised: the format has no integrity.

use crate::stock::{gzip, xml_text};

/// Whether a plaintext is what a right phrase opens.
///
/// The padding alone lets one wrong phrase in 255 pass (FORMAT 8.7), and "starts with `<`" only makes that one in
/// some 60 000. So gzip needs magic, method and no reserved flag, and XML needs sixteen bytes of text, or all when
/// there are fewer: about one wrong phrase in 2^31 passes. Only the start is checked, and as UTF-8: what is wrong
/// further on (a control character, ISO-8859-1 that nobody declared) is for the XML reader to name, and a source that
/// does declare ISO-8859-1 starts with ASCII.
pub(super) fn is_content(plain: &[u8]) -> bool {
    gzip::is_member(plain) || xml_text(plain).is_some_and(starts_as_text)
}

fn starts_as_text(bytes: &[u8]) -> bool {
    const START: usize = 16;
    let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.len() >= START.min(bytes.len()) && text.chars().take(START).all(is_text)
}
