//! The alphabets of deflate (RFC 1951 section 3.2.5): a number as a Huffman symbol and extra bits.
//!
//! Knows: literals, lengths, distances. Must not know: which code a symbol has in a block.

/// The symbol that ends a block.
pub(super) const END: usize = 256;
/// Symbols for literals, the end of the block and lengths.
pub(super) const LITERALS: usize = 286;
/// Symbols for distances.
pub(super) const DISTANCES: usize = 30;
/// How far back a match may reach.
pub(super) const WINDOW: usize = 1 << 15;
/// The shortest match.
pub(super) const SHORTEST: usize = 3;
/// The longest match, which has its own symbol.
const LONGEST: usize = 258;

/// One step of a decoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Literal(u8),
    /// Copies `length` bytes that begin `distance` bytes back.
    Match {
        length: usize,
        distance: usize,
    },
}

/// A number as deflate writes it: a symbol, then `extra` verbatim bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) symbol: usize,
    pub(super) extra: u32,
    pub(super) bits: usize,
}

/// Splits the length of a match, 3 to 258, for the literal/length alphabet.
pub(super) fn split_length(length: usize) -> Split {
    if length == LONGEST {
        return Split { symbol: LITERALS - 1, extra: 0, bits: 0 };
    }
    let split = split(length.saturating_sub(SHORTEST), 2);
    Split { symbol: split.symbol.saturating_add(END + 1), ..split }
}

/// Splits the distance of a match, 1 to [`WINDOW`], for the distance alphabet.
#[inline]
pub(super) fn split_distance(distance: usize) -> Split {
    split(distance.wrapping_sub(1), 1)
}

/// The shortest length that a length symbol stands for, and how many extra bits it has.
pub(super) fn base_length(symbol: usize) -> (usize, u32) {
    if symbol == LITERALS - 1 {
        return (LONGEST, 0);
    }
    let (base, extra) = base(symbol.saturating_sub(END + 1), 2);
    (base.saturating_add(SHORTEST), extra)
}

/// The shortest distance that a distance symbol stands for, and how many extra bits it has.
pub(super) fn base_distance(symbol: usize) -> (usize, u32) {
    let (base, extra) = base(symbol, 1);
    (base.saturating_add(1), extra)
}

// Both tables of RFC 1951 follow the same scheme: a symbol keeps the leading 1 bit of the number and the `kept` bits
// after it; the rest are extra bits. Numbers that are short enough are their own symbols.

// The numbers are below 2^15, so nothing wraps. Splitting is part of rendering, where checks would cost time.
#[inline]
fn split(value: usize, kept: u32) -> Split {
    // The lowest bits, which are always kept, are set, so that a short number has zero extra bits rather than fewer.
    let extra = (value | 2_usize.wrapping_shl(kept).wrapping_sub(1)).ilog2().wrapping_sub(kept);
    let symbol = (extra as usize).wrapping_shl(kept).wrapping_add(value.wrapping_shr(extra));
    Split { symbol, extra, bits: value & !usize::MAX.wrapping_shl(extra) }
}

#[expect(clippy::arithmetic_side_effects, reason = "symbol is below 30, kept is 1 or 2")]
fn base(symbol: usize, kept: u32) -> (usize, u32) {
    let extra = (symbol >> kept).saturating_sub(1);
    ((symbol - (extra << kept)) << extra, u32::try_from(extra).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_rfc_1951_3_2_5() {
        let length = |symbol| base_length(symbol);
        assert_eq!(
            [257, 264, 265, 268, 269, 284, 285].map(length),
            [(3, 0), (10, 0), (11, 1), (17, 1), (19, 2), (227, 5), (258, 0)]
        );
        assert_eq!(
            [0, 3, 4, 5, 6, 16, 29].map(base_distance),
            [(1, 0), (4, 0), (5, 1), (7, 1), (9, 2), (257, 7), (24_577, 13)]
        );
    }

    #[test]
    fn split_inverts_base() {
        for number in SHORTEST..=LONGEST {
            let split = split_length(number);
            assert_eq!(base_length(split.symbol), (number - split.bits, split.extra), "length {number}");
        }
        for number in 1..=WINDOW {
            let split = split_distance(number);
            assert_eq!(base_distance(split.symbol), (number - split.bits, split.extra), "distance {number}");
        }
        assert_eq!(split_length(LONGEST - 1).symbol, 284, "258 alone has the symbol 285");
    }
}
