//! File names that are made from a device's address.

use spc_core::TargetMac;

use crate::report::error::Error;
use crate::write::staged::TEMPORARY;

/// A file name with `{mac}` and `{MAC}` in it, as in `spa{mac}.cfg`.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(String);

/// The name phones ask for as `$MA.cfg`.
pub(crate) const PROFILE: &str = "{mac}.cfg";
/// The name of a device's first profile, which must not be that of its second.
pub(crate) const BOOTSTRAP: &str = "bootstrap-{mac}.cfg";

impl Pattern {
    pub(crate) fn new(text: &str) -> Result<Self, Error> {
        let bad = |why: &str| Err(Error::usage(format!("--name `{text}` {why}")));
        let rest = text.replace("{mac}", "").replace("{MAC}", "");
        if rest.contains(['{', '}']) {
            return bad("has a placeholder other than {mac} and {MAC}");
        }
        if text.contains('/') {
            return bad("has a `/`; --out-dir names the directory");
        }
        match check(text) {
            Ok(()) => Ok(Self(text.to_owned())),
            Err(why) => bad(why),
        }
    }

    /// Whether different devices get different names.
    pub(crate) fn tells_devices_apart(&self) -> bool {
        self.0.contains("{mac}") || self.0.contains("{MAC}")
    }

    pub(crate) fn name(&self, mac: Option<TargetMac>) -> String {
        let mac = mac.map(|mac| mac.to_string()).unwrap_or_default();
        let name = self.0.replace("{mac}", &mac);
        // Few patterns have it, and fleets have many names.
        if name.contains("{MAC}") { name.replace("{MAC}", &mac.to_uppercase()) } else { name }
    }

    /// The device whose file is called so; `None` when the name is not of this pattern.
    pub(crate) fn device(&self, name: &str) -> Option<TargetMac> {
        let at = self.0.find("{mac}").into_iter().chain(self.0.find("{MAC}")).min()?;
        // Twelve digits without separators, which is the only spelling that gives the same name again.
        let mac = name.get(at..at.saturating_add(12))?.parse().ok()?;
        (self.name(Some(mac)) == name).then_some(mac)
    }
}

/// Why a text cannot be the name of a file in the output directory, if it cannot.
pub(crate) fn check(name: &str) -> Result<(), &'static str> {
    if matches!(name, "" | "." | "..") || name.contains('\0') {
        Err("is no file name")
    } else if name.contains('/') {
        Err("has a `/`")
    } else if name.len() > 255 {
        Err("is over 255 bytes")
    } else if name.starts_with(TEMPORARY) {
        Err("begins as our temporary files do")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_device_only_by_the_whole_pattern() {
        let device = |pattern, name| Pattern::new(pattern).unwrap().device(name).map(|mac: TargetMac| mac.to_string());
        let mac = Some("000e08aabbcc".to_owned());
        assert_eq!(device("{mac}.cfg", "000e08aabbcc.cfg"), mac);
        assert_eq!(device("spa{MAC}-{mac}.cfg", "spa000E08AABBCC-000e08aabbcc.cfg"), mac);
        for name in
            ["000E08AABBCC.cfg", "000e08aabbcc.xml", "000e08aabbcc.cfg~", "x000e08aabbcc.cfg", "000e08aabb", "é"]
        {
            assert_eq!(device("{mac}.cfg", name), None, "{name}");
        }
        assert_eq!(device("spa{MAC}-{mac}.cfg", "spa000E08AABBCC-000e08aabbcd.cfg"), None);
        assert_eq!(device("profile.cfg", "profile.cfg"), None);
    }
}
