//! The key of each device, given the key of a run.

use std::sync::Arc;

use spc_core::key::{DeviceKey, KeyError, KeyText, MasterKey};
use spc_core::profile::Profile;
use spc_core::seal::{Keys, Weakness, weak_rules, weaknesses};
use spc_core::stock::openssl;
use spc_core::stock::rfc8188::{Ikm, IkmForm};
use spc_core::{Format, TargetMac};
use spc_devices::codes::WEAK_KEY;

use crate::read::secret::{KeyRequest, Purpose, Secret, bad_key};
use crate::report::advice::{Advice, KeyRole};
use crate::report::error::Error;
use crate::report::reporter::Reporter;

/// Whose key it is.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a key is that of one device or of all: a third case does not exist")]
pub enum FleetKey {
    /// Each device has its own key.
    Master(Arc<MasterKey>),
    /// One for all.
    Shared(Secret),
}

/// Reads the fleet's master key, for commands that need no other key.
///
/// # Errors
/// No key is named, or it is not a master key, or it cannot be read.
pub fn load_master(wanted: &KeyRequest, reporter: &Reporter) -> Result<MasterKey, Error> {
    match wanted.load(Purpose::Writing, reporter)? {
        Some(secret) if secret.is_master => secret.master(),
        Some(_) => {
            let failure =
                Error::usage("device keys are derived from the fleet's master key, but this is a different key");
            Err(failure.hint(Advice::SayMaster(KeyRole::Usual)))
        }
        None => Err(Error::key("the fleet's master key is needed").hint(Advice::GiveMaster)),
    }
}

/// Warns if a file that gives a device its key from `new` is encrypted with the same master key, the device's `old` one.
pub fn warn_if_kept(new: &MasterKey, old: Option<&FleetKey>, reporter: &Reporter) {
    if matches!(old, Some(FleetKey::Master(old)) if old.id() == new.id()) {
        let message = "the key in the file is the one that encrypts it, so the device keeps the key it has";
        reporter.warn_about_key(
            message,
            Some("to move to a new key, encrypt with the old master key and put in the new one"),
        );
    }
}

/// The key of a device, whose address has to be known.
///
/// # Errors
/// The device is not known.
pub fn device_key(master: &MasterKey, mac: Option<TargetMac>) -> Result<DeviceKey, Error> {
    mac.map(|mac| master.device_key(mac)).ok_or_else(device_needed)
}

/// The error for a master key without a device: it encrypts nothing by itself.
#[must_use]
pub fn device_needed() -> Error {
    Error::usage("a master key gives each device its own key, so the device's address is needed")
        .hint(Advice::GiveDevice)
}

/// Warns about rules that use the phone's address as a key, if the checks are skipped.
pub fn warn_if_weak_rules(profiles: &[&Profile<'_>], reporter: &Reporter) {
    profiles.iter().flat_map(|profile| weak_rules(profile)).for_each(|weakness| warn_of(&weakness, reporter));
}

/// Warns about a key that is easily guessed.
pub fn warn_of(weakness: &Weakness, reporter: &Reporter) {
    reporter.warn_about_key(&format!("{weakness} [{WEAK_KEY}]"), Some(weakness.hint()));
}

impl FleetKey {
    /// The key that a device list gives for one device.
    pub(crate) fn listed(text: KeyText) -> Arc<Self> {
        Arc::new(Self::Shared(Secret::listed(text)))
    }

    /// Checks a key that was read.
    ///
    /// # Errors
    /// A master key is not in its form.
    pub fn new(secret: Secret) -> Result<Self, Error> {
        Ok(if secret.is_master { Self::Master(Arc::new(secret.master()?)) } else { Self::Shared(secret) })
    }

    /// The text that a device stores: its own key, or the shared key.
    ///
    /// # Errors
    /// It is a master key, and the device is not known.
    pub fn text(&self, mac: Option<TargetMac>) -> Result<KeyText, Error> {
        match self {
            Self::Shared(secret) => Ok(KeyText::new(secret.text.expose().to_owned())),
            Self::Master(master) => Ok(device_key(master, mac)?.into()),
        }
    }

    /// A device's key as the phrase of an `openssl enc` file.
    ///
    /// # Errors
    /// There is no key for the device, or it cannot be an openssl phrase.
    pub fn phrase(&self, mac: Option<TargetMac>) -> Result<openssl::Phrase, Error> {
        let text = self.text(mac)?;
        openssl::Phrase::new(text.expose().as_bytes().to_vec()).map_err(|error| self.refused(error))
    }

    /// A device's key as the input key of an RFC 8188 file.
    ///
    /// # Errors
    /// There is no key for the device, or it is not in this form.
    pub fn ikm(&self, form: IkmForm, mac: Option<TargetMac>) -> Result<Ikm, Error> {
        form.read(self.text(mac)?.expose()).map_err(|error| self.refused(error))
    }

    /// The keys of a whole fleet; `shared` makes the shared key.
    ///
    /// # Errors
    /// `shared` failed.
    pub fn keys<K>(&self, shared: impl FnOnce() -> Result<K, Error>) -> Result<Keys<K>, Error> {
        Ok(match self {
            Self::Master(master) => Keys::Master(Arc::clone(master)),
            Self::Shared(_) => Keys::Shared(Arc::new(shared()?)),
        })
    }

    /// Refuses or warns about passphrases that a phone would read differently (FORMAT 11.1.5). Device keys are fine.
    ///
    /// # Errors
    /// The phrase is not ASCII, and `allow_non_ascii` is not set.
    pub fn check_phrase(&self, allow_non_ascii: bool, reporter: &Reporter) -> Result<(), Error> {
        let Self::Shared(secret) = self else { return Ok(()) };
        let phrase = self.phrase(None)?;
        if !phrase.is_ascii() && !allow_non_ascii {
            let failure = Error::key(format!("{} is not ASCII, and phones read only ASCII", secret.origin));
            return Err(failure.hint(Advice::AllowNonAscii));
        }
        if phrase.has_rule_syntax() {
            reporter.warn_about_key(
                "the passphrase has a `\"` or a `$`, which the phone's Profile_Rule does not take literally",
                reporter.words(Advice::MakeKey).as_deref(),
            );
        }
        Ok(())
    }

    /// Why the key is easily guessed, if it is; a derived device key is not. A word from one of the profiles is worse than any
    /// weakness of the key itself.
    #[must_use]
    pub fn weakness(&self, format: Format, macs: &[TargetMac], profiles: &[&Profile<'_>]) -> Option<Weakness> {
        let Self::Shared(secret) = self else { return None };
        let of = |profile| weaknesses(secret.text.expose(), format, macs, profile).into_iter().next();
        let mut found: Vec<Weakness> = profiles.iter().filter_map(|profile| of(Some(profile))).collect();
        found.sort_by_key(|weakness| !matches!(weakness, Weakness::Name { .. } | Weakness::Value { .. }));
        found.into_iter().next().or_else(|| of(None))
    }

    fn refused(&self, error: KeyError) -> Error {
        let origin = match self {
            Self::Shared(secret) => secret.origin.as_str(),
            Self::Master(_) => "the device key",
        };
        bad_key(origin, error)
    }
}
