//! Any file and the keys at hand: what is inside, and how the file was made.
//!
//! Knows: which key goes with which format, and what is worth a guess. Must not know: where keys come from, how a finding
//! is shown.
//!
//! ```
//! use spc_core::Format;
//! use spc_core::key::KeyText;
//! use spc_core::open::Opener;
//! use spc_core::stock::openssl::{Digest, EncSettings, Kdf, Phrase, seal};
//!
//! let phrase = Phrase::new(b"a phrase of the fleet".to_vec())?;
//! let file = seal(b"<flat-profile><A>1</A></flat-profile>", &EncSettings::new(phrase, Kdf::new(Digest::Sha256)));
//!
//! let opener = Opener::new().key(KeyText::new("another phrase".into())).key(KeyText::new("a phrase of the fleet".into()));
//! let opened = opener.open(&file)?;
//! assert_eq!(opened.format(), Format::Openssl);
//! assert_eq!(opened.parse()?.profile.parameters[0].value.text(), Some("1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::sync::Arc;

use crate::container::{self, Device, KeyForm, OpenError};
use crate::error::Error;
use crate::format::{Format, UnsupportedFile, unreadable_inside};
use crate::key::{KeyError, KeyText};
use crate::mac::TargetMac;
use crate::stock::StockError;
use crate::stock::openssl::{self, Attempt, Known, Phrase};
use crate::stock::rfc8188::{self, Ikm, IkmForm};

mod opened;

pub use opened::{Encryption, Opened, Warning};

/// Opens files of every format with the keys at hand.
///
/// The requirements come from a [`Device`]: `Opener::from(Device::new().require_target(true))`.
#[derive(Clone, Debug, Default)]
pub struct Opener {
    device: Device,
    keys: Vec<Arc<KeyText>>,
    ikms: Vec<Arc<Ikm>>,
    form: Option<IkmForm>,
    known: Option<Known>,
}

impl From<Device> for Opener {
    /// What the device knows and requires.
    fn from(device: Device) -> Self {
        Self { keys: device.key_text().into_iter().cloned().collect(), device, ..Self::default() }
    }
}

impl Opener {
    /// A device without an address, key or policy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The device that the files are for.
    #[must_use]
    pub fn mac(mut self, mac: TargetMac) -> Self {
        self.device = self.device.mac(mac);
        self
    }

    /// A key text: a raw key or passphrase of containers, a phrase of `openssl enc`, and with [`Self::ikm_form`] an input
    /// key of RFC 8188. May be called again: each key is tried. With any, files without a key are refused unless
    /// [`Device::require_key`] says otherwise.
    #[must_use]
    pub fn key(mut self, key: impl Into<KeyText>) -> Self {
        self.keys.push(Arc::new(key.into()));
        self
    }

    /// How key texts are read for RFC 8188, whose files are opened only when this or [`Self::ikm`] is given.
    #[must_use]
    pub const fn ikm_form(mut self, form: IkmForm) -> Self {
        self.form = Some(form);
        self
    }

    /// An input key of RFC 8188. May be called again.
    #[must_use]
    pub fn ikm(mut self, ikm: Ikm) -> Self {
        self.ikms.push(Arc::new(ikm));
        self
    }

    /// How files of `openssl enc` were made. What is not known is guessed: without this call the digest and PBKDF2 with
    /// its usual rounds, and `-nosalt` if nothing else matches.
    #[must_use]
    pub const fn openssl(mut self, known: Known) -> Self {
        self.known = Some(known);
        self
    }

    /// Opens a file: the format by its content, or by the key where nothing else shows it.
    ///
    /// An input key of RFC 8188 decides: its files have no magic, and a salt may begin as any other format.
    ///
    /// # Errors
    /// [`Error::Format`] for what is not read here, [`Error::Open`] (also for what the device demands, and keys that are
    /// missing, of every format), [`Error::Stock`], [`Error::Key`]. [`Error::Format`] also names what a right phrase
    /// of `openssl enc` opens where no phone reads it, a second encryption for example. A network service answers all of
    /// them alike.
    pub fn open(&self, file: &[u8]) -> Result<Opened, Error> {
        if let Some(opened) = self.open_by_ikm(file)? {
            return Ok(opened);
        }
        if let Some(known) = self.known.filter(|known| !known.is_salted()) {
            return self.open_openssl(file, &known.guesses());
        }
        match Format::detect(file) {
            Ok(Format::Spc) => self.open_container(file),
            Ok(format @ (Format::Xml | Format::Gzip)) => {
                self.demand(false)?;
                Opened::plain(format, file.to_vec())
            }
            Ok(Format::Openssl) => self.open_openssl(file, &self.known.map_or_else(Known::all_salted, Known::guesses)),
            Ok(Format::Rfc8188) => {
                self.demand(true)?;
                Err(StockError::KeyFormUnknown.into())
            }
            Ok(Format::Text) => Err(UnsupportedFile::Text.into()),
            Err(unsupported @ UnsupportedFile::Unknown { is_whole_blocks: true }) if !self.keys.is_empty() => {
                let opened = self.open_openssl(file, &Known::all_unsalted());
                opened.map_err(|error| if error == StockError::WrongKey.into() { unsupported.into() } else { error })
            }
            Err(unsupported) => Err(unsupported.into()),
        }
    }

