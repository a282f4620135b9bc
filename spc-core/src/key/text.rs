//! The text of a key, as somebody typed or stored it.

use zeroize::Zeroizing;

use super::error::KeyError;

/// The key text that a device stores, of any form: the file's `key_form` says how to read it (FORMAT 3.4).
pub struct KeyText(Zeroizing<String>);

impl KeyText {
    /// Takes ownership of the text; its buffer is wiped on drop.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Returns the number of digits of a text that consists of hexadecimal digits.
pub(crate) fn hex_digits(text: &str) -> Result<usize, KeyError> {
    match text.chars().position(|c| !c.is_ascii_hexdigit()) {
        _ if text.is_empty() => Err(KeyError::Empty),
        Some(at) => Err(KeyError::NotHex { position: at.saturating_add(1) }),
        None => Ok(text.len()),
    }
}
