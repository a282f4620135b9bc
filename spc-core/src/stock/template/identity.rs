//! What the files of a fleet are derived from, for salts: the identity of their template, and the values (FORMAT
//! 11.1.4).
//!
//! Knows: texts, slots and a file. Must not know: how files are rendered, or keys.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::primitives::DIGEST;

/// `SHA-256(n || run_0 || slot_0 || .. || slot_(n-1) || run_n || empty)`: texts are preceded by their length, numbers
/// take four bytes.
///
/// `empty` is the file in which all values are empty. It contains every code and every constant match, so that another
/// version of the encoder, which compresses the same text differently, gives a different identity. It is empty if
/// nothing is compressed.
pub(crate) fn identity<'r>(runs: impl IntoIterator<Item = &'r [u8]>, slots: &[usize], empty: &[u8]) -> [u8; DIGEST] {
    let mut hash = Sha256::new_with_prefix(number(slots.len()));
    let mut slots = slots.iter();
    for run in runs {
        hash.update(number(run.len()));
        hash.update(run);
        // Each run except the last is followed by a slot.
        if let Some(slot) = slots.next() {
            hash.update(number(*slot));
        }
    }
    hash.update(number(empty.len()));
    hash.update(empty);
    hash.finalize().into()
}

/// The values of one device, each preceded by its length.
pub(crate) fn listed(values: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = values.iter().map(|value| value.len().saturating_add(4)).fold(0, usize::saturating_add);
    // Reserved at full size, because growth would leave copies of secrets behind.
    let mut listed = Zeroizing::new(Vec::with_capacity(length));
    for value in values {
        listed.extend_from_slice(&number(value.len()));
        listed.extend_from_slice(value);
    }
    listed
}

fn number(count: usize) -> [u8; 4] {
    u32::try_from(count).expect("texts are below 4 GiB, and so is what comes of them").to_be_bytes()
}
