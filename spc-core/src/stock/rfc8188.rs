//! RFC 8188 `aes128gcm`, the format that MPP phones decrypt over HTTP (FORMAT 11.3).
//!
//! Knows: the header, the records and their delimiters. Must not know: HTTP, what the plaintext is. It has not been
//! tested on hardware: neither the text form of the key nor the accepted record sizes are documented (FORMAT 11.3.5).
//!
//! ```
//! use spc_core::stock::rfc8188::{CodingSettings, Ikm, open, seal};
//!
//! let ikm = || Ikm::from_base64url("yqdlZ-tYemfogSmv7Ws5PQ");
//! let file = seal(b"<flat-profile/>", &CodingSettings::new(ikm()?));
//! assert_eq!(open(&file, &ikm()?)?, b"<flat-profile/>");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes128Gcm, KeyInit as _};
use zeroize::Zeroizing;

pub use self::header::{CodingHeader, Keyid, RecordSize};
use self::header::{HEADER, OVERHEAD, SALT, TAG};
pub use self::ikm::{Ikm, IkmForm};
use super::template::identity;
use super::{Salt, StockError};
use crate::primitives::{DIGEST, hkdf_expand, hkdf_extract, hmac_sha256};

mod header;
mod ikm;
#[cfg(test)]
mod wycheproof;

const NONCE: usize = 12;
const MORE: u8 = 1;
const LAST: u8 = 2;

/// Settings for writing a file.
#[derive(Debug)]
pub struct CodingSettings {
    ikm: Ikm,
    record_size: RecordSize,
    keyid: Keyid,
    salt: Salt<SALT>,
}

impl CodingSettings {
    /// Creates settings with records of 4096 bytes, no key name and a synthetic salt (FORMAT 11.3.2).
    #[must_use]
    pub fn new(ikm: Ikm) -> Self {
        Self { ikm, record_size: RecordSize::default(), keyid: Keyid::default(), salt: Salt::Synthetic }
    }

    /// Sets the size of a record.
    #[must_use]
    pub const fn record_size(mut self, record_size: RecordSize) -> Self {
        self.record_size = record_size;
        self
    }

    /// Sets the key's name.
    #[must_use]
    pub fn keyid(mut self, keyid: Keyid) -> Self {
        self.keyid = keyid;
        self
    }

    /// Sets where the salt comes from.
    #[must_use]
    pub const fn salt(mut self, salt: Salt<SALT>) -> Self {
        self.salt = salt;
        self
    }
}

/// Makes a file of full records without padding; there is at least one record.
#[must_use]
pub fn seal(plain: &[u8], settings: &CodingSettings) -> Vec<u8> {
    seal_into(&settings.ikm, plain, settings.record_size, &settings.keyid, settings.salt, Vec::new())
}

/// Does what [`seal`] does, for settings that share a key. The memory of `file` is reused, its content is not.
pub(crate) fn seal_into(
    ikm: &Ikm,
    plain: &[u8],
    record_size: RecordSize,
    keyid: &Keyid,
    salt: Salt<SALT>,
    mut file: Vec<u8>,
) -> Vec<u8> {
    let salt = match salt {
        Salt::Synthetic => synthetic_salt(ikm, plain, record_size, keyid),
        Salt::Given(salt) => salt,
    };
    let keys = Keys::derive(&salt, ikm);
    let room = record_size.bytes().checked_sub(OVERHEAD).expect("a record has room for a byte");
    let records = plain.len().div_ceil(room).max(1);
    let overhead = records.saturating_mul(OVERHEAD).saturating_add(HEADER);
    // Reserved in full at once, because growth would leave copies of the plaintext behind.
    file.clear();
    file.reserve_exact(overhead.saturating_add(keyid.0.len()).saturating_add(plain.len()));
    file.extend_from_slice(&salt);
    file.extend_from_slice(&record_size.0.to_be_bytes());
    file.push(keyid.length());
    file.extend_from_slice(&keyid.0);
    let mut rest = plain;
    for record in 0.. {
        let (data, tail) = rest.split_at(room.min(rest.len()));
        keys.seal_record(record, data, tail.is_empty(), &mut file);
        if tail.is_empty() {
            break;
        }
        rest = tail;
    }
    file
}

