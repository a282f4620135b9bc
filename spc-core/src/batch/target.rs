//! What a batch makes of each profile, and whose keys it uses.

use std::sync::Arc;

use crate::container::Randomizer;
use crate::key::{Key, MasterKey};
use crate::stock::template::Effort;
use crate::stock::{gzip, openssl, rfc8188};

/// What to make for each recipient. Clones share the keys, so that several bases can be batches of one fleet.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Target {
    /// An SPC container bound to the recipient's MAC; stock phones do not read it.
    Spc {
        /// Whose key encrypts it; without any, it hides nothing.
        keys: Option<Keys<Key>>,
        /// Changes the bytes of every file; see also [`Recipient::salt`](super::Recipient::salt).
        randomizer: Randomizer,
    },
    /// The canonical XML as it stands.
    Xml,
    /// The canonical XML, compressed.
    Gzip(Packing),
    /// The canonical XML, encrypted as `openssl enc` does.
    Openssl {
        /// Whose phrase encrypts it.
        keys: Keys<openssl::Phrase>,
        /// How the phrase becomes key and IV. PBKDF2 rounds are spent on each file, as each has its own salt.
        kdf: openssl::Kdf,
        /// Whether, and how, to compress first.
        packing: Option<Packing>,
    },
    /// The canonical XML, encrypted as RFC 8188 does.
    Rfc8188 {
        /// Whose input key encrypts it.
        keys: Keys<rfc8188::Ikm>,
        /// How the key texts of single devices are read.
        form: rfc8188::IkmForm,
        /// Bytes of a record.
        record_size: rfc8188::RecordSize,
        /// The key's name.
        keyid: rfc8188::Keyid,
    },
}

/// Whose key encrypts a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Keys<K> {
    /// Each device has its own, derived from the fleet's secret and its MAC (FORMAT 9).
    Master(Arc<MasterKey>),
    /// One for all.
    Shared(Arc<K>),
    /// Each recipient brings its own key text. For a container it is a raw key: stretching a passphrase for each
    /// would cost more than all else.
    PerRecipient,
}

impl<K> Clone for Keys<K> {
    fn clone(&self) -> Self {
        match self {
            Self::Master(master) => Self::Master(Arc::clone(master)),
            Self::Shared(key) => Self::Shared(Arc::clone(key)),
            Self::PerRecipient => Self::PerRecipient,
        }
    }
}

/// How gzip files are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Packing {
    /// Each by itself: the bytes of [`gzip::pack`], at hundreds of times the cost.
    Each(gzip::Level),
    /// What the files share is compressed once, see [`template`](crate::stock::template). They unpack to the same and
    /// are about as large; those below some KB are up to a tenth larger.
    Template(Effort),
}
