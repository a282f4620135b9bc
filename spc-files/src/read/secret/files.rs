//! The files that hold keys of a run, none of which is read as anything else.
//!
//! A profile from elsewhere could import the fleet's master key, and a finding about a line of it would show that line.

use std::fs::Metadata;

use spc_core::key::is_tagged_master;

use crate::sys::file_id::FileId;

/// Fewer digits are not a key.
const DIGITS: usize = 32;

/// The files of a run that hold secrets and are not profiles.
#[derive(Clone, Debug, Default)]
pub struct KeyFiles(Vec<FileId>);

impl KeyFiles {
    pub(super) fn new(files: impl Iterator<Item = FileId>) -> Self {
        Self(files.collect())
    }

    /// Adds a file, such as a device list, which holds keys and passwords too.
    #[must_use]
    pub fn and(mut self, about: &Metadata) -> Self {
        self.0.extend(FileId::of(about));
        self
    }

    /// Whether a file is one of them, through any link.
    #[must_use]
    pub fn hold(&self, about: &Metadata) -> bool {
        FileId::of(about).is_some_and(|file| self.0.contains(&file))
    }
}

/// Whether a file consists only of a key: a tagged master key, or hexadecimal digits.
pub(crate) fn is_key(bytes: &[u8]) -> bool {
    let digits = bytes.trim_ascii();
    is_tagged_master(bytes) || (digits.len() >= DIGITS && digits.iter().all(u8::is_ascii_hexdigit))
}
