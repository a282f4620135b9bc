//! One base for a fleet: what the devices share is compiled once, and each gets its own values and its own key.
//!
//! Knows: the order of the steps, for one device and for many. Must not know: anything inside a step, threads, CSV.
//!
//! # Columns
//! Each recipient brings a value for each column. A column that stands in a value of the base as `{{column}}` is a
//! placeholder and nothing else; a value may hold many, and `{{{{` stands for `{{`. Any other column is the name of a
//! parameter and sets its whole value. An empty one, or one of blanks, fills a placeholder with nothing and leaves the
//! base's value of a parameter; a parameter that the base does not have is then left out. There is no logic.
//!
//! Values are text, not markup: they are escaped, and never searched for placeholders. A value that they make is that
//! of XML, so blanks at its ends go (FORMAT 7.6). Control characters are refused, line ends and TAB among them: in a
//! list of devices they are mistakes. So the formats agree on what a recipient gets, and a file is, but for the
//! compressed bytes of a [`Template`](crate::stock::template), the one that compiling the recipient's own profile
//! gives.
//!
//! # A server
//! A [`Batch`] is prepared once, shared by all threads, and asked per request:
//! ```
//! # use std::sync::Arc;
//! # use spc_core::batch::{Batch, Keys, Packing, Recipient, Target};
//! # use spc_core::{TargetMac, key::MasterKey, source};
//! # use spc_core::stock::{openssl::{Digest, Kdf}, template::Effort};
//! # let master = MasterKey::from_bytes([7; 32]);
//! let base = b"<flat-profile><User_ID_1_>{{ext}}</User_ID_1_><Password_1_/></flat-profile>";
//! let base = source::read(base)?;
//! let target = Target::Openssl {
//!     keys: Keys::Master(Arc::new(master)),
//!     kdf: Kdf { digest: Digest::Md5, iterations: None },
//!     packing: Some(Packing::Template(Effort::Fast)),
//! };
//! let batch = Batch::prepare(&base.profile, &["ext", "Password_1_"], target)?;
//!
//! let respond = |mac: TargetMac, ext: &str, password: &str| {
//!     batch.seal_for(&Recipient { mac, serial: 0, key: None, values: &[ext, password], salt: None })
//! };
//! let file = respond("000e08aabbcc".parse()?, "4711", "f8Qz<11>")?;
//! assert!(file.starts_with(b"Salted__"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Measured
//! One thread of an AMD EPYC, a profile of 69 KB with six values for each device (41 KB as canonical XML, 20 KB as a
//! payload), device keys from a master key; µs per device, the least of many runs. `cargo bench -p spc-benches --bench
//! fleet` measures the like.
//!
//! | Format | [`seal_for`](Batch::seal_for) | [`seal_many`](Batch::seal_many), 32 at a time |
//! |---|---|---|
//! | `openssl enc`, with a template | 19.5 | 12 |
//! | the same, each compressed by itself | 400 | 400 |
//! | gzip, with a template | 3.5 | 3.6 |
//! | XML | 0.5 | 0.5 |
//! | container | 51 | 32 |
//!
//! [`check`](Batch::check) takes 0.1 µs, and 0.6 where a device key is derived; [`prepare`](Batch::prepare) 0.2 ms, and
//! 2 ms with a template.

use core::fmt;

use crate::container;
use crate::key::KeyText;
use crate::limits;
use crate::mac::TargetMac;
use crate::payload::{Fill, Outline, PayloadError};
use crate::primitives::lanes;
use crate::profile::{Profile, Value};
use crate::stock::openssl;

mod document;
mod error;
mod make;
mod slots;
mod target;

pub use error::{BatchError, RecipientError};
use make::Make;
use slots::Slots;
pub use target::{Keys, Packing, Target};

/// A base profile, compiled for a fleet.
pub struct Batch {
    slots: Slots,
    /// The records of the payload; formats without one need them to know whether it would be too large.
    outline: Outline,
    make: Make,
}

/// One device of a fleet.
#[derive(Clone, Copy)]
pub struct Recipient<'a> {
    /// The device.
    pub mac: TargetMac,
    /// A container's counter against rollback; 0 when unused.
    pub serial: u32,
    /// Its key text, with [`Keys::PerRecipient`] only.
    pub key: Option<&'a KeyText>,
    /// One value a column, in their order.
    pub values: &'a [&'a str],
    /// Random bytes, so that equal input does not give equal files; `None` for reproducible ones. They are a
    /// container's randomizer, and the salt of the other encrypted formats, so they must be fresh for each file: one
    /// salt under one key twice gives the content of an RFC 8188 file away.
    pub salt: Option<[u8; 16]>,
}

impl Batch {
    /// Compiles a base for recipients with a value for each of these columns.
    ///
    /// # Errors
    /// [`BatchError`].
    pub fn prepare(base: &Profile<'_>, columns: &[&str], target: Target) -> Result<Self, BatchError> {
        let (slots, profile) = Slots::plan(base, columns)?;
        let outline = Outline::new(&profile, |name| slots.find(name).is_some())?;
        let make = Make::new(target, &profile, &slots)?;
        Ok(Self { slots, outline, make })
    }

