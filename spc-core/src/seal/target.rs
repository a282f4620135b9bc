//! What to make: a format with its settings, and the keys that encrypt it.

use std::sync::Arc;

use super::error::SealError;
use super::keys::Keys;
use super::recipient::Recipient;
use crate::container::{Protection, Randomizer};
use crate::format::Format;
use crate::key::{Key, KeyError, KeyId, RawKey};
use crate::stock::template::Effort;
use crate::stock::{gzip, openssl, rfc8188};

/// What to make from a profile, for one recipient or for many.
///
/// Clones share the keys, so that several bases can be batches of one fleet.
///
/// ```
/// # use spc_core::{Target, key::MasterKey, seal::{Openssl, Packing}};
/// # use spc_core::stock::{openssl::{Digest, Kdf}, template::Effort};
/// # let master = MasterKey::from_bytes([7; 32]);
/// let target = Target::from(Openssl::new(master, Kdf::new(Digest::Md5)).packing(Effort::Fast));
/// assert_eq!(target.format().content_type(), "application/octet-stream");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Target {
    /// An SPC container; stock phones do not read it.
    Spc(Spc),
    /// The canonical XML. In the files of a fleet, what differs from device to device comes last (FORMAT 6.9).
    Xml,
    /// The same XML, compressed.
    Gzip(Packing),
    /// The same XML, encrypted like `openssl enc` output.
    Openssl(Openssl),
    /// The same XML, encrypted according to RFC 8188.
    Rfc8188(Rfc8188),
}

impl Target {
    /// Returns the format of the files, which knows the HTTP headers to serve them with.
    #[must_use]
    pub const fn format(&self) -> Format {
        match self {
            Self::Spc(_) => Format::Spc,
            Self::Xml => Format::Xml,
            Self::Gzip(_) => Format::Gzip,
            Self::Openssl(_) => Format::Openssl,
            Self::Rfc8188(_) => Format::Rfc8188,
        }
    }

    /// Returns the same target with another way to compress, if its files are compressed.
    #[must_use]
    pub fn packed_by(self, packing: impl Into<Packing>) -> Self {
        match self {
            Self::Gzip(_) => Self::Gzip(packing.into()),
            Self::Openssl(settings) if settings.packing.is_some() => Self::Openssl(settings.packing(packing)),
            other => other,
        }
    }
}

macro_rules! into_target {
    ($($settings:ident => $kind:ident),+) => {$(
        impl From<$settings> for Target {
            fn from(settings: $settings) -> Self {
                Self::$kind(settings)
            }
        }
    )+};
}
into_target!(Spc => Spc, Packing => Gzip, Openssl => Openssl, Rfc8188 => Rfc8188);

impl From<gzip::Level> for Target {
    fn from(level: gzip::Level) -> Self {
        Self::Gzip(level.into())
    }
}

/// Settings for containers, which are bound to the recipient's MAC address if it has one.
#[derive(Clone, Debug, Default)]
pub struct Spc {
    keys: Option<Keys<Key>>,
    randomizer: Randomizer,
}

impl Spc {
    /// Creates settings without a key: such a container hides nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whose key encrypts it.
    #[must_use]
    pub fn keys(mut self, keys: impl Into<Keys<Key>>) -> Self {
        self.keys = Some(keys.into());
        self
    }

    /// Changes the bytes of every file; see also [`Recipient::salt`].
    #[must_use]
    pub fn randomizer(mut self, randomizer: Randomizer) -> Self {
        self.randomizer = randomizer;
        self
    }

    /// The id of the raw key that all containers share, if there is one: that of a passphrase would be a fast way to guess
    /// it.
    #[must_use]
    pub fn shared_key_id(&self) -> Option<KeyId> {
        let Some(Keys::Shared(key)) = &self.keys else { return None };
        if let Key::Raw(key) = &**key { Some(key.id()) } else { None }
    }

    pub(crate) fn protection(&self, recipient: &Recipient<'_>) -> Result<Protection, SealError> {
        let randomizer = match recipient.salt {
            None => self.randomizer.clone(),
            Some(salt) => Randomizer::new(salt).expect("16 bytes are not too many"),
        };
        let mut protection = Protection::generic().serial(recipient.serial).randomizer(randomizer);
        if let Some(mac) = recipient.mac {
            protection = protection.mac(mac);
        }
        Ok(match self.key(recipient)? {
            None => protection,
            Some(key) => protection.key(key),
        })
    }

