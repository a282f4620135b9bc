//! Text from outside as a terminal may see it.

/// The text with nothing in it that can move the cursor or turn the writing direction.
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

/// JSON of one line with the same characters as `\\u` escapes; outside strings there are none of them.
#[must_use]
pub fn escape_json(value: &serde_json::Value) -> String {
    escape_json_text(&value.to_string())
}

/// The same of JSON that is text already.
#[must_use]
pub fn escape_json_text(json: &str) -> String {
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

/// Controls, and the invisible characters that reorder or hide text: marks of direction, joiners and fillers of no width,
/// tags and variation selectors.
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
    fn escaped_json_is_the_same_value() {
        let value = serde_json::json!({"a\u{202e}": ["\u{1b}[31m\n\u{9b}", "\\u202e", "Größe €"]});
        let escaped = escape_json(&value);
        assert!(!escaped.chars().any(is_dangerous), "{escaped}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }
}
