//! Softkey lists: `hold|1;endcall|2;conf|3;xfer|4;crdstart;`, the keys for a state of the phone, and where they are
//! shown.
//!
//! `Customizable_PLK_Options` has the same form without positions. Sources: the calling features of the MPP guides; the
//! phones' own files.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::number;
use super::part::Part;

/// What can be wrong with a softkey list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing between two separators.
    #[error("missing keyword")]
    EmptyEntry,
    /// A character that is not allowed in a keyword.
    #[error("keywords have only letters, digits and `_`, and are separated by `;`")]
    Keyword,
    /// Something other than a number after `|`.
    #[error("the position after `|` must be a number")]
    Place,
}

/// Where a key is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SoftkeyPlace {
    /// Wherever there is room.
    Free,
    /// The same, but with a `|`.
    Bar,
    /// At this position, counted from 1.
    At(u32),
}

/// A key in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Its keyword.
    pub keyword: Located<String>,
    /// Where it is shown.
    pub place: Located<SoftkeyPlace>,
}

/// A softkey list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Softkeys {
    /// The keys in order.
    pub entries: Vec<Entry>,
}

/// Keywords in the guides or in phones' own files. Each family knows some of them, and newer phones know more.
pub const KEYWORDS: [&str; 81] = [
    "abc",
    "acd_login",
    "acd_logout",
    "alpha",
    "answer",
    "astate",
    "audiomute",
    "avail",
    "back",
    "barge",
    "bargesilent",
    "blf",
    "bridgein",
    "bxfer",
    "calendar",
    "call",
    "callcancel",
    "callpush",
    "callretrieve",
    "calls",
    "cancel",
    "cfwd",
    "chkcfwd",
    "chkdnd",
    "clear",
    "conf",
    "confLx",
    "cp",
    "crdpause",
    "crdresume",
    "crdstart",
    "crdstop",
    "delchar",
    "dial",
    "dir",
    "divert",
    "dnd",
    "editcall",
    "em_login",
    "em_logout",
    "endcall",
    "filter",
    "flash",
    "gpickup",
    "guestin",
    "guestout",
    "hold",
    "home",
    "hotdesk",
    "hotdesk_signout",
    "hoteling",
    "ignore",
    "ignoreall",
    "ignoresilent",
    "join",
    "lcr",
    "left",
    "line",
    "meeting",
    "meetings",
    "miss",
    "mwi",
    "newcall",
    "option",
    "park",
    "phold",
    "pickup",
    "proxycall",
    "recents",
    "redial",
    "resume",
    "right",
    "sd",
    "settings",
    "shortcut",
    "starcode",
    "toggle",
    "unavail",
    "unpark",
    "xfer",
    "xferLx",
];

impl Entry {
    /// The number of the `PSK_n_` that it names.
    #[must_use]
    pub fn programmable(&self) -> Option<u32> {
        let word = &self.keyword.value;
        let (psk, number) = word.split_at_checked(3)?;
        psk.eq_ignore_ascii_case("psk").then(|| number.parse().ok()).flatten()
    }
}

impl Softkeys {
    /// Reads a list. An empty one has no keys.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        if text.is_empty() {
            return Ok(Self { entries: Vec::new() });
        }
        let list = text.strip_suffix(";").unwrap_or(text);
        let entries = list.split(';').map(|part| Entry::read(part.trim())).collect::<Result<_, _>>()?;
        Ok(Self { entries })
    }
}

impl Entry {
    fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        let (keyword, place) = match part.split_once('|') {
            Some((keyword, place)) => (keyword.trim(), Some(place.trim())),
            None => (part, None),
        };
        if keyword.is_empty() {
            return Err(keyword.fault(Mistake::EmptyEntry));
        }
        if let Some(odd) = keyword.find(|character| !(character.is_ascii_alphanumeric() || character == '_')) {
            return Err(odd.fault(Mistake::Keyword));
        }
        let place = match place {
            None => keyword.after().located(SoftkeyPlace::Free),
            Some(place) if place.is_empty() => place.located(SoftkeyPlace::Bar),
            Some(place) => {
                let number = number::count(place, u32::MAX).map_err(|_| place.fault(Mistake::Place))?;
                place.located(SoftkeyPlace::At(number))
            }
        };
        Ok(Self { keyword: keyword.owned(), place })
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keyword.fmt(f)?;
        match self.place.value {
            SoftkeyPlace::Free => Ok(()),
            SoftkeyPlace::Bar => f.write_str("|"),
            SoftkeyPlace::At(number) => write!(f, "|{number}"),
        }
    }
}

impl fmt::Display for Softkeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, entry) in self.entries.iter().enumerate() {
            let before = if index == 0 { "" } else { ";" };
            write!(f, "{before}{entry}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_written_again() {
        for (text, written) in [
            ("hold|1;endcall|2;crdstart;", "hold|1;endcall|2;crdstart"),
            ("meetings|;home", "meetings|;home"),
            ("sd;", "sd"),
            (" redial ; psk12 | 3 ", "redial;psk12|3"),
            ("", ""),
        ] {
            assert_eq!(Softkeys::parse(text).unwrap().to_string(), written);
        }
        let list = Softkeys::parse("redial;psk12|3").unwrap();
        assert_eq!(list.entries.iter().map(Entry::programmable).collect::<Vec<_>>(), [None, Some(12)]);
    }

    #[test]
    fn mistakes_in_lists_have_their_place() {
        for (text, kind, place) in [
            ("hold;;endcall", Mistake::EmptyEntry, ""),
            (";", Mistake::EmptyEntry, ""),
            ("|1", Mistake::EmptyEntry, ""),
            ("hold,endcall", Mistake::Keyword, ","),
            ("hold|one", Mistake::Place, "one"),
            ("hold|1|2", Mistake::Place, "1|2"),
            ("häld", Mistake::Keyword, "ä"),
        ] {
            let fault = Softkeys::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
