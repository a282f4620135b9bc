//! What each device's key is, given the one key of a run.

use spc_core::TargetMac;
use spc_core::key::{DeviceKey, KeyError, KeyText, MasterKey};
use spc_core::stock::{openssl, rfc8188};

use crate::args::{IkmArgs, KeyFormArg};
use crate::failure::Failure;
use crate::secret::{Purpose, Secret, Wanted};
use crate::talk::Talk;

/// Whose key it is.
#[derive(Debug)]
pub(crate) enum FleetKey {
    /// Every device has its own.
    Master(MasterKey),
    /// One for all.
    Shared(Secret),
}

/// How the key text of an RFC 8188 file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IkmForm {
    Hex,
    Ascii,
    Base64Url,
}

impl IkmForm {
    /// What the switches say, else what the key's own flag says.
    pub(crate) fn from_args(args: &IkmArgs, form: Option<KeyFormArg>) -> Option<Self> {
        match args {
            IkmArgs { ikm_hex: true, .. } => Some(Self::Hex),
            IkmArgs { ikm_ascii: true, .. } => Some(Self::Ascii),
            IkmArgs { ikm_base64url: true, .. } => Some(Self::Base64Url),
            _ => form.map(|form| match form {
                KeyFormArg::Hex => Self::Hex,
                KeyFormArg::Ascii => Self::Ascii,
            }),
        }
    }
}

/// Reads the fleet's master key, for commands that are about nothing else.
pub(crate) fn load_master(wanted: &Wanted, talk: &mut Talk) -> Result<MasterKey, Failure> {
    match wanted.load(Purpose::Writing, talk)? {
        Some(secret) if secret.is_master => secret.master(),
        Some(_) => {
            let failure = Failure::usage("device keys are made from the fleet's master key, and another key is given");
            Err(failure.hint("if it is the master key, say so: --master-file, or --master with the source"))
        }
        None => Err(Failure::key("the fleet's master key is needed").hint("give --master-file")),
    }
}

/// The key of a device, which has to be known.
pub(crate) fn device_key(master: &MasterKey, mac: Option<TargetMac>) -> Result<DeviceKey, Failure> {
    mac.map(|mac| master.device_key(mac)).ok_or_else(|| {
        Failure::usage("a master key gives each device its own key, so the device is needed").hint("give --mac")
    })
}

impl FleetKey {
    /// Judges a key that was read.
    pub(crate) fn new(secret: Secret) -> Result<Self, Failure> {
        Ok(if secret.is_master { Self::Master(secret.master()?) } else { Self::Shared(secret) })
    }

    /// The text that a device stores: its own key, or the key of all.
    pub(crate) fn text(&self, mac: Option<TargetMac>) -> Result<KeyText, Failure> {
        match self {
            Self::Shared(secret) => Ok(KeyText::new(secret.text.expose().to_owned())),
            Self::Master(master) => Ok(device_key(master, mac)?.into()),
        }
    }

    /// A device's key as the phrase of an `openssl enc` file.
    pub(crate) fn phrase(&self, mac: Option<TargetMac>) -> Result<openssl::Phrase, Failure> {
        let text = self.text(mac)?;
        openssl::Phrase::new(text.expose().as_bytes().to_vec()).map_err(|error| self.refused(error))
    }

    /// A device's key as the input key of an RFC 8188 file.
    pub(crate) fn ikm(&self, form: IkmForm, mac: Option<TargetMac>) -> Result<rfc8188::Ikm, Failure> {
        let text = self.text(mac)?;
        let ikm = match form {
            IkmForm::Hex => rfc8188::Ikm::from_hex(text.expose()),
            IkmForm::Ascii => rfc8188::Ikm::from_ascii(text.expose()),
            IkmForm::Base64Url => rfc8188::Ikm::from_base64url(text.expose()),
        };
        ikm.map_err(|error| self.refused(error))
    }

    /// Refuses and warns about phrases that a phone would read as another one (FORMAT 11.1.5). Device keys pass.
    pub(crate) fn judge_phrase(&self, force: bool, talk: &mut Talk) -> Result<(), Failure> {
        let Self::Shared(secret) = self else { return Ok(()) };
        let phrase = self.phrase(None)?;
        if !phrase.is_ascii() && !force {
            let failure = Failure::key(format!("{} is not ASCII, and phones read nothing else", secret.origin));
            return Err(failure.hint("--force writes the file all the same, with the bytes as they are"));
        }
        if phrase.has_rule_syntax() {
            talk.warn_about_key(
                "the phrase has a `\"` or a `$`, which the phone's Profile_Rule does not take literally",
                Some("`spc derive` makes keys of digits and letters"),
            );
        }
        Ok(())
    }

    fn refused(&self, error: KeyError) -> Failure {
        let origin = match self {
            Self::Shared(secret) => secret.origin.as_str(),
            Self::Master(_) => "the device key",
        };
        Failure::bad_key(origin, error)
    }
}
