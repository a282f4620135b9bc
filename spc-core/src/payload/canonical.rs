//! The bytes of a payload, checked.

use zeroize::Zeroizing;

use super::error::PayloadError;
use super::{decode, encode};
use crate::profile::{Duplicates, Profile};

/// The canonical bytes of a valid profile: sealing one cannot fail.
///
/// There is one payload per set of parameters, whatever the order of the source. Its bytes are wiped on drop.
pub struct Payload(pub(super) Zeroizing<Vec<u8>>);

impl Payload {
    /// Writes the records of a profile in canonical order.
    ///
    /// # Errors
    /// Every [`PayloadError`] but [`PayloadError::Record`]; [`PayloadError::Duplicate`] only when `duplicates`
    /// says so.
    pub fn encode(profile: &Profile<'_>, duplicates: Duplicates) -> Result<Self, PayloadError> {
        encode::encode(profile, duplicates).map(Self)
    }

    /// Accepts exactly the bytes that [`Payload::encode`] writes.
    ///
    /// # Errors
    /// [`PayloadError::Record`], [`PayloadError::Mixed`], [`PayloadError::TooMany`] and [`PayloadError::TooLarge`].
    pub fn decode(bytes: Vec<u8>) -> Result<Self, PayloadError> {
        let payload = Self(Zeroizing::new(bytes));
        decode::check(&payload.0)?;
        Ok(payload)
    }

    /// The bytes, which are the unencrypted profile.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The parameters in the order of their names.
    #[must_use]
    pub fn profile(&self) -> Profile<'_> {
        decode::profile(&self.0)
    }
}

/// Shows only the length: the bytes are the unencrypted profile.
impl core::fmt::Debug for Payload {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Payload({} bytes)", self.0.len())
    }
}
