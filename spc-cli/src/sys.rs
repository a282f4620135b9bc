//! What only the operating system can do: signals, randomness.

pub(crate) mod file_id;
pub(crate) mod interrupt;
pub(crate) mod random;
pub(crate) mod signals;
