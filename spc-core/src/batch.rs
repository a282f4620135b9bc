//! One base for a fleet: what the devices share is compiled once, and each gets its own values and its own key.
//!
//! Knows: the order of the steps, for one device and for many. Must not know: anything inside a step, threads, CSV.

use core::fmt;

use crate::container;
use crate::key::KeyText;
use crate::limits;
use crate::mac::TargetMac;
use crate::payload::{Fill, Outline, PayloadError};
use crate::primitives::lanes;
use crate::profile::Profile;
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
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    /// The device.
    pub mac: TargetMac,
    /// A container's counter against rollback; 0 when unused.
    pub serial: u32,
    /// Its key text, with [`Keys::PerRecipient`] only.
    pub key: Option<&'a KeyText>,
    /// One value a column, in their order.
    pub values: &'a [&'a str],
    /// Fresh random bytes, so that equal input does not give equal files; `None` for reproducible ones. They are a
    /// container's randomizer, and the salt of the other encrypted formats.
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

    /// Whether a column stands in the base as `{{column}}`, so that it sets no parameter. Where a fleet has several
    /// bases, what is a placeholder in one of them is hardly a parameter's name in another.
    #[must_use]
    pub fn is_placeholder(&self, column: usize) -> bool {
        self.slots.iter().any(|slot| slot.base.columns().any(|placeholder| placeholder == column))
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
                let mut file = Vec::with_capacity(document.length());
                document.write(&fills, &mut file);
                Ok(file)
            }
        }
    }

    /// The files of many recipients, in their order: the bytes of [`seal_for`](Self::seal_for) on each, in less time.
    ///
    /// A recipient that is refused does not stop the others. All files stand in memory, so hand in a few hundred at a
    /// time.
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
        write!(f, "Batch({} slots)", self.slots.iter().len())
    }
}
