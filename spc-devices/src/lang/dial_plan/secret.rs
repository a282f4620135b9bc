//! Where a plan holds a password. Read from the text, so that it holds for a plan that does not parse too.

use core::ops::Range;

use spc_core::redact::may_quote;

/// Whether a plan or a piece of one may be shown: nothing in it looks like a login or a key. A gateway without parameters
/// is none.
#[must_use]
pub fn may_show(piece: &str) -> bool {
    let without = (0..=4).fold(piece.to_owned(), |text, gateway| text.replace(&format!(":@gw{gateway}>"), ":>"));
    may_quote("Dial_Plan_1_", &without)
}

/// The places of passwords in the text of a plan, in bytes: what is after each `pwd=`, up to the end of its parameter.
///
/// A message that quotes a plan shows `***` for them.
#[must_use]
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut secrets = Vec::new();
    let mut from = 0;
    while let Some(start) = next(bytes, from) {
        let rest = text.get(start..).unwrap_or_default();
        // A `>` or `;` may be missing: then as much as could be a part of it is one.
        let length = rest.find([';', '>']).unwrap_or(rest.len());
        let end = start.saturating_add(length);
        if length > 0 {
            secrets.push(start..end);
        }
        from = end;
    }
    secrets
}

/// A part of the text of a plan as it may be shown: `***` if it may hold a login, or for the part of a password.
#[must_use]
pub fn redacted(text: &str, part: Range<usize>) -> String {
    if !text.get(part.clone()).is_some_and(may_show) {
        return "***".to_owned();
    }
    let mut shown = String::new();
    let mut from = part.start;
    for secret in secrets(text).into_iter().filter(|secret| secret.start < part.end && secret.end > part.start) {
        shown.push_str(text.get(from..secret.start).unwrap_or_default());
        shown.push_str("***");
        from = secret.end;
    }
    shown + text.get(from..part.end).unwrap_or_default()
}

/// The first place at or after this one that comes after `pwd=`, in any letter case and with blanks anywhere.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    const NAME: &[u8] = b"pwd=";
    let mut matched = 0_usize;
    for (place, byte) in bytes.iter().enumerate().skip(from) {
        if byte.is_ascii_whitespace() {
            continue;
        }
        let lower = byte.to_ascii_lowercase();
        matched = if NAME.get(matched) == Some(&lower) {
            matched.saturating_add(1)
        } else {
            usize::from(NAME.first() == Some(&lower))
        };
        if matched == NAME.len() {
            return Some(place.saturating_add(1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{redacted, secrets};

    #[test]
    fn a_password_is_found_in_any_case_and_without_its_end() {
        let found = |text: &str| secrets(text).into_iter().map(|place| text[place].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("(1x.<:@h;uid=u;pwd=a|b;nat>|2<:@h;PWD=c>)"), ["a|b", "c"]);
        assert_eq!(found("(1<:@h;p wd = x y)"), [" x y)"]);
        assert_eq!(found("(ppwd=z"), ["z"]);
        assert!(found("(1<:@h;pwd=;nat>)").is_empty());
    }

    #[test]
    fn what_is_shown_of_a_plan_has_stars_for_its_passwords() {
        let text = "(1<:@h;pwd=abc;nat>|2<:@h;pwd=d>)";
        assert_eq!(redacted(text, 0..text.len()), "***");
        assert_eq!(redacted(text, 1..19), "***");
        assert_eq!(redacted(text, 12..13), "***");
        assert_eq!(redacted(text, 20..21), "2");
        let text = "(9xx.<:@gw1>|1<:@gw1;usr=a>|<:u@gw1>)";
        assert_eq!(redacted(text, 1..12), "9xx.<:@gw1>");
        assert_eq!(redacted(text, 13..27), "***");
        assert_eq!(redacted(text, 28..36), "***");
    }
}
