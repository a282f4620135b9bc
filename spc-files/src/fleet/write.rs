//! Where the files of a fleet go, and what is written about them.

pub mod layout;
pub(crate) mod manifest;
pub(crate) mod state;
pub mod summary;
