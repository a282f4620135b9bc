//! Hosts with an optional port, as in `Proxy` and similar parameters.
//!
//! Sources: the data types `FQDN` and `host:port`; no example of the guides has a scheme.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use super::Fault;
use super::address;
use super::located::Located;
use super::number;
use super::part::Part;

/// What can be wrong with a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing is there.
    #[error("missing host")]
    Missing,
    /// A scheme before it.
    #[error("write the host without a scheme such as `sip:` or `http://`")]
    Scheme,
    /// Two hosts or more.
    #[error("only one host is accepted here")]
    Several,
    /// Parameters of a SIP address after it.
    #[error("write the host without `;` and parameters after it")]
    Parameters,
    /// A space inside.
    #[error("space inside a host")]
    Blank,
    /// A path after it.
    #[error("write the host without a path after it")]
    Path,
    /// More than one colon, and not an IPv6 address.
    #[error("more than one `:`; an IPv6 address with a port is written `[2001:db8::1]:5060`")]
    Colons,
    /// A character that is not allowed in a host name.
    #[error("host names may have only letters, digits, `-`, `_` and `.`")]
    Character,
    /// A hyphen at the beginning of a name, which no registered name has (RFC 1123 2.1).
    #[error("host names do not begin with `-`")]
    Hyphen,
    /// Two dots in a row, or one at the beginning.
    #[error("missing name between two dots")]
    EmptyLabel,
    /// Not four numbers.
    #[error("an IPv4 address has four numbers, as in `192.0.2.1`")]
    NotFour,
    /// A number that is not 0 to 255.
    #[error("not a number from 0 to 255")]
    Octet,
    /// Not an IPv6 address between brackets.
    #[error("not an IPv6 address in brackets, as in `[2001:db8::1]`")]
    NotV6,
    /// Not a port.
    #[error("a port must be a number from 1 to 65535")]
    Port,
}

/// A host.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Host {
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address.
    V6(Ipv6Addr),
    /// A name, as written.
    Name(String),
    /// A variable that the device fills in itself, such as `$PROXY`.
    Macro(String),
}

/// A host and an optional port.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HostPort {
    /// Where.
    pub host: Located<Host>,
    /// The port; the default port of the protocol if not given.
    pub port: Option<Located<u16>>,
}

impl HostPort {
    /// Reads a host.
    ///
    /// ```
    /// # use spc_devices::lang::host::HostPort;
    /// let proxy = HostPort::parse("sip.example.com:5061").unwrap();
    /// assert_eq!(proxy.port.unwrap().value, 5061);
    /// ```
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        Self::read(Part::new(text).trim())
    }

    /// Whether it is the device itself: `localhost`, or a loopback address.
    #[must_use]
    pub fn is_own(&self) -> bool {
        match &self.host.value {
            Host::V4(address) => address.is_loopback(),
            Host::V6(address) => address.is_loopback(),
            Host::Name(name) => name.eq_ignore_ascii_case("localhost"),
            Host::Macro(_) => false,
        }
    }

    pub(super) fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        if part.is_empty() {
            return Err(part.fault(Mistake::Missing));
        }
        if let Some((scheme, rest)) = part.split_once(':')
            && (rest.text().starts_with("//") || is_sip(scheme))
        {
            return Err(scheme.fault(Mistake::Scheme));
        }
        if let (_, parameters) = part.split_before(&[';'])
            && parameters.text().split(';').skip(1).all(|one| one.contains('='))
            && !parameters.is_empty()
        {
            return Err(parameters.fault(Mistake::Parameters));
        }
        if address::is_several(part) {
            return Err(part.fault(Mistake::Several));
        }
        if let Some(blank) = part.find(char::is_whitespace) {
            return Err(blank.fault(Mistake::Blank));
        }
        if let (_, path) = part.split_before(&['/'])
            && !path.is_empty()
        {
            return Err(path.fault(Mistake::Path));
        }
        if let Some(inside) = part.strip_prefix("[") {
            let (inside, after) = inside.split_once(']').ok_or_else(|| part.fault(Mistake::NotV6))?;
            let host = address::read_v6(inside).map_err(|_| inside.fault(Mistake::NotV6))?;
            let port = match after.strip_prefix(":") {
                Some(port) => Some(read_port(port)?),
                None if after.is_empty() => None,
                None => return Err(after.fault(Mistake::Port)),
            };
            return Ok(Self { host: inside.located(Host::V6(host)), port });
        }
        match part.split_once(':') {
            Some((_, after)) if after.text().contains(':') => {
                let host = address::read_v6(part).map_err(|_| part.fault(Mistake::Colons))?;
                Ok(Self { host: part.located(Host::V6(host)), port: None })
            }
            Some((host, port)) => Ok(Self { host: host.located(read_host(host)?), port: Some(read_port(port)?) }),
            None => Ok(Self { host: part.located(read_host(part)?), port: None }),
        }
    }
}

