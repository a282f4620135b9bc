//! Opens any file with the keys at hand: what is inside, and how the file was made.
//!
//! Knows: which key goes with which format, and what is worth guessing. Must not know: where keys come from, how a
//! finding is shown.
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
use crate::format::{Format, UnsupportedFile, is_archive, unreadable_inside};
use crate::key::{KeyError, KeyText};
use crate::mac::TargetMac;
use crate::stock::StockError;
use crate::stock::openssl::{self, Attempt, Known, Phrase};
use crate::stock::rfc8188::{self, Ikm, IkmForm};

mod opened;

pub use opened::{Encryption, Opened, Warning};

/// Opens files of every format with the keys at hand.
///
/// What it requires of a file comes from a [`Device`]: `Opener::from(Device::new().require_target(true))`.
#[derive(Clone, Debug, Default)]
pub struct Opener {
    device: Device,
    keys: Vec<Arc<KeyText>>,
    ikms: Vec<Arc<Ikm>>,
    form: Option<IkmForm>,
    known: Option<Known>,
}

impl From<Device> for Opener {
    /// Takes over what the device knows and requires.
    fn from(device: Device) -> Self {
        Self { keys: device.key_text().into_iter().cloned().collect(), device, ..Self::default() }
    }
}

impl Opener {
    /// Creates an opener without an address, keys or policy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the device that the files are for.
    #[must_use]
    pub fn mac(mut self, mac: TargetMac) -> Self {
        self.device = self.device.mac(mac);
        self
    }

    /// Adds a key text: a raw key or passphrase for containers, a phrase for `openssl enc`, and with [`Self::ikm_form`]
    /// an input key for RFC 8188. Can be called repeatedly; each key is tried. Once there is a key, files without one
    /// are refused, unless [`Device::require_key`] was set to `false`.
    #[must_use]
    pub fn key(mut self, key: impl Into<KeyText>) -> Self {
        self.keys.push(Arc::new(key.into()));
        self
    }

    /// Sets how key texts are read for RFC 8188, whose files are opened only if this or [`Self::ikm`] is called.
    #[must_use]
    pub const fn ikm_form(mut self, form: IkmForm) -> Self {
        self.form = Some(form);
        self
    }

    /// Adds an input key for RFC 8188. Can be called repeatedly.
    #[must_use]
    pub fn ikm(mut self, ikm: Ikm) -> Self {
        self.ikms.push(Arc::new(ikm));
        self
    }

    /// Sets what is known about how `openssl enc` files were made; the rest is guessed. Without this call, that is the
    /// digest, PBKDF2 with its usual number of rounds, and `-nosalt` if nothing else matches.
    #[must_use]
    pub const fn openssl(mut self, known: Known) -> Self {
        self.known = Some(known);
        self
    }

    /// Opens a file whose format is recognised by its content, or by the key if nothing else shows it.
    ///
    /// An input key for RFC 8188 takes precedence: such files have no magic number, and their salt can look like any
    /// other format.
    ///
    /// # Errors
    /// * [`Error::Format`] for an unsupported format, and for what the right phrase of `openssl enc` reveals if no
    ///   phone can read it, such as a second encryption;
    /// * [`Error::Open`] for containers and, in every format, for missing keys and for files that do not meet the
    ///   device's requirements;
    /// * [`Error::Stock`] for files in other formats;
    /// * [`Error::Key`] for keys that are malformed.
    ///
    /// A network service should answer all of them alike.
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

    /// Applies the device's policy to stock formats; otherwise a file in such a format would bypass it. No stock format
    /// is bound to a device or has a serial.
    fn demand(&self, is_keyed: bool) -> Result<(), OpenError> {
        let has_keys = !self.keys.is_empty() || !self.ikms.is_empty();
        self.device.check_protection(has_keys, is_keyed, false)?;
        self.device.check_serial(0)
    }

    /// Tries the input keys for RFC 8188; `None` if the file is something else.
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
            // Eight bytes of a magic number do not occur by accident.
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
                    // If no key works, it is better to report one that could be read.
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
                match openssl::attempt(file, &phrase, *known, is_archive)? {
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
