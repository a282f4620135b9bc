//! The device that a file is made for, and what differs in its file.

use std::borrow::Cow;

use core::fmt;

use super::error::SealError;
use crate::key::KeyText;
use crate::mac::TargetMac;
use crate::stock::Salt;

/// One device: its address, and what is different in its file from those of other devices.
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
    /// Creates a recipient with one value per column of the [`Batch`](crate::batch::Batch), in the order of the
    /// columns.
    #[must_use]
    pub fn new(mac: impl Into<Option<TargetMac>>, values: impl Into<Values<'a>>) -> Self {
        Self { mac: mac.into(), values: values.into(), ..Self::generic() }
    }

    /// Creates a recipient for any device, without an address or values.
    #[must_use]
    pub const fn generic() -> Self {
        Self { mac: None, serial: 0, key: None, values: Values(Inner::Strs(&[])), salt: None }
    }

    /// Sets the counter with which containers prevent rollback; 0 if unused.
    #[must_use]
    pub const fn serial(mut self, serial: u32) -> Self {
        self.serial = serial;
        self
    }

    /// Sets its key text, only for [`Keys::PerRecipient`](super::Keys::PerRecipient).
    #[must_use]
    pub fn key(mut self, key: impl Into<Option<&'a KeyText>>) -> Self {
        self.key = key.into();
        self
    }

    /// Sets random bytes, so that equal input does not give equal files; without them, files are reproducible.
    ///
    /// They are a container's randomizer, and the salt of the other encrypted formats. They must be fresh for each
    /// file: using the same salt with the same key twice reveals the content of RFC 8188 files.
    #[must_use]
    pub fn salt(mut self, salt: impl Into<Option<[u8; 16]>>) -> Self {
        self.salt = salt.into();
        self
    }

    /// Refuses a key that would not be used: if it were accepted, its owner would believe that it was.
    pub(crate) fn without_key(&self) -> Result<(), SealError> {
        self.key.map_or(Ok(()), |_| Err(SealError::UnusedKey))
    }

    pub(super) fn without_values(&self) -> Result<(), SealError> {
        match self.values.len() {
            0 => Ok(()),
            given => Err(SealError::Values { columns: 0, given }),
        }
    }

    pub(crate) fn openssl_salt(&self) -> Salt<8> {
        match self.salt {
            None => Salt::Synthetic,
            Some([a, b, c, d, e, f, g, h, ..]) => Salt::Given([a, b, c, d, e, f, g, h]),
        }
    }

    pub(crate) fn rfc8188_salt(&self) -> Salt<16> {
        self.salt.map_or(Salt::Synthetic, Salt::Given)
    }
}

impl From<TargetMac> for Recipient<'_> {
    /// Creates a device without values of its own.
    fn from(mac: TargetMac) -> Self {
        Self { mac: Some(mac), ..Self::generic() }
    }
}

impl From<Option<TargetMac>> for Recipient<'_> {
    /// Creates a device without values of its own, or a recipient for any device.
    fn from(mac: Option<TargetMac>) -> Self {
        Self { mac, ..Self::generic() }
    }
}

/// Shows no values, because they may be passwords.
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

/// The values of a recipient, one per column, borrowed in whatever form the caller stores them.
///
/// They can be made from a reference to a `Vec`, an array or a slice of any kind of text: `&str`, `String`, `Cow<str>`,
/// `Box<str>`, `Arc<str>`, or text that is wiped when dropped. Slices of the first three are accepted directly; for the
/// others, pass a reference to the slice.
///
/// ```
/// # use std::sync::Arc;
/// # use spc_core::Recipient;
/// # let mac: spc_core::TargetMac = "000e08aabbcc".parse()?;
/// let shared: Vec<Arc<str>> = vec!["4711".into(), "f8Qz".into()];
/// let recipient = Recipient::new(mac, &shared);
/// let recipient = Recipient::new(mac, &shared.as_slice());
/// # Ok::<(), spc_core::MacError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Values<'a>(Inner<'a>);

/// A plain slice is unsized and cannot become a `dyn`, so three kinds of slices have variants of their own.
#[derive(Clone, Copy)]
enum Inner<'a> {
    Strs(&'a [&'a str]),
    Strings(&'a [String]),
    Cows(&'a [Cow<'a, str>]),
    Any(&'a (dyn Texts + Sync)),
}