fn is_sip(scheme: Part<'_>) -> bool {
    scheme.text().eq_ignore_ascii_case("sip") || scheme.text().eq_ignore_ascii_case("sips")
}

fn read_port(part: Part<'_>) -> Result<Located<u16>, Fault<Mistake>> {
    let port = number::count(part, 65535).ok().filter(|&port| port > 0).and_then(|port| u16::try_from(port).ok());
    port.map(|port| part.located(port)).ok_or_else(|| part.fault(Mistake::Port))
}

fn read_host(part: Part<'_>) -> Result<Host, Fault<Mistake>> {
    if part.is_empty() {
        return Err(part.fault(Mistake::Missing));
    }
    if part.find(|character| !(character.is_ascii_digit() || character == '.')).is_none() {
        return address::read_v4(part).map(Host::V4).map_err(|fault| {
            fault.map(|kind| if kind == address::Mistake::Octet { Mistake::Octet } else { Mistake::NotFour })
        });
    }
    let odd = |character: char| !(character.is_ascii_alphanumeric() || "-_.".contains(character));
    if let Some(name) = part.strip_prefix("$") {
        if name.is_empty() || name.find(odd).is_some() {
            return Err(part.fault(Mistake::Character));
        }
        return Ok(Host::Macro(part.text().to_owned()));
    }
    if let Some(odd) = part.find(odd) {
        return Err(odd.fault(Mistake::Character));
    }
    if part.text().starts_with('-') {
        return Err(part.fault(Mistake::Hyphen));
    }
    if let Some(empty) = part.strip_suffix(".").unwrap_or(part).split('.').find(|label| label.is_empty()) {
        return Err(empty.fault(Mistake::EmptyLabel));
    }
    Ok(Host::Name(part.text().to_owned()))
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.host.value, &self.port) {
            (Host::V4(host), _) => host.fmt(f)?,
            (Host::V6(host), _) => write!(f, "[{host}]")?,
            (Host::Name(host) | Host::Macro(host), _) => host.fmt(f)?,
        }
        self.port.as_ref().map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_and_written_again() {
        for text in
            ["sip.example.com", "192.0.2.1:5060", "[2001:db8::1]:5061", "[2001:db8::1]", "$PROXY", "my-sys_log", "a.b."]
        {
            assert_eq!(HostPort::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(HostPort::parse(" 2001:db8::1 ").unwrap().to_string(), "[2001:db8::1]");
    }

    #[test]
    fn mistakes_in_hosts_have_their_place() {
        for (text, kind, place) in [
            ("sip:example.com", Mistake::Scheme, "sip"),
            ("https://example.com", Mistake::Scheme, "https"),
            ("exa mple.com", Mistake::Blank, " "),
            ("0.pool.ntp.org 1.pool.ntp.org", Mistake::Several, "0.pool.ntp.org 1.pool.ntp.org"),
            ("192.0.2.1,192.0.2.2", Mistake::Several, "192.0.2.1,192.0.2.2"),
            ("example.com/x", Mistake::Path, "/x"),
            ("a:1:2", Mistake::Colons, "a:1:2"),
            ("example.com:", Mistake::Port, ""),
            ("example.com:0", Mistake::Port, "0"),
            ("example.com:65536", Mistake::Port, "65536"),
            ("1.2.3.4.5", Mistake::NotFour, "1.2.3.4.5"),
            ("1.2.3.256:5060", Mistake::Octet, "256"),
            ("exämple.com", Mistake::Character, "ä"),
            ("-pbx.example.com", Mistake::Hyphen, "-pbx.example.com"),
            ("a..b", Mistake::EmptyLabel, ""),
            ("[1::2", Mistake::NotV6, "[1::2"),
            ("[1::2]x", Mistake::Port, "x"),
            ("", Mistake::Missing, ""),
            ("$", Mistake::Character, "$"),
        ] {
            let fault = HostPort::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
