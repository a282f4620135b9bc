//! Project Wycheproof's vectors, run through the functions that ship.
//!
//! The output lengths of these functions are constants, so a vector of another length is compared with the beginning:
//! shorter outputs of HKDF, PBKDF2 and truncated HMAC are the first bytes of longer ones.

use wycheproof::TestResult::{Invalid, Valid};
use wycheproof::{cipher, hkdf, mac, pbkdf2};

use super::{cbc, equal, hkdf_expand, hkdf_extract, hmac_sha256, pbkdf2_sha256};

/// The most that HKDF-SHA-256 gives: 255 blocks.
const LONGEST: usize = 255 * 32;

#[test]
fn hmac_sha256_distinguishes_valid_tags_from_changed_ones() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
    let mut count = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let (first, second) = test.msg.split_at(test.msg.len() / 2);
        let tag = hmac_sha256(&test.key, &[first, second]);
        assert_eq!(equal(&tag[..test.tag.len()], &test.tag), test.result == Valid, "{test:?}");
        count += 1;
    }
    assert_eq!(count, 174);
}

#[test]
fn hkdf_sha256_gives_each_output() {
    let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap();
    let mut counts = [0; 2];
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        if test.result == Invalid {
            assert!(test.size > LONGEST, "no caller can ask for more: {test:?}");
            counts[1] += 1;
            continue;
        }
        let okm = hkdf_expand::<LONGEST>(&hkdf_extract(&test.salt, &test.ikm), &[&test.info]);
        assert_eq!(okm[..test.size], test.okm[..], "{test:?}");
        counts[0] += 1;
    }
    assert_eq!(counts, [83, 3]);
}

#[test]
fn pbkdf2_sha256_gives_each_key() {
    let set = pbkdf2::TestSet::load(pbkdf2::TestName::Pbkdf2HmacSha256).unwrap();
    let mut count = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let rounds = test.iteration_count.try_into().unwrap();
        let key = pbkdf2_sha256::<96>(&test.password, &test.salt, rounds);
        assert_eq!((&key[..test.dk_len], test.result), (&test.dk[..], Valid), "{test:?}");
        count += 1;
    }
    assert_eq!(count, 60);
}

/// Does what opening does with a ciphertext: decrypts whole blocks, then removes the padding.
fn decrypted(key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Option<Vec<u8>> {
    let mut blocks = ciphertext.to_vec();
    if !blocks.len().is_multiple_of(cbc::BLOCK) {
        return None;
    }
    cbc::decrypt(key.try_into().unwrap(), iv.try_into().unwrap(), &mut blocks);
    cbc::unpad(&blocks).map(<[u8]>::to_vec)
}

#[test]
fn aes_256_cbc_encrypts_and_decrypts_each_message_and_refuses_bad_padding() {
    let set = cipher::TestSet::load(cipher::TestName::AesCbcPkcs5).unwrap();
    let mut counts = [0; 2];
    for test in set.test_groups.iter().filter(|group| group.key_size == 256).flat_map(|group| &group.tests) {
        let opened = decrypted(&test.key, &test.nonce, &test.ct);
        if test.result == Invalid {
            assert_eq!(opened, None, "{test:?}");
            counts[1] += 1;
            continue;
        }
        assert_eq!(opened.as_ref(), Some(&*test.pt), "{test:?}");
        let mut buffer = [b"in front", &test.pt[..]].concat();
        let (key, iv) = (test.key[..].try_into().unwrap(), test.nonce[..].try_into().unwrap());
        cbc::encrypt(key, iv, &mut buffer, b"in front".len());
        assert_eq!(buffer, [b"in front", &test.ct[..]].concat(), "{test:?}");
        counts[0] += 1;
    }
    assert_eq!(counts, [24, 48]);
}
