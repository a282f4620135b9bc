//! What the system does for the program: signals, prompts, randomness, hardening. This is everything specific to Unix, except
//! the modes and links of files.
//!
//! Knows: descriptors, signals, threads. Must not know: profiles, formats, devices.

pub(crate) mod file_id;
pub mod hardening;
pub(crate) mod jobs;
pub(crate) mod pipe;
pub mod pipeline;
pub(crate) mod prompt;
pub mod random;
pub mod signals;
pub mod terminal;
pub(crate) mod umask;

pub use jobs::{Jobs, Permit};
