//! Why a command ends early: what is wrong, how to fix it, and the exit code.

use std::fmt;
use std::io;
use std::path::Path;

use crate::report::advice::{Advice, Hint};
use crate::report::exit::{Exit, Signal};

/// Why a command ends early.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// Not shown yet.
    Message {
        /// The exit code.
        exit: Exit,
        /// What kind of error it is, if a caller does more than show it.
        kind: ErrorKind,
        /// What is wrong.
        message: String,
        /// How to fix it.
        hint: Option<Hint>,
    },
    /// Already shown.
    Reported(Exit),
    /// Ended from outside, without a message.
    Ended(Signal),
}

/// The kinds of errors that a caller may need to recognise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// It can only be shown.
    #[default]
    Other,
    /// A file did not open with its key: the key, or something else that it depends on, is wrong.
    WrongKey,
    /// No key is given, but one is needed.
    NeedsKey,
    /// A key is given, but the file is not encrypted.
    NotEncrypted,
    /// It is not known which digest the phone expects.
    NeedsDigest,
    /// It is not known how the key text of an RFC 8188 file is read.
    NeedsIkmForm,
}

impl Error {
    /// An error without a hint.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self::Message { exit, kind: ErrorKind::Other, message: message.into(), hint: None }
    }

    /// The caller requested something that makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// A key is missing, unreadable or malformed.
    pub fn key(message: impl Into<String>) -> Self {
        Self::new(Exit::Key, message)
    }

    /// An I/O error with its verb and path: ``cannot read `x.xml`: no such file``. The hint names a missing directory of a new
    /// file.
    #[must_use]
    pub fn io(verb: &str, path: &Path, error: &io::Error) -> Self {
        let failure = Self::stream(&format!("{verb} `{}`", path.display()), error);
        let (is_new, why) = match verb {
            "write" => (true, "directories are not created"),
            "make" => (true, "only the last directory is created"),
            _ => (false, ""),
        };
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        let is_url =
            |path: &str| ["http://", "https://", "tftp://", "ftp://"].iter().any(|scheme| path.starts_with(scheme));
        if is_missing && path.to_str().is_some_and(is_url) {
            return failure.hint(Advice::Download);
        }
        let is_new = is_new && is_missing;
        match path.parent().filter(|folder| is_new && !folder.as_os_str().is_empty() && !folder.exists()) {
            Some(folder) => failure.hint(format!("`{}` must exist: {why}", folder.display())),
            None => failure,
        }
    }

    /// Standard input cannot be read.
    #[must_use]
    pub fn stdin(error: &io::Error) -> Self {
        Self::stream("read standard input", error)
    }

    /// Standard output cannot be written.
    #[must_use]
    pub fn stdout(error: &io::Error) -> Self {
        Self::stream("write standard output", error)
    }

    fn stream(what: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => return Self::Ended(Signal::BrokenPipe),
            io::ErrorKind::Interrupted => return Self::Ended(Signal::Interrupt),
            _ => {}
        }
        Self::new(Exit::Io, format!("cannot {what}: {}", describe(error)))
    }

    /// How the run ends.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Message { exit, .. } | Self::Reported(exit) => *exit,
            Self::Ended(signal) => signal.exit(),
        }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Message { kind, .. } => *kind,
            _ => ErrorKind::Other,
        }
    }

    /// Sets its kind, by which callers can recognise it.
    #[must_use]
    pub fn of_kind(mut self, of: ErrorKind) -> Self {
        if let Self::Message { kind, .. } = &mut self {
            *kind = of;
        }
        self
    }

    /// The same error once it has been shown.
    #[must_use]
    pub const fn reported(&self) -> Self {
        match self {
            Self::Message { exit, .. } | Self::Reported(exit) => Self::Reported(*exit),
            Self::Ended(signal) => Self::Ended(*signal),
        }
    }

    /// Removes the hint if it was shown before; otherwise adds it to the shown ones.
    #[must_use]
    pub fn hint_once(mut self, shown: &mut Vec<Hint>) -> Self {
        if let Self::Message { hint, .. } = &mut self {
            match hint.as_ref() {
                Some(known) if shown.contains(known) => *hint = None,
                Some(new) => shown.push(new.clone()),
                None => {}
            }
        }
        self
    }

    /// Adds a hint on how to fix it, if there is none yet.
    #[must_use]
    pub fn or_hint(self, hint: impl Into<Hint>) -> Self {
        if matches!(self, Self::Message { hint: None, .. }) { self.hint(hint) } else { self }
    }

    /// Adds a hint on how to fix it.
    #[must_use]
    pub fn hint(mut self, way_out: impl Into<Hint>) -> Self {
        if let Self::Message { hint, .. } = &mut self {
            *hint = Some(way_out.into());
        }
        self
    }
}

/// What is wrong, without the hint.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message { message, .. } => f.write_str(message),
            _ => write!(f, "the run ended early ({:?})", self.exit()),
        }
    }
}

impl std::error::Error for Error {}

/// The system's words for an I/O error, without its number.
#[must_use]
pub fn describe(error: &io::Error) -> String {
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
