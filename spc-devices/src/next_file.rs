//! The rule by which a device fetches its next file, encrypted with its own key: the part that is given, and the key
//! that is added.
//!
//! Knows: what a rule for one encrypted file consists of. Must not know: where files are written. Messages contain
//! nothing of the rule but macros and a host, because it may contain a password.
//!
//! ```
//! use spc_core::TargetMac;
//! use spc_devices::next_file::NextFile;
//!
//! let mac: TargetMac = "000e08aabbcc".parse()?;
//! let (next, remarks) = NextFile::read("[--uid $A --pwd $B] http://prov.example.com/$MA.cfg", &[mac])?;
//! assert_eq!(next.rule("$SA").expose(), "[--key $SA --uid $A --pwd $B] http://prov.example.com/$MA.cfg");
//! assert_eq!((next.file_name(mac).as_str(), remarks.len()), ("000e08aabbcc.cfg", 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::HashMap;

use core::fmt;

use spc_core::TargetMac;
use spc_core::key::{KeyText, MasterKey};
use spc_core::profile::{Parameter, ParameterName, Profile, UserAccess, Value};
use zeroize::Zeroizing;

use crate::handover::USUAL_KEY;
use crate::lang::host::Mistake;
use crate::lang::macro_text::{MacroContext, MacroName, MacroText, Values};
use crate::lang::rule::{self, OptionKind, Rule, RuleFault, RuleOption, UrlFault, UrlParts, url_fault};

mod remarks;

pub use remarks::Remark;

/// Where a device fetches its next file, and the options that it uses; the device expands macros such as `$MA`.
#[derive(Clone)]
pub struct NextFile {
    /// `--uid $A --pwd $B`, without brackets; empty if there are none.
    options: Zeroizing<String>,
    url: Zeroizing<String>,
}

/// Not the text: a password may be in it.
impl fmt::Debug for NextFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextFile(..)")
    }
}

/// Why a device could not fetch a next file like this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NextFileError {
    /// A line break, for example.
    #[error("a rule must not contain a line break or another control character")]
    Control,
    /// It is not a rule.
    #[error("{why} (character {character})")]
    Syntax {
        /// What is wrong.
        why: RuleFault,
        /// Where, counted from 1.
        character: usize,
    },
    /// It begins with `#`.
    #[error("a `#` disables a rule")]
    Disabled,
    /// Several alternatives or targets, or none.
    #[error("expected one URL, with or without options before it")]
    NotOne,
    /// A condition or an assignment.
    #[error("expected only options and a URL; write other rules in a profile of your own")]
    Elaborate,
    /// It has its own key.
    #[error("leave out `--key`: it is added for you")]
    OwnKey,
    /// An option that no device is known to accept.
    #[error("the brackets contain something that is not a documented option such as `--uid`")]
    UnknownOption,
    /// There are only options.
    #[error("missing URL")]
    NoUrl,
    /// A character that is not allowed in a URL.
    #[error("{0:?} is not allowed in a URL")]
    Character(char),
    /// No device fetches over this scheme.
    #[error("devices fetch over tftp, http or https; write the scheme in lower case")]
    Scheme,
    /// There is no path, and so no file.
    #[error("a URL needs a path, as in http://prov.example.com/$MA.cfg")]
    NoPath,
    /// The host is missing, or is not one.
    #[error("{0}")]
    Host(Mistake),
    /// Anything else that is wrong with a URL.
    #[error("{0}")]
    Url(UrlFault),
    /// A secret macro, which is a key only in an option.
    #[error("`$S{0}` is expanded only in options; a URL keeps it as is")]
    SecretInUrl(char),
    /// Two devices would fetch the same file, which only one of them could read.
    #[error("it names the same file for {0} and {1}, but each has its own key")]
    Shared(TargetMac, TargetMac),
}

impl NextFile {
    /// Reads `URL` or `[options] URL` for these devices; a remark reports whatever they would read differently from
    /// what was meant.
    ///
    /// # Errors
    /// [`NextFileError`].
    pub fn read(text: &str, macs: &[TargetMac]) -> Result<(Self, Vec<Remark>), NextFileError> {
        if text.contains(char::is_control) {
            return Err(NextFileError::Control);
        }
        let rule = rule::parse(text).map_err(|fault| {
            let before = text.get(..fault.range.start).unwrap_or(text);
            let character = before.chars().count().saturating_add(1);
            NextFileError::Syntax { why: fault.kind, character }
        })?;
        let next = Self::of(&rule, text)?;
        if let Some((first, second)) = next.shared(macs).filter(|_| !remarks::may_differ(&rule)) {
            return Err(NextFileError::Shared(first, second));
        }
        let remarks = remarks::remarks(&rule, macs);
        Ok((next, remarks))
    }

