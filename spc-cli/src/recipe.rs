//! How the file of a device is made: format, key and binding, from the arguments to a [`Target`] per device.

use std::sync::Arc;

use spc_core::container::{Protection, Randomizer};
use spc_core::key::{DEFAULT_ITERATIONS, Key, MasterKey};
use spc_core::profile::Profile;
use spc_core::stock::{gzip, openssl, rfc8188};
use spc_core::{Target, TargetMac};

use crate::args::{Digest, Format, FormatArgs, IkmArgs, SealArgs};
use crate::failure::Failure;
use crate::output::Content;
use crate::secret::{Purpose, Secret};
use crate::talk::Talk;

/// How the files of a run are made.
#[derive(Debug)]
pub(crate) struct Recipe {
    format: Settings,
    key: FleetKey,
}

/// Whose key it is.
#[derive(Debug)]
enum FleetKey {
    None,
    /// Every device has its own.
    Master(MasterKey),
    /// One for all.
    Shared(Secret),
}

#[derive(Debug)]
enum Settings {
    Spc { base: Protection },
    Openssl { kdf: openssl::Kdf, gzip: Option<gzip::Level>, salt: Option<[u8; 8]> },
    Rfc8188 { form: IkmForm, record_size: rfc8188::RecordSize, keyid: rfc8188::Keyid, salt: Option<[u8; 16]> },
    Gzip(gzip::Level),
    Xml,
}

/// How the key text of an RFC 8188 file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IkmForm {
    Hex,
    Ascii,
    Base64Url,
}

impl IkmForm {
    pub(crate) fn from_args(args: &IkmArgs, key: &crate::args::KeyArgs) -> Option<Self> {
        let implied = || match key.form()? {
            crate::args::KeyFormArg::Hex => Some(Self::Hex),
            crate::args::KeyFormArg::Ascii => Some(Self::Ascii),
        };
        match args {
            IkmArgs { ikm_hex: true, .. } => Some(Self::Hex),
            IkmArgs { ikm_ascii: true, .. } => Some(Self::Ascii),
            IkmArgs { ikm_base64url: true, .. } => Some(Self::Base64Url),
            _ => implied(),
        }
    }

    pub(crate) fn read(self, text: &str) -> Result<rfc8188::Ikm, spc_core::key::KeyError> {
        match self {
            Self::Hex => rfc8188::Ikm::from_hex(text),
            Self::Ascii => rfc8188::Ikm::from_ascii(text),
            Self::Base64Url => rfc8188::Ikm::from_base64url(text),
        }
    }
}

impl Recipe {
    /// Judges the arguments and loads the key. `reproducible` asks for the same bytes on each run.
    pub(crate) fn new(args: &SealArgs, reproducible: bool, talk: &mut Talk) -> Result<Self, Failure> {
        if args.rc4 {
            let failure = Failure::usage("--rc4 is refused: RC4 is broken (RFC 7465), and a file must not pretend");
            return Err(failure.hint("leave it away: a key encrypts with AES-256, by --key-file or --master-file"));
        }
        refuse_foreign_flags(args)?;
        if reproducible && (args.randomize || args.format.random_salt) {
            let failure = Failure::usage("random bytes differ on each run, so there is nothing to compare with");
            return Err(failure.hint("leave --randomize and --random-salt away"));
        }
        let secret = match args.format.format {
            Format::Gzip | Format::Xml if args.key.is_given() => {
                let failure = Failure::usage("this format does not encrypt, and a key is given");
                return Err(
                    failure.hint("--format openssl encrypts for stock phones, --format spc for our own decoder")
                );
            }
            Format::Gzip | Format::Xml => None,
            Format::Spc | Format::Openssl | Format::Rfc8188 => Secret::load(&args.key, Purpose::Writing, talk)?,
        };
        let key = match secret {
            None => FleetKey::None,
            Some(secret) if secret.is_master => FleetKey::Master(secret.master()?),
            Some(secret) => FleetKey::Shared(secret),
        };
        let format = match args.format.format {
            Format::Spc => Settings::Spc { base: container(args, &key, reproducible, talk)? },
            Format::Openssl => openssl_settings(args, &key, talk)?,
            Format::Rfc8188 => rfc8188_settings(args, &key)?,
            Format::Gzip => Settings::Gzip(level(&args.format)),
            Format::Xml => Settings::Xml,
        };
        Ok(Self { format, key })
    }

