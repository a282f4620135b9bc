//! Opens files of any format that we write, which it recognises by their content.

use std::sync::Arc;

use spc_core::container::{self, Demand, Device, Header, OpenError};
use spc_core::format::{Format, UnsupportedFile};
use spc_core::open::{self, Encryption, Opened};
use spc_core::source::Parsed;
use spc_core::stock::{StockError, openssl, rfc8188};
use spc_core::{Class, TargetMac};

use crate::read::input::Input;
use crate::read::key::FleetKey;
use crate::read::profile;
use crate::read::secret::{KeyRequest, Purpose, Secret, bad_key};
use crate::report::advice::{Advice, Hint, KeyRole};
use crate::report::error::{Error, ErrorKind};
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// The most bytes of a compiled file that are read: 1 MiB in the smallest records of RFC 8188.
pub const LIMIT: usize = 20 << 20;

/// What is required of a container when it is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Requirements {
    /// It must be bound to a device.
    pub target: bool,
    /// The lowest serial that is accepted.
    pub min_serial: u32,
}

impl Requirements {
    /// Whether the container must be bound to a device.
    #[must_use]
    pub const fn target(mut self, is_demanded: bool) -> Self {
        self.target = is_demanded;
        self
    }

    /// The lowest serial that is accepted.
    #[must_use]
    pub const fn min_serial(mut self, serial: u32) -> Self {
        self.min_serial = serial;
        self
    }
}

/// What is known about how stock-format files were made, as the files do not record it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct KnownSettings {
    /// What the caller knows about openssl files; `None` to guess.
    pub openssl: Option<openssl::Known>,
    /// How the key text of an RFC 8188 file is read.
    pub ikm: Option<rfc8188::IkmForm>,
}

impl KnownSettings {
    /// What is known about openssl files (`None` to guess), and how the key text of RFC 8188 files is read.
    #[must_use]
    pub const fn new(openssl: Option<openssl::Known>, ikm: Option<rfc8188::IkmForm>) -> Self {
        Self { openssl, ikm }
    }
}

/// Opens the files of a run with the key of that run, which is read when the first file needs it. A clone has the key if it
/// has already been read.
#[derive(Clone, Debug)]
pub struct Opener {
    wanted: Arc<KeyRequest>,
    how: KnownSettings,
    key: Option<Arc<FleetKey>>,
    is_loaded: bool,
    /// Whether the caller gave the key.
    is_given: bool,
}

impl Opener {
    /// An opener with a requested key, which has not been read yet.
    #[must_use]
    pub fn new(wanted: KeyRequest, how: KnownSettings) -> Self {
        Self { wanted: Arc::new(wanted), how, key: None, is_loaded: false, is_given: false }
    }

    /// The same with another key.
    #[must_use]
    pub fn with_key(self, key: Arc<FleetKey>) -> Self {
        Self { key: Some(key), is_loaded: true, is_given: true, ..self }
    }

    /// Sets how the key text of an RFC 8188 file is read, so that any file with such a header is treated as one.
    #[must_use]
    pub const fn ikm_form(&self) -> Option<rfc8188::IkmForm> {
        self.how.ikm
    }

    /// Whether a key was read.
    #[must_use]
    pub const fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// The key that was requested.
    #[must_use]
    pub fn wanted(&self) -> &KeyRequest {
        &self.wanted
    }

    /// Opens one file for the device `mac`.
    ///
    /// # Errors
    /// The file does not open: it is of another format, for another device or key, damaged, or does not meet a requirement.
    pub fn open(
        &mut self,
        input: &Input,
        mac: Option<TargetMac>,
        demands: Requirements,
        reporter: &Reporter,
    ) -> Result<Opened, Error> {
        let file = input.bytes.as_slice();
        if file.len() > LIMIT {
            return Err(too_large(&input.name));
        }
        let format = Format::detect(file);
        if format != Ok(Format::Spc) {
            self.check_demands(input, format, demands)?;
        }
        let mut device = Device::new().require_target(demands.target).min_serial(demands.min_serial);
        if let Some(mac) = mac {
            device = device.mac(mac);
        }
        let mut opener = open::Opener::from(device);
        if let Some(known) = self.how.openssl {
            opener = opener.openssl(known);
        }
        if let Some(form) = self.how.ikm {
            opener = opener.ikm_form(form);
        }
        if let Some(key) = self.key_for(input, format, reporter)? {
            opener = opener.key(key.text(mac)?);
        }
        opener.open(file).map_err(|error| match error {
            spc_core::Error::Open(error) => not_openable(&input.name, &error),
            spc_core::Error::Stock(error) => refused(&input.name, &error),
            spc_core::Error::Key(error) => bad_key(&self.origin(), error),
            spc_core::Error::Format(foreign) => unreadable(&input.name, foreign),
            error => Error::new(Exit::NotOpenable, format!("`{}`: {error}", input.name)),
        })
    }

