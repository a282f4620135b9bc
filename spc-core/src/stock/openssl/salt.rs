//! The salts that make equal input give equal files (FORMAT 11.1.4).
//!
//! Knows: what a salt is derived from. Must not know: headers, ciphers, and anything about a template but its identity.

use core::num::NonZeroU32;

use super::kdf::{Kdf, ReadDigest};
use super::phrase::Phrase;
use crate::primitives::{DIGEST, hkdf_extract, hmac_sha256};
use crate::stock::template::identity;

/// The length of a salt in bytes.
pub(super) const SALT: usize = 8;

/// `HMAC(HKDF-Extract("SPC openssl salt", phrase), digest || 00 || rounds || plain)[0..8]`.
pub(super) fn of_plaintext(phrase: &Phrase, kdf: Kdf, plain: &[u8]) -> [u8; SALT] {
    salt(b"SPC openssl salt", phrase, kdf, [plain, &[]])
}

/// `HMAC(HKDF-Extract("SPC openssl template salt", phrase), digest || 00 || rounds || template || values)[0..8]`, with
/// the [identity](crate::stock::template::Template::identity) of the template, and each value preceded by its length:
/// everything that the plaintext is derived from, in a hundredth of its bytes.
pub(crate) fn of_values(phrase: &Phrase, kdf: Kdf, template: &[u8; DIGEST], values: &[&[u8]]) -> [u8; SALT] {
    salt(b"SPC openssl template salt", phrase, kdf, [template, &identity::listed(values)])
}

fn salt(label: &[u8], phrase: &Phrase, kdf: Kdf, [first, second]: [&[u8]; 2]) -> [u8; SALT] {
    let prk = hkdf_extract(label, phrase.expose());
    let digest = ReadDigest::from(kdf.digest).name().as_bytes();
    let rounds = kdf.iterations.map_or(0, NonZeroU32::get).to_be_bytes();
    let mac = hmac_sha256(prk.as_slice(), &[digest, &[0], &rounds, first, second]);
    *mac.first_chunk().expect("a digest is longer than a salt")
}

#[cfg(test)]
mod tests {
    use super::super::kdf::{DEFAULT_ITERATIONS, Digest};
    use super::*;

    const XML: &[u8] = b"<flat-profile><GPP_A>abc</GPP_A></flat-profile>";
    const MD5: Kdf = Kdf::new(Digest::Md5);
    const SHA256: Kdf = Kdf::new(Digest::Sha256);

    fn phrase(text: &str) -> Phrase {
        Phrase::new(text.into()).unwrap()
    }

    #[test]
    fn everything_but_a_given_salt_changes_that_of_a_plaintext() {
        let salt = |text: &str, kdf, plain: &[u8]| of_plaintext(&phrase(text), kdf, plain);
        let base = salt("k", MD5, XML);
        assert_eq!(base, salt("k", MD5, XML));
        assert_ne!(base, salt("K", MD5, XML));
        assert_ne!(base, salt("k", MD5, &XML[1..]));
        assert_ne!(base, salt("k", SHA256, XML));
        assert_ne!(base, salt("k", MD5.pbkdf2(NonZeroU32::MIN), XML));
    }

    #[test]
    fn rounds_enter_the_salt_as_the_reference_has_them() {
        // From the Python reference; the vectors have no synthetic salt with PBKDF2.
        for (kdf, salt) in [(MD5, "fc1d624be8d50240"), (SHA256.pbkdf2(DEFAULT_ITERATIONS), "24f131956b8b4e93")] {
            assert_eq!(hex::encode(of_plaintext(&phrase("k"), kdf, XML)), salt);
        }
    }

    #[test]
    fn everything_that_a_file_is_rendered_from_changes_its_salt() {
        let salt =
            |text: &str, kdf, template, values: &[&[u8]]| of_values(&phrase(text), kdf, &[template; DIGEST], values);
        let base = salt("k", MD5, 1, &[b"ab", b"c"]);
        assert_eq!(base, salt("k", MD5, 1, &[b"ab", b"c"]));
        let others = [
            salt("K", MD5, 1, &[b"ab", b"c"]),
            salt("k", SHA256, 1, &[b"ab", b"c"]),
            salt("k", MD5.pbkdf2(NonZeroU32::MIN), 1, &[b"ab", b"c"]),
            salt("k", MD5, 2, &[b"ab", b"c"]),
            salt("k", MD5, 1, &[b"a", b"bc"]),
            salt("k", MD5, 1, &[b"ab", b"c", b""]),
            salt("k", MD5, 1, &[b"c", b"ab"]),
            salt("k", MD5, 1, &[b"ab\0\0\0\x01c"]),
        ];
        for (at, other) in others.iter().enumerate() {
            assert!(*other != base && !others[..at].contains(other), "{at}");
        }
    }
}
