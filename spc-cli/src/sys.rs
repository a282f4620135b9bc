//! What only the operating system can do: signals, randomness.

pub(crate) mod interrupt;
pub(crate) mod random;
pub(crate) mod signals;
