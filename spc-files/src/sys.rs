//! What the system does for the program: signals, prompts, randomness, hardening. All that is Unix, but for the modes and
//! links of files.

pub mod file_id;
pub mod hardening;
pub mod jobs;
pub mod pipe;
pub mod pipeline;
pub mod prompt;
pub mod random;
pub mod signals;
pub mod terminal;
pub mod umask;
