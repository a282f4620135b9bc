//! What a run writes: whole files or none.

pub mod delivery;
pub mod depfile;
pub mod emit;
pub mod names;
pub mod outputs;
pub mod replace;
pub mod staged;
pub mod stream;
pub mod way;
