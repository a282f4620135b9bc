//! The key of a run: which source names it, its line of text, and how that text is read.
//!
//! There is one source or none. The text is wiped on drop, and never appears in a message.

use std::path::{Path, PathBuf};

use spc_core::key::{DEFAULT_ITERATIONS, Key, KeyError, KeyText, MasterKey, Passphrase, RawKey, is_tagged_master};
use spc_core::stock::rfc8188::IkmForm;

use self::environment::Found;
pub use self::environment::Variable;
pub use self::files::KeyFiles;
pub(crate) use self::files::is_key;
pub use self::source::{KeySource, Purpose};
use crate::read::input::is_dash;
use crate::report::advice::Advice;
use crate::report::advice::KeyRole;
use crate::report::error::{Error, ErrorKind};
use crate::report::reporter::Reporter;
use crate::sys::file_id::FileId;
use crate::sys::prompt::can_prompt;
use crate::sys::random::random;

mod environment;
mod files;
mod source;
mod text;

/// How a key text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextForm {
    /// Hexadecimal digits: a raw key.
    Hex,
    /// A passphrase.
    Ascii,
}

/// As the key text of an RFC 8188 file.
impl From<TextForm> for IkmForm {
    fn from(form: TextForm) -> Self {
        match form {
            TextForm::Hex => Self::Hex,
            TextForm::Ascii => Self::Ascii,
        }
    }
}

/// How a passphrase is stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stretching {
    /// Random where none is given.
    pub salt: Option<[u8; 16]>,
    /// How often it is hashed.
    pub iterations: u32,
}

impl Default for Stretching {
    /// A random salt, and the usual rounds.
    fn default() -> Self {
        Self::new(None, DEFAULT_ITERATIONS)
    }
}

impl Stretching {
    /// This salt, or a random one, and this many rounds.
    #[must_use]
    pub const fn new(salt: Option<[u8; 16]>, iterations: u32) -> Self {
        Self { salt, iterations }
    }

    /// Whether anything but the default is requested.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        self.salt.is_some() || self.iterations != DEFAULT_ITERATIONS
    }
}

/// Which key a command requests: what its flags say, before anything is read.
#[derive(Debug)]
pub struct KeyRequest {
    role: KeyRole,
    source: Option<KeySource>,
    is_master: bool,
    form: Option<TextForm>,
    environment: &'static [Variable],
}

/// The files that these keys are read from.
#[must_use]
pub fn key_files(keys: &[&KeyRequest]) -> KeyFiles {
    KeyFiles::new(keys.iter().filter_map(|key| key.file_id()))
}

impl KeyRequest {
    /// A key that nothing names yet.
    #[must_use]
    pub const fn new(role: KeyRole) -> Self {
        Self { role, source: None, is_master: false, form: None, environment: &[] }
    }

    /// The source that names it, if one does.
    #[must_use]
    pub fn source(self, source: Option<KeySource>) -> Self {
        Self { source, ..self }
    }

    /// Whether the flags say that it is a master key.
    #[must_use]
    pub const fn master(mut self, is_master: bool) -> Self {
        self.is_master = is_master;
        self
    }

    /// How its text is read, if the flags say so.
    #[must_use]
    pub const fn read_as(mut self, form: Option<TextForm>) -> Self {
        self.form = form;
        self
    }

    /// Lets one of these variables name the key if there is no source.
    #[must_use]
    pub fn or_environment(self, environment: &'static [Variable]) -> Self {
        Self { environment, ..self }
    }

    /// The keys in a device list, which must be the only ones; `self` is what the flags say.
    ///
    /// # Errors
    /// Another key is given, or the environment is ambiguous.
    pub fn in_list(self) -> Result<Self, Error> {
        self.refuse_beside_list()?;
        Ok(Self { role: KeyRole::List, ..self })
    }

    /// Refuses a key in addition to those in a device list.
    ///
    /// # Errors
    /// Another key is given, or the environment is ambiguous.
    pub fn refuse_beside_list(&self) -> Result<(), Error> {
        if !self.is_named()? {
            return Ok(());
        }
        let failure = Error::usage("the device list has keys, but another key is given");
        Err(failure.hint("remove its column `key`, or the flag or variable"))
    }

    /// Whether each device's key is in the device list.
    #[must_use]
    pub fn is_in_list(&self) -> bool {
        self.role == KeyRole::List
    }

    /// Whether a flag requests a key; the environment may name one without a flag.
    #[must_use]
    pub const fn is_flagged(&self) -> bool {
        self.source.is_some() || self.is_master
    }

