//! Opens files of any format we write, recognised by their content.

use std::num::NonZeroU32;
use std::sync::Arc;

use spc_core::container::{self, Demand, Device, Header, KeyForm, OpenError};
use spc_core::limits;
use spc_core::source::Parsed;
use spc_core::stock::{self, StockError, gzip, openssl, rfc8188};
use spc_core::{Class, TargetMac};

use crate::read::input::Input;
use crate::read::key::FleetKey;
use crate::read::profile;
use crate::read::secret::{Purpose, Secret, Wanted};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// How a file without a key is opened all the same.
pub(crate) const NO_KEY: &str = "leave the key out to open it all the same, also that of SPC_KEY_FILE and the like";

/// The most bytes of a compiled file that are read: 1 MiB in the smallest records of RFC 8188.
pub(crate) const LIMIT: usize = 20 << 20;

/// What was inside a file, and all of how it was made that can be known.
#[derive(Debug)]
pub(crate) enum Opened {
    /// A container, all of its checks passed.
    Container(container::Opened),
    /// XML or gzip, and how it was encrypted, if it was.
    Stock { content: Vec<u8>, sealing: Sealing },
}

/// How the content of a stock format was encrypted.
#[derive(Debug)]
pub(crate) enum Sealing {
    None,
    Openssl { digest: openssl::ReadDigest, iterations: Option<NonZeroU32> },
    Rfc8188 { form: rfc8188::IkmForm, record_size: rfc8188::RecordSize, keyid: rfc8188::Keyid },
}

impl Sealing {
    /// Reads the profile that was inside.
    pub(crate) fn parse<'a>(&self, inner: &'a Input, reporter: &Reporter) -> Result<Parsed<'a>, Error> {
        match self {
            Self::None => profile::parse(inner, reporter),
            Self::Openssl { .. } | Self::Rfc8188 { .. } => profile::parse_decrypted(inner, reporter),
        }
    }
}

/// What the opening side demands of a container.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Demands {
    pub(crate) target: bool,
    pub(crate) min_serial: u32,
}

/// What is known about how stock formats were made, which the files themselves do not say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    pub(crate) openssl: openssl::Known,
    /// How the key text of an RFC 8188 file is read.
    pub(crate) ikm: Option<rfc8188::IkmForm>,
}

/// Opens the files of a run with the one key of that run, which is read when the first file wants it.
#[derive(Debug)]
pub(crate) struct Opener {
    wanted: Wanted,
    how: How,
    key: Option<Arc<FleetKey>>,
    is_loaded: bool,
}

impl Opener {
    pub(crate) const fn new(wanted: Wanted, how: How) -> Self {
        Self { wanted, how, key: None, is_loaded: false }
    }

    /// With another key than the wanted one.
    pub(crate) fn with_key(self, key: Arc<FleetKey>) -> Self {
        Self { key: Some(key), is_loaded: true, ..self }
    }

    /// Which key is wanted.
    pub(crate) const fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// Opens one file for the device `mac`.
    pub(crate) fn open(
        &mut self,
        input: &Input,
        mac: Option<TargetMac>,
        demands: Demands,
        reporter: &Reporter,
    ) -> Result<Opened, Error> {
        if input.bytes.len() > LIMIT {
            return Err(too_large(&input.name));
        }
        if container::begins(&input.bytes) {
            return self.open_container(input, mac, demands, reporter).map(Opened::Container);
        }
        let format = if !self.how.openssl.salted { Some(stock::Format::Openssl) } else { stock::sniff(&input.bytes) };
        let Some(format) = format else {
            let message = format!("`{}` is in no format that is read here", input.name);
            let hint = "read are the SPC container, XML, gzip, openssl enc and RFC 8188";
            return Err(Error::new(Exit::NotOpenable, message).hint(hint));
        };
        if demands.target || demands.min_serial > 0 {
            let message = format!("`{}` is {format}, which is bound to no device and has no serial", input.name);
            let hint = match format {
                stock::Format::Openssl | stock::Format::Rfc8188 if demands.min_serial == 0 => {
                    "--master-file tells whether it was made with the key of that device; else leave --mac away"
                }
                _ => "leave --mac and --min-serial away",
            };
            return Err(Error::new(Exit::NotOpenable, message).hint(hint));
        }
        match format {
            stock::Format::Openssl => self.open_openssl(input, mac, reporter),
            stock::Format::Rfc8188 => self.open_rfc8188(input, mac, reporter),
            stock::Format::OpensslBase64 => Err(refused(&input.name, &StockError::Base64)),
            // As a container without a key is refused: whoever names a key expects encryption.
            _ if self.wanted.is_named()? => {
                let message = format!("`{}` is {format}, which is not encrypted, and a key is given", input.name);
                Err(Error::new(Exit::NotOpenable, message).hint(NO_KEY))
            }
            _ => Ok(Opened::Stock { content: input.bytes.clone(), sealing: Sealing::None }),
        }
    }

    fn open_container(
        &mut self,
        input: &Input,
        mac: Option<TargetMac>,
        demands: Demands,
        reporter: &Reporter,
    ) -> Result<container::Opened, Error> {
        let refused = |error| not_openable(&input.name, &error);
        let mut device = Device::new().require_target(demands.target).min_serial(demands.min_serial);
        if let Some(mac) = mac {
            device = device.mac(mac);
        }
        let header = Header::read(&input.bytes).map_err(refused)?;
        // Damage is told before anybody is asked for a key.
        let ask = header.key_form() != KeyForm::None && container::check_integrity(&input.bytes).is_ok();
        if let Some(key) = self.key(ask, reporter)? {
            device = device.key(key.text(mac)?);
        }
        container::open(&input.bytes, &device).map_err(refused)
    }

