//! Huffman codes of deflate: lengths from frequencies, codes from lengths (RFC 1951 section 3.2.2).
//!
//! Knows: symbols as numbers. Must not know: what they stand for.

/// The longest code for a literal/length or distance symbol.
pub(super) const LONGEST: usize = 15;

/// A code as deflate packs it, with its first bit lowest. Without any bits, the symbol does not occur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) bits: u16,
    pub(super) length: u8,
}

/// The code lengths with the least total weight, none above `limit`, by package-merge (Larmore and Hirschberg 1990).
///
/// A symbol with frequency 0 gets no code. At least two symbols must have a code, because decoders differ on a single
/// one.
pub(super) fn lengths(frequencies: &[u32], limit: usize) -> Vec<u8> {
    // A coin is a weight and the symbols whose codes grow by one bit when it is bought.
    let mut coins: Vec<(u64, Vec<usize>)> = frequencies
        .iter()
        .enumerate()
        .filter(|&(_, &frequency)| frequency > 0)
        .map(|(symbol, &frequency)| (frequency.into(), vec![symbol]))
        .collect();
    coins.sort_by_key(|&(weight, _)| weight);
    let mut list = coins.clone();
    for _ in 1..limit {
        let packages = list.as_chunks().0.iter().map(|[(weight_a, a), (weight_b, b)]| {
            let symbols = a.iter().chain(b).copied().collect();
            (weight_a.saturating_add(*weight_b), symbols)
        });
        list = packages.chain(coins.iter().cloned()).collect();
        list.sort_by_key(|&(weight, _)| weight);
    }
    let mut lengths = vec![0_u8; frequencies.len()];
    let bought = coins.len().saturating_mul(2).saturating_sub(2);
    for &symbol in list.iter().take(bought).flat_map(|(_, symbols)| symbols) {
        if let Some(length) = lengths.get_mut(symbol) {
            *length = length.saturating_add(1);
        }
    }
    lengths
}

/// The canonical codes of these lengths.
pub(super) fn codes(lengths: &[u8]) -> Vec<Code> {
    let mut codes = vec![Code::default(); lengths.len()];
    let mut next = 0_u16;
    for length in 1..=LONGEST {
        let shift = 16_usize.saturating_sub(length);
        for (code, _) in codes.iter_mut().zip(lengths).filter(|&(_, &of)| usize::from(of) == length) {
            // `next` counts codes left-aligned in 16 bits, so that it does not have to be shifted from one length to
            // the next.
            *code =
                Code { bits: next.reverse_bits(), length: u8::try_from(length).expect("codes have at most 15 bits") };
            next = next.wrapping_add(1 << shift);
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn example_of_rfc_1951_3_2_2() {
        let codes: Vec<String> = codes(&[3, 3, 3, 3, 3, 2, 4, 4])
            .iter()
            .map(|code| (0..code.length).map(|bit| if code.bits >> bit & 1 == 1 { '1' } else { '0' }).collect())
            .collect();
        assert_eq!(codes, ["010", "011", "100", "101", "110", "00", "1110", "1111"]);
    }

    #[test]
    fn fibonacci_weights_stay_within_the_limit() {
        let mut weights = vec![1, 1];
        while weights.len() < 30 {
            weights.push(weights[weights.len() - 1] + weights[weights.len() - 2]);
        }
        let lengths = lengths(&weights, LONGEST);
        assert_eq!(lengths.iter().max(), Some(&15));
        assert_eq!(kraft(&lengths), 1 << 15);
    }

    /// 2^15 times the sum of 2^-length over all codes: 2^15 for a complete code.
    fn kraft(lengths: &[u8]) -> u32 {
        lengths.iter().filter(|&&length| length > 0).map(|&length| (1_u32 << 15).wrapping_shr(length.into())).sum()
    }

    /// The total length of a plain Huffman code: the sum of the weights of all inner nodes.
    fn unlimited(frequencies: &[u32]) -> u64 {
        let mut heap: Vec<u64> = frequencies.iter().filter(|&&f| f > 0).map(|&f| f.into()).collect();
        let mut inner = Vec::new();
        while heap.len() > 1 {
            heap.sort_unstable_by(|a, b| b.cmp(a));
            let lightest = heap.split_off(heap.len().saturating_sub(2));
            heap.push(lightest.iter().sum());
            inner.push(lightest.iter().sum());
        }
        inner.iter().sum::<u64>()
    }

    proptest! {
        #[test]
        fn codes_are_complete_and_as_short_as_huffmans(frequencies in vec(0_u32..50, 2..286)) {
            prop_assume!(frequencies.iter().filter(|&&f| f > 0).count() > 1);
            let lengths = lengths(&frequencies, LONGEST);
            prop_assert_eq!(kraft(&lengths), 1 << 15);
            let total: u64 = lengths.iter().zip(&frequencies).map(|(&l, &f)| u64::from(l).saturating_mul(f.into())).sum();
            prop_assert_eq!(total, unlimited(&frequencies));
        }
    }
}
