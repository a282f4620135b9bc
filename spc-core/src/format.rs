//! Recognises what a file is by its content: the only place that knows how every format begins.
//!
//! Knows: magic numbers, and what people mistake for a profile. Must not know: keys, and whether a file is intact.

mod detect;
mod kind;
mod recognise;
mod text;
mod unsupported;
mod wrapped;

pub use kind::{Format, KeyUse};
pub(crate) use recognise::{inside_encryption, is_archive, unreadable_inside};
pub use unsupported::UnsupportedFile;
pub use wrapped::{Inside, Wrapper};