    /// The parts of a rule that says only what to fetch and how to log in.
    fn of(rule: &Rule<'_>, text: &str) -> Result<Self, NextFileError> {
        if rule.disabled.is_some() {
            return Err(NextFileError::Disabled);
        }
        let [alternative] = rule.alternatives.as_slice() else {
            return Err(NextFileError::NotOne);
        };
        let [target] = alternative.targets.as_slice() else {
            return Err(NextFileError::NotOne);
        };
        if alternative.condition.is_some() || !alternative.assignments.is_empty() {
            return Err(NextFileError::Elaborate);
        }
        for option in &target.options {
            match option.kind {
                OptionKind::Key => return Err(NextFileError::OwnKey),
                OptionKind::Unknown | OptionKind::Stray => return Err(NextFileError::UnknownOption),
                _ => {}
            }
        }
        let Some(url) = target.url else { return Err(NextFileError::NoUrl) };
        check_url(url.text)?;
        let range = |option: &RuleOption<'_>| option.extent.range();
        let options = target
            .options
            .first()
            .zip(target.options.last())
            .and_then(|(first, last)| text.get(range(first).start..range(last).end));
        Ok(Self {
            options: Zeroizing::new(options.unwrap_or_default().to_owned()),
            url: Zeroizing::new(url.text.text().to_owned()),
        })
    }

    /// `[--key KEY] URL`, where the key is a text or a macro; as secret as the key in it.
    #[must_use]
    pub fn rule(&self, key: &str) -> KeyText {
        let gap = if self.options.is_empty() { "" } else { " " };
        let parts = ["[--key ", key, gap, &self.options, "] ", &self.url];
        // At full size, because growth would leave copies of the key behind.
        let size = parts.iter().map(|part| part.len()).fold(0, usize::saturating_add);
        let mut rule = String::with_capacity(size);
        parts.iter().for_each(|part| rule.push_str(part));
        KeyText::new(rule)
    }

    /// The name of the file that a device requests: the last part of the path, with the macros for its address
    /// expanded.
    #[must_use]
    pub fn file_name(&self, mac: TargetMac) -> String {
        let url = self.url_of(mac);
        let path = url.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// The first profile of a device: its key, and the rule that fetches the next file with it.
    ///
    /// The parameter with the key does not appear on the device's web page or in its reports, and a rule may use it
    /// only in `--key`.
    #[must_use]
    pub fn first_profile(&self, master: &MasterKey, mac: TargetMac) -> Profile<'static> {
        let key = master.device_key(mac).with_hex(str::to_owned);
        Profile::new(vec![
            parameter(USUAL_KEY, key, Some(UserAccess::None)),
            parameter("Profile_Rule", self.rule("$SA").expose().to_owned(), None),
        ])
    }

    /// The first two devices that would request the same file.
    fn shared(&self, macs: &[TargetMac]) -> Option<(TargetMac, TargetMac)> {
        let urls: Vec<_> = macs.iter().map(|mac| (self.url_of(*mac), *mac)).collect();
        let mut owners: HashMap<&str, TargetMac> = HashMap::with_capacity(urls.len());
        urls.iter().find_map(|(url, mac)| owners.insert(url.as_str(), *mac).map(|first| (first, *mac)))
    }

    fn url_of(&self, mac: TargetMac) -> Zeroizing<String> {
        let mut values = Values::new();
        values.set_mac(mac);
        MacroText::new(&self.url).expand(&values, MacroContext::Plain).text
    }
}

