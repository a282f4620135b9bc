//! Target MAC addresses: how they are written, and which of them can identify a device.

use core::fmt;
use core::str::FromStr;

/// The MAC address of the one device that a file is meant for (FORMAT 3.1).
///
/// It is never all zeros and never a group address. It is written as 12 lower-case digits, like the phones' `$MA`
/// macro.
///
/// ```
/// # use spc_core::TargetMac;
/// let mac: TargetMac = "00:0E:08:AA:BB:CC".parse()?;
/// assert_eq!(mac.to_string(), "000e08aabbcc");
/// assert_eq!(mac, "000e.08aa.bbcc".parse()?);
/// # Ok::<(), spc_core::MacError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TargetMac([u8; 6]);

/// Why a string or six bytes are not a target MAC (`BadMac`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MacError {
    /// The string does not have 12 hexadecimal digits.
    #[error("a MAC address has 12 hexadecimal digits, but this one has {found}")]
    Digits {
        /// The number of digits found.
        found: usize,
    },
    /// A character is neither a digit nor a separator.
    #[error("character {character:?} at position {position} is not allowed in a MAC address")]
    Character {
        /// The character found.
        character: char,
        /// Its position, counted in characters from 1.
        position: usize,
    },
    /// Separators are mixed, missing or in the wrong places.
    #[error("write a MAC address as 000e08aabbcc, 00:0e:08:aa:bb:cc, 00-0e-08-aa-bb-cc or 000e.08aa.bbcc")]
    Separators,
    /// `000000000000` does not identify a device.
    #[error("the all-zero MAC address does not identify a device")]
    Zero,
    /// Bit 0 of the first byte is set: a multicast or broadcast address.
    #[error("{address} is a group (multicast) address, which does not identify a single device")]
    Group {
        /// The address in 12 lower-case digits.
        address: String,
    },
}

impl TargetMac {
    /// Makes an address of six octets, in the order in which they are written.
    ///
    /// # Errors
    /// Returns [`MacError::Zero`] or [`MacError::Group`].
    pub fn new(octets: [u8; 6]) -> Result<Self, MacError> {
        let [first, ..] = octets;
        if octets == [0; 6] {
            Err(MacError::Zero)
        } else if first & 1 != 0 {
            Err(MacError::Group { address: hex::encode(octets) })
        } else {
            Ok(Self(octets))
        }
    }

    /// Returns the six octets.
    #[must_use]
    pub const fn octets(self) -> [u8; 6] {
        self.0
    }

    /// Returns whether the address is locally administered (bit 1 of the first octet): legal, but no vendor ships such
    /// devices.
    #[must_use]
    pub const fn is_local(self) -> bool {
        let [first, ..] = self.0;
        first & 2 != 0
    }
}

impl FromStr for TargetMac {
    type Err = MacError;

    fn from_str(text: &str) -> Result<Self, MacError> {
        // The fast path: the usual form in device lists.
        let mut octets = [0; 6];
        if hex::decode_to_slice(text, &mut octets).is_ok() {
            return Self::new(octets);
        }
        let is_separator = |c: char| matches!(c, ':' | '-' | '.');
        let stray = |(_, c): &(usize, char)| !c.is_ascii_hexdigit() && !is_separator(*c);
        if let Some((at, character)) = text.chars().enumerate().find(stray) {
            return Err(MacError::Character { character, position: at.saturating_add(1) });
        }
        let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
        if digits.len() != 12 {
            return Err(MacError::Digits { found: digits.len() });
        }
        let grouped = match text.chars().find(|c| is_separator(*c)) {
            None => true,
            Some(separator) => {
                let (groups, width) = if separator == '.' { (3, 4) } else { (6, 2) };
                let mut parts = text.split(separator);
                parts.clone().count() == groups && parts.all(|part| part.len() == width && !part.contains(is_separator))
            }
        };
        if !grouped || hex::decode_to_slice(&digits, &mut octets).is_err() {
            return Err(MacError::Separators);
        }
        Self::new(octets)
    }
}

impl fmt::Display for TargetMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 12];
        hex::encode_to_slice(self.0, &mut digits).expect("two digits an octet");
        f.write_str(core::str::from_utf8(&digits).expect("digits are ASCII"))
    }
}

impl fmt::Debug for TargetMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TargetMac({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> MacError {
        text.parse::<TargetMac>().unwrap_err()
    }

    #[test]
    fn each_fault_has_its_own_error() {
        assert_eq!(refusal("000e08aabbc"), MacError::Digits { found: 11 });
        assert_eq!(refusal(""), MacError::Digits { found: 0 });
        assert_eq!(refusal("00:0e-08:aa:bb:cc"), MacError::Separators);
        assert_eq!(refusal("00:0e:08:aa:bb:cc:"), MacError::Separators);
        assert_eq!(refusal("0x0e08aabbcc"), MacError::Character { character: 'x', position: 2 });
        assert_eq!(refusal("é00e08aabbcc"), MacError::Character { character: 'é', position: 1 });
        assert_eq!(refusal("00:00:00:00:00:00"), MacError::Zero);
        assert_eq!(refusal("010e08aabbcc"), MacError::Group { address: "010e08aabbcc".into() });
    }

    #[test]
    fn local_addresses_are_legal_and_recognised() {
        assert!("020e08aabbcc".parse::<TargetMac>().unwrap().is_local());
        assert!(!"000e08aabbcc".parse::<TargetMac>().unwrap().is_local());
    }
}
