//! Internet addresses and network masks.

use core::net::{Ipv4Addr, Ipv6Addr};

use super::Fault;
use super::number;
use super::part::Part;

/// What can be wrong with an address or a mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing is there.
    #[error("missing address")]
    Missing,
    /// Two addresses or more.
    #[error("only one IPv4 address is accepted here")]
    Several,
    /// An IPv6 address.
    #[error("an IPv4 address is expected here, not an IPv6 one")]
    V6,
    /// The length of a network's prefix.
    #[error("an IPv4 address is expected here, without `/` and a length; a mask is written `255.255.255.0`")]
    Prefix,
    /// The name of a host.
    #[error("an IPv4 address is expected here, not a name")]
    Name,
    /// Not four numbers.
    #[error("an IPv4 address has four numbers, as in `192.0.2.1`")]
    NotFour,
    /// A number that is not 0 to 255.
    #[error("not a number from 0 to 255")]
    Octet,
    /// Not an IPv6 address.
    #[error("not an IPv6 address")]
    NotV6,
    /// A mask with a one after a zero.
    #[error("not a network mask: in binary, all ones must come before all zeros, as in `255.255.255.0`")]
    Mask,
}

/// Reads an IPv4 address.
///
/// # Errors
/// [`Mistake::Missing`], [`Mistake::NotFour`] and [`Mistake::Octet`].
pub fn v4(text: &str) -> Result<Ipv4Addr, Fault<Mistake>> {
    read_v4(Part::new(text).trim())
}

/// Reads an IPv6 address, without brackets.
///
/// # Errors
/// [`Mistake::Missing`] and [`Mistake::NotV6`].
pub fn v6(text: &str) -> Result<Ipv6Addr, Fault<Mistake>> {
    read_v6(Part::new(text).trim())
}

/// Reads a network mask and returns the number of its ones.
///
/// ```
/// assert_eq!(spc_devices::lang::address::mask("255.255.255.0").unwrap(), 24);
/// ```
///
/// # Errors
/// Those of [`v4`], and [`Mistake::Mask`].
pub fn mask(text: &str) -> Result<u32, Fault<Mistake>> {
    let part = Part::new(text).trim();
    let bits = read_v4(part)?.to_bits();
    let ones = bits.leading_ones();
    if ones == bits.count_ones() { Ok(ones) } else { Err(part.fault(Mistake::Mask)) }
}

/// Whether there are several addresses or names, separated by spaces or commas.
pub(super) fn is_several(part: Part<'_>) -> bool {
    let is_gap = |sign: char| sign.is_whitespace() || ",;".contains(sign);
    part.text().split(is_gap).filter(|piece| piece.contains('.')).count() > 1
}

pub(super) fn read_v4(part: Part<'_>) -> Result<Ipv4Addr, Fault<Mistake>> {
    if part.is_empty() {
        return Err(part.fault(Mistake::Missing));
    }
    if is_several(part) {
        return Err(part.fault(Mistake::Several));
    }
    if read_v6(part).is_ok() {
        return Err(part.fault(Mistake::V6));
    }
    if part.find(|sign| sign == '/').is_some() {
        return Err(part.fault(Mistake::Prefix));
    }
    // One letter is a slip in a number, such as an `O` for a `0`.
    if part.text().split('.').any(|label| label.bytes().filter(u8::is_ascii_alphabetic).count() > 1) {
        return Err(part.fault(Mistake::Name));
    }
    let mut octets = [0_u8; 4];
    let mut pieces = part.split('.');
    for octet in &mut octets {
        let piece = pieces.next().ok_or_else(|| part.fault(Mistake::NotFour))?;
        let number = number::count(piece, 255).map_err(|_| piece.fault(Mistake::Octet))?;
        *octet = u8::try_from(number).map_err(|_| piece.fault(Mistake::Octet))?;
    }
    if pieces.next().is_some() { Err(part.fault(Mistake::NotFour)) } else { Ok(Ipv4Addr::from(octets)) }
}

pub(super) fn read_v6(part: Part<'_>) -> Result<Ipv6Addr, Fault<Mistake>> {
    if part.is_empty() {
        return Err(part.fault(Mistake::Missing));
    }
    part.text().parse().map_err(|_| part.fault(Mistake::NotV6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_in_addresses_have_their_place() {
        for (text, kind, range) in [
            ("192.168.1.300", Mistake::Octet, 10..13),
            ("192.168.1", Mistake::NotFour, 0..9),
            ("192.168.1.1.1", Mistake::NotFour, 0..13),
            ("192..1.1", Mistake::Octet, 4..4),
            ("8.8.8.8,8.8.4.4", Mistake::Several, 0..15),
            ("2001:db8::1", Mistake::V6, 0..11),
            ("dns.google", Mistake::Name, 0..10),
            ("192.168.1.1O", Mistake::Octet, 10..12),
            ("/24", Mistake::Prefix, 0..3),
            ("192.0.2.1/24", Mistake::Prefix, 0..12),
            ("", Mistake::Missing, 0..0),
        ] {
            assert_eq!(v4(text), Err(Fault { kind, range }), "{text}");
        }
        assert_eq!(v6("2001:db8::1").unwrap().to_string(), "2001:db8::1");
        assert_eq!(v6("2001:db8:::1").unwrap_err().kind, Mistake::NotV6);
    }

    #[test]
    fn mask_is_ones_and_then_zeros() {
        assert_eq!(mask("255.255.255.255"), Ok(32));
        assert_eq!(mask("0.0.0.0"), Ok(0));
        assert_eq!(mask("255.255.240.0"), Ok(20));
        assert_eq!(mask("255.0.255.0").unwrap_err().kind, Mistake::Mask);
    }
}
