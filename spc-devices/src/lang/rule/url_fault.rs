//! What is wrong with the address of a rule.
//!
//! Knows: schemes that devices fetch over, ports, hosts. Must not know: which rule an address belongs to.

use core::ops::Range;

use super::url::UrlParts;
use crate::lang::Fault;
use crate::lang::host::{self, HostPort};
use crate::lang::macro_text::MacroText;

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlFault {
    /// A `\`.
    #[error("write `/` in an address, not `\\`")]
    Backslash,
    /// `http:/host`, `http//host` or `http:host`.
    #[error("a scheme is followed by `://`")]
    Slashes,
    /// A scheme that devices do not fetch over.
    #[error("devices fetch only over tftp, http and https")]
    Scheme {
        /// The scheme that was probably meant.
        near: Option<&'static str>,
    },
    /// The host.
    #[error(transparent)]
    Host(host::Mistake),
    /// The port.
    #[error("a port must be a number from 1 to 65535")]
    Port,
    /// A name and a password before the host.
    #[error("a login inside an address is not documented")]
    Login,
    /// `localhost`, or a loopback address.
    #[error("this is the address of the device itself")]
    Own,
    /// A bracket or a brace, which belongs to a template and not to an address.
    #[error("an address cannot have brackets or braces in its path")]
    Bracket,
    /// A `%` that is not followed by two hexadecimal digits.
    #[error("a `%` in an address is followed by two hexadecimal digits")]
    Percent,
    /// A second address after a `;` or a `,`.
    #[error("two addresses in one; devices read the second one as part of the path")]
    Several,
    /// Nothing after the host.
    #[error("missing path: what comes first is read as the server")]
    NoPath,
}

impl UrlFault {
    /// Whether a device may still fetch from the address, although it is probably not the intended one.
    #[must_use]
    pub const fn is_odd(&self) -> bool {
        matches!(
            self,
            Self::Backslash
                | Self::Login
                | Self::Own
                | Self::Bracket
                | Self::Percent
                | Self::Several
                | Self::NoPath
                | Self::Host(host::Mistake::Hyphen)
        )
    }
}

/// The schemes that devices fetch over; `gds` is for an activation code.
const SCHEMES: [&str; 4] = ["tftp", "http", "https", "gds"];

/// The first fault in an address. What a macro may fill in is not checked.
///
/// ```
/// use spc_devices::lang::rule::{UrlFault, url_fault};
///
/// let fault = url_fault("htpp://prov.example.com/$MA.cfg").unwrap();
/// assert_eq!((fault.kind, fault.range), (UrlFault::Scheme { near: Some("http") }, 0..4));
/// assert_eq!(url_fault("http://prov.example.com:8080/$MA.cfg"), None);
/// ```
#[must_use]
pub fn url_fault(text: &str) -> Option<Fault<UrlFault>> {
    if text.is_empty() {
        return None;
    }
    let before_query = text.split('?').next().unwrap_or_default();
    if let Some(at) = before_query.find('\\') {
        return fault(UrlFault::Backslash, at..at.saturating_add(1));
    }
    let url = UrlParts::split(text);
    // What follows `gds://` is an activation code.
    if url.is_activation() {
        return None;
    }
    scheme_fault(text, &url)
        .or_else(|| host_fault(&url))
        .or_else(|| port_fault(&url))
        .or_else(|| path_fault(text, &url))
        .or_else(|| oddity_of_server(&url))
}

const fn fault(kind: UrlFault, range: Range<usize>) -> Option<Fault<UrlFault>> {
    Some(Fault { kind, range })
}

/// Whether a macro or a placeholder may still fill in a part of an address.
fn is_open(part: &str) -> bool {
    part.contains(['$', '*'])
}

fn scheme_fault(text: &str, url: &UrlParts<'_>) -> Option<Fault<UrlFault>> {
    let Some(scheme) = url.scheme else {
        return broken_scheme(text).and_then(|range| fault(UrlFault::Slashes, range));
    };
    let is_unknown = !is_open(scheme) && scheme_of(scheme).is_none();
    is_unknown.then(|| Fault { kind: UrlFault::Scheme { near: near(scheme) }, range: 0..scheme.len() })
}

/// Where the server's name or address is in the text.
fn server_range(url: &UrlParts<'_>) -> Range<usize> {
    let start = url.scheme.map_or(0, |scheme| scheme.len().saturating_add("://".len()));
    let start = start.saturating_add(url.user_info.map_or(0, |user| user.len().saturating_add(1)));
    start..start.saturating_add(url.server.map_or(0, str::len))
}

