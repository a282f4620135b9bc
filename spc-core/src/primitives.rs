//! The cryptographic formulas of the formats, one small function each.
//!
//! Knows: SHA-256, HMAC, HKDF, PBKDF2 and AES-256-CBC over bytes. Must not know: what the bytes mean. Results that are
//! keys wipe themselves; an HMAC computed here is a salt, a check, a tag or an id, and therefore public.

use hkdf::Hkdf;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

pub(crate) mod cbc;
pub(crate) mod lanes;
#[cfg(test)]
mod rfc;
#[cfg(test)]
mod wycheproof;

/// The length in bytes of a SHA-256 digest, of an HMAC and of every key derived here.
pub(crate) const DIGEST: usize = 32;

/// `HMAC-SHA-256(key, parts[0] || parts[1] || ..)`, RFC 2104.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; DIGEST] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// `HKDF-Extract(salt, ikm)`, RFC 5869 section 2.2.
pub(crate) fn hkdf_extract(salt: &[u8], ikm: &[u8]) -> Zeroizing<[u8; DIGEST]> {
    let (mut prk, _) = Hkdf::<Sha256>::extract(Some(salt), ikm);
    let kept = Zeroizing::new(prk.into());
    prk.as_mut_slice().zeroize();
    kept
}

/// `HKDF-Expand(prk, info[0] || info[1] || .., N)`, RFC 5869 section 2.3. N is at most 255 x 32.
pub(crate) fn hkdf_expand<const N: usize>(prk: &[u8; DIGEST], info: &[&[u8]]) -> Zeroizing<[u8; N]> {
    let mut okm = Zeroizing::new([0; N]);
    Hkdf::<Sha256>::from_prk(prk)
        .expect("a pseudorandom key has the length of the digest")
        .expand_multi_info(info, okm.as_mut_slice())
        .expect("no caller asks for more than 255 blocks");
    okm
}

/// `PBKDF2-HMAC-SHA-256(phrase, salt, rounds, N)`, RFC 8018 section 5.2.
pub(crate) fn pbkdf2_sha256<const N: usize>(phrase: &[u8], salt: &[u8], rounds: u32) -> Zeroizing<[u8; N]> {
    pbkdf2_hmac::<Sha256, N>(phrase, salt, rounds)
}

/// `PBKDF2-HMAC-D(phrase, salt, rounds, N)`, RFC 8018 section 5.2, for the one format that leaves the digest open.
pub(crate) fn pbkdf2_hmac<D: EagerHash, const N: usize>(phrase: &[u8], salt: &[u8], rounds: u32) -> Zeroizing<[u8; N]> {
    let mut key = Zeroizing::new([0; N]);
    pbkdf2::pbkdf2_hmac::<D>(phrase, salt, rounds, key.as_mut_slice());
    key
}

/// Compares two byte strings in a time that depends only on their lengths.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
