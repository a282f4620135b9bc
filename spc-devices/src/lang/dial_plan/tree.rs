//! What a dial plan says.

use core::fmt;

use spc_core::escape::HIDDEN;

use super::keys::{DialKey, KeySet};
use crate::lang::located::Located;

/// A dial plan: sequences of keys, and timers that apply to all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DialPlan {
    /// The timers before the `(`, which can only be short and long ones; if there are two of a kind, the last applies.
    pub timers: Vec<Located<Timer>>,
    /// At least one. Messages count them from 1.
    pub sequences: Vec<Located<Sequence>>,
}

impl DialPlan {
    /// The time that its own timer of this kind sets, if any.
    #[must_use]
    pub fn timer(&self, kind: TimerKind) -> Option<Wait> {
        self.timers.iter().rev().find(|timer| timer.value.kind == kind).map(|timer| timer.value.wait())
    }

    /// Every substitution, with the place of its sequence in [`DialPlan::sequences`].
    pub fn substitutions(&self) -> impl Iterator<Item = (usize, &Substitution)> {
        self.sequences.iter().enumerate().flat_map(|(place, sequence)| {
            sequence.value.items.iter().filter_map(move |item| match &item.value {
                Item::Substitution(substitution) => Some((place, substitution)),
                _ => None,
            })
        })
    }

    /// Every host or gateway that a call is routed to, with the place of its sequence.
    pub fn routes(&self) -> impl Iterator<Item = (usize, &Located<Route>)> {
        self.substitutions().filter_map(|(place, substitution)| Some((place, substitution.route.as_ref()?)))
    }
}

/// Keys one after another, and what is done with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sequence {
    /// Its parts; if there are none, it matches no key.
    pub items: Vec<Located<Item>>,
}

impl Sequence {
    /// Whether it ends with `!`: a number that matches is rejected.
    #[must_use]
    pub fn is_barred(&self) -> bool {
        self.items.last().is_some_and(|item| item.value == Item::Bar)
    }

    /// Its keys, if it has exactly one spelling (`*69`, `911`): only keys, none of them repeated or replaced.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let mut keys = String::new();
        for item in &self.items {
            match &item.value {
                Item::Element(Element { pattern: Pattern::Key(key), repeated: false }) => keys.push(key.sign()),
                Item::Tone | Item::Timer(_) | Item::Bar => {}
                _ => return None,
            }
        }
        (!keys.is_empty()).then_some(keys)
    }

    /// The keys of a substitution, if it has exactly one spelling (`<*69:..>`) and is everything that is dialled.
    #[must_use]
    pub fn replaced(&self) -> Option<String> {
        let [Located { value: Item::Substitution(only), .. }, rest @ ..] = self.items.as_slice() else { return None };
        let has_keys = |item: &Located<Item>| !matches!(item.value, Item::Tone | Item::Timer(_) | Item::Bar);
        if rest.iter().any(has_keys) {
            return None;
        }
        let key = |dialled: &Located<Dialled>| match &dialled.value {
            Dialled::Element(Element { pattern: Pattern::Key(key), repeated: false }) => Some(key.sign()),
            _ => None,
        };
        let keys: Option<String> = only.dialled.iter().map(key).collect();
        keys.filter(|keys| !keys.is_empty())
    }
}

/// A part of a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Item {
    /// A key to press.
    Element(Element),
    /// Keys and what is sent in their place.
    Substitution(Substitution),
    /// `,`: the outside dial tone from here until the next key.
    Tone,
    /// A timer from here on.
    Timer(Timer),
    /// `!`: what matches is rejected.
    Bar,
    /// A letter that is not in any guide. It is not known what a device does with it; here its sequence matches
    /// nothing.
    Unknown(char),
}

/// A key to press, once, or any number of times.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Element {
    /// Which key.
    pub pattern: Pattern,
    /// Followed by `.`: zero or more times.
    pub repeated: bool,
}

/// Which key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pattern {
    /// This one.
    Key(DialKey),
    /// `x`: any digit, or any key on later families.
    Any,
    /// `[...]`: one of these.
    Class(Vec<Located<Member>>),
}

impl Pattern {
    /// The keys that it matches if `x` matches these.
    #[must_use]
    pub fn keys(&self, x: KeySet) -> KeySet {
        match self {
            Self::Key(key) => KeySet::EMPTY.with(*key),
            Self::Any => x,
            Self::Class(members) => members.iter().fold(KeySet::EMPTY, |keys, member| keys.union(member.value.keys(x))),
        }
    }
}

