//! The small languages inside values: dial plans, provisioning rules, tones, key functions and their like.
//!
//! Knows: the grammar of each, as the devices read it. Must not know: which parameter a text came from, models, and what
//! a check makes of a mistake. One language a file: text in, a tree out, each mistake with its range inside the value.
//! A parser never panics, takes time linear in its text, and writing a tree gives text that reads as the same tree.

use core::fmt;
use core::ops::Range;

/// A mistake in a value, and where it is.
///
/// `K` is the language's own list of what can be wrong; its `Display` is the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault<K> {
    /// What is wrong.
    pub kind: K,
    /// Where, in bytes of the value, on character borders; empty for a place where something is missing.
    pub range: Range<usize>,
}

impl<K: fmt::Display> fmt::Display for Fault<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl<K: fmt::Debug + fmt::Display> core::error::Error for Fault<K> {}
