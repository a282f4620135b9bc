//! The words of a finding, without what they quote of a secret.
//!
//! A message quotes names, but a broken value is read as names too: of the password `a&b;c` the reference `&b;`.

use spc_core::diagnostic::{Diagnostic, Span};

use super::mask::Range;

/// How far around a finding its message may quote from; names are no longer.
const AROUND: usize = 255;

/// The secret text at each place that a finding speaks of.
pub(super) fn secrets_at<'a>(
    finding: &Diagnostic,
    text: impl Fn(&Span) -> Option<(&'a [u8], &'a [Range])>,
) -> Vec<&'a [u8]> {
    let spans = std::iter::once(&finding.span).chain(finding.notes.iter().map(|(span, _)| span));
    let secret = |span: &Span| {
        let (source, secrets) = text(span)?;
        let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
        let range = secrets.get(secrets.partition_point(|range| range.end <= start))?;
        let is_in = range.start <= start;
        let from = range.start.max(start.saturating_sub(AROUND));
        let to = range.end.min(end.saturating_add(AROUND));
        source.get(from..to).filter(|_| is_in)
    };
    spans.filter_map(secret).collect()
}

/// A text in which each quoted piece that stands in a secret is `***`.
pub(super) fn without(text: &str, secrets: &[&[u8]]) -> String {
    if secrets.is_empty() {
        return text.to_owned();
    }
    let is_secret = |quoted: &str| {
        let piece = quoted.trim_matches(|c| matches!(c, '<' | '>' | '/' | '&' | ';')).as_bytes();
        !piece.is_empty() && secrets.iter().any(|secret| secret.windows(piece.len()).any(|w| w == piece))
    };
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, quote, quoted, behind)) = first_quoted(rest) {
        safe.extend([before, quote, if is_secret(quoted) { "***" } else { quoted }, quote]);
        rest = behind;
    }
    safe + rest
}

/// The text before the first quoted piece, its quote, the piece, and what is behind it.
fn first_quoted(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_at_checked(text.find(['`', '"'])?)?;
    let (quote, rest) = rest.split_at_checked(1)?;
    let (quoted, behind) = rest.split_once(quote)?;
    Some((before, quote, quoted, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quoted_pieces_of_the_secret_are_hidden() {
        let text = "end tag `</b>` where `</Password_1_>` is expected, not \"b\"";
        let safe = "end tag `***` where `</Password_1_>` is expected, not \"***\"";
        assert_eq!(without(text, &[b"a</b>c"]), safe);
        assert_eq!(without(text, &[]), text);
        assert_eq!(without("`&b;` and ` alone", &[b"a&b;c"]), "`***` and ` alone");
    }
}
