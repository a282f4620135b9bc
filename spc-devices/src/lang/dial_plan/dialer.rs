//! How a device reads keys, apart from its plan.

use super::keys::KeySet;
use super::tree::Wait;

/// What a device does with a number that is not complete when the time runs out or `#` is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// It rejects the number: later Linksys systems, and all Cisco devices.
    Cisco,
    /// It sends the keys as dialled: Sipura, and Linksys up to firmware 5.
    Linksys,
}

impl Dialect {
    /// Its name, `cisco`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cisco => "cisco",
            Self::Linksys => "linksys",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Cisco => Self::Linksys,
            Self::Linksys => Self::Cisco,
        }
    }
}

/// How a device reads keys: the dialect, what `x` matches, and the timers that it uses if a plan sets none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dialer {
    /// What it does with an incomplete number.
    pub dialect: Dialect,
    /// `x` matches any key of the keypad, not only digits (ATA 191 and 192, multiplatform phones).
    pub any_key: bool,
    /// `Interdigit_Short_Timer`.
    pub short: Wait,
    /// `Interdigit_Long_Timer`.
    pub long: Wait,
}

impl Dialer {
    /// A device with this dialect whose `x` matches a digit, with the factory timers of 3 and 10 s.
    #[must_use]
    pub const fn new(dialect: Dialect) -> Self {
        Self { dialect, any_key: false, short: Wait::seconds(3), long: Wait::seconds(10) }
    }

    /// The same with an `x` that matches any key of the keypad, or only a digit.
    #[must_use]
    pub const fn any_key(self, any_key: bool) -> Self {
        Self { any_key, ..self }
    }

    /// The same with this short timer.
    #[must_use]
    pub const fn short(self, short: Wait) -> Self {
        Self { short, ..self }
    }

    /// The same with this long timer.
    #[must_use]
    pub const fn long(self, long: Wait) -> Self {
        Self { long, ..self }
    }

    /// The same with this dialect.
    #[must_use]
    pub const fn dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// What `x` matches.
    pub(super) const fn x(self) -> KeySet {
        if self.any_key { KeySet::KEYPAD } else { KeySet::DIGITS }
    }
}
