//! Reads the form that nearly every parameter of a real profile has in one step:
//! `<Name group="Line_1" ua="na">text</Name>`, `<Name></Name>`, `<Name/>` or `<Name />`, with any number of blanks
//! before an attribute.
//!
//! The general reader takes four steps per parameter, which cost more than everything else. Anything that differs by a
//! byte (another attribute, a line break, a reference, a comment, any fault) is `None` here and left to the general
//! reader, so that only one place knows about faults.

use super::bytes::{CONTROL, MARKUP, QUOTE, run};
use super::markup::plain_name_length;
use crate::profile::UserAccess;

/// A parameter in which nothing has to be resolved, joined or refused.
pub(super) struct Plain<'a> {
    pub(super) name: &'a str,
    pub(super) access: Option<UserAccess>,
    /// The text between the tags as written; `None` for an empty-element tag.
    pub(super) text: Option<&'a str>,
    /// Whether the text contains a control character, such as a line end or a TAB.
    pub(super) has_control: bool,
    /// The bytes before the text, or of the whole element if there is no text.
    pub(super) head: usize,
    /// The bytes of the whole element.
    pub(super) length: usize,
}

impl<'a> Plain<'a> {
    /// Reads the element at the beginning of the text, if it has the usual form.
    ///
    /// `group` is the value of that attribute in the previous element, which is usually the same: comparing is cheaper
    /// than reading.
    pub(super) fn read(element: &'a str, group: &mut &'a [u8]) -> Option<Self> {
        let after_bracket = element.as_bytes().strip_prefix(b"<")?;
        let (name, mut rest) = after_bracket.split_at_checked(plain_name_length(after_bracket))?;
        if name.is_empty() {
            return None;
        }
        let mut access = None;
        let mut has_group = false;
        let place = |rest: &[u8]| element.len().saturating_sub(rest.len());
        let name_end = place(rest);
        let name_text = element.get(1..name_end)?;
        loop {
            let (blanks, after_blanks) = rest.split_at_checked(rest.iter().position(|byte| *byte != b' ')?)?;
            if let Some(rest) = after_blanks.strip_prefix(b"/>") {
                let length = place(rest);
                return Some(Self { name: name_text, access, text: None, has_control: false, head: length, length });
            }
            // Tables of parameters are often aligned with spaces.
            rest = match after_blanks {
                [b'>', content @ ..] if blanks.is_empty() => {
                    rest = content;
                    break;
                }
                _ if blanks.is_empty() => return None,
                [b'u', b'a', b'=', b'"', a, b, b'"', after @ ..] => {
                    let value = match (a, b) {
                        (b'n', b'a') => UserAccess::None,
                        (b'r', b'o') => UserAccess::ReadOnly,
                        (b'r', b'w') => UserAccess::ReadWrite,
                        _ => return None,
                    };
                    if access.replace(value).is_some() {
                        return None;
                    }
                    after
                }
                _ => {
                    let quoted = after_blanks.strip_prefix(b"group=\"")?;
                    if core::mem::replace(&mut has_group, true) {
                        return None;
                    }
                    match quoted.strip_prefix(*group).and_then(|after| after.strip_prefix(b"\"")) {
                        Some(after) => after,
                        None => {
                            let (value, after) = quoted.split_at_checked(run(quoted, QUOTE | MARKUP).0)?;
                            *group = value;
                            after.strip_prefix(b"\"")?
                        }
                    }
                }
            };
        }
        let head = place(rest);
        let (length, kinds) = run(rest, MARKUP);
        let rest = rest.get(length..)?.strip_prefix(b"</")?.strip_prefix(name)?.strip_prefix(b">")?;
        let text = element.get(head..head.saturating_add(length))?;
        let has_control = kinds & CONTROL != 0;
        Some(Self { name: name_text, access, text: Some(text), has_control, head, length: place(rest) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::diagnostic::Span;

    use crate::profile::Value;
    use crate::source::{Reader, Syntax};

    #[test]
    fn usual_forms_are_read_and_all_others_are_left() {
        let read = |element: &str| Plain::read(element, &mut &b""[..]).map(|plain| plain.length);
        for whole in [
            "<A/>",
            "<A   />",
            "<A  ua=\"na\"   group=\"x\">y</A>",
            "<A></A>",
            "<A>x</A>",
            "<A ua=\"na\">x y</A>",
            "<A group=\"L/1\" ua=\"rw\"> x\n</A>",
            "<A ua=\"ro\" group=\"\" />",
        ] {
            assert_eq!(read(&format!("{whole}<B/>")), Some(whole.len()), "{whole}");
        }
        for other in [
            "",
            "A",
            "<",
            "</A>",
            "<!---->",
            "<1/>",
            "<A",
            "<A>",
            "<A>x",
            "<A>x</A",
            "<A>x</B>",
            "<A>x</AB>",
            "<AB>x</A>",
            "<A>x</A >",
            "<A>x<!-- --></A>",
            "<A>x&lt;y</A>",
            "<A>x>y</A>",
            "<A><B/></A>",
            "<A ua='na'>x</A>",
            "<A\tua=\"na\">x</A>",
            "<A ua=\"na\" >x</A>",
            "<A\n/>",
            "<A ua=\"xx\">x</A>",
            "<A ua=\"\">x</A>",
            "<A ua=\"na\" ua=\"na\">x</A>",
            "<A ua=\"na\"group=\"\">x</A>",
            "<A group=\"<\">x</A>",
            "<A group=\"&amp;\">x</A>",
            "<A group=\">x</A>",
            "<A other=\"\">x</A>",
            "<A:B>x</A:B>",
            "<Ä>x</Ä>",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn the_profile_itself_is_not_a_parameter() {
        let nested = b"<flat-profile><A/><flat-profile/></flat-profile>";
        assert!(Reader::new().syntax(Syntax::Xml).read(nested).is_err());
    }

    /// An element as `Plain` reads it, and the same written so that only the general reader accepts it.
    fn element() -> impl Strategy<Value = (String, String)> {
        let name = select(vec!["A", "B", "Password_1_", "N.x-1"]);
        let attributes = select(vec!["", " ua=\"na\"", " ua=\"rw\"", " group=\"a b\"", " group=\"\" ua=\"ro\""]);
        let text = select(vec!["", " ", "x", " é x\t", "\r\na\nb", "\u{7f}", "\u{a0}", "s3cret"]);
        let before = select(vec!["", "", "<!-- -->", "stray<?p?>", "<![CDATA[ ]]>", "&#32;", "&"]);
        let deep = prop::bool::weighted(0.2);
        (before, name, attributes, prop::option::of(text), deep).prop_map(
            |(before, name, attributes, text, is_deep)| {
                let (plain, general) = match text {
                    None => (format!("{before}<{name}{attributes}/> "), format!("{before}<{name}{attributes}\t/>")),
                    Some(text) => {
                        let head = format!("{before}<{name}{attributes}>{text}</{name}");
                        (format!("{head}> "), format!("{head} >"))
                    }
                };
                // A second parameter follows the first one of a section on the fast path.
                let section = |inner: &str| format!("<Rule>{inner}{inner}</Rule>\n");
                if is_deep { (section(&plain), section(&general)) } else { (plain, general) }
            },
        )
    }

    proptest! {
        #[test]
        fn the_general_reader_gives_the_same(elements in vec(element(), 0..12), section in select(vec!["R", "a:b", "Password"])) {
            let document = |elements: String| {
                format!("<flat-profile>\n{elements}<{section}><C/>{elements}</{section}>{elements}</flat-profile>")
            };
            let (plain, general): (String, String) = elements.into_iter().unzip();
            let (plain, general) = (document(plain), document(general));
            let parse = |text: &str| {
                let parsed = Reader::new().syntax(Syntax::Xml).read(text.as_bytes());
                parsed.map(|parsed| {
                    let mut parsed = parsed.into_owned();
                    // Without a value, its place is after the tag, which is longer in one of the two.
                    for (parameter, place) in parsed.profile.parameters.iter().zip(&mut parsed.places) {
                        if parameter.value == Value::Keep {
                            place.value = Span::default();
                        }
                    }
                    (parsed.profile, parsed.places, parsed.diagnostics)
                })
            };
            prop_assert_eq!(parse(&plain), parse(&general));
        }
    }
}
