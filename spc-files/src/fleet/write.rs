//! Where the files of a fleet go, and what is written about them.

pub(crate) mod entries;
pub(crate) mod layout;
pub(crate) mod manifest;
pub(crate) mod rewritten;
pub(crate) mod state;
pub(crate) mod summary;
pub(crate) mod unknown;