    /// Whether a source or the environment names a key.
    ///
    /// # Errors
    /// The environment names several keys, or an empty one.
    pub fn is_named(&self) -> Result<bool, Error> {
        Ok(self.is_flagged() || environment::key(self.environment)?.is_some())
    }

    /// Whether it is a master key, according to the flags or the variable that names it.
    #[must_use]
    pub fn is_master(&self) -> bool {
        self.is_master || matches!(self.found(), Ok(Some(Found { is_master: true, .. })))
    }

    /// How the text is read, according to the flags.
    #[must_use]
    pub const fn form(&self) -> Option<TextForm> {
        self.form
    }

    /// The role of this key in the run.
    #[must_use]
    pub const fn role(&self) -> KeyRole {
        self.role
    }

    /// Ensures that standard input is read only once: by the command's own input or by one of its keys.
    ///
    /// # Errors
    /// More than one of them is standard input.
    pub fn share_stdin(input: Option<&Path>, keys: &[&Self]) -> Result<(), Error> {
        let from_keys = keys.iter().filter(|key| key.is_stdin()).count();
        let from_input = usize::from(input.is_some_and(is_dash));
        if from_keys.saturating_add(from_input) < 2 {
            return Ok(());
        }
        let failure = Error::usage("standard input can be read only once, but is used twice");
        Err(failure.hint("give the key in a file, on a descriptor or with a command"))
    }

    /// What the environment names if no source does.
    fn found(&self) -> Result<Option<Found>, Error> {
        if self.source.is_none() { environment::key(self.environment) } else { Ok(None) }
    }

    fn is_stdin(&self) -> bool {
        let is_stdin = |source: &KeySource| matches!(source, KeySource::Stdin);
        match &self.source {
            Some(source) => is_stdin(source),
            None => self.found().is_ok_and(|found| found.is_some_and(|found| is_stdin(&found.source))),
        }
    }

    /// The file that holds the key, which no output may replace.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        let path = |source: &KeySource| match source {
            KeySource::File { path, .. } => Some(path.clone()),
            _ => None,
        };
        match &self.source {
            Some(source) => path(source),
            None => path(&self.found().ok()??.source),
        }
    }

    /// The file or pipe that the key is read from, if it is one.
    fn file_id(&self) -> Option<FileId> {
        match &self.source {
            Some(source) => source.file_id(),
            None => self.found().ok()??.source.file_id(),
        }
    }

    /// Reads the key that the flags or else the environment name; `None` if neither does.
    ///
    /// # Errors
    /// The key cannot be read, is not a single line of text, or is a master key in place of another key.
    pub fn load(&self, purpose: Purpose, reporter: &Reporter) -> Result<Option<Secret>, Error> {
        let found = self.found()?;
        let is_master = self.is_master();
        let Some(source) = self.source.as_ref().or(found.as_ref().map(|found| &found.source)) else {
            return self.nothing();
        };
        if is_master && self.form.is_some() {
            return Err(Error::usage("a master key has a fixed form, but a different one was requested"));
        }
        if matches!(source, KeySource::Argument(_)) {
            reporter.warn_about_key(
                "a key on the command line can be seen by other users, in shell histories and in logs",
                reporter.words(Advice::HideKey).as_deref(),
            );
        }
        let origin = source.origin();
        let read = source.read(purpose, reporter)?;
        let text = text::checked(&read, &origin)?;
        if !is_master && is_tagged_master(text.as_bytes()) {
            let message =
                format!("{origin} is the master key of a fleet, which must not be used as the key of a device");
            return Err(Error::key(message).hint(Advice::SayMaster(self.role)));
        }
        let text = if is_master { text } else { text::one_line(text, &origin)? };
        if self.form.is_none() && !is_master && text::is_almost_hex(text) {
            let message = format!("{origin} is hexadecimal digits with spaces or separators, so it is not a raw key");
            reporter.warn_about_key(&message, reporter.words(Advice::SayPhrase).as_deref());
        }
        if !is_master && text::has_outer_blanks(text) {
            let message = format!("{origin} begins or ends with a space, which is part of the key");
            reporter.warn_about_key(&message, Some("remove it, unless the devices have it too"));
        }
        Ok(Some(Secret { text: KeyText::new(text.to_owned()), origin, is_master, form: self.form }))
    }

    fn missing(&self, message: &str) -> Error {
        Error::usage(message).of_kind(ErrorKind::NeedsKey).hint(Advice::GiveKey(self.role))
    }

    fn nothing(&self) -> Result<Option<Secret>, Error> {
        if self.is_master {
            return Err(self.missing("a master key was requested, but no key is given"));
        }
        if self.form.is_some() {
            return Err(self.missing("a key form is given without a key"));
        }
        Ok(None)
    }
}

