//! The names of parameters: paths of element names below `flat-profile` (FORMAT 6.3).

use std::borrow::{Borrow, Cow};

use core::fmt;

use memchr::memrchr;

use super::secret::is_secret;
use crate::limits;

/// A parameter's identity: its path below `flat-profile`, written with `/`.
///
/// `Proxy_1_` is a flat name; `router-configuration/DHCP_Server_Pool/Rule[2]/Local_IP` is a nested one, in which `[2]`
/// marks the second `Rule` within its parent. A name has 1 to 255 bytes and 1 to 8 segments, and is case-sensitive.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParameterName<'a>(Cow<'a, str>);

/// Why a string is not a parameter name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// The name, or a segment of it, is empty.
    #[error("a name, or a section in it, is empty")]
    Empty,
    /// A character is not allowed in the element names of profiles, or not in this position.
    #[error("character {character:?} is not allowed in a name")]
    Character {
        /// The character found.
        character: char,
        /// Its position in the name, in bytes from 0.
        position: usize,
    },
    /// The index of a section is not 2 to 9999, or the last segment has an index.
    #[error("an index is [2] to [9999] and follows a section")]
    Index,
    /// There are more bytes or segments than the format allows.
    #[error("a name has at most {} bytes and {} segments", limits::NAME, limits::SEGMENTS)]
    TooLong,
}

impl<'a> ParameterName<'a> {
    /// Parses a path as defined in FORMAT 6.3.
    ///
    /// # Errors
    /// Returns [`NameError`] for the first fault from the left.
    pub fn parse(path: &'a str) -> Result<Self, NameError> {
        check_path(path)?;
        Ok(Self(Cow::Borrowed(path)))
    }

    /// Parses a name as written on the web page and in plain-text sources, where a blank and each of `[ ] ( ) /` stand
    /// for `_`.
    ///
    /// `Proxy[1]` is `Proxy_1_`; `SIP_ToS/DiffServ_Value[1]` is `SIP_ToS_DiffServ_Value_1_`. Only flat names have such
    /// a label.
    ///
    /// ```
    /// # use spc_core::profile::ParameterName;
    /// assert_eq!(ParameterName::from_label("Set Local Date (mm/dd)")?.as_str(), "Set_Local_Date__mm_dd_");
    /// # Ok::<(), spc_core::profile::NameError>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`NameError`] for the first fault from the left.
    pub fn from_label(label: &'a str) -> Result<Self, NameError> {
        let name = flattened(label);
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if let Some(position) = misfit(&name) {
            let character = label.get(position..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            return Err(NameError::Character { character, position });
        }
        if name.len() > limits::NAME {
            return Err(NameError::TooLong);
        }
        Ok(Self(name))
    }

    /// Makes a name of a path that the caller has checked segment by segment.
    pub(crate) fn checked(path: Cow<'a, str>) -> Self {
        debug_assert_eq!(check_path(&path), Ok(()));
        Self(path)
    }

    /// Returns the whole path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the same name, borrowing from this one.
    pub(crate) fn borrowed(&self) -> ParameterName<'_> {
        ParameterName(Cow::Borrowed(&self.0))
    }

    /// Returns the path, borrowed or owned as it is stored.
    pub(crate) fn text(&self) -> &Cow<'a, str> {
        &self.0
    }

    /// Returns the segments from the outermost to the innermost, each with its index if it has one.
    #[must_use]
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// Returns the last segment, which is the parameter's element.
    #[must_use]
    pub fn leaf(&self) -> &str {
        leaf(&self.0)
    }

    /// Returns whether the value of this parameter should never be shown (docs/security.md 3).
    ///
    /// The last segment decides. It is secret if it contains, in any letter case, `passw`, `pwd`, `secret`, `_key`,
    /// `auth_id`, `GPP_SA` to `GPP_SD`, `ikm` or `community`, or other words that phones use for secrets: `passphrase`,
    /// `pskKey`, `wepKey` and the whole words `PIN` and `PW`. Attendant console keys (`Unit_1_Key_2_`) are not secrets.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        is_secret(self.leaf())
    }

    /// Returns the same name without borrowing from a source.
    #[must_use]
    pub fn into_owned(self) -> ParameterName<'static> {
        ParameterName(Cow::Owned(self.0.into_owned()))
    }
}

