//! What a run writes: whole files or none.

pub(crate) mod delivery;
pub(crate) mod depfile;
pub(crate) mod emit;
pub(crate) mod names;
pub(crate) mod outputs;
pub(crate) mod replace;
pub(crate) mod staged;
pub(crate) mod stream;
pub(crate) mod way;
