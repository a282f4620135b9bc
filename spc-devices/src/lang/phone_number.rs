//! Phone numbers as in speed dials and forwarding: `1001`, `*97`, `anna@example.com:5061`, `5551234@gw0`.
//!
//! Sources: the data type `Phone`; `gw0` to `gw4` in the SPA-3000 guide.

use core::fmt;

use super::Fault;
use super::host::{self, Host, HostPort};
use super::located::Located;
use super::part::Part;

/// The longest number that the devices' guides name, in characters.
pub const MAX_LENGTH: usize = 39;

/// What can be wrong with a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing before `@`, or nothing at all.
    #[error("missing number")]
    Missing,
    /// A space inside.
    #[error("space inside a number")]
    Blank,
    /// A scheme before it.
    #[error("a number must not begin with `sip:` or `tel:`")]
    Scheme,
    /// The host after `@` is wrong.
    #[error(transparent)]
    Host(#[from] host::Mistake),
}

/// A number or a name, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PhoneNumber {
    /// A number, a star code or a user's name; also a gateway alone, such as `gw0`.
    pub user: Located<String>,
    /// Where, if not at the line's own proxy.
    pub host: Option<HostPort>,
}

impl PhoneNumber {
    /// Reads a number.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let part = Part::new(text).trim();
        let (user, host) = match part.rsplit_once('@') {
            Some((user, host)) => (user, Some(HostPort::read(host).map_err(|fault| fault.map(Mistake::Host))?)),
            None => (part, None),
        };
        if user.is_empty() {
            return Err(user.fault(Mistake::Missing));
        }
        if let Some(blank) = user.find(char::is_whitespace) {
            return Err(blank.fault(Mistake::Blank));
        }
        if let Some((scheme, _)) = user.split_once(':')
            && ["sip", "sips", "tel"].iter().any(|known| scheme.text().eq_ignore_ascii_case(known))
        {
            return Err(scheme.fault(Mistake::Scheme));
        }
        Ok(Self { user: user.owned(), host })
    }

    /// The number of the gateway on an adapter with a telephone line socket: 0 for its own socket, 1 to 4 for another
    /// gateway.
    #[must_use]
    pub fn gateway(&self) -> Option<u32> {
        let name = match &self.host {
            None => &self.user.value,
            Some(HostPort { host: Located { value: Host::Name(name), .. }, port: None }) => name,
            Some(_) => return None,
        };
        name.strip_prefix("gw")?.parse().ok().filter(|&number| number <= 4)
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.user.fmt(f)?;
        self.host.as_ref().map_or(Ok(()), |host| write!(f, "@{host}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written_again() {
        for text in ["1001", "*97", "+3120555", "anna@example.com:5061", "5551234@gw0", "gw0", "*68@192.0.2.1"] {
            assert_eq!(PhoneNumber::parse(text).unwrap().to_string(), text);
        }
        let gateway = |text| PhoneNumber::parse(text).unwrap().gateway();
        assert_eq!(
            [gateway("gw0"), gateway("5551234@gw4"), gateway("1@gw5"), gateway("1")],
            [Some(0), Some(4), None, None]
        );
    }

    #[test]
    fn mistakes_in_numbers_have_their_place() {
        for (text, kind, place) in [
            ("", Mistake::Missing, ""),
            ("@example.com", Mistake::Missing, ""),
            ("555 1234", Mistake::Blank, " "),
            ("sip:anna@example.com", Mistake::Scheme, "sip"),
            ("anna@192.0.2.300", Mistake::Host(host::Mistake::Octet), "300"),
        ] {
            let fault = PhoneNumber::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
