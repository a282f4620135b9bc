//! Encrypts the content of a file with the new key, in the same format.
//!
//! Knows: the formats, and the new key in the form that each of them needs. Must not know: where files are.

use std::mem;
use std::sync::Arc;

use spc_core::TargetMac;
use spc_core::container::{self, OpenedContainer, Protection};
use spc_core::key::Key;
use spc_core::open::{Encryption, Opened};
use spc_core::stock::{openssl, rfc8188};

use crate::read::input::Input;
use crate::read::key::{FleetKey, device_key, warn_of};
use crate::read::opener::{Opener, Requirements};
use crate::read::secret::{KeyRequest, Purpose, Stretching};
use crate::report::advice::Advice;
use crate::report::error::{Error, ErrorKind};
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// The key that files get, which has not been read yet.
#[derive(Debug)]
pub struct NewKey {
    pub(super) wanted: KeyRequest,
    stretching: Stretching,
    allows_non_ascii: bool,
}

impl NewKey {
    /// The requested key.
    #[must_use]
    pub fn new(wanted: KeyRequest) -> Self {
        Self { wanted, stretching: Stretching::default(), allows_non_ascii: false }
    }

    /// Sets how it is stretched, if it is a passphrase of containers.
    #[must_use]
    pub const fn stretching(mut self, stretching: Stretching) -> Self {
        self.stretching = stretching;
        self
    }

    /// Sets whether it may be a passphrase that phones misread.
    #[must_use]
    pub const fn allow_non_ascii(mut self, is_allowed: bool) -> Self {
        self.allows_non_ascii = is_allowed;
        self
    }
}

/// The new key, in the forms that the formats need.
pub(super) struct Sealer<'a> {
    new: &'a NewKey,
    key: Arc<FleetKey>,
    /// Opens files that already have the new key.
    opener: Opener,
    /// The shared key of containers, computed once because a passphrase takes time.
    container_key: Option<Arc<Key>>,
    /// Whether the passphrase has been checked to be readable by phones.
    is_phrase_checked: bool,
    /// Whether a warning has been given that the key is easily guessed.
    is_weakness_said: bool,
}

impl<'a> Sealer<'a> {
    /// Reads the new key; `old` opens files with the old one.
    pub(super) fn load(new: &'a NewKey, old: &Opener, reporter: &Reporter) -> Result<Self, Error> {
        let secret = new.wanted.load(Purpose::Writing, reporter)?;
        let missing = || {
            let failure = Error::usage("the new key is missing").of_kind(ErrorKind::NeedsKey);
            failure.hint(Advice::GiveKey(new.wanted.role()))
        };
        let key = Arc::new(FleetKey::new(secret.ok_or_else(missing)?)?);
        Ok(Self {
            new,
            opener: old.clone().with_key(Arc::clone(&key)),
            key,
            container_key: None,
            is_phrase_checked: false,
            is_weakness_said: false,
        })
    }

    /// Whether the new key opens a file.
    pub(super) fn opens(&mut self, input: &Input, mac: Option<TargetMac>, reporter: &Reporter) -> bool {
        self.opener.open(input, mac, Requirements::default(), reporter).is_ok()
    }

    /// The same content in the same format, encrypted with the new key. Compressed content stays compressed.
    pub(super) fn seal(
        &mut self,
        opened: &Opened,
        name: &str,
        mac: Option<TargetMac>,
        form: Option<rfc8188::IkmForm>,
        reporter: &Reporter,
    ) -> Result<Vec<u8>, Error> {
        // Weakness depends on the format and the device, so every file is tested until one gives a warning.
        if !self.is_weakness_said {
            let macs: Vec<TargetMac> = mac.into_iter().collect();
            let weakness = self.key.weakness(opened.format(), &macs, &[]);
            weakness.iter().for_each(|weakness| warn_of(weakness, reporter));
            self.is_weakness_said = weakness.is_some();
        }
        if let Some(container) = opened.as_container() {
            return self.seal_container(container, mac, reporter);
        }
        let content = opened.content().expect("only a container has no content");
        match (opened.encryption(), form) {
            (Encryption::Openssl { is_salted: false, .. }, _) => Err(unsalted()),
            (Encryption::Openssl { digest, iterations, .. }, _) => {
                let written = digest.writable().ok_or_else(|| unwritable(&format!("with {digest}")))?;
                if !mem::replace(&mut self.is_phrase_checked, true) {
                    self.key.check_phrase(self.new.allows_non_ascii, reporter)?;
                }
                let kdf = openssl::Kdf::new(written);
                let kdf = iterations.map_or(kdf, |rounds| kdf.pbkdf2(rounds));
                Ok(openssl::seal(content, &openssl::EncSettings::new(self.key.phrase(mac)?, kdf)))
            }
            (Encryption::Rfc8188 { record_size, keyid }, Some(form)) => {
                let settings = rfc8188::CodingSettings::new(self.key.ikm(form, mac)?);
                Ok(rfc8188::seal(content, &settings.record_size(*record_size).keyid(keyid.clone())))
            }
            _ => Err(unkeyed(name)),
        }
    }

    fn seal_container(
        &mut self,
        container: &OpenedContainer,
        mac: Option<TargetMac>,
        reporter: &Reporter,
    ) -> Result<Vec<u8>, Error> {
        let key = self.container_key(mac, reporter)?;
        let protection = Protection::generic().serial(container.header().serial()).key(key);
        let protection = match mac {
            Some(mac) if container.header().is_targeted() => protection.mac(mac),
            _ => protection,
        };
        Ok(container::seal(container.payload(), &protection))
    }

    fn container_key(&mut self, mac: Option<TargetMac>, reporter: &Reporter) -> Result<Arc<Key>, Error> {
        let secret = match &*self.key {
            FleetKey::Master(master) => return Ok(device_key(master, mac)?.into()),
            FleetKey::Shared(secret) => secret,
        };
        if let Some(key) = &self.container_key {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(secret.container_key(&self.new.stretching, false, reporter)?);
        Ok(Arc::clone(self.container_key.insert(key)))
    }
}

/// The error for an openssl file that can be read but not written in the same way, such as one "without salt".
fn unwritable(how: &str) -> Error {
    let failure = Error::usage(format!("cannot write openssl files {how}"));
    failure.hint("decompile the file and compile it again")
}

/// Openssl files without salt, which can be opened but are never written.
#[must_use]
pub fn unsalted() -> Error {
    unwritable("without salt")
}

/// The error for a file without a key.
pub(super) fn unkeyed(name: &str) -> Error {
    without_keys(&format!("`{name}` has no key to change"))
}

/// The same error for one or more files, with this message.
pub(super) fn without_keys(message: &str) -> Error {
    Error::new(Exit::NotOpenable, message).hint("anyone can read it: compile the profile again with a key")
}
