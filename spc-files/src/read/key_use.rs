//! Which keys the files of a run are made with, and which ones phones use to fetch them.
//!
//! Knows: formats, and whose key it is. Must not know: where a key comes from.

use std::sync::Arc;

use spc_core::key::{KeyId, KeyText, MasterKey, RawKey};
use spc_core::{Target, TargetMac};
use spc_devices::handover::{Handover, Loss};

use crate::read::key::FleetKey;

/// The ids of the keys that files are made with.
#[derive(Debug)]
pub(crate) enum KeyIds {
    /// Every device's own.
    Master(Arc<MasterKey>),
    /// Those of the raw keys in a device list.
    Listed,
    /// One for all.
    Shared(KeyId),
    /// There are no keys, or they are passphrases, whose ids would make them fast to guess.
    None,
}

impl KeyIds {
    /// Those of files that are made with the key of the run or, without one, with those in a device list.
    pub(crate) fn new(target: &Target, key: Option<&FleetKey>) -> Self {
        match (key, target) {
            (Some(FleetKey::Master(master)), _) => Self::Master(Arc::clone(master)),
            (None, Target::Spc(_)) => Self::Listed,
            (Some(FleetKey::Shared(_)), Target::Spc(spc)) => spc.shared_key_id().map_or(Self::None, Self::Shared),
            _ => Self::None,
        }
    }

    /// The id of a device's key; `text` is the key in the device list.
    pub(crate) fn of(&self, mac: TargetMac, text: Option<&KeyText>) -> Option<KeyId> {
        match self {
            Self::Master(master) => Some(master.device_key(mac).id()),
            Self::Listed => RawKey::from_hex(text?.expose()).ok().map(|key| key.id()),
            Self::Shared(id) => Some(*id),
            Self::None => None,
        }
    }
}

/// The keys that phones use when they fetch their files, as given in the rule that fetches them.
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchKeys {
    /// Every device's own.
    Master(Arc<MasterKey>),
    /// Those in a device list.
    Listed,
    /// One for all.
    Shared(KeyText),
    /// No phone decrypts the files.
    None,
}

impl FetchKeys {
    /// Those for files that are made with the key of the run or, without one, with those in a device list.
    #[must_use]
    pub fn new(target: &Target, key: Option<&FleetKey>) -> Self {
        match (target, key) {
            (Target::Spc(_) | Target::Gzip(_) | Target::Xml, _) => Self::None,
            (_, Some(FleetKey::Master(master))) => Self::Master(Arc::clone(master)),
            (_, Some(FleetKey::Shared(secret))) => Self::Shared(KeyText::new(secret.text.expose().to_owned())),
            (_, None) => Self::Listed,
        }
    }

    /// How a device's file would keep it from its next file. `listed` is the device's key in a device list.
    #[must_use]
    pub fn loss(&self, mac: Option<TargetMac>, listed: Option<&KeyText>, file: &Handover) -> Option<Loss> {
        match self {
            // A device's key is derived only if it matters.
            Self::Master(master) if file.depends_on_key() => master.device_key(mac?).with_hex(|key| file.loss(key)),
            Self::Master(_) => mac.and_then(|_| file.loss("")),
            Self::Listed => file.loss(listed?.expose()),
            Self::Shared(key) => file.loss(key.expose()),
            Self::None => None,
        }
    }
}
