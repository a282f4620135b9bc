//! The address that a device fetches its file from, and the rule that holds it.
//!
//! Knows: what stands for itself in a device's `Profile_Rule`. Must not know: where files are written.

use std::str::FromStr;

use spc_core::TargetMac;
use zeroize::Zeroizing;

use crate::report::error::Error;

/// An address as a device's rule has it: macros such as `$MA` are for the device to expand.
#[derive(Clone, Debug)]
pub(crate) struct FileUrl(String);

/// The address that a flag gives.
pub(crate) fn file_url(flag: &str, text: &str) -> Result<FileUrl, Error> {
    text.parse().map_err(|why| Error::usage(format!("invalid value `{text}` for `{flag} <URL>`: {why}")))
}

impl FromStr for FileUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = |why: &str| Err(why.to_owned());
        if let Some(stray) = text.chars().find(|c| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '|')) {
            return Err(format!("{stray:?} is not allowed in the URL of a rule"));
        }
        if text.starts_with(['[', '(', '#']) {
            return refused("give only the URL; the rest of the rule is added to it");
        }
        let (scheme, rest) = text.split_once("://").map_or((None, text), |(scheme, rest)| (Some(scheme), rest));
        if scheme.is_some_and(|scheme| !["tftp", "http", "https"].contains(&scheme)) {
            return refused("devices fetch by tftp, http or https");
        }
        if !rest.contains('/') {
            return refused("a URL has a path, as in http://prov.example.com/$MA.cfg");
        }
        Ok(Self(text.to_owned()))
    }
}

impl FileUrl {
    /// `[--key KEY] URL`, where the key is a text or a macro.
    pub(crate) fn rule(&self, key: &str) -> Zeroizing<String> {
        // At full size, because growth would leave copies of the key behind.
        let mut rule = Zeroizing::new(String::with_capacity(key.len().saturating_add(self.0.len()).saturating_add(9)));
        for part in ["[--key ", key, "] ", &self.0] {
            rule.push_str(part);
        }
        rule
    }

    /// The name of the file that a device asks for: the last part of the path, the macros of its address expanded.
    pub(crate) fn file_name(&self, mac: TargetMac) -> String {
        let path = self.0.split('?').next().unwrap_or_default();
        expand(path.rsplit('/').next().unwrap_or_default(), mac)
    }
}

/// Expands `$MA`, `$MAU`, `$MAC` and `$$`, in brackets or not; any other macro stays, since only the device knows it.
fn expand(text: &str, mac: TargetMac) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut parts = text.split('$');
    expanded.push_str(parts.next().unwrap_or_default());
    let mut is_escaped = false;
    for part in parts {
        if is_escaped {
            is_escaped = false;
            expanded.push_str(part);
            continue;
        }
        if part.is_empty() {
            is_escaped = true;
            expanded.push('$');
            continue;
        }
        let bracketed = part.strip_prefix('(').and_then(|part| part.split_once(')'));
        let end = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
        let (name, rest) = bracketed.unwrap_or_else(|| part.split_at(end));
        let lower = mac.to_string();
        let value = match name {
            "MA" => Some(lower),
            "MAU" => Some(lower.to_uppercase()),
            "MAC" => Some(mac.octets().map(|octet| format!("{octet:02x}")).join(":")),
            _ => None,
        };
        match value {
            Some(value) => expanded.extend([value.as_str(), rest]),
            None => expanded.extend(["$", part]),
        }
    }
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(url: &str) -> String {
        url.parse::<FileUrl>().unwrap().file_name("000e08aabbcc".parse().unwrap())
    }

    #[test]
    fn the_file_name_is_what_the_device_asks_for() {
        assert_eq!(name("http://prov.example.com:8080/cfg/$MA.cfg?model=$PN/x"), "000e08aabbcc.cfg");
        assert_eq!(name("/spa$(MAU)x.cfg"), "spa000E08AABBCCx.cfg");
        assert_eq!(name("tftp://192.0.2.1/$MAC"), "00:0e:08:aa:bb:cc");
        assert_eq!(name("https://prov.example.com/$D/$E.cfg"), "$E.cfg");
        assert_eq!(name("/$$MA-$(MA:6)-$PSN$MA"), "$MA-$(MA:6)-$PSN000e08aabbcc");
    }

    #[test]
    fn the_url_passes_into_the_rule_as_it_stands() {
        let url: FileUrl = "http://prov.example.com/$MA.cfg".parse().unwrap();
        assert_eq!(*url.rule("$SA"), "[--key $SA] http://prov.example.com/$MA.cfg");
    }

    #[test]
    fn what_would_break_the_rule_is_refused() {
        let cases = ["", "prov.example.com", "http://prov.example.com", "ftp://a/b", "/a b", "/a|/b", "/a\"", "/ä"];
        for url in cases.into_iter().chain(["[--key $SA] /a", "(1)?/a", "# /a", "/a\n"]) {
            assert!(url.parse::<FileUrl>().is_err(), "{url}");
        }
        for url in ["/$MA.cfg", "192.0.2.1/profiles/init.cfg", "http://[2001:db8::1]/$MA.cfg", "$GPP_A/x"] {
            assert!(url.parse::<FileUrl>().is_ok(), "{url}");
        }
    }
}
