//! How the files of a run are made: format, key and binding, from the arguments to one [`Target`].
//!
//! Knows: formats, keys, and what cannot be sealed, in words for the user. It loads the key and draws the salts. Must not
//! know: how a file is encrypted, or where it goes.

use std::cell::OnceCell;
use std::sync::Arc;

use spc_core::format::KeyUse;
use spc_core::key::Key;
use spc_core::profile::Profile;
use spc_core::seal::SealError;
use spc_core::stock::openssl;
use spc_core::{Class, Format, Recipient, Target, TargetMac};
use spc_devices::codes::SECRETS_WITHOUT_KEY;
use spc_files::read::{FleetKey, KeyRequest, Purpose, device_needed, kdf_without_phrase, warn_of};
use spc_files::sys::random::random;
use spc_files::write::Content;
use spc_files::{Advice, Error, ErrorKind, Exit, KeyRole, Reporter};
use spc_fleet::ModelFormat;

use crate::args::SealArgs;
use crate::plan::key::stretching;
use crate::plan::preset;
use crate::words;

mod flags;
mod target;

pub(crate) use flags::rc4_refused;
use flags::refuse_foreign;
use target::{level, openssl_target, rfc8188_target, spc_target};

/// How the files of a run are made.
#[derive(Debug)]
pub(crate) struct SealPlan {
    target: Target,
    format: Format,
    /// What the model determines about an openssl file: how its key is made, and whether it is compressed.
    by_model: (Option<openssl::Kdf>, bool),
    serial: u32,
    /// Whether each file gets its own random salt.
    is_salted: bool,
    /// Also `None` if each device's key is in the device list.
    key: Option<Arc<FleetKey>>,
    is_key_in_list: bool,
    /// Whether the warning about unprotected secrets is suppressed.
    is_quiet: bool,
    role: KeyRole,
}

/// The key that encrypts the files of a run, read only once, whatever their formats.
#[derive(Debug)]
struct RunKey<'w> {
    wanted: &'w KeyRequest,
    key: Option<Arc<FleetKey>>,
    /// The shared key of all containers, computed only once because a passphrase takes time.
    of_containers: OnceCell<Option<Arc<Key>>>,
}

impl RunKey<'_> {
    /// The shared key of all containers; there is none if each device has its own.
    fn of_containers(
        &self,
        args: &SealArgs,
        reproducible: bool,
        reporter: &Reporter,
    ) -> Result<Option<Arc<Key>>, Error> {
        if let Some(shared) = self.of_containers.get() {
            return Ok(shared.clone());
        }
        let kdf = stretching(&args.kdf);
        let shared = match self.key.as_deref() {
            Some(FleetKey::Shared(secret)) => Some(Arc::new(secret.container_key(&kdf, reproducible, reporter)?)),
            Some(FleetKey::Master(_)) | None => kdf_without_phrase(&kdf).map(|()| None)?,
        };
        Ok(self.of_containers.get_or_init(|| shared).clone())
    }
}

impl SealPlan {
    /// Checks the arguments and loads the requested key. `reproducible` requires the same bytes on each run.
    pub(super) fn new(
        args: &SealArgs,
        made: ModelFormat,
        wanted: &KeyRequest,
        reproducible: bool,
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let mut plans = Self::several(args, &[made], wanted, reproducible, reporter)?;
        plans.pop().expect("there is a plan for each of the formats")
    }

