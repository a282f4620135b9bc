//! Turns a payload into a file.

use super::header::{self, Header};
use super::protection::Protection;
use super::schedule::{FileKeys, target_check};
use crate::key::Key;
use crate::payload::Payload;
use crate::primitives::lanes::Lane;
use crate::primitives::{cbc, hmac_sha256};

/// Seals a payload: the same payload and protection always give the same bytes (FORMAT 5).
///
/// ```
/// # use spc_core::{container::{Device, Protection, open, seal}, payload::Payload, profile::{Duplicates, Profile}};
/// let payload = Payload::encode(&Profile::default(), Duplicates::Fold)?;
/// let mac = "000e08aabbcc".parse()?;
/// let file = seal(&payload, &Protection::generic().mac(mac));
/// assert_eq!(open(&file, &Device::new().mac(mac))?.payload().as_bytes(), payload.as_bytes());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn seal(payload: &Payload, protection: &Protection) -> Vec<u8> {
    Sealing::begin(payload, protection, Vec::new()).finish()
}

/// A file before its cipher runs: the header is written, and the payload follows it in plain text.
pub(crate) struct Sealing {
    file: Vec<u8>,
    keys: FileKeys,
}

impl Sealing {
    /// Derives the keys and writes the header; room for the whole file is reserved, because growth would leave copies.
    /// The memory of `file` is reused, its content is not.
    pub(crate) fn begin(payload: &Payload, protection: &Protection, mut file: Vec<u8>) -> Self {
        let plain = payload.as_bytes();
        let ciphertext = plain.len().checked_add(cbc::padding(plain.len())).expect("a Payload is under 1 MiB");
        let length = u32::try_from(ciphertext).expect("a Payload is under 1 MiB");
        let mut header = Header::unsalted(protection, length);
        let key = match protection.key.as_deref() {
            None => &[],
            Some(Key::Raw(key)) => key.expose(),
            Some(Key::Phrase(key)) => key.key().as_slice(),
        };
        let schedule = header.schedule(protection.mac, key);
        let unsalted = header.to_bytes();
        let (before_salt, _) = unsalted.split_at(header::BEFORE_SALT);
        header.file_salt = schedule.file_salt(before_salt, &protection.randomizer.0, plain);
        let keys = schedule.file_keys(&header.file_salt);
        header.key_check = keys.key_check;
        header.target_check = protection.mac.map_or([0; 8], |mac| target_check(&header.file_salt, mac));

        file.clear();
        file.reserve_exact(ciphertext.saturating_add(header::LENGTH + header::TAG + header::CRC));
        file.extend_from_slice(&header.to_bytes());
        file.extend_from_slice(plain);
        Self { file, keys }
    }

    /// Encrypts this file alone, then adds the tag and CRC.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        cbc::encrypt(&self.keys.encryption, &self.keys.iv, &mut self.file, header::LENGTH);
        self.encrypted()
    }

    /// Returns the part to encrypt when several ciphers run in lockstep; call [`encrypted`](Self::encrypted)
    /// afterwards.
    pub(crate) fn lane(&mut self) -> Lane<'_> {
        let Self { file, keys } = self;
        cbc::pad(file, header::LENGTH);
        Lane {
            key: &keys.encryption,
            iv: &keys.iv,
            blocks: file.get_mut(header::LENGTH..).expect("the header was written first"),
        }
    }

    /// Adds the tag and CRC after the [`lane`](Self::lane) was encrypted.
    pub(crate) fn encrypted(mut self) -> Vec<u8> {
        let tag = hmac_sha256(self.keys.authentication.as_slice(), &[&self.file]);
        self.file.extend_from_slice(&tag);
        let crc = crc32fast::hash(&self.file);
        self.file.extend_from_slice(&crc.to_be_bytes());
        self.file
    }
}