fn host_fault(url: &UrlParts<'_>) -> Option<Fault<UrlFault>> {
    let server = url.server.unwrap_or_default();
    let Range { start, .. } = server_range(url);
    if server.is_empty() {
        return url.scheme.and_then(|_| fault(UrlFault::Host(host::Mistake::Missing), start..start));
    }
    if is_open(server) {
        return None;
    }
    let wrong = HostPort::parse(server).err()?;
    let range = start.saturating_add(wrong.range.start)..start.saturating_add(wrong.range.end);
    fault(UrlFault::Host(wrong.kind), range)
}

fn port_fault(url: &UrlParts<'_>) -> Option<Fault<UrlFault>> {
    let port = url.port?;
    let server = url.server.unwrap_or_default();
    let Range { start, end } = server_range(url);
    let port_start = end.saturating_add(1);
    let port_end = end.saturating_add(port.len().saturating_add(1));
    if !is_open(server) && HostPort::parse(server).is_ok_and(|host| host.port.is_some()) {
        return fault(UrlFault::Host(host::Mistake::Colons), start..port_end);
    }
    let is_digits = port.bytes().all(|byte| byte.is_ascii_digit());
    let is_port = is_open(port) || (is_digits && port.parse::<u16>().is_ok_and(|port| port != 0));
    (!is_port).then_some(Fault { kind: UrlFault::Port, range: port_start..port_end })
}

fn path_fault(text: &str, url: &UrlParts<'_>) -> Option<Fault<UrlFault>> {
    if url.path.is_empty() && !may_have_path(text) {
        return fault(UrlFault::NoPath, 0..text.len());
    }
    let start = text.len().saturating_sub(url.path.len());
    let before_query = url.path.split('?').next().unwrap_or_default();
    if let Some(range) = second_address(before_query) {
        return fault(UrlFault::Several, start.saturating_add(range.start)..start.saturating_add(range.end));
    }
    let bracket = || Some((UrlFault::Bracket, before_query.find(['[', ']', '{', '}'])?));
    let (kind, at) = lone_percent(url.path).map(|at| (UrlFault::Percent, at)).or_else(bracket)?;
    let at = start.saturating_add(at);
    fault(kind, at..at.saturating_add(1))
}

/// What is probably not intended in a server that a device may still reach.
fn oddity_of_server(url: &UrlParts<'_>) -> Option<Fault<UrlFault>> {
    let range = server_range(url);
    if HostPort::parse(url.server.unwrap_or_default()).is_ok_and(|server| server.is_own()) {
        return fault(UrlFault::Own, range);
    }
    let user = url.user_info.filter(|user| !user.is_empty())?;
    let end = range.start.saturating_sub(1);
    fault(UrlFault::Login, end.saturating_sub(user.len())..end)
}

/// Whether a text without a `/` may have a path in one of its macros. The macros for a device's own names have none.
fn may_have_path(text: &str) -> bool {
    const NAMES: [&str; 7] = ["MA", "MAU", "MAC", "SN", "PN", "PSN", "MUID"];
    text.contains('*') || MacroText::new(text).macros().any(|(used, _)| !NAMES.contains(&used.name))
}

/// Where another address begins in a path, after a character that separates two addresses.
fn second_address(path: &str) -> Option<Range<usize>> {
    let (before, _) = path.split_once("://")?;
    let start = before.rfind([';', ',']).map(|at| at.saturating_add(1))?;
    let scheme = before.get(start..)?;
    scheme_of(scheme.trim()).map(|_| start..before.len())
}

/// Where there is a `%` that escapes nothing, as in `%MA`; a macro may supply the digits.
fn lone_percent(path: &str) -> Option<usize> {
    let is_lone = |at: &usize| {
        let rest = path.get(at.saturating_add(1)..).unwrap_or_default();
        let digits = rest.bytes().take(2).take_while(u8::is_ascii_hexdigit).count();
        digits < 2 && rest.as_bytes().get(digits) != Some(&b'$')
    };
    path.match_indices('%').map(|(at, _)| at).find(is_lone)
}

fn scheme_of(word: &str) -> Option<&'static str> {
    SCHEMES.into_iter().find(|known| word.eq_ignore_ascii_case(known))
}

