//! Lists of proxies to fall back on: `sip1.example.com:5061:p=1:w=10|sip2.example.com`.
//!
//! Source: `Survivability Proxy` in the guide of the ATA 191 and 192.

use core::fmt;
use core::net::Ipv4Addr;

use super::Fault;
use super::address;
use super::host::{self, HostPort};
use super::located::Located;
use super::number;
use super::part::Part;

/// What can be wrong with a list of proxies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// The host or the port is wrong.
    #[error(transparent)]
    Host(#[from] host::Mistake),
    /// An address after `A=` is wrong.
    #[error(transparent)]
    Address(#[from] address::Mistake),
    /// A priority or a weight is wrong.
    #[error(transparent)]
    Number(#[from] number::Mistake),
    /// Something else after the port.
    #[error("only `p=`, `w=` and `A=` can follow the port")]
    UnknownOption,
    /// The same option again.
    #[error("duplicate option")]
    Duplicate,
}

/// A proxy to fall back on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proxy {
    /// Where.
    pub host: HostPort,
    /// Its priority: proxies with smaller ones are tried first.
    pub priority: Option<Located<u32>>,
    /// Its share of the load among proxies with the same priority.
    pub weight: Option<Located<u32>>,
    /// Its addresses, so that DNS is not needed.
    pub addresses: Option<Located<Vec<Ipv4Addr>>>,
}

/// Proxies to fall back on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proxies {
    /// In the order written.
    pub list: Vec<Proxy>,
}

impl Proxies {
    /// Reads a list.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let list = Part::new(text).split('|').map(|part| Proxy::read(part.trim())).collect::<Result<_, _>>()?;
        Ok(Self { list })
    }
}

impl Proxy {
    fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        let first_option = [":p=", ":w=", ":A="].iter().filter_map(|option| part.text().find(option)).min();
        let (place, options) = part.split_at(first_option.unwrap_or(part.text().len()));
        let host = HostPort::read(place).map_err(|fault| fault.map(Mistake::Host))?;
        let (mut priority, mut weight, mut addresses) = (None, None, None);
        for option in options.split(':').skip(1) {
            let (name, value) = option.field().ok_or_else(|| option.fault(Mistake::UnknownOption))?;
            let repeated = match name.text() {
                "p" => priority.replace(count(value)?).is_some(),
                "w" => weight.replace(count(value)?).is_some(),
                "A" => addresses.replace(value.located(list(value)?)).is_some(),
                _ => return Err(option.fault(Mistake::UnknownOption)),
            };
            if repeated {
                return Err(option.fault(Mistake::Duplicate));
            }
        }
        Ok(Self { host, priority, weight, addresses })
    }
}

fn count(part: Part<'_>) -> Result<Located<u32>, Fault<Mistake>> {
    Ok(part.located(number::count(part, u32::MAX).map_err(|fault| fault.map(Mistake::Number))?))
}

fn list(part: Part<'_>) -> Result<Vec<Ipv4Addr>, Fault<Mistake>> {
    let address = |part: Part<'_>| address::read_v4(part.trim()).map_err(|fault| fault.map(Mistake::Address));
    part.split(',').map(address).collect()
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.host.fmt(f)?;
        if let Some(priority) = &self.priority {
            write!(f, ":p={priority}")?;
        }
        if let Some(weight) = &self.weight {
            write!(f, ":w={weight}")?;
        }
        for (index, address) in self.addresses.iter().flat_map(|addresses| &addresses.value).enumerate() {
            let before = if index == 0 { ":A=" } else { "," };
            write!(f, "{before}{address}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, proxy) in self.list.iter().enumerate() {
            let before = if index == 0 { "" } else { "|" };
            write!(f, "{before}{proxy}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_read_and_written_again() {
        for text in
            ["sip1.example.com", "sip1.example.com:5061:p=1:w=10:A=192.0.2.1,192.0.2.2|[2001:db8::1]:5060:p=2|a:w=0"]
        {
            assert_eq!(Proxies::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn mistakes_in_proxies_have_their_place() {
        for (text, kind, place) in [
            ("a:p=x", Mistake::Number(number::Mistake::NotANumber), "x"),
            ("a:p=1:q=2", Mistake::UnknownOption, "q=2"),
            ("a:A=192.0.2.300", Mistake::Address(address::Mistake::Octet), "300"),
            ("a||b", Mistake::Host(host::Mistake::Missing), ""),
            ("a:70000:p=1", Mistake::Host(host::Mistake::Port), "70000"),
            ("a:p=1:p=2", Mistake::Duplicate, "p=2"),
        ] {
            let fault = Proxies::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
