//! What is made of the rows of one model and format, as far as whoever reads the rows has to know.

use spc_fleet::Recipe;

use crate::fleet::run::bases::Base;
use crate::read::key::{FetchKeys, KeyIds};

/// What is made of rows of one model and format.
#[derive(Debug)]
pub struct Making {
    /// The model and the format.
    pub recipe: Recipe,
    /// Whether each device brings its own key.
    pub is_key_in_list: bool,
    /// The serial of devices whose row has none; `None` where files have no serial.
    pub serial: Option<u32>,
    /// Which of the list's keys a file may be made with.
    pub phrases: Phrases,
    /// Whether each file gets a random salt of its own.
    pub is_salted: bool,
    /// Which key a file was made with, for the manifest.
    pub key_ids: KeyIds,
    /// The keys that phones give when they fetch their files.
    pub fetch_keys: FetchKeys,
}

/// What is made of a base.
pub(crate) fn making<'a>(makings: &'a [Making], base: &Base) -> &'a Making {
    makings.get(base.recipe).expect("each base is there for a recipe of the run")
}

/// What the phrases of a list may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrases {
    /// They are no phrases, or the same for all.
    Any,
    /// Of files that phones read (FORMAT 11.1.5).
    Phones {
        /// Whether one that is not ASCII is refused.
        ascii_only: bool,
    },
}
