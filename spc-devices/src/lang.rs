//! The small languages inside values: dial plans, provisioning rules, tones, key functions and so on.
//!
//! Knows: the grammar of each, as the devices read it. Must not know: which parameter a text came from, models, and
//! what a check does with a mistake. There is one file per language: text goes in, and a tree comes out, or each
//! mistake with its range inside the value. A parser never panics and takes time linear in its text, and a tree is
//! written as text that reads as the same tree.
//!
//! ```
//! use spc_devices::explain;
//! use spc_devices::lang::{dst, key_function::KeyFunction, schedule};
//!
//! let resync = schedule::parse("3600+600")?;
//! assert_eq!(explain::schedule(&resync), "Every hour, plus up to 10 minutes at random.");
//! let key = KeyFunction::parse("fnc=sd;ext=1002@$PROXY;nme=Anna")?;
//! assert_eq!(explain::key_function(&key), "speed dial to 1002 at the line's proxy, labelled \"Anna\"");
//! // A mistake has its range inside the value.
//! let fault = dst::parse("start=3/8/7/2;end=13/1/7/2;save=1").unwrap_err();
//! assert_eq!(&"start=3/8/7/2;end=13/1/7/2;save=1"[fault.range], "13");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use core::ops::Range;

pub mod address;
pub mod alias_map;
pub mod boolean;
pub mod choice;
pub mod clock;
pub mod condition;
mod cursor;
pub mod dial_plan;
pub mod dictionary_script;
pub mod display_attributes;
pub mod dst;
pub mod feed;
pub mod host;
pub mod key_function;
pub mod led;
pub mod located;
pub mod macro_text;
pub mod number;
pub mod paging;
mod part;
pub mod phone_number;
pub mod ring;
pub mod rule;
pub mod schedule;
pub mod softkeys;
pub mod star_code;
pub mod survivability;
pub mod template;
pub mod tone;
pub mod trigger;
pub mod url;
pub mod version;

pub use located::Extent;

/// Text as a message shows it between backquotes, where quotes and backslashes are themselves.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '"' | '\'' | '\\' => shown.push(sign),
            _ => shown.extend(sign.escape_debug()),
        }
    }
    shown
}

/// One character, [as in a text](shown).
pub(crate) fn shown_sign(sign: char) -> String {
    shown(sign.encode_utf8(&mut [0; 4]))
}

/// A mistake in a value, and where it is.
///
/// `K` is the language's own list of what can be wrong; its `Display` is the message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault<K> {
    /// What is wrong.
    pub kind: K,
    /// Where, in bytes of the value, on character boundaries; empty for a place where something is missing.
    pub range: Range<usize>,
}

impl<K> Fault<K> {
    /// The same place, with the mistake expressed in another type.
    pub fn map<J>(self, kind: impl FnOnce(K) -> J) -> Fault<J> {
        Fault { kind: kind(self.kind), range: self.range }
    }
}

impl<K: fmt::Display> fmt::Display for Fault<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl<K: fmt::Debug + fmt::Display> core::error::Error for Fault<K> {}
