//! Where the files of a fleet go, and what is written about them.

pub(crate) mod archive;
pub(crate) mod directory;
pub(crate) mod layout;
pub(crate) mod manifest;
mod staging;
pub(crate) mod state;
pub(crate) mod summary;
