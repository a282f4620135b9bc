//! The result for one file of a directory, for people and for programs.
//!
//! Knows: states, their words and their exit codes. Must not know: how a state is determined.

use std::path::Path;

use serde_json::{Map, Value};
use spc_core::escape::{escape_json, without_keys};
use spc_fleet::devices::Listed;

use crate::report::error::Error;
use crate::report::exit::Exit;

/// The schema of the JSON objects about a directory. Fields may be added to it, but nothing else changes.
pub(super) const SCHEMA: u32 = 1;

/// The state of one file.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileState {
    /// It opens, and is what the list requires.
    Fine,
    /// It does not exist.
    Missing,
    /// It does not open, or its device does not read it.
    Wrong(Error),
    /// It opens, but is not what the list now requires.
    Stale(Stale),
    /// It exists, but was not opened because the key is wrong.
    Unopened,
    /// It belongs to no device.
    Extra,
}

/// Why a file that opens is not what the list now requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stale {
    /// It has this serial, which is lower than the list's.
    Serial(u32),
    /// Its content differs from what the list and the base give.
    Content,
}

/// One file, and its state.
#[derive(Debug)]
#[non_exhaustive]
pub struct VerifiedFile<'f> {
    /// Where it is, or should be.
    pub path: &'f Path,
    /// Its device; none if the file is extra.
    pub device: Option<&'f Listed>,
    /// Its state.
    pub state: FileState,
}

impl<'f> VerifiedFile<'f> {
    pub(super) const fn new(path: &'f Path, device: Option<&'f Listed>, state: FileState) -> Self {
        Self { path, device, state }
    }

    /// The word for scripts to compare.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.state {
            FileState::Fine => "fine",
            FileState::Missing => "missing",
            FileState::Wrong(_) => "wrong",
            FileState::Stale(_) => "stale",
            FileState::Unopened => "unopened",
            FileState::Extra => "extra",
        }
    }

    /// How a run ends if nothing else is worse.
    #[must_use]
    pub const fn exit(&self) -> Option<Exit> {
        match &self.state {
            FileState::Fine => None,
            FileState::Missing | FileState::Stale(_) | FileState::Extra => Some(Exit::Input),
            FileState::Unopened => Some(Exit::NotOpenable),
            FileState::Wrong(error) => Some(error.exit()),
        }
    }

    /// What is wrong with it, if that is reported for each file.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        let shown = self.path.display();
        let of_device = |say: fn(&Listed) -> String| self.device.map(say).unwrap_or_default();
        let message = match &self.state {
            FileState::Fine | FileState::Unopened => return None,
            FileState::Wrong(error) => return Some(error.clone()),
            FileState::Missing => {
                format!("`{shown}` is missing: {} has no file", of_device(|device| device.mac.to_string()))
            }
            FileState::Stale(Stale::Content) => {
                format!("`{shown}` is stale: it opens, but the list and its base now give a different profile")
            }
            FileState::Stale(Stale::Serial(serial)) => {
                let listed = of_device(|device| device.serial.unwrap_or_default().to_string());
                format!("`{shown}` is stale: its serial is {serial}, the list has {listed}")
            }
            FileState::Extra => format!("`{shown}` is extra: no device in the list uses it"),
        };
        Some(Error::new(Exit::Input, message))
    }

    /// Everything that is known about it, as one JSON object on a line.
    #[must_use]
    pub fn json(&self) -> String {
        let mut facts = Map::new();
        facts.insert("schema".into(), SCHEMA.into());
        facts.insert("file".into(), self.path.display().to_string().into());
        facts.insert("state".into(), self.word().into());
        if let Some(device) = self.device {
            facts.insert("mac".into(), device.mac.to_string().into());
        }
        if let Some(Error::Message { message, .. }) = self.error() {
            facts.insert("error".into(), without_keys(&message).into());
        }
        if let Some(exit) = self.exit() {
            facts.insert("exit".into(), (exit as u8).into());
        }
        escape_json(&Value::from(facts).to_string())
    }
}
