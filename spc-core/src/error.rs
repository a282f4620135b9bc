//! The one error of whoever only wants to know what kind of thing went wrong.

use crate::batch::BatchError;
use crate::class::Class;
use crate::container::{OpenError, RandomizerTooLong};
use crate::diagnostic::Diagnostics;
use crate::fleet::FleetError;
use crate::format::Foreign;
use crate::key::KeyError;
use crate::mac::MacError;
use crate::payload::PayloadError;
use crate::profile::NameError;
use crate::seal::SealError;
use crate::source::EmitError;
use crate::stock::StockError;
use crate::stock::template::MissingValue;

/// Any error of this crate. Each phase has its own type; this one wraps them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The source was refused.
    #[error(transparent)]
    Source(#[from] Diagnostics),
    /// The profile has no payload.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The profile cannot be written as a source.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// A text is not a parameter name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A text is not a MAC address.
    #[error(transparent)]
    Mac(#[from] MacError),
    /// A text is not a key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// More bytes than a randomizer takes.
    #[error(transparent)]
    Randomizer(#[from] RandomizerTooLong),
    /// A base and its columns make no batch.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// One of several bases makes no batch.
    #[error(transparent)]
    Fleet(#[from] FleetError),
    /// A profile, values or a key make no file.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A file is in no format that is read.
    #[error("the file is {0}")]
    Format(Foreign),
    /// A template was given too few values.
    #[error(transparent)]
    Template(#[from] MissingValue),
    /// A container does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file of a stock format does not open.
    #[error(transparent)]
    Stock(#[from] StockError),
}

impl From<Foreign> for Error {
    fn from(foreign: Foreign) -> Self {
        Self::Format(foreign)
    }
}

impl Error {
    /// Who can mend it.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::Source(_)
            | Self::Payload(_)
            | Self::Emit(_)
            | Self::Name(_)
            | Self::Batch(_)
            | Self::Fleet(_)
            | Self::Template(_) => Class::Input,
            Self::Mac(_) | Self::Randomizer(_) => Class::Usage,
            Self::Key(_) => Class::Key,
            Self::Seal(error) => error.class(),
            Self::Open(error) => error.class(),
            Self::Stock(_) | Self::Format(_) => Class::NotOpenable,
        }
    }
}
