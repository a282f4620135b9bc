//! Arguments pasted from manuals and web pages that have typographic dashes and quotes.
//!
//! They are never taken for file names. Otherwise `spc –-sample-profile plain.txt`, as the guides of the original compiler
//! print it, would write a file with that name or look for one.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use spc_files::Error;

use crate::{legacy, usage};

/// Figure dash, en dash, em dash, minus sign.
const DASHES: [char; 4] = ['\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
const QUOTES: [char; 4] = ['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}'];

/// Refuses the first argument that begins with a typographic dash or quote.
pub(crate) fn check(arguments: &[OsString]) -> Result<(), Error> {
    for (at, argument) in arguments.iter().enumerate() {
        let text = argument.to_string_lossy();
        // The argument of a key flag is never shown.
        let is_secret = at.checked_sub(1).and_then(|before| arguments.get(before)).is_some_and(|flag| is_secret(flag));
        let misprint = text.chars().next().filter(|first| DASHES.contains(first)).map_or_else(|| quote(&text), Some);
        let Some(misprint) = misprint else { continue };
        let kind = if DASHES.contains(&misprint) { "dash" } else { "quote" };
        let number = u32::from(misprint);
        let shown = if is_secret { String::new() } else { format!(" `{}`", usage::shown(&text)) };
        let message = format!("argument {}{shown} has a typographic {kind} (U+{number:04X})", at.saturating_add(1));
        let failure = Error::usage(message);
        return Err(match kind {
            _ if is_secret => failure.hint(format!("type the {kind} on the keyboard")),
            "dash" => failure.hint(format!("type it as {}", with_dashes(&text))),
            _ => failure.hint(format!("type it as {}", with_quotes(&text))),
        });
    }
    Ok(())
}

fn is_secret(flag: &OsStr) -> bool {
    legacy::SECRETS.iter().any(|secret| flag == *secret)
}

/// The typographic quote before the argument, or before the value of an option.
fn quote(text: &str) -> Option<char> {
    let value = text.split_once('=').filter(|(flag, _)| flag.starts_with('-')).map(|(_, value)| value);
    [Some(text), value].into_iter().flatten().filter_map(|text| text.chars().next()).find(|c| QUOTES.contains(c))
}

/// `–-rc4` as `--rc4`, without the value after `=`, which may be a key.
fn with_dashes(text: &str) -> Cow<'_, str> {
    let name = text.trim_start_matches(|c| c == '-' || DASHES.contains(&c));
    let name = name.split('=').next().unwrap_or_default();
    match name.chars().count() {
        0 => "-".into(),
        1 => format!("-{name}").into(),
        _ => format!("--{name}").into(),
    }
}

/// `“a b”` as `"a b"`, without the value after `=`, which may be a key.
fn with_quotes(text: &str) -> Cow<'_, str> {
    match text.split_once('=') {
        Some((flag, _)) if flag.starts_with('-') => format!("{flag}=\"..\"").into(),
        _ => format!("\"{}\"", text.trim_matches(QUOTES)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(arguments: &[&str]) -> Option<String> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        check(&arguments).err().map(|failure| format!("{failure:?}"))
    }

    #[test]
    fn dashes_and_quotes_are_shown_as_they_should_be_typed() {
        for (typed, meant) in [
            ("–-rc4", "type it as --rc4\""),
            ("—target", "type it as --target\""),
            ("−o", "type it as -o\""),
            ("‒", "type it as -\""),
            ("–-scramble=planted", "type it as --scramble\""),
            ("“a.txt”", "type it as \\\"a.txt\\\""),
            ("‘a.txt", "type it as \\\"a.txt\\\""),
            ("--hex-key=“planted", "type it as --hex-key=\\\"..\\\""),
        ] {
            let said = hint(&["compile", typed]).unwrap();
            assert!(said.contains(meant) && said.contains("argument 2") && !said.contains("planted"), "{said}");
        }
        let said = hint(&["--ascii-key", "“planted"]).unwrap();
        assert!(said.contains("keyboard") && !said.contains("planted"), "{said}");
    }

    #[test]
    fn quotes_and_dashes_inside_a_word_are_kept() {
        assert_eq!(hint(&["dogs’.txt", "a–b", "--name", "{mac}–x", "-"]), None);
    }
}