    pub(crate) fn key(&self, recipient: &Recipient<'_>) -> Result<Option<Arc<Key>>, SealError> {
        match &self.keys {
            None => recipient.without_key().map(|()| None),
            Some(keys) => keys.key(recipient, raw_key).map(Some),
        }
    }

    pub(crate) fn check_key(&self, recipient: &Recipient<'_>) -> Result<(), SealError> {
        self.keys.as_ref().map_or_else(|| recipient.without_key(), |keys| keys.check(recipient, raw_key))
    }
}

/// A passphrase would cost PBKDF2 for each recipient.
fn raw_key(text: &str) -> Result<Key, SealError> {
    match RawKey::from_hex(text) {
        Ok(key) => Ok(key.into()),
        Err(KeyError::NotHex { .. }) => Err(SealError::Passphrase),
        Err(error) => Err(error.into()),
    }
}

/// Settings for `openssl enc` files.
#[derive(Clone, Debug)]
pub struct Openssl {
    pub(crate) keys: Keys<openssl::Phrase>,
    pub(crate) kdf: openssl::Kdf,
    pub(crate) packing: Option<Packing>,
}

impl Openssl {
    /// Creates settings without compression. The cost of PBKDF2 is paid for each file, because each has its own salt.
    #[must_use]
    pub fn new(keys: impl Into<Keys<openssl::Phrase>>, kdf: openssl::Kdf) -> Self {
        Self { keys: keys.into(), kdf, packing: None }
    }

    /// Compresses first.
    #[must_use]
    pub fn packing(mut self, packing: impl Into<Packing>) -> Self {
        self.packing = Some(packing.into());
        self
    }

    pub(crate) fn phrase(&self, recipient: &Recipient<'_>) -> Result<Arc<openssl::Phrase>, SealError> {
        self.keys.key(recipient, phrase)
    }

    pub(crate) fn check_key(&self, recipient: &Recipient<'_>) -> Result<(), SealError> {
        self.keys.check(recipient, phrase)
    }
}

fn phrase(text: &str) -> Result<openssl::Phrase, SealError> {
    Ok(openssl::Phrase::new(text.as_bytes().to_vec())?)
}

/// Settings for RFC 8188 files.
#[derive(Clone, Debug)]
pub struct Rfc8188 {
    keys: Keys<rfc8188::Ikm>,
    form: rfc8188::IkmForm,
    pub(crate) record_size: rfc8188::RecordSize,
    pub(crate) keyid: rfc8188::Keyid,
}

impl Rfc8188 {
    /// Creates settings for records of 4096 bytes and no key name. `form` says how the key texts of single devices are
    /// read.
    #[must_use]
    pub fn new(keys: impl Into<Keys<rfc8188::Ikm>>, form: rfc8188::IkmForm) -> Self {
        Self { keys: keys.into(), form, record_size: rfc8188::RecordSize::default(), keyid: rfc8188::Keyid::default() }
    }

    /// Sets the size of a record.
    #[must_use]
    pub const fn record_size(mut self, record_size: rfc8188::RecordSize) -> Self {
        self.record_size = record_size;
        self
    }

    /// Sets the key's name.
    #[must_use]
    pub fn keyid(mut self, keyid: rfc8188::Keyid) -> Self {
        self.keyid = keyid;
        self
    }

    pub(crate) fn ikm(&self, recipient: &Recipient<'_>) -> Result<Arc<rfc8188::Ikm>, SealError> {
        self.keys.key(recipient, |text| Ok(self.form.read(text)?))
    }

    pub(crate) fn check_key(&self, recipient: &Recipient<'_>) -> Result<(), SealError> {
        self.keys.check(recipient, |text| Ok(self.form.read(text)?))
    }
}

/// How XML is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Packing {
    /// Each file separately: the same bytes as [`gzip::pack`], at hundreds of times the cost.
    Each(gzip::Level),
    /// What the files share is compressed once; see [`template`](crate::stock::template). The files unpack to the same
    /// XML and are about as large; those of only a few KB are up to a tenth larger.
    Template(Effort),
}

impl From<gzip::Level> for Packing {
    fn from(level: gzip::Level) -> Self {
        Self::Each(level)
    }
}

impl From<Effort> for Packing {
    fn from(effort: Effort) -> Self {
        Self::Template(effort)
    }
}
