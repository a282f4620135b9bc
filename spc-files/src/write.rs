//! What a run writes: whole files or none.
//!
//! Knows: names, modes, and what may be replaced. Must not know: the text of a key, or the rows of a device list.

pub(crate) mod abandoned;
pub(crate) mod archive;
pub(crate) mod delivery;
pub(crate) mod depfile;
pub(crate) mod directory;
pub(crate) mod emit;
pub(crate) mod leftovers;
pub(crate) mod mode;
pub mod names;
pub mod outputs;
pub(crate) mod replace;
pub(crate) mod staged;
pub(crate) mod staging;
pub(crate) mod stream;

pub use delivery::{Product, deliver};
pub use depfile::{Depfile, Deps, DepsSyntax, Request};
pub use emit::emit;
pub use leftovers::report_leftovers;
pub use mode::{WriteMode, WriteOutcome, Writing};
pub use names::{BOOTSTRAP, NamePattern, PROFILE};
pub use outputs::NamedOutput;
pub use replace::Replaces;
pub use staged::{Content, Existing, Output, PRIVATE, Ready, Staged, Written, is_stdout};
