//! How the file of a device is made: format, key and binding, from the arguments to a [`Target`] per device.

use std::sync::Arc;

use spc_core::batch::{self, Keys, Packing};
use spc_core::container::{Protection, Randomizer};
use spc_core::key::{DEFAULT_ITERATIONS, Key, KeyText};
use spc_core::stock::{gzip, openssl, rfc8188};
use spc_core::{Target, TargetMac};

use crate::args::{Format, FormatArgs, SealArgs};
use crate::plan::key::{ikm_form, stretching};
use crate::plan::preset;
use crate::read::key::{FetchKeys, FleetKey, KeyIds, device_key};
use crate::read::secret::{Form, Purpose, Wanted, kdf_without_phrase};
use crate::report::error::Error;
use crate::report::reporter::Reporter;
use crate::sys::random::random;
use crate::write::staged::Content;

/// How the files of a run are made.
#[derive(Debug)]
pub(crate) struct SealPlan {
    settings: Settings,
    /// `None` also where each device's key stands in the device list.
    key: Option<FleetKey>,
    is_key_in_list: bool,
    key_flags: &'static str,
}

#[derive(Debug)]
enum Settings {
    Spc { serial: u32, randomizer: Randomizer, shared: Option<Arc<Key>> },
    Openssl { kdf: openssl::Kdf, gzip: Option<gzip::Level>, salt: Option<[u8; 8]> },
    Rfc8188 { form: rfc8188::IkmForm, record_size: rfc8188::RecordSize, keyid: rfc8188::Keyid, salt: Option<[u8; 16]> },
    Gzip(gzip::Level),
    Xml,
}

impl SealPlan {
    /// Judges the arguments and loads the wanted key. `reproducible` asks for the same bytes on each run.
    pub(crate) fn new(
        args: &SealArgs,
        format: Format,
        wanted: &Wanted,
        reproducible: bool,
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        if args.rc4 {
            return Err(rc4_refused());
        }
        refuse_foreign_flags(args, format)?;
        if reproducible && (args.randomize || args.format.random_salt) {
            let failure = Error::usage("random bytes differ on each run, so there is nothing to compare with");
            return Err(failure.hint("leave --randomize and --random-salt away"));
        }
        preset::check(&args.format, format, reporter);
        let secret = match format {
            Format::Gzip | Format::Xml if wanted.is_flagged() || wanted.is_in_list() => {
                let failure = Error::usage("this format does not encrypt, and a key is given");
                return Err(
                    failure.hint("--format openssl encrypts for stock phones, --format spc for our own decoder")
                );
            }
            Format::Gzip | Format::Xml => None,
            Format::Spc | Format::Openssl | Format::Rfc8188 => wanted.load(Purpose::Writing, reporter)?,
        };
        let key = secret.map(FleetKey::new).transpose()?;
        if key.is_none() && !wanted.is_in_list() && matches!(format, Format::Openssl | Format::Rfc8188) {
            let message = format!("--format {} needs a key", format.name());
            return Err(Error::key(message).hint(format!("give {}", wanted.flags())));
        }
        let settings = match format {
            Format::Spc => container(args, key.as_ref(), reproducible, reporter)?,
            Format::Openssl => openssl_settings(args, key.as_ref(), reporter)?,
            Format::Rfc8188 => rfc8188_settings(args, wanted.form())?,
            Format::Gzip => Settings::Gzip(level(&args.format)),
            Format::Xml => Settings::Xml,
        };
        Ok(Self { settings, key, is_key_in_list: wanted.is_in_list(), key_flags: wanted.flags() })
    }

