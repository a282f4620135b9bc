//! AES-256-CBC with PKCS#7 padding over one buffer (SP 800-38A section 6.2, RFC 5652 section 6.3).

use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};
use aes::{Aes256Dec, Aes256Enc};

/// Bytes of an AES block and of the IV.
pub(crate) const BLOCK: usize = 16;
/// Bytes of an AES-256 key.
pub(crate) const KEY: usize = 32;

/// Bytes that PKCS#7 adds to a plaintext of `length` bytes: 1 to 16.
pub(crate) const fn padding(length: usize) -> usize {
    BLOCK.checked_sub(length % BLOCK).expect("a remainder is less than a block")
}

/// Encrypts `buffer[from..]` in place, after adding the padding. Reserve room for it, because growth leaves copies.
pub(crate) fn encrypt(key: &[u8; KEY], iv: &[u8; BLOCK], buffer: &mut Vec<u8>, from: usize) {
    pad(buffer, from);
    let padded = buffer.get_mut(from..).expect("the plaintext begins inside the buffer");
    let length = padded.len();
    cbc::Encryptor::<Aes256Enc>::new(key.into(), iv.into())
        .encrypt_padded::<NoPadding>(padded, length)
        .expect("the buffer is whole blocks");
}

/// Appends the PKCS#7 padding of the plaintext `buffer[from..]`.
pub(crate) fn pad(buffer: &mut Vec<u8>, from: usize) {
    let count = padding(buffer.len().checked_sub(from).expect("the plaintext begins inside the buffer"));
    let byte = u8::try_from(count).expect("a block is 16 bytes");
    buffer.extend(core::iter::repeat_n(byte, count));
}

/// Decrypts whole blocks in place. The padding is left to [`unpad`], which reports its error.
pub(crate) fn decrypt(key: &[u8; KEY], iv: &[u8; BLOCK], blocks: &mut [u8]) {
    cbc::Decryptor::<Aes256Dec>::new(key.into(), iv.into())
        .decrypt_padded::<NoPadding>(blocks)
        .expect("the caller hands in whole blocks");
}

/// Returns the plaintext without its PKCS#7 padding, or `None` if the padding is not exact.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let count = usize::from(*padded.last()?);
    let (plain, tail) = padded.split_at_checked(padded.len().checked_sub(count)?)?;
    ((1..=BLOCK).contains(&count) && tail.iter().all(|&byte| usize::from(byte) == count)).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sp_800_38a_f_2_5_encrypts_and_f_2_6_decrypts() {
        let key = hex::decode("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4").unwrap();
        let key: [u8; KEY] = key.try_into().unwrap();
        let iv: [u8; BLOCK] = core::array::from_fn(|i| u8::try_from(i).unwrap());
        let plain = hex::decode(concat!(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51",
            "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
        ))
        .unwrap();
        let cipher = concat!(
            "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d",
            "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
        );
        let mut buffer = plain.clone();
        encrypt(&key, &iv, &mut buffer, 0);
        assert_eq!(hex::encode(&buffer[..64]), cipher);
        decrypt(&key, &iv, &mut buffer);
        assert_eq!(unpad(&buffer), Some(&plain[..]));
    }

    #[test]
    fn padding_must_be_exact() {
        assert_eq!(unpad(&[16; 16]), Some(&[][..]));
        assert_eq!(unpad(&[7, 1]), Some(&[7][..]));
        for bad in [&[][..], &[0], &[17; 17], &[2, 1, 2], &[3, 3]] {
            assert_eq!(unpad(bad), None, "{bad:?}");
        }
    }
}
