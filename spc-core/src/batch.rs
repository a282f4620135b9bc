//! Compiles one base for a fleet: what the devices share is compiled once, and each gets its own values and its own
//! key.
//!
//! Knows: the order of the steps, for one device and for many. Must not know: anything inside a step, threads, CSV.
//!
//! # Columns
//! Each recipient has one value per column. A column that occurs in a value of the base as `{{column}}`, with or
//! without blanks inside the braces, is a placeholder and nothing else; a value may contain several, and `{{{{` stands
//! for `{{`. Any other column is the name of a parameter and sets its whole value. An empty or blank cell fills a
//! placeholder with nothing, and leaves a parameter as the base has it; a parameter that the base does not have is then
//! left out. There is no logic.
//!
//! Values are text, not markup: they are escaped, and are never searched for placeholders. A value made from them is
//! trimmed as in XML (FORMAT 7.6). Control characters, including line ends and TAB, are refused: in a device list they
//! are mistakes. The formats therefore agree on what a recipient gets: a container is the one that [`Target::seal`]
//! makes from the recipient's own profile, and the XML in every other file has the same elements, with those that
//! differ from recipient to recipient last (FORMAT 6.9).
//!
//! # A server
//! A [`Batch`] is prepared once, shared by all threads, and used for each request; a [`Fleet`](crate::fleet::Fleet)
//! holds several of them under one list of columns.
//! ```
//! # use spc_core::batch::Batch;
//! # use spc_core::seal::{Openssl, Recipient};
//! # use spc_core::{TargetMac, key::MasterKey, source};
//! # use spc_core::stock::{openssl::{Digest, Kdf}, template::Effort};
//! # let master = MasterKey::from_bytes([7; 32]);
//! let base = b"<flat-profile><User_ID_1_>{{ext}}</User_ID_1_><Password_1_/></flat-profile>";
//! let base = source::read(base)?;
//! let target = Openssl::new(master, Kdf::new(Digest::Md5)).packing(Effort::Fast);
//! let batch = Batch::prepare(&base.profile, &["ext", "Password_1_"], target)?;
//!
//! let respond = |mac: TargetMac, ext: &str, password: &str| batch.seal_for(&Recipient::new(mac, &[ext, password]));
//! let file = respond("000e08aabbcc".parse()?, "4711", "f8Qz<11>")?;
//! assert!(file.starts_with(b"Salted__"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Measured
//! One thread of an Intel Xeon, a profile of 69 KB with six values for each device (41 KB as canonical XML, 20 KB as a
//! payload), device keys from a master key; µs per device, the minimum of many runs of
//! `cargo bench -p spc-benches --bench fleet`.
//!
//! | Format | [`seal_for`](Batch::seal_for) | [`seal_many`](Batch::seal_many), 32 at a time |
//! |---|---|---|
//! | `openssl enc`, with a template | 12 | 7 |
//! | container | 59 | 47 |
//!
//! [`check`](Batch::check) takes 0.1 µs, because it derives no key. [`prepare`](Batch::prepare) takes 3 ms with a
//! template, and a quarter of a second with one made by [`Effort::Small`](crate::stock::template::Effort::Small).
//! `benches/README.md` covers the other formats, in whole runs of the program.

use std::collections::HashSet;

use core::fmt;

use crate::limits;
use crate::payload::{Fill, Outline, PayloadError};
use crate::primitives::lanes;
use crate::profile::{ParameterName, Profile, Value};
use crate::seal::{Recipient, SealError, Target, Values};
use crate::source;

mod document;
mod error;
mod make;
mod slots;

pub use error::{BatchError, ValuePlace};
use make::{Begun, Make};
use slots::Slots;
pub use slots::placeholders;

/// A base profile, compiled for a fleet.
pub struct Batch {
    slots: Slots,
    /// The records of the payload; formats without a payload need them to know whether it would be too large.
    outline: Outline,
    /// The parameters that keep what the device's user set, which a payload cannot store.
    kept_for_users: HashSet<ParameterName<'static>>,
    make: Make,
}

impl Batch {
    /// Compiles a base for recipients with one value for each of these columns.
    ///
    /// # Errors
    /// Returns [`BatchError`] if the columns do not fit the base, or if the base cannot be encoded.
    pub fn prepare(
        base: &Profile<'_>,
        columns: &[impl AsRef<str>],
        target: impl Into<Target>,
    ) -> Result<Self, BatchError> {
        Self::prepare_beside(base, &strs(columns), &HashSet::new(), target.into())
    }

    /// Compiles one of several bases: the columns in `placeholders` set no parameter, whether this base or another one
    /// has them.
    pub(crate) fn prepare_beside(
        base: &Profile<'_>,
        columns: &[&str],
        placeholders: &HashSet<usize>,
        target: Target,
    ) -> Result<Self, BatchError> {
        let (slots, profile) = Slots::plan(base, columns, placeholders)?;
        let outline = Outline::new(&profile, |name| slots.find(name).is_some())?;
        let kept = profile.parameters.iter().filter(|parameter| parameter.keeps_user_value);
        let kept_for_users = kept.map(|parameter| parameter.name.clone().into_owned()).collect();
        let make = Make::new(target, &profile, &slots)?;
        Ok(Self { slots, outline, kept_for_users, make })
    }

    /// Returns whether the base contains a column as `{{column}}`, so that it sets no parameter.
    #[must_use]
    pub fn is_placeholder(&self, column: usize) -> bool {
        self.slots.is_placeholder(column)
    }

    /// Returns whether a column sets a parameter that the base does not have: its name may be misspelt, or it may be a
    /// note.
    #[must_use]
    pub fn is_addition(&self, column: usize) -> bool {
        self.slots.is_addition(column)
    }

