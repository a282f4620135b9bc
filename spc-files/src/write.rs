//! What a run writes: whole files or none.

pub mod archive;
pub mod delivery;
pub mod depfile;
pub mod directory;
pub mod emit;
pub mod names;
pub mod outputs;
pub mod replace;
pub mod staged;
mod staging;
pub mod stream;
pub mod way;
