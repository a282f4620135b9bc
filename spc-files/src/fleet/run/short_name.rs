//! The names of files, short enough that a million of them are kept.

use sha2::{Digest, Sha256};

/// Enough of a name's hash to tell all names of a list apart.
pub(super) type ShortName = [u8; 16];

/// The beginning of a name's hash.
pub(super) fn short(file: &str) -> ShortName {
    let [short @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _]: [u8; 32] = Sha256::digest(file).into();
    short
}
