//! The parts of a URL in a rule: `[scheme://][server[:port]]/path`.
//!
//! Knows: where the parts begin, in a URL before or after its macros are expanded. Must not know: which schemes and
//! hosts are valid.

use core::fmt;
use core::ops::Range;

use spc_core::redact::may_quote;

use crate::lang::macro_text::{MacroName, MacroText};

/// The parts of a URL, as written.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UrlParts<'a> {
    /// `https`; devices use `tftp` if it is left out.
    pub scheme: Option<&'a str>,
    /// `user:password`, before an `@`. No guide has it.
    pub user_info: Option<&'a str>,
    /// The host; devices use the one from DHCP if it is left out.
    pub server: Option<&'a str>,
    /// The port, after the host.
    pub port: Option<&'a str>,
    /// From the first `/` after the host to the end; empty if there is none.
    pub path: &'a str,
}

impl<'a> UrlParts<'a> {
    /// Splits a URL. Any text has these parts, so this cannot fail: a check says what is wrong with a URL.
    #[must_use]
    pub fn split(text: &'a str) -> Self {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) if !scheme.contains('/') => (Some(scheme), rest),
            _ => (None, text),
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user_info, host) = match authority.rsplit_once('@') {
            Some((user_info, host)) => (Some(user_info), host),
            None => (None, authority),
        };
        let (server, port) = match host.rsplit_once(':') {
            // The colons inside `[2001:db8::1]` and `$(A:1)` do not belong to a port.
            Some((server, port)) if !port.contains([']', ')']) => (server, Some(port)),
            _ => (host, None),
        };
        Self { scheme, user_info, server: Some(server).filter(|server| !server.is_empty()), port, path }
    }

    /// Whether it is `gds://`, with an activation code or without: a service of the vendor finds the profile by the device.
    #[must_use]
    pub fn is_activation(self) -> bool {
        self.scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("gds"))
    }

    /// Where `user:password` is in the text that was split.
    #[must_use]
    pub fn user_info_range(self) -> Option<Range<usize>> {
        let start = self.scheme.map_or(0, |scheme| scheme.len().saturating_add("://".len()));
        self.user_info.map(|user_info| start..start.saturating_add(user_info.len()))
    }

    /// The next part that may contain a secret, in a text that was split and no longer has a `user:password`: a query
    /// that passes a value, a path or a server with something that looks like a secret, and anything in place of a
    /// port.
    pub(super) fn doubtful_range(self) -> Option<Range<usize>> {
        let before = self.scheme.map_or(0, |scheme| scheme.len().saturating_add("://".len()));
        let user_info = self.user_info.map_or(0, |user_info| user_info.len().saturating_add("@".len()));
        let start = before.saturating_add(user_info);
        let server = self.server.map_or(0, str::len);
        let middle =
            start.saturating_add(server).saturating_add(self.port.map_or(0, |port| port.len().saturating_add(1)));
        let end = middle.saturating_add(self.path.len());
        let is_scheme =
            |scheme: &str| scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.$*()".contains(sign));
        if let Some(scheme) = self.scheme.filter(|scheme| !is_scheme(scheme)) {
            return Some(0..scheme.len());
        }
        let is_port = |port: &str| {
            port.starts_with(['$', '*']) || (port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let is_server = |server: &str| !server.contains(['?', '=', ';']) && is_plain(server.trim_matches(['[', ']']));
        if !self.port.is_none_or(is_port) || !self.server.is_none_or(is_server) {
            return Some(start..middle);
        }
        let path = middle.saturating_add(1);
        if let Some((_, query)) = self.path.split_once('?').filter(|(_, query)| query.contains('=')) {
            return Some(end.saturating_sub(query.len())..end);
        }
        if let Some((before, _)) = self.path.split_once('?').filter(|(_, query)| is_public(query)) {
            return Self { path: before, ..self }.doubtful_range();
        }
        // `http:/u:p/x`: one slash is missing.
        let is_cut = self.scheme.is_none() && self.port == Some("");
        (path < end && self.path != "/***" && (is_cut || !is_plain(&format!("//h{}", self.path)))).then_some(path..end)
    }

    /// The port that devices use for a scheme if none is written; `None` for a scheme that no guide has.
    #[must_use]
    pub fn default_port(self) -> Option<u16> {
        match self.scheme.unwrap_or("tftp").to_ascii_lowercase().as_str() {
            "tftp" => Some(69),
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        }
    }
}

/// Whether a piece of a rule may be shown because nothing in it looks like a secret. The names of macros do, such as
/// `$UID1` and `$MPWD`, and are not.
pub(super) fn is_plain(piece: &str) -> bool {
    may_quote("Profile_Rule", &without_macros(piece))
}

/// The text without the macros that devices know, whose names are not secret.
fn without_macros(text: &str) -> String {
    let mut rest = String::new();
    let mut end = 0;
    for (used, extent) in MacroText::new(text).macros() {
        if MacroName::find(used.name).is_some() {
            rest.push_str(text.get(end..extent.start).unwrap_or_default());
            end = extent.end;
        }
    }
    rest.push_str(text.get(end..).unwrap_or_default());
    rest
}

/// Whether a query hands nothing over: it is the word of a maker, as in a guide, or of macros. Any other may be a ticket.
fn is_public(query: &str) -> bool {
    matches!(without_macros(query).to_ascii_lowercase().as_str(), "" | "linksys" | "cisco" | "sipura")
}

impl fmt::Debug for UrlParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UrlParts")
            .field("scheme", &self.scheme)
            .field("has_user_info", &self.user_info.is_some())
            .field("server", &self.server)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_urls_have_their_parts() {
        for (text, scheme, server, port, path) in [
            ("/$MA.cfg", None, None, None, "/$MA.cfg"),
            ("/Linksys/spa021025.bin", None, None, None, "/Linksys/spa021025.bin"),
            ("192.168.1.130/profiles/init.cfg", None, Some("192.168.1.130"), None, "/profiles/init.cfg"),
            (
                "tftp://prov.call.com/cpe/Linksys$MA.cfg",
                Some("tftp"),
                Some("prov.call.com"),
                None,
                "/cpe/Linksys$MA.cfg",
            ),
            (
                "http://neptune.speak.net:8080/prov/$D/$E.cfg",
                Some("http"),
                Some("neptune.speak.net"),
                Some("8080"),
                "/prov/$D/$E.cfg",
            ),
            ("https://secure.me.com/profile?Linksys", Some("https"), Some("secure.me.com"), None, "/profile?Linksys"),
            ("http://[2001:db8::1]/x", Some("http"), Some("[2001:db8::1]"), None, "/x"),
            ("http://[2001:db8::1]:81/x", Some("http"), Some("[2001:db8::1]"), Some("81"), "/x"),
            ("$(A:1)/x", None, Some("$(A:1)"), None, "/x"),
            ("http://a/b://c", Some("http"), Some("a"), None, "/b://c"),
            ("/a?u=http://b/c", None, None, None, "/a?u=http://b/c"),
            ("spa.cfg", None, Some("spa.cfg"), None, ""),
            ("https://", Some("https"), None, None, ""),
            ("", None, None, None, ""),
        ] {
            let url = UrlParts::split(text);
            assert_eq!((url.scheme, url.server, url.port, url.path), (scheme, server, port, path), "{text}");
        }
        let url = UrlParts::split("http://u:p@w@h:1/x");
        assert_eq!((url.user_info, url.server, url.port), (Some("u:p@w"), Some("h"), Some("1")));
        assert_eq!(url.user_info_range(), Some(7..12));
        assert!(!format!("{url:?}").contains("p@w"));
    }

    #[test]
    fn ports_follow_the_scheme() {
        for (text, port) in
            [("/x", Some(69)), ("HTTP://a/x", Some(80)), ("https://a/x", Some(443)), ("ftp://a/x", None)]
        {
            assert_eq!(UrlParts::split(text).default_port(), port, "{text}");
        }
    }
}
