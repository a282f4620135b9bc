//! Daylight-saving rules: `start=3/8/7/2;end=11/1/7/2;save=1`.
//!
//! Knows: the grammar of `Daylight_Saving_Time_Rule` (Cisco SPA300/500 guide p. 267 and multiplatform guides) and what
//! its days mean. Must not know: time zones, or the calendar of a year.

mod fault;
mod parse;
mod tree;

pub use fault::DstFault;
pub use parse::parse;
pub use tree::{Change, Day, DstRule, TimeOfDay, Weekday};

#[cfg(test)]
mod tests;
