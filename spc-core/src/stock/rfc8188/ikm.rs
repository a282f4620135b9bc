//! The input key of `aes128gcm`: the phone's `IKM_HTTP_Encrypt_Content` (FORMAT 11.3.5).

use core::fmt;

use base64ct::{Base64Url, Base64UrlUnpadded, Encoding as _};
use zeroize::Zeroizing;

use crate::key::{KeyError, hex_digits, refuse_master};

/// An input key of one or more bytes, which is not the tagged master key of a fleet ([`KeyError::IsMaster`]).
///
/// RFC 8188 does not fix the length; the cipher uses 16 bytes, so use 16 random ones. The phones' documentation does
/// not say how they read the text of a key, so the caller must choose one of the three constructors: there is no
/// guessing. The key is wiped on drop.
pub struct Ikm(Zeroizing<Vec<u8>>);

impl Ikm {
    /// Reads an even number of hexadecimal digits in either case.
    ///
    /// # Errors
    /// Returns [`KeyError::Empty`], [`KeyError::NotHex`] or [`KeyError::OddDigits`].
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        refuse_master(text.as_bytes())?;
        let digits = hex_digits(text)?;
        let mut bytes = Zeroizing::new(vec![0; digits / 2]);
        hex::decode_to_slice(text, bytes.as_mut_slice()).map_err(|_| KeyError::OddDigits { digits })?;
        Ok(Self(bytes))
    }

    /// Takes printable ASCII characters as they are.
    ///
    /// # Errors
    /// Returns [`KeyError::Empty`] or [`KeyError::NotPrintable`].
    pub fn from_ascii(text: &str) -> Result<Self, KeyError> {
        refuse_master(text.as_bytes())?;
        match text.chars().position(|c| !matches!(c, ' '..='~')) {
            _ if text.is_empty() => Err(KeyError::Empty),
            Some(at) => Err(KeyError::NotPrintable { position: at.saturating_add(1) }),
            None => Ok(Self(Zeroizing::new(text.as_bytes().to_vec()))),
        }
    }

    /// Reads base64url (RFC 4648 section 5), with or without padding.
    ///
    /// # Errors
    /// Returns [`KeyError::Empty`], [`KeyError::NotBase64Url`] or [`KeyError::Base64UrlLength`].
    pub fn from_base64url(text: &str) -> Result<Self, KeyError> {
        refuse_master(text.as_bytes())?;
        let digits = text.trim_end_matches('=');
        let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if digits.is_empty() {
            return Err(KeyError::Empty);
        }
        if let Some(at) = digits.chars().position(|c| !is_digit(c)) {
            return Err(KeyError::NotBase64Url { position: at.saturating_add(1) });
        }
        let mut bytes = Zeroizing::new(vec![0; digits.len()]);
        let decode = if text.len() == digits.len() { Base64UrlUnpadded::decode } else { Base64Url::decode };
        let length = decode(text.as_bytes(), bytes.as_mut_slice())
            .map_err(|_| KeyError::Base64UrlLength { characters: digits.len() })?
            .len();
        bytes.truncate(length);
        Ok(Self(bytes))
    }

    pub(super) fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// How the text of a key is read: the phones' documentation does not say, so the caller must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IkmForm {
    /// [`Ikm::from_hex`].
    Hex,
    /// [`Ikm::from_ascii`].
    Ascii,
    /// [`Ikm::from_base64url`].
    Base64Url,
}

impl IkmForm {
    /// Reads a key text in this form.
    ///
    /// # Errors
    /// Returns the errors of the form's constructor.
    pub fn read(self, text: &str) -> Result<Ikm, KeyError> {
        match self {
            Self::Hex => Ikm::from_hex(text),
            Self::Ascii => Ikm::from_ascii(text),
            Self::Base64Url => Ikm::from_base64url(text),
        }
    }
}

impl fmt::Debug for Ikm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ikm(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_spellings_of_a_key_meet() {
        let bytes = b"\xfb\xff walrus";
        let ikm = [Ikm::from_hex("FBff2077616c727573"), Ikm::from_base64url("-_8gd2FscnVz")];
        for ikm in ikm {
            assert_eq!(ikm.unwrap().expose(), bytes);
        }
        assert_eq!(Ikm::from_ascii(" walrus").unwrap().expose(), &bytes[2..]);
        for text in ["YWI", "YWI="] {
            assert_eq!(Ikm::from_base64url(text).unwrap().expose(), b"ab");
        }
    }

    #[test]
    fn each_fault_has_its_own_error() {
        assert_eq!(Ikm::from_hex("").unwrap_err(), KeyError::Empty);
        assert_eq!(Ikm::from_hex("0g").unwrap_err(), KeyError::NotHex { position: 2 });
        assert_eq!(Ikm::from_hex("012").unwrap_err(), KeyError::OddDigits { digits: 3 });
        assert_eq!(Ikm::from_ascii("").unwrap_err(), KeyError::Empty);
        assert_eq!(Ikm::from_ascii("naïve").unwrap_err(), KeyError::NotPrintable { position: 3 });
        let base64url = |text| Ikm::from_base64url(text).unwrap_err();
        assert_eq!(base64url(""), KeyError::Empty);
        assert_eq!(base64url("=="), KeyError::Empty);
        assert_eq!(base64url("ab+/"), KeyError::NotBase64Url { position: 3 });
        assert_eq!(base64url("ab=c"), KeyError::NotBase64Url { position: 3 });
        for text in ["abcde", "ab=", "abc==", "YW", "YWJj="] {
            let characters = text.trim_end_matches('=').len();
            assert_eq!(base64url(text), KeyError::Base64UrlLength { characters }, "{text}");
        }
    }

    #[test]
    fn debug_shows_the_type_only() {
        assert_eq!(format!("{:?}", Ikm::from_ascii("planted secret").unwrap()), "Ikm(..)");
    }
}
