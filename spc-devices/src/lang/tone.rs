//! Tones: what the device plays to the user, and how it switches the ringer.
//!
//! Three languages that share their vocabulary: frequencies (`350@-19,440@-19`), cadences (`60(2/4)`), and tones, which
//! are frequencies with a cadence whose segments refer to them (`350@-19,440@-19;10(*/0/1+2)`). Sources: the data types
//! `FreqScript`, `CadScript` and `ToneScript` of the administration guides.

mod cadence;
mod frequency;
mod mistake;
mod script;

pub use cadence::{Cadence, Duration, Section, Segment};
pub use frequency::{Frequencies, Frequency};
pub use mistake::{MAX_FREQUENCIES, MAX_LENGTH, MAX_SECTIONS, MAX_SEGMENTS, Mistake};
pub use script::{Mix, Sound, Tone};

#[cfg(test)]
mod tests;
