//! Text from outside, made safe for terminals, logs and readers.
//!
//! Must not know: where the text comes from, and what is shown of a source.

use std::borrow::Cow;

/// The text that replaces anything that must not be shown.
pub const HIDDEN: &str = "***";

/// Returns the text with an escape for each character that [`is_dangerous`].
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_dangerous(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Returns the text with `***` for anything that may be a key typed, or put into a file, where a name belongs: a run of
/// 32 or more hexadecimal digits, and the user and password of a URL.
#[must_use]
pub fn without_keys(text: &str) -> Cow<'_, str> {
    match without_digits(text) {
        Cow::Borrowed(text) => without_users(text),
        Cow::Owned(text) => without_users(&text).into_owned().into(),
    }
}

/// Returns the text with `***` for what is between `://` and the last `@` of the same host.
fn without_users(text: &str) -> Cow<'_, str> {
    const BEGIN: &str = "://";
    let user = |rest: &str| {
        let host = rest.split(|c: char| "/?#`".contains(c) || c.is_whitespace()).next().unwrap_or_default();
        // A password may contain an unescaped slash; it then ends at the next `@` of the word.
        let word = rest.split(|c: char| c == '`' || c.is_whitespace()).next().unwrap_or_default();
        host.rfind('@').or_else(|| word.split(['?', '#']).next()?.rfind('@').filter(|_| host.contains(':')))
    };
    let mut parts = text.split(BEGIN);
    let Some(first) = parts.next() else { return text.into() };
    if !text.contains(BEGIN) || !text.contains('@') {
        return text.into();
    }
    let mut shown = first.to_owned();
    for part in parts {
        shown.push_str(BEGIN);
        match user(part).and_then(|at| part.get(at..)) {
            Some(rest) => shown.extend(["***", rest]),
            None => shown.push_str(part),
        }
    }
    shown.into()
}

fn without_digits(text: &str) -> Cow<'_, str> {
    const KEY: usize = 32;
    let runs = || text.as_bytes().chunk_by(|a, b| a.is_ascii_hexdigit() == b.is_ascii_hexdigit());
    let is_key = |run: &[u8]| run.len() >= KEY && run.iter().all(u8::is_ascii_hexdigit);
    if text.len() < KEY || !runs().any(is_key) {
        return text.into();
    }
    let shown: Vec<u8> = runs().flat_map(|run| if is_key(run) { HIDDEN.as_bytes() } else { run }).copied().collect();
    String::from_utf8_lossy(&shown).into_owned().into()
}

/// Returns the JSON with those characters as `\\u` escapes, which does not change its value; they occur only in
/// strings.
#[must_use]
pub fn escape_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        if is_dangerous(character) {
            let mut units = [0; 2];
            safe.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Returns whether a character is a control, or one of the invisible characters that reorder or hide text: directional
/// marks, zero-width joiners and fillers, tags and variation selectors.
#[must_use]
pub fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_could_steer_it() {
        assert_eq!(escape("a\u{1b}[31mb\u{202e}c\n"), "a\\u{1b}[31mb\\u{202e}c\\u{a}");
        assert_eq!(escape("Größe €"), "Größe €");
        for hidden in "\u{61c}\u{180e}\u{e0041}\u{e01ef}\u{2066}\u{3164}\u{fe0f}\u{ad}\u{85}".chars() {
            assert!(is_dangerous(hidden) && escape(&hidden.to_string()).starts_with("\\u{"), "{hidden:?}");
        }
    }

    #[test]
    fn no_run_of_digits_as_long_as_a_key_is_shown() {
        let key = "0aB1".repeat(16);
        assert_eq!(without_keys(&format!("`{key}`, é{}", &key[..32])), "`***`, é***");
        assert_eq!(without_keys(&key[..31]), &key[..31]);
    }

    #[test]
    fn no_password_of_a_url_is_said() {
        for (typed, shown) in [
            ("cannot read `http://me:pw@host/x`: no such file", "cannot read `http://***@host/x`: no such file"),
            ("`https://me:p@w@host:8443/a@b`", "`https://***@host:8443/a@b`"),
            ("`http://me:p/w@host/x`", "`http://***@host/x`"),
            ("`ftp://a@b` and `http://c:d@e`", "`ftp://***@b` and `http://***@e`"),
            ("`http://host/a@b` a@b", "`http://host/a@b` a@b"),
            ("http://host me@example.net", "http://host me@example.net"),
        ] {
            assert_eq!(without_keys(typed), shown);
        }
    }

    #[test]
    fn escaped_json_is_the_same_value() {
        let json = "{\"a\u{202e}\": [\"\\u001b\u{9b}\", \"\\\\u202e\", \"Größe €\"]}";
        let escaped = escape_json(json);
        assert_eq!(escaped, r#"{"a\u202e": ["\u001b\u009b", "\\u202e", "Größe €"]}"#);
        assert_eq!(escape_json("\u{e0041}"), r"\udb40\udc41");
    }
}