    fn open_openssl(&mut self, input: &Input, mac: Option<TargetMac>, reporter: &Reporter) -> Result<Opened, Error> {
        let phrase = self.needed_key(input, reporter)?.phrase(mac)?;
        let known = self.how.openssl;
        let opened = openssl::open(&input.bytes, &phrase, known).map_err(|error| refused(&input.name, &error))?;
        Ok(Opened::Stock {
            content: opened.plain,
            sealing: Sealing::Openssl { digest: opened.digest, iterations: known.iterations },
        })
    }

    fn open_rfc8188(&mut self, input: &Input, mac: Option<TargetMac>, reporter: &Reporter) -> Result<Opened, Error> {
        let form = self.how.ikm.ok_or_else(|| {
            // Its header has no magic, so the file may as well be anything else.
            let message = format!("`{}` is RFC 8188 or noise, and how its key is read is not told", input.name);
            Error::new(Exit::NotOpenable, message).hint("give --ikm-hex, --ikm-ascii or --ikm-base64url")
        })?;
        let ikm = self.needed_key(input, reporter)?.ikm(form, mac)?;
        let refused = |error| refused(&input.name, &error);
        let content = rfc8188::open(&input.bytes, &ikm).map_err(refused)?;
        let header = rfc8188::Header::read(&input.bytes).map_err(refused)?;
        let keyid = rfc8188::Keyid::new(header.keyid().to_vec()).expect("its length is one byte of the header");
        Ok(Opened::Stock { content, sealing: Sealing::Rfc8188 { form, record_size: header.record_size(), keyid } })
    }

    /// Reads the key of the run, if anything names one.
    pub(crate) fn load(&mut self, reporter: &Reporter) -> Result<(), Error> {
        if !self.is_loaded {
            self.key = self.wanted.load(Purpose::Reading, reporter)?.map(FleetKey::new).transpose()?.map(Arc::new);
            self.is_loaded = true;
        }
        Ok(())
    }

    /// The key of the run, if there is one; with `ask`, a terminal is asked when nothing else names one.
    fn key(&mut self, ask: bool, reporter: &Reporter) -> Result<Option<&FleetKey>, Error> {
        self.load(reporter)?;
        if self.key.is_none() && ask {
            self.key = Secret::ask(reporter)?.map(FleetKey::new).transpose()?.map(Arc::new);
        }
        Ok(self.key.as_deref())
    }

    /// The key of a file that is known to want one.
    fn needed_key(&mut self, input: &Input, reporter: &Reporter) -> Result<&FleetKey, Error> {
        self.key(true, reporter)?.ok_or_else(|| {
            let failure = Error::key(format!("`{}` is encrypted: its key is needed", input.name));
            failure.hint("give --key-file or --master-file")
        })
    }
}

/// A container that does not open; `path` names the file.
pub(crate) fn not_openable(path: &str, error: &OpenError) -> Error {
    let exit = match error.class() {
        Class::Usage => Exit::Usage,
        Class::Key => Exit::Key,
        _ => Exit::NotOpenable,
    };
    let failure = Error::new(exit, format!("`{path}`: {error}"));
    let hint = match error {
        OpenError::TextModeDamage => "transfer it in binary mode (TFTP: octet)",
        OpenError::BadMagic => "`spc inspect` tells what a file is",
        OpenError::Truncated | OpenError::TrailingData | OpenError::Corrupt => "transfer the file again",
        OpenError::PolicyRefused { missing: Demand::Key } => NO_KEY,
        OpenError::PolicyRefused { missing: Demand::Target } => "leave --mac away to open a file for any device",
        OpenError::TargetRequired => "give --mac",
        OpenError::KeyRequired { .. } => "give --key-file or --master-file",
        OpenError::WrongTarget => "--mac names the device that the file was made for",
        OpenError::WrongKey => "is it the key of this device, and with --master-file the right --mac?",
        OpenError::WrongKeyForm { .. } => "the key that the file was made with is of that form",
        OpenError::BadHeader { .. } | OpenError::UnsupportedVersion { .. } | OpenError::UnsupportedSuite { .. } => {
            "another program made the file, or a later version of this one"
        }
        OpenError::Tampered => "do not use it: somebody who can change the file did",
        OpenError::Rollback { .. } => "compile the profile anew with a higher --serial",
        _ => return failure,
    };
    failure.hint(hint)
}

/// The XML of a stock format, which may be compressed, under the name of its file.
pub(crate) fn unpack(file: &Input, content: &[u8]) -> Result<Input, Error> {
    let bytes = match stock::sniff(content) {
        Some(stock::Format::Gzip) => {
            gzip::unpack(content, limits::UNPACKED).map_err(|error| refused(&file.name, &error))?
        }
        _ => content.to_vec(),
    };
    Ok(Input { name: file.name.clone(), path: None, bytes })
}

/// No file of ours is so large, and no more of it was read.
pub(crate) fn too_large(name: &str) -> Error {
    let message = format!("`{name}` is over {} MiB, which no compiled profile is", LIMIT >> 20);
    Error::new(Exit::NotOpenable, message)
}

fn refused(name: &str, error: &StockError) -> Error {
    let failure = Error::new(Exit::NotOpenable, format!("`{name}`: {error}"));
    match error {
        StockError::Base64 => failure.hint("decode it first: base64 -d"),
        StockError::WrongKey => failure.hint(
            "is it another key, or --mac, or another digest (--md, --pbkdf2, --nosalt)? A damaged file looks the same",
        ),
        StockError::TrailingData { .. } => failure.hint("were two files glued together?"),
        _ => failure,
    }
}
