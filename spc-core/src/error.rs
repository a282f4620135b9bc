//! One error type, for callers that only need to know what kind of thing went wrong.

use crate::batch::BatchError;
use crate::class::Class;
use crate::container::{OpenError, RandomizerTooLong};
use crate::diagnostic::Diagnostics;
use crate::fleet::{BaseError, FleetError};
use crate::format::UnsupportedFile;
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
    /// The profile cannot be encoded as a payload.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The profile cannot be written in a source language.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// A string is not a parameter name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A string is not a MAC address.
    #[error(transparent)]
    Mac(#[from] MacError),
    /// A string is not a key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// There are more bytes than a randomizer accepts.
    #[error(transparent)]
    Randomizer(#[from] RandomizerTooLong),
    /// A batch cannot be made from a base and its columns.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A batch cannot be made from one of several bases.
    #[error(transparent)]
    Fleet(#[from] FleetError),
    /// A batch cannot be made from one of several bases without names.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// A file cannot be made from a profile, values and a key.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A file is not in a supported format.
    #[error("the file is {0}")]
    Format(UnsupportedFile),
    /// A template was given too few values.
    #[error(transparent)]
    Template(#[from] MissingValue),
    /// A container cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file in a stock format cannot be opened.
    #[error(transparent)]
    Stock(#[from] StockError),
}

impl From<UnsupportedFile> for Error {
    fn from(unsupported: UnsupportedFile) -> Self {
        Self::Format(unsupported)
    }
}

impl Error {
    /// Returns who can fix it.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::Source(_)
            | Self::Payload(_)
            | Self::Emit(_)
            | Self::Name(_)
            | Self::Batch(_)
            | Self::Fleet(_)
            | Self::Base(_)
            | Self::Template(_) => Class::Input,
            Self::Mac(_) | Self::Randomizer(_) => Class::Usage,
            Self::Key(_) => Class::Key,
            Self::Seal(error) => error.class(),
            Self::Open(error) => error.class(),
            Self::Stock(_) | Self::Format(_) => Class::NotOpenable,
        }
    }
}
