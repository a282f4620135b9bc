//! Addresses of web and TFTP servers.
//!
//! Sources: the guides name the schemes `tftp`, `http` and `https` (and `file` and `ldap` where they apply); the parts are
//! those of RFC 3986.

use core::fmt;
use std::borrow::Cow;

use super::Fault;
use super::host::{self, HostPort};
use super::located::Located;
use super::part::Part;

/// What can be wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// No `://` after a scheme.
    #[error("missing `http://` or another scheme")]
    NoScheme,
    /// A scheme with characters other than letters, digits, `+`, `-` and `.`.
    #[error("not a scheme such as `http`")]
    Scheme,
    /// A space inside.
    #[error("space inside an address; write `%20`")]
    Blank,
    /// The host or the port is wrong.
    #[error(transparent)]
    Host(#[from] host::Mistake),
}

/// An address.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Url {
    /// `http`, as written.
    pub scheme: Located<String>,
    /// A name and a password before the host, as written: a secret.
    pub login: Option<Located<String>>,
    /// Where.
    pub host: HostPort,
    /// The rest, from `/`, `?` or `#`; may be empty.
    pub path: Located<String>,
}

impl Url {
    /// Reads an address.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        Self::read(Part::new(text).trim())
    }

    pub(super) fn read(text: Part<'_>) -> Result<Self, Fault<Mistake>> {
        if let Some(blank) = text.find(char::is_whitespace) {
            return Err(blank.fault(Mistake::Blank));
        }
        let Some((scheme, rest)) = text.split_once(':') else {
            return Err(text.fault(Mistake::NoScheme));
        };
        let Some(rest) = rest.strip_prefix("//") else {
            return Err(text.fault(Mistake::NoScheme));
        };
        let odd = |character: char| !(character.is_ascii_alphanumeric() || "+-.".contains(character));
        if scheme.is_empty() || scheme.find(odd).is_some() {
            return Err(scheme.fault(Mistake::Scheme));
        }
        let (authority, path) = rest.split_before(&['/', '?', '#']);
        let (login, place) = match authority.rsplit_once('@') {
            Some((login, place)) => (Some(login.owned()), place),
            None => (None, authority),
        };
        let host = HostPort::read(place).map_err(|fault| fault.map(Mistake::Host))?;
        Ok(Self { scheme: scheme.owned(), login, host, path: path.owned() })
    }
}

/// The address with `***` in place of a name and a password, whatever else is wrong with it.
#[must_use]
pub fn without_login(text: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Cow::Borrowed(text);
    };
    // Up to the last `@` before a space: a password may contain a `/` that was not escaped.
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    match rest.get(..end).and_then(|place| place.rfind('@')).and_then(|at| rest.get(at..)) {
        Some(after) => Cow::Owned(format!("{scheme}://***{after}")),
        None => Cow::Borrowed(text),
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.scheme)?;
        if let Some(login) = &self.login {
            write!(f, "{login}@")?;
        }
        write!(f, "{}{}", self.host, self.path)
    }
}

/// Without the login.
impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let login = if self.login.is_some() { "***@" } else { "" };
        write!(f, "{}://{login}{}{}", self.scheme, self.host, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written_again() {
        for text in [
            "http://192.0.2.1:8080/a/b?c=d",
            "tftp://tftp.example.com/",
            "https://[2001:db8::1]:443/x",
            "http://a:b@example.com",
        ] {
            assert_eq!(Url::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn mistakes_in_addresses_have_their_place() {
        for (text, kind, place) in [
            ("example.com/a", Mistake::NoScheme, "example.com/a"),
            ("http:/example.com", Mistake::NoScheme, "http:/example.com"),
            ("ht tp://example.com", Mistake::Blank, " "),
            ("://example.com", Mistake::Scheme, ""),
            ("http:///a", Mistake::Host(host::Mistake::Missing), ""),
            ("http://192.0.2.300/a", Mistake::Host(host::Mistake::Octet), "300"),
        ] {
            let fault = Url::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }

    #[test]
    fn login_is_never_shown() {
        assert_eq!(without_login("http://anna:pa/ss@example.com/x"), "http://***@example.com/x");
        assert_eq!(without_login("http://example.com/x"), "http://example.com/x");
        assert!(!format!("{:?}", Url::parse("http://anna:secret@example.com/x").unwrap()).contains("secret"));
    }
}