/// A part of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Member {
    /// A key.
    Key(DialKey),
    /// The digits from one to another.
    Range(DialKey, DialKey),
    /// `x`, which no guide puts in a class, but people do.
    Any,
    /// A comma, which no guide puts in a class, but people do; it matches no key.
    Comma,
}

impl Member {
    fn keys(self, x: KeySet) -> KeySet {
        match self {
            Self::Key(key) => KeySet::EMPTY.with(key),
            Self::Range(from, to) => {
                DialKey::all().filter(|key| (from..=to).contains(key)).fold(KeySet::EMPTY, KeySet::with)
            }
            Self::Any => x,
            Self::Comma => KeySet::EMPTY,
        }
    }
}

/// `<dialled:sent>`: keys, and what is sent in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Substitution {
    /// The keys that are dialled and not sent; may be none.
    pub dialled: Vec<Located<Dialled>>,
    /// What is sent; may be nothing. It is sent as written.
    pub text: String,
    /// Where the call goes instead of the line's proxy.
    pub route: Option<Located<Route>>,
}

/// A part of what is dialled in a substitution.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialled {
    /// A key. The guides show plain keys only.
    Element(Element),
    /// `,`: the outside dial tone.
    Tone,
}

/// `@host:port;parameters`: where a call goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// A gateway (`gw0` to `gw4`), a name or an address.
    pub host: String,
    /// Its port, if written.
    pub port: Option<u16>,
    /// The parameters, each after a `;`.
    pub parameters: Vec<Located<RouteParameter>>,
}

impl Route {
    /// The number of the gateway if it is one: `gw0` is the socket for a telephone line, the others are `Gateway_n`.
    #[must_use]
    pub fn gateway(&self) -> Option<u8> {
        let digits = self.host.strip_prefix("gw").or_else(|| self.host.strip_prefix("GW"))?;
        if digits.len() == 1 { digits.parse().ok() } else { None }
    }
}

/// A parameter of a route: `uid` or `usr`, `pwd`, `nat`, or one that is not in any guide.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouteParameter {
    /// Its name, as written.
    pub name: String,
    /// What follows its `=`. The value of `pwd` is a secret, which `Debug` does not show.
    pub value: Option<String>,
}

impl RouteParameter {
    /// Whether a guide has it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        ["uid", "usr", "pwd", "nat"].iter().any(|known| known.eq_ignore_ascii_case(&self.name))
    }

    /// Whether its value is a password.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.name.eq_ignore_ascii_case("pwd")
    }
}

impl fmt::Debug for RouteParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value =
            self.value.as_deref().map(|value| if self.is_known() && !self.is_secret() { value } else { HIDDEN });
        f.debug_struct("RouteParameter").field("name", &self.name).field("value", &value).finish()
    }
}

/// A timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timer {
    /// Which one it sets.
    pub kind: TimerKind,
    /// The time, if written.
    pub written: Option<Wait>,
}

impl Timer {
    /// The time it sets: 5 s unless written.
    #[must_use]
    pub fn wait(self) -> Wait {
        self.written.unwrap_or(Wait::OFF_HOOK)
    }
}

/// Which timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimerKind {
    /// `S`: the wait between keys when what is dialled is already a number and could become a longer one.
    Short,
    /// `L`: the wait between keys when what is dialled is not yet a number.
    Long,
    /// `P`: a time that must pass without a key.
    Pause,
}

impl TimerKind {
    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Short => 'S',
            Self::Long => 'L',
            Self::Pause => 'P',
        }
    }

    pub(super) const fn of(letter: char) -> Option<Self> {
        match letter {
            'S' => Some(Self::Short),
            'L' => Some(Self::Long),
            'P' => Some(Self::Pause),
            _ => None,
        }
    }
}

/// A time, to the thousandth of a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wait(u32);

impl Wait {
    /// No time at all.
    pub const NONE: Self = Self(0);
    /// How long a device waits for the first key, and the time of a timer without a number: 5 s.
    pub const OFF_HOOK: Self = Self::seconds(5);

    /// This many seconds; at most about 49 days.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// This many thousandths of a second.
    #[must_use]
    pub const fn millis(millis: u32) -> Self {
        Self(millis)
    }

    /// In thousandths of a second.
    #[must_use]
    pub const fn as_millis(self) -> u32 {
        self.0
    }
}

/// In seconds, as in a plan: `3`, `0.5`.
impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, thousandths) = (self.0.wrapping_div(1000), self.0.wrapping_rem(1000));
        if thousandths == 0 {
            return write!(f, "{seconds}");
        }
        write!(f, "{seconds}.{}", format!("{thousandths:03}").trim_end_matches('0'))
    }
}
