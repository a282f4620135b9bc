//! The exit codes: one enum, part of the contract with Makefiles and scripts.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum Exit {
    /// All done.
    Done = 0,
    /// The profile or the device list is at fault, or an output is stale.
    Input = 1,
    /// The command line is at fault.
    Usage = 2,
    /// A key is missing, unreadable or malformed.
    Key = 3,
    /// A file cannot be opened: wrong device, wrong key, damage, policy.
    NotOpenable = 4,
    /// A file cannot be read or written.
    Io = 5,
    /// Some devices of a fleet failed, and the files of the others were written.
    SomeFailed = 6,
    /// Ctrl-C while files were being written, if the signal itself does not end the program.
    Interrupted = 130,
    /// The reader of the output has closed it, if the signal itself does not end the program.
    BrokenPipe = 141,
}

/// What ends a run from outside. Whoever did it needs no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signal {
    /// Ctrl-C, a request to end, or a terminal that is gone.
    Interrupt,
    /// The reader of a pipe closed it.
    BrokenPipe,
}

impl Signal {
    pub(crate) const fn exit(self) -> Exit {
        match self {
            Self::Interrupt => Exit::Interrupted,
            Self::BrokenPipe => Exit::BrokenPipe,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