    /// The policy of the device whatever the format of the file; otherwise a file of another format would bypass it.
    /// No stock format is bound to a device or has a serial.
    fn demand(&self, is_keyed: bool) -> Result<(), OpenError> {
        let has_keys = !self.keys.is_empty() || !self.ikms.is_empty();
        self.device.check_protection(has_keys, is_keyed, false)?;
        self.device.check_serial(0)
    }

    /// Tries the input keys of RFC 8188; `None` where the file is something else.
    fn open_by_ikm(&self, file: &[u8]) -> Result<Option<Opened>, Error> {
        let own = self.ikms.iter().cloned().map(Ok);
        let read = |form: IkmForm| self.keys.iter().map(move |text| form.read(text.expose()).map(Arc::new));
        let ikms: Vec<Result<Arc<Ikm>, KeyError>> = own.chain(self.form.into_iter().flat_map(read)).collect();
        let Ok(header) = rfc8188::CodingHeader::read(file) else { return Ok(None) };
        if ikms.is_empty() && self.form.is_none() {
            return Ok(None);
        }
        let is_it = match Format::detect(file) {
            Ok(Format::Rfc8188) | Err(UnsupportedFile::Unknown { .. }) => true,
            // Eight bytes of a magic number are not there by accident.
            Ok(Format::Spc | Format::Openssl) => false,
            _ => header.is_plausible(),
        };
        let mut refused = None;
        for ikm in ikms {
            let opened = ikm.map_err(Error::from).and_then(|ikm| Ok(rfc8188::open(file, &ikm)?));
            match opened {
                Ok(content) => {
                    self.demand(true)?;
                    let keyid = rfc8188::Keyid::new(header.keyid().to_vec()).expect("its length is one byte");
                    let encryption = Encryption::Rfc8188 { record_size: header.record_size(), keyid };
                    return Opened::decrypted(Format::Rfc8188, content, encryption).map(Some);
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        if !is_it {
            return Ok(None);
        }
        self.demand(true)?;
        Err(refused.unwrap_or(OpenError::KeyRequired { form: KeyForm::Raw }.into()))
    }

    fn open_container(&self, file: &[u8]) -> Result<Opened, Error> {
        let Some((first, others)) = self.keys.split_first() else {
            return Ok(Opened::container(container::open(file, &self.device)?));
        };
        let open = |key: &Arc<KeyText>| container::open(file, &self.device.clone().shared_key(Arc::clone(key)));
        let is_key = |error: &OpenError| matches!(error, OpenError::WrongKey | OpenError::WrongKeyForm { .. });
        let mut opened = open(first);
        for key in others {
            match &opened {
                Err(error) if is_key(error) => {
                    // If neither of two keys works, it is better to mention the one that could be read.
                    opened = open(key).map_err(|next| match (&opened, next) {
                        (Err(OpenError::WrongKey), OpenError::WrongKeyForm { .. }) => OpenError::WrongKey,
                        (_, next) => next,
                    });
                }
                _ => break,
            }
        }
        Ok(Opened::container(opened?))
    }

    fn open_openssl(&self, file: &[u8], guesses: &[Known]) -> Result<Opened, Error> {
        self.demand(true)?;
        if self.keys.is_empty() {
            return Err(OpenError::KeyRequired { form: KeyForm::Passphrase }.into());
        }
        let mut unreadable = None;
        for known in guesses.iter().filter(|known| self.device.allows_iterations(known.iterations())) {
            for key in &self.keys {
                let phrase = Phrase::new(key.expose().as_bytes().to_vec())?;
                match openssl::attempt(file, &phrase, *known)? {
                    Attempt::Opened(opened) => {
                        let encryption = Encryption::Openssl {
                            digest: opened.digest,
                            iterations: known.iterations(),
                            is_salted: known.is_salted(),
                        };
                        return Opened::decrypted(Format::Openssl, opened.plain, encryption);
                    }
                    Attempt::Unreadable(content) => unreadable = Some(unreadable_inside(&content)),
                    Attempt::WrongKey => {}
                }
            }
        }
        Err(unreadable.map_or(StockError::WrongKey.into(), Error::from))
    }
}
