//! Project Wycheproof's AES-128-GCM vectors, run through the records that ship.
//!
//! A record is AES-128-GCM with a 12-byte nonce, a 16-byte tag and no additional data, so only vectors like that apply.
//! The text of a record also ends with a delimiter, which no vector has by design: a text that authenticates without
//! one is bad padding, and one that does not authenticate was tampered with.

use aes_gcm::{Aes128Gcm, KeyInit as _};
use wycheproof::TestResult::Valid;
use wycheproof::aead;
use zeroize::Zeroizing;

use super::{Keys, NONCE, StockError};

#[test]
fn aes_128_gcm_records_authenticate_exactly_what_is_valid() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let fits = |group: &&aead::TestGroup| (group.key_size, group.nonce_size, group.tag_size) == (128, 96, 128);
    let tests = set.test_groups.iter().filter(fits).flat_map(|group| &group.tests);
    let mut counts = [0; 2];
    for test in tests.filter(|test| test.aad.is_empty()) {
        let cipher = Aes128Gcm::new_from_slice(&test.key).unwrap();
        let base: [u8; NONCE] = test.nonce[..].try_into().unwrap();
        let keys = Keys { cipher, base: Zeroizing::new(base) };
        let mut plain = Vec::new();
        let opened = keys.open_record(0, &[&test.ct[..], &test.tag[..]].concat(), true, &mut plain);
        if test.result != Valid {
            assert_eq!(opened, Err(StockError::Tampered { record: 0 }), "{test:?}");
            counts[1] += 1;
            continue;
        }
        assert_eq!((opened, &plain), (Err(StockError::BadPadding { record: 0 }), &*test.pt), "{test:?}");
        let mut sealed = Vec::new();
        keys.seal_record(0, &test.pt, true, &mut sealed);
        assert_eq!(sealed[..test.pt.len()], test.ct[..], "{test:?}");
        counts[0] += 1;
    }
    assert_eq!(counts, [22, 27]);
}
