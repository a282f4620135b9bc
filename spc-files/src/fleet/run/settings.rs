//! How the files of one model and format are made: the part that the reader of the rows needs.

use spc_core::Target;
use spc_fleet::ModelFormat;

use crate::fleet::run::bases::Base;
use crate::read::key::FleetKey;
use crate::read::key_use::{FetchKeys, KeyIds};

/// How the files of one model and format are made.
#[derive(Debug)]
pub struct FileSettings {
    pub(crate) model_format: ModelFormat,
    pub(crate) is_key_in_list: bool,
    pub(crate) serial: Option<u32>,
    pub(crate) phrases: Phrases,
    pub(crate) is_salted: bool,
    /// Which key a file was made with, for the manifest.
    pub(crate) key_ids: KeyIds,
    /// What phones give when they fetch their files, by which they may lose the way to the next ones.
    pub(crate) fetch_keys: FetchKeys,
}

impl FileSettings {
    /// Settings for files of this model and format, made with the key of the run or, without one, with those in the list.
    #[must_use]
    pub fn new(model_format: ModelFormat, target: &Target, key: Option<&FleetKey>) -> Self {
        let (is_key_in_list, serial, phrases, is_salted) = (false, None, Phrases::Any, false);
        let (key_ids, fetch_keys) = (KeyIds::new(target, key), FetchKeys::new(target, key));
        Self { model_format, is_key_in_list, serial, phrases, is_salted, key_ids, fetch_keys }
    }

    /// Sets whether each device has its own key in the list.
    #[must_use]
    pub const fn key_in_list(mut self, is_key_in_list: bool) -> Self {
        self.is_key_in_list = is_key_in_list;
        self
    }

    /// Sets the serial for rows that give none; `None` if files have no serial.
    #[must_use]
    pub const fn serial(mut self, serial: Option<u32>) -> Self {
        self.serial = serial;
        self
    }

    /// Sets which of the list's keys a file may be made with.
    #[must_use]
    pub const fn phrases(mut self, phrases: Phrases) -> Self {
        self.phrases = phrases;
        self
    }

    /// Sets whether each file gets its own random salt.
    #[must_use]
    pub const fn salted(mut self, is_salted: bool) -> Self {
        self.is_salted = is_salted;
        self
    }

    /// The model and the format.
    #[must_use]
    pub const fn model_format(&self) -> ModelFormat {
        self.model_format
    }
}

/// The settings for the files that are made from a base.
pub(crate) fn settings_of<'a>(settings: &'a [FileSettings], base: &Base) -> &'a FileSettings {
    settings.get(base.model_format).expect("each base is there for a model and format of the run")
}

/// Which passphrases a list may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phrases {
    /// Any: the keys are not passphrases, or all devices share one.
    Any,
    /// Passphrases of files that phones read (FORMAT 11.1.5).
    Phones {
        /// Whether a passphrase that is not ASCII is refused.
        ascii_only: bool,
    },
}
