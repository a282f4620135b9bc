//! The exit codes: one enum, part of the contract with Makefiles and scripts.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum Exit {
    /// All done.
    Done = 0,
    /// The profile or the device list is at fault; or an output is stale.
    Input = 1,
    /// The command line is at fault.
    Usage = 2,
    /// A key is missing, unreadable or malformed.
    Key = 3,
    /// A file cannot be opened: wrong device, wrong key, damage, policy.
    NotOpenable = 4,
    /// A file cannot be read or written.
    Io = 5,
    /// A fleet: some devices failed, the others are written.
    SomeFailed = 6,
    /// Ctrl-C while files were written, where the signal itself does not end the program.
    Interrupted = 130,
    /// Whoever read the output wants no more of it, where the signal itself does not end the program.
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