    /// Whether a column stands in the base as `{{column}}`, so that it sets no parameter.
    #[must_use]
    pub fn is_placeholder(&self, column: usize) -> bool {
        self.slots.is_placeholder(column)
    }

    /// Whether a column sets a parameter that the base does not have: perhaps its name is misspelt, or it is a note.
    #[must_use]
    pub fn is_addition(&self, column: usize) -> bool {
        self.slots.is_addition(column)
    }

    /// What a recipient's file does to a parameter that columns have a part in, given one value a column; `None` where
    /// the base alone says it, and where the values are refused.
    #[must_use]
    pub fn value<'v>(&'v self, parameter: &str, values: &[&'v str]) -> Option<Value<'v>> {
        self.slots.value(parameter, values)
    }

    /// Whether a recipient's file can be made, without making it.
    ///
    /// # Errors
    /// [`RecipientError`], the one that [`seal_for`](Self::seal_for) would return.
    pub fn check(&self, recipient: &Recipient<'_>) -> Result<(), RecipientError> {
        self.fill(recipient)?;
        self.make.check_key(recipient)
    }

    /// The file of one recipient.
    ///
    /// # Errors
    /// [`RecipientError`].
    pub fn seal_for(&self, recipient: &Recipient<'_>) -> Result<Vec<u8>, RecipientError> {
        let fills = self.fill(recipient)?;
        match &self.make {
            Make::Spc(make) => Ok(make.begin(&self.outline.fill(&fills), recipient)?.finish()),
            Make::Openssl(make) => Ok(make.begin(&fills, recipient)?.finish()),
            Make::Rfc8188(make) => make.seal(&fills, recipient),
            Make::Plain(document) => {
                self.make.check_key(recipient)?;
                Ok(document.write(&fills))
            }
        }
    }

    /// The files of many recipients, in their order: the bytes of [`seal_for`](Self::seal_for) on each, in less time.
    ///
    /// A recipient that is refused does not stop the others. All files stand in memory, so hand in 16 to 64 at a time:
    /// that fills the cipher's lanes, and what is held stays in the CPU's cache and with the allocator. Hundreds make
    /// it fetch pages from the system again and again, which can take as long as the sealing.
    #[must_use]
    pub fn seal_many(&self, recipients: &[Recipient<'_>]) -> Vec<Result<Vec<u8>, RecipientError>> {
        match &self.make {
            Make::Spc(make) => together(
                recipients,
                |recipient| make.begin(&self.outline.fill(&self.fill(recipient)?), recipient),
                container::Sealing::finish_many,
            ),
            Make::Openssl(make) => together(
                recipients,
                |recipient| make.begin(&self.fill(recipient)?, recipient),
                openssl::Sealing::finish_many,
            ),
            Make::Plain(_) | Make::Rfc8188(_) => recipients.iter().map(|one| self.seal_for(one)).collect(),
        }
    }

    /// What stands in the slots for a recipient, within every limit.
    fn fill<'r>(&'r self, recipient: &Recipient<'r>) -> Result<Vec<Fill<'r>>, RecipientError> {
        let fills = self.slots.fill(recipient.values)?;
        match self.outline.measure(&fills) {
            bytes if bytes > limits::PAYLOAD => Err(PayloadError::TooLarge { bytes }.into()),
            _ => Ok(fills),
        }
    }
}

/// Shows no value: it may be a password.
impl fmt::Debug for Recipient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mac, serial, key, values, .. } = self;
        let values = values.len();
        f.debug_struct("Recipient")
            .field("mac", mac)
            .field("serial", serial)
            .field("key", key)
            .field("values", &values)
            .finish_non_exhaustive()
    }
}

/// Begins each file by itself and finishes those of a group together.
fn together<T>(
    recipients: &[Recipient<'_>],
    begin: impl Fn(&Recipient<'_>) -> Result<T, RecipientError>,
    finish: impl Fn(Vec<T>) -> Vec<Vec<u8>>,
) -> Vec<Result<Vec<u8>, RecipientError>> {
    let mut files = Vec::with_capacity(recipients.len());
    for group in recipients.chunks(lanes::TOGETHER) {
        let mut begun = Vec::with_capacity(group.len());
        let outcomes: Vec<Result<(), RecipientError>> =
            group.iter().map(|recipient| begin(recipient).map(|one| begun.push(one))).collect();
        let mut finished = finish(begun).into_iter();
        files.extend(
            outcomes
                .into_iter()
                .map(|outcome| outcome.map(|()| finished.next().expect("each file that was begun is finished"))),
        );
    }
    files
}

/// Shows a size only: values and keys are secret.
impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch({} slots)", self.slots.len())
    }
}
