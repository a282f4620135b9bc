//! How each family reads a dial plan (value-languages 1.3, 1.4).

use super::family::Family;
use crate::lang::dial_plan::{Dialect, Dialer};

impl Family {
    /// How it reads keys.
    ///
    /// It is not documented in which firmware the dialect changed; for Linksys adapters it is inferred from their age.
    /// `x` is any key if the guide says so, and otherwise a digit.
    #[must_use]
    pub const fn dialer(self) -> Dialer {
        let dialect = match self {
            Self::Sipura | Self::Spa9xx | Self::SpaAta => Dialect::Linksys,
            Self::Spa5xx | Self::Spa1xx | Self::Ata19x | Self::Mpp => Dialect::Cisco,
        };
        Dialer::new(dialect).any_key(matches!(self, Self::Ata19x | Self::Mpp))
    }
}