/// `HMAC(HKDF-Extract("SPC rfc8188 salt", ikm), rs || idlen || keyid || plain)[0..16]` (FORMAT 11.3.4).
fn synthetic_salt(ikm: &Ikm, plain: &[u8], record_size: RecordSize, keyid: &Keyid) -> [u8; SALT] {
    salt(b"SPC rfc8188 salt", ikm, record_size, keyid, [plain, &[]])
}

/// The salt of a file of a fleet:
/// `HMAC(HKDF-Extract("SPC rfc8188 template salt", ikm), rs || idlen || keyid || template || values)[0..16]`, with the
/// [identity](identity::identity) of the text around the values (FORMAT 11.3.4).
pub(crate) fn salt_of_values(
    ikm: &Ikm,
    record_size: RecordSize,
    keyid: &Keyid,
    template: &[u8; DIGEST],
    values: &[&[u8]],
) -> Salt<SALT> {
    let values = identity::listed(values);
    Salt::Given(salt(b"SPC rfc8188 template salt", ikm, record_size, keyid, [template, &values]))
}

fn salt(label: &[u8], ikm: &Ikm, record_size: RecordSize, keyid: &Keyid, [first, second]: [&[u8]; 2]) -> [u8; SALT] {
    let prk = hkdf_extract(label, ikm.expose());
    let parts: [&[u8]; 5] = [&record_size.0.to_be_bytes(), &[keyid.length()], &keyid.0, first, second];
    *hmac_sha256(prk.as_slice(), &parts).first_chunk().expect("a digest is longer than a salt")
}

/// Opens a file; nothing is returned before the last record has been checked.
///
/// # Errors
/// Returns [`StockError::Truncated`], [`StockError::BadHeader`], [`StockError::Tampered`] (also for a wrong key) or
/// [`StockError::BadPadding`].
pub fn open(file: &[u8], ikm: &Ikm) -> Result<Vec<u8>, StockError> {
    let header = CodingHeader::read(file)?;
    let keys = Keys::derive(header.salt, ikm);
    let mut plain = Vec::with_capacity(header.records.len());
    let mut records = (0..).zip(header.records.chunks(header.record_size.bytes())).peekable();
    while let Some((index, record)) = records.next() {
        keys.open_record(index, record, records.peek().is_none(), &mut plain)?;
    }
    Ok(plain)
}

/// The content key and nonces of one file.
struct Keys {
    cipher: Aes128Gcm,
    base: Zeroizing<[u8; NONCE]>,
}

impl Keys {
    fn derive(salt: &[u8; SALT], ikm: &Ikm) -> Self {
        let prk = hkdf_extract(salt, ikm.expose());
        let key = hkdf_expand::<16>(&prk, &[b"Content-Encoding: aes128gcm\0"]);
        Self { cipher: Aes128Gcm::new((&*key).into()), base: hkdf_expand(&prk, &[b"Content-Encoding: nonce\0"]) }
    }

    /// `base XOR record`, with the record's number as a 12-byte big-endian integer.
    fn nonce(&self, record: u64) -> [u8; NONCE] {
        let mut nonce = *self.base;
        let low = nonce.last_chunk_mut().expect("a nonce is longer than a number");
        *low = (u64::from_be_bytes(*low) ^ record).to_be_bytes();
        nonce
    }

    fn seal_record(&self, record: u64, data: &[u8], last: bool, file: &mut Vec<u8>) {
        let start = file.len();
        file.extend_from_slice(data);
        file.push(if last { LAST } else { MORE });
        let text = file.get_mut(start..).expect("the record was just appended");
        let tag = self
            .cipher
            .encrypt_inout_detached(&self.nonce(record).into(), &[], text.into())
            .expect("a record is below the cipher's limit of 64 GiB");
        file.extend_from_slice(&tag);
    }

