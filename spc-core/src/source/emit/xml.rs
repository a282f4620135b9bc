//! Writes a profile as canonical XML: one element per parameter, which compiles to the same payload again (FORMAT 6.9).

use core::cmp::Ordering;
use core::ops::Range;
use std::collections::HashSet;

use memchr::memchr3;

use super::loss::{EmitError, Loss};
use crate::profile::{Folded, ParameterName, Profile};

/// Writes the canonical XML of a profile: repeats are folded, sections are grouped with their repetitions in the order
/// of their indices, and each level is indented by two spaces.
///
/// Equal profiles give equal bytes, whatever the order of their sources.
///
/// A name used for both a parameter and a section is written as it is, but no reader accepts it; encoding a payload
/// checks for this ([`Payload::encode`](crate::payload::Payload::encode)).
///
/// # Errors
/// Returns [`EmitError::Noncharacter`] or [`EmitError::ControlCharacter`].
pub fn to_xml(profile: &Profile<'_>) -> Result<String, EmitError> {
    to_xml_with(profile, |_| false, |_, _| ())
}

/// Where a parameter is in the text written by [`to_xml`].
pub(crate) struct Element {
    /// The whole line, indent and line end included.
    pub(crate) line: Range<usize>,
    /// From after the name and attributes to the line end: `/>`, or `>`, the value and the end tag.
    pub(crate) tail: Range<usize>,
    /// The escaped value; empty where there is none.
    pub(crate) value: Range<usize>,
}