    /// The same for files of several formats and models that share a key. A flag is refused if it applies to none of the
    /// formats.
    pub(super) fn several(
        args: &SealArgs,
        kinds: &[ModelFormat],
        wanted: &KeyRequest,
        reproducible: bool,
        reporter: &Reporter,
    ) -> Result<Vec<Result<Self, Error>>, Error> {
        if args.rc4 {
            return Err(rc4_refused());
        }
        let formats: Vec<Format> = kinds.iter().map(|made| made.format()).collect();
        refuse_foreign(args, &formats)?;
        if reproducible && (args.randomize || args.format.random_salt) {
            let failure = Error::usage("random bytes differ on each run, so existing files cannot be compared");
            return Err(failure.hint("leave out --randomize and --random-salt"));
        }
        kinds.iter().for_each(|made| preset::check(&args.format, *made, reporter));
        let is_open = |format: &Format| format.key_use() == KeyUse::Never;
        let secret = if !formats.iter().all(is_open) {
            wanted.load(Purpose::Writing, reporter)?
        } else if wanted.is_flagged() || wanted.is_in_list() {
            let failure = Error::usage("a key is given, but this format does not encrypt");
            return Err(failure.hint("use --format openssl for stock phones, or --format spc for the SPC decoder"));
        } else {
            None
        };
        let key = secret.map(FleetKey::new).transpose()?.map(Arc::new);
        if let (Some(key), true) = (&key, formats.contains(&Format::Openssl)) {
            key.check_phrase(args.allow_non_ascii_key, reporter)?;
        }
        let key = RunKey { wanted, key, of_containers: OnceCell::new() };
        Ok(kinds.iter().map(|made| Self::with_key(args, *made, &key, reproducible, reporter)).collect())
    }

    fn with_key(
        args: &SealArgs,
        made: ModelFormat,
        key: &RunKey<'_>,
        reproducible: bool,
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let (model, format) = (made.model(), made.format());
        let key_use = format.key_use();
        let encrypts = key_use != KeyUse::Never;
        let wanted = key.wanted;
        let (run_key, is_in_list) = (key.key.as_ref().filter(|_| encrypts), wanted.is_in_list() && encrypts);
        if run_key.is_none() && !is_in_list && key_use == KeyUse::Always {
            let message = format!("--format {} needs a key", format.name());
            return Err(Error::key(message).of_kind(ErrorKind::NeedsKey).hint(Advice::GiveKey(wanted.role())));
        }
        let key_ref = run_key.map(|key| &**key);
        let target = match format {
            Format::Spc => {
                let shared = key.of_containers(args, reproducible, reporter)?;
                spc_target(args, key_ref, shared, is_in_list)?
            }
            Format::Openssl => openssl_target(args, model, key_ref)?,
            Format::Rfc8188 => rfc8188_target(args, wanted.form(), key_ref)?,
            Format::Gzip => level(&args.format).into(),
            // No other format is written.
            _ => Target::Xml,
        };
        Ok(Self {
            target,
            format,
            by_model: (preset::kdf(&args.format, model), preset::packs(&args.format, model)),
            serial: args.serial,
            is_salted: args.format.random_salt && key_use == KeyUse::Always,
            key: run_key.cloned(),
            is_key_in_list: is_in_list,
            is_quiet: args.quiet_target,
            role: wanted.role(),
        })
    }

