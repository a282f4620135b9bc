//! For which device a file is made, and what is its own.

use std::borrow::Cow;

use core::fmt;

use super::error::SealError;
use crate::key::KeyText;
use crate::mac::TargetMac;
use crate::stock::{openssl, rfc8188};

/// One device: its address, and what its file has that those of others do not.
///
/// ```
/// # use spc_core::{Recipient, TargetMac};
/// let mac: TargetMac = "000e08aabbcc".parse()?;
/// let values = vec!["4711".to_owned(), "f8Qz".to_owned()];
/// let recipient = Recipient::new(mac, &values).serial(7);
/// # Ok::<(), spc_core::MacError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Recipient<'a> {
    pub(crate) mac: Option<TargetMac>,
    pub(crate) serial: u32,
    pub(crate) key: Option<&'a KeyText>,
    pub(crate) values: Values<'a>,
    pub(crate) salt: Option<[u8; 16]>,
}

impl<'a> Recipient<'a> {
    /// A device with one value a column of the [`Batch`](crate::batch::Batch), in their order.
    #[must_use]
    pub fn new(mac: impl Into<Option<TargetMac>>, values: impl Into<Values<'a>>) -> Self {
        Self { mac: mac.into(), values: values.into(), ..Self::any() }
    }

    /// Whoever gets the file: no device, no values.
    #[must_use]
    pub const fn any() -> Self {
        Self { mac: None, serial: 0, key: None, values: Values(Inner::Borrowed(&[])), salt: None }
    }

    /// A container's counter against rollback; 0 when unused.
    #[must_use]
    pub const fn serial(mut self, serial: u32) -> Self {
        self.serial = serial;
        self
    }

    /// Its key text, with [`Keys::PerRecipient`](super::Keys::PerRecipient) only.
    #[must_use]
    pub fn key(mut self, key: impl Into<Option<&'a KeyText>>) -> Self {
        self.key = key.into();
        self
    }

    /// Random bytes, so that equal input does not give equal files; without them files are reproducible.
    ///
    /// They are a container's randomizer, and the salt of the other encrypted formats, so they must be fresh for each
    /// file: one salt under one key twice gives the content of an RFC 8188 file away.
    #[must_use]
    pub fn salt(mut self, salt: impl Into<Option<[u8; 16]>>) -> Self {
        self.salt = salt.into();
        self
    }

    /// A key that is not used would leave its owner believing that it is.
    pub(crate) fn without_key(&self) -> Result<(), SealError> {
        self.key.map_or(Ok(()), |_| Err(SealError::UnusedKey))
    }

    pub(super) fn without_values(&self) -> Result<(), SealError> {
        match self.values.len() {
            0 => Ok(()),
            given => Err(SealError::Values { columns: 0, given }),
        }
    }

    pub(crate) fn openssl_salt(&self) -> openssl::Salt {
        match self.salt {
            None => openssl::Salt::Synthetic,
            Some([a, b, c, d, e, f, g, h, ..]) => openssl::Salt::Given([a, b, c, d, e, f, g, h]),
        }
    }

    pub(crate) fn rfc8188_salt(&self) -> rfc8188::Salt {
        self.salt.map_or(rfc8188::Salt::Synthetic, rfc8188::Salt::Given)
    }
}

impl From<TargetMac> for Recipient<'_> {
    /// A device without values of its own.
    fn from(mac: TargetMac) -> Self {
        Self { mac: Some(mac), ..Self::any() }
    }
}

impl From<Option<TargetMac>> for Recipient<'_> {
    /// A device without values of its own, or none.
    fn from(mac: Option<TargetMac>) -> Self {
        Self { mac, ..Self::any() }
    }
}

/// Shows no value: it may be a password.
impl fmt::Debug for Recipient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mac, serial, key, values, .. } = self;
        f.debug_struct("Recipient")
            .field("mac", mac)
            .field("serial", serial)
            .field("key", key)
            .field("values", &values.len())
            .finish_non_exhaustive()
    }
}

/// The values of a recipient, one a column: a slice of any kind of text.
#[derive(Clone, Copy)]
pub struct Values<'a>(Inner<'a>);

#[derive(Clone, Copy)]
enum Inner<'a> {
    Borrowed(&'a [&'a str]),
    Owned(&'a [String]),
    Either(&'a [Cow<'a, str>]),
}

impl<'a> Values<'a> {
    pub(crate) const fn len(&self) -> usize {
        match self.0 {
            Inner::Borrowed(values) => values.len(),
            Inner::Owned(values) => values.len(),
            Inner::Either(values) => values.len(),
        }
    }

    pub(crate) fn get(&self, column: usize) -> Option<&'a str> {
        match self.0 {
            Inner::Borrowed(values) => values.get(column).copied(),
            Inner::Owned(values) => values.get(column).map(String::as_str),
            Inner::Either(values) => values.get(column).map(|value| &**value),
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map_while(move |column| self.get(column))
    }
}

macro_rules! values {
    ($($text:ty => $kind:ident),+) => {$(
        impl<'a> From<&'a [$text]> for Values<'a> {
            fn from(values: &'a [$text]) -> Self {
                Self(Inner::$kind(values))
            }
        }

        impl<'a> From<&'a Vec<$text>> for Values<'a> {
            fn from(values: &'a Vec<$text>) -> Self {
                Self(Inner::$kind(values))
            }
        }

        impl<'a, const N: usize> From<&'a [$text; N]> for Values<'a> {
            fn from(values: &'a [$text; N]) -> Self {
                Self(Inner::$kind(values))
            }
        }
    )+};
}
values!(&'a str => Borrowed, String => Owned, Cow<'a, str> => Either);

/// Shows how many there are: they may be passwords.
impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Values({})", self.len())
    }
}