fn parameter(name: &'static str, value: String, access: Option<UserAccess>) -> Parameter<'static> {
    Parameter::new(ParameterName::parse(name).expect("the names are well-formed"), Value::Set(value.into()))
        .access(access)
}

/// Whether a device can fetch this at all.
fn check_url(url: MacroText<'_>) -> Result<(), NextFileError> {
    let text = url.text();
    if let Some(stray) = text.chars().find(|c| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '|' | '\\')) {
        return Err(NextFileError::Character(stray));
    }
    let parts = UrlParts::split(text);
    if parts.scheme.is_some_and(|scheme| !["tftp", "http", "https"].contains(&scheme)) {
        return Err(NextFileError::Scheme);
    }
    // `/$MA.cfg` is documented: the server is then the one from DHCP.
    let is_path = parts.scheme.is_none() && parts.port.is_none() && text.starts_with('/') && !text.starts_with("//");
    if parts.server.is_none() && !is_path {
        return Err(NextFileError::Host(Mistake::Missing));
    }
    // A macro there may also contain the path, but then it is not known which file is fetched.
    if parts.path.is_empty() {
        return Err(NextFileError::NoPath);
    }
    if [parts.server, parts.port].into_iter().flatten().any(|part| part.contains('*')) {
        return Err(NextFileError::Host(Mistake::Character));
    }
    // A server may have a file with a `%` or a bracket in its name.
    let is_unusable = |kind: UrlFault| !kind.is_odd() || matches!(kind, UrlFault::Backslash | UrlFault::NoPath);
    if let Some(fault) = url_fault(text).filter(|fault| is_unusable(fault.kind)) {
        return Err(match fault.kind {
            UrlFault::Scheme { .. } => NextFileError::Scheme,
            UrlFault::NoPath => NextFileError::NoPath,
            kind => NextFileError::Url(kind),
        });
    }
    let secret = url.macros().find_map(|(used, _)| match MacroName::find(used.name) {
        Some(MacroName::Secret(letter)) => Some(letter),
        _ => None,
    });
    secret.map_or(Ok(()), |letter| Err(NextFileError::SecretInUrl(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAC: &str = "000e08aabbcc";

    fn next(text: &str, macs: &[&str]) -> Result<NextFile, NextFileError> {
        let macs: Vec<TargetMac> = macs.iter().map(|mac| mac.parse().unwrap()).collect();
        NextFile::read(text, &macs).map(|(next, _)| next)
    }

    fn name(url: &str) -> String {
        next(url, &[MAC]).unwrap().file_name(MAC.parse().unwrap())
    }

    #[test]
    fn the_file_name_is_what_the_device_asks_for() {
        assert_eq!(name("http://prov.example.com:8080/cfg/$MA.cfg?model=$PN/x"), "000e08aabbcc.cfg");
        assert_eq!(name("/spa$(MAU)x.cfg"), "spa000E08AABBCCx.cfg");
        assert_eq!(name("tftp://192.0.2.1/$MAC"), "00:0e:08:aa:bb:cc");
        assert_eq!(name("https://prov.example.com/$D/$E.cfg"), "$E.cfg");
        assert_eq!(name("[--uid $A] /$$MA-$(MA:6)-$PSN$MA"), "$MA-aabbcc-$PSN000e08aabbcc");
    }

    #[test]
    fn url_and_options_pass_into_the_rule_as_they_are() {
        for (given, rule) in [
            ("http://prov.example.com/$MA.cfg", "[--key $SA] http://prov.example.com/$MA.cfg"),
            ("[--uid $A --pwd $B] http://h/$MA.cfg", "[--key $SA --uid $A --pwd $B] http://h/$MA.cfg"),
            (" [ --uid \"a b\"  --alias c ]/$MA.cfg ", "[--key $SA --uid \"a b\"  --alias c] /$MA.cfg"),
            ("[] /$MA.cfg", "[--key $SA] /$MA.cfg"),
        ] {
            let written = next(given, &[MAC]).unwrap().rule("$SA");
            assert_eq!(written.expose(), rule);
            assert_eq!(rule::parse(written.expose()).unwrap().to_string(), rule.replace("  ", " "), "{given}");
        }
    }

    #[test]
    fn what_no_device_could_use_is_refused_without_being_shown() {
        let urls = [
            "",
            "prov.example.com",
            "http://prov.example.com",
            "ftp://s3cret@b/c",
            "/a b",
            "/a|/b",
            "/a\"",
            "/ä",
            "/a\\b",
            "/a\n",
            "http:///x",
            "http://:80/x",
            "http://u:s3cret@/x",
            "//h/x",
            "http:/h/x",
            "http:h/x",
            "://h/x",
            "HTTP://h/x",
            "http://h:0/x",
            "http://h:65536/x",
            "http://h:s3cret/x",
            "http://a..b/x",
            "http://192.0.2.300/x",
            "http://$A:x/y",
            "http://*a/x",
            "http://h:*/x",
            "gds://123456",
            "http//h/x",
            "http://$A",
            "http://h/$SA",
            "http://h/$MA?k=$(SB:2)",
            "http://u:$SA@h/x",
            "http://h/$(MA",
            "$A",
        ];
        let rules = [
            "[--key $SA] /a",
            "[--key s3cret --uid u] /a",
            "[--keys3cret] /a",
            "[s3cret] /a",
            "[--uid] /a",
            "[--uid u /a",
            "[--uid=u] /a",
            "[--uid u]",
            "(1)?/a",
            "($SWVER lt 7)? /a | /b",
            "( A = \"s3cret\" ; )! /a",
            "# /a",
            "[--pwd s3cret] ftp://h/a",
            "/a [--uid u] /b",
        ];
        for text in urls.into_iter().chain(rules) {
            let error = next(text, &[MAC]).expect_err(text);
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{text}: {error}");
        }
        for text in
            ["/$MA.cfg", "192.0.2.1/profiles/init.cfg", "http://[2001:db8::1]:8080/$MA.cfg", "$A/x", "http://$A:$B/x"]
        {
            assert!(next(text, &[MAC]).is_ok(), "{text}");
        }
    }

    #[test]
    fn two_devices_never_share_a_file() {
        let both = [MAC, "000e08aabbcd"];
        for url in
            ["http://h/x.cfg", "http://h/.cfg", "http://h/000e08aabbcc.cfg", "http://h/$(MA:0:6).cfg", "/$PN.cfg"]
        {
            assert!(next(url, &both).is_err(), "{url}");
        }
        for url in
            ["/$MA", "/$(MA:6)", "/x?mac=$MAU", "http://$MA.example.com/x", "/$SN", "/$A", "[--uid $A] http://h/x"]
        {
            assert!(next(url, &both).is_ok(), "{url}");
        }
    }
}
