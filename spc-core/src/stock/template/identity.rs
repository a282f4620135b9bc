//! The name of a template: all that its files follow from but the values (FORMAT 11.1.4).
//!
//! Knows: texts, slots and a file. Must not know: how files are rendered.

use sha2::{Digest, Sha256};

use crate::primitives::DIGEST;

/// `SHA-256(n || run_0 || slot_0 || .. || slot_(n-1) || run_n || empty)`: texts after their length, numbers in four bytes.
///
/// `empty` is the file of empty values. It holds every code and every constant match, so that another version of the
/// encoder, which would compress the same text otherwise, gives another name.
pub(super) fn identity<'r>(runs: impl IntoIterator<Item = &'r [u8]>, slots: &[usize], empty: &[u8]) -> [u8; DIGEST] {
    let mut hash = Sha256::new_with_prefix(number(slots.len()));
    let mut slots = slots.iter();
    for run in runs {
        hash.update(number(run.len()));
        hash.update(run);
        // Each run but the last one is followed by a slot.
        if let Some(slot) = slots.next() {
            hash.update(number(*slot));
        }
    }
    hash.update(number(empty.len()));
    hash.update(empty);
    hash.finalize().into()
}

fn number(count: usize) -> [u8; 4] {
    u32::try_from(count).expect("the constant text is below 4 GiB, and so is what comes of it").to_be_bytes()
}
