//! The payload: the canonical binary form of a profile (FORMAT 6), the plaintext of a container.
//!
//! Knows: the bytes of records and their only order. Must not know: XML, keys.

mod canonical;
mod decode;
mod encode;
mod error;
mod outline;
mod record;
mod sections;

pub use canonical::Payload;
pub use error::{PayloadError, RecordFault};
pub(crate) use outline::{Fill, Outline};