/// Writes the same as [`to_xml`], and returns where each parameter is in it. Among the elements of one parent, those
/// that are, or contain, one of `last` follow the others (FORMAT 6.9).
pub(crate) fn to_xml_with(
    profile: &Profile<'_>,
    last: impl Fn(&ParameterName<'_>) -> bool,
    mut place: impl FnMut(&ParameterName<'_>, Element),
) -> Result<String, EmitError> {
    let mut parameters = in_document_order(profile);
    put_last(&mut parameters, last);
    let text = |parameter: &Folded<'_>| parameter.value.map_or(0, str::len);
    let length = parameters.iter().map(|p| p.name.as_str().len().saturating_mul(2).saturating_add(text(p)));
    // An estimate that is sufficient for values without references; there are secrets here, so growth is worth
    // avoiding.
    let markup = parameters.len().saturating_mul("   ua=\"rw\"></>\n".len()).saturating_add(128);
    let mut xml = String::with_capacity(length.fold(markup, usize::saturating_add));
    xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n");
    let mut open: Vec<&str> = Vec::new();
    for parameter in parameters {
        let (sections, leaf) = split(parameter.name.as_str());
        let shared = open.iter().zip(sections.clone()).take_while(|(open, section)| *open == section).count();
        close(&mut xml, &mut open, shared);
        for section in sections.skip(shared) {
            indent(&mut xml, open.len());
            push_all(&mut xml, &["<", element(section), ">\n"]);
            open.push(section);
        }
        let line = xml.len();
        indent(&mut xml, open.len());
        push_all(&mut xml, &["<", leaf]);
        if let Some(access) = parameter.access {
            push_all(&mut xml, &[" ua=\"", access.as_str(), "\""]);
        }
        if parameter.keeps_user_value {
            xml.push_str(" preserve-value=\"y\"");
        }
        let tail = xml.len();
        let value = match parameter.value {
            None => {
                xml.push_str("/>\n");
                tail..tail
            }
            Some(value) if value.bytes().any(|byte| byte.is_ascii_control()) => {
                return Err(EmitError::ControlCharacter { name: parameter.name.to_string() });
            }
            Some(value) if !value.is_ascii() && value.contains(['\u{fffe}', '\u{ffff}']) => {
                return Err(EmitError::Noncharacter { name: parameter.name.to_string() });
            }
            Some(value) => {
                xml.push('>');
                let start = xml.len();
                escape(&mut xml, value);
                let end = xml.len();
                push_all(&mut xml, &["</", leaf, ">\n"]);
                start..end
            }
        };
        let end = xml.len();
        place(parameter.name, Element { line: line..end, tail: tail..end.saturating_sub(1), value });
    }
    close(&mut xml, &mut open, 0);
    xml.push_str("</flat-profile>\n");
    Ok(xml)
}

/// Returns what [`to_xml`] cannot keep of a profile; nothing if the profile came from XML.
#[must_use]
pub fn xml_losses(profile: &Profile<'_>) -> Vec<Loss> {
    let parameters = in_document_order(profile);
    let mut losses = Vec::new();
    let mut previous = "";
    for parameter in &parameters {
        let name = parameter.name.as_str();
        if parameter.value.is_some_and(|value| value.starts_with(' ') || value.ends_with(' ')) {
            losses.push(Loss::Blanks { name: name.to_owned() });
        }
        let mut path = 0_usize;
        for (depth, section) in split(name).0.enumerate() {
            path = path.saturating_add(section.len());
            let index = index(section);
            let before = split(previous).0.nth(depth).filter(|before| element(before) == element(section));
            let same_parent = split(previous).0.take(depth).eq(split(name).0.take(depth));
            let expected = before.filter(|_| same_parent).map_or(1, |before| self::index(before).saturating_add(1));
            if index > expected {
                losses.push(Loss::IndexGap { section: name.get(..path).unwrap_or_default().to_owned() });
            }
            path = path.saturating_add(1);
        }
        previous = name;
    }
    losses
}

/// The folded parameters grouped by section, with repetitions in the order of their indices.
fn in_document_order<'p>(profile: &'p Profile<'_>) -> Vec<Folded<'p>> {
    let mut parameters = profile.folded();
    // Without sections, the order of the bytes is already the order of the elements.
    if parameters.iter().any(|parameter| parameter.name.as_str().contains('/')) {
        parameters.sort_by(|a, b| by_segments(a.name.as_str(), b.name.as_str()));
    }
    parameters
}

fn by_segments(a: &str, b: &str) -> Ordering {
    let key = |segment| (element(segment), index(segment));
    a.split('/').map(key).cmp(b.split('/').map(key))
}

/// Moves the elements that are, or contain, one of `last` after their siblings. Repetitions of a section stay together,
/// because their order determines their index.
fn put_last(parameters: &mut [Folded<'_>], last: impl Fn(&ParameterName<'_>) -> bool) {
    let names = parameters.iter().filter(|parameter| last(parameter.name)).map(|parameter| parameter.name.as_str());
    let late: HashSet<String> = names.flat_map(elements).map(str::to_owned).collect();
    if !late.is_empty() {
        parameters.sort_by_cached_key(|parameter| {
            let name = parameter.name.as_str();
            let key = |path: &str, segment: &str| (late.contains(path), element(segment).to_owned(), index(segment));
            elements(name).zip(name.split('/')).map(|(path, segment)| key(path, segment)).collect::<Vec<_>>()
        });
    }
}

/// The path of each element that a name leads through, with the indices of its parents but without its own.
fn elements(name: &str) -> impl Iterator<Item = &str> {
    let mut end = 0_usize;
    name.split('/').map(move |segment| {
        let path = name.get(..end.saturating_add(element(segment).len())).unwrap_or(name);
        end = end.saturating_add(segment.len()).saturating_add(1);
        path
    })
}

/// The sections of a path, and its last segment.
fn split(path: &str) -> (impl Iterator<Item = &str> + Clone, &str) {
    let (sections, leaf) = path.rsplit_once('/').unwrap_or(("", path));
    (sections.split('/').filter(|section| !section.is_empty()), leaf)
}

/// `Rule` for `Rule[2]`.
fn element(segment: &str) -> &str {
    segment.split('[').next().unwrap_or_default()
}

/// 2 for `Rule[2]`; the first repetition has no index.
fn index(segment: &str) -> u16 {
    let digits = segment.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']'));
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1)
}

fn close(xml: &mut String, open: &mut Vec<&str>, keep: usize) {
    while open.len() > keep {
        let section = open.pop().unwrap_or_default();
        indent(xml, open.len());
        push_all(xml, &["</", element(section), ">\n"]);
    }
}

fn indent(xml: &mut String, depth: usize) {
    for _ in 0..=depth {
        xml.push_str("  ");
    }
}

fn push_all(xml: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| xml.push_str(part));
}

