//! Opens a file in the order of FORMAT 8.2. Only [`Authentic`] can decrypt.

use zeroize::Zeroizing;

use super::device::Device;
use super::error::OpenError;
use super::header::{self, Header};
use super::key_form::KeyForm;
use super::schedule::{FileKeys, target_check};
use crate::key::{KeyError, Passphrase, RawKey};
use crate::payload::Payload;
use crate::primitives::{cbc, equal, hmac_sha256};
use crate::profile::Profile;

/// A container that has passed every check.
#[derive(Debug)]
pub struct OpenedContainer {
    header: Header,
    payload: Payload,
}

impl OpenedContainer {
    /// Returns the file's header, authenticated.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the payload.
    #[must_use]
    pub const fn payload(&self) -> &Payload {
        &self.payload
    }

    /// Returns the parameters in the order of their names.
    #[must_use]
    pub fn profile(&self) -> Profile<'_> {
        self.payload.profile()
    }
}

/// Opens a container as a device would.
///
/// The first check of FORMAT 8.2 that fails decides the error, and nothing is delivered before the last one has passed.
///
/// # Errors
/// Can return every [`OpenError`].
pub fn open(file: &[u8], device: &Device) -> Result<OpenedContainer, OpenError> {
    Untrusted(file).frame(device)?.authenticate(device)?.decrypt()
}

/// Checks what needs neither MAC nor key: framing and CRC (steps 1 to 6 of FORMAT 8.2).
///
/// # Errors
/// Returns the errors of [`Header::read`], [`OpenError::TooLarge`], [`OpenError::Truncated`],
/// [`OpenError::TrailingData`] or [`OpenError::Corrupt`].
pub fn check_integrity(file: &[u8]) -> Result<Header, OpenError> {
    Untrusted(file).frame(&Device::new()).map(|framed| framed.header)
}

/// Whether a file ends with the checksum of the bytes before it.
pub(crate) fn has_checksum(file: &[u8]) -> bool {
    file.split_last_chunk::<{ header::CRC }>()
        .is_some_and(|(checked, crc)| crc32fast::hash(checked) == u32::from_be_bytes(*crc))
}

/// Bytes from anywhere.
struct Untrusted<'a>(&'a [u8]);

/// A complete file without accidental damage, from anyone.
struct Framed<'a> {
    header: Header,
    /// Header and ciphertext: what the tag covers.
    body: &'a [u8],
    tag: &'a [u8],
}

/// A file made for this device by someone who knows the key.
struct Authentic<'a> {
    header: Header,
    ciphertext: &'a [u8],
    keys: FileKeys,
}

impl<'a> Untrusted<'a> {
    /// Steps 1 to 6.
    fn frame(self, device: &Device) -> Result<Framed<'a>, OpenError> {
        let Self(file) = self;
        let header = Header::read(file)?;
        let bounds = [
            ("bytes of ciphertext", header.ciphertext, device.max_ciphertext.min(header::MAX_CIPHERTEXT)),
            ("PBKDF2 rounds", header.iterations, device.max_iterations),
        ];
        if let Some((field, found, limit)) = bounds.into_iter().find(|(_, found, limit)| found > limit) {
            return Err(OpenError::TooLarge { field, found, limit });
        }
        match (file.len() as u64).cmp(&header.file_length()) {
            core::cmp::Ordering::Less => return Err(OpenError::Truncated),
            core::cmp::Ordering::Greater => return Err(OpenError::TrailingData),
            core::cmp::Ordering::Equal => {}
        }
        let (checked, _) = file.split_last_chunk::<{ header::CRC }>().ok_or(OpenError::Truncated)?;
        if !has_checksum(file) {
            return Err(OpenError::Corrupt);
        }
        let (body, tag) = checked.split_last_chunk::<{ header::TAG }>().ok_or(OpenError::Truncated)?;
        Ok(Framed { header, body, tag })
    }
}

impl<'a> Framed<'a> {
    /// Steps 7 to 11.
    fn authenticate(self, device: &Device) -> Result<Authentic<'a>, OpenError> {
        let Self { header, body, tag } = self;
        device.check_protection(device.key.is_some(), header.is_keyed(), header.target)?;

        let mac = if header.target { Some(device.mac.ok_or(OpenError::TargetRequired)?) } else { None };
        if mac.is_some_and(|mac| !equal(&target_check(&header.file_salt, mac), &header.target_check)) {
            return Err(OpenError::WrongTarget);
        }

        let key = key_bytes(&header, device)?;
        let keys = header.schedule(mac, &key).file_keys(&header.file_salt);
        if !equal(&keys.key_check, &header.key_check) {
            return Err(OpenError::WrongKey);
        }
        if !equal(&hmac_sha256(keys.authentication.as_slice(), &[body]), tag) {
            return Err(OpenError::Tampered);
        }
        device.check_serial(header.serial)?;
        let ciphertext = body.get(header::LENGTH..).expect("framing made sure of the length");
        Ok(Authentic { header, ciphertext, keys })
    }
}

impl Authentic<'_> {
    /// Steps 12 and 13.
    fn decrypt(self) -> Result<OpenedContainer, OpenError> {
        let mut plain = Zeroizing::new(self.ciphertext.to_vec());
        cbc::decrypt(&self.keys.encryption, &self.keys.iv, &mut plain);
        let length = cbc::unpad(&plain).ok_or(OpenError::BadPadding)?.len();
        plain.truncate(length);
        let payload = Payload::decode(core::mem::take(&mut *plain)).map_err(|fault| OpenError::BadPayload { fault })?;
        Ok(OpenedContainer { header: self.header, payload })
    }
}

/// Reads the device's key text in the form that the file names (FORMAT 4.1).
fn key_bytes(header: &Header, device: &Device) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let form = header.key_form;
    if form == KeyForm::None {
        return Ok(Zeroizing::default());
    }
    let text = device.key.as_deref().ok_or(OpenError::KeyRequired { form })?.expose();
    let wrong = |cause: KeyError| OpenError::WrongKeyForm { form, cause };
    let bytes = if form == KeyForm::Raw {
        RawKey::from_hex(text).map_err(wrong)?.expose().to_vec()
    } else {
        let phrase = Passphrase::new(text.to_owned()).map_err(wrong)?;
        phrase.stretch(&header.kdf_salt, header.iterations).map_err(wrong)?.key().to_vec()
    };
    Ok(Zeroizing::new(bytes))
}
