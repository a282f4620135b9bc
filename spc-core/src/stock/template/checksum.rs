//! The CRC-32 of a text whose constant parts have been summed beforehand.
//!
//! Knows: that the sum of two concatenated texts is a linear map of the first one's sum, plus the second one's sum.
//! Must not know: where texts begin and end.

use crc32fast::Hasher;

/// What appending one text does to a CRC-32.
pub(super) struct Append {
    /// What each digit of the sum so far becomes, in base 16 with the lowest digit first. Working bit by bit would need
    /// no tables, but compilers turn that into branches, half of which are mispredicted.
    digits: [[u32; 16]; 8],
    /// The sum of the text alone.
    sum: u32,
}

impl Append {
    pub(super) fn new(text: &[u8]) -> Self {
        /// The polynomial of RFC 1952 without its highest term; the highest bit is that of x^0.
        const POLYNOMIAL: u32 = 0xedb8_8320;
        // Bit 31, x^0, becomes x^(8 * length), which the library computes in time logarithmic in the length; each lower
        // bit becomes x times the one above it.
        let mut one = Hasher::new_with_initial(1 << 31);
        one.combine(&Hasher::new_with_initial_len(0, text.len() as u64));
        let mut product = one.finalize();
        let mut digits = [[0; 16]; 8];
        for table in digits.iter_mut().rev() {
            for bit in [8, 4, 2, 1] {
                for (_, sum) in (0..).zip(table.iter_mut()).filter(|(digit, _)| digit & bit != 0) {
                    *sum ^= product;
                }
                product = (product >> 1) ^ if product & 1 == 1 { POLYNOMIAL } else { 0 };
            }
        }
        Self { digits, sum: crc32fast::hash(text) }
    }

    /// The sum of the text so far followed by this one, from the sum of the text so far.
    pub(super) fn after(&self, mut sum: u32) -> u32 {
        let mut total = self.sum;
        for table in &self.digits {
            total ^= table.get((sum & 15) as usize).expect("four bits are under 16");
            sum >>= 4;
        }
        total
    }
}

/// The sum of the text so far followed by these bytes, from the sum of the text so far.
pub(super) fn update(sum: u32, bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new_with_initial(sum);
    hasher.update(bytes);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn appended_sums_equal_the_sum_of_the_whole(texts in vec(vec(any::<u8>(), 0..300), 0..5)) {
            let appended = texts.iter().fold(0, |sum, text| Append::new(text).after(sum));
            prop_assert_eq!(appended, crc32fast::hash(&texts.concat()));
            let updated = texts.iter().fold(0, |sum, text| update(sum, text));
            prop_assert_eq!(updated, crc32fast::hash(&texts.concat()));
        }
    }
}
