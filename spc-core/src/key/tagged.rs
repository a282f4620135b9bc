//! A master key's file: comments, and one line with the key and a tag that says what it is (FORMAT 9.5).
//!
//! Knows: the tag, and where the key's digits are. Must not know: what is derived from a key.

use memchr::memchr_iter;

use super::error::KeyError;

/// The text that a master key begins with in its file, whatever its version.
const NAME: &[u8] = b"SPC-MASTER-KEY-";
/// The position of its first hyphen.
const HYPHEN: usize = 3;
/// The tag of the only version so far; 64 hexadecimal digits follow it.
pub(super) const TAG: &str = "SPC-MASTER-KEY-1-";
/// The character that begins a comment.
const COMMENT: char = '#';

/// Returns whether a text contains a tagged master key, so that it is neither a device's key nor a profile.
///
/// Any text that contains the tag counts, in any letter case and of any version: mistaking a master key for something
/// else would give it to every phone, or display it.
///
/// ```
/// assert!(spc_core::key::is_tagged_master(b"# date\nSPC-MASTER-KEY-1-5b5b"));
/// assert!(!spc_core::key::is_tagged_master(b"5b5b"));
/// ```
#[must_use]
pub fn is_tagged_master(text: &[u8]) -> bool {
    // Searched by its first hyphen: digits have none, and profiles few, so this is cheap wherever it is called.
    memchr_iter(b'-', text)
        .filter_map(|at| text.get(at.checked_sub(HYPHEN)?..)?.get(..NAME.len()))
        .any(|part| part.eq_ignore_ascii_case(NAME))
}

/// Refuses a fleet's master key where a device's key is expected.
pub(crate) fn refuse_master(text: &[u8]) -> Result<(), KeyError> {
    if is_tagged_master(text) { Err(KeyError::IsMaster) } else { Ok(()) }
}

/// Returns the digits of the only key in the text of a key file, unchecked.
pub(super) fn digits(text: &str) -> Result<&str, KeyError> {
    let mut keys = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(COMMENT));
    let key = keys.next().ok_or(KeyError::Empty)?;
    if keys.next().is_some() {
        return Err(KeyError::MasterLines);
    }
    match key.split_at_checked(TAG.len()) {
        Some((tag, digits)) if tag.eq_ignore_ascii_case(TAG) => Ok(digits),
        _ if is_tagged_master(key.as_bytes()) => Err(KeyError::MasterTag),
        // The form of files from before there was a tag; the caller knows that it is a master key.
        _ => Ok(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{MasterKey, Passphrase, RawKey};
    use crate::stock::openssl::Phrase;
    use crate::stock::rfc8188::IkmForm;

    const DIGITS: &str = "5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b";

    #[test]
    fn a_tagged_key_reads_back_with_its_comments_and_without_them() {
        let master = MasterKey::from_hex(DIGITS).unwrap();
        let line = master.with_tagged(str::to_owned);
        assert_eq!(line, format!("SPC-MASTER-KEY-1-{DIGITS}"));
        let lower = line.to_lowercase();
        for text in
            [line.clone(), format!("# a\r\n\r\n  {line} \r\n# b\n"), format!("#\n{lower}\n"), format!("{DIGITS}\n")]
        {
            assert_eq!(MasterKey::from_text(&text).unwrap().id(), master.id(), "{text:?}");
        }
    }

    #[test]
    fn a_file_without_one_key_of_this_version_is_refused() {
        let read = |text: &str| MasterKey::from_text(text).unwrap_err();
        assert_eq!(read(""), KeyError::Empty);
        assert_eq!(read("# SPC-MASTER-KEY-1-\n\n"), KeyError::Empty);
        assert_eq!(read(&format!("{DIGITS}\n{TAG}{DIGITS}\n")), KeyError::MasterLines);
        assert_eq!(read(&format!("SPC-MASTER-KEY-2-{DIGITS}")), KeyError::MasterTag);
        assert_eq!(read(&format!("key: {TAG}{DIGITS}")), KeyError::MasterTag);
        assert_eq!(read("SPC-MASTER-KEY-1"), KeyError::MasterTag);
        assert_eq!(read(&format!("{TAG}{DIGITS}5b")), KeyError::MasterLength { digits: 66 });
        assert_eq!(read(TAG), KeyError::Empty);
        assert_eq!(read(&format!("{TAG}5x")), KeyError::NotHex { position: 2 });
    }

    #[test]
    fn a_tag_is_found_wherever_it_is() {
        for text in ["SPC-MASTER-KEY-", "-SPC-spc-Master-Key-2", "SPC-SPC-MASTER-KEY-1-", "--spc-master-key-"] {
            assert!(is_tagged_master(text.as_bytes()), "{text}");
        }
        for text in ["", "-", "SPC-", "SPC-MASTER-KEY", "SPC-MASTERKEY-", "PC-MASTER-KEY-1-", "-MASTER-KEY-"] {
            assert!(!is_tagged_master(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn no_key_of_a_device_is_made_from_a_tagged_one() {
        for text in [format!("{TAG}{DIGITS}"), format!("#\nspc-master-key-1-{DIGITS}\n"), "xSPC-MASTER-KEY-9".into()] {
            assert_eq!(RawKey::from_hex(&text).unwrap_err(), KeyError::IsMaster, "{text}");
            assert_eq!(Passphrase::new(text.clone()).unwrap_err(), KeyError::IsMaster, "{text}");
            assert_eq!(Phrase::new(text.clone().into_bytes()).unwrap_err(), KeyError::IsMaster, "{text}");
            for form in [IkmForm::Hex, IkmForm::Ascii, IkmForm::Base64Url] {
                assert_eq!(form.read(&text).unwrap_err(), KeyError::IsMaster, "{text} {form:?}");
            }
        }
    }
}
