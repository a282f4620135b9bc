//! The published test cases of the formulas; those of SP 800-38A are with the cipher.

use super::{hkdf_expand, hkdf_extract, hmac_sha256, pbkdf2_sha256};

fn range(bytes: core::ops::RangeInclusive<u8>) -> Vec<u8> {
    bytes.collect()
}

#[test]
fn rfc_4231_hmac_sha256() {
    let long = b"This is a test using a larger than block-size key and a larger than block-size data. \
        The key needs to be hashed before being used by the HMAC algorithm.";
    let cases: [(&[u8], &[u8], &str); 7] = [
        (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (&range(1..=25), &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        // Case 5 gives only the first 128 bits.
        (&[0x0c; 20], b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (&[0xaa; 131], long, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ];
    for (at, (key, message, tag)) in cases.into_iter().enumerate() {
        assert!(hex::encode(hmac_sha256(key, &[message])).starts_with(tag), "case {}", at + 1);
    }
}

#[test]
fn rfc_5869_a_1_basic() {
    let prk = hkdf_extract(&range(0..=12), &[0x0b; 22]);
    assert_eq!(hex::encode(*prk), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    let okm = hkdf_expand::<42>(&prk, &[&range(0xf0..=0xf9)]);
    assert_eq!(
        hex::encode(*okm),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    );
}

#[test]
fn rfc_5869_a_2_longer_inputs_and_outputs() {
    let prk = hkdf_extract(&range(0x60..=0xaf), &range(0..=79));
    assert_eq!(hex::encode(*prk), "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244");
    // The info is in two pieces, because that is how the key schedules pass it.
    let okm = hkdf_expand::<82>(&prk, &[&range(0xb0..=0xc7), &range(0xc8..=0xff)]);
    assert_eq!(
        hex::encode(*okm),
        concat!(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09",
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        )
    );
}

#[test]
fn rfc_5869_a_3_no_salt_and_no_information() {
    let prk = hkdf_extract(&[], &[0x0b; 22]);
    assert_eq!(hex::encode(*prk), "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
    assert_eq!(
        hex::encode(*hkdf_expand::<42>(&prk, &[])),
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    );
}

#[test]
fn rfc_7914_section_11_pbkdf2() {
    assert_eq!(
        hex::encode(*pbkdf2_sha256::<64>(b"passwd", b"salt", 1)),
        concat!(
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc",
            "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        )
    );
    assert_eq!(
        hex::encode(*pbkdf2_sha256::<64>(b"Password", b"NaCl", 80_000)),
        concat!(
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56",
            "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
        )
    );
}

#[test]
fn the_crc_is_the_one_of_format_2_3() {
    assert_eq!(crc32fast::hash(b"123456789"), 0xcbf4_3926);
}
