//! One base for a fleet: what the devices share is compiled once, and each gets its own values and its own key.
//!
//! Knows: the order of the steps, for one device and for many. Must not know: anything inside a step, threads, CSV.

use core::fmt;
use std::sync::Arc;

use crate::container::{self, Job, Protection, Randomizer};
use crate::key::{Key, KeyError, KeyText, RawKey};
use crate::mac::TargetMac;
use crate::payload::{Fill, Outline, Payload};
use crate::profile::Profile;
use crate::stock::{openssl, rfc8188};

mod document;
mod error;
mod slots;
mod target;

use document::Document;
pub use error::{BatchError, RecipientError};
use slots::Slots;
pub use target::{Keys, Packing, Target};

/// Recipients whose files are sealed together: enough to fill the cipher's lanes, few enough to stay in the CPU's cache.
const TOGETHER: usize = 16;

/// A base profile, compiled for a fleet.
pub struct Batch {
    slots: Slots,
    /// The records; for other formats than the container only to know how large they are.
    outline: Outline,
    make: Make,
}

/// How a file is made.
enum Make {
    Spc { keys: Option<Keys<Key>>, randomizer: Randomizer },
    Plain { document: Document },
    Openssl { document: Document, keys: Keys<openssl::Phrase>, kdf: openssl::Kdf },
    Rfc8188(Box<Rfc8188>),
}

struct Rfc8188 {
    document: Document,
    keys: Keys<rfc8188::Ikm>,
    form: rfc8188::IkmForm,
    record_size: rfc8188::RecordSize,
    keyid: rfc8188::Keyid,
}

/// One device of a fleet.
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    /// The device.
    pub mac: TargetMac,
    /// A container's counter against rollback; 0 when unused.
    pub serial: u32,
    /// Its key text, with [`Keys::PerRecipient`] only.
    pub key: Option<&'a KeyText>,
    /// One value a column, in their order.
    pub values: &'a [&'a str],
    /// Fresh random bytes, so that equal input does not give equal files; `None` for reproducible ones. They are a
    /// container's randomizer, and the salt of the other encrypted formats.
    pub salt: Option<[u8; 16]>,
}

impl Batch {
    /// Compiles a base for recipients with a value for each of these columns.
    ///
    /// # Errors
    /// [`BatchError`].
    pub fn prepare(base: &Profile<'_>, columns: &[&str], target: Target) -> Result<Self, BatchError> {
        let (slots, profile) = Slots::plan(base, columns)?;
        let outline = Outline::new(&profile, |name| slots.find(name).is_some())?;
        let document = |packing| Document::new(&profile, &slots, packing);
        let make = match target {
            Target::Spc { keys, randomizer } => Make::Spc { keys, randomizer },
            Target::Xml => Make::Plain { document: document(None)? },
            Target::Gzip(packing) => Make::Plain { document: document(Some(packing))? },
            Target::Openssl { keys, kdf, packing } => Make::Openssl { document: document(packing)?, keys, kdf },
            Target::Rfc8188 { keys, form, record_size, keyid } => {
                Make::Rfc8188(Box::new(Rfc8188 { document: document(None)?, keys, form, record_size, keyid }))
            }
        };
        Ok(Self { slots, outline, make })
    }

    /// Whether a recipient's file can be made, without making it.
    ///
    /// # Errors
    /// [`RecipientError`], the one that [`seal_for`](Self::seal_for) would return.
    pub fn check(&self, recipient: &Recipient<'_>) -> Result<(), RecipientError> {
        self.fill(recipient)?;
        match &self.make {
            Make::Spc { keys, .. } => {
                keys.as_ref().map_or_else(|| no_key(recipient), |keys| keys.key(recipient, raw_key).map(drop))
            }
            Make::Plain { .. } => no_key(recipient),
            Make::Openssl { keys, .. } => keys.key(recipient, phrase).map(drop),
            Make::Rfc8188(make) => make.key(recipient).map(drop),
        }
    }

    /// The file of one recipient.
    ///
    /// # Errors
    /// [`RecipientError`].
    pub fn seal_for(&self, recipient: &Recipient<'_>) -> Result<Vec<u8>, RecipientError> {
        let fills = self.fill(recipient)?;
        match &self.make {
            Make::Spc { keys, randomizer } => {
                let (payload, protection) = self.protect(&fills, keys.as_ref(), randomizer, recipient)?;
                Ok(container::seal(&payload, &protection))
            }
            Make::Plain { document } => {
                no_key(recipient)?;
                let mut file = Vec::new();
                document.write(&fills, &mut file);
                Ok(file)
            }
            Make::Openssl { document, keys, kdf } => {
                Ok(begin(document, &fills, &*keys.key(recipient, phrase)?, *kdf, recipient).finish())
            }
            Make::Rfc8188(make) => make.seal(&fills, recipient),
        }
    }