    /// Whether another plan makes the same files.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.format == other.format && (self.format != Format::Openssl || self.by_model == other.by_model)
    }

    /// The format of the files.
    pub(crate) const fn format(&self) -> Format {
        self.format
    }

    /// The key of the run, unless each device has its own in the list.
    pub(crate) fn key(&self) -> Option<&FleetKey> {
        self.key.as_deref()
    }

    /// Whether each device has its own key in the list.
    pub(crate) const fn is_key_in_list(&self) -> bool {
        self.is_key_in_list
    }

    /// How the files are made, each packed on its own.
    pub(crate) const fn target(&self) -> &Target {
        &self.target
    }

    /// The recipient of the file: one device, or any.
    pub(crate) fn recipient(&self, mac: Option<TargetMac>) -> Result<Recipient<'static>, Error> {
        if mac.is_none() && matches!(self.key.as_deref(), Some(FleetKey::Master(_))) {
            return Err(device_needed());
        }
        Ok(Recipient::from(mac).serial(self.serial).salt(self.salt()?))
    }

    /// Whether each file gets its own random salt.
    pub(crate) const fn is_salted(&self) -> bool {
        self.is_salted
    }

    fn salt(&self) -> Result<Option<[u8; 16]>, Error> {
        self.is_salted.then(random).transpose()
    }

    /// Warns once per run about a key that is easily guessed.
    pub(crate) fn warn_if_weak_key(&self, macs: &[TargetMac], profiles: &[&Profile<'_>], reporter: &Reporter) {
        let weakness = self.key.as_ref().and_then(|key| key.weakness(self.target.format(), macs, profiles));
        weakness.iter().for_each(|weakness| warn_of(weakness, reporter));
    }

    /// Whether anyone with the file can read the profile in it.
    const fn is_open_container(&self) -> bool {
        matches!(self.target, Target::Spc(_)) && self.key.is_none() && !self.is_key_in_list
    }

    /// Whether a terminal can show the files.
    pub(crate) const fn content(&self) -> Content {
        if matches!(self.target, Target::Xml) { Content::Text } else { Content::Binary }
    }

    /// Warns once per run if a container that hides nothing holds secrets (FORMAT 10.2).
    pub(crate) fn warn_if_unhidden(&self, secrets: impl FnOnce() -> usize, is_bound: bool, reporter: &Reporter) {
        if self.is_quiet || !self.is_open_container() {
            return;
        }
        let secrets = match secrets() {
            0 => return,
            1 => "1 secret".to_owned(),
            more => format!("{more} secrets"),
        };
        let message = if is_bound {
            format!(
                "--mac alone binds the file to one device but hides nothing: it holds {secrets} [{SECRETS_WITHOUT_KEY}]"
            )
        } else {
            format!("without a key the file hides nothing: it holds {secrets} [{SECRETS_WITHOUT_KEY}]")
        };
        reporter.warn(&message, Some(&format!("add {} to encrypt it", words::key_flags(self.role))));
    }

    /// Warns once per run about what the files cannot store: a container cannot say that a device keeps its user's settings.
    pub(crate) fn warn_if_not_kept(&self, kept: usize, reporter: &Reporter) {
        if kept > 0 && matches!(self.target, Target::Spc(_)) {
            let parameters = if kept == 1 { "1 parameter has".to_owned() } else { format!("{kept} parameters have") };
            let message = format!("an SPC container cannot store `preserve-value`, which {parameters}");
            reporter.warn(&message, Some("the device will use these values even if its user changed them"));
        }
    }

    /// Reports what else users should know about the files, besides that they were written.
    pub(crate) fn remarks(&self, reporter: &Reporter) {
        if matches!(self.target, Target::Rfc8188(_)) {
            reporter.note("the web server must send it with `Content-Encoding: aes128gcm` (MPP from 11.2(3), HTTP only; untested on hardware)");
        }
    }

    /// How the closing line describes a file.
    pub(crate) fn describe(&self, mac: Option<TargetMac>) -> String {
        let device = mac.map_or_else(|| "for any device".to_owned(), |mac| format!("for {mac}"));
        let how = match &self.target {
            Target::Spc(_) if self.is_open_container() => "SPC container without a key; stock phones do not read it",
            Target::Spc(_) => "encrypted SPC container; stock phones do not read it",
            Target::Openssl(_) => "encrypted as openssl enc; not protected against changes",
            Target::Rfc8188(_) => "encrypted as RFC 8188",
            Target::Gzip(_) => "gzip, not encrypted",
            _ => "XML, not encrypted",
        };
        format!("{device} ({how})")
    }
}

/// The error for a file that cannot be made; `name` is the name of the profile.
pub(crate) fn not_sealed(name: &str, error: &SealError) -> Error {
    let exit = match error.class() {
        Class::Usage => Exit::Usage,
        Class::Key => Exit::Key,
        _ => Exit::Input,
    };
    let failure = Error::new(exit, format!("`{name}`: {error}"));
    match error {
        SealError::TooLarge { is_packed: true, .. } | SealError::TooDense { .. } => {
            failure.hint("use --no-gzip with openssl, or --format xml, to write without compression")
        }
        _ => failure,
    }
}
