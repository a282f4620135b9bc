//! AES-256-CBC encryption of many buffers in lockstep, each under its own key and IV.
//!
//! Knows: whole blocks, keys and IVs. Must not know: padding, and whose buffers these are.
//!
//! CBC is serial within a buffer: each block waits for the 14 rounds of the one before it. Meanwhile the CPU's AES
//! unit, which could start a round of another buffer in every cycle, is idle. Taking one block of each buffer in turn
//! keeps it busy.

use core::slice::IterMut;

use aes::Aes256Enc;
use aes::cipher::consts::U16;
use aes::cipher::{Array, BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, KeyInit};

use super::cbc::{BLOCK, KEY};

/// The number of buffers encrypted in lockstep. Four leave the AES unit a third idle; sixteen gain nothing more.
const LANES: usize = 8;

/// The number of buffers that a caller with many should begin, encrypt and finish together: enough to fill the lanes
/// with buffers of similar length, and few enough to stay in the CPU's cache during all three passes.
pub(crate) const TOGETHER: usize = 2 * LANES;

/// One buffer, with its key and IV.
pub(crate) struct Lane<'a> {
    pub(crate) key: &'a [u8; KEY],
    pub(crate) iv: &'a [u8; BLOCK],
    /// Already padded: bytes after the last whole block stay as they are.
    pub(crate) blocks: &'a mut [u8],
}

/// Encrypts each lane in place, with the same result as one lane after the other.
///
/// The slice is sorted by length, because buffers that end together keep all lanes filled to the end.
pub(crate) fn encrypt_many(lanes: &mut [Lane<'_>]) {
    lanes.sort_unstable_by_key(|lane| lane.blocks.len());
    for group in lanes.chunks_mut(LANES) {
        enter(group.iter_mut(), Vec::with_capacity(LANES));
    }
}

/// A lane in progress, passed to the backend that its cipher chose for this CPU.
struct Stream<'s> {
    cipher: &'s dyn Encrypt,
    previous: [u8; BLOCK],
    blocks: IterMut<'s, [u8; BLOCK]>,
}

impl Stream<'_> {
    /// Encrypts one block; `false` when there is none left.
    fn step(&mut self) -> bool {
        let Some(block) = self.blocks.next() else { return false };
        // Byte by byte, which compiles to one vector instruction. A `u128` would be stored in two halves, from which
        // the cipher's load of all 16 bytes cannot be forwarded, and that wait costs four fifths of the speed.
        for (byte, previous) in block.iter_mut().zip(self.previous) {
            *byte ^= previous;
        }
        self.cipher.encrypt(block);
        self.previous = *block;
        true
    }
}

/// A cipher's backend without its type, so that backends of several ciphers fit in one list.
trait Encrypt {
    fn encrypt(&self, block: &mut [u8; BLOCK]);
}

struct Backend<'b, B>(&'b B);

impl<B: BlockCipherEncBackend<BlockSize = U16>> Encrypt for Backend<'_, B> {
    fn encrypt(&self, block: &mut [u8; BLOCK]) {
        let block: &mut Array<u8, U16> = block.into();
        self.0.encrypt_block(block.into());
    }
}

/// Enters the backend of each waiting lane inside that of the lane before it, then runs all of them.
///
/// `encrypt_block` would enter a backend for each block. Except in a build with `codegen-units = 1`, which a library
/// cannot demand of its users, that is not inlined, lays out the round keys each time, and takes ten times as long.
fn enter<'s>(mut waiting: IterMut<'s, Lane<'_>>, mut running: Vec<Stream<'s>>) {
    match waiting.next() {
        Some(lane) => Aes256Enc::new(lane.key.into()).encrypt_with_backend(Enter { lane, waiting, running }),
        None => {
            while !running.is_empty() {
                running.retain_mut(Stream::step);
            }
        }
    }
}

struct Enter<'s, 'a> {
    lane: &'s mut Lane<'a>,
    waiting: IterMut<'s, Lane<'a>>,
    running: Vec<Stream<'s>>,
}

impl BlockSizeUser for Enter<'_, '_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Enter<'_, '_> {
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let backend = Backend(backend);
        // The list's lifetime shrinks to that of the backend just entered.
        let mut running: Vec<Stream<'_>> = self.running;
        let (blocks, _) = self.lane.blocks.as_chunks_mut();
        running.push(Stream { cipher: &backend, previous: *self.lane.iv, blocks: blocks.iter_mut() });
        enter(self.waiting, running);
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::cbc;
    use super::*;

    proptest! {
        #[test]
        fn lanes_equal_one_after_the_other(jobs in vec((any::<[u8; KEY]>(), any::<[u8; BLOCK]>(), vec(any::<u8>(), 0..400)), 0..21)) {
            let one_by_one: Vec<Vec<u8>> = jobs
                .iter()
                .map(|(key, iv, plain)| {
                    let mut buffer = plain.clone();
                    cbc::encrypt(key, iv, &mut buffer, 0);
                    buffer
                })
                .collect();
            let mut many: Vec<Vec<u8>> = jobs.iter().map(|(_, _, plain)| plain.clone()).collect();
            many.iter_mut().for_each(|buffer| cbc::pad(buffer, 0));
            let mut lanes: Vec<Lane<'_>> =
                jobs.iter().zip(&mut many).map(|((key, iv, _), blocks)| Lane { key, iv, blocks }).collect();
            encrypt_many(&mut lanes);
            prop_assert_eq!(many, one_by_one);
        }
    }

    #[test]
    fn bytes_after_the_last_whole_block_stay() {
        let mut buffer = [7; BLOCK + 3];
        encrypt_many(&mut [Lane { key: &[1; KEY], iv: &[2; BLOCK], blocks: &mut buffer }]);
        assert_ne!(buffer[..BLOCK], [7; BLOCK]);
        assert_eq!(buffer[BLOCK..], [7; 3]);
    }
}