/// The key of a run, read but not yet checked.
#[derive(Debug)]
pub struct Secret {
    /// The text as it was read, without its line end.
    pub text: KeyText,
    /// Where it came from, for messages.
    pub origin: String,
    /// Whether the text is the fleet's master key.
    pub is_master: bool,
    form: Option<TextForm>,
}

impl Secret {
    /// The key of one device, from a device list.
    #[must_use]
    pub fn listed(text: KeyText) -> Self {
        Self { text, origin: "the device's key in the list".to_owned(), is_master: false, form: None }
    }

    /// Prompts for a key, for a file that turns out to need one; `None` without a terminal.
    ///
    /// # Errors
    /// The terminal cannot be read, or the key is empty.
    pub fn ask(reporter: &Reporter) -> Result<Option<Self>, Error> {
        if !can_prompt() {
            return Ok(None);
        }
        let wanted = KeyRequest::new(KeyRole::Usual).source(Some(KeySource::Prompt("key: ")));
        wanted.load(Purpose::Reading, reporter)
    }

    /// The text as the fleet's master key.
    ///
    /// # Errors
    /// The text is not a master key.
    pub fn master(&self) -> Result<MasterKey, Error> {
        MasterKey::from_text(self.text.expose()).map_err(|error| bad_key(&self.origin, error))
    }

    /// Whether the text is read as a raw key of a container: digits only, unless its form is given.
    fn is_raw(&self) -> bool {
        let digits = || self.text.expose().bytes().all(|byte| byte.is_ascii_hexdigit());
        self.form.map_or_else(digits, |form| form == TextForm::Hex)
    }

    /// The text as the key of a container; a passphrase is stretched here, once per run.
    ///
    /// # Errors
    /// The text is not such a key, or a setting of PBKDF2 has no meaning for it.
    pub fn container_key(&self, kdf: &Stretching, reproducible: bool, reporter: &Reporter) -> Result<Key, Error> {
        let bad = |error: KeyError| bad_key(&self.origin, error);
        if self.is_raw() {
            kdf_without_phrase(kdf)?;
            return Ok(RawKey::from_hex(self.text.expose()).map_err(bad)?.into());
        }
        let phrase = Passphrase::new(self.text.expose().to_owned()).map_err(bad)?;
        let salt = match kdf.salt {
            Some(salt) => salt,
            None if reproducible => {
                let failure = Error::usage("a passphrase with a random salt gives different bytes on each run");
                return Err(failure.hint(Advice::ChooseSalt));
            }
            None => random()?,
        };
        let key = phrase.stretch(&salt, kdf.iterations).map_err(|error| Error::usage(error.to_string()))?;
        if kdf.iterations < DEFAULT_ITERATIONS {
            let message =
                format!("{} PBKDF2 rounds are fewer than the default of {DEFAULT_ITERATIONS}", kdf.iterations);
            reporter.warn_about_key(&message, reporter.words(Advice::UsualRounds).as_deref());
        }
        Ok(key.into())
    }
}

/// Refuses PBKDF2 settings that would be ignored, because a user who gives them believes that a passphrase is used.
///
/// # Errors
/// There is such a setting.
pub fn kdf_without_phrase(kdf: &Stretching) -> Result<(), Error> {
    if !kdf.is_given() {
        return Ok(());
    }
    let failure = Error::usage("a salt and a number of rounds apply only to a passphrase, and this key is not one");
    Err(failure.hint("leave them out"))
}

/// The error for an invalid key text; `origin` says where it came from.
#[must_use]
pub(crate) fn bad_key(origin: &str, error: KeyError) -> Error {
    let failure = Error::key(format!("{origin}: {error}"));
    match error {
        KeyError::Empty => failure.hint(Advice::MakeMaster),
        KeyError::MasterLength { .. } | KeyError::MasterLines | KeyError::MasterTag => {
            failure.hint("a master key is one line: `SPC-MASTER-KEY-1-` and 64 hexadecimal digits")
        }
        KeyError::NotHex { .. } => failure.hint("a raw key or a master key may contain only 0 to 9 and a to f"),
        KeyError::RawLength { .. } | KeyError::OddDigits { .. } => failure.hint(Advice::SayPhrase),
        _ => failure,
    }
}
