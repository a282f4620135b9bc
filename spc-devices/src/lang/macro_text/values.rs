//! What macros stand for on one device.
//!
//! Knows: names and their values, and which ones must not be shown. Must not know: how a text is expanded.

use std::collections::BTreeMap;

use core::fmt;

use spc_core::TargetMac;
use zeroize::Zeroizing;

use super::name::MacroName;

/// The values of macros, as far as they are known.
///
/// Values are wiped when they are dropped, and `Debug` shows only names.
#[derive(Clone, Default)]
pub struct Values(BTreeMap<String, Value>);

#[derive(Clone)]
struct Value {
    text: Zeroizing<String>,
    is_secret: bool,
}

impl Values {
    /// Values of which none is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a macro its value, by its name (`A`, `SWVER`) or by the parameter that it stands for (`GPP_A`,
    /// `User_ID_1_`).
    ///
    /// If devices do not know the name, it is never expanded.
    pub fn set(&mut self, name: &str, text: &str) -> &mut Self {
        let name = MacroName::of_parameter(name).unwrap_or_else(|| name.to_owned());
        let is_secret = MacroName::find(&name).is_some_and(MacroName::is_secret)
            || self.0.get(&name).is_some_and(|before| before.is_secret);
        self.0.insert(name, Value { text: Zeroizing::new(text.to_owned()), is_secret });
        self
    }

    /// Sets `MA`, `MAU` and `MAC`.
    pub fn set_mac(&mut self, mac: TargetMac) -> &mut Self {
        let lower = mac.to_string();
        self.set("MAU", &lower.to_uppercase());
        self.set("MAC", &mac.octets().map(|octet| format!("{octet:02x}")).join(":"));
        self.set("MA", &lower)
    }

    /// Hides the value of a macro from what is shown; the value of `SA` is always hidden.
    pub fn hide(&mut self, name: &str) -> &mut Self {
        if let Some(value) = self.0.get_mut(name) {
            value.is_secret = true;
        }
        self
    }

    /// The value of a macro.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.text.as_str())
    }

    /// Whether the value of a macro must not be shown.
    #[must_use]
    pub fn is_hidden(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| value.is_secret)
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
