//! Why a command ends early: what is wrong, how to mend it, and the exit code.

use std::io;
use std::path::Path;

use spc_core::Class;
use spc_core::container::{Demand, OpenError};
use spc_core::key::KeyError;

use crate::report::exit::Exit;

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Still to be told.
    Told {
        /// The exit code.
        exit: Exit,
        /// What is wrong.
        message: String,
        /// How to mend it.
        hint: Option<String>,
    },
    /// Told already, or not to be told: a pipe closed by its reader, Ctrl-C.
    Silent(Exit),
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self::Told { exit, message: message.into(), hint: None }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn key(message: impl Into<String>) -> Self {
        Self::new(Exit::Key, message)
    }

    /// An I/O error with its verb and path: ``cannot read `x.xml`: no such file``.
    pub(crate) fn io(verb: &str, path: &Path, error: &io::Error) -> Self {
        Self::stream(&format!("{verb} `{}`", path.display()), error)
    }

    pub(crate) fn stdin(error: &io::Error) -> Self {
        Self::stream("read standard input", error)
    }

    pub(crate) fn stdout(error: &io::Error) -> Self {
        Self::stream("write standard output", error)
    }

    fn stream(what: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => return Self::Silent(Exit::Io),
            io::ErrorKind::Interrupted => return Self::Silent(Exit::Interrupted),
            _ => {}
        }
        Self::new(Exit::Io, format!("cannot {what}: {}", describe(error)))
    }

    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::Told { exit, .. } | Self::Silent(exit) => *exit,
        }
    }

    /// Adds a way to mend it.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        match self {
            Self::Told { exit, message, .. } => Self::Told { exit, message, hint: Some(hint.into()) },
            Self::Silent(exit) => Self::Silent(exit),
        }
    }

    /// A key text that cannot be read; `origin` says where it came from.
    pub(crate) fn bad_key(origin: &str, error: KeyError) -> Self {
        let failure = Self::key(format!("{origin}: {error}"));
        match error {
            KeyError::Empty => failure.hint("`spc keygen` makes a master key"),
            KeyError::MasterLength { .. } => {
                failure.hint("a master key is 64 hexadecimal digits on one line, as `spc keygen` writes it")
            }
            KeyError::NotHex { .. } => failure.hint("a raw key or a master key has nothing but 0 to 9 and a to f"),
            KeyError::RawLength { .. } | KeyError::OddDigits { .. } => {
                failure.hint("text of hexadecimal digits only is a raw key; --key-form ascii reads it as a passphrase")
            }
            _ => failure,
        }
    }

    /// A container that does not open; `path` names the file.
    pub(crate) fn not_openable(path: &str, error: &OpenError) -> Self {
        let exit = match error.class() {
            Class::Usage => Exit::Usage,
            Class::Key => Exit::Key,
            _ => Exit::NotOpenable,
        };
        let failure = Self::new(exit, format!("`{path}`: {error}"));
        let hint = match error {
            OpenError::TextModeDamage => "transfer it in binary mode (TFTP: octet)",
            OpenError::BadMagic => "`spc inspect` tells what a file is",
            OpenError::Truncated | OpenError::TrailingData | OpenError::Corrupt => "transfer the file again",
            OpenError::PolicyRefused { missing: Demand::Key } => crate::read::opener::NO_KEY,
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
}

/// The system's words for an I/O error, without its number.
pub(crate) fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a directory".into(),
        io::ErrorKind::StorageFull => "no space left on the device".into(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}