    /// The files of many recipients, in their order: the bytes of [`seal_for`](Self::seal_for) on each, in less time.
    ///
    /// A recipient that is refused does not stop the others. All files stand in memory, so hand in a few hundred at a
    /// time.
    #[must_use]
    pub fn seal_many(&self, recipients: &[Recipient<'_>]) -> Vec<Result<Vec<u8>, RecipientError>> {
        match &self.make {
            Make::Spc { keys, randomizer } => together(
                recipients,
                |recipient| self.protect(&self.fill(recipient)?, keys.as_ref(), randomizer, recipient),
                |pairs| {
                    let jobs: Vec<Job<'_>> =
                        pairs.iter().map(|(payload, protection)| Job { payload, protection }).collect();
                    container::seal_many(&jobs)
                },
            ),
            Make::Openssl { document, keys, kdf } => together(
                recipients,
                |recipient| {
                    let fills = self.fill(recipient)?;
                    Ok(begin(document, &fills, &*keys.key(recipient, phrase)?, *kdf, recipient))
                },
                openssl::Sealing::finish_many,
            ),
            Make::Plain { .. } | Make::Rfc8188(_) => recipients.iter().map(|one| self.seal_for(one)).collect(),
        }
    }

    /// What stands in the slots for a recipient, within every limit.
    fn fill<'r>(&'r self, recipient: &Recipient<'r>) -> Result<Vec<Fill<'r>>, RecipientError> {
        let fills = self.slots.fill(recipient.values)?;
        self.outline.measure(&fills)?;
        Ok(fills)
    }

    fn protect(
        &self,
        fills: &[Fill<'_>],
        keys: Option<&Keys<Key>>,
        randomizer: &Randomizer,
        recipient: &Recipient<'_>,
    ) -> Result<(Payload, Protection), RecipientError> {
        let protection = Protection::generic().mac(recipient.mac).serial(recipient.serial);
        let protection = match recipient.salt {
            None => protection.randomizer(randomizer.clone()),
            Some(salt) => protection.randomizer(Randomizer::new(salt).expect("16 bytes are not too many")),
        };
        let protection = match keys {
            None => no_key(recipient).map(|()| protection),
            Some(keys) => keys.key(recipient, raw_key).map(|key| protection.key(key)),
        }?;
        Ok((self.outline.fill(fills)?, protection))
    }
}

impl Rfc8188 {
    fn key(&self, recipient: &Recipient<'_>) -> Result<Arc<rfc8188::Ikm>, RecipientError> {
        self.keys.key(recipient, |text| Ok(self.form.read(text)?))
    }

    fn seal(&self, fills: &[Fill<'_>], recipient: &Recipient<'_>) -> Result<Vec<u8>, RecipientError> {
        let ikm = self.key(recipient)?;
        let mut xml = Vec::new();
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
                no_key(recipient)?;
                master.device_key(recipient.mac).with_hex(read).map(Arc::new)
            }
            Self::Shared(key) => no_key(recipient).map(|()| Arc::clone(key)),
            Self::PerRecipient => read(recipient.key.ok_or(RecipientError::NoKey)?.expose()).map(Arc::new),
        }
    }
}

fn no_key(recipient: &Recipient<'_>) -> Result<(), RecipientError> {
    recipient.key.map_or(Ok(()), |_| Err(RecipientError::UnusedKey))
}

fn raw_key(text: &str) -> Result<Key, RecipientError> {
    match RawKey::from_hex(text) {
        Ok(key) => Ok(key.into()),
        Err(KeyError::NotHex { .. }) => Err(RecipientError::Passphrase),
        Err(error) => Err(error.into()),
    }
}

fn phrase(text: &str) -> Result<openssl::Phrase, RecipientError> {
    Ok(openssl::Phrase::new(text.as_bytes().to_vec())?)
}

fn begin(
    document: &Document,
    fills: &[Fill<'_>],
    phrase: &openssl::Phrase,
    kdf: openssl::Kdf,
    recipient: &Recipient<'_>,
) -> openssl::Sealing {
    let salt = match recipient.salt {
        None => openssl::Salt::Synthetic,
        Some([a, b, c, d, e, f, g, h, ..]) => openssl::Salt::Given([a, b, c, d, e, f, g, h]),
    };
    openssl::Sealing::begin(phrase, kdf, salt, document.length(), |file| document.write(fills, file))
}

/// Begins each file by itself and finishes all of a group in one go.
fn together<T>(
    recipients: &[Recipient<'_>],
    begin: impl Fn(&Recipient<'_>) -> Result<T, RecipientError>,
    finish: impl Fn(Vec<T>) -> Vec<Vec<u8>>,
) -> Vec<Result<Vec<u8>, RecipientError>> {
    let mut files = Vec::with_capacity(recipients.len());
    for group in recipients.chunks(TOGETHER) {
        let mut begun = Vec::with_capacity(group.len());
        let refused: Vec<Option<RecipientError>> =
            group.iter().map(|recipient| begin(recipient).map(|one| begun.push(one)).err()).collect();
        let mut finished = finish(begun).into_iter();
        files.extend(refused.into_iter().map(|error| match error {
            Some(error) => Err(error),
            None => Ok(finished.next().expect("each file that was begun is finished")),
        }));
    }
    files
}

/// Shows sizes only: base and keys are secret.
impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch({} slots)", self.slots.iter().count())
    }
}
