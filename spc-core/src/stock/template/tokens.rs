//! Turns a deflate stream back into tokens (RFC 1951 section 3.2.3): inflate without the copying.
//!
//! Knows: the three kinds of block. Must not know: what the stream was made from. It reads only what an encoder in this
//! process has just written; an incomplete stream gives `None`.

use core::slice::Iter;

use super::symbols::{self, END, Token};

/// The order in which a block's header lists the lengths of its code length codes (RFC 1951 section 3.2.7).
pub(super) const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The tokens of each block of a raw deflate stream.
pub(super) fn parse(stream: &[u8]) -> Option<Vec<Vec<Token>>> {
    let mut bits = Bits { bytes: stream.iter(), held: 0, count: 0 };
    let mut blocks = Vec::new();
    loop {
        let last = bits.take(1)? == 1;
        blocks.push(match bits.take(2)? {
            0 => stored(&mut bits)?,
            1 => coded(&mut bits, &Decoder::new(&fixed()), &Decoder::new(&[5; 30]))?,
            2 => dynamic(&mut bits)?,
            _ => return None,
        });
        if last {
            return Some(blocks);
        }
    }
}

/// Reads bits, the lowest bit of each byte first.
struct Bits<'a> {
    bytes: Iter<'a, u8>,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    /// The next `count` bits, at most 16, as a number.
    #[expect(clippy::arithmetic_side_effects, reason = "at most 23 bits are held")]
    fn take(&mut self, count: u32) -> Option<usize> {
        while self.count < count {
            self.held |= u32::from(*self.bytes.next()?) << self.count;
            self.count += 8;
        }
        let taken = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        usize::try_from(taken).ok()
    }
}

fn stored(bits: &mut Bits<'_>) -> Option<Vec<Token>> {
    bits.take(bits.count % 8)?;
    let length = bits.take(16)?;
    let _complement = bits.take(16)?;
    (0..length).map(|_| Some(Token::Literal(u8::try_from(bits.take(8)?).ok()?))).collect()
}

/// The code lengths of a block without a header (RFC 1951 section 3.2.6).
fn fixed() -> Vec<u8> {
    [[8].repeat(144), [9].repeat(112), [7].repeat(24), [8].repeat(8)].concat()
}

fn dynamic(bits: &mut Bits<'_>) -> Option<Vec<Token>> {
    let literals = bits.take(5)?.checked_add(257)?;
    let distances = bits.take(5)?.checked_add(1)?;
    let listed = bits.take(4)?.checked_add(4)?;
    let mut lengths = [0; ORDER.len()];
    for symbol in ORDER.into_iter().take(listed) {
        *lengths.get_mut(symbol)? = u8::try_from(bits.take(3)?).ok()?;
    }
    let code = Decoder::new(&lengths);
    let total = literals.checked_add(distances)?;
    let mut lengths: Vec<u8> = Vec::with_capacity(total);
    while lengths.len() < total {
        let (length, times) = match code.symbol(bits)? {
            16 => (*lengths.last()?, bits.take(2)?.checked_add(3)?),
            17 => (0, bits.take(3)?.checked_add(3)?),
            18 => (0, bits.take(7)?.checked_add(11)?),
            length => (u8::try_from(length).ok()?, 1),
        };
        lengths.resize(lengths.len().checked_add(times)?, length);
    }
    let (literals, distances) = lengths.split_at_checked(literals)?;
    coded(bits, &Decoder::new(literals), &Decoder::new(distances))
}

fn coded(bits: &mut Bits<'_>, literals: &Decoder, distances: &Decoder) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    loop {
        let symbol = literals.symbol(bits)?;
        if symbol == END {
            return Some(tokens);
        }
        tokens.push(match u8::try_from(symbol) {
            Ok(byte) => Token::Literal(byte),
            Err(_) => {
                let (base, extra) = symbols::base_length(symbol);
                let length = base.checked_add(bits.take(extra)?)?;
                let (base, extra) = symbols::base_distance(distances.symbol(bits)?);
                Token::Match { length, distance: base.checked_add(bits.take(extra)?)? }
            }
        });
    }
}

/// A canonical Huffman code: how many codes there are of each length, and their symbols in order.
struct Decoder {
    counts: [usize; 16],
    symbols: Vec<usize>,
}

impl Decoder {
    fn new(lengths: &[u8]) -> Self {
        let of = |length: u8| move |&(_, &this): &(usize, &u8)| this == length;
        let mut counts = [0; 16];
        let mut symbols = Vec::new();
        for (length, count) in (1..).zip(counts.iter_mut().skip(1)) {
            let before = symbols.len();
            symbols.extend(lengths.iter().enumerate().filter(of(length)).map(|(symbol, _)| symbol));
            *count = symbols.len().saturating_sub(before);
        }
        Self { counts, symbols }
    }

    /// Reads one symbol. At each length, `code` is the bits read so far minus the first code of that length, and
    /// `index` is where the symbols of that length begin.
    fn symbol(&self, bits: &mut Bits<'_>) -> Option<usize> {
        let (mut code, mut index) = (0_usize, 0_usize);
        for &count in self.counts.iter().skip(1) {
            code = code.checked_mul(2)?.checked_add(bits.take(1)?)?;
            if code < count {
                return self.symbols.get(index.checked_add(code)?).copied();
            }
            code = code.checked_sub(count)?;
            index = index.checked_add(count)?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::primitives;
    use crate::stock::gzip::{self, Level};

    /// Expands the tokens as a decoder would.
    fn expand(blocks: &[Vec<Token>]) -> Vec<u8> {
        let mut text = Vec::new();
        for token in blocks.concat() {
            match token {
                Token::Literal(byte) => text.push(byte),
                Token::Match { length, distance } => {
                    (0..length).for_each(|_| text.push(text[text.len().saturating_sub(distance)]));
                }
            }
        }
        text
    }

    fn encoded(text: &[u8]) -> Vec<u8> {
        gzip::deflate(text, gzip::BEST, Vec::new())
    }

    #[test]
    fn every_kind_of_block_is_read() {
        let noise: Vec<u8> = (0..100_u32).flat_map(|n| primitives::hmac_sha256(b"", &[&n.to_le_bytes()])).collect();
        let letters: Vec<u8> = noise.iter().map(|byte| b'a' + byte % 7).collect();
        for (kind, text) in [(0, &noise[..]), (1, b"abcabcabc"), (2, &letters)] {
            let stream = encoded(text);
            assert_eq!(stream[0] >> 1 & 3, kind);
            assert_eq!(expand(&parse(&stream).unwrap()), text, "kind {kind}");
            assert_eq!(parse(&stream[..stream.len() - 1]), None, "cut, kind {kind}");
        }
    }

    proptest! {
        #[test]
        fn tokens_expand_to_what_was_encoded(words in vec(select(vec!["a", "b", "ab", "<Name", "\0"]), 0..3000), level in 1_u8..10) {
            let text = words.concat().into_bytes();
            let stream = gzip::deflate(&text, Level::new(level).unwrap(), Vec::new());
            prop_assert_eq!(expand(&parse(&stream).unwrap()), text);
        }

        #[test]
        fn any_bytes_are_read_without_panic(stream in vec(any::<u8>(), 0..200)) {
            let _ = parse(&stream);
        }
    }
}
