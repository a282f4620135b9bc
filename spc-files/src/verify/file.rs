//! The result for one file, for people and for programs, whether it was named or belongs to a list.
//!
//! Knows: states, their words and their exit codes. Must not know: how a list determines a state.

use std::path::Path;

use serde_json::{Map, Value};
use spc_core::TargetMac;
use spc_core::escape::{escape_json, without_keys};

use crate::read::input::Input;
use crate::read::opener::{self, Opener};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::verify::expected::Expected;
use crate::verify::verified::Verified;

/// The schema of the JSON objects about files. Fields may be added to it, but nothing else changes.
pub(crate) const SCHEMA: u32 = 1;

/// The state of one file. A file that is named individually is [`Self::Fine`], [`Self::Wrong`] or [`Self::Unread`].
#[derive(Debug)]
#[non_exhaustive]
pub enum FileState {
    /// It opens, and is what its list requires.
    Fine(Verified),
    /// It does not exist.
    Missing,
    /// It does not open, or is not what is expected.
    Wrong(Error),
    /// It opens, but its model does not read it.
    Unread(Verified),
    /// It opens, but is not what the list now requires.
    Stale(Verified, Stale),
    /// It exists, but was not opened because the key is wrong.
    Unopened,
    /// It belongs to no device.
    Extra,
}

/// Why a file that opens is not what the list now requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stale {
    /// Its serial is lower than this one of the list.
    Serial(u32),
    /// Its content differs from what the list and the base give.
    Content,
}

impl From<Result<Verified, Error>> for FileState {
    fn from(found: Result<Verified, Error>) -> Self {
        match found {
            Ok(verified) if verified.unread().is_some() => Self::Unread(verified),
            Ok(verified) => Self::Fine(verified),
            Err(error) => Self::Wrong(error),
        }
    }
}

/// One file, and its state.
#[derive(Debug)]
#[non_exhaustive]
pub struct VerifiedFile<'f> {
    /// Where it is, or should be.
    pub path: &'f Path,
    /// Its device, if that is known; none if the file is extra.
    pub mac: Option<TargetMac>,
    /// Its state.
    pub state: FileState,
}

impl<'f> VerifiedFile<'f> {
    pub(crate) const fn new(path: &'f Path, mac: Option<TargetMac>, state: FileState) -> Self {
        Self { path, mac, state }
    }

    /// Reads a file, or standard input for `-`, and opens it as its device would.
    pub fn open(path: &'f Path, expected: &Expected, opener: &mut Opener, reporter: &Reporter) -> Self {
        let input = Input::read_regular(path, opener::LIMIT);
        let found = input.and_then(|input| expected.verify(&input, Some(opener), reporter));
        Self::new(path, expected.mac, found.into())
    }

    /// What is known about it, if it opens.
    #[must_use]
    pub const fn verified(&self) -> Option<&Verified> {
        match &self.state {
            FileState::Fine(verified) | FileState::Unread(verified) | FileState::Stale(verified, _) => Some(verified),
            FileState::Missing | FileState::Wrong(_) | FileState::Unopened | FileState::Extra => None,
        }
    }

    /// The word for scripts to compare.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.state {
            FileState::Fine(_) => "fine",
            FileState::Missing => "missing",
            FileState::Wrong(_) | FileState::Unread(_) => "wrong",
            FileState::Stale(..) => "stale",
            FileState::Unopened => "unopened",
            FileState::Extra => "extra",
        }
    }

    /// How a run ends if nothing else is worse.
    #[must_use]
    pub const fn exit(&self) -> Option<Exit> {
        match &self.state {
            FileState::Fine(_) => None,
            FileState::Missing | FileState::Stale(..) | FileState::Extra => Some(Exit::Input),
            FileState::Unopened | FileState::Unread(_) => Some(Exit::NotOpenable),
            FileState::Wrong(error) => Some(error.exit()),
        }
    }

    /// What is wrong with it, if that is reported for each file.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        let shown = self.path.display();
        let message = match &self.state {
            FileState::Fine(_) | FileState::Unopened => return None,
            FileState::Wrong(error) => return Some(error.clone()),
            FileState::Unread(verified) => return verified.unread(),
            FileState::Missing => {
                let device = self.mac.map(|mac| format!(": {mac} has no file")).unwrap_or_default();
                format!("`{shown}` is missing{device}")
            }
            FileState::Stale(_, Stale::Content) => {
                format!("`{shown}` is stale: it opens, but the list and its base now give a different profile")
            }
            FileState::Stale(verified, Stale::Serial(listed)) => {
                let serial = verified.serial.unwrap_or_default();
                format!("`{shown}` is stale: its serial is {serial}, the list has {listed}")
            }
            FileState::Extra => format!("`{shown}` is extra: no device in the list uses it"),
        };
        Some(Error::new(Exit::Input, message))
    }

    /// Whether it opens, if that was tried.
    const fn opens(&self) -> Option<bool> {
        match &self.state {
            FileState::Fine(_) | FileState::Unread(_) | FileState::Stale(..) => Some(true),
            FileState::Wrong(_) => Some(false),
            FileState::Missing | FileState::Unopened | FileState::Extra => None,
        }
    }

    /// Everything that is known about it, as one JSON object on a line: `spc verify --help` describes its fields.
    #[must_use]
    pub fn json(&self) -> String {
        let mut facts = Map::new();
        let mut add = |fact: &str, value: Option<Value>| facts.extend(value.map(|value| (fact.to_owned(), value)));
        add("schema", Some(SCHEMA.into()));
        add("file", Some(self.path.display().to_string().into()));
        add("state", Some(self.word().into()));
        add("opens", self.opens().map(Value::from));
        add("mac", self.mac.map(|mac| mac.to_string().into()));
        if let Some(verified) = self.verified() {
            add("format", Some(verified.format.name().into()));
            add("hidden", Some(verified.is_encrypted.into()));
            add("serial", verified.serial.map(Value::from));
            add("digest", verified.digest.map(|digest| digest.to_string().into()));
            let warnings: Vec<String> = verified.warnings.iter().map(|warning| format!("it was {warning}")).collect();
            add("warnings", (!warnings.is_empty()).then(|| warnings.into()));
        }
        if let Some(Error::Message { message, .. }) = self.error() {
            add("error", Some(without_keys(&message).into()));
        }
        add("exit", self.exit().map(|exit| (exit as u8).into()));
        escape_json(&Value::from(facts).to_string())
    }
}
