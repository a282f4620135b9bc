//! Bits in the order of deflate: the lowest bit of each byte first.
//!
//! Knows: numbers of bits. Must not know: codes and symbols.
//!
//! Writing is the hot loop of rendering, so it uses wrapping operators, none of which ever wraps: at most 7 bits are
//! held, at most 56 arrive at once, and positions lie within a buffer.

/// The most bits that [`Writer::push`] accepts: together with the 7 that may be held, they fit in a word.
pub(super) const MOST: u32 = 56;

/// Bits being recorded.
#[derive(Default)]
pub(super) struct Bits {
    /// The full words, as they are in a file.
    pub(super) words: Vec<[u8; 8]>,
    /// The bits after them, and how many there are: fewer than 64.
    pub(super) held: u64,
    pub(super) count: u32,
}

impl Bits {
    /// Appends the low `count` bits, at most 64. The bits above them are 0.
    pub(super) fn push(&mut self, bits: u64, count: u32) {
        self.held |= bits.wrapping_shl(self.count);
        let total = self.count.wrapping_add(count);
        if total >= 64 {
            self.words.push(self.held.to_le_bytes());
            // In two steps, because all of the bits may have fitted.
            self.held = (bits >> 1).wrapping_shr(63_u32.wrapping_sub(self.count));
        }
        self.count = total % 64;
    }
}

/// Appends bits to a buffer of bytes.
///
/// Each push stores a whole word, then advances by the bytes it filled. Storing too much costs less than a branch on
/// the number of bits held, which a CPU cannot predict.
pub(super) struct Writer<'o> {
    out: &'o mut Vec<u8>,
    /// Where the next word goes. From here on, the buffer is scratch space.
    at: usize,
    /// The bits that do not fill a byte yet, and how many there are.
    held: u64,
    count: u32,
}

/// How many bytes of scratch space are made at once: zeroing whole pages would cost more than writing over them.
const SCRATCH: usize = 1 << 10;

impl<'o> Writer<'o> {
    /// Appends to `out`. A wrong guess of the number of bytes to come only costs time.
    pub(super) fn new(out: &'o mut Vec<u8>, guess: usize) -> Self {
        let at = out.len();
        out.reserve(guess.saturating_add(SCRATCH));
        Self { out, at, held: 0, count: 0 }
    }

    /// Appends the low `count` bits, at most [`MOST`]. The bits above them are 0.
    #[inline]
    pub(super) fn push(&mut self, bits: u64, count: u32) {
        self.held |= bits.wrapping_shl(self.count);
        let word = self.held.to_le_bytes();
        match self.out.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut) {
            Some(room) => *room = word,
            None => {
                self.out.truncate(self.at);
                self.out.extend_from_slice(&word);
                self.grow(self.out.len());
            }
        }
        let filled = self.count.wrapping_add(count);
        self.at = self.at.wrapping_add((filled / 8) as usize);
        self.held = self.held.wrapping_shr(filled & !7);
        self.count = filled % 8;
    }

    /// Appends whole words: each by one shift, or all by one copy if no bits are held.
    #[inline]
    pub(super) fn splice(&mut self, words: &[[u8; 8]]) {
        if self.count == 0 {
            self.out.truncate(self.at);
            self.out.extend_from_slice(words.as_flattened());
            self.at = self.out.len();
            return;
        }
        let end = self.at.wrapping_add(size_of_val(words));
        if end > self.out.len() {
            self.grow(end);
        }
        let (room, _) = self.out.get_mut(self.at..).expect("the room has just grown to hold the words").as_chunks_mut();
        let (up, down) = (self.count, 64_u32.wrapping_sub(self.count));
        for (room, word) in room.iter_mut().zip(words) {
            let word = u64::from_le_bytes(*word);
            *room = (self.held | word.wrapping_shl(up)).to_le_bytes();
            self.held = word.wrapping_shr(down);
        }
        self.at = end;
    }

    /// Makes scratch space after this length.
    #[cold]
    fn grow(&mut self, length: usize) {
        self.out.resize(length.wrapping_add(SCRATCH), 0);
    }

    /// Fills the last byte with zeros.
    pub(super) fn finish(mut self) {
        self.push(0, 7);
        self.out.truncate(self.at);
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn spliced_bits_equal_pushed_bits(
            before in vec((any::<u64>(), 0..=MOST), 0..9),
            run in vec((any::<u64>(), 0..=MOST), 0..40),
            guess in 0..100_usize,
        ) {
            let cut = |&(bits, count): &(u64, u32)| (bits & !u64::MAX.wrapping_shl(count), count);
            let (mut spliced, mut pushed) = (vec![1], vec![1]);
            let mut writer = Writer::new(&mut pushed, 0);
            before.iter().chain(&run).map(cut).for_each(|(bits, count)| writer.push(bits, count));
            writer.finish();

            let mut recorded = Bits::default();
            run.iter().map(cut).for_each(|(bits, count)| recorded.push(bits, count));
            let mut writer = Writer::new(&mut spliced, guess);
            before.iter().map(cut).for_each(|(bits, count)| writer.push(bits, count));
            let Bits { words, held: bits, count } = recorded;
            writer.splice(&words);
            writer.push(bits & 0xffff_ffff, count.min(32));
            writer.push(bits >> 32, count.saturating_sub(32));
            writer.finish();
            prop_assert_eq!(spliced, pushed);
        }
    }
}
