//! A file as its device would open it: whether it opens, and what it turns out to be.
//!
//! Knows: one file, what is expected of it, and how that is reported. Must not know: the other files of a list, or how
//! many are counted and named.

pub(crate) mod expected;
pub(crate) mod file;
pub(crate) mod verified;

pub use expected::{Binding, Expected};
pub use file::{FileState, Stale, VerifiedFile};
pub use verified::Verified;
