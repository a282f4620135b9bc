//! What the system does for the program: signals, prompts, randomness, hardening. All that is Unix, but for the modes and
//! links of files.

pub(crate) mod file_id;
pub(crate) mod hardening;
pub(crate) mod pipe;
pub(crate) mod prompt;
pub(crate) mod random;
pub(crate) mod signals;
pub(crate) mod terminal;
pub(crate) mod umask;
