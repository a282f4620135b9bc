//! What is made of each row, as far as whoever reads the rows has to know.

use crate::fleet::list::shard::Shard;
use crate::read::key::{FetchKeys, KeyIds};

/// What is made of each row.
#[derive(Debug)]
pub(crate) struct Making {
    pub(crate) kind: spc_core::Format,
    /// What the manifest calls the format.
    pub(crate) format: &'static str,
    /// The serial of devices whose row has none; `None` where files have no serial.
    pub(crate) serial: Option<u32>,
    /// Which of the list's keys a file may be made with.
    pub(crate) phrases: Phrases,
    /// Whether each file gets a random salt of its own.
    pub(crate) is_salted: bool,
    pub(crate) key_ids: KeyIds,
    pub(crate) fetch_keys: FetchKeys,
    /// The part of the list that is made.
    pub(crate) shard: Option<Shard>,
}

/// What the phrases of a list may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phrases {
    /// They are no phrases, or the same for all.
    Any,
    /// Of files that phones read (FORMAT 11.1.5).
    Phones {
        /// Whether one that is not ASCII is refused.
        ascii_only: bool,
    },
}
