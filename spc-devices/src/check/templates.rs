//! Leftovers of templates: unfilled placeholders, text that was escaped twice, typographic characters.
//!
//! Knows: what the template languages of provisioning servers look like. Must not know: what a value is for.

use core::ops::Range;

use memchr::memmem;
use spc_core::diagnostic::{Diagnostic, Severity, Span, Suggestion};
use spc_core::redact::may_quote;
use spc_core::source::{self, Syntax};

use super::definition::Check;
use super::subject::{Entry, Source, Subject, as_severity, finding};
use crate::listing::more;

mod placeholder;
mod rows;
mod typographic;

pub(crate) use placeholder::{next_placeholder, without_placeholders};
pub(super) use rows::PLACEHOLDER;
use rows::{ESCAPED_TWICE, TEMPLATE_COMMENT, TYPOGRAPHIC};
pub(super) use typographic::{fold_typographic, typographic};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&PLACEHOLDER, &TEMPLATE_COMMENT, &ESCAPED_TWICE, &TYPOGRAPHIC];

/// Looks at every value, and at the comments.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in subject.entries() {
        let value = entry.text();
        // Most values have no character that could begin any of these.
        if !value
            .bytes()
            .any(|byte| matches!(byte, b'{' | b'<' | b'#' | b'@' | b'&' | b'%' | b'[' | b'_') || !byte.is_ascii())
            && placeholder::word_to_replace(value, 0).is_none()
            && !placeholder::is_placeholder(value)
        {
            continue;
        }
        findings.extend(placeholder(subject, entry));
        findings.extend(escaped_twice(subject, entry));
        findings.extend(typographic(subject, entry));
    }
    comments(subject, findings);
}

/// How references begin that are left in a value after it was escaped twice.
const REFERENCES: [&str; 6] = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"];

/// Whether a value was escaped twice.
pub(super) fn is_escaped(value: &str) -> bool {
    value.contains('&') && REFERENCES.iter().any(|name| value.contains(name))
}

/// Whether nothing else can be said about a value, because it holds a placeholder or was escaped twice. A `$name` is
/// neither: outside rules and log messages devices take it as it is (profile-language 9.6).
pub(super) fn is_open(value: &str) -> bool {
    next_placeholder(value, 0).is_some() || is_escaped(value)
}

/// Whether a text is an unfilled placeholder of a template language, or holds one that no password would have.
///
/// ```
/// use spc_devices::check::has_placeholder;
///
/// assert!(has_placeholder("{$user}") && has_placeholder("CHANGEME") && has_placeholder("a<?php echo 1 ?>"));
/// assert!(!has_placeholder("k{4}x#9"), "may be a password");
/// ```
#[must_use]
pub fn has_placeholder(text: &str) -> bool {
    let mut ranges = core::iter::successors(next_placeholder(text, 0), |last| next_placeholder(text, last.end));
    let is_certain = |range: Range<usize>| !may_be_password(text.get(range).unwrap_or_default());
    is_all(text) || ranges.any(is_certain)
}

fn placeholder(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    let is_part = entry.is_secret && !is_all(value);
    let mut ranges = core::iter::successors(next_placeholder(value, 0), |last| next_placeholder(value, last.end));
    let range = ranges.find(|range| {
        let text = value.get(range.clone()).unwrap_or_default();
        let before = value.get(..range.start).unwrap_or_default();
        !(subject.is_filled_in(text) || subject.is_unclosed(before, text) || (is_part && may_be_password(text)))
    })?;
    let text = value.get(range.clone())?;
    if is_part {
        let message = "this looks like an unfilled placeholder";
        let help = "if it is part of the password, allow this check here: `spc: allow SPC1301`";
        return Some(subject.within(&PLACEHOLDER, entry, range, message).help(help));
    }
    // A password may contain single braces.
    let is_quoted = text.starts_with("{{") || may_quote(entry.name, value);
    let is_named = || !entry.is_secret && (is_all(value) || is_piece_of_path(value, &range));
    let label = if is_quoted || is_named() { label(text) } else { "what begins here".to_owned() };
    let message = format!("{label} is an unfilled placeholder");
    let help = match column(subject, text) {
        Some(name) => format!("write `{{{{{name}}}}}`, so that column `{name}` of the device list fills it in"),
        None => "fill in the template before compiling it".to_owned(),
    };
    Some(subject.within(&PLACEHOLDER, entry, range, message).help(help))
}