    fn open_record(&self, record: u64, sealed: &[u8], last: bool, plain: &mut Vec<u8>) -> Result<(), StockError> {
        let (text, tag) = sealed.split_last_chunk::<TAG>().ok_or(StockError::Tampered { record })?;
        let start = plain.len();
        plain.extend_from_slice(text);
        let text = plain.get_mut(start..).expect("the record was just appended");
        self.cipher
            .decrypt_inout_detached(&self.nonce(record).into(), &[], (&mut *text).into(), tag.into())
            .map_err(|_| StockError::Tampered { record })?;
        // Zeros may follow the delimiter. Only the last record has the final delimiter, which reveals truncation
        // between records.
        let delimiter = if last { LAST } else { MORE };
        let end = text.iter().rposition(|&byte| byte != 0).filter(|&at| text.get(at) == Some(&delimiter));
        let end = end.ok_or(StockError::BadPadding { record })?;
        plain.truncate(start.checked_add(end).expect("the end lies inside the record"));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ikm() -> Ikm {
        Ikm::from_hex("a37d2fb9055c1d04883a0745eb0917a4").unwrap()
    }

    fn settings(record_size: u32) -> CodingSettings {
        CodingSettings::new(ikm()).record_size(RecordSize::new(record_size).unwrap())
    }

    #[test]
    fn every_length_around_a_record_comes_back() {
        for length in 0..=3 * 8 + 1 {
            let plain = vec![b'x'; length];
            let file = seal(&plain, &settings(8 + 17));
            assert_eq!(file.len(), 21 + length + 17 * length.div_ceil(8).max(1));
            assert_eq!(open(&file, &ikm()).unwrap(), plain);
        }
    }

    #[test]
    fn zeros_in_the_plaintext_are_not_mistaken_for_padding() {
        for plain in [&[0; 1][..], &[0; 8], &[0; 30], b"ab\0\0"] {
            assert_eq!(open(&seal(plain, &settings(25)), &ikm()).unwrap(), plain);
        }
    }

    #[test]
    fn everything_but_the_key_stream_changes_the_synthetic_salt() {
        let salt = |plain: &[u8], settings: &CodingSettings| seal(plain, settings)[..SALT].to_vec();
        let named = |name: &[u8]| settings(25).keyid(Keyid::new(name.into()).unwrap());
        let other = CodingSettings::new(Ikm::from_ascii("another").unwrap());
        let salts = [
            salt(b"ab", &settings(25)),
            salt(b"ac", &settings(25)),
            salt(b"ab", &settings(26)),
            salt(b"b", &named(b"a")),
            salt(b"ab", &other.record_size(RecordSize(25))),
        ];
        for (at, salt) in salts.iter().enumerate() {
            assert!(!salts[..at].contains(salt), "{at}");
        }
    }

    #[test]
    fn the_name_enters_the_synthetic_salt_as_the_reference_has_it() {
        // From the Python reference; the vectors have no synthetic salt with a key name.
        let settings = settings(25).keyid(Keyid::new(b"key".into()).unwrap());
        assert_eq!(hex::encode(&seal(b"ab", &settings)[..SALT]), "9c323b28ac80f9693fe8e39b858f60f3");
    }

    #[test]
    fn sizes_outside_the_format_cannot_be_asked_for() {
        assert!(RecordSize::new(17).is_none() && RecordSize::new(18).is_some());
        assert!(Keyid::new(vec![0; 256]).is_none() && Keyid::new(vec![0; 255]).is_some());
    }

    #[test]
    fn no_flipped_bit_gives_other_content() {
        let plain = b"<flat-profile/>";
        let file = seal(plain, &settings(25).keyid(Keyid::new(b"key".into()).unwrap()));
        for bit in 0..file.len() * 8 {
            let mut changed = file.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            // The key's name, bytes 21 to 23, is not authenticated and has no meaning to us.
            match open(&changed, &ikm()) {
                Ok(content) => assert!((21..24).contains(&(bit / 8)) && content == plain, "bit {bit}"),
                Err(error) => assert_ne!(error, StockError::WrongKey),
            }
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let file = seal(&[b'x'; 30], &settings(25));
        for length in 0..file.len() {
            assert!(open(&file[..length], &ikm()).is_err(), "{length}");
        }
    }

    proptest! {
        #[test]
        fn open_undoes_seal(
            plain in prop::collection::vec(any::<u8>(), 0..500),
            record_size in 18u32..600,
            name in prop::collection::vec(any::<u8>(), 0..=255),
            salt in prop::option::of(any::<[u8; 16]>()),
        ) {
            let keyid = Keyid::new(name.clone()).unwrap();
            let salt = salt.map_or(Salt::Synthetic, Salt::Given);
            let file = seal(&plain, &settings(record_size).keyid(keyid).salt(salt));
            let header = CodingHeader::read(&file).unwrap();
            prop_assert!(header.is_plausible());
            prop_assert_eq!((header.record_size().get(), header.keyid()), (record_size, &name[..]));
            prop_assert_eq!(open(&file, &ikm()).unwrap(), plain);
        }

        #[test]
        fn any_bytes_are_refused(file in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(open(&file, &ikm()).is_err());
        }
    }
}
