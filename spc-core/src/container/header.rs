//! The 80 bytes before the ciphertext (FORMAT 2.1). The only module that knows offsets.

use super::error::OpenError;
use super::key_form::KeyForm;
use super::protection::Protection;
use super::schedule;
use crate::key::{Key, MAX_ITERATIONS, MIN_ITERATIONS};
use crate::limits;
use crate::primitives::cbc::BLOCK;

/// The first bytes of every container, which reveal 7-bit, line-end and TFTP netascii damage.
pub const MAGIC: [u8; 8] = *b"\x89SPC\r\n\x1a\n";

const VERSION: u8 = 1;
const SUITE: u8 = 1;
const TARGET: u8 = 0b01;
const KEY: u8 = 0b10;
/// The header's bytes before the mode: magic, version, suite.
const BEFORE_MODE: usize = MAGIC.len() + 2;
/// The length of the header in bytes.
pub(super) const LENGTH: usize = 80;
/// The header's bytes before the file salt, which is partly computed from them (FORMAT 5.1).
pub(super) const BEFORE_SALT: usize = 40;
/// The length in bytes of the tag after the ciphertext.
pub(super) const TAG: usize = 32;
/// The length in bytes of the CRC-32 after the tag.
pub(super) const CRC: usize = 4;
/// The most ciphertext in bytes: 1 MiB.
pub(super) const MAX_CIPHERTEXT: u32 = 1 << 20;

const _: () = assert!(limits::PAYLOAD + 1 == MAX_CIPHERTEXT as usize, "FORMAT 2.1 and 6.1 agree");

/// Returns whether a file begins like a container.
///
/// It may be cut short or damaged after the first four bytes: what a damaged container says about itself is more useful
/// than calling the file unknown.
#[must_use]
pub fn begins(file: &[u8]) -> bool {
    let start = file.get(..4).unwrap_or(file);
    MAGIC.starts_with(start)
}

/// What a container says about itself, unencrypted.
///
/// Nothing in a header from [`Header::read`] is authenticated; everything in one from
/// [`OpenedContainer::header`](super::OpenedContainer::header) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub(super) target: bool,
    pub(super) key_form: KeyForm,
    pub(super) iterations: u32,
    pub(super) serial: u32,
    pub(super) ciphertext: u32,
    pub(super) kdf_salt: [u8; 16],
    pub(super) file_salt: [u8; 16],
    pub(super) target_check: [u8; 8],
    pub(super) key_check: [u8; 16],
}

impl Header {
    /// Reads the first 80 bytes of a file, without a key and without trusting them (steps 1 to 3 of FORMAT 8.2).
    ///
    /// # Errors
    /// Returns [`OpenError::TextModeDamage`], [`OpenError::BadMagic`], [`OpenError::Truncated`],
    /// [`OpenError::UnsupportedVersion`], [`OpenError::UnsupportedSuite`] or [`OpenError::BadHeader`].
    pub fn read(file: &[u8]) -> Result<Self, OpenError> {
        let start = file.get(..MAGIC.len()).unwrap_or(file);
        if !MAGIC.starts_with(start) {
            let damaged = file.get(..4).is_some_and(|start| MAGIC.starts_with(start));
            return Err(if damaged { OpenError::TextModeDamage } else { OpenError::BadMagic });
        }
        let (Some(&version), Some(&suite)) = (file.get(8), file.get(9)) else { return Err(OpenError::Truncated) };
        if version != VERSION {
            return Err(OpenError::UnsupportedVersion { version });
        }
        if suite != SUITE {
            return Err(OpenError::UnsupportedSuite { suite });
        }
        let header = file.first_chunk::<LENGTH>().ok_or(OpenError::Truncated)?;
        Self::parse(header)
    }