/// The column of the device list that a placeholder in another syntax names.
fn column<'s>(subject: &Subject<'s>, placeholder: &str) -> Option<&'s str> {
    let name = placeholder.trim_matches(|c: char| "{}$%#@<>[]()?=_ ".contains(c));
    subject.columns.iter().map(String::as_str).find(|column| *column == name && !placeholder.starts_with("{{"))
}

/// Whether a placeholder is between the slashes and dots of a path, where no password is.
fn is_piece_of_path(value: &str, range: &Range<usize>) -> bool {
    let before = value.get(..range.start).unwrap_or_default();
    let after = value.get(range.end..).unwrap_or_default();
    before.ends_with('/')
        && before.contains("://")
        && !before.ends_with("://")
        && (after.is_empty() || after.starts_with(['.', '/']))
}

/// Whether a placeholder may be part of a password, because its characters occur in passwords too.
fn may_be_password(placeholder: &str) -> bool {
    const CODE: [&str; 6] = ["{{", "{%", "{$", "${", "<?", "<%"];
    let name = placeholder.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let is_code = CODE.iter().any(|start| placeholder.starts_with(start)) && name.len() > 2;
    !is_code
}

/// Whether a value consists of placeholders from beginning to end, with nothing but punctuation between them.
fn is_all(value: &str) -> bool {
    let ranges = core::iter::successors(next_placeholder(value, 0), |last| next_placeholder(value, last.end));
    let mut end = 0;
    for range in ranges {
        let between = value.get(end..range.start).unwrap_or_default();
        if between.contains(|c: char| c.is_alphanumeric()) {
            return false;
        }
        end = range.end;
    }
    end > 0 && !value.get(end..).unwrap_or_default().contains(|c: char| c.is_alphanumeric())
}

/// A placeholder as messages show it. It is a name and not a secret, but text that is too long or too unusual for a
/// name is not shown.
fn label(text: &str) -> String {
    let is_shown = |c: char| c.is_ascii_alphanumeric() || " _-.$|%{}#@()/?[]=<>".contains(c);
    let is_short = text.len() <= 60;
    if is_short && text.chars().all(is_shown) { format!("`{text}`") } else { "what begins here".to_owned() }
}

fn escaped_twice(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    // Six searches for something that almost no value has would be the most expensive part of this topic.
    if !value.contains('&') {
        return None;
    }
    let found = REFERENCES.into_iter().filter_map(|name| value.find(name).map(|at| (at, name)));
    let (at, name) = found.min()?;
    let end = value
        .get(at..)?
        .find(';')
        .map_or(at.saturating_add(name.len()), |end| at.saturating_add(end).saturating_add(1));
    let digits = value.get(at..end)?.strip_prefix("&#").and_then(|digits| digits.strip_suffix(';'));
    if name == "&#" && !digits.is_some_and(is_number) {
        return None;
    }
    let message = "this value is escaped twice: the device gets the reference, not the character";
    let finding =
        subject.within(&ESCAPED_TWICE, entry, at..end, message).help("escape it once: `&lt;` for `<`, `&amp;` for `&`");
    Some(match escaped_once(subject, entry) {
        Some(edit) => finding.suggest(edit),
        None => finding,
    })
}

