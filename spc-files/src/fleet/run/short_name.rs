//! File names in a form short enough to keep a million of them.

use sha2::{Digest, Sha256};

/// Enough of a name's hash to distinguish all names of a list.
pub(super) type ShortName = [u8; 16];

/// The beginning of a name's hash.
pub(super) fn short(file: &str) -> ShortName {
    let [short @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _]: [u8; 32] = Sha256::digest(file).into();
    short
}