    /// How the file of one device is made, or of none.
    pub(crate) fn target(&self, mac: Option<TargetMac>) -> Result<Target, Failure> {
        let device_key = match (&self.key, mac) {
            (FleetKey::Master(_), None) => {
                let failure = Failure::usage("a master key gives each device its own key, so the device is needed");
                return Err(failure.hint("give --mac"));
            }
            (FleetKey::Master(master), Some(mac)) => Some(master.device_key(mac)),
            _ => None,
        };
        let shared = match &self.key {
            FleetKey::Shared(secret) => secret.text.expose(),
            FleetKey::None | FleetKey::Master(_) => "",
        };
        Ok(match &self.format {
            Settings::Spc { base } => {
                let protection = base.clone();
                let protection = if let Some(mac) = mac { protection.mac(mac) } else { protection };
                Target::Spc(if let Some(key) = device_key { protection.key(key) } else { protection })
            }
            Settings::Openssl { kdf, gzip, salt } => Target::Openssl(openssl::Settings {
                phrase: match device_key {
                    Some(key) => key.into(),
                    None => openssl::Phrase::new(shared.as_bytes().to_vec()).map_err(|error| self.bad_key(error))?,
                },
                kdf: *kdf,
                salt: salt.map_or(openssl::Salt::Synthetic, openssl::Salt::Given),
                gzip: *gzip,
            }),
            Settings::Rfc8188 { form, record_size, keyid, salt } => {
                let ikm = match &device_key {
                    Some(key) => key.with_hex(|digits| form.read(digits)),
                    None => form.read(shared),
                };
                let mut settings = rfc8188::Settings::new(ikm.map_err(|error| self.bad_key(error))?);
                settings.record_size = *record_size;
                settings.keyid = keyid.clone();
                settings.salt = salt.map_or(rfc8188::Salt::Synthetic, rfc8188::Salt::Given);
                Target::Rfc8188(settings)
            }
            Settings::Gzip(level) => Target::Gzip(*level),
            Settings::Xml => Target::Xml,
        })
    }

    fn bad_key(&self, error: spc_core::key::KeyError) -> Failure {
        let origin = match &self.key {
            FleetKey::Shared(secret) => secret.origin.as_str(),
            FleetKey::None | FleetKey::Master(_) => "the key",
        };
        Failure::bad_key(origin, error)
    }

    /// Whether a terminal can show the files.
    pub(crate) const fn content(&self) -> Content {
        if matches!(self.format, Settings::Xml) { Content::Text } else { Content::Binary }
    }

    /// Warns once a run when secrets stand in a container that hides nothing (FORMAT 10.2).
    pub(crate) fn warn_if_unhidden(&self, profile: &Profile<'_>, is_bound: bool, quiet: bool, talk: &mut Talk) {
        let Settings::Spc { base } = &self.format else { return };
        if quiet || base.hides_content() || matches!(self.key, FleetKey::Master(_)) || !profile.has_secrets() {
            return;
        }
        let secrets = match profile.secrets() {
            1 => "1 secret".to_owned(),
            more => format!("{more} secrets"),
        };
        let message = if is_bound {
            format!("--mac alone binds the file to one device but hides nothing: it holds {secrets} [SPC0701]")
        } else {
            format!("without a key the file hides nothing: it holds {secrets} [SPC0701]")
        };
        talk.warn(&message, Some("add --master-file, or --key-file, to encrypt it"));
    }

