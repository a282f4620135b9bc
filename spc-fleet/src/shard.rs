//! Which devices of a list belong to this machine, if several machines share the work.

use core::str::FromStr;
use std::num::NonZeroU64;

use spc_core::TargetMac;

/// One part of `N`: the devices whose MAC, as a number, is `K` modulo `N`. No row moves to another part when the list
/// grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    part: u64,
    parts: NonZeroU64,
}

/// Why a text does not name a part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotAShard {
    /// It is not two numbers.
    #[error("a shard is K/N: this part, counted from 0, and the number of parts")]
    Form,
    /// There is no such part.
    #[error("parts are counted from 0, so K is less than N")]
    Part,
}

impl Shard {
    /// Whether a device belongs to this part.
    #[must_use]
    pub fn holds(self, mac: TargetMac) -> bool {
        number(mac).checked_rem(self.parts.get()) == Some(self.part)
    }
}

/// An address as a number.
pub(crate) fn number(mac: TargetMac) -> u64 {
    let [a, b, c, d, e, f] = mac.octets();
    u64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

impl FromStr for Shard {
    type Err = NotAShard;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = NotAShard::Form;
        let (part, parts) = text.split_once('/').ok_or(wrong)?;
        let (part, parts) = (part.parse().map_err(|_| wrong)?, parts.parse::<NonZeroU64>().map_err(|_| wrong)?);
        if part >= parts.get() {
            return Err(NotAShard::Part);
        }
        Ok(Self { part, parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_device_is_in_one_part() {
        let macs = (0..40).map(|last| TargetMac::new([0, 0x0e, 8, 1, 0xff, last]).unwrap());
        for mac in macs {
            let parts = ["0/3", "1/3", "2/3"].map(|shard| shard.parse::<Shard>().unwrap().holds(mac));
            assert_eq!(parts.iter().filter(|holds| **holds).count(), 1, "{mac}");
        }
        assert!("10/256".parse::<Shard>().unwrap().holds("000e08aabb0a".parse().unwrap()));
    }

    #[test]
    fn a_shard_is_two_numbers() {
        for wrong in ["", "1", "3/3", "0/0", "-1/2", "a/b", "1/2/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
