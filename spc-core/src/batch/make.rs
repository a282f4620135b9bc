//! What a recipient's file is made of, and whose key encrypts it.
//!
//! Knows: which steps a format takes. Must not know: columns.

use std::sync::Arc;

use super::document::Document;
use super::error::{BatchError, RecipientError};
use super::slots::Slots;
use super::target::{Keys, Target};
use super::{Recipient, container};
use crate::container::{Protection, Randomizer};
use crate::key::{Key, KeyError, RawKey};
use crate::payload::{Fill, Payload};
use crate::profile::Profile;
use crate::stock::{openssl, rfc8188};

/// A [`Target`] whose documents are compiled.
pub(super) enum Make {
    Spc(Spc),
    Plain(Document),
    Openssl(Openssl),
    Rfc8188(Rfc8188),
}

pub(super) struct Spc {
    keys: Option<Keys<Key>>,
    randomizer: Randomizer,
}

pub(super) struct Openssl {
    document: Document,
    keys: Keys<openssl::Phrase>,
    kdf: openssl::Kdf,
}

pub(super) struct Rfc8188 {
    document: Document,
    keys: Keys<rfc8188::Ikm>,
    form: rfc8188::IkmForm,
    record_size: rfc8188::RecordSize,
    keyid: rfc8188::Keyid,
}

impl Make {
    /// `profile` is what [`Slots::plan`] returned with the slots.
    pub(super) fn new(target: Target, profile: &Profile<'_>, slots: &Slots) -> Result<Self, BatchError> {
        let document = |packing| Document::new(profile, slots, packing);
        Ok(match target {
            Target::Spc { keys, randomizer } => Self::Spc(Spc { keys, randomizer }),
            Target::Xml => Self::Plain(document(None)?),
            Target::Gzip(packing) => Self::Plain(document(Some(packing))?),
            Target::Openssl { keys, kdf, packing } => {
                Self::Openssl(Openssl { document: document(packing)?, keys, kdf })
            }
            Target::Rfc8188 { keys, form, record_size, keyid } => {
                Self::Rfc8188(Rfc8188 { document: document(None)?, keys, form, record_size, keyid })
            }
        })
    }

    /// Whether a recipient brings the key that is wanted, or none where none is.
    pub(super) fn check_key(&self, recipient: &Recipient<'_>) -> Result<(), RecipientError> {
        match self {
            Self::Spc(make) => make.key(recipient).map(drop),
            Self::Plain(_) => recipient.without_key(),
            Self::Openssl(make) => make.phrase(recipient).map(drop),
            Self::Rfc8188(make) => make.ikm(recipient).map(drop),
        }
    }
}

impl Spc {
    fn key(&self, recipient: &Recipient<'_>) -> Result<Option<Arc<Key>>, RecipientError> {
        match &self.keys {
            None => recipient.without_key().map(|()| None),
            Some(keys) => keys.key(recipient, raw_key).map(Some),
        }
    }

    pub(super) fn begin(
        &self,
        payload: &Payload,
        recipient: &Recipient<'_>,
    ) -> Result<container::Sealing, RecipientError> {
        let randomizer = match recipient.salt {
            None => self.randomizer.clone(),
            Some(salt) => Randomizer::new(salt).expect("16 bytes are not too many"),
        };
        let protection = Protection::generic().mac(recipient.mac).serial(recipient.serial).randomizer(randomizer);
        let protection = match self.key(recipient)? {
            None => protection,
            Some(key) => protection.key(key),
        };
        Ok(container::Sealing::begin(payload, &protection))
    }
}

/// A passphrase would cost PBKDF2 for each recipient.
fn raw_key(text: &str) -> Result<Key, RecipientError> {
    match RawKey::from_hex(text) {
        Ok(key) => Ok(key.into()),
        Err(KeyError::NotHex { .. }) => Err(RecipientError::Passphrase),
        Err(error) => Err(error.into()),
    }
}

impl Openssl {
    fn phrase(&self, recipient: &Recipient<'_>) -> Result<Arc<openssl::Phrase>, RecipientError> {
        self.keys.key(recipient, |text| Ok(openssl::Phrase::new(text.as_bytes().to_vec())?))
    }

    pub(super) fn begin(
        &self,
        fills: &[Fill<'_>],
        recipient: &Recipient<'_>,
    ) -> Result<openssl::Sealing, RecipientError> {
        let phrase = self.phrase(recipient)?;
        let salt = match recipient.salt {
            None => openssl::Salt::Synthetic,
            Some([a, b, c, d, e, f, g, h, ..]) => openssl::Salt::Given([a, b, c, d, e, f, g, h]),
        };
        let write = |file: &mut Vec<u8>| self.document.write(fills, file);
        Ok(openssl::Sealing::begin(&phrase, self.kdf, salt, self.document.length(), write))
    }
}

impl Rfc8188 {
    fn ikm(&self, recipient: &Recipient<'_>) -> Result<Arc<rfc8188::Ikm>, RecipientError> {
        self.keys.key(recipient, |text| Ok(self.form.read(text)?))
    }

    pub(super) fn seal(&self, fills: &[Fill<'_>], recipient: &Recipient<'_>) -> Result<Vec<u8>, RecipientError> {
        let ikm = self.ikm(recipient)?;
        let mut xml = Vec::with_capacity(self.document.length());
        self.document.write(fills, &mut xml);
        let salt = recipient.salt.map_or(rfc8188::Salt::Synthetic, rfc8188::Salt::Given);
        Ok(rfc8188::seal_under(&ikm, &xml, self.record_size, &self.keyid, salt))
    }
}

impl<K> Keys<K> {
    /// The key of a recipient; `read` makes one of a device's key text.
    fn key(
        &self,
        recipient: &Recipient<'_>,
        read: impl FnOnce(&str) -> Result<K, RecipientError>,
    ) -> Result<Arc<K>, RecipientError> {
        match self {
            Self::Master(master) => {
                recipient.without_key()?;
                master.device_key(recipient.mac).with_hex(read).map(Arc::new)
            }
            Self::Shared(key) => recipient.without_key().map(|()| Arc::clone(key)),
            Self::PerRecipient => read(recipient.key.ok_or(RecipientError::NoKey)?.expose()).map(Arc::new),
        }
    }
}

impl Recipient<'_> {
    /// A key that is not used would leave its owner believing that it is.
    fn without_key(&self) -> Result<(), RecipientError> {
        self.key.map_or(Ok(()), |_| Err(RecipientError::UnusedKey))
    }
}