/// Returns what follows the last `/` of a path.
///
/// ```
/// assert_eq!(spc_core::profile::leaf("router-configuration/WAN/Mode"), "Mode");
/// assert_eq!(spc_core::profile::leaf("Proxy_1_"), "Proxy_1_");
/// ```
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "it cannot panic")]
pub fn leaf(path: &str) -> &str {
    // Called by several checks for each name of a profile.
    let start = memrchr(b'/', path.as_bytes()).map_or(0, |at| at.saturating_add(1));
    path.get(start..).expect("a `/` is a character")
}

/// Returns whether XML names have `_` for this character of labels and plain-text names (profile-language 6).
#[must_use]
pub const fn is_folded(character: char) -> bool {
    matches!(character, ' ' | '[' | ']' | '(' | ')' | '/')
}

/// Returns the XML spelling of one byte of a plain-text name.
#[must_use]
pub fn fold(byte: u8) -> u8 {
    if is_folded(char::from(byte)) { b'_' } else { byte }
}

/// Returns the label with `_` for each character that element names do not have.
pub(crate) fn flattened(label: &str) -> Cow<'_, str> {
    if !label.bytes().any(|byte| is_folded(char::from(byte))) {
        return Cow::Borrowed(label);
    }
    let bytes = label.bytes().map(fold).collect();
    Cow::Owned(String::from_utf8(bytes).expect("one ASCII character replaces another"))
}

/// Returns the position of the first byte that is not allowed there in an element name of a profile (FORMAT 6.3).
pub(crate) fn misfit(element: &str) -> Option<usize> {
    let fits = |at: usize, byte: u8| {
        byte.is_ascii_alphabetic() || byte == b'_' || (at > 0 && (byte.is_ascii_digit() || matches!(byte, b'.' | b'-')))
    };
    element.bytes().enumerate().position(|(at, byte)| !fits(at, byte))
}

fn check_path(path: &str) -> Result<(), NameError> {
    if path.len() > limits::NAME || path.bytes().filter(|byte| *byte == b'/').count() >= limits::SEGMENTS {
        return Err(NameError::TooLong);
    }
    let mut start = 0_usize;
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let (element, index) = segment.split_once('[').map_or((segment, None), |(element, rest)| (element, Some(rest)));
        if element.is_empty() {
            return Err(NameError::Empty);
        }
        if let Some(at) = misfit(element) {
            let character = element.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            return Err(NameError::Character { character, position: start.saturating_add(at) });
        }
        if index.is_some_and(|index| segments.peek().is_none() || !is_index(index)) {
            return Err(NameError::Index);
        }
        start = start.saturating_add(segment.len()).saturating_add(1);
    }
    Ok(())
}

/// Whether the text after `[` is an index, 2 to 9999 without a leading zero, and the closing bracket.
fn is_index(text: &str) -> bool {
    let Some(digits) = text.strip_suffix(']') else { return false };
    digits.len() <= 4
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0')
        && digits.parse::<u16>().is_ok_and(|index| index >= 2)
}

/// Allows lookups by text in maps whose keys are names.
impl Borrow<str> for ParameterName<'_> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ParameterName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ParameterName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_of_format_6_3() {
        for good in ["A", "_", "A.b-1", "router-configuration/Rule[2]/Local_IP", "a[9999]/b", "a/b/c/d/e/f/g/h"] {
            assert_eq!(check_path(good), Ok(()), "{good}");
        }
        let bad = [
            ("", NameError::Empty),
            ("a//b", NameError::Empty),
            ("a/", NameError::Empty),
            ("[2]/a", NameError::Empty),
            ("a/1b", NameError::Character { character: '1', position: 2 }),
            ("Dial Plan", NameError::Character { character: ' ', position: 4 }),
            ("é", NameError::Character { character: 'é', position: 0 }),
            ("a[2]", NameError::Index),
            ("a[1]/b", NameError::Index),
            ("a[02]/b", NameError::Index),
            ("a[10000]/b", NameError::Index),
            ("a[2/b", NameError::Index),
            ("a[2]x/b", NameError::Index),
            ("a/b/c/d/e/f/g/h/i", NameError::TooLong),
        ];
        for (text, error) in bad {
            assert_eq!(check_path(text), Err(error), "{text}");
        }
        assert_eq!(check_path(&"N".repeat(256)), Err(NameError::TooLong));
    }
}
