//! How the files of a list are compressed, which depends on how many there are.
//!
//! Knows: numbers of rows. Must not know: rows, or how anything is compressed.

use spc_core::Target;
use spc_core::stock::template::Effort;

/// The number of rows from which a second spent on smaller files pays off, because writing them takes longer than that.
const LARGE: u64 = 100_000;

/// How the files of a list are compressed, where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Packed {
    /// Each file on its own.
    Each,
    /// Sharing what files have in common: quickly, and as small as possible from 100 000 rows on.
    Shared,
    /// The same, but always as small as possible.
    Small,
}

impl Packed {
    /// How files are made, by the number of rows in the whole list: all parts of a list are packed in the same way.
    pub(super) fn targets(self, targets: &[Target], rows: u64) -> Vec<Target> {
        let packed = |target: &Target| match self.effort(rows) {
            Some(effort) => target.clone().packed_by(effort),
            None => target.clone(),
        };
        targets.iter().map(packed).collect()
    }

    /// Whether a list of so many rows is packed as one of that many.
    pub(super) fn is_same(self, rows: u64, others: u64) -> bool {
        self.effort(rows) == self.effort(others)
    }

    fn effort(self, rows: u64) -> Option<Effort> {
        match self {
            Self::Each => None,
            Self::Shared if rows < LARGE => Some(Effort::Fast),
            Self::Shared | Self::Small => Some(Effort::Small),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shared_quickly_depends_on_the_number_of_rows() {
        let (small, large) = (LARGE - 1, LARGE);
        assert!(Packed::Shared.is_same(1, small) && Packed::Shared.is_same(large, u64::MAX));
        assert!(!Packed::Shared.is_same(small, large));
        for packed in [Packed::Each, Packed::Small] {
            assert!(packed.is_same(small, large), "{packed:?}");
        }
    }
}
