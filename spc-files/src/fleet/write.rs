//! Where the files of a fleet go, and what is written about them.

pub(crate) mod layout;
pub(crate) mod manifest;
pub(crate) mod state;
pub(crate) mod summary;
