//! How the files of one model and format are made: the part that the reader of the rows needs.

use spc_fleet::ModelFormat;

use crate::fleet::run::bases::Base;
use crate::read::key::{FetchKeys, KeyIds};

/// How the files of one model and format are made.
#[derive(Debug)]
pub struct FileSettings {
    pub(crate) model_format: ModelFormat,
    pub(crate) is_key_in_list: bool,
    pub(crate) serial: Option<u32>,
    pub(crate) phrases: Phrases,
    pub(crate) is_salted: bool,
    pub(crate) key_ids: KeyIds,
    pub(crate) fetch_keys: FetchKeys,
}

impl FileSettings {
    /// Settings for files of this model and format. `key_ids` says for the manifest which key a file was made with; `fetch_keys`
    /// are the keys that phones use when they fetch their files.
    #[must_use]
    pub const fn new(model_format: ModelFormat, key_ids: KeyIds, fetch_keys: FetchKeys) -> Self {
        let (is_key_in_list, serial, phrases, is_salted) = (false, None, Phrases::Any, false);
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