    /// Step 3 of FORMAT 8.2.
    fn parse(bytes: &[u8; LENGTH]) -> Result<Self, OpenError> {
        let mut rest = bytes.get(BEFORE_MODE..).expect("the header is longer");
        let [mode, form] = take(&mut rest);
        let header = Self {
            target: mode & TARGET != 0,
            key_form: match form {
                1 => KeyForm::Raw,
                2 => KeyForm::Passphrase,
                _ => KeyForm::None,
            },
            iterations: u32::from_be_bytes(take(&mut rest)),
            serial: u32::from_be_bytes(take(&mut rest)),
            ciphertext: u32::from_be_bytes(take(&mut rest)),
            kdf_salt: take(&mut rest),
            file_salt: take(&mut rest),
            target_check: take(&mut rest),
            key_check: take(&mut rest),
        };
        let fits_key = |phrase: bool, none: bool| if header.key_form == KeyForm::Passphrase { phrase } else { none };
        let rounds = (MIN_ITERATIONS..=MAX_ITERATIONS).contains(&header.iterations);
        let fields = [
            ("mode", mode & !(TARGET | KEY) == 0),
            ("key form", form == header.key_form.byte() && (mode & KEY != 0) == header.is_keyed()),
            ("number of PBKDF2 rounds", fits_key(rounds, header.iterations == 0)),
            ("PBKDF2 salt", fits_key(true, header.kdf_salt == [0; 16])),
            ("target check", header.target || header.target_check == [0; 8]),
            ("ciphertext length", header.ciphertext != 0 && (header.ciphertext as usize).is_multiple_of(BLOCK)),
        ];
        match fields.into_iter().find(|(_, fits)| !fits) {
            Some((field, _)) => Err(OpenError::BadHeader { field }),
            None => Ok(header),
        }
    }

    /// Returns the header of a file to be sealed, with its salt and checks still zero.
    pub(super) fn unsalted(protection: &Protection, ciphertext: u32) -> Self {
        let (key_form, iterations, kdf_salt) = match protection.key.as_deref() {
            None => (KeyForm::None, 0, [0; 16]),
            Some(Key::Raw(_)) => (KeyForm::Raw, 0, [0; 16]),
            Some(Key::Phrase(key)) => (KeyForm::Passphrase, key.iterations(), key.salt()),
        };
        Self {
            target: protection.mac.is_some(),
            key_form,
            iterations,
            serial: protection.serial,
            ciphertext,
            kdf_salt,
            file_salt: [0; 16],
            target_check: [0; 8],
            key_check: [0; 16],
        }
    }

    /// Returns the header as it is in the file.
    pub(super) fn to_bytes(self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        let fields: [&[u8]; 9] = [
            &MAGIC,
            &[VERSION, SUITE, self.mode(), self.key_form.byte()],
            &self.iterations.to_be_bytes(),
            &self.serial.to_be_bytes(),
            &self.ciphertext.to_be_bytes(),
            &self.kdf_salt,
            &self.file_salt,
            &self.target_check,
            &self.key_check,
        ];
        let mut rest = bytes.as_mut_slice();
        for field in fields {
            let (place, after) = rest.split_at_mut(field.len());
            place.copy_from_slice(field);
            rest = after;
        }
        bytes
    }

    /// Returns the mode byte: 0 generic, 1 target, 2 key, 3 target and key.
    #[must_use]
    pub fn mode(&self) -> u8 {
        let key = if self.is_keyed() { KEY } else { 0 };
        if self.target { TARGET | key } else { key }
    }

    /// Returns whether the file is bound to one device.
    #[must_use]
    pub const fn is_targeted(&self) -> bool {
        self.target
    }

    /// Returns whether reading the file takes a key.
    #[must_use]
    pub const fn is_keyed(&self) -> bool {
        !matches!(self.key_form, KeyForm::None)
    }

    /// Returns how the key text is to be read.
    #[must_use]
    pub const fn key_form(&self) -> KeyForm {
        self.key_form
    }

    /// Returns the PBKDF2 rounds of a passphrase file, otherwise 0.
    #[must_use]
    pub const fn iterations(&self) -> u32 {
        self.iterations
    }

    /// Returns the PBKDF2 salt of a passphrase file, otherwise zeros.
    #[must_use]
    pub const fn kdf_salt(&self) -> [u8; 16] {
        self.kdf_salt
    }

    /// Returns the counter that prevents rollback; 0 if unused.
    #[must_use]
    pub const fn serial(&self) -> u32 {
        self.serial
    }

    /// Returns the length of the ciphertext in bytes.
    #[must_use]
    pub const fn ciphertext(&self) -> u32 {
        self.ciphertext
    }

    /// Returns the length in bytes of the whole file, according to the header.
    #[must_use]
    pub fn file_length(&self) -> u64 {
        u64::from(self.ciphertext).saturating_add((LENGTH + TAG + CRC) as u64)
    }

    /// Returns the key schedule of this file (FORMAT 4.2).
    pub(super) fn schedule(&self, mac: Option<crate::mac::TargetMac>, key: &[u8]) -> schedule::Schedule {
        schedule::Schedule::new(self.mode(), self.key_form.byte(), mac, key)
    }
}

/// Takes the next field of the header.
fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let (field, after) = rest.split_first_chunk().expect("the fields are as long as the header");
    *rest = after;
    *field
}