/// Appends text as element content.
pub fn escape(xml: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, after)) =
        memchr3(b'&', b'<', b'>', rest.as_bytes()).and_then(|at| rest.split_at_checked(at))
    {
        xml.push_str(before);
        xml.push_str(match after.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        rest = after.get(1..).unwrap_or_default();
    }
    xml.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Parameter, ParameterName, UserAccess, Value};

    fn profile(entries: &[(&'static str, Option<&'static str>)]) -> Profile<'static> {
        let parameter = |(name, value): &(&'static str, Option<&'static str>)| {
            Parameter::new(
                ParameterName::parse(name).unwrap(),
                value.map_or(Value::Keep, |text| Value::Set(text.into())),
            )
        };
        entries.iter().map(parameter).collect()
    }

    #[test]
    fn sections_are_grouped_and_repetitions_counted_by_number() {
        let rules: Vec<String> =
            (1..=10).map(|n| if n == 1 { "S/Rule/A".into() } else { format!("S/Rule[{n}]/A") }).collect();
        let mut parameters = profile(&[("S-", Some("x")), ("S/B", None)]).parameters;
        for name in rules.iter().rev() {
            let name = ParameterName::parse(name).unwrap().into_owned();
            let (value, access) = (Value::Set("".into()), Some(UserAccess::None));
            parameters.push(Parameter::new(name, value).access(access));
        }
        let xml = to_xml(&Profile::new(parameters)).unwrap();
        let repeated = "    <Rule>\n      <A ua=\"na\"></A>\n    </Rule>\n".repeat(10);
        let expected = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n  <S>\n    <B/>\n{repeated}  </S>\n  <S->x</S->\n</flat-profile>\n"
        );
        assert_eq!(xml, expected);
    }

    #[test]
    fn what_is_to_be_last_follows_the_others_of_its_parent() {
        let names = ["A", "B", "S/A", "S/B", "S/R/A", "S/R/B", "S/R[2]/A", "T/A", "Z"];
        let profile = profile(&names.map(|name| (name, None)));
        let order = |last: &[&str]| {
            let mut order = Vec::new();
            let xml =
                to_xml_with(&profile, |name| last.contains(&name.as_str()), |name, _| order.push(name.to_string()));
            xml.unwrap();
            order
        };
        assert_eq!(order(&[]), names);
        assert_eq!(order(&["A", "T/A"]), ["B", "S/A", "S/B", "S/R/A", "S/R/B", "S/R[2]/A", "Z", "A", "T/A"]);
        let moved = ["A", "B", "T/A", "Z", "S/B", "S/R/A", "S/R/B", "S/R[2]/A", "S/A"];
        assert_eq!(order(&["S/A"]), moved);
        let repeated = ["A", "B", "T/A", "Z", "S/A", "S/B", "S/R/B", "S/R/A", "S/R[2]/A"];
        assert_eq!(order(&["S/R/A"]), repeated, "the first repetition remains the first");
        assert_eq!(order(&names), names);
    }

    #[test]
    fn a_value_that_the_user_of_the_device_may_keep_stays_one() {
        let source = "<flat-profile>\n  <A ua=\"rw\" preserve-value=\"y\">1</A>\n  <B>2</B>\n</flat-profile>\n";
        let parsed = crate::source::read(source.as_bytes()).unwrap();
        assert_eq!((parsed.diagnostics.len(), parsed.profile.kept_for_users()), (0, 1));
        let xml = to_xml(&parsed.profile).unwrap();
        assert_eq!(xml.split_once('\n').unwrap().1, source);
        assert_eq!(crate::source::text_losses(&parsed.profile)[0], Loss::UserValue { name: "A".into() });
    }

    #[test]
    fn what_xml_cannot_say_is_reported() {
        let bad = profile(&[("A", Some("\u{fffe}"))]);
        assert_eq!(to_xml(&bad), Err(EmitError::Noncharacter { name: "A".into() }));
        for control in ["\u{1}", "a\nb", "\u{7f}"] {
            let bad = profile(&[("A", Some(control))]);
            assert_eq!(to_xml(&bad), Err(EmitError::ControlCharacter { name: "A".into() }));
        }
        let losses = xml_losses(&profile(&[
            ("A", Some(" x")),
            ("S/B", None),
            ("S[2]/B", None),
            ("S[4]/B", None),
            ("S[4]/T[2]/C", None),
            ("S[4]/T[2]/D", None),
        ]));
        let gap = |section: &str| Loss::IndexGap { section: section.into() };
        assert_eq!(losses, [Loss::Blanks { name: "A".into() }, gap("S[4]"), gap("S[4]/T[2]")]);
    }
}
