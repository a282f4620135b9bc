//! What a value, a parameter or a code means, in English.
//!
//! Knows: the trees of the languages in [`lang`](crate::lang), what the dictionary and the checks say, and words. Must
//! not know: terminals. No sentence contains any part of a key or a password, but sentences do contain text from the
//! value: escape them before you print them.

pub mod code;
pub mod dial_plan;
mod dst;
mod duration;
pub mod json;
mod key_function;
mod page;
pub mod parameter;
mod rule;
mod schedule;
mod tone;

pub use dst::dst;
pub use duration::duration;
pub use key_function::key_function;
pub use page::page;
pub use rule::{Fate, fates, missing, rule, trigger, unknown};
pub use schedule::{schedule, time_of_day};
pub use tone::{cadence, frequencies, tone};
