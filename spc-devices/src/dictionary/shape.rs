//! What distinguishes most names at once: how long they are, and how often they have each letter.

/// The shape of a name, without regard to letter case, underscores and other signs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Letters and digits.
    length: usize,
    /// The letters that occur, a bit each; those that occur twice or more; and three times or more.
    letters: [u32; 3],
}

impl Shape {
    /// That of a name.
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

    /// Whether so many slips may lead from one name to the other, and so many letters or digits of an index more.
    pub(super) fn is_near(self, other: Self, slips: usize, slack: usize) -> bool {
        let pairs = self.letters.iter().zip(other.letters);
        let unlike = pairs.map(|(own, other)| (own ^ other).count_ones()).fold(0, u32::saturating_add);
        // One slip changes how often at most two letters occur, by one: it removes one and adds another.
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