/// The scheme that a word is a typing mistake for.
fn near(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    // What looks like a typing mistake may be another protocol: `ftp` is not `tftp`.
    let is_other = ["ftp", "sftp", "ftps", "file", "ldap", "sip", "sips", "nfs", "scp"].contains(&word.as_str());
    let distance = |known: &&str| strsim::osa_distance(&word, known);
    SCHEMES.into_iter().filter(|known| !is_other && known.len() > 3 && distance(known) < 2).min_by_key(distance)
}

/// Where the colon or the slashes of a scheme are, if some of them are missing.
fn broken_scheme(text: &str) -> Option<Range<usize>> {
    let end = text.find(|sign: char| !sign.is_ascii_alphanumeric())?;
    let (word, rest) = text.split_at(end);
    let is_scheme = scheme_of(word).is_some() || (rest.starts_with(":/") && near(word).is_some());
    let signs = rest.len().saturating_sub(rest.trim_start_matches([':', '/']).len());
    // `http:8080/x` is a host of that name.
    let is_port = rest.get(1..2).is_some_and(|sign| sign.bytes().all(|byte| byte.is_ascii_digit()));
    let is_broken = (rest.starts_with(':') && !is_port) || rest.starts_with("//");
    (is_scheme && is_broken).then(|| 0..end.saturating_add(signs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_addresses_have_their_place() {
        for (text, kind, place) in [
            ("http:/prov.example.com/$MA.cfg", UrlFault::Slashes, "http:/"),
            ("htttp:/prov.example.com/$MA.cfg", UrlFault::Slashes, "htttp:/"),
            ("http//prov.example.com/$MA.cfg", UrlFault::Slashes, "http//"),
            ("http:prov.example.com/$MA.cfg", UrlFault::Slashes, "http:"),
            ("htpp://h/x", UrlFault::Scheme { near: Some("http") }, "htpp"),
            ("ftp://h/x", UrlFault::Scheme { near: None }, "ftp"),
            ("http://h:99999999/x", UrlFault::Port, "99999999"),
            ("http://h:0/x", UrlFault::Port, "0"),
            ("http://h:/x", UrlFault::Port, ""),
            ("http://h:80a/x", UrlFault::Port, "80a"),
            ("http://h.example.net:8080:80/$MA.xml", UrlFault::Host(host::Mistake::Colons), "h.example.net:8080:80"),
            ("http://a/$MA.xml;http://b/$MA.xml", UrlFault::Several, "http"),
            ("http://192.168.1.300/x", UrlFault::Host(host::Mistake::Octet), "300"),
            ("http://u:p@a..b/x", UrlFault::Host(host::Mistake::EmptyLabel), ""),
            ("http:///x", UrlFault::Host(host::Mistake::Missing), ""),
            ("http://h\\x", UrlFault::Backslash, "\\"),
            ("spa.cfg", UrlFault::NoPath, "spa.cfg"),
            ("http://h/%MA.cfg", UrlFault::Percent, "%"),
            ("http://h/a%20b%2", UrlFault::Percent, "%"),
            ("http://h", UrlFault::NoPath, "http://h"),
            ("$MA.cfg", UrlFault::NoPath, "$MA.cfg"),
            ("spa$(PSN).xml", UrlFault::NoPath, "spa$(PSN).xml"),
            ("http://h/[MAC].cfg", UrlFault::Bracket, "["),
            ("http://localhost:8080/$MA.cfg", UrlFault::Own, "localhost"),
            ("tftp://127.0.0.1/$MA.cfg", UrlFault::Own, "127.0.0.1"),
            ("http://u:p@h/$MA.cfg", UrlFault::Login, "u:p"),
        ] {
            let found = url_fault(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.kind, &text[found.range]), (kind, place), "{text}");
        }
        for text in [
            "",
            "/$MA.cfg",
            "/Linksys/spa021025.bin",
            "192.168.1.130/profiles/init.cfg",
            "tftp://prov.call.com/cpe/Linksys$MA.cfg",
            "http://neptune.speak.net:8080/prov/$D/$E.cfg",
            "https://secure.me.com/profile?Linksys",
            "HTTP://h:$A/x",
            "$A",
            "$A://$B:$C/$D",
            "http://$A",
            "$A.cfg",
            "http://[2001:db8::1]:81/x",
            "http:8080/x",
            "http/x",
            "gds://123456",
            "http://h/a?b=c\\d",
            "http://h/a?b=[c]",
            "http://h/proxy/http://b/x",
            "http://h/x?next=;http://b/x",
        ] {
            assert_eq!(url_fault(text), None, "{text}");
        }
    }
}