/// A sequence of strings of any kind.
trait Texts {
    fn count(&self) -> usize;
    fn text(&self, at: usize) -> Option<&str>;
}

impl<T: AsRef<str>> Texts for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn text(&self, at: usize) -> Option<&str> {
        self.get(at).map(AsRef::as_ref)
    }
}

impl<T: AsRef<str>> Texts for &[T] {
    fn count(&self) -> usize {
        self.len()
    }

    fn text(&self, at: usize) -> Option<&str> {
        self.get(at).map(AsRef::as_ref)
    }
}

impl<T: AsRef<str>, const N: usize> Texts for [T; N] {
    fn count(&self) -> usize {
        N
    }

    fn text(&self, at: usize) -> Option<&str> {
        self.get(at).map(AsRef::as_ref)
    }
}

impl<'a> Values<'a> {
    pub(crate) fn len(&self) -> usize {
        match self.0 {
            Inner::Strs(values) => values.len(),
            Inner::Strings(values) => values.len(),
            Inner::Cows(values) => values.len(),
            Inner::Any(values) => values.count(),
        }
    }

    pub(crate) fn get(&self, column: usize) -> Option<&'a str> {
        match self.0 {
            Inner::Strs(values) => values.get(column).copied(),
            Inner::Strings(values) => values.get(column).map(String::as_str),
            Inner::Cows(values) => values.get(column).map(|value| &**value),
            Inner::Any(values) => values.text(column),
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map_while(move |column| self.get(column))
    }
}

impl<'a> From<&'a [&'a str]> for Values<'a> {
    fn from(values: &'a [&'a str]) -> Self {
        Self(Inner::Strs(values))
    }
}

impl<'a> From<&'a [String]> for Values<'a> {
    fn from(values: &'a [String]) -> Self {
        Self(Inner::Strings(values))
    }
}

impl<'a> From<&'a [Cow<'a, str>]> for Values<'a> {
    fn from(values: &'a [Cow<'a, str>]) -> Self {
        Self(Inner::Cows(values))
    }
}

impl<'a, T: AsRef<str> + Sync> From<&'a Vec<T>> for Values<'a> {
    fn from(values: &'a Vec<T>) -> Self {
        Self(Inner::Any(values))
    }
}

impl<'a, T: AsRef<str> + Sync> From<&'a &'a [T]> for Values<'a> {
    fn from(values: &'a &'a [T]) -> Self {
        Self(Inner::Any(values))
    }
}

impl<'a, T: AsRef<str> + Sync, const N: usize> From<&'a [T; N]> for Values<'a> {
    fn from(values: &'a [T; N]) -> Self {
        Self(Inner::Any(values))
    }
}

/// Shows only how many there are, because they may be passwords.
impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Values({})", self.len())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn values_of_every_kind_of_text_are_taken_where_they_are() {
        fn assert_same<'a>(values: impl Into<Values<'a>>) {
            let values = values.into();
            assert_eq!((values.len(), values.get(1), values.get(2)), (2, Some("b"), None));
            assert_eq!(values.iter().collect::<String>(), "ab");
        }
        fn assert_taken<T: for<'t> From<&'t str> + AsRef<str> + Sync>() {
            let texts: [T; 2] = ["a".into(), "b".into()];
            assert_same(&texts);
            assert_same(&texts.as_slice());
            assert_same(&Vec::from(texts));
        }
        assert_taken::<String>();
        assert_taken::<Box<str>>();
        assert_taken::<Arc<str>>();
        assert_same(&vec![Zeroizing::new("a".to_owned()), Zeroizing::new("b".to_owned())]);
        assert_same(["a", "b"].as_slice());
        assert_same(["a".to_owned(), "b".to_owned()].as_slice());
        assert_same([Cow::Borrowed("a"), Cow::Owned("b".to_owned())].as_slice());
    }

    #[test]
    fn a_recipient_can_be_handed_to_another_thread() {
        fn assert_send_and_sync<T: Send + Sync>() {}
        assert_send_and_sync::<Recipient<'_>>();
    }
}