    /// How the file of one device is made, or of none.
    pub(crate) fn target(&self, mac: Option<TargetMac>) -> Result<Target, Error> {
        let key = || self.key.as_ref().ok_or_else(|| Error::key("each device's key stands in a device list"));
        Ok(match &self.settings {
            Settings::Spc { serial, randomizer, shared } => {
                let protection = Protection::generic().serial(*serial).randomizer(randomizer.clone());
                let protection = if let Some(mac) = mac { protection.mac(mac) } else { protection };
                Target::Spc(match (&self.key, shared) {
                    (Some(FleetKey::Master(master)), _) => protection.key(device_key(master, mac)?),
                    (_, Some(shared)) => protection.key(Arc::clone(shared)),
                    _ => protection,
                })
            }
            Settings::Openssl { kdf, gzip, salt } => Target::Openssl(openssl::Settings {
                phrase: key()?.phrase(mac)?,
                kdf: *kdf,
                salt: salt.map_or(openssl::Salt::Synthetic, openssl::Salt::Given),
                gzip: *gzip,
            }),
            Settings::Rfc8188 { form, record_size, keyid, salt } => {
                let mut settings = rfc8188::Settings::new(key()?.ikm(*form, mac)?);
                settings.record_size = *record_size;
                settings.keyid = keyid.clone();
                settings.salt = salt.map_or(rfc8188::Salt::Synthetic, rfc8188::Salt::Given);
                Target::Rfc8188(settings)
            }
            Settings::Gzip(level) => Target::Gzip(*level),
            Settings::Xml => Target::Xml,
        })
    }

    /// How the files of a fleet are made; `pack` says how those that are compressed are.
    pub(crate) fn fleet(&self, pack: impl Fn(gzip::Level) -> Packing) -> Result<batch::Target, Error> {
        Ok(match &self.settings {
            Settings::Spc { randomizer, shared, .. } => {
                let keys = match (&self.key, shared) {
                    (Some(FleetKey::Master(master)), _) => Some(Keys::Master(Arc::clone(master))),
                    (_, Some(shared)) => Some(Keys::Shared(Arc::clone(shared))),
                    _ => self.is_key_in_list.then_some(Keys::PerRecipient),
                };
                batch::Target::Spc { keys, randomizer: randomizer.clone() }
            }
            Settings::Openssl { kdf, gzip, .. } => batch::Target::Openssl {
                keys: self.fleet_keys(|key| key.phrase(None))?,
                kdf: *kdf,
                packing: gzip.map(pack),
            },
            Settings::Rfc8188 { form, record_size, keyid, .. } => batch::Target::Rfc8188 {
                keys: self.fleet_keys(|key| key.ikm(*form, None))?,
                form: *form,
                record_size: *record_size,
                keyid: keyid.clone(),
            },
            Settings::Gzip(level) => batch::Target::Gzip(pack(*level)),
            Settings::Xml => batch::Target::Xml,
        })
    }

    fn fleet_keys<K>(&self, shared: impl FnOnce(&FleetKey) -> Result<K, Error>) -> Result<Keys<K>, Error> {
        self.key.as_ref().map_or(Ok(Keys::PerRecipient), |key| key.keys(|| shared(key)))
    }

    /// Whether each file gets a random salt of its own.
    pub(crate) const fn is_salted(&self) -> bool {
        matches!(self.settings, Settings::Openssl { salt: Some(_), .. } | Settings::Rfc8188 { salt: Some(_), .. })
    }

    /// The ids of the keys that files are made with.
    pub(crate) fn key_ids(&self) -> KeyIds {
        match (&self.key, &self.settings) {
            (Some(FleetKey::Master(master)), _) => KeyIds::Master(Arc::clone(master)),
            (None, Settings::Spc { .. }) => KeyIds::Listed,
            (_, Settings::Spc { shared, .. }) => match shared.as_deref() {
                Some(Key::Raw(key)) => KeyIds::Shared(key.id()),
                _ => KeyIds::None,
            },
            _ => KeyIds::None,
        }
    }

    /// The keys that phones give when they fetch the files.
    pub(crate) fn fetch_keys(&self) -> FetchKeys {
        match (&self.settings, &self.key) {
            (Settings::Spc { .. } | Settings::Gzip(_) | Settings::Xml, _) => FetchKeys::None,
            (_, Some(FleetKey::Master(master))) => FetchKeys::Master(Arc::clone(master)),
            (_, Some(FleetKey::Shared(secret))) => FetchKeys::Shared(KeyText::new(secret.text.expose().to_owned())),
            (_, None) => FetchKeys::Listed,
        }
    }

