//! Why a container does not open: the errors of FORMAT 8.2, in its order.

use super::key_form::KeyForm;
use crate::class::Class;
use crate::key::KeyError;
use crate::payload::PayloadError;

/// Why a container does not open. The names are those of FORMAT 8.2; the first check that fails decides.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Step 1: the first bytes are those of a container whose line ends were changed.
    #[error("the file was damaged by a text-mode transfer")]
    TextModeDamage,
    /// Step 1: the first bytes are not those of a container.
    #[error("not an SPC container")]
    BadMagic,
    /// Steps 2 and 5: fewer bytes than the header announces.
    #[error("the file is cut short")]
    Truncated,
    /// Step 2: a later version of the format.
    #[error("container version {version} is not supported; only version 1 is")]
    UnsupportedVersion {
        /// The file's version.
        version: u8,
    },
    /// Step 2: a suite of algorithms this version does not know.
    #[error("algorithm suite {suite} is not supported; only suite 1 is")]
    UnsupportedSuite {
        /// The file's suite.
        suite: u8,
    },
    /// Step 3: a header field has a value that the format does not allow, by itself or together with the others.
    #[error("the header is malformed: its {field} is not valid")]
    BadHeader {
        /// The first field at fault.
        field: &'static str,
    },
    /// Step 4: more ciphertext or more PBKDF2 rounds than the format or the device allows.
    #[error("the file has {found} {field}; the limit is {limit}")]
    TooLarge {
        /// The thing of which there is too much.
        field: &'static str,
        /// What the header announces.
        found: u32,
        /// The most that is allowed, by the format or, if that is less, by the device.
        limit: u32,
    },
    /// Step 5: bytes after the end.
    #[error("trailing bytes after the end of the file")]
    TrailingData,
    /// Step 6: the CRC does not match, because of an accident.
    #[error("the file is corrupt: its checksum does not match")]
    Corrupt,
    /// Step 7: the file is less protected than the device requires.
    #[error("the file is not {missing}, but this device requires it")]
    PolicyRefused {
        /// What is missing.
        missing: Demand,
    },
    /// Step 8: the file is bound to a device, but no MAC address was given.
    #[error("the file is bound to a device: its MAC address is needed")]
    TargetRequired,
    /// Step 8: the file is bound to another device.
    #[error("the file is bound to another device")]
    WrongTarget,
    /// Step 9: the file is encrypted with a key, but no key was given.
    #[error("the file is encrypted: its {form} is needed")]
    KeyRequired {
        /// The key form that the file asks for.
        form: KeyForm,
    },
    /// Step 9: the key text cannot be read in the form that the file requires.
    #[error("the file needs a {form}, but the key is not one: {cause}")]
    WrongKeyForm {
        /// The key form that the file asks for.
        form: KeyForm,
        /// Why the key text cannot be read in that form.
        cause: KeyError,
    },
    /// Step 9: the wrong key.
    #[error("the key is not the one the file was made with")]
    WrongKey,
    /// Step 10: someone changed the file and recomputed its checksum.
    #[error("the file was tampered with: its authentication tag does not match")]
    Tampered,
    /// Step 11: the file is older than one the device has accepted.
    #[error("the file is too old: its serial is {serial}, and the lowest accepted is {min_serial}")]
    Rollback {
        /// The file's serial.
        serial: u32,
        /// The smallest serial that is accepted.
        min_serial: u32,
    },
    /// Step 12: the padding is wrong, because of an error in the program that made the file.
    #[error("the program that made the file padded it incorrectly")]
    BadPadding,
    /// Step 13: the payload is invalid, because of an error in the program that made the file.
    #[error("the program that made the file wrote an invalid payload: {fault}")]
    BadPayload {
        /// The first thing wrong with it.
        fault: PayloadError,
    },
}

/// What a device may require of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Demand {
    /// A key.
    Key,
    /// A target MAC.
    Target,
}

impl core::fmt::Display for Demand {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Key => "encrypted with a key",
            Self::Target => "bound to a device",
        })
    }
}

impl OpenError {
    /// Returns who can fix it.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::TargetRequired => Class::Usage,
            Self::KeyRequired { .. } | Self::WrongKeyForm { .. } => Class::Key,
            _ => Class::NotOpenable,
        }
    }

    /// Returns the name of the error in FORMAT 8.2.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TextModeDamage => "TextModeDamage",
            Self::BadMagic => "BadMagic",
            Self::Truncated => "Truncated",
            Self::UnsupportedVersion { .. } => "UnsupportedVersion",
            Self::UnsupportedSuite { .. } => "UnsupportedSuite",
            Self::BadHeader { .. } => "BadHeader",
            Self::TooLarge { .. } => "TooLarge",
            Self::TrailingData => "TrailingData",
            Self::Corrupt => "Corrupt",
            Self::PolicyRefused { .. } => "PolicyRefused",
            Self::TargetRequired => "TargetRequired",
            Self::WrongTarget => "WrongTarget",
            Self::KeyRequired { .. } => "KeyRequired",
            Self::WrongKeyForm { .. } => "WrongKeyForm",
            Self::WrongKey => "WrongKey",
            Self::Tampered => "Tampered",
            Self::Rollback { .. } => "Rollback",
            Self::BadPadding => "BadPadding",
            Self::BadPayload { .. } => "BadPayload",
        }
    }
}
