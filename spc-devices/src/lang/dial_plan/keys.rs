//! The keys of a phone, sets of keys, and what somebody dials.

use core::fmt;

use crate::lang::{Fault, shown_sign};

/// A key: `0` to `9`, `*`, `#`, and `+`, which is not on any keypad, but which a caller's number may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DialKey(u8);

const SIGNS: [char; 13] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', '+'];

impl DialKey {
    /// `#`, which sends a number if no sequence uses it.
    pub const POUND: Self = Self(11);

    /// The key with this character.
    #[must_use]
    pub fn new(sign: char) -> Option<Self> {
        let place = SIGNS.iter().position(|known| *known == sign)?;
        u8::try_from(place).ok().map(Self)
    }

    /// Its character.
    ///
    /// # Panics
    /// Never: a key is made from a place in the table of characters.
    #[must_use]
    pub fn sign(self) -> char {
        *SIGNS.get(usize::from(self.0)).expect("a key is made from a place in this table")
    }

    /// Whether it is one of `0` to `9`.
    #[must_use]
    pub const fn is_digit(self) -> bool {
        self.0 < 10
    }

    /// All of them, digits first.
    pub fn all() -> impl Iterator<Item = Self> {
        SIGNS.iter().filter_map(|sign| Self::new(*sign))
    }
}

impl fmt::Display for DialKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.sign())
    }
}

/// A set of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct KeySet(u16);

impl KeySet {
    /// No key.
    pub const EMPTY: Self = Self(0);
    /// `0` to `9`.
    pub const DIGITS: Self = Self(0x03ff);
    /// Every key of a keypad: the digits, `*` and `#`.
    pub const KEYPAD: Self = Self(0x0fff);

    /// The set with this key added.
    #[must_use]
    pub const fn with(self, key: DialKey) -> Self {
        Self(self.0 | 1_u16.wrapping_shl(key.0 as u32))
    }

    /// The keys that are in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the key is in the set.
    #[must_use]
    pub const fn contains(self, key: DialKey) -> bool {
        self.0 & 1_u16.wrapping_shl(key.0 as u32) != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its keys, digits first.
    pub fn iter(self) -> impl Iterator<Item = DialKey> {
        DialKey::all().filter(move |key| self.contains(*key))
    }
}

/// What is wrong with a number to dial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyMistake {
    /// A character that is not on any keypad.
    NotAKey(char),
    /// More than [`Keypresses::MOST`] keys.
    TooMany,
}

impl fmt::Display for KeyMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAKey(sign) => {
                write!(
                    f,
                    "`{}` is not a key; a number can have 0-9 * # +, and ~ for the Dial softkey",
                    shown_sign(*sign)
                )
            }
            Self::TooMany => write!(f, "more than {} keys", Keypresses::MOST),
        }
    }
}

/// The keys that somebody presses after lifting the handset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keypresses {
    /// `None` is the Dial softkey.
    presses: Vec<Option<DialKey>>,
}

impl Keypresses {
    /// More keys than any number has.
    pub const MOST: usize = 64;

    /// Reads keys: `0`-`9`, `*`, `#`, `+`, and `~` for the Dial softkey; spaces and hyphens are ignored.
    ///
    /// No keys at all (`""` or `"-"`) means that the handset is lifted and no key is pressed.
    ///
    /// # Errors
    /// The first character that is not a key, or the first key beyond the limit.
    pub fn parse(text: &str) -> Result<Self, Fault<KeyMistake>> {
        let mut presses = Vec::new();
        for (start, sign) in text.char_indices().filter(|(_, sign)| !matches!(sign, ' ' | '-')) {
            let press = if sign == '~' { Some(None) } else { DialKey::new(sign).map(Some) };
            let kind = match press {
                Some(press) if presses.len() < Self::MOST => {
                    presses.push(press);
                    continue;
                }
                Some(_) => KeyMistake::TooMany,
                None => KeyMistake::NotAKey(sign),
            };
            return Err(Fault { kind, range: start..start.saturating_add(sign.len_utf8()) });
        }
        Ok(Self { presses })
    }

    /// Whether no key is pressed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.presses.is_empty()
    }

    /// Each press; `None` is the Dial softkey.
    #[must_use]
    pub fn presses(&self) -> &[Option<DialKey>] {
        &self.presses
    }

    /// What is left after this many presses, as text.
    pub(super) fn after(&self, used: usize) -> String {
        self.presses.get(used..).unwrap_or_default().iter().map(|press| press.map_or('~', DialKey::sign)).collect()
    }
}

impl FromIterator<DialKey> for Keypresses {
    fn from_iter<T: IntoIterator<Item = DialKey>>(keys: T) -> Self {
        Self { presses: keys.into_iter().take(Self::MOST).map(Some).collect() }
    }
}

impl fmt::Display for Keypresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.after(0))
    }
}
