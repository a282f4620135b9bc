//! What distinguishes most names at a glance: how long they are, and how often each letter occurs.

/// The shape of a name, regardless of letter case, underscores and other punctuation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Letters and digits.
    length: usize,
    /// The letters that occur, one bit each; those that occur at least twice; and those that occur at least three
    /// times.
    letters: [u32; 3],
}

impl Shape {
    /// The shape of a name.
    pub(super) fn of(name: impl Iterator<Item = u8>) -> Self {
        name.filter(u8::is_ascii_alphanumeric).fold(Self { length: 0, letters: [0; 3] }, |mut shape, byte| {
            let letter = byte.to_ascii_lowercase();
            let bit = if letter.is_ascii_lowercase() { 1_u32.wrapping_shl(u32::from(letter)) } else { 0 };
            if let Some(often) = shape.letters.iter_mut().find(|often| **often & bit == 0) {
                *often |= bit;
            }
            shape.length = shape.length.saturating_add(1);
            shape
        })
    }

    /// Whether this many slips may lead from one name to the other, with this many more letters or digits for an index.
    pub(super) fn is_near(self, other: Self, slips: usize, slack: usize) -> bool {
        let pairs = self.letters.iter().zip(other.letters);
        let unlike = pairs.map(|(own, other)| (own ^ other).count_ones()).fold(0, u32::saturating_add);
        // One slip changes the counts of at most two letters by one: it removes one letter and adds another.
        self.length.abs_diff(other.length) <= slips.saturating_add(slack)
            && usize::try_from(unlike).is_ok_and(|unlike| unlike <= slips.saturating_mul(2))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_name_that_is_near_is_skipped(a in "[abcABC1_]{0,9}", b in "[abcABC1_]{0,9}") {
            let bare = |name: &str| name.replace('_', "").to_ascii_lowercase();
            let slips = strsim::osa_distance(&bare(&a), &bare(&b));
            prop_assert!(Shape::of(a.bytes()).is_near(Shape::of(b.bytes()), slips, 0));
        }
    }
}
