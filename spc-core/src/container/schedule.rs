//! The key schedule: from a device's identity and key to the keys of one file (FORMAT 4).

use zeroize::Zeroizing;

use crate::mac::TargetMac;
use crate::primitives::{DIGEST, cbc, hkdf_expand, hkdf_extract, hmac_sha256};

const LABEL: &[u8] = b"SPC1-A256CBC-HS256";

/// The extracted key for one combination of mode, MAC and key: `prk` of FORMAT 4.2.
pub(super) struct Schedule(Zeroizing<[u8; DIGEST]>);

/// The keys of one file (FORMAT 4.4). The IV is derived like the rest and never transmitted.
pub(super) struct FileKeys {
    pub(super) encryption: Zeroizing<[u8; cbc::KEY]>,
    pub(super) authentication: Zeroizing<[u8; DIGEST]>,
    pub(super) iv: Zeroizing<[u8; cbc::BLOCK]>,
    pub(super) key_check: [u8; 16],
}

impl Schedule {
    /// `prk = HKDF-Extract(LABEL, mode || key_form || mac || len(key) || key)`: no two settings share a key.
    pub(super) fn new(mode: u8, key_form: u8, mac: Option<TargetMac>, key: &[u8]) -> Self {
        let length = u8::try_from(key.len()).expect("keys have at most 32 bytes");
        // Sized for the longest key, so that it never grows and leaves a copy behind.
        let mut ikm = Zeroizing::new(Vec::with_capacity(9 + 32));
        ikm.extend_from_slice(&[mode, key_form]);
        ikm.extend_from_slice(&mac.map_or([0; 6], TargetMac::octets));
        ikm.push(length);
        ikm.extend_from_slice(key);
        Self(hkdf_extract(LABEL, &ikm))
    }

    /// `file_salt = HMAC(k_siv, header[0..40] || len(R) || R || payload)[0..16]` (FORMAT 4.3, 5.1).
    pub(super) fn file_salt(&self, before_salt: &[u8], randomizer: &[u8], payload: &[u8]) -> [u8; 16] {
        let key = hkdf_expand::<DIGEST>(&self.0, &[b"siv"]);
        let length = u8::try_from(randomizer.len()).expect("a Randomizer has at most 255 bytes");
        let digest = hmac_sha256(key.as_slice(), &[before_salt, &[length], randomizer, payload]);
        *digest.first_chunk().expect("a digest is longer")
    }

    /// `okm = HKDF-Expand(prk, "file" || file_salt, 96)`, split into four (FORMAT 4.4).
    pub(super) fn file_keys(&self, file_salt: &[u8; 16]) -> FileKeys {
        let okm = hkdf_expand::<96>(&self.0, &[b"file", file_salt]);
        let cut = "96 bytes are 32, 32, 16 and 16";
        let (encryption, rest) = okm.split_first_chunk().expect(cut);
        let (authentication, rest) = rest.split_first_chunk().expect(cut);
        let (iv, rest) = rest.split_first_chunk().expect(cut);
        FileKeys {
            encryption: Zeroizing::new(*encryption),
            authentication: Zeroizing::new(*authentication),
            iv: Zeroizing::new(*iv),
            key_check: *rest.first_chunk().expect(cut),
        }
    }
}

/// `target_check = HMAC(file_salt, "SPC1 target" || mac)[0..8]` (FORMAT 4.5).
pub(super) fn target_check(file_salt: &[u8; 16], mac: TargetMac) -> [u8; 8] {
    let digest = hmac_sha256(file_salt, &[b"SPC1 target", &mac.octets()]);
    *digest.first_chunk().expect("a digest is longer")
}
