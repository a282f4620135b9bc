//! What a device's file is called, and whose file a name belongs to.
//!
//! Knows: `{mac}` and `{MAC}`. Must not know: folders, or what a device asks for.

use core::fmt;
use core::str::FromStr;

use crate::mac::TargetMac;

const LOWER: &str = "{mac}";
const UPPER: &str = "{MAC}";
/// The digits of an address without separators, the only spelling that can be turned back into the same name.
const DIGITS: usize = 12;
/// The longest name in bytes that file systems accept.
const LONGEST: usize = 255;

/// A pattern for file names: `{mac}` is the device's address as twelve lower-case digits, `{MAC}` the same in upper
/// case.
///
/// ```
/// # use spc_core::{FileName, TargetMac};
/// let name = FileName::parse("spa{MAC}.xml")?;
/// let mac: TargetMac = "000e08aabbcc".parse()?;
/// assert_eq!(name.of(mac), "spa000E08AABBCC.xml");
/// assert_eq!(name.mac_of("spa000E08AABBCC.xml"), Some(mac));
/// assert_eq!(name.mac_of("spa504G.cfg"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

/// Why a string cannot be a file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileNameError {
    /// Braces around something other than `mac` or `MAC`.
    #[error("has a placeholder other than {{mac}} and {{MAC}}")]
    Placeholder,
    /// A slash: a name has no folders.
    #[error("has a `/`")]
    Folder,
    /// An empty name, `.`, `..` or a name with a zero byte.
    #[error("is empty, `.` or `..`, or has a zero byte")]
    NotAName,
    /// A control character, such as a line end: servers do not ask for such names, and a list of names is read line by
    /// line.
    #[error("has a control character, U+{:04X}", u32::from(*.0))]
    Control(char),
    /// More bytes than file systems accept.
    #[error("is longer than {LONGEST} bytes")]
    TooLong,
}

impl FileName {
    /// Parses a pattern. A pattern without an address gives every device's file the same name.
    ///
    /// # Errors
    /// Returns [`FileNameError`] if the pattern cannot give valid file names.
    pub fn parse(text: &str) -> Result<Self, FileNameError> {
        if text.replace(LOWER, "").replace(UPPER, "").contains(['{', '}']) {
            return Err(FileNameError::Placeholder);
        }
        Self::check(text)?;
        Ok(Self(text.to_owned()))
    }

    /// Checks that a text can be the name of a file in a folder.
    ///
    /// # Errors
    /// Returns [`FileNameError`] if it cannot.
    pub fn check(name: &str) -> Result<(), FileNameError> {
        match name {
            "" | "." | ".." => Err(FileNameError::NotAName),
            _ if name.contains('\0') => Err(FileNameError::NotAName),
            _ if name.contains('/') => Err(FileNameError::Folder),
            _ if name.len() > LONGEST => Err(FileNameError::TooLong),
            _ => name.chars().find(|c| c.is_control()).map_or(Ok(()), |found| Err(FileNameError::Control(found))),
        }
    }

    /// Returns whether different devices get different names.
    #[must_use]
    pub fn differs_by_device(&self) -> bool {
        self.0.contains(LOWER) || self.0.contains(UPPER)
    }

    /// Returns the name of a device's file.
    #[must_use]
    pub fn of(&self, mac: TargetMac) -> String {
        let digits = mac.to_string();
        let name = self.0.replace(LOWER, &digits);
        // Few patterns contain it, and fleets have many names.
        if name.contains(UPPER) { name.replace(UPPER, &digits.to_uppercase()) } else { name }
    }

    /// Returns the device whose file has this name; `None` if the name does not match the pattern.
    #[must_use]
    pub fn mac_of(&self, name: &str) -> Option<TargetMac> {
        let at = [LOWER, UPPER].iter().filter_map(|mac| self.0.find(mac)).min()?;
        let mac = name.get(at..at.checked_add(DIGITS)?)?.parse().ok()?;
        (self.of(mac) == name).then_some(mac)
    }
}

impl FromStr for FileName {
    type Err = FileNameError;

    fn from_str(text: &str) -> Result<Self, FileNameError> {
        Self::parse(text)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_a_device_only_by_the_whole_pattern() {
        let device = |pattern, name| FileName::parse(pattern).unwrap().mac_of(name).map(|mac| mac.to_string());
        let mac = Some("000e08aabbcc".to_owned());
        assert_eq!(device("{mac}.cfg", "000e08aabbcc.cfg"), mac);
        assert_eq!(device("spa{MAC}-{mac}.cfg", "spa000E08AABBCC-000e08aabbcc.cfg"), mac);
        for name in
            ["000E08AABBCC.cfg", "000e08aabbcc.xml", "000e08aabbcc.cfg~", "x000e08aabbcc.cfg", "000e08aabb", "é", ""]
        {
            assert_eq!(device("{mac}.cfg", name), None, "{name}");
        }
        assert_eq!(device("spa{MAC}-{mac}.cfg", "spa000E08AABBCC-000e08aabbcd.cfg"), None);
        assert_eq!(device("profile.cfg", "profile.cfg"), None);
    }

    #[test]
    fn what_cannot_be_a_name_is_refused() {
        let refused = |text: &str| FileName::parse(text).unwrap_err();
        assert_eq!(refused("{ma}.cfg"), FileNameError::Placeholder);
        assert_eq!(refused("{mac"), FileNameError::Placeholder);
        assert_eq!(refused("a/{mac}"), FileNameError::Folder);
        assert_eq!(refused(".."), FileNameError::NotAName);
        assert_eq!(refused("a\0"), FileNameError::NotAName);
        for control in ['\n', '\t', '\u{1b}', '\u{7f}', '\u{85}'] {
            assert_eq!(FileName::check(&format!("a{control}b")), Err(FileNameError::Control(control)));
        }
        assert_eq!(refused(&"x".repeat(256)), FileNameError::TooLong);
        assert!(!FileName::parse("all.cfg").unwrap().differs_by_device());
    }
}
