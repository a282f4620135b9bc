//! What a template records: bits that are the same for every device, and what differs between them.
//!
//! Must not know: how the bits were found, or how a file is made from them.

use core::fmt;

use super::block::Codes;
use super::checksum::Append;
use crate::primitives::DIGEST;

/// The error if a slot has no value among those given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("slot {slot} of the template, counted from 0, has no value: only {given} were given")]
#[non_exhaustive]
pub struct MissingValue {
    /// The slot's index.
    pub slot: usize,
    /// How many values were given.
    pub given: usize,
}

/// A text with slots, compressed once, that becomes a gzip file with the values of one device in microseconds.
///
/// It contains the constant text in compressed form, and is about three times as large as one file. `Debug` shows only
/// sizes.
pub struct Template {
    /// What the checksum needs of the constant text before, between and after the places of slots.
    pub(super) runs: Vec<Append>,
    /// The slot of each place.
    pub(super) slots: Vec<usize>,
    /// The length of the constant text in bytes.
    pub(super) constant: usize,
    pub(super) blocks: Vec<Block>,
    /// The constant bits of all steps.
    pub(super) words: Vec<[u8; 8]>,
    /// The text of all reaches, for values so long that a reach cannot span them.
    pub(super) reached: Vec<u8>,
    pub(super) identity: [u8; DIGEST],
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("constant", &self.constant)
            .field("places", &self.slots.len())
            .finish_non_exhaustive()
    }
}

/// A block of the stream in which devices differ; constant blocks before it are part of its first step.
pub(super) struct Block {
    pub(super) steps: Vec<Step>,
    pub(super) codes: Codes,
}

/// The next full words of the template, `count` more bits, and then what differs from device to device.
pub(super) struct Step {
    pub(super) words: u32,
    pub(super) count: u8,
    pub(super) bits: u64,
    pub(super) then: Then,
}

pub(super) enum Then {
    Nothing,
    /// The next place's value, in literals.
    Value,
    Reach(Reach),
}

/// A match that reaches back over slots, so that its distance grows with their values.
pub(super) struct Reach {
    /// The code of its length, in `count` bits.
    pub(super) bits: u32,
    pub(super) count: u8,
    /// The distance without any values.
    pub(super) distance: u16,
    /// The run that it reaches back to.
    pub(super) from: u32,
    /// Where its text begins in the template, and how long it is.
    pub(super) text: u32,
    pub(super) length: u16,
}