/// The edit that removes one of two levels of escaping from the named references in a value.
fn escaped_once(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Suggestion> {
    let place = entry.place.value;
    let source = subject.sources().get(usize::from(place.source())).filter(|source| source.syntax == Syntax::Xml)?;
    let written = core::str::from_utf8(source.bytes.get(place.range())?).ok()?;
    if entry.is_secret || written.contains('<') {
        return None;
    }
    let mut once = written.to_owned();
    for name in ["amp;", "lt;", "gt;", "quot;", "apos;"] {
        once = once.replace(&format!("&amp;{name}"), &format!("&{name}"));
    }
    (once != written).then(|| Suggestion::new(place, once))
}

fn is_number(digits: &str) -> bool {
    let digits = digits.strip_prefix('x').unwrap_or(digits);
    !digits.is_empty() && digits.len() <= 7 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn comments(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    const WORDS: [&str; 14] = [
        "{if ",
        "{if(",
        "{else}",
        "{elseif",
        "{/if}",
        "{foreach",
        "{/foreach}",
        "{section",
        "{% if",
        "{% for",
        "{% else",
        "{% end",
        "{{#",
        "<?php",
    ];
    for (number, one) in (0..).zip(subject.sources()) {
        let mut shown = 0_usize;
        let (mut first, mut has_branch) = (None, false);
        let is_filled_in = |text: Option<&str>| text.is_some_and(|text| subject.is_filled_in(text));
        for range in source::comments(one.bytes, one.syntax) {
            let Ok(text) = core::str::from_utf8(one.bytes.get(range.clone()).unwrap_or_default()) else { continue };
            let branch = WORDS.iter().filter_map(|word| text.find(word)).min();
            let open = || next_placeholder(text, 0).filter(|range| !is_filled_in(text.get(range.clone())));
            let Some(at) = branch.or_else(|| open().map(|range| range.start)) else { continue };
            has_branch |= branch.is_some();
            let start = range.start.saturating_add(at);
            first = first.or_else(|| Span::of(number, start..range.end));
            shown = shown.saturating_add(1);
        }
        findings.extend(program(subject, number, one));
        if let Some(span) = first {
            let more = more(shown.saturating_sub(1));
            let (message, help) = if has_branch {
                let help = "all of its branches are in the profile, and the last value of a repeated parameter applies";
                ("a template branch in a comment: the template was never run", help)
            } else {
                ("an unfilled placeholder in a comment", "is the file still a template?")
            };
            let message = format!("{message}{more}");
            findings.push(finding(&TEMPLATE_COMMENT, span, message).help(help));
        }
    }
}

/// Programs and other instructions outside XML values, which a server should have run.
fn program(subject: &Subject<'_>, number: u16, source: &Source<'_>) -> Option<Diagnostic> {
    if source.syntax != Syntax::Xml {
        return None;
    }
    let target = |start: usize| instruction(source.bytes.get(start..).unwrap_or_default());
    let mut starts = memmem::find_iter(source.bytes, "<?").filter(|start| target(*start).is_some()).peekable();
    starts.peek()?;
    let comments = source::comments(source.bytes, source.syntax);
    let values = subject.entries().map(|entry| entry.place.value).filter(|value| value.source() == number);
    let mut known: Vec<Range<usize>> = comments.into_iter().chain(values.map(Span::range)).collect();
    known.sort_unstable_by_key(|range| range.start);
    let (mut known, mut end) = (known.into_iter().peekable(), 0);
    let mut outside = starts.filter(|start| {
        while let Some(range) = known.next_if(|range| range.start <= *start) {
            end = range.end.max(end);
        }
        end <= *start
    });
    let start = outside.next()?;
    let rest = source.bytes.get(start..)?;
    let length = memmem::find(rest, b"?>").map_or(rest.len(), |end| end.saturating_add(2));
    let span = Span::of(number, start..start.saturating_add(length))?;
    let more = more(outside.count());
    let (message, help) = if target(start) == Some(Instruction::Php) {
        let help = "all of its branches are in the profile, and the last value of a repeated parameter applies";
        ("PHP between the parameters: it was never run", help)
    } else {
        ("a processing instruction between the parameters: devices ignore it", "was a template not run?")
    };
    let finding = finding(&TEMPLATE_COMMENT, span, format!("{message}{more}"));
    Some(as_severity(finding, Severity::Warning).help(help))
}

/// A processing instruction that is not one of XML's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Instruction {
    Php,
    Other,
}

/// The kind of instruction that begins here, unless it is an XML declaration or a style sheet.
fn instruction(text: &[u8]) -> Option<Instruction> {
    let target = text.strip_prefix(b"<?")?;
    let begins = |word: &[u8]| target.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    if begins(b"php") || begins(b"=") {
        Some(Instruction::Php)
    } else {
        let is_name = target.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        (is_name && !begins(b"xml")).then_some(Instruction::Other)
    }
}