    /// Checks requirements that only a container can meet.
    fn check_demands(
        &self,
        input: &Input,
        format: Result<Format, UnsupportedFile>,
        demands: Requirements,
    ) -> Result<(), Error> {
        if demands == Requirements::default() {
            return Ok(());
        }
        let is_xml = matches!(format, Ok(Format::Xml | Format::Gzip));
        let is_named = self.how.openssl.is_some() || self.how.ikm.is_some();
        let format = match format {
            // Output of openssl without salt, and some RFC 8188 files, are recognised only by their key.
            Err(UnsupportedFile::Unknown { .. }) if is_named => "not an SPC container".to_owned(),
            // For a file that no key opens, what it is matters more than what it lacks.
            Ok(Format::Text) => return Err(unreadable(&input.name, UnsupportedFile::Text)),
            Err(foreign) => return Err(unreadable(&input.name, foreign)),
            Ok(format) => format.to_string(),
        };
        let message = format!("`{}` is {format}, so it has no serial and is not bound to a device", input.name);
        let hint = if !is_xml && demands.min_serial == 0 { Advice::ProveByMaster } else { Advice::LeaveDemandsOut };
        Err(Error::new(Exit::NotOpenable, message).hint(hint))
    }

    /// The key of the run, if the file may need one. The user is prompted only if it does.
    fn key_for(
        &mut self,
        input: &Input,
        format: Result<Format, UnsupportedFile>,
        reporter: &Reporter,
    ) -> Result<Option<&FleetKey>, Error> {
        let is_unsalted = self.how.openssl.is_some_and(|known| !known.is_salted());
        match format {
            Ok(Format::Spc) if !is_unsalted => {
                let header = Header::read(&input.bytes).map_err(|error| not_openable(&input.name, &error))?;
                // Damage is reported before the user is prompted for a key.
                let is_whole = container::check_integrity(&input.bytes).is_ok();
                self.key(header.is_keyed() && is_whole, reporter)
            }
            Ok(Format::Openssl) => self.needed_key(input, reporter).map(Some),
            Ok(Format::Rfc8188) if self.how.ikm.is_none() => Ok(None),
            _ if is_unsalted || self.how.ikm.is_some() => self.needed_key(input, reporter).map(Some),
            Err(UnsupportedFile::Unknown { is_whole_blocks: true }) => self.key(false, reporter),
            // Refused like a container without a key, because a user who names a key expects encryption.
            Ok(format @ (Format::Xml | Format::Gzip)) if self.is_given || self.wanted.is_named()? => {
                let message = format!("`{}` is {format}, which is not encrypted, but a key was given", input.name);
                let failure = Error::new(Exit::NotOpenable, message).of_kind(ErrorKind::NotEncrypted);
                Err(failure.hint(Advice::LeaveKeyOut))
            }
            _ => Ok(None),
        }
    }

    /// Where the key came from, for messages.
    fn origin(&self) -> String {
        match self.key.as_deref() {
            Some(FleetKey::Shared(secret)) => secret.origin.clone(),
            _ => "the device key".into(),
        }
    }

    /// Reads the key of the run, if anything names one.
    ///
    /// # Errors
    /// The key cannot be read.
    pub fn load(&mut self, reporter: &Reporter) -> Result<(), Error> {
        if !self.is_loaded {
            self.key = self.wanted.load(Purpose::Reading, reporter)?.map(FleetKey::new).transpose()?.map(Arc::new);
            self.is_loaded = true;
        }
        Ok(())
    }

    /// The key of the run, if there is one; with `ask`, the user is prompted if nothing else names one.
    fn key(&mut self, ask: bool, reporter: &Reporter) -> Result<Option<&FleetKey>, Error> {
        self.load(reporter)?;
        if self.key.is_none() && ask {
            self.key = Secret::ask(reporter)?.map(FleetKey::new).transpose()?.map(Arc::new);
        }
        Ok(self.key.as_deref())
    }