    /// Whether whoever has a file can read the profile in it.
    const fn is_open_container(&self) -> bool {
        matches!(self.settings, Settings::Spc { .. }) && self.key.is_none() && !self.is_key_in_list
    }

    /// Whether a terminal can show the files.
    pub(crate) const fn content(&self) -> Content {
        if matches!(self.settings, Settings::Xml) { Content::Text } else { Content::Binary }
    }

    /// Warns once a run when secrets stand in a container that hides nothing (FORMAT 10.2).
    pub(crate) fn warn_if_unhidden(
        &self,
        secrets: impl FnOnce() -> usize,
        is_bound: bool,
        quiet: bool,
        reporter: &Reporter,
    ) {
        if quiet || !self.is_open_container() {
            return;
        }
        let secrets = match secrets() {
            0 => return,
            1 => "1 secret".to_owned(),
            more => format!("{more} secrets"),
        };
        let message = if is_bound {
            format!("--mac alone binds the file to one device but hides nothing: it holds {secrets} [SPC0701]")
        } else {
            format!("without a key the file hides nothing: it holds {secrets} [SPC0701]")
        };
        reporter.warn(&message, Some(&format!("add {}, to encrypt it", self.key_flags)));
    }

    /// What is to be known about the files of this run, beside that they were written.
    pub(crate) fn remarks(&self, reporter: &Reporter) {
        if matches!(self.settings, Settings::Rfc8188 { .. }) {
            reporter.note("the web server must send `Content-Encoding: aes128gcm` with it (MPP from 11.2(3), HTTP only; untested on hardware)");
        }
    }

    /// How the closing line describes a file.
    pub(crate) fn describe(&self, mac: Option<TargetMac>) -> String {
        let device = mac.map_or_else(|| "for any device".to_owned(), |mac| format!("for {mac}"));
        let how = match &self.settings {
            Settings::Spc { .. } if self.is_open_container() => {
                "SPC container, not hidden; stock phones do not read it"
            }
            Settings::Spc { .. } => "encrypted SPC container; stock phones do not read it",
            Settings::Openssl { .. } => "encrypted as openssl enc; nothing protects it against changes",
            Settings::Rfc8188 { .. } => "encrypted as RFC 8188",
            Settings::Gzip(_) => "gzip, not encrypted",
            Settings::Xml => "XML, not encrypted",
        };
        format!("{device} ({how})")
    }
}

/// RC4 would be a lock that everybody opens.
pub(crate) fn rc4_refused() -> Error {
    let failure = Error::usage("--rc4 is refused: RC4 is broken (RFC 7465), and a file must not pretend");
    failure.hint("leave it away: a key encrypts with AES-256, by --key-file or --master-file")
}

/// A flag of another format would be ignored without a word, and cost its user a day.
fn refuse_foreign_flags(args: &SealArgs, chosen: Format) -> Result<(), Error> {
    use Format::{Gzip, Openssl, Rfc8188, Spc};
    let format = &args.format;
    let ikm = format.ikm.ikm_hex || format.ikm.ikm_ascii || format.ikm.ikm_base64url;
    let flags: [(&str, bool, &[Format]); 14] = [
        ("--serial", args.serial != 0, &[Spc]),
        ("--scramble", args.scramble.is_some(), &[Spc]),
        ("--randomize", args.randomize, &[Spc]),
        ("--kdf-salt", args.kdf.kdf_salt.is_some(), &[Spc]),
        ("--kdf-iter", args.kdf.kdf_iter != DEFAULT_ITERATIONS, &[Spc]),
        ("--level", format.level.is_some(), &[Openssl, Gzip]),
        ("--no-gzip", format.no_gzip, &[Openssl]),
        ("--md", format.md.is_some(), &[Openssl]),
        ("--pbkdf2", format.pbkdf2, &[Openssl]),
        ("--force", args.force, &[Openssl]),
        ("--random-salt", format.random_salt, &[Openssl, Rfc8188]),
        ("--record-size", format.record_size.is_some(), &[Rfc8188]),
        ("--keyid", format.keyid.is_some(), &[Rfc8188]),
        ("--ikm-hex, --ikm-ascii and --ikm-base64url", ikm, &[Rfc8188]),
    ];
    let foreign = flags.into_iter().find(|(_, given, formats)| *given && !formats.contains(&chosen));
    let Some((flag, _, formats)) = foreign else { return Ok(()) };
    let formats: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    let message = format!("{flag} has no meaning with --format {}", chosen.name());
    Err(Error::usage(message).hint(format!("it belongs to --format {}", formats.join(" or "))))
}

