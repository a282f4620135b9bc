//! The checked bytes of a payload.

use zeroize::Zeroizing;

use super::error::PayloadError;
use super::{decode, encode};
use crate::profile::{Duplicates, Profile};

/// The canonical bytes of a valid profile; sealing them cannot fail.
///
/// There is one payload per set of parameters, whatever the order of the source. Its bytes are wiped on drop.
pub struct Payload(pub(super) Zeroizing<Vec<u8>>);

impl Payload {
    /// Encodes a profile as records in canonical order.
    ///
    /// # Errors
    /// Returns any [`PayloadError`] except [`PayloadError::Record`]; [`PayloadError::Duplicate`] only if `duplicates`
    /// asks for it.
    pub fn encode(profile: &Profile<'_>, duplicates: Duplicates) -> Result<Self, PayloadError> {
        encode::encode(profile, duplicates).map(Self)
    }

    /// Accepts exactly the bytes that [`Payload::encode`] writes.
    ///
    /// # Errors
    /// Returns [`PayloadError::Record`], [`PayloadError::Mixed`], [`PayloadError::TooMany`] or
    /// [`PayloadError::TooLarge`].
    pub fn decode(bytes: Vec<u8>) -> Result<Self, PayloadError> {
        let payload = Self(Zeroizing::new(bytes));
        decode::check(&payload.0)?;
        Ok(payload)
    }

    /// Returns the bytes, which are the unencrypted profile.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the parameters in the order of their names.
    #[must_use]
    pub fn profile(&self) -> Profile<'_> {
        decode::profile(&self.0)
    }
}

/// Shows only the length, because the bytes are the unencrypted profile.
impl core::fmt::Debug for Payload {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Payload({} bytes)", self.0.len())
    }
}
