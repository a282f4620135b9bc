//! How the key text of a file is read.

use core::fmt;

/// How the key text of a file is read (FORMAT 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyForm {
    /// No key.
    None,
    /// 32 to 64 hexadecimal digits.
    Raw,
    /// A passphrase, stretched by PBKDF2.
    Passphrase,
}

impl KeyForm {
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Raw => 1,
            Self::Passphrase => 2,
        }
    }
}

impl fmt::Display for KeyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "no key",
            Self::Raw => "raw key",
            Self::Passphrase => "passphrase",
        })
    }
}