    /// What is to be known about the files of this run, beside that they were written.
    pub(crate) fn remarks(&self, talk: &Talk) {
        if matches!(self.format, Settings::Rfc8188 { .. }) {
            talk.note("the web server must send `Content-Encoding: aes128gcm` with it (MPP from 11.2(3), HTTP only; untested on hardware)");
        }
    }

    /// How the closing line describes a file.
    pub(crate) fn describe(&self, mac: Option<TargetMac>) -> String {
        let device = mac.map_or_else(|| "for any device".to_owned(), |mac| format!("for {mac}"));
        let how = match &self.format {
            Settings::Spc { base } if base.hides_content() || matches!(self.key, FleetKey::Master(_)) => {
                "encrypted SPC container; stock phones do not read it"
            }
            Settings::Spc { .. } => "SPC container, not hidden; stock phones do not read it",
            Settings::Openssl { .. } => "encrypted as openssl enc; nothing protects it against changes",
            Settings::Rfc8188 { .. } => "encrypted as RFC 8188",
            Settings::Gzip(_) => "gzip, not encrypted",
            Settings::Xml => "XML, not encrypted",
        };
        format!("{device} ({how})")
    }
}

/// A flag of another format would be ignored without a word, and cost its user a day.
fn refuse_foreign_flags(args: &SealArgs) -> Result<(), Failure> {
    use Format::{Gzip, Openssl, Rfc8188, Spc, Xml};
    let format = &args.format;
    let ikm = format.ikm.ikm_hex || format.ikm.ikm_ascii || format.ikm.ikm_base64url;
    let flags: [(&str, bool, &[Format]); 15] = [
        ("--serial", args.serial != 0, &[Spc]),
        ("--scramble", args.scramble.is_some(), &[Spc]),
        ("--randomize", args.randomize, &[Spc]),
        ("--kdf-salt", args.kdf_salt.is_some(), &[Spc]),
        ("--kdf-iter", args.kdf_iter != DEFAULT_ITERATIONS, &[Spc]),
        ("--verbatim", format.verbatim, &[Openssl, Rfc8188, Gzip, Xml]),
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
    let foreign = flags.into_iter().find(|(_, given, formats)| *given && !formats.contains(&format.format));
    let Some((flag, _, formats)) = foreign else { return Ok(()) };
    let name = |format: &Format| match format {
        Spc => "spc",
        Openssl => "openssl",
        Rfc8188 => "rfc8188",
        Gzip => "gzip",
        Xml => "xml",
    };
    let formats: Vec<&str> = formats.iter().map(name).collect();
    let message = format!("{flag} has no meaning with --format {}", name(&format.format));
    Err(Failure::usage(message).hint(format!("it belongs to --format {}", formats.join(" or "))))
}

fn level(args: &FormatArgs) -> gzip::Level {
    args.level.and_then(gzip::Level::new).unwrap_or_default()
}

fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::new(crate::exit::Exit::Io, format!("the system has no random bytes: {error}")))?;
    Ok(bytes)
}

fn container(args: &SealArgs, key: &FleetKey, reproducible: bool, talk: &mut Talk) -> Result<Protection, Failure> {
    let randomizer = match &args.scramble {
        Some(phrase) => {
            Randomizer::new(phrase.as_bytes()).map_err(|error| Failure::usage(format!("--scramble: {error}")))?
        }
        // A broken generator must not stop the build: the salt is synthetic, so keys are never reused without it.
        None if args.randomize => random::<16>().ok().and_then(|bytes| Randomizer::new(bytes).ok()).unwrap_or_default(),
        None => Randomizer::default(),
    };
    let base = Protection::generic().serial(args.serial).randomizer(randomizer);
    let FleetKey::Shared(secret) = key else { return Ok(base) };
    if !secret.is_raw() && args.kdf_iter < DEFAULT_ITERATIONS {
        let message = format!("{} PBKDF2 rounds are fewer than {DEFAULT_ITERATIONS}", args.kdf_iter);
        talk.warn_about_key(&message, Some("phrases are guessed faster; leave --kdf-iter away"));
    }
    let kdf = || match args.kdf_salt {
        Some(salt) => Ok((salt, args.kdf_iter)),
        None if reproducible => {
            let failure = Failure::usage("a passphrase without --kdf-salt gives other bytes on each run");
            Err(failure.hint("commit one random --kdf-salt for the fleet"))
        }
        None => Ok((random()?, args.kdf_iter)),
    };
    let key: Arc<Key> = Arc::new(secret.container_key(kdf, talk)?);
    Ok(base.key(key))
}

