//! What a file is, by its content: the one place that knows how every format begins.
//!
//! Knows: magic numbers, and what people mistake for a profile. Must not know: keys, and whether a file is sound.

mod detect;
mod foreign;
mod kind;
mod recognise;
mod text;
mod wrapped;

pub use foreign::Foreign;
pub use kind::{Format, KeyUse};
pub(crate) use recognise::inside_encryption;
pub use wrapped::{Inside, Wrapper};