fn level(args: &FormatArgs) -> gzip::Level {
    args.level.and_then(gzip::Level::new).unwrap_or_default()
}

fn container(
    args: &SealArgs,
    key: Option<&FleetKey>,
    reproducible: bool,
    reporter: &Reporter,
) -> Result<Settings, Error> {
    let randomizer = match &args.scramble {
        Some(phrase) => {
            Randomizer::new(phrase.as_bytes()).map_err(|error| Error::usage(format!("--scramble: {error}")))?
        }
        // A broken generator must not stop the build: the salt is synthetic, so keys are never reused without it.
        None if args.randomize => random::<16>().ok().and_then(|bytes| Randomizer::new(bytes).ok()).unwrap_or_default(),
        None => Randomizer::default(),
    };
    let shared = match key {
        Some(FleetKey::Shared(secret)) => {
            Some(Arc::new(secret.container_key(&stretching(&args.kdf), reproducible, reporter)?))
        }
        Some(FleetKey::Master(_)) | None => {
            kdf_without_phrase(&stretching(&args.kdf))?;
            None
        }
    };
    Ok(Settings::Spc { serial: args.serial, randomizer, shared })
}

fn openssl_settings(args: &SealArgs, key: Option<&FleetKey>, reporter: &Reporter) -> Result<Settings, Error> {
    let digest = preset::digest(&args.format).ok_or_else(|| {
        Error::usage("--format openssl needs the digest that the phone expects")
            .hint("--md md5 for SPA, PAP2T and ATA, --md sha256 for MPP from 11.3; or --model")
    })?;
    key.map_or(Ok(()), |key| key.check_phrase(args.force, reporter))?;
    let iterations = args.format.pbkdf2.then(|| args.format.iter.unwrap_or(openssl::DEFAULT_ITERATIONS));
    Ok(Settings::Openssl {
        kdf: openssl::Kdf { digest, iterations },
        gzip: preset::packs(&args.format).then(|| level(&args.format)),
        salt: args.format.random_salt.then(random).transpose()?,
    })
}

fn rfc8188_settings(args: &SealArgs, form: Option<Form>) -> Result<Settings, Error> {
    let form = ikm_form(&args.format.ikm, form).ok_or_else(|| {
        Error::usage("--format rfc8188 needs to know how the key text is read")
            .hint("give --ikm-hex, --ikm-ascii or --ikm-base64url")
    })?;
    let size = args.format.record_size.map(|size| {
        rfc8188::RecordSize::new(size).ok_or_else(|| Error::usage(format!("--record-size {size} is under 18 bytes")))
    });
    let keyid = args.format.keyid.as_deref().map(|text| {
        rfc8188::Keyid::new(text.as_bytes().to_vec()).ok_or_else(|| Error::usage("--keyid is over 255 bytes"))
    });
    Ok(Settings::Rfc8188 {
        form,
        record_size: size.transpose()?.unwrap_or_default(),
        keyid: keyid.transpose()?.unwrap_or_default(),
        salt: args.format.random_salt.then(random).transpose()?,
    })
}