    /// Returns the parameters that are not the same for all recipients, sorted, each with the columns that contribute
    /// to it.
    pub fn varying(&self) -> impl Iterator<Item = (&ParameterName<'static>, Vec<usize>)> {
        self.slots.varying()
    }

    /// Returns what a recipient's file does to a parameter to which columns contribute, given one value per column;
    /// `None` if the base alone decides it, or if the values are refused.
    #[must_use]
    pub fn value<'v>(&'v self, parameter: &str, values: impl Into<Values<'v>>) -> Option<Value<'v>> {
        self.slots.value(parameter, values.into())
    }

    /// Checks whether a recipient's file can be made, without making it.
    ///
    /// # Errors
    /// Returns the [`SealError`] that [`seal_for`](Self::seal_for) would return.
    pub fn check(&self, recipient: &Recipient<'_>) -> Result<(), SealError> {
        self.make.check(&self.outline, &self.fill(recipient)?, recipient)
    }

    /// Makes the file of one recipient.
    ///
    /// # Errors
    /// Returns [`SealError`] if the recipient's values, key or address do not allow it.
    pub fn seal_for(&self, recipient: &Recipient<'_>) -> Result<Vec<u8>, SealError> {
        self.seal(recipient, Vec::new())
    }

    /// Replaces the content of `out` with the file of one recipient, so that a server can reuse its memory.
    ///
    /// # Errors
    /// Returns the errors of [`seal_for`](Self::seal_for); `out` is then empty.
    pub fn seal_into(&self, recipient: &Recipient<'_>, out: &mut Vec<u8>) -> Result<(), SealError> {
        *out = self.seal(recipient, core::mem::take(out))?;
        Ok(())
    }

    /// Makes the files of many recipients, in their order: the same bytes as [`seal_for`](Self::seal_for), in less
    /// time.
    ///
    /// A recipient that is refused does not stop the others. All files are held in memory, so pass 16 to 64 recipients
    /// at a time: that fills the cipher's lanes, while the data still fits in the CPU's cache and the allocator can
    /// reuse its memory. With hundreds, the allocator keeps requesting pages from the system, which can take as long as
    /// the sealing.
    #[must_use]
    pub fn seal_many(&self, recipients: &[Recipient<'_>]) -> Vec<Result<Vec<u8>, SealError>> {
        seal_together(recipients.iter().map(|recipient| (self, recipient)))
    }

    /// Returns the canonical XML of one recipient's profile, whatever the format of its file.
    ///
    /// It is for the operator's eyes only: it contains passwords. `preserve-value` is included, even if the file cannot
    /// store it (FORMAT 7.7).
    ///
    /// # Errors
    /// Returns [`SealError`] if the recipient's values are refused; its key is not checked.
    pub fn xml_for(&self, recipient: &Recipient<'_>) -> Result<String, SealError> {
        let fills = self.fill(recipient)?;
        let payload = self.outline.fill(&fills);
        let mut profile = payload.profile();
        for parameter in &mut profile.parameters {
            parameter.keeps_user_value = self.kept_for_users.contains(&parameter.name);
        }
        Ok(source::to_xml(&profile)?)
    }

    /// Makes the file of one recipient, reusing the memory of `file`.
    fn seal(&self, recipient: &Recipient<'_>, file: Vec<u8>) -> Result<Vec<u8>, SealError> {
        self.begin(recipient, file).map(Begun::finish)
    }

    fn begin(&self, recipient: &Recipient<'_>, file: Vec<u8>) -> Result<Begun, SealError> {
        self.make.begin(&self.outline, &self.fill(recipient)?, recipient, file)
    }

    /// What goes into the slots for a recipient, within every limit.
    fn fill<'r>(&'r self, recipient: &Recipient<'r>) -> Result<Vec<Fill<'r>>, SealError> {
        let fills = self.slots.fill(recipient.values)?;
        let bytes = self.outline.measure(&fills);
        if bytes > limits::PAYLOAD {
            return Err(PayloadError::TooLarge { bytes }.into());
        }
        Ok(fills)
    }
}

pub(crate) fn strs(columns: &[impl AsRef<str>]) -> Vec<&str> {
    columns.iter().map(AsRef::as_ref).collect()
}

/// Makes the files of many recipients of several bases, in their order: the same bytes as [`Batch::seal_for`].
///
/// The bases share the cipher's lanes, so recipients may come in any order and cost as much as with a single base. Pass
/// as many at a time as to [`Batch::seal_many`].
#[must_use]
pub fn seal_mixed(recipients: &[(&Batch, Recipient<'_>)]) -> Vec<Result<Vec<u8>, SealError>> {
    seal_together(recipients.iter().map(|(batch, recipient)| (*batch, recipient)))
}

/// Begins each file separately, and finishes those of a group together.
fn seal_together<'r, 'v: 'r>(
    mut recipients: impl ExactSizeIterator<Item = (&'r Batch, &'r Recipient<'v>)>,
) -> Vec<Result<Vec<u8>, SealError>> {
    let mut files = Vec::with_capacity(recipients.len());
    while recipients.len() > 0 {
        let mut begun = Vec::with_capacity(lanes::TOGETHER);
        let group = recipients.by_ref().take(lanes::TOGETHER);
        let outcomes: Vec<Result<(), SealError>> =
            group.map(|(batch, recipient)| batch.begin(recipient, Vec::new()).map(|one| begun.push(one))).collect();
        let mut finished = Begun::finish_many(begun);
        let mut file = |()| finished.next().expect("each file that was begun is finished");
        files.extend(outcomes.into_iter().map(|outcome| outcome.map(&mut file)));
    }
    files
}

/// Shows only a size: values and keys are secret.
impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch({} slots)", self.slots.len())
    }
}