    /// The key of a file that is known to need one.
    fn needed_key(&mut self, input: &Input, reporter: &Reporter) -> Result<&FleetKey, Error> {
        self.key(true, reporter)?.ok_or_else(|| {
            let failure = Error::key(format!("`{}` is encrypted, but no key is given", input.name));
            failure.of_kind(ErrorKind::NeedsKey).hint(Advice::GiveKey(KeyRole::Usual))
        })
    }
}

/// The error for a container that does not open; `path` names the file.
#[must_use]
pub fn not_openable(path: &str, error: &OpenError) -> Error {
    let exit = match error.class() {
        Class::Usage => Exit::Usage,
        Class::Key => Exit::Key,
        _ => Exit::NotOpenable,
    };
    let kind = match error {
        OpenError::KeyRequired { .. } => ErrorKind::NeedsKey,
        OpenError::PolicyRefused { missing: Demand::Key } => ErrorKind::NotEncrypted,
        OpenError::WrongKey => ErrorKind::WrongKey,
        _ => ErrorKind::Other,
    };
    let failure = Error::new(exit, format!("`{path}`: {error}")).of_kind(kind);
    let hint: Hint = match error {
        OpenError::TextModeDamage => "transfer it in binary mode (TFTP: octet)".into(),
        OpenError::BadMagic => Advice::Inspect.into(),
        OpenError::Truncated | OpenError::TrailingData | OpenError::Corrupt => "transfer the file again".into(),
        OpenError::PolicyRefused { missing: Demand::Key } => Advice::LeaveKeyOut.into(),
        OpenError::PolicyRefused { missing: Demand::Target } => Advice::LeaveDeviceOut.into(),
        OpenError::TargetRequired => Advice::GiveDevice.into(),
        OpenError::KeyRequired { .. } => Advice::GiveKey(KeyRole::Usual).into(),
        OpenError::WrongTarget => Advice::GiveOwnDevice.into(),
        OpenError::WrongKey => Advice::CheckKeyAndDevice.into(),
        OpenError::WrongKeyForm { .. } => "give a key in the form that the file was made with".into(),
        OpenError::BadHeader { .. } | OpenError::UnsupportedVersion { .. } | OpenError::UnsupportedSuite { .. } => {
            "the file is damaged, or was made by another program or a later version of spc".into()
        }
        OpenError::Tampered => "do not use the file: somebody has changed it".into(),
        OpenError::Rollback { .. } => Advice::RaiseSerial.into(),
        _ => return failure,
    };
    failure.hint(hint)
}

/// The XML of a stock format under the name of its file; a container has none.
#[must_use]
pub fn xml(file: &Input, opened: &Opened) -> Option<Input> {
    let bytes = opened.xml()?.to_vec();
    Some(Input { name: file.name.clone(), path: None, bytes })
}

/// Reads the profile of a stock format from its [`xml`].
///
/// # Errors
/// The XML is not a profile; its findings were shown.
pub fn parse<'a>(opened: &Opened, xml: &'a Input, reporter: &Reporter) -> Result<Parsed<'a>, Error> {
    match opened.encryption() {
        Encryption::None => profile::parse(xml, reporter),
        _ => profile::parse_decrypted(xml, reporter),
    }
}

/// Reports what is odd about a file that opens.
pub fn note_warnings(file: &Input, opened: &Opened, reporter: &Reporter) {
    opened.warnings().iter().for_each(|warning| reporter.note(&format!("`{}` was {warning}", file.name)));
}

/// The error for a file of a kind that is not read here.
#[must_use]
pub fn unreadable(name: &str, foreign: UnsupportedFile) -> Error {
    Error::new(Exit::NotOpenable, format!("`{name}` is {foreign}")).hint(foreign.hint())
}

/// The error for a file that is larger than any of ours, of which no more was read.
#[must_use]
pub fn too_large(name: &str) -> Error {
    let message = format!("`{name}` is over {} MiB, larger than any compiled profile", LIMIT >> 20);
    Error::new(Exit::NotOpenable, message)
}

fn refused(name: &str, error: &StockError) -> Error {
    let failure = Error::new(Exit::NotOpenable, format!("`{name}`: {error}"));
    match error {
        StockError::KeyFormUnknown => failure.of_kind(ErrorKind::NeedsIkmForm).hint(Advice::SayIkmForm),
        StockError::WrongKey => failure.of_kind(ErrorKind::WrongKey).hint(Advice::CheckAll),
        StockError::ShortBlocks => failure.hint(
            "fetch it again in binary mode, because text mode changes its length, or make it with `openssl enc -aes-256-cbc`",
        ),
        StockError::TrailingData { .. } => failure.hint("were two files joined together?"),
        _ => failure,
    }
}