fn openssl_settings(args: &SealArgs, key: &FleetKey, talk: &mut Talk) -> Result<Settings, Failure> {
    let digest = match args.format.md {
        Some(Digest::Md5) => openssl::Digest::Md5,
        Some(Digest::Sha256) => openssl::Digest::Sha256,
        None if args.format.pbkdf2 => openssl::Digest::Sha256,
        None => {
            let failure = Failure::usage("--format openssl needs the digest that the phone expects");
            return Err(failure.hint("--md md5 for SPA, PAP2T and ATA, --md sha256 for MPP from 11.3; or --model"));
        }
    };
    match key {
        FleetKey::None => return Err(key_needed("openssl")),
        FleetKey::Shared(secret) => {
            let phrase = openssl::Phrase::new(secret.text.expose().as_bytes().to_vec())
                .map_err(|error| Failure::bad_key(&secret.origin, error))?;
            if !phrase.is_ascii() && !args.force {
                let failure = Failure::key(format!("{} is not ASCII, and phones read nothing else", secret.origin));
                return Err(failure.hint("--force writes the file all the same, with the bytes as they are"));
            }
            if phrase.has_rule_syntax() {
                talk.warn_about_key(
                    "the phrase has a `\"` or a `$`, which the phone's Profile_Rule does not take literally",
                    Some("`spc derive` makes keys of digits and letters"),
                );
            }
        }
        FleetKey::Master(_) => {}
    }
    let iterations = args.format.pbkdf2.then(|| args.format.iter.unwrap_or(openssl::DEFAULT_ITERATIONS));
    Ok(Settings::Openssl {
        kdf: openssl::Kdf { digest, iterations },
        gzip: (!args.format.no_gzip).then(|| level(&args.format)),
        salt: args.format.random_salt.then(random).transpose()?,
    })
}

fn rfc8188_settings(args: &SealArgs, key: &FleetKey) -> Result<Settings, Failure> {
    if matches!(key, FleetKey::None) {
        return Err(key_needed("rfc8188"));
    }
    let form = IkmForm::from_args(&args.format.ikm, &args.key).ok_or_else(|| {
        Failure::usage("--format rfc8188 needs to know how the key text is read")
            .hint("give --ikm-hex, --ikm-ascii or --ikm-base64url")
    })?;
    let size = args.format.record_size.map(|size| {
        rfc8188::RecordSize::new(size).ok_or_else(|| Failure::usage(format!("--record-size {size} is under 18 bytes")))
    });
    let keyid = args.format.keyid.as_deref().map(|text| {
        rfc8188::Keyid::new(text.as_bytes().to_vec()).ok_or_else(|| Failure::usage("--keyid is over 255 bytes"))
    });
    Ok(Settings::Rfc8188 {
        form,
        record_size: size.transpose()?.unwrap_or_default(),
        keyid: keyid.transpose()?.unwrap_or_default(),
        salt: args.format.random_salt.then(random).transpose()?,
    })
}

fn key_needed(format: &str) -> Failure {
    Failure::key(format!("--format {format} needs a key")).hint("give --master-file, or --key-file")
}
