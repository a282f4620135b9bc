//! A block with its own Huffman codes (RFC 1951 section 3.2.7): which codes, and the header that lists them.
//!
//! Knows: frequencies and codes. Must not know: where the symbols are in the text.

use super::bits::Bits;
use super::huffman::{self, Code};
use super::symbols::{self, DISTANCES, END, LITERALS};
use super::tokens::ORDER;

/// The longest code in the code length alphabet: its length takes three bits.
const LONGEST_HEADER: usize = 7;

/// How often each symbol occurs in a block.
pub(super) struct Frequencies {
    literals: [u32; LITERALS],
    distances: [u32; DISTANCES],
}

impl Frequencies {
    /// Counts the end of the block, which is in every block, and two symbols of each alphabet: some decoders refuse a
    /// single code.
    pub(super) fn new() -> Self {
        let mut this = Self { literals: [0; LITERALS], distances: [0; DISTANCES] };
        this.symbol(END);
        this.symbol(0);
        for count in this.distances.iter_mut().take(2) {
            *count = 1;
        }
        this
    }

    pub(super) fn symbol(&mut self, symbol: usize) {
        if let Some(count) = self.literals.get_mut(symbol) {
            *count = count.saturating_add(1);
        }
    }

    /// Counts the two symbols of a match.
    pub(super) fn pair(&mut self, length: usize, distance: usize) {
        self.symbol(symbols::split_length(length).symbol);
        if let Some(count) = self.distances.get_mut(symbols::split_distance(distance).symbol) {
            *count = count.saturating_add(1);
        }
    }

    /// Counts each literal once more.
    pub(super) fn every_literal(&mut self) {
        for count in self.literals.iter_mut().take(END) {
            *count = count.saturating_add(1);
        }
    }

    /// Counts each distance once more.
    pub(super) fn every_distance(&mut self) {
        for count in &mut self.distances {
            *count = count.saturating_add(1);
        }
    }

    pub(super) fn codes(&self) -> Codes {
        let literals = huffman::lengths(&self.literals, huffman::LONGEST);
        let distances = huffman::lengths(&self.distances, huffman::LONGEST);
        let mut codes = Codes { literals: [Code::default(); LITERALS], distances: [Code::default(); DISTANCES] };
        codes.literals.copy_from_slice(&huffman::codes(&literals));
        codes.distances.copy_from_slice(&huffman::codes(&distances));
        codes
    }
}

/// The codes of a block.
pub(super) struct Codes {
    pub(super) literals: [Code; LITERALS],
    pub(super) distances: [Code; DISTANCES],
}

impl Codes {
    pub(super) fn symbol(&self, symbol: usize) -> Code {
        *self.literals.get(symbol).expect("symbols of literals and lengths are under 288")
    }

    /// A length as bits: the code, with the extra bits above it.
    pub(super) fn length(&self, length: usize) -> (u64, u32) {
        let split = symbols::split_length(length);
        join(self.symbol(split.symbol), split)
    }

    /// A distance as bits.
    pub(super) fn distance(&self, distance: usize) -> (u64, u32) {
        let split = symbols::split_distance(distance);
        join(*self.distances.get(split.symbol).expect("symbols of distances are under 30"), split)
    }

    /// Writes the block's header; `last` ends the stream after it.
    pub(super) fn header(&self, last: bool, out: &mut Bits) {
        let literals = used(&self.literals, 257);
        let distances = used(&self.distances, 1);
        let lengths: Vec<u8> = [literals, distances].concat().iter().map(|code| code.length).collect();
        let listed = runs(&lengths);
        let mut frequencies = [0_u32; ORDER.len()];
        for &(symbol, ..) in &listed {
            if let Some(count) = frequencies.get_mut(symbol) {
                *count = count.saturating_add(1);
            }
        }
        let lengths = huffman::lengths(&frequencies, LONGEST_HEADER);
        let codes = huffman::codes(&lengths);
        let code = |symbol: usize| *codes.get(symbol).expect("there is a code for each length");
        let ordered = ORDER.map(|symbol| u64::from(code(symbol).length));
        let count = ordered.iter().rposition(|&length| length > 0).map_or(0, |last| last.saturating_add(1)).max(4);

        out.push(u64::from(last), 1);
        out.push(2, 2);
        out.push(less(literals.len(), 257), 5);
        out.push(less(distances.len(), 1), 5);
        out.push(less(count, 4), 4);
        for length in ordered.into_iter().take(count) {
            out.push(length, 3);
        }
        for (symbol, extra, bits) in listed {
            let code = code(symbol);
            out.push(code.bits.into(), code.length.into());
            out.push(bits, extra);
        }
    }
}

/// A code with the extra bits above it: at most 15 and 13 bits, so nothing wraps.
fn join(code: Code, split: symbols::Split) -> (u64, u32) {
    let length = u32::from(code.length);
    (u64::from(code.bits) | (split.bits as u64).wrapping_shl(length), length.wrapping_add(split.extra))
}

/// The codes up to the last one in use, but at least `least` of them.
fn used(codes: &[Code], least: usize) -> &[Code] {
    let count = codes.iter().rposition(|code| code.length > 0).map_or(0, |last| last.saturating_add(1));
    codes.get(..count.max(least)).unwrap_or(codes)
}

fn less(count: usize, base: usize) -> u64 {
    count.saturating_sub(base) as u64
}

/// Code lengths as the header lists them: symbol, number of extra bits, extra bits.
fn runs(lengths: &[u8]) -> Vec<(usize, u32, u64)> {
    let mut listed = Vec::new();
    for run in lengths.chunk_by(|a, b| a == b) {
        let length = run.first().copied().unwrap_or_default();
        let mut left = run.len();
        if length > 0 {
            listed.push((length.into(), 0, 0));
            left = left.saturating_sub(1);
        }
        while left > 0 {
            let (most, symbol, extra) = match (length, left) {
                (0, 11..) => (138, 18, 7),
                (0, 3..) => (10, 17, 3),
                (1.., 3..) => (6, 16, 2),
                _ => (1, length.into(), 0),
            };
            let take = left.min(most);
            let least = if symbol == 18 { 11 } else { 3 };
            listed.push((symbol, extra, less(take, least)));
            left = left.saturating_sub(take);
        }
    }
    listed
}
