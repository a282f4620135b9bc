//! Where a plan contains a password. This is read from the text, so it also works for a plan that does not parse.

use core::ops::Range;
use std::borrow::Cow;

use spc_core::escape::HIDDEN;
use spc_core::redact::may_quote;

/// Whether a plan or a piece of one may be shown because nothing in it looks like a login or a key. A gateway without
/// parameters does not.
#[must_use]
pub fn may_show(piece: &str) -> bool {
    const GATEWAYS: [&str; 5] = [":@gw0>", ":@gw1>", ":@gw2>", ":@gw3>", ":@gw4>"];
    let without = |text: Cow<'_, str>| GATEWAYS.iter().fold(text.into_owned(), |text, own| text.replace(own, ":>"));
    let piece = Cow::Borrowed(piece);
    may_quote("Dial_Plan_1_", &if piece.contains(":@gw") { without(piece).into() } else { piece })
}

/// The places of passwords in the text of a plan, in bytes: what follows each `pwd=`, up to the end of its parameter.
///
/// A message that quotes a plan shows `***` for them.
#[must_use]
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut secrets = Vec::new();
    let mut from = 0;
    while let Some(start) = next(bytes, from) {
        let rest = text.get(start..).unwrap_or_default();
        // A `>` or `;` may be missing: then everything that could be part of the password counts.
        let length = rest.find([';', '>']).unwrap_or(rest.len());
        let end = start.saturating_add(length);
        if length > 0 {
            secrets.push(start..end);
        }
        from = end;
    }
    secrets
}

/// The text of a plan, shown part by part.
///
/// It is made once for a plan: searching the whole plan for each of its sequences would take time in proportion to the
/// square of its length.
#[derive(Clone)]
pub struct Redacted<'t> {
    text: &'t str,
    secrets: Vec<Range<usize>>,
    is_shown: bool,
}

/// Shows only the size: the text may contain a login.
impl core::fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Redacted({} bytes)", self.text.len())
    }
}

impl<'t> Redacted<'t> {
    /// Looks for the passwords of a plan.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, secrets: secrets(text), is_shown: may_show(text) }
    }

    /// Whether the whole plan may be shown ([`may_show`]).
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// A part of the plan: `***` if it may contain a login, or in place of a password in it.
    #[must_use]
    pub fn part(&self, part: Range<usize>) -> String {
        let text = self.text.get(part.clone()).unwrap_or_default();
        // Whatever may be shown as a whole may be shown in parts.
        if self.is_shown {
            return text.to_owned();
        }
        if !may_show(text) {
            return HIDDEN.to_owned();
        }
        let mut shown = String::new();
        let mut from = part.start;
        let first = self.secrets.partition_point(|secret| secret.end <= part.start);
        for secret in self.secrets.iter().skip(first).take_while(|secret| secret.start < part.end) {
            shown.push_str(self.text.get(from..secret.start).unwrap_or_default());
            shown.push_str(HIDDEN);
            from = secret.end;
        }
        shown + self.text.get(from..part.end).unwrap_or_default()
    }
}

/// The first place from here on that follows `pwd=`, in any letter case and with spaces anywhere.
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
    use super::{Redacted, secrets};

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
        let text = Redacted::new("(1<:@h;pwd=abc;nat>|2<:@h;pwd=d>)");
        assert_eq!(text.part(0..33), "***");
        assert_eq!(text.part(1..19), "***");
        assert_eq!(text.part(12..13), "***");
        assert_eq!(text.part(20..21), "2");
        assert!(!text.is_shown() && !format!("{text:?}").contains("abc"));
        let text = Redacted::new("(9xx.<:@gw1>|1<:@gw1;usr=a>|<:u@gw1>)");
        assert_eq!(text.part(1..12), "9xx.<:@gw1>");
        assert_eq!(text.part(13..27), "***");
        assert_eq!(text.part(28..36), "***");
    }
}
