//! What distinguishes most names at once: how long they are, and which letters they have.

/// The shape of a name, without regard to letter case, underscores and other signs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Letters and digits.
    length: usize,
    /// The letters that occur, a bit each.
    letters: u32,
}

impl Shape {
    /// That of a name.
    pub(super) fn of(name: impl Iterator<Item = u8>) -> Self {
        name.filter(u8::is_ascii_alphanumeric).fold(Self { length: 0, letters: 0 }, |shape, byte| {
            let letter = byte.to_ascii_lowercase();
            let bit = if letter.is_ascii_lowercase() { 1_u32.wrapping_shl(u32::from(letter)) } else { 0 };
            Self { length: shape.length.saturating_add(1), letters: shape.letters | bit }
        })
    }

    /// Whether so many slips may lead from one name to the other, and so many letters or digits of an index more.
    pub(super) fn is_near(self, other: Self, slips: usize, slack: usize) -> bool {
        let unlike = (self.letters ^ other.letters).count_ones();
        // One slip changes at most two of the letters that occur: it removes one and adds another.
        self.length.abs_diff(other.length) <= slips.saturating_add(slack)
            && usize::try_from(unlike).is_ok_and(|unlike| unlike <= slips.saturating_mul(2))
    }
}
